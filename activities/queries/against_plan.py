"""计划与落实: every row of the plan beside what took place, on any day of the term, with the reason where they differ (X8)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q

from activities.models import Activity, Session
from activities.queries.activities import all_moves, moved_day
from activities.queries.as_of import as_of
from activities.states import ActivityState
from documents.chinese import date_range
from plans.models import Plan, PlannedSession, ScheduleEntry
from school import clock
from school.models import AuditEntry, Term
from school.person import Person
from school.policy import within

HELD = (ActivityState.FINISHED, ActivityState.COMPLETE)
DONE, PART, COMING, MOVED, SLIPPING, UNDATED, CANCELLED, EXTRA = "done", "part", "coming", "moved", "late", "undated", "cancelled", "extra"
SAID = {
    DONE: ("done", "已办"), PART: ("run", "办了一部分"), COMING: ("draft", "未到日子"), MOVED: ("run", "已改期"), SLIPPING: ("due", "逾期未办"),
    UNDATED: ("due", "没有日期"), CANCELLED: ("void", "不办了"), EXTRA: ("done", "计划外"),
}
BEHIND = (SLIPPING, UNDATED)
BY = {"stage": "阶段", "month": "月份", "group": "组", "item": "研修内容", "problem": "问题"}
NONE = {"stage": "不在任何阶段", "month": "没有日期", "group": "全校", "item": "其他", "problem": "没有对应的问题"}


@dataclass(frozen=True)
class Row:
    """One row of the plan, or an activity outside it, as it stands on the day."""

    title: str
    standing: str
    planned: str
    held: str
    reason: str
    day: date | None  # where it stands in the order of the term
    entry: ScheduleEntry | None
    activity: Activity | None
    sessions: tuple[int, int] = (0, 0)  # held, all
    records: int = 0
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)  # 阶段, 月份, 组, 研修内容, 问题 it belongs to

    @property
    def look(self) -> str:
        return SAID[self.standing][0]

    @property
    def word(self) -> str:
        return SAID[self.standing][1]

    @property
    def behind(self) -> bool:
        return self.standing in BEHIND


@dataclass
class Tally:
    """How many of some rows are planned, done, moved, slipping; nothing is ranked."""

    name: str
    rows: list[Row] = field(default_factory=list)

    def count(self, *standings: str) -> int:
        return sum(row.standing in standings for row in self.rows)

    @property
    def planned(self) -> int:
        return len(self.rows) - self.count(EXTRA)

    @property
    def done(self) -> int:
        return self.count(DONE)

    @property
    def moved(self) -> int:
        return sum(bool(row.activity and row.activity.moves) for row in self.rows)

    @property
    def slipping(self) -> int:
        return self.count(*BEHIND)

    @property
    def cancelled(self) -> int:
        return self.count(CANCELLED)

    @property
    def coming(self) -> int:
        return self.count(COMING, MOVED, PART)

    @property
    def extra(self) -> int:
        return self.count(EXTRA)


def against_plan(person: Person, term: Term, on: date) -> list[Row]:
    """The rows of the school's plan of a term and the activities outside it, in the order of the term; a fixed number of queries."""
    plan = Plan.objects.filter(term=term, level=Plan.Level.SCHOOL).first()
    entries = list(ScheduleEntry.objects.filter(plan=plan).select_related("content_item", "group").prefetch_related(
        "themes", Prefetch("sessions", PlannedSession.objects.order_by("day", "order"))
    )) if plan else []
    activities = list(
        within(person, "activity.read", Activity.objects.filter(term=term)).select_related("content_item", "group")
        .annotate(records=Count("works", filter=Q(works__event_day__lte=on), distinct=True))
        .prefetch_related(Prefetch("sessions", Session.objects.order_by("day", "order")))
    )
    by_entry: dict[int, Activity] = {activity.entry_id: activity for activity in activities if activity.entry_id}
    firsts = {activity.pk: activity.moves[0] for activity in activities if activity.moves}  # moves to come are not known on an earlier day
    as_of(on, entries, activities)
    reasons = _reasons(activities)
    stages = list(plan.stages.all()) if plan else []
    rows = [_row(entry, by_entry.get(entry.pk), on, reasons, firsts) for entry in entries]
    known = {row.entry.pk for row in rows if row.entry}
    rows += [_extra(activity, on) for activity in activities if activity.entry_id not in known and activity.state in HELD and _begun(activity, on)]
    for row in rows:
        _name(row, stages)
    return sorted(rows, key=lambda row: (row.day is None, row.day or date.max, row.title))


def _reasons(activities: Iterable[Activity]) -> dict[int, str]:
    """Why an activity was cancelled, as it was said then."""
    gone = [str(activity.pk) for activity in activities if activity.state == ActivityState.CANCELLED]
    found = AuditEntry.objects.filter(action="cancel", object_type="activities.activity", object_id__in=gone).order_by("seq")
    return {int(target): reason for target, reason in found.values_list("object_id", "reason")}


