"""Reads about 报名: who has a place, who waits, and what is mine."""
from __future__ import annotations

from dataclasses import dataclass, field

from activities.models import Activity, Registration, Session
from activities.states import ActivityState, RegistrationState
from school import clock
from school.audience import includes, traits
from school.models import Teacher
from school.person import Person

R = RegistrationState


@dataclass
class Course:
    """One session with its places: who is placed, who waits and who still asks, each in order."""

    session: Session
    placed: list[Registration] = field(default_factory=list)
    waiting: list[Registration] = field(default_factory=list)
    asked: list[Registration] = field(default_factory=list)
    mine: Registration | None = None

    @property
    def left(self) -> int | None:
        """名额还剩几个; None: 不限."""
        return None if self.session.places is None else max(0, self.session.places - len(self.placed))

    @property
    def ahead(self) -> int:
        """我前面还有几人候补."""
        return self.waiting.index(self.mine) if self.mine in self.waiting else 0


def courses(activity: Activity, teacher: Teacher | None) -> list[Course]:
    """The live sessions of an activity with their registrations; three queries."""
    sessions = list(activity.sessions.filter(cancelled="").prefetch_related("presenters"))
    found = {session.pk: Course(session) for session in sessions}
    rows = Registration.objects.filter(session__in=sessions).select_related("teacher").order_by("wish", "at", "pk")
    for row in rows:
        one = found[row.session_id]
        if row.state in (R.PLACED, R.WAITING, R.ASKED):
            {R.PLACED: one.placed, R.WAITING: one.waiting, R.ASKED: one.asked}[row.state].append(row)
        if teacher and row.teacher_id == teacher.pk:
            one.mine = row
    return list(found.values())


def taking(activity: Activity) -> bool:
    """报名开着: asked for, not over, and the time not past."""
    live = activity.state in (ActivityState.PLANNED, ActivityState.POSTPONED, ActivityState.OPEN)
    return bool(activity.sign_up) and live and (activity.sign_up_until is None or clock.now() <= activity.sign_up_until)


def open_for(person: Person) -> list[Activity]:
    """Activities that take registrations from this teacher and to which he has not said anything yet."""
    rows = Activity.objects.filter(
        term=person.term, state__in=[ActivityState.PLANNED, ActivityState.POSTPONED, ActivityState.OPEN]
    ).exclude(sign_up="").exclude(sessions__registrations__teacher=person.teacher).prefetch_related("sessions")
    rows = [row for row in rows if taking(row)]
    who = traits(person.teacher, person.term) if rows else None
    return [row for row in rows if any(includes(s.audience or row.audience, who) for s in row.sessions.all())]
