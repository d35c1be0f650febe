"""学年总结: the terms of a school year side by side; what each was stands in the chapters beneath."""
from __future__ import annotations

from collections import Counter

from activities.models import Work
from activities.queries.against_plan import Tally
from activities.queries.attendance import tally
from activities.queries.observations import observations_made
from activities.states import WorkState
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, table


def sums(terms: list[Asked]) -> Block:
    """What was planned, held, attended and handed in, term by term and in the year."""
    columns = [_counted(asked) for asked in terms]
    names = [asked.term.name.removeprefix(asked.term.school_year) for asked in terms]
    wide = 90 // (len(terms) + 1)
    return table("全年合计", (("项目", 156 - wide * (len(terms) + 1)), *((name, wide) for name in names), ("全年", wide)), [
        (what, *(column[what] for column in columns), sum(column[what] for column in columns)) for what in columns[0]
    ])


def _counted(asked: Asked) -> dict[str, int]:
    made: dict[str, int] = {}
    if not asked.report.teacher:
        whole = Tally("", asked.rows)
        made |= {"计划的活动（行）": whole.planned, "已办": whole.done, "改过期": whole.moved, "计划外办的（次）": whole.extra}
    came = tally(Counter(asked.attendances().order_by().values_list("state", flat=True)))
    works = Work.objects.filter(term=asked.term, event_day__range=asked.days).exclude(state=WorkState.DRAFT)
    watched = observations_made(asked.term).filter(day__range=asked.days)
    return made | {
        "办的场次" if not asked.report.teacher else "在名单上的场次": asked.sessions().values("pk").distinct().count(),
        "应到（人次）": came.due, "实到（人次）": came.present, "交来材料（份）": asked.of(works, "author").count(),
        "听课（节）": asked.of(watched, "observer").count(),
    }
