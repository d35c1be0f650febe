"""外出学习: one approval counts as 公出 everywhere and can be taken back; the duties after it are followed until done."""
from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Leave, Trip, Work, WorkKind
from activities.papers.trips import trip_paper
from activities.queries.trips import decidable, owed, todo_trips
from activities.services import activities
from activities.services import leave as leaves
from activities.services import trips as service
from activities.states import AttendanceState as A
from school import clock
from school.models import Notice
from school.workflow import Refused
from tests.activities.event import an_activity, opened
from tests.builders import TODAY

NEXT = TODAY + timedelta(days=2)


def asked(cast, who: str = "teacher", first=TODAY, days: int = 4) -> Trip:
    values = {"place": "县进修学校", "topic": "统编教材培训", "first": first, "last": first + timedelta(days=days - 1), "cost": ""}
    return service.ask(cast.person(who), uuid4(), values)


def state_of(cast, session) -> str:
    return session.attendances.get(teacher=cast.teachers["teacher"]).state


def test_an_approved_trip_is_public_duty_at_every_session_of_its_days(cast, login):
    """Opened before, opened after, asked for otherwise before: 公出; outside the days and for others: nothing."""
    before, outside = opened(cast, title="读书会"), opened(cast, title="评课", day=TODAY + timedelta(days=9))
    leave = leaves.ask(cast.person("teacher"), before, "personal", "家里有事", uuid4())
    later = an_activity(cast, "备课", day=NEXT)
    trip = asked(cast)
    page = login("office").post(reverse("trip_decide", args=[trip.pk]), {"step": "approve"}, follow=True).content.decode()
    assert "这几天 2 场活动已记公出" in page and "读书会" in page
    activities.take_step(cast.person("office"), later, "open")
    unplanned = opened(cast, title="临时会", day=NEXT)
    for session in (before, later.sessions.get(), unplanned):
        assert state_of(cast, session) == A.ON_DUTY
        assert session.attendances.exclude(teacher=cast.teachers["teacher"]).exclude(state="").count() == 0
    assert state_of(cast, outside) == A.PENDING
    leave.refresh_from_db()
    assert leave.state == "withdrawn" and trip.leaves.filter(state="approved").count() == 3


def test_a_recalled_trip_gives_everything_back(cast):
    session = opened(cast)
    trip = asked(cast)
    service.decide(cast.person("office"), trip, "approve")
    assert state_of(cast, session) == A.ON_DUTY
    with pytest.raises(Refused, match="理由"):
        service.decide(cast.person("office"), trip, "recall", "")
    service.decide(cast.person("office"), trip, "recall", "培训改期")
    assert state_of(cast, session) == A.PENDING
    assert not Leave.objects.filter(state="approved").exists()
    assert opened(cast, title="另一次").attendances.get(teacher=cast.teachers["teacher"]).state == A.PENDING


def test_a_session_that_moves_away_from_the_trip_is_no_public_duty_any_more(cast):
    session = opened(cast)
    service.decide(cast.person("office"), asked(cast), "approve")
    office = cast.person("office")
    activity = session.activity
    for day, state in ((NEXT, A.ON_DUTY), (TODAY + timedelta(days=20), A.PENDING)):
        activities.take_step(office, activity, "postpone", reason="停电", day=day)
        activity.refresh_from_db()
        activities.take_step(office, activity, "open")
        assert state_of(cast, session) == state, "the trip lasts over the first new day, not over the second"


def test_trips_are_decided_one_level_above_and_never_by_oneself(cast, login):
    trip = asked(cast, "office")
    able = {who for who in cast.users if who != "district" and decidable(cast.person(who)).filter(pk=trip.pk).exists()}
    assert able == {"leader"}
    assert login("office").post(reverse("trip_decide", args=[trip.pk]), {"step": "approve"}).status_code == 404
    with pytest.raises(Refused, match="不归你批"):
        service.decide(cast.person("principal"), trip, "approve")
    mine = asked(cast)
    assert login("other").get(reverse("trip", args=[mine.pk])).status_code == 404
    assert login("group_leader").get(reverse("trip", args=[mine.pk])).status_code == 200


def test_what_the_principal_was_granted_the_office_neither_takes_back_nor_waives(cast, login):
    trip = asked(cast, "leader", first=TODAY - timedelta(days=5), days=2)
    service.decide(cast.person("principal"), trip, "approve")
    client = login("office")
    assert client.post(reverse("trip_decide", args=[trip.pk]), {"step": "recall", "reason": "算了"}).status_code == 409
    assert client.post(reverse("trip_arrange", args=[trip.pk]), {"do": "waive", "reason": "没时间"}).status_code == 409
    trip.refresh_from_db()
    assert (trip.state, trip.waiver) == ("approved", "")


def test_what_is_owed_after_the_return_is_followed_until_done(cast, login):
    """Report handed in, retraining arranged, held: only then nothing is owed; both see it until then."""
    trip = asked(cast, first=TODAY - timedelta(days=5), days=2)
    service.decide(cast.person("office"), trip, "approve")
    assert owed(trip) == ["学习心得", "二次培训"]
    assert "还差学习心得、二次培训" in login("leader").get(reverse("trip_list")).content.decode()
    assert [todo.act for todo in todo_trips(cast.person("teacher"))] == ["去补"]
    kind = WorkKind.objects.create(school=cast.school, name="心得")
    work = Work.objects.create(
        school=cast.school, term=cast.term, author=cast.teachers["teacher"], kind=kind, title="县里三天", body="学到了", event_day=TODAY,
        state="submitted", created_at=clock.now(), saved_at=clock.now(), key=uuid4(),
    )
    login("teacher").post(reverse("trip_report", args=[trip.pk]), {"report": work.pk})
    login("office").post(reverse("trip_arrange", args=[trip.pk]), {"title": "汇报：统编教材", "day": "2026-11-25", "place": "阅览室"})
    trip.refresh_from_db()
    assert trip.retraining.sessions.get().presenters.get() == cast.teachers["teacher"] and owed(trip) == ["二次培训"]
    trip.retraining.state = "finished"
    trip.retraining.save()
    trip.refresh_from_db()
    assert owed(trip) == [] and todo_trips(cast.person("teacher")) == []
    assert "学到了" in trip_paper(trip).html and "汇报：统编教材" in trip_paper(trip).html


def test_a_waiver_needs_a_reason_and_somebody_else(cast):
    trip = asked(cast, "leader", first=TODAY - timedelta(days=5), days=1)
    service.decide(cast.person("principal"), trip, "approve")
    for who, reason, said in (("office", " ", "理由"), ("leader", "太短", "自己的")):
        with pytest.raises(Refused, match=said):
            service.waive(cast.person(who), trip, reason)
    service.waive(cast.person("principal"), trip, "只是开会")
    trip.refresh_from_db()
    assert owed(trip) == ["学习心得"]
    assert Notice.objects.filter(user=cast.users["leader"], text__contains="不用做二次培训").exists()
