"""写一份要几分钟: what each kind of record costs a teacher, told to the check of the plan."""
from __future__ import annotations

from activities.models import OpenLesson, WorkKind
from instruments.models import Instrument
from plans.burden import tell_prices
from school.models import School

LESSON = 10  # notes of a lesson watched, where the school's form says nothing
# What is done and not handed in as a record of its own, by the papers that go with it.
PAPERS = {"observations:received": (), "open_lessons": ("教学设计", "反思"), "lectures": ("课件",), "topics": ("调查报告",)}


def prices(school: School) -> dict[str, int]:
    """Source → minutes of writing, for all that a quota may count: 听课记录 by the form of the school, 研修材料 by kind, and what
    is done: 被听课 costs nothing, 公开课 by kind (新三课), 讲座 and 课题 the papers that go with them."""
    works = {f"works:{name}": minutes for name, minutes in WorkKind.objects.filter(school=school, closed=False).values_list("name", "minutes")}
    done = {source: sum(works.get(f"works:{paper}", 0) for paper in papers) for source, papers in PAPERS.items()}
    done |= {f"open_lessons:{label}": done["open_lessons"] for label in [*OpenLesson.Kind.labels, *school.lesson_kinds]}
    form = Instrument.objects.filter(school=school, purpose=Instrument.Purpose.LESSON, retired=False, draft=False).order_by("-version").first()
    return {"observations:made": form.document.get("minutes", LESSON) if form else LESSON, **works, **done}


tell_prices(prices)
