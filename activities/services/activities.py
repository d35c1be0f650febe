"""研修活动 from the plan's schedule or ad hoc: arranging, opening, moving, ending."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch

from activities.models import Activity, Session
from activities.queries.activities import missing_at_close, missing_four
from activities.queries.following import seal_of
from activities.services import lists, notices
from activities.services.lists import freeze, is_frozen
from activities.services.slots import keep_clear
from activities.states import ACTIVITY_STEPS, BEFORE_OPENING, ActivityState
from documents.chinese import normal
from plans.models import Plan, PlannedSession, ScheduleEntry
from plans.states import PlanState
from school import audit, clock, past
from school.audience import words
from school.models import Teacher
from school.person import Person
from school.policy import Reach, reaches
from school.workflow import Refused, StaleEdit, advance, again, guarded

_FROM_SCHEDULE = uuid.UUID("6f0d3c7e-4b0e-5a51-9d55-0c9a3f0f7a10")  # namespace of keys that name a 日程 row


def create_from_schedule(person: Person, plan: Plan, entries: Iterable[int] | None = None) -> list[Activity]:
    """按日程生成活动: one planned activity for each row of 附件1 that has none yet; pressed twice it adds nothing.

    `entries`: ids of the rows wanted, all when None. A group leader gets the rows of his own groups.
    """
    if plan.state != PlanState.PUBLISHED:
        raise Refused("计划还没有发布，不能按它生成活动。", "请等校长发布以后再来。", label=str(plan))
    past.refuse(person)
    rows = ScheduleEntry.objects.filter(plan=plan, activities=None).prefetch_related(
        Prefetch("sessions", PlannedSession.objects.prefetch_related("presenters"))
    )
    if entries is not None:
        rows = rows.filter(pk__in=entries)
    if Reach.SCHOOL not in reaches(person, "activity.run"):
        rows = rows.filter(group__in=person.led_groups)
    with transaction.atomic():
        rows = list(rows)
        made = [_planned(plan, entry) for entry in rows]
        Activity.objects.bulk_create(made, ignore_conflicts=True)
        # Somebody who pressed at the same moment may have been first: only rows without sessions are filled.
        stored = Activity.objects.filter(key__in=[activity.key for activity in made], sessions=None).in_bulk(
            field_name="key"
        )
        created = [(stored[activity.key], entry) for activity, entry in zip(made, rows, strict=True) if activity.key in stored]
        _sessions_from(created)
        if created:
            audit.record(person, "activity.from_schedule", plan, school=plan.school, after=[a.title for a, _ in created])
    return [activity for activity, _ in created]


def _planned(plan: Plan, entry: ScheduleEntry) -> Activity:
    return Activity(
        school=plan.school, term=plan.term, entry=entry, content_item_id=entry.content_item_id, group_id=entry.group_id,
        title=entry.title, time_text=entry.time_text, forms=entry.forms, hours=entry.hours, audience=entry.audience,
        key=uuid.uuid5(_FROM_SCHEDULE, str(entry.pk)), entry_seal=seal_of(entry),
    )


def _planned_sessions(entry: ScheduleEntry) -> list[PlannedSession]:
    """The sessions of a row; a dated row without any is one session."""
    return list(entry.sessions.all()) or ([PlannedSession(entry=entry, order=1)] if entry.starts else [])


def _days_of(entry: ScheduleEntry, planned: list[PlannedSession], row: PlannedSession) -> tuple[date | None, date | None]:
    """First and last day of a session: its own, else those of the row (附件1 writes 5月6日—10日), as the plan shows it."""
    if row.day or any(one.day for one in planned):
        return row.day, None
    return entry.starts, entry.ends if entry.ends != entry.starts else None


def _sessions_from(created: list[tuple[Activity, ScheduleEntry]]) -> None:
    pairs = []
    for activity, entry in created:
        planned = _planned_sessions(entry)
        for order, row in enumerate(planned, start=1):
            day, until = _days_of(entry, planned, row)
            session = Session(
                activity=activity, order=order, day=day, until=until, starts=row.starts, ends=row.ends, place=row.place,
                presenter_text=row.presenter_text, audience=row.audience,
            )
            pairs.append((session, [teacher.pk for teacher in row.presenters.all()] if row.pk else []))
    Session.objects.bulk_create(session for session, _ in pairs)
    through = Session.presenters.through
    through.objects.bulk_create(
        through(session_id=session.pk, teacher_id=teacher) for session, presenters in pairs for teacher in presenters
    )


def follow_schedule(person: Person, entry: ScheduleEntry, *, keep: bool = False) -> Activity:
    """活动跟上日程: a row moved after publishing moves its still planned activity, the old day stays in 改期经过.

    `keep`: the activity stays as it is on purpose, and the row is not offered again until it changes once more.
    """
    activity = Activity.objects.select_related("school", "term").get(entry=entry)
    if is_frozen(activity):
        raise Refused(f"活动现在是『{activity.get_state_display()}』，名单和时间都定了。", "请在活动里『改期』，大家会收到通知。", label=str(activity))
    planned = _planned_sessions(entry)
    with transaction.atomic():
        changes = {"entry_seal": seal_of(entry), "version": F("version") + 1}
        if not keep:
            changes |= {name: getattr(entry, name) for name in ("title", "forms", "hours", "audience", "time_text", "content_item_id")}
        if not guarded(Activity).filter(pk=activity.pk, version=activity.version, state__in=BEFORE_OPENING).update(**changes):
            raise Refused("活动刚才被别人改过。", "请刷新看最新的安排再按一次。", label=str(activity))
        activity.refresh_from_db()
        if not keep:
            _sessions_follow(person, activity, entry, planned)
        audit.record(person, "activity.keep" if keep else "activity.follow", activity, after=[str(s.day) for s in planned])
    return activity


def _sessions_follow(person: Person, activity: Activity, entry: ScheduleEntry, planned: list[PlannedSession]) -> None:
    sessions = list(activity.sessions.filter(cancelled=""))
    for at, row in enumerate(planned):
        session = sessions[at] if at < len(sessions) else Session(activity=activity, order=row.order)
        day, until = _days_of(entry, planned, row)
        if session.pk and session.day and session.day != day:
            remember_move(person, activity, session, day, "日程调整", until)
        session.day, session.until = day, until
        for name in ("starts", "ends", "place", "presenter_text", "audience"):
            setattr(session, name, getattr(row, name))
        session.version += 1
        session.save()
        session.presenters.set(row.presenters.all() if row.pk else [])
    for session in sessions[len(planned):]:
        if not session.registrations.exists():
            session.delete()


def create(person: Person, key: uuid.UUID, values: dict[str, Any], session: dict[str, Any] | None = None) -> Activity:
    """临时活动: a title is enough; what else is missing is asked at its close. The same key gives the same activity."""
    if known := Activity.objects.filter(key=key).first():
        return again(known, **values)
    if person.term is None:
        raise Refused("还没有设学期，活动没有地方放。", "请先在『学校与学期』里建好本学期。")
    session = session or {}
    presenters = session.pop("presenters", [])
    try:
        with transaction.atomic():
            activity = Activity.objects.create(school=person.school, term=person.term, key=key, **values)
            first = Session.objects.create(activity=activity, order=1, **session)
            first.presenters.set(presenters)
            keep_clear(person, activity, [first])
            audit.record(person, "activity.create", activity, after=activity.title)
    except IntegrityError:
        return Activity.objects.get(key=key)
    return activity


def arrange(person: Person, activity: Activity, values: dict[str, Any], version: int) -> None:
    """改安排: title, content, forms, host, recorder; the audience only until the activity opens.

    `version`: of the arrangement that the form showed; somebody else's save in between raises StaleEdit with both texts.
    """
    refuse_when_over(activity)
    if is_frozen(activity) and values.pop("audience", activity.audience) != activity.audience:
        raise Refused("活动已经开放，名单定下来了，参加范围不能再改。", "有人要加，请在签到页『加入名单』。", label=str(activity))
    with transaction.atomic():
        before = {name: str(getattr(activity, name)) for name in values}
        if not guarded(Activity).filter(pk=activity.pk, version=version).update(**values, version=F("version") + 1):
            raise _stale(activity, values)
        activity.refresh_from_db()
        after = {name: str(value) for name, value in values.items()}
        changed = [name for name in values if before[name] != after[name]]
        if changed:
            audit.record(
                person, "activity.arrange", activity,
                before={n: before[n] for n in changed}, after={n: after[n] for n in changed},
            )


def _stale(activity: Activity, values: dict[str, Any]) -> StaleEdit:
    now = Activity.objects.get(pk=activity.pk)
    names = dict(Teacher.objects.filter(school=now.school).values_list("staff_no", "name"))

    def told(name: str, value: Any) -> str:
        yes_no = {name: lambda yes: "是" if yes else "否" for name in ("check_out", "say_number")}
        words_of = {"audience": lambda rule: words(rule, names), "forms": "、".join, **yes_no}
        return f"{Activity._meta.get_field(name).verbose_name}：{words_of.get(name, str)(value) if value is not None else ''}"

    mine = "\n".join(told(name, value) for name, value in values.items())
    theirs = "\n".join(told(name, getattr(now, name)) for name in values)
    return StaleEdit(mine=mine, theirs=theirs, version=now.version, label=str(activity))


def take_step(person: Person, activity: Activity, name: str, *, reason: str = "", day: date | None = None) -> str:
    """One step of an activity's life; the sentence that says what happened."""
    return _STEPS.get(name, _plain)(person, activity, name, reason=normal(reason), day=day)


