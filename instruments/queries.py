from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from instruments import answers, results
from instruments.models import Instrument, Round
from school.models import School


def forms(school: School, purpose: str) -> QuerySet[Instrument]:
    """The forms of a purpose in use, each in its newest version (在用的评价表)."""
    return newest(Instrument.objects.filter(school=school, purpose=purpose, retired=False, draft=False))


def newest(rows: QuerySet[Instrument]) -> QuerySet[Instrument]:
    """Without the versions that a later one in use has replaced."""
    later = Instrument.objects.filter(
        school=OuterRef("school"), name=OuterRef("name"), version__gt=OuterRef("version"), draft=False
    )
    return rows.exclude(Exists(later))


def lesson_form(school: School) -> Instrument | None:
    """课堂教学评价表 in use: the newest version of the school's first lesson-evaluation form."""
    return forms(school, Instrument.Purpose.LESSON).order_by("-version", "id").first()


def top_answers(round: Round, code: str, n: int = 3) -> list[tuple[str, int]]:
    """最多人选的几项 of one question, for instance the needs that flow into the plan; nothing before answers may be seen."""
    rows = results.handed_in(round)
    item = next((item for item in round.instrument.items if item["code"] == code), None)
    if item is None or not answers.options(item) or not results.shown(round, rows):
        return []
    counts, _ = results.counted(item, rows)
    return sorted(((option, number) for option, number in counts.items() if number), key=lambda pair: -pair[1])[:n]
