"""期限与催交: who has not handed in a plan; who is late is told to his group's leader first, to the office three days later."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plans.models import GroupPlan, PersonalPlan, Plan, PlanDue
from plans.states import PlanState
from school.clock import today
from school.models import Group, Membership, Teacher, Term
from school.person import Person
from school.policy import has

LEADER_FIRST = timedelta(days=3)


@dataclass(frozen=True)
class Missing:
    """Who has not handed in, as far as this person is told: groups, teachers by name, and how many in all."""

    group_day: date | None
    personal_day: date | None
    groups: tuple[Group, ...] = ()
    teachers: tuple[Teacher, ...] = ()
    count: int = 0
    silent: bool = False  # the names are with the group leaders first

    @property
    def groups_late(self) -> bool:
        return self.group_day is not None and self.group_day < today()

    @property
    def late(self) -> bool:
        return self.personal_day is not None and self.personal_day < today()


def days(term: Term) -> dict[str, date]:
    return dict(PlanDue.objects.filter(term=term).values_list("level", "day"))


def missing(person: Person, term: Term) -> Missing:
    """没交的: the office is told of groups at once and of teachers once the leaders have had three days; a leader of his own group."""
    found = days(term)
    group_day, personal_day = found.get(Plan.Level.GROUP), found.get(Plan.Level.TEACHER)
    if has(person, "plan.edit"):
        teachers = _teachers(term)
        silent = personal_day is not None and today() <= personal_day + LEADER_FIRST
        return Missing(group_day, personal_day, tuple(_groups(term)), () if silent else tuple(teachers), len(teachers), silent)
    if person.led_groups:
        own = set(Membership.objects.filter(term=term, group__in=person.led_groups).values_list("teacher", flat=True))
        teachers = [teacher for teacher in _teachers(term) if teacher.pk in own]
        return Missing(group_day, personal_day, (), tuple(teachers), len(teachers))
    return Missing(group_day, personal_day)


def _groups(term: Term) -> list[Group]:
    done = GroupPlan.objects.filter(term=term, level=Plan.Level.GROUP).exclude(state=PlanState.DRAFT).values("group")
    return list(Group.objects.filter(school=term.school).exclude(kind=Group.Kind.CAMPUS).exclude(pk__in=done))


def _teachers(term: Term) -> list[Teacher]:
    done = PersonalPlan.objects.filter(term=term, level=Plan.Level.TEACHER).exclude(state=PlanState.DRAFT).values("teacher")
    return list(Teacher.objects.filter(school=term.school, left=None).exclude(pk__in=done))
