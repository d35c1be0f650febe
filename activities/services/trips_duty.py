"""公出 of those who are away to learn: one approval counts at every session of these days, to be seen and taken back."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F

from activities.models import Attendance, Leave, Session, Trip
from activities.states import AttendanceState, LeaveState, TripState
from school import clock
from school.workflow import guarded


def follow(days: Mapping[Session, date], people: Mapping[Session, set[int]]) -> None:
    """Writes 公出 for whoever of these people is away on the day of a session; takes it back where the day has moved.

    Called whenever a list of people is made, so a session that is planned after the approval is covered too.
    """
    if not days:
        return
    given = Leave.objects.filter(session__in=list(days), state=LeaveState.APPROVED, trip__isnull=False).select_related("trip", "session")
    give_back(leave for leave in given if not leave.trip.first <= days[leave.session] <= leave.trip.last)
    away = Trip.objects.filter(
        state=TripState.APPROVED, first__lte=max(days.values()), last__gte=min(days.values()),
        teacher__in=set().union(*people.values()),
    )
    for trip in away:
        for session, day in days.items():
            if trip.first <= day <= trip.last and trip.teacher_id in people[session]:
                write(trip, session)


def write(trip: Trip, session: Session) -> bool:
    """公出 at one session; a leave that was decided before stands, one that waits gives way."""
    mine = Leave.objects.filter(session=session, teacher=trip.teacher_id)
    if mine.filter(state=LeaveState.APPROVED).exists():
        return False
    guarded(Leave).filter(session=session, teacher=trip.teacher_id, state=LeaveState.ASKED).update(
        state=LeaveState.WITHDRAWN, remark="外出学习已经同意，改记公出。"
    )
    Leave.objects.create(
        school_id=trip.school_id, session=session, teacher_id=trip.teacher_id, kind=Leave.Kind.ON_DUTY, trip=trip,
        reason=f"外出学习：{trip.topic}"[:200], state=LeaveState.APPROVED, asked_at=trip.asked_at,
        decided_by_id=trip.decided_by_id, decided_at=trip.decided_at,
    )
    guarded(Attendance).filter(
        session=session, teacher=trip.teacher_id, state__in=[AttendanceState.PENDING, AttendanceState.ABSENT]
    ).update(
        state=AttendanceState.ON_DUTY, how=Attendance.How.LEAVE, at=clock.now(), by=trip.decided_by_id, version=F("version") + 1
    )
    return True


def give_back(leaves: Iterable[Leave]) -> None:
    """公出 that no trip explains any more falls away; who came after all keeps his 出勤."""
    for leave in leaves:
        guarded(Leave).filter(pk=leave.pk).update(state=LeaveState.WITHDRAWN)
        guarded(Attendance).filter(
            session=leave.session_id, teacher=leave.teacher_id, state=AttendanceState.ON_DUTY, how=Attendance.How.LEAVE
        ).update(
            state=AttendanceState.PENDING, how=Attendance.How.PENDING, at=None, by=None, version=F("version") + 1
        )
