"""回看: rows of the plan and activities as they stood at the end of an earlier day, told by 改期经过 and the log.

What was moved, cancelled or explained later is taken back on the rows in memory; nothing is saved.
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from activities.models import Activity, Session
from activities.states import ActivityState
from plans.models import ScheduleEntry
from school import clock
from school.models import AuditEntry

ACTS = {
    "plans.scheduleentry": ("plan.entry.move", "plan.entry.note"), "activities.activity": ("cancel",), "activities.session": ("session.cancel",),
}


def as_of(on: date, entries: Iterable[ScheduleEntry], activities: Iterable[Activity]) -> None:
    """Take back on these rows what was done after the day; one query, none for today."""
    if on >= clock.today():
        return
    later = _first_acts(on)
    for entry in entries:
        _unmove(entry, later.get(("plans.scheduleentry", entry.pk, "plan.entry.move")))
        noted = later.get(("plans.scheduleentry", entry.pk, "plan.entry.note"))
        entry.late_note = entry.late_note if noted is None else noted.before or ""
    for activity in activities:
        sessions = {session.pk: session for session in activity.sessions.all()}
        if ("activities.activity", activity.pk, "cancel") in later:
            activity.state = ActivityState.PLANNED
        for session in sessions.values():
            if ("activities.session", session.pk, "session.cancel") in later:
                session.cancelled = ""
        _move_back(on, activity, sessions)


def _first_acts(on: date) -> dict[tuple[str, int, str], AuditEntry]:
    """The first act of each kind on each thing after the day; its `before` is how the thing stood."""
    since = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    acts = AuditEntry.objects.filter(at__gte=since, object_type__in=ACTS, action__in=[act for kind in ACTS.values() for act in kind])
    found: dict[tuple[str, int, str], AuditEntry] = {}
    for act in acts.order_by("seq").only("object_type", "object_id", "action", "before"):
        found.setdefault((act.object_type, int(act.object_id), act.action), act)
    return found


def _unmove(entry: ScheduleEntry, act: AuditEntry | None) -> None:
    if act is None:
        return
    before: dict[str, Any] = act.before
    entry.starts, entry.ends, entry.time_text = _day(before["starts"]), _day(before["ends"]), before["time_text"]
    for session in entry.sessions.all():
        session.day = _day(before["sessions"].get(str(session.pk)))


def _move_back(on: date, activity: Activity, sessions: dict[int, Session]) -> None:
    """改期 written down later: the session stands where it came from; one without a moment was always so."""
    for move in reversed(activity.moves):
        if move.get("at", "")[:10] <= on.isoformat():
            continue
        moved = sessions.get(move.get("session")) or (next(iter(sessions.values())) if len(sessions) == 1 else None)
        if moved:
            moved.day, moved.until = _day(move["from"]), _day(move.get("from_until"))
        activity.moves = [kept for kept in activity.moves if kept is not move]
        if activity.state == ActivityState.POSTPONED:
            activity.state = ActivityState.PLANNED


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
