"""Reads about 请假: whose leave waits for whom."""
from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Leave, Session
from activities.states import LEAVE_DECIDED_BY, LeaveState
from school import clock
from school.models import Role
from school.person import Person
from school.policy import has, within

OPEN = (LeaveState.ASKED, LeaveState.APPROVED)
_HIGHER = ("principal", "leader", "office", "group_leader")  # from the highest down; everybody else asks as a teacher


def decidable(person: Person) -> QuerySet[Leave]:
    """待批 that this person decides: one level above the one who asks, never his own."""
    if not has(person, "leave.decide"):
        return Leave.objects.none()
    return within(person, "leave.decide", Leave.objects.filter(state=LeaveState.ASKED)).filter(below(person))


def below(person: Person) -> Q:
    """Of rows with a `teacher` and a `school`: those of whom this person decides, one level below him (请假, 外出)."""
    mine = Q(pk__in=[])
    above = Q()
    for name in _HIGHER:
        holds = Q(_role(name))
        if LEAVE_DECIDED_BY[name] & person.roles:
            mine |= above & holds
        above &= ~holds
    if LEAVE_DECIDED_BY["teacher"] & person.roles:
        mine |= above
    return mine


def _role(name: str) -> Exists:
    """Whether the one who asks holds this role in the leave's school today."""
    day = clock.today()
    return Exists(
        Role.objects.filter(
            Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day),
            user=OuterRef("teacher__user"), school=OuterRef("school"), name=name,
        )
    )


def open_for(person: Person, session: Session) -> bool:
    """Whether this person has asked for this session already, and was not refused."""
    return bool(person.teacher) and Leave.objects.filter(teacher=person.teacher, session=session, state__in=OPEN).exists()


def own(person: Person) -> QuerySet[Leave]:
    """My own leaves of this term, the newest first."""
    return Leave.objects.filter(teacher=person.teacher, session__activity__term=person.term).select_related(
        "session__activity"
    )