def _row(entry: ScheduleEntry, activity: Activity | None, on: date, reasons: dict[int, str], firsts: dict[int, dict]) -> Row:
    planned = [session.day for session in entry.sessions.all() if session.day] or ([entry.starts] if entry.starts else [])
    last = max([*planned, *([entry.ends] if entry.ends else [])], default=None)
    said = date_range(planned[0], last) if planned and not (len(planned) > 1 and last == planned[-1]) else _days(planned)
    if activity is None:
        standing = UNDATED if not planned else SLIPPING if last < on else COMING
        reason = entry.late_note or ("还没有按这一行生成活动" if standing == SLIPPING else "")
        return Row(entry.title, standing, said, "", reason, planned[0] if planned else None, entry, None)
    sessions = [session for session in activity.sessions.all() if not session.cancelled]
    held = [session for session in sessions if session.day and session.day <= on and _was_held(activity, session)]
    standing = _standing(activity, sessions, held, last, on)
    told = [*([entry.late_note] if entry.late_note else []), *([reasons.get(activity.pk, "")] if standing == CANCELLED else []), *all_moves(activity)]
    dropped = [f"{s.days or '一场'}不办：{s.cancelled}" for s in activity.sessions.all() if s.cancelled]
    first = firsts.get(activity.pk, {}) if len(list(activity.sessions.all())) == 1 else {}  # where it first stood: the row follows a move
    day = date.fromisoformat(first["from"]) if first.get("from") else min([*planned, *(one.day for one in sessions if one.day)], default=None)
    return Row(
        entry.title, standing, moved_day(first, "from") or said, _said(held) or _coming(sessions, standing),
        "；".join(filter(None, [*told, *dropped])), day, entry, activity, (len(held), len(sessions)), activity.records,
    )


def _was_held(activity: Activity, session: Session) -> bool:
    return activity.state in HELD or activity.state == ActivityState.RUNNING and session.last < clock.today()


def _standing(activity: Activity, sessions: list[Session], held: list[Session], last: date | None, on: date) -> str:
    if activity.state == ActivityState.CANCELLED:
        return CANCELLED
    if not sessions and activity.state in HELD:
        return DONE if last is None or last <= on else COMING
    if held and len(held) == len(sessions):
        return DONE
    open_days = [session.last for session in sessions if session not in held]
    if any(day is None for day in open_days) or not sessions and last is None:
        return UNDATED
    late = any(day < on for day in open_days) if sessions else last < on
    if late:
        return SLIPPING
    return PART if held else MOVED if activity.moves else COMING


def _coming(sessions: list[Session], standing: str) -> str:
    dated = [session for session in sessions if session.day]
    return f"定在{_said(dated)}" if dated and standing in (MOVED, COMING) else ""


def _said(sessions: list[Session]) -> str:
    """The days of sessions; one of several days as 11月18日—20日."""
    return sessions[0].days_short if len(sessions) == 1 else _days([session.day for session in sessions])


def _days(days: list[date]) -> str:
    """「9月16日」「9月16日、9月23日」「10月29日，2 次」「9月15日—12月22日，8 次」"""
    apart = sorted(set(days))
    if len(days) <= 2 and len(apart) == len(days):
        return "、".join(date_range(day, day) for day in apart)
    return f"{date_range(apart[0], apart[-1])}，{len(days)} 次"


def _begun(activity: Activity, on: date) -> bool:
    """Whether something of it lies on the day or before; what never had a day counts always."""
    days = [session.day for session in activity.sessions.all() if session.day]
    return not days or min(days) <= on


def _extra(activity: Activity, on: date) -> Row:
    past = [session for session in activity.sessions.all() if session.day and session.day <= on]
    first = past[0].day if past else None
    return Row(activity.title, EXTRA, "", _said(past), "", first, None, activity, (len(past), len(past)), activity.records)


def _name(row: Row, stages: list) -> None:
    thing = row.entry or row.activity
    stage = next((stage.name for stage in stages if row.day and stage.starts <= row.day <= stage.ends), "")
    themes = tuple(theme.title for theme in row.entry.themes.all()) if row.entry else ()
    row.names.update(
        stage=(stage,), month=(f"{row.day.year}年{row.day.month}月" if row.day else "",), group=(thing.group.name if thing.group else "",),
        item=(thing.content_item.title if thing.content_item else "",), problem=themes or ("",),
    )


def tallies(rows: list[Row], by: str) -> list[Tally]:
    """The rows by stage, month, group, content item or problem, in the order in which they come up; the nameless ones last."""
    found: dict[str, Tally] = {}
    for row in rows:
        for name in row.names[by]:
            found.setdefault(name, Tally(name or NONE[by])).rows.append(row)
    return sorted(found.values(), key=lambda tally: tally.name == NONE[by])
