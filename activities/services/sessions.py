"""场次 of an activity: arranged, planned as a series, moved one at a time, cancelled one at a time; the trace stays."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from activities.models import Activity, Session
from activities.services import notices
from activities.services.activities import refuse_when_over, remember_move
from activities.services.lists import freeze, is_frozen, void_attendance
from activities.services.slots import keep_clear
from activities.states import BEFORE_OPENING, LIVE, ActivityState
from documents.chinese import date_range, normal, short_date
from school import audit, clock
from school.audience import words
from school.models import Teacher
from school.person import Person
from school.workflow import Refused, StaleEdit, guarded

LABELS = {
    "day": "日期", "until": "至", "starts": "开始", "ends": "结束", "late_after": "迟到起", "place": "地点", "presenter_text": "校外主讲",
    "presenters": "主讲", "audience": "参加人员",
}
KEPT = ("presenter_text", "audience", "visitors", "late_after", "places")  # what a day by day session takes over from its range
TOLD = ("day", "until", "starts", "ends", "place")  # who is on the list hears when one of these changes


def save_session(
    person: Person, activity: Activity, session: Session | None, values: dict[str, Any], reason: str = "",
    version: int | None = None,
) -> tuple[Session, int]:
    """改场次 or 加一场: day, time, place, presenters; a day that moves leaves its trace (改期经过). And how many were told.

    A new session at the day, time and place of one that exists is that one: a form sent twice adds nothing. `version`:
    of the session that the form showed; somebody else's save in between raises StaleEdit with both texts.
    """
    refuse_when_over(activity)
    presenters, told = values.pop("presenters", []), 0
    if session is None:
        same = {name: values.get(name) for name in ("day", "starts", "place")}
        session = activity.sessions.filter(**same, cancelled="").first() if same["day"] else None
        version = session and session.version
    before = session and {name: getattr(session, name) for name in TOLD}
    with transaction.atomic():
        if session is None:
            session = Session.objects.create(activity=activity, order=activity.sessions.count() + 1, **values)
        else:
            if session.day and values.get("day") != session.day:
                _refuse_plain_move(activity)
                remember_move(person, activity, session, values.get("day"), reason, values.get("until"))
            if not guarded(Session).filter(pk=session.pk, version=version).update(**values, version=F("version") + 1):
                raise _stale(session, values | {"presenters": presenters})
            session.refresh_from_db()
        session.presenters.set(presenters)
        keep_clear(person, activity, [session])
        if is_frozen(activity):
            freeze(activity)
            told = _tell_change(activity, session, before)
        audit.record(person, "session.save", session, school=activity.school, after={k: str(v) for k, v in values.items()})
    return session, told


def _tell_change(activity: Activity, session: Session, before: dict[str, Any] | None) -> int:
    """Who is on the list hears of a new session, or of another time or place; of what is over nobody hears."""
    if activity.state not in LIVE or before == {name: getattr(session, name) for name in TOLD}:
        return 0
    what = f"加了一场：{_when(session)}" if before is None else f"时间地点改为{_when(session)}"
    return notices.tell(activity, f"『{activity}』{what}，请按新的安排来。", notices.listed(session))


def _refuse_plain_move(activity: Activity) -> None:
    if activity.state not in BEFORE_OPENING:
        raise Refused("活动已经开放，日期不能直接改。", "请用『改期』，写明理由，大家会收到通知。", label=str(activity))


def _stale(session: Session, values: dict[str, Any]) -> StaleEdit:
    """Both arrangements complete: what the form asked, as it was typed and as somebody else stored it in between."""
    now = Session.objects.prefetch_related("presenters").get(pk=session.pk)
    stored = {name: list(now.presenters.all()) if name == "presenters" else getattr(now, name) for name in values}
    names = dict(Teacher.objects.filter(school=session.activity.school).values_list("staff_no", "name"))
    return StaleEdit(mine=_words(values, names), theirs=_words(stored, names), version=now.version, label=str(session))


def _words(values: dict[str, Any], names: dict[str, str]) -> str:
    lines = []
    for name in (name for name in LABELS if name in values):
        value = values[name]
        if name == "presenters":
            value = "、".join(teacher.name for teacher in value)
        elif name == "audience":
            value = words(value, names) if value else "和活动一样"
        elif value is not None:
            value = f"{value:%H:%M}" if isinstance(value, time) else short_date(value) if isinstance(value, date) else value
        lines.append(f"{LABELS[name]}：{value or ''}")
    return "\n".join(lines)


def add_series(person: Person, activity: Activity, text: str, days: Iterable[date], values: dict[str, Any]) -> int:
    """按规律排场次: one session for each chosen day that has none at that time; the words as written are kept. How many.

    A range of days chosen day by day becomes a session a day, each with its own 考勤, with what the range had settled.
    """
    refuse_when_over(activity)
    days = sorted(set(days))
    with transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(time_text=normal(text)[:60], version=F("version") + 1)
        activity.refresh_from_db(fields=["time_text", "version"])
        there = set(activity.sessions.filter(starts=values.get("starts"), until=None, cancelled="").values_list("day", flat=True))
        wanted = [day for day in days if day not in there]
        kept, presenters = {}, []
        if wanted:  # the days stand for a session without one, and for a range in which they all lie
            whole = Q(day=None) | Q(until__gte=wanted[-1], day__lte=wanted[0])
            replaced = activity.sessions.filter(whole, attendances=None, registrations=None)
            if first := replaced.first():
                kept, presenters = {name: getattr(first, name) for name in KEPT}, list(first.presenters.all())
            replaced.delete()
        order = activity.sessions.count()
        made = [Session(activity=activity, order=order + n, day=day, **kept | values) for n, day in enumerate(wanted, 1)]
        Session.objects.bulk_create(made)
        for session in made if presenters else ():
            session.presenters.set(presenters)
        keep_clear(person, activity, made)
        if made and is_frozen(activity):
            freeze(activity)
            if activity.state in LIVE:
                said = short_date(wanted[0]) if len(made) == 1 else f"{date_range(wanted[0], wanted[-1])}共 {len(made)} 场"
                notices.tell(activity, f"『{activity}』加了{said}，请看安排。", {user for one in made for user in notices.listed(one)})
        audit.record(person, "session.series", activity, after=[text, *(day.isoformat() for day in wanted)])
    return len(made)


def remove_session(person: Person, session: Session) -> None:
    """去掉一场 that has no list yet; an opened one is cancelled instead, with its reason."""
    if session.attendances.exists() or session.registrations.exists():
        raise Refused("这一场已经有名单，不能去掉。", "不办了请『取消这一场』，改日子请『改期』。", label=str(session))
    with transaction.atomic():
        audit.record(person, "session.remove", session, school=session.activity.school, before=str(session.day))
        session.delete()


def move_session(person: Person, session: Session, values: dict[str, Any], reason: str, version: int) -> str:
    """改期一场: its new day, time and place; the old one stays readable, who is on its list is told. The sentence for the person.

    Who had signed for the day that fell away has not been there on the new one.
    """
    activity, reason = session.activity, normal(reason)
    _refuse_unless_live(session)
    if not reason.strip():
        raise Refused("改期要写明理由。", "请补上理由再提交。", label=str(session))
    was = session.days_short or "未定日期"
    with transaction.atomic():
        rows = guarded(Session).filter(pk=session.pk, version=version, cancelled="")
        if not rows.update(
            **values, version=F("version") + 1, secret="", sign_in_opened=None, sign_in_closed=None, late_after=None
        ):
            raise _stale(session, values)
        remember_move(person, activity, session, values["day"], reason, values.get("until"))
        void_attendance(person, activity, session, reason)
        session.refresh_from_db()
        keep_clear(person, activity, [session])
        if is_frozen(activity):
            freeze(activity)
        told = notices.tell(activity, f"『{activity}』{was}的一场改到{_when(session)}：{reason}", notices.listed(session))
        audit.record(person, "session.move", session, school=activity.school, before=str(was), after=str(session.day), reason=reason)
    return f"已改到{_when(session)}，通知了 {told} 人；原来的日期留在改期经过里。"


def cancel_session(person: Person, session: Session, reason: str, version: int) -> str:
    """取消一场: the others stay; its list is kept and counts nowhere, who stands on it is told."""
    activity, reason = session.activity, normal(reason)
    _refuse_unless_live(session)
    if not reason.strip():
        raise Refused("取消要写明理由。", "请补上理由再提交。", label=str(session))
    if not activity.sessions.filter(cancelled="").exclude(pk=session.pk).exists():
        raise Refused("只剩这一场了。", "都不办了，请在概况页取消整个活动。", label=str(session))
    with transaction.atomic():
        rows = guarded(Session).filter(pk=session.pk, version=version, cancelled="")
        closed = session.sign_in_closed or (clock.now() if session.sign_in_opened else None)
        if not rows.update(cancelled=reason[:100], version=F("version") + 1, sign_in_closed=closed):
            raise Refused("这一场刚才被别人改过。", "请刷新看最新的安排再取消。", label=str(session))
        told = notices.tell(activity, f"『{activity}』{session.days_short or '未定日期'}的一场取消：{reason}", notices.listed(session))
        audit.record(person, "session.cancel", session, school=activity.school, before=str(session.day), reason=reason)
    session.refresh_from_db()
    return f"这一场已取消，通知了 {told} 人；已经签到的不再计数，记录还在。"


def _refuse_unless_live(session: Session) -> None:
    activity = session.activity
    if activity.state in (ActivityState.FINISHED, ActivityState.COMPLETE, ActivityState.CANCELLED):
        raise Refused(f"活动现在是『{activity.get_state_display()}』，场次不能再动。", label=str(session))
    if session.cancelled:
        raise Refused("这一场已经取消了。", f"当时的理由：{session.cancelled}", label=str(session))


def _when(session: Session) -> str:
    if session.day is None:
        return "日期另定"
    at = f" {session.starts:%H:%M}" if session.starts else ""
    return f"{session.days}{at}{session.place and f' {session.place}'}"
