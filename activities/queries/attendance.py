"""Reads about 考勤: how many came to which session, and how often each teacher came."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import models
from django.db.models import Q, QuerySet

from activities.models import Activity, Attendance, Session
from activities.states import BEFORE_OPENING, COUNTS_PRESENT, ActivityState, AttendanceState
from school import clock
from school.audience import includes, traits
from school.models import Teacher, Term
from school.person import Person
from school.policy import has, within

A = AttendanceState


@dataclass(frozen=True)
class Count:
    """应到 实到 请假 of a session; 产假 is not 应到, 公出 counts as present."""

    due: int = 0
    present: int = 0
    late: int = 0
    early: int = 0
    duty: int = 0
    excused: int = 0
    maternity: int = 0
    absent: int = 0
    pending: int = 0

    @property
    def came(self) -> int:
        """Who is in the room: present but 公出."""
        return self.present - self.duty

    @property
    def expected(self) -> int:
        """Who is still awaited in the room: 应到 less leave and 公出."""
        return self.due - self.excused - self.duty


def tally(states: dict[str, int]) -> Count:
    """A Count out of how often each state stands on the list."""
    maternity = states.get(A.MATERNITY, 0)
    return Count(
        due=sum(states.values()) - maternity,
        present=sum(states.get(state, 0) for state in COUNTS_PRESENT),
        late=states.get(A.LATE, 0), early=states.get(A.LEFT_EARLY, 0), duty=states.get(A.ON_DUTY, 0),
        excused=states.get(A.PERSONAL, 0) + states.get(A.SICK, 0), maternity=maternity,
        absent=states.get(A.ABSENT, 0), pending=states.get(A.PENDING, 0),
    )


def counts_of(sessions: Iterable[Session | int]) -> dict[int, Count]:
    """Count by session, one query; a session without a list is left out."""
    found: dict[int, dict[str, int]] = {}
    rows = Attendance.objects.filter(session__in=sessions, session__cancelled="").order_by().values_list("session", "state")
    for session, state, number in rows.annotate(n=models.Count("pk")):
        found.setdefault(session, {})[state] = number
    return {session: tally(states) for session, states in found.items()}


def counting(term: Term) -> QuerySet[Attendance]:
    """考勤 that counts: of activities that took place; rows of a cancelled one are kept and count nothing."""
    return Attendance.objects.filter(
        session__activity__term=term, session__cancelled="",
        session__activity__state__in=[ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE],
    )


def marked_later(term: Term, since: date) -> list[tuple[int, str, int]]:
    """补签超过一成: activity, its title and how many, of the sessions since a day; one query."""
    rows = Attendance.objects.filter(session__activity__term=term, session__day__gte=since, session__cancelled="").order_by()
    rows = rows.values_list("session__activity", "session__activity__title", "session").annotate(
        n=models.Count("pk"), later=models.Count("pk", filter=Q(how=Attendance.How.LATER))
    )
    return [(activity, title, later) for activity, title, _, n, later in rows if later * 10 > n]


def attendance_counts(term: Term) -> dict[int, Count]:
    """每人出勤 in a term by teacher id, one query."""
    found: dict[int, dict[str, int]] = {}
    rows = counting(term).order_by().values_list("teacher", "state").annotate(n=models.Count("pk"))
    for teacher, state, number in rows:
        found.setdefault(teacher, {})[state] = number
    return {teacher: tally(states) for teacher, states in found.items()}


def today_sessions(person: Person) -> list[Session]:
    """今天的场次 this person may read, each with `.count`."""
    if not has(person, "activity.read"):
        return []
    sessions = list(
        within(person, "activity.read", Session.objects.filter(Session.held_on(clock.today()), cancelled=""))
        .exclude(activity__state=ActivityState.CANCELLED)
        .select_related("activity", "activity__group").prefetch_related("presenters")
    )
    counts = counts_of(sessions)
    for session in sessions:
        session.count = counts.get(session.pk)
    return sessions


def concerned(person: Person) -> Callable[[Session | None, Activity], bool]:
    """Asks of a session whether it is this teacher's: on its list, presenting, or meant before the list is made."""
    ids = set(
        Session.objects.filter(
            Q(attendances__teacher=person.teacher) | Q(presenters=person.teacher), activity__term=person.term
        ).values_list("pk", flat=True)
    )
    who = traits(person.teacher, person.term)

    def is_his(session: Session | None, activity: Activity) -> bool:
        if session and session.pk in ids:
            return True
        rule = session and session.audience or activity.audience
        return (session is None or activity.state in BEFORE_OPENING) and includes(rule, who)

    return is_his


