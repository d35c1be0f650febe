"""计划体检：只看计划文件本身（PlanDocument），说出哪里不对、怎样改。

Pure functions over the JSON of a plan; each finding is `{"level", "place", "sentence", "remedy", "part", "at"}`, level
`error` (it cannot be put in use) or `warning`; part and at lead to the place. The list of what to look for is that of the
reference plan's own mistakes (seed 004) and of the schedule: dates, empty cells, audiences, people and rooms, names that
differ between text and 附件1; and what the plan asks of a teacher.
"""

from datetime import date as Day

from . import people, quotas, rubric, schedule, texts
from .findings import Finding
from .quotas import Burden, Thing
from .schedule import Holiday

__all__ = ["Burden", "Finding", "Thing", "check_plan"]

LOOKS = (
    schedule.stages, texts.numbers, texts.names, schedule.order, schedule.empty, people.audience, people.people, texts.forms,
    texts.misprints, rubric.copied, rubric.copied_months, rubric.named_items, texts.empty, texts.left_over, texts.repeated,
)


def check_plan(
    plan: dict, *, year: int | None = None, holiday: Holiday | None = None, groups: set[str] | None = None,
    weeks: int | None = None, burden: Burden | None = None, days: tuple[Day, Day] | None = None,
) -> list[Finding]:
    """计划文件的全部问题。

    `year`: the year of `MM-DD` dates; `holiday(day)`: why there is no school that day, or ""; `groups`: the words for
    teachers that the roster knows (分层标签, 学科, 教研组); `weeks`: school weeks left; `burden`: what a teacher is asked;
    `days`: today and the last day of the plan, for terms of office.
    """
    findings = [finding for look in LOOKS for finding in look(plan)]
    findings += schedule.days(plan, year, holiday)
    if groups is not None:
        findings += people.unknown_groups(plan, groups)
    if weeks is not None:
        findings += quotas.too_much(plan, weeks)
    if burden is not None:
        findings += quotas.burden(burden)
    if days is not None:
        findings += people.offices(plan, *days)
    return findings
