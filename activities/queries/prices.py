"""写一份要几分钟: what each kind of record costs a teacher, told to the check of the plan."""
from __future__ import annotations

from activities.models import OpenLesson, WorkKind
from instruments.models import Instrument
from plans.burden import tell_prices
from school.models import School

LESSON = 10  # notes of a lesson watched, where the school's form says nothing


def prices(school: School) -> dict[str, int]:
    """Source → minutes of writing, for all that a quota may count: 听课记录 by the form of the school, 研修材料 by kind, and what
    is done and not written: 被听课, 公开课 by kind (新三课), 讲座, 课题."""
    works = {f"works:{name}": minutes for name, minutes in WorkKind.objects.filter(school=school, closed=False).values_list("name", "minutes")}
    done = ["observations:received", "open_lessons", *(f"open_lessons:{label}" for label in OpenLesson.Kind.labels), "lectures", "topics"]
    form = Instrument.objects.filter(school=school, purpose=Instrument.Purpose.LESSON, retired=False, draft=False).order_by("-version").first()
    return {"observations:made": form.document.get("minutes", LESSON) if form else LESSON, **works, **dict.fromkeys(done, 0)}


tell_prices(prices)