def _open(person: Person, activity: Activity, name: str, **_: Any) -> str:
    missing = missing_four(activity) if activity.entry_id else []
    if missing:
        raise Refused(f"四落实还差{'、'.join(missing)}，不能开放。", "请先把安排补齐。", label=str(activity))
    with transaction.atomic():
        advance(person, activity, ACTIVITY_STEPS, name)
        if not activity.sessions.exists():
            day, until = _days_of(activity.entry, [], PlannedSession()) if activity.entry else (clock.today(), None)
            Session.objects.create(activity=activity, order=1, day=day, until=until)
        count = freeze(activity)
        told = notices.tell(activity, f"『{activity}』{when_words(activity)}，请按时参加。")
    return f"已开放，名单 {count} 人，通知了 {told} 人。"


def _postpone(person: Person, activity: Activity, name: str, *, reason: str, day: date | None) -> str:
    with transaction.atomic():
        advance(person, activity, ACTIVITY_STEPS, name, reason=reason)
        sessions = list(activity.sessions.all())
        for session in sessions:
            moved = session.moved_to(day if len(sessions) == 1 else None)
            remember_move(person, activity, session, moved["day"], reason, moved["until"])
            session.day, session.until = moved["day"], moved["until"]
            session.secret, session.sign_in_opened, session.sign_in_closed = "", None, None
            session.save()
        lists.void_attendance(person, activity, None, reason)
        to = f"改到{sessions[0].days_short}" if day and len(sessions) == 1 else "日期另定"
        told = notices.tell(activity, f"『{activity}』改期，{to}：{reason.strip()}")
    return f"已改期，{to}，通知了 {told} 人；原来的日期留在改期经过里。"


