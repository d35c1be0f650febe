"""日程 and activities: planned ones whose row is no longer the one they were made from; and where the rows stand now."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import Prefetch

from activities.models import Activity, Session
from activities.queries.activities import presenters_of
from activities.states import BEFORE_OPENING, ActivityState
from documents.chinese import date_range
from plans.held import Held, tell_held
from plans.models import Plan, PlannedSession, ScheduleEntry
from plans.states import PlanState
from school.models import Term
from school.person import Person
from school.policy import within


@dataclass(frozen=True)
class Behind:
    """One activity beside its row: when and where each says."""

    activity: Activity
    entry: ScheduleEntry
    now: str
    planned: str


def seal_of(entry: ScheduleEntry) -> str:
    """What an activity is made from, in short: a row that is changed has another one. Wants sessions with presenters."""
    rows = [
        (row.order, row.day, row.starts, row.ends, row.place, row.presenter_text, row.audience,
         sorted(teacher.pk for teacher in row.presenters.all()))
        for row in entry.sessions.all()
    ]
    facts = repr((entry.title, entry.starts, entry.ends, entry.forms, entry.audience, entry.hours and f"{entry.hours:.1f}", rows))
    return hashlib.sha256(facts.encode()).hexdigest()[:32]


def behind_schedule(person: Person, term: Term) -> list[Behind]:
    """The planned activities this person runs that lag behind a published plan; a fixed number of queries."""
    rows = within(person, "activity.run", Activity.objects.filter(
        term=term, state__in=BEFORE_OPENING, entry__plan__state=PlanState.PUBLISHED
    )).exclude(entry_seal="").select_related("entry").prefetch_related(
        "sessions", Prefetch("entry__sessions", PlannedSession.objects.prefetch_related("presenters"))
    )
    return [
        Behind(row, row.entry, _told(row.sessions.all()), _told(row.entry.sessions.all()) or _span(row.entry))
        for row in rows if seal_of(row.entry) != row.entry_seal
    ]


def _told(sessions: list[Session] | list[PlannedSession]) -> str:
    return "；".join(
        " ".join(filter(None, [date_range(s.day, getattr(s, "until", None) or s.day) if s.day else "日期未定", s.starts and f"{s.starts:%H:%M}", s.place]))
        for s in sessions
    )


def _span(entry: ScheduleEntry) -> str:
    return date_range(entry.starts, entry.ends or entry.starts) if entry.starts else entry.time_text or "还没排期"


def held(plan: Plan) -> dict[int, list[Held]]:
    """Where the rows of a plan stand now, by row: told to the calendars that follow the schedule."""
    found: dict[int, list[Held]] = {}
    sessions = Session.objects.order_by("order", "pk").prefetch_related("presenters")
    for activity in Activity.objects.filter(entry__plan=plan).prefetch_related(Prefetch("sessions", sessions)):
        rows = list(activity.sessions.all())
        if not rows:
            continue
        gone = activity.state == ActivityState.CANCELLED
        found.setdefault(activity.entry_id, []).extend(
            Held(
                row.day, row.until, f"{row.starts:%H:%M}" if row.starts else "", f"{row.ends:%H:%M}" if row.ends else "", row.place,
                list(filter(None, [presenters_of(row)])), len(activity.moves) + row.version,
            )
            for row in rows if not (gone or row.cancelled)
        )
    return found


tell_held(held)