def upcoming(person: Person, limit: int = 6) -> list[Session]:
    """接下来的场次 of a teacher from today on, at most so many."""
    if person.teacher is None or person.term is None:
        return []
    live = [*BEFORE_OPENING, ActivityState.OPEN, ActivityState.RUNNING]
    sessions = Session.objects.filter(
        Session.not_over(clock.today()), activity__term=person.term, activity__state__in=live, cancelled=""
    )
    is_his = concerned(person)
    found = (session for session in sessions.select_related("activity__recorder") if is_his(session, session.activity))
    return list(islice(found, limit))


def just_over(person: Person, since: date) -> list[Session]:
    """刚过去的场次 on whose list this teacher stands and was not counted present: 病假 may still be asked for."""
    if person.teacher is None or person.term is None:
        return []
    rows = Session.objects.filter(
        attendances__in=Attendance.objects.filter(teacher=person.teacher).exclude(state__in=COUNTS_PRESENT),
        activity__term=person.term, cancelled="", day__gte=since,
    ).exclude(Session.not_over(clock.today()))
    return list(rows.select_related("activity").order_by("-day"))


def may_write(person: Person, activity: Activity) -> bool:
    """Whether this person took part in an activity that has begun, and so may have something to write about it."""
    if person.teacher is None or not has(person, "work.write") or activity.state in (*BEFORE_OPENING, ActivityState.CANCELLED):
        return False
    his = Q(attendances__teacher=person.teacher) | Q(presenters=person.teacher)
    return Session.objects.filter(his, activity=activity, cancelled="", day__lte=clock.today()).exists()


def taken_part(teacher: Teacher, term: Term, limit: int = 15) -> list[Activity]:
    """最近参加的活动: those begun by now on whose list this teacher stands or where he presents, the latest first."""
    begun = Session.objects.filter(
        Q(attendances__teacher=teacher) | Q(presenters=teacher), activity__term=term, day__lte=clock.today(), cancelled=""
    ).exclude(activity__state=ActivityState.CANCELLED)
    last = models.Max("sessions__day", filter=Q(sessions__day__lte=clock.today()))
    return list(Activity.objects.filter(pk__in=begun.values("activity")).annotate(held=last).order_by("-held", "-pk")[:limit])


def next_activity(person: Person) -> Session | None:
    """下一次活动 of this person, not over yet today; `.row` is his attendance, if there is a list."""
    now = clock.now()
    for session in upcoming(person):
        if session.last > now.date() or session.ends is None or session.ends >= now.time():
            session.row = session.attendances.filter(teacher=person.teacher).first()
            return session
    return None


def signing_now(teacher: Teacher, *, missing: bool = False) -> QuerySet[Session]:
    """Sessions whose sign-in is open today and on whose list this teacher stands; `missing`: he has not signed yet."""
    rows = Attendance.objects.filter(teacher=teacher, **({"state": A.PENDING} if missing else {}))
    return Session.objects.filter(
        Session.held_on(clock.today()), pk__in=rows.values("session"), sign_in_opened__isnull=False, sign_in_closed=None, cancelled="",
        activity__state__in=[ActivityState.OPEN, ActivityState.RUNNING],
    ).select_related("activity").order_by("starts")