def _cancel(person: Person, activity: Activity, name: str, *, reason: str, **_: Any) -> str:
    with transaction.atomic():
        advance(person, activity, ACTIVITY_STEPS, name, reason=reason)
        activity.sessions.filter(sign_in_opened__isnull=False, sign_in_closed=None).update(sign_in_closed=clock.now())
        told = notices.tell(activity, f"『{activity}』取消了：{reason.strip()}")
    return f"已取消，通知了 {told} 人；已经签到的不再计数，记录还在。"


def _finish(person: Person, activity: Activity, name: str, **_: Any) -> str:
    with transaction.atomic():
        advance(person, activity, ACTIVITY_STEPS, name)
        activity.sessions.filter(sign_in_opened__isnull=False, sign_in_closed=None).update(sign_in_closed=clock.now())
    return "活动结束，签到也截止了。"


def _complete(person: Person, activity: Activity, name: str, *, reason: str, **_: Any) -> str:
    missing = missing_at_close(activity)
    if missing and not reason.strip():
        raise Refused(f"资料还差{'、'.join(missing)}。", "请补齐；确实没有的，写明情况再按一次。", label=str(activity))
    advance(person, activity, ACTIVITY_STEPS, name, reason=reason)
    return "资料已齐。" if not missing else f"已注明{'、'.join(missing)}的情况，资料按齐全收好。"


def _plain(person: Person, activity: Activity, name: str, *, reason: str, **_: Any) -> str:
    advance(person, activity, ACTIVITY_STEPS, name, reason=reason)
    return f"现在是『{activity.get_state_display()}』。"


_STEPS = {"open": _open, "postpone": _postpone, "cancel": _cancel, "finish": _finish, "complete": _complete}


def remember_move(
    person: Person, activity: Activity, session: Session, to: date | None, reason: str, until: date | None = None
) -> None:
    """改期经过: where a session stood, before it moves; who had leave for a day that falls away is told to ask again."""
    days = {"from": session.day, "from_until": session.until, "to": to, "to_until": until}
    activity.moves = [
        *activity.moves,
        {
            "session": session.pk, **{name: day and day.isoformat() for name, day in days.items()},
            "reason": reason.strip(), "at": clock.now().isoformat(timespec="minutes"), "by": person.name,
        },
    ]
    activity.save(update_fields=["moves"])
    if to != session.day:
        lists.lapse_leaves(person, session, to)


def when_words(activity: Activity) -> str:
    """Day, time and place in words, for notices; of several sessions the school's own words or the first day, and how many."""
    sessions = list(activity.sessions.filter(cancelled=""))
    if not sessions or sessions[0].day is None:
        return "日期另定"
    first = sessions[0]
    day = first.days_short
    if len(sessions) > 1:
        day = f"{activity.time_text}（{day}起，共 {len(sessions)} 场）" if activity.time_text else f"{day}起，共 {len(sessions)} 场"
    at = f" {first.starts:%H:%M}" if first.starts else ""
    return f"{day}{at}{first.place and f' {first.place}'}"


def refuse_when_over(activity: Activity) -> None:
    if activity.state in (ActivityState.COMPLETE, ActivityState.CANCELLED):
        raise Refused(f"现在是『{activity.get_state_display()}』，安排不能再改。", "", label=str(activity))
