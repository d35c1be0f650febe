"""签到: opening, the turning code, and one row per teacher however often he scans."""
from __future__ import annotations

import time as real
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from activities import codes
from activities.models import Attendance, Session
from activities.queries.attendance import signing_now
from activities.states import ActivityState, AttendanceState
from documents.chinese import half_width, normal, short_date
from school import audit, clock
from school.models import AuditEntry, Teacher
from school.person import Person
from school.workflow import Refused, guarded

How = Attendance.How
RUNNING = (ActivityState.OPEN, ActivityState.RUNNING)
WRONG, MOST_WRONG, WRONG_FOR = "sign_in.wrong_code", 5, timedelta(minutes=5)
AGAIN = "请看着投影重新扫一次，或者输入口令。"


def open_sign_in(person: Person, session: Session) -> None:
    """开始签到: a new secret, so that no code of an earlier opening counts."""
    activity = session.activity
    if activity.state not in RUNNING:
        raise Refused(
            f"活动现在是『{activity.get_state_display()}』，不能开始签到。", "请先『开放活动』，名单定下来才能签到。", label=str(activity)
        )
    if session.day is None:
        session.day = clock.today()
    if session.day != clock.today():
        raise Refused(f"这一场定在{short_date(session.day)}，不是今天，不能开始签到。", "日子变了请先改期。", label=str(activity))
    with transaction.atomic():
        session.secret, session.sign_in_opened, session.sign_in_closed = codes.new_secret(), clock.now(), None
        session.save(update_fields=["day", "secret", "sign_in_opened", "sign_in_closed"])
        audit.record(person, "sign_in.open", session, school=activity.school)


def close_sign_in(person: Person, session: Session) -> None:
    """截止签到: codes stop counting at once; who comes later is marked by hand."""
    with transaction.atomic():
        closed = guarded(Session).filter(pk=session.pk, sign_in_opened__isnull=False, sign_in_closed=None)
        if not closed.update(sign_in_closed=clock.now()):
            raise Refused("签到没有开着，不用截止。", label=str(session))
        audit.record(person, "sign_in.close", session, school=session.activity.school)


def check_token(text: str, *, seconds: float | None = None) -> tuple[Session, int]:
    """The session and window of a scanned code. Raises Refused with the reason: not ours, forged, expired, not open.

    `seconds`: the real time, by default the server's clock; the phone's clock is never asked.
    """
    found = codes.parse(text)
    session = found and Session._base_manager.select_related("activity__school").filter(pk=found.session_id).first()
    if session is None or not codes.genuine(found, session.secret):
        raise Refused("这个签到码对不上，可能是上一次的码，也可能扫的是别的码。", AGAIN)
    if not codes.accepted(found.window, real.time() if seconds is None else seconds):
        raise Refused("二维码已过期（每 15 秒换一次）。", AGAIN, label=str(session))
    check_open(session)
    return session, found.window


def check_open(session: Session) -> None:
    """Raises Refused when this session takes no sign-in now."""
    label = str(session)
    if session.activity.state not in RUNNING:
        raise Refused(f"活动现在是『{session.activity.get_state_display()}』，不能签到。", "到了没签上的，请找主持人登记。", label=label)
    if session.sign_in_opened is None:
        raise Refused("签到还没有开始。", "请等主持人打开签到。", label=label)
    if session.sign_in_closed is not None or session.day != clock.today():
        raise Refused("签到已经截止。", "到了没签上的，请找主持人补签。", label=label)


def by_spoken(person: Person, text: str, *, seconds: float | None = None) -> Session:
    """The session whose 口令 these six digits are, among those open now on whose list the teacher stands.

    Wrong ones are written down and run out after five: counted by the account, a new login starts no new count.
    """
    teacher = _teacher(person)
    digits = "".join(c for c in half_width(text) if c.isdecimal())
    seconds = real.time() if seconds is None else seconds
    with transaction.atomic():
        wrong = AuditEntry.objects.filter(actor=person.user, action=WRONG, at__gt=clock.now() - WRONG_FOR).count()
        if wrong >= MOST_WRONG:
            raise Refused("口令输错好几次了。", "请过五分钟再输，或者请主持人登记。")
        for session in signing_now(teacher):
            if codes.spoken_now(digits, session.pk, session.secret, seconds):
                return session
        audit.record(person, WRONG, teacher)
    raise Refused("口令不对，或者已经换了。", "请看投影上现在的六位数字再输；还不行请找主持人登记。")


def sign(person: Person, session: Session, how: How) -> Attendance:
    """签到 of oneself: one row, the first time kept, repeated scans answer the same (S05)."""
    teacher = _teacher(person)
    if session.activity.school_id != teacher.school_id:
        raise Refused("这不是本校活动的签到码。", AGAIN)
    check_open(session)
    now = clock.now()
    late = _minutes_late(session, now)
    with transaction.atomic():
        rows = guarded(Attendance).filter(session=session, teacher=teacher)
        waiting = rows.filter(state__in=[AttendanceState.PENDING, AttendanceState.ABSENT]) | rows.filter(how=How.LEAVE)
        signed = waiting.update(
            state=AttendanceState.LATE if late else AttendanceState.PRESENT, how=how, at=now, by=person.user,
            note=f"迟到 {late} 分钟" if late else "", version=F("version") + 1,
        )
        row = rows.select_related("teacher").first()
        if row is None:
            raise Refused("这一场的名单里没有你。", "请找主持人『加入名单』，加好以后再扫一次。", label=str(session))
        if signed:
            audit.record(person, "attendance.sign", row, school=session.activity.school, after=[row.state, how])
    row.session = session
    return row


def _minutes_late(session: Session, now: datetime) -> int:
    """迟到几分钟 by the server's clock, begun ones counted whole; 0 in time."""
    if session.late_from is None:
        return 0
    limit = now.replace(hour=session.late_from.hour, minute=session.late_from.minute, second=0, microsecond=0)
    return max(0, -((limit - now) // timedelta(minutes=1)))


def join(person: Person, session: Session, teachers: list[Teacher]) -> int:
    """加入名单: people who were not meant but came; marked 名单后加入. How many were new."""
    if session.activity.state not in (*RUNNING, ActivityState.FINISHED):
        raise Refused(f"活动现在是『{session.activity.get_state_display()}』，名单不能加人。", label=str(session))
    with transaction.atomic():
        there = set(session.attendances.values_list("teacher_id", flat=True))
        new = [Attendance(session=session, teacher=t, joined_later=True) for t in teachers if t.pk not in there]
        Attendance.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            audit.record(
                person, "attendance.join", session, school=session.activity.school, after=[t.teacher.name for t in new]
            )
    return len(new)


def set_visitors(person: Person, session: Session, text: str) -> None:
    """来宾 of a session, one line; they are named in the record and counted nowhere."""
    text = normal(text)[:100]
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).update(visitors=text)
        audit.record(person, "session.visitors", session, school=session.activity.school, after=text)


def _teacher(person: Person) -> Teacher:
    if person.teacher is None:
        raise Refused("你的账号不是本校教师，不用签到。", "来宾请在签到表的来宾一栏登记。")
    return person.teacher

