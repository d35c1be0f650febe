"""名单 of an activity: frozen when it opens, grown by those who join later, emptied of who came on a day that fell away."""
from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.urls import reverse

from activities.models import Activity, Attendance, Leave, Registration, Session
from activities.queries.activities import people_of
from activities.services import notices, trips_duty
from activities.states import BEFORE_OPENING, AttendanceState, LeaveState, Part, RegistrationState
from documents.chinese import date_range
from school import audit, clock
from school.models import Service, Teacher
from school.person import Person
from school.workflow import guarded

_LONG_LEAVE = {Service.Kind.MATERNITY: AttendanceState.MATERNITY, Service.Kind.SICK: AttendanceState.SICK}


def is_frozen(activity: Activity) -> bool:
    """名单已定: from opening on the list is fixed and people are only added by name."""
    return activity.state not in BEFORE_OPENING


def freeze(activity: Activity) -> int:
    """定名单: one row for each person of each session, presenters as 主讲, the host as 主持; how many people in all.

    Where people signed up (报名) those who got a place are meant. Approved leave, trips (公出) and long leave (产假, 病休)
    are written in at once, also in rows that exist and say nothing yet; what somebody recorded stays.
    """
    sessions = list(activity.sessions.filter(cancelled="").prefetch_related("presenters"))
    placed: dict[int, set[int]] = {}
    if activity.sign_up:
        signed_up = Registration.objects.filter(session__activity=activity, state=RegistrationState.PLACED)
        for session, teacher in signed_up.values_list("session", "teacher"):
            placed.setdefault(session, set()).add(teacher)
    days = {session: session.day or clock.today() for session in sessions}
    presenting = {session: {teacher.pk for teacher in session.presenters.all()} for session in sessions}
    meant = {
        session: placed.get(session.pk, set()) if activity.sign_up else set(people_of(activity, session, days[session]))
        for session in sessions
    }
    people = {session: meant[session] | presenting[session] | ({activity.host_id} - {None}) for session in sessions}
    trips_duty.follow(days, people)
    leaves = dict(
        ((leave.session_id, leave.teacher_id), leave)
        for leave in Leave.objects.filter(session__activity=activity, state=LeaveState.APPROVED)
    )
    away = list(Service.objects.filter(teacher__school=activity.school).exclude(kind=Service.Kind.SERVICE))
    rows = []
    for session in sessions:
        day, presenters = days[session], presenting[session]
        gone = {s.teacher_id: s.kind for s in away if s.since <= day and (s.until is None or day <= s.until)}
        for teacher in people[session]:
            if gone.get(teacher) == Service.Kind.AWAY:
                continue
            row = Attendance(session=session, teacher_id=teacher, part=_part(teacher, presenters, activity.host_id))
            leave = leaves.get((session.pk, teacher))
            if leave:
                row.state, row.how, row.at, row.by_id = leave.kind, Attendance.How.LEAVE, leave.decided_at, leave.decided_by_id
            elif gone.get(teacher) in _LONG_LEAVE:
                row.state, row.how, row.at = _LONG_LEAVE[gone[teacher]], Attendance.How.LEAVE, clock.now()
            rows.append(row)
    waiting = set(Attendance.objects.filter(session__in=sessions, state=AttendanceState.PENDING).values_list("session", "teacher"))
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.state and (row.session_id, row.teacher_id) in waiting:
            guarded(Attendance).filter(session=row.session, teacher=row.teacher_id, state=AttendanceState.PENDING).update(
                state=row.state, how=row.how, at=row.at, by=row.by_id, version=F("version") + 1
            )
    return Teacher.objects.filter(attendances__session__activity=activity).distinct().count()


def add_late_joiners(session: Session) -> int:
    """名单后加入: whom the session addresses by now and who is not on its list yet, because he came to the school or the group
    after the activity opened; nobody is taken off. Where people signed up, the places decide. How many were added.
    """
    activity = session.activity
    if activity.sign_up or not session.attendances.exists():
        return 0
    day = session.day or clock.today()
    away = Service.objects.filter(teacher__school=activity.school, since__lte=day).exclude(kind=Service.Kind.SERVICE)
    away = set(away.filter(Q(until=None) | Q(until__gte=day)).values_list("teacher", flat=True))
    there = set(session.attendances.values_list("teacher", flat=True))
    new = [teacher for teacher in people_of(activity, session, day) if teacher not in there | away]
    Attendance.objects.bulk_create(
        [Attendance(session=session, teacher_id=teacher, joined_later=True) for teacher in new], ignore_conflicts=True
    )
    return len(new)


def _part(teacher: int, presenters: set[int], host: int | None) -> Part:
    if teacher in presenters:
        return Part.PRESENT
    return Part.HOST if teacher == host else Part.ATTEND


def lapse_leaves(person: Person, session: Session, to: date | None) -> None:
    """改期了，请假不跟着走: a leave was for the day that falls away, who asked is told to ask again.

    公出 of a trip that lasts over the new day stays; of other leave nobody knows whether it would.
    """
    for leave in Leave.objects.filter(session=session, state__in=[LeaveState.ASKED, LeaveState.APPROVED]).select_related("trip", "teacher"):
        if leave.trip and to and leave.trip.first <= to <= leave.trip.last:
            continue
        was = leave.get_state_display()
        guarded(Leave).filter(pk=leave.pk).update(state=LeaveState.WITHDRAWN, remark="活动改期，这份请假不再算。")
        when = f"改到{date_range(to, to)}" if to else "改期，日期另定"
        notices.tell(
            session.activity, f"『{session.activity}』{when}，原来{session.days_short}的{leave.get_kind_display()}不再算；新的日子来不了，请重新请假。",
            [leave.teacher.user_id], url=reverse("leave_new", args=[session.pk]),
        )
        audit.record(person, "leave.lapse", leave, before=was, after=str(to or ""))


def void_attendance(person: Person, activity: Activity, session: Session | None, reason: str) -> None:
    """Who signed in for the day that fell away, or had leave then, has not been there on the new one; the 日志 keeps who had.

    Leave that holds on the new day (外出, 产假) is written in again when the list is next made.
    """
    came = Attendance.objects.filter(session__activity=activity).exclude(state=AttendanceState.PENDING)
    if session:
        came = came.filter(session=session)
    before = [[f"第{no}场", name, state] for no, name, state in came.values_list("session__order", "teacher__name", "state")]
    if before:
        came.update(
            state=AttendanceState.PENDING, how=Attendance.How.PENDING, at=None, by=None, note="", left_at=None, device="",
            doubt=Attendance.Doubt.NONE, version=F("version") + 1,
        )
        audit.record(person, "attendance.void", activity, before=before, reason=reason)
