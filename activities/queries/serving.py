"""What became of the plan: activities and writings behind a problem, and what a teacher or a group did of what was meant (问题—计划—行动—反思)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from activities.models import Activity, Work
from activities.queries.attendance import counting
from activities.queries.observations import observations_made
from activities.queries.works import PASSED
from activities.states import COUNTS_PRESENT, ActivityState, Part, WorkState
from plans.models import CoreProblem, Plan, ScheduleEntry, Theme
from school.person import Person
from school.policy import has, within

DONE = (ActivityState.FINISHED, ActivityState.COMPLETE)
BOOKS = "读后感"


@dataclass(frozen=True)
class Did:
    """One line of 打算和做成: what, how many were meant (None: no number was given), how many there are, the unit."""

    label: str
    meant: int | None
    done: int
    unit: str


def for_theme(theme: Theme) -> QuerySet[Activity]:
    """Activities held for a theme through its rows of the schedule."""
    return made_of(theme.entries.all())


def made_of(entries: Iterable[ScheduleEntry | int]) -> QuerySet[Activity]:
    """The activities made of these rows of the schedule, with first day, people present and writings."""
    return Activity.objects.filter(entry__in=entries).annotate(
        day=Min("sessions__day"),
        people=Count("sessions__attendances__teacher", filter=Q(
            sessions__attendances__state__in=COUNTS_PRESENT, sessions__cancelled=""
        ), distinct=True),
        writings=Count("works", filter=~Q(works__state=WorkState.DRAFT), distinct=True),
    ).order_by("day", "pk")


def of_core(core: CoreProblem) -> tuple[list[Activity], QuerySet[Work]]:
    """行动 and 反思 of one teacher: activities of the theme he was at, and what he handed in about them."""
    there = for_theme(core.theme).filter(pk__in=counting(core.term).filter(
        teacher=core.teacher, state__in=COUNTS_PRESENT, session__activity__entry__in=core.theme.entries.all()
    ).values("session__activity"))
    works = Work.objects.filter(author=core.teacher, term=core.term, activity__entry__in=core.theme.entries.all())
    return list(there), works.exclude(state=WorkState.DRAFT).select_related("kind", "activity").order_by("event_day", "pk")


def readable(person: Person, works: QuerySet[Work]) -> list[Work]:
    return list(within(person, "work.read", works)) if has(person, "work.read") else []


def counts(plan: Plan) -> list[Did]:
    """打算和做成 of a teacher's or a group's term plan, in three queries or one."""
    term = plan.term
    if plan.teacher_id:
        meant = plan.numbers
        lessons = counting(term).filter(teacher=plan.teacher, part=Part.TEACH, state__in=COUNTS_PRESENT)
        books = Work.objects.filter(author=plan.teacher, term=term, kind__name=BOOKS, state__in=PASSED)
        return [
            Did("公开课", meant.get("lessons"), lessons.count(), "节"),
            Did("听课", meant.get("observations"), observations_made(term).filter(observer=plan.teacher).count(), "节"),
            Did("读书（读后感已通过）", meant.get("books"), books.count(), "本"),
        ]
    rows = Activity.objects.filter(term=term, group=plan.group).exclude(state=ActivityState.CANCELLED)
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=DONE)), recorded=Count("pk", filter=~Q(process="")))
    return [Did("本组活动", found["all"], found["done"], "次"), Did("写了活动记录", None, found["recorded"], "次")]
