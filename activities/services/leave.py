"""请假: asked by the teacher, decided by the level above him, written into the list at once."""
from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse

from activities.models import Attendance, Leave, Session
from activities.queries.activities import people_of
from activities.queries.leave import decidable
from activities.states import LEAVE_STEPS, ActivityState, AttendanceState, LeaveState
from documents.chinese import normal
from school import audit, clock
from school.models import Role
from school.person import Person
from school.services.notices import tell
from school.workflow import Refused, advance, again, guarded

SICK_MAY_FOLLOW = timedelta(days=3)


def ask(person: Person, session: Session, kind: str, reason: str, key: uuid.UUID) -> Leave:
    """请假 for one session; 病假 may follow within three days, no document is asked for."""
    if known := Leave.objects.filter(key=key, teacher=person.teacher).first():
        return again(known, session=session, kind=kind, reason=reason.strip())
    _may_ask(person, session, kind)
    leave = Leave(
        school=person.school, session=session, teacher=person.teacher, kind=kind, reason=reason.strip(),
        asked_at=clock.now(), key=key,
    )
    try:
        with transaction.atomic():
            leave.save()
            audit.record(person, "leave.ask", leave, after=[kind, reason.strip()])
            _tell_group(leave)
    except IntegrityError:
        known = Leave.objects.filter(session=session, teacher=person.teacher, state__in=["asked", "approved"]).first()
        if known is None:
            raise
        raise Refused(f"这一场你已经请过假，现在是『{known.get_state_display()}』。", "要改请先撤回原来的。", label=str(session)) from None
    return leave


def _tell_group(leave: Leave) -> None:
    """本组的活动有人请假，组长知道: the 教导处 decides it (spec 02), the group's leader is told; why stays with those who decide."""
    activity = leave.session.activity
    leaders = Role.objects.filter(group=activity.group_id, name=Role.Name.GROUP_LEADER) if activity.group_id else Role.objects.none()
    today = clock.today()
    leading = leaders.filter(Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gte=today)).exclude(user=leave.teacher.user_id)
    tell(
        leave.school, leading.values_list("user", flat=True),
        f"{leave.teacher}为『{activity}』（{leave.session.days_short or '日期未定'}）请假，{leave.get_state_display()}。",
        reverse("activity_attendance", args=[activity.pk]),
    )


def _may_ask(person: Person, session: Session, kind: str) -> None:
    label, day, today = str(session), session.last or clock.today(), clock.today()
    if person.teacher is None:
        raise Refused("你的账号不是本校教师，不用请假。")
    if session.activity.state in (ActivityState.CANCELLED, ActivityState.COMPLETE):
        raise Refused(f"活动现在是『{session.activity.get_state_display()}』，不用请假。", label=label)
    if day < today and not (kind == Leave.Kind.SICK and today - day <= SICK_MAY_FOLLOW):
        raise Refused(
            f"这一场是{session.days}，已经过去了。", "病假可以在三天内补；别的情况请向主持人说明，由他补记。", label=label
        )
    listed = session.attendances.filter(teacher=person.teacher).exists()
    if not listed and (session.attendances.exists() or person.teacher.pk not in people_of(session.activity, session, session.day or today)):
        raise Refused("这一场没有安排你参加，不用请假。", label=label)


def decide(person: Person, leave: Leave, name: str, remark: str = "") -> None:
    """批假: 准假 writes the list at once, so that nobody takes the teacher for absent."""
    if not decidable(person).filter(pk=leave.pk).exists():
        to_do = "教师的由教导处批，教导处和组长的由副校长批，副校长的由校长批。"
        raise Refused("这份请假不归你批，或者已经批过了。", to_do, label=str(leave))
    remark = normal(remark)
    with transaction.atomic():
        advance(
            person, leave, LEAVE_STEPS, name, reason=remark, decided_by=person.user, decided_at=clock.now(), remark=remark[:200]
        )
        if leave.state == LeaveState.APPROVED:
            rows = guarded(Attendance).filter(
                session=leave.session, teacher=leave.teacher, state__in=[AttendanceState.PENDING, AttendanceState.ABSENT]
            )
            rows.update(
                state=leave.kind, how=Attendance.How.LEAVE, at=clock.now(), by=person.user, version=F("version") + 1
            )
        words = f"『{leave.session}』的{leave.get_kind_display()}：{leave.get_state_display()}。{remark}"
        tell(leave.school, [leave.teacher.user_id], words, reverse("leave_list"))
        _tell_group(leave)


def withdraw(person: Person, leave: Leave) -> None:
    """撤回 one's own leave until it is decided."""
    advance(person, leave, LEAVE_STEPS, "withdraw")
