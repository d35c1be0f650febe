"""签到: opening, the turning code, and one row per teacher however often he scans."""
from __future__ import annotations

import hashlib
import ipaddress
import time as real
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from activities import codes
from activities.models import Attendance, Session
from activities.queries.attendance import signing_now
from activities.services.lists import add_late_joiners
from activities.states import COUNTS_PRESENT, LIVE, ActivityState, AttendanceState
from documents.chinese import half_width, normal
from school import audit, clock
from school.models import AuditEntry, Teacher
from school.person import Person
from school.workflow import Refused, guarded

A = AttendanceState
How, Doubt = Attendance.How, Attendance.Doubt
MOST_A_PHONE = 2  # accounts that may sign in with one phone in one session
WRONG, MOST_WRONG, WRONG_FOR = "sign_in.wrong_code", 5, timedelta(minutes=5)
AGAIN = "请看着投影重新扫一次，或者输入口令。"


def open_sign_in(person: Person, session: Session, address: str = "") -> None:
    """开始签到: a new secret, so that no code of an earlier opening counts. `address`: where the code is shown from."""
    activity = session.activity
    if activity.state not in LIVE:
        raise Refused(
            f"活动现在是『{activity.get_state_display()}』，不能开始签到。", "请先『开放活动』，名单定下来才能签到。", label=str(activity)
        )
    if session.cancelled:
        raise Refused("这一场已经取消，不能开始签到。", label=str(activity))
    if session.day is None:
        session.day = clock.today()
    if not session.on(clock.today()):
        raise Refused(f"这一场定在{session.days}，不是今天，不能开始签到。", "日子变了请先改期。", label=str(activity))
    with transaction.atomic():
        session.secret, session.sign_in_opened, session.sign_in_closed = codes.new_secret(), clock.now(), None
        session.network = network_of(address)
        session.save(update_fields=["day", "secret", "sign_in_opened", "sign_in_closed", "network"])
        add_late_joiners(session)
        audit.record(person, "sign_in.open", session, school=activity.school)


