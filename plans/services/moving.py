"""改日期: a row or session of the schedule, or the border of a stage, moved by mouse, keys or form; and put back."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from documents.chinese import date_range, long_date, short_date
from plans.models import Plan, PlannedSession, ScheduleEntry, Stage
from plans.queries import days_of
from plans.services.editing import hold, must_be_open, touch
from school import audit
from school.person import Person
from school.workflow import Refused, guarded

ONE_DAY = timedelta(days=1)
Days = dict[str, Any]  # a row's days as they were: starts, ends, time_text, sessions {id: day}


def move(
    person: Person, plan: Plan, entry: ScheduleEntry, day: date | None, *, session: PlannedSession | None = None, version: int
) -> Days:
    """A row, or one of its several sessions, to another day (None: 还没排期); gives its days before, for undo.

    A span keeps its length. Refused when somebody moved the row meanwhile, saying who, and outside the term.
    """
    must_be_open(plan)
    _inside(plan, entry.title, day)
    with transaction.atomic():
        hold(plan)
        _claim(person, entry, version)
        before = days_before(entry)
        sessions = list(entry.sessions.all())
        dated = [one for one in sessions if one.day]
        if session and session.day and len(dated) > 1:
            _move_session(entry, dated, session.pk, day)
        else:
            _shift(entry, sessions, day)
            _inside(plan, entry.title, entry.ends)
        entry.time_text = ""
        _save(person, plan, entry, sessions, before)
    return before


def put_back(person: Person, plan: Plan, entry: ScheduleEntry, days: Days, *, version: int) -> None:
    """撤销: the days a row had before its last move, as long as nobody has touched it since."""
    must_be_open(plan)
    with transaction.atomic():
        hold(plan)
        _claim(person, entry, version)
        before = days_before(entry)
        entry.starts, entry.ends, entry.time_text = _day(days["starts"]), _day(days["ends"]), days["time_text"]
        sessions = list(entry.sessions.all())
        for session in sessions:
            session.day = _day(days["sessions"].get(str(session.pk)))
        _save(person, plan, entry, sessions, before)


def _inside(plan: Plan, title: str, day: date | None) -> None:
    first, last = days_of(plan)
    if day and not first <= day <= last:
        raise Refused(
            f"{long_date(day)}不在本学期里（{long_date(first)}至{long_date(last)}），没有移动。", "请换一个日子。", label=title
        )


def _claim(person: Person, entry: ScheduleEntry, version: int) -> None:
    """One conditional UPDATE: of two who move a row at the same moment one is told what the other did."""
    if guarded(ScheduleEntry).filter(pk=entry.pk, version=version).update(version=F("version") + 1, edited_by=person.user):
        entry.refresh_from_db()
        return
    now = ScheduleEntry.objects.select_related("edited_by").filter(pk=entry.pk).first()
    if now is None:
        raise Refused("这一行已被别人删去。", "请刷新页面看最新的日程。", label=entry.title)
    who = "你在另一页" if now.edited_by == person.user else now.edited_by.name if now.edited_by else "别人"
    where = f"现在是{date_range(now.starts, now.ends or now.starts)}" if now.starts else "现在没有日期"
    raise Refused(f"{who}刚刚改过这一行（{where}），你的移动没有覆盖它。", "页面刷新后再移。", label=now.title)


def days_before(entry: ScheduleEntry) -> Days:
    return {
        "starts": _text(entry.starts), "ends": _text(entry.ends), "time_text": entry.time_text,
        "sessions": {str(pk): _text(day) for pk, day in entry.sessions.values_list("pk", "day")},
    }


def _move_session(entry: ScheduleEntry, dated: list[PlannedSession], pk: int, day: date | None) -> None:
    """One of several days; the row then runs from its first to its last."""
    if day is None:
        raise Refused("这一行有几场，其中一场不能没有日期。", "不办这一场，请打开这一行把它删去。", label=entry.title)
    next(one for one in dated if one.pk == pk).day = day
    entry.starts = min(one.day for one in dated)
    last = max(one.day for one in dated)
    entry.ends = last if entry.ends and last != entry.starts else None


def _shift(entry: ScheduleEntry, sessions: list[PlannedSession], day: date | None) -> None:
    was = next((one.day for one in sessions if one.day), entry.starts)
    if day is None:
        entry.starts = entry.ends = None
        for session in sessions:
            session.day = None
    elif was is None:
        entry.starts = day
    else:
        by = day - was
        entry.starts = entry.starts + by if entry.starts else day
        entry.ends = entry.ends and entry.ends + by
        for session in sessions:
            session.day = session.day and session.day + by


def _save(person: Person, plan: Plan, entry: ScheduleEntry, sessions: list[PlannedSession], before: Days) -> None:
    entry.save(update_fields=["starts", "ends", "time_text"])
    PlannedSession.objects.bulk_update(sessions, ["day"])
    touch(person, plan)
    audit.record(person, "plan.entry.move", entry, school=plan.school, before=before, after=days_before(entry))


def move_border(person: Person, plan: Plan, stage: Stage, edge: str, day: date, *, was: date) -> None:
    """阶段的一端: the neighbour that touches it follows, so that no day is left between them or counted twice."""
    must_be_open(plan)
    _inside(plan, stage.name, day)
    with transaction.atomic():
        hold(plan)
        rows = list(plan.stages.order_by("starts"))
        at = next(index for index, row in enumerate(rows) if row.pk == stage.pk)
        row = rows[at]
        if (row.starts if edge == "start" else row.ends) != was:
            by = plan.edited_by.name if plan.edited_by else "别人"
            raise Refused(f"{by}刚刚改过『{row.name}』的日期，你的移动没有覆盖它。", "页面刷新后再移。", label=row.name)
        before = {"starts": str(row.starts), "ends": str(row.ends)}
        beside = at - 1 if edge == "start" else at + 1
        neighbour = rows[beside] if 0 <= beside < len(rows) else None
        changed = [row]
        if edge == "start":
            if neighbour and (neighbour.ends == row.starts - ONE_DAY or neighbour.ends >= day):
                neighbour.ends = day - ONE_DAY
                changed.append(neighbour)
            row.starts = day
        else:
            if neighbour and (neighbour.starts == row.ends + ONE_DAY or neighbour.starts <= day):
                neighbour.starts = day + ONE_DAY
                changed.append(neighbour)
            row.ends = day
        for one in changed:
            if one.starts > one.ends:
                raise Refused(f"移到{short_date(day)}，『{one.name}』就一天也没有了，没有移动。", "至少留一天。", label=row.name)
            one.save(update_fields=["starts", "ends"])
        touch(person, plan)
        audit.record(person, "plan.stage.move", row, school=plan.school, before=before, after={"starts": str(row.starts), "ends": str(row.ends)})


def explain(person: Person, entry: ScheduleEntry, text: str) -> None:
    """落实说明: one line on why a row was not held as planned; the published plan itself stays as it is."""
    with transaction.atomic():
        before = entry.late_note
        guarded(ScheduleEntry).filter(pk=entry.pk).update(late_note=text.strip()[:200])
        audit.record(person, "plan.entry.note", entry, school=entry.plan.school, before=before, after=text.strip()[:200])


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
