"""取消的一场: who had signed in for it brings no hours to the district and no head to a theme."""
from __future__ import annotations

import pytest

from activities.models import Session
from activities.queries.handed_in import hours_roster
from activities.queries.serving import for_theme
from plans.models import Plan, ScheduleEntry, Theme
from tests.activities.event import opened
from tests.builders import TODAY

pytestmark = pytest.mark.django_db


def test_a_cancelled_session_counts_nowhere(cast):
    theme = Theme.objects.create(school=cast.school, term=cast.term, title="课堂等待时间")
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="计划", edited_by=cast.users["office"])
    entry = ScheduleEntry.objects.create(plan=plan, order=1, title="讲座", starts=TODAY)
    theme.entries.add(entry)
    session = opened(cast, title="讲座")
    type(session.activity).objects.filter(pk=session.activity_id).update(hours=2, entry=entry, state="finished")
    session.attendances.filter(teacher=cast.teachers["teacher"]).update(state="present")
    assert hours_roster(cast.school, cast.term) is not None and for_theme(theme).get().people == 1
    Session.objects.filter(pk=session.pk).update(cancelled="停电")
    assert hours_roster(cast.school, cast.term) is None and for_theme(theme).get().people == 0
