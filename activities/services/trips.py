"""外出学习: asked, approved, and followed until the report is written and the colleagues are retrained (二次培训)."""
from __future__ import annotations

import uuid
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from activities.models import Activity, Session, Trip, Work
from activities.queries.attendance import concerned
from activities.queries.trips import charged, lessons_for, reports_for
from activities.services import activities, trips_duty
from activities.states import TRIP_STEPS, ActivityState, LeaveState, TripState
from documents.chinese import date_range, normal
from school import audit, clock
from school.person import Person, person_of
from school.services.notices import tell
from school.workflow import Refused, advance, again, guarded

RETRAINING = "外出学习汇报"


def ask(person: Person, key: uuid.UUID, values: dict[str, Any]) -> Trip:
    """申请外出学习: where, what, which days and what it costs, in words. The same key gives the same application."""
    if known := Trip.objects.filter(key=key, teacher=person.teacher).first():
        return again(known, **values)
    if person.teacher is None or person.term is None:
        raise Refused("你的账号不是本校教师，或者还没有设学期。", "请找教导处。")
    try:
        with transaction.atomic():
            trip = Trip.objects.create(
                school=person.school, term=person.term, teacher=person.teacher, key=key, asked_at=clock.now(), **values
            )
            audit.record(person, "trip.ask", trip, after=[trip.place, str(trip.first), str(trip.last)])
    except IntegrityError:
        return Trip.objects.get(key=key)
    return trip


def decide(person: Person, trip: Trip, name: str, remark: str = "") -> int:
    """同意 or 不同意; an approval writes 公出 at every session of these days at once. How many sessions it covers."""
    remark = normal(remark)[:200]
    _refuse_unless_charged(person, trip)
    with transaction.atomic():
        advance(person, trip, TRIP_STEPS, name, reason=remark, decided_by=person.user, decided_at=clock.now(), remark=remark)
        covered = _cover(trip) if trip.state == TripState.APPROVED else 0
        if name == "recall":
            trips_duty.give_back(trip.leaves.filter(state=LeaveState.APPROVED))
        _tell(trip, f"外出学习『{trip.topic}』{date_range(trip.first, trip.last)}：{_word(name)}。{remark}")
    return covered


def withdraw(person: Person, trip: Trip) -> None:
    """撤回 one's own application until it is decided."""
    advance(person, trip, TRIP_STEPS, "withdraw")


def _word(name: str) -> str:
    return {"approve": "同意，路上的活动都记公出", "decline": "不同意", "recall": "同意已撤销，公出也收回了"}[name]


def _cover(trip: Trip) -> int:
    """公出 at the sessions of these days that concern the traveller; those planned later follow when their list is made."""
    if trip.teacher.user is None:
        return 0
    is_his = concerned(person_of(trip.teacher.user, trip.school_id))
    sessions = Session.objects.filter(
        activity__school=trip.school, activity__term=trip.term, day__range=(trip.first, trip.last), cancelled=""
    ).exclude(activity__state=ActivityState.CANCELLED).select_related("activity")
    return sum(trips_duty.write(trip, session) for session in sessions if is_his(session, session.activity))


def _tell(trip: Trip, text: str) -> None:
    tell(trip.school, [trip.teacher.user_id], text, reverse("trip", args=[trip.pk]))


def name_report(person: Person, trip: Trip, work: Work) -> None:
    """交学习心得: one of the traveller's own 心得 or 总结 is the report of this trip."""
    _refuse_unless_approved(trip)
    if not reports_for(trip).filter(pk=work.pk).exists():
        raise Refused("只能选自己外出以后写的心得或总结。", "先写一篇，再回来选它。", label=str(trip))
    with transaction.atomic():
        guarded(Trip).filter(pk=trip.pk).update(report=work)
        audit.record(person, "trip.report", trip, after=str(work))


def name_retraining(person: Person, trip: Trip, activity: Activity) -> None:
    """二次培训 took, or takes, place in this activity, in which the traveller presents."""
    _refuse_unless_approved(trip)
    if not lessons_for(trip).filter(pk=activity.pk).exists():
        raise Refused("这次活动不是他外出以后主讲的。", "请选他主讲的活动，或者新建一次。", label=str(trip))
    with transaction.atomic():
        guarded(Trip).filter(pk=trip.pk).update(retraining=activity, waiver="", waived_by=None, waived_at=None)
        audit.record(person, "trip.retrain", trip, after=str(activity))


def arrange_retraining(person: Person, trip: Trip, title: str, day: date | None, starts: time | None, place: str) -> Activity:
    """建一次二次培训: an activity for everybody in which the traveller presents; pressed twice it is the same one."""
    _refuse_unless_approved(trip)
    with transaction.atomic():
        activity = activities.create(
            person, uuid.uuid5(trip.key or uuid.UUID(int=trip.pk), "retraining"),
            {"title": title, "forms": [RETRAINING], "audience": {"all": True}},
            {"day": day, "starts": starts, "place": place, "presenters": [trip.teacher]},
        )
        guarded(Trip).filter(pk=trip.pk).update(retraining=activity, waiver="", waived_by=None, waived_at=None)
        audit.record(person, "trip.retrain", trip, after=str(activity))
        when = f"{date_range(day, day)} {place}".strip() if day else "日期另定"
        _tell(trip, f"请你作二次培训『{title}』：{when}。")
    return activity


def waive(person: Person, trip: Trip, reason: str) -> None:
    """不做二次培训, with the reason; nobody waives his own."""
    _refuse_unless_approved(trip)
    if not reason.strip():
        raise Refused("不做二次培训要写明理由。", "请补上理由再提交。", label=str(trip))
    if trip.teacher_id == getattr(person.teacher, "pk", None):
        raise Refused("自己的二次培训不能自己免。", "请教导处或副校长来定。", label=str(trip))
    _refuse_unless_charged(person, trip)
    with transaction.atomic():
        guarded(Trip).filter(pk=trip.pk).update(
            waiver=normal(reason)[:200], waived_by=person.user, waived_at=clock.now(), retraining=None
        )
        audit.record(person, "trip.waive", trip, reason=reason)
        _tell(trip, f"外出学习『{trip.topic}』不用做二次培训：{reason}")


def _refuse_unless_charged(person: Person, trip: Trip) -> None:
    if not charged(person).filter(pk=trip.pk).exists():
        to_do = "教师的由教导处批，教导处和组长的由副校长批，副校长的由校长批。"
        raise Refused("这份外出申请不归你批。", to_do, label=str(trip))


def _refuse_unless_approved(trip: Trip) -> None:
    if trip.state != TripState.APPROVED:
        raise Refused(f"这次外出现在是『{trip.get_state_display()}』。", "同意以后才谈心得和二次培训。", label=str(trip))