def network_of(address: str) -> str:
    """The network an address lies in (/24, /64): enough to tell the school from elsewhere, not whose phone it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


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
    if session.activity.state not in LIVE:
        raise Refused(f"活动现在是『{session.activity.get_state_display()}』，不能签到。", "到了没签上的，请找主持人登记。", label=label)
    if session.cancelled:
        raise Refused(f"这一场取消了：{session.cancelled}。", label=label)
    if session.sign_in_opened is None:
        raise Refused("签到还没有开始。", "请等主持人打开签到。", label=label)
    if session.sign_in_closed is not None or not session.on(clock.today()):
        raise Refused("签到已经截止。", "到了没签上的，请找主持人补签。", label=label)


def by_spoken(person: Person, text: str, *, seconds: float | None = None) -> Session:
    """The session whose 口令 these six digits are, among those open now on whose list the teacher stands.

    Wrong ones are written down and run out after five: counted by the account, a new login starts no new count.
    """
    teacher = _teacher(person)
    digits = "".join(c for c in half_width(text) if c.isdecimal())
    seconds = real.time() if seconds is None else seconds
    with transaction.atomic():
        _check_tries(person)
        for session in signing_now(teacher):
            if codes.spoken_now(digits, session.pk, session.secret, seconds):
                return session
        audit.record(person, WRONG, teacher)
    raise Refused("口令不对，或者已经换了。", "请看投影上现在的六位数字再输；还不行请找主持人登记。")


def _check_tries(person: Person) -> None:
    wrong = AuditEntry.objects.filter(actor=person.user, action=WRONG, at__gt=clock.now() - WRONG_FOR).count()
    if wrong >= MOST_WRONG:
        raise Refused("口令输错好几次了。", "请过五分钟再输，或者请主持人登记。")


def _check_said(person: Person, session: Session, text: str, seconds: float) -> None:
    """报的数 of a session that asks for it; who has signed already is not asked again."""
    here = Attendance.objects.filter(session=session, teacher=person.teacher, state__in=COUNTS_PRESENT)
    if not session.activity.say_number or here.exists():
        return
    _check_tries(person)
    digits = "".join(c for c in half_width(text) if c.isdecimal())
    if not codes.said_now(digits, session.pk, session.secret, seconds):
        if digits:
            audit.record(person, WRONG, person.teacher)
        raise Refused(
            "主持人报的两位数不对，或者已经换了。" if digits else "这一场签到还要输入主持人口头报的两位数。",
            "请听主持人现在报的数，重新扫一次码再输。", label=str(session),
        )


def sign(
    person: Person, session: Session, how: How, device: str = "", *, said: str = "", address: str = "", seconds: float | None = None
) -> Attendance:
    """签到 of oneself: one row, the first time kept, repeated scans answer the same (S05).

    `device`: the random number that this browser keeps. One phone for two accounts: both are kept and marked 疑似代签
    until the organiser has looked; a third account is refused (S07). `said`: the number said in the room, where the activity
    asks for it; `address` of another network than the wall's is shown to the organiser and decides nothing (S08).
    """
    teacher = _teacher(person)
    if session.activity.school_id != teacher.school_id:
        raise Refused("这不是本校活动的签到码。", AGAIN)
    check_open(session)
    _check_said(person, session, said, real.time() if seconds is None else seconds)
    now, network = clock.now(), network_of(address)
    late = _minutes_late(session, now)
    mark = hashlib.sha256(device.encode()).hexdigest()[:32] if device else ""
    with transaction.atomic():
        others = _same_phone(session, teacher, mark)
        rows = guarded(Attendance).filter(session=session, teacher=teacher)
        waiting = rows.filter(state__in=[AttendanceState.PENDING, AttendanceState.ABSENT]) | rows.filter(how=How.LEAVE)
        signed = waiting.update(
            state=AttendanceState.LATE if late else AttendanceState.PRESENT, how=how, at=now, by=person.user,
            note=f"迟到 {late} 分钟" if late else "", version=F("version") + 1, device=mark,
            doubt=Doubt.OPEN if others else Doubt.NONE, elsewhere=bool(session.network and network and network != session.network),
        )
        if signed and others:
            guarded(Attendance).filter(pk__in=others, doubt=Doubt.NONE).update(doubt=Doubt.OPEN, version=F("version") + 1)
        row = rows.select_related("teacher").first()
        if row is None:
            raise Refused("这一场的名单里没有你。", "请找主持人『加入名单』，加好以后再扫一次。", label=str(session))
        if signed:
            audit.record(person, "attendance.sign", row, school=session.activity.school, after=[row.state, how])
    row.session = session
    return row


def sign_here(person: Person, session: Session) -> None:
    """我也到了: who takes the roll signs himself in on the day, since the code to scan would be his own to show.

    A sign-in of oneself and no mark: once the day is over others enter him (补签).
    """
    teacher = _teacher(person)
    if session.activity.state not in LIVE or session.cancelled or not session.on(clock.today()):
        raise Refused("这一场不是今天在开，不能给自己签到。", "过后请教导处或别的负责人补签。", label=str(session))
    with transaction.atomic():
        rows = guarded(Attendance).filter(session=session, teacher=teacher, state__in=[AttendanceState.PENDING, AttendanceState.ABSENT])
        if rows.update(state=AttendanceState.PRESENT, how=How.HAND, at=clock.now(), by=person.user, version=F("version") + 1):
            audit.record(person, "attendance.sign", session, school=session.activity.school, after=[AttendanceState.PRESENT, How.HAND])


def _same_phone(session: Session, teacher: Teacher, mark: str) -> list[int]:
    """Who else signed in for this session with the same phone; the third account is refused."""
    if not mark:
        return []
    Session._base_manager.select_for_update().get(pk=session.pk)
    others = list(
        Attendance.objects.filter(session=session, device=mark).exclude(teacher=teacher).values_list("pk", flat=True)
    )
    if len(others) >= MOST_A_PHONE and not Attendance.objects.filter(session=session, teacher=teacher, device=mark).exists():
        raise Refused("这部手机已经替两个账号签过到了。", "请用自己的手机；没有手机的，请主持人点名。", label=str(session))
    return others


def clear_doubt(person: Person, row: Attendance) -> None:
    """核实: the organiser saw both; he is present. Who was not there is marked 未到 on the roll instead."""
    with transaction.atomic():
        rows = guarded(Attendance).filter(pk=row.pk, doubt=Doubt.OPEN)
        if not rows.update(doubt=Doubt.CLEARED, version=F("version") + 1):
            raise Refused("这一位已经核实过了。", label=str(row))
        audit.record(person, "attendance.cleared", row, school=row.session.activity.school)


def sign_out(person: Person, session: Session) -> Attendance:
    """签退: when the session asks for it; before its end by the server's clock it is 早退. Pressed twice, the last time counts."""
    teacher, now, label = _teacher(person), clock.now(), str(session)
    if not session.activity.check_out or not session.on(now.date()) or session.cancelled:
        raise Refused("这一场不用签退。", label=label)
    early = session.ends is not None and now.time() < session.ends
    with transaction.atomic():
        rows = guarded(Attendance).filter(session=session, teacher=teacher, state__in=[A.PRESENT, A.LATE, A.LEFT_EARLY])
        late = rows.filter(note__startswith="迟到").exists()
        state = A.LEFT_EARLY if early else A.LATE if late else A.PRESENT
        if not rows.update(left_at=now, state=state, version=F("version") + 1):
            raise Refused("你还没有签到，不能签退。", "请先签到，或者请主持人登记。", label=label)
        row = rows.select_related("teacher", "session__activity").get()
        audit.record(person, "attendance.left", row, school=session.activity.school, after=row.state)
    return row


def _minutes_late(session: Session, now: datetime) -> int:
    """迟到几分钟 by the server's clock, begun ones counted whole; 0 in time."""
    if session.late_from is None:
        return 0
    limit = now.replace(hour=session.late_from.hour, minute=session.late_from.minute, second=0, microsecond=0)
    return max(0, -((limit - now) // timedelta(minutes=1)))


def join(person: Person, session: Session, teachers: list[Teacher]) -> int:
    """加入名单: people who were not meant but came; marked 名单后加入. How many were new."""
    if session.activity.state not in (*LIVE, ActivityState.FINISHED):
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
    text = normal(text)[:300]
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).update(visitors=text)
        audit.record(person, "session.visitors", session, school=session.activity.school, after=text)


def _teacher(person: Person) -> Teacher:
    if person.teacher is None:
        raise Refused("你的账号不是本校教师，不用签到。", "来宾请在签到表的来宾一栏登记。")
    return person.teacher

