"""Builders of activities for the tests: one on today's afternoon, planned or opened."""
from __future__ import annotations

from datetime import date, time

from activities.models import Activity, Session
from activities.services import activities as service
from activities.services import sign_in
from plans.models import Plan, PlannedSession, ScheduleEntry
from tests.builders import TODAY, Cast


def an_activity(cast: Cast, title: str = "读书交流会", *, group: str = "", day: date = TODAY, **fields) -> Activity:
    """A planned activity of today with everything settled."""
    audience = {"groups": [cast.groups[group].name]} if group else {"all": True}
    values = {"audience": audience, "forms": ["读书汇报"], "hours": 2, **fields}
    activity = Activity.objects.create(
        school=cast.school, term=cast.term, title=title, group=cast.groups[group] if group else None, **values
    )
    Session.objects.create(activity=activity, day=day, starts=time(0, 0), ends=time(23, 59), late_after=time(23, 59), place="多功能室")
    return activity


def opened(cast: Cast, **fields) -> Session:
    """The session of an opened activity."""
    activity = an_activity(cast, **fields)
    service.take_step(cast.person("office"), activity, "open")
    return activity.sessions.get()


def signing(cast: Cast, **fields) -> Session:
    """A session whose sign-in is open."""
    session = opened(cast, **fields)
    sign_in.open_sign_in(cast.person("office"), session)
    return session


def a_published_plan(cast: Cast, rows: int = 2) -> Plan:
    """A published school plan with so many rows of one session each, presented by the colleague."""
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="校本研修计划", state="published")
    for order in range(rows):
        entry = ScheduleEntry.objects.create(plan=plan, order=order, title=f"活动{order}", starts=TODAY, audience={"all": True})
        planned = PlannedSession.objects.create(entry=entry, order=1, day=TODAY, starts=time(15, 50), place="多功能室")
        planned.presenters.add(cast.teachers["colleague"])
    return plan
