from __future__ import annotations

import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from activities.models import Attendance, Leave, Session
from activities.queries.attendance import counts_of
from activities.queries.leave import decidable
from activities.queries.todo import todo_activities
from activities.services import activities as service
from activities.services import leave as leaves
from activities.services import sign_in
from activities.states import AttendanceState as A
from school import clock
from school.models import Notice
from school.workflow import Refused
from tests.activities.event import an_activity, opened, signing
from tests.builders import TODAY, a_cast

# who asks → who decides (spec 02); nobody his own
DECIDERS = {
    "teacher": {"office"}, "archivist": {"office"}, "group_leader": {"leader"}, "office": {"leader"},
    "leader": {"principal"}, "principal": {"leader"},
}


def asked(cast, who: str = "teacher", kind: str = "personal", session=None) -> Leave:
    return leaves.ask(cast.person(who), session or opened(cast), kind, "家里有事", uuid.uuid4())


@pytest.mark.parametrize("asks", DECIDERS)
def test_leave_is_decided_one_level_above(cast, asks):
    leave = asked(cast, asks)
    able = {who for who in cast.users if who != "district" and decidable(cast.person(who)).filter(pk=leave.pk).exists()}
    assert able == DECIDERS[asks]
    for who in ("principal", "leader", "office", "group_leader", "teacher"):
        if who not in able:
            with pytest.raises(Refused):
                leaves.decide(cast.person(who), leave, "approve")


@pytest.mark.parametrize(("kind", "state"), [("personal", A.PERSONAL), ("sick", A.SICK), ("duty", A.ON_DUTY)])
def test_approved_leave_is_written_into_the_list(cast, kind, state):
    session = opened(cast)
    leaves.decide(cast.person("office"), asked(cast, kind=kind, session=session), "approve")
    row = session.attendances.get(teacher=cast.teachers["teacher"])
    assert (row.state, row.how) == (state, Attendance.How.LEAVE)
    assert counts_of([session])[session.pk].present == (1 if kind == "duty" else 0)
    assert "准假" in Notice.objects.filter(user=cast.users["teacher"]).first().text


def test_who_has_signed_in_is_offered_no_leave_any_more(cast, login):
    session = opened(cast)
    offered = reverse("leave_new", args=[session.pk])
    assert offered in login("teacher").get(reverse("leave_list")).content.decode()
    session.attendances.filter(teacher=cast.teachers["teacher"]).update(state=A.LATE)
    assert offered not in login("teacher").get(reverse("leave_list")).content.decode()
    session.attendances.filter(teacher=cast.teachers["teacher"]).update(state=A.ABSENT)
    for days, still in ((3, True), (4, False)):  # 病假 may follow within three days
        Session.objects.filter(pk=session.pk).update(day=clock.today() - timedelta(days=days))
        assert (offered in login("teacher").get(reverse("leave_list")).content.decode()) is still


def test_leave_asked_before_opening_waits_for_the_list(cast):
    activity = an_activity(cast)
    leaves.decide(cast.person("office"), asked(cast, session=activity.sessions.get()), "approve")
    service.take_step(cast.person("office"), activity, "open")
    assert activity.sessions.get().attendances.get(teacher=cast.teachers["teacher"]).state == A.PERSONAL


def test_who_comes_after_all_signs_in(cast):
    session = signing(cast)
    leaves.decide(cast.person("office"), asked(cast, session=session), "approve")
    assert sign_in.sign(cast.person("teacher"), session, Attendance.How.QR).state == A.PRESENT


def test_only_sick_leave_follows_and_only_three_days(cast):
    for days, kind, fine in ((1, "personal", False), (3, "sick", True), (4, "sick", False)):
        session = opened(cast, title=f"{days}", day=TODAY - timedelta(days=days))
        if fine:
            assert asked(cast, kind=kind, session=session).state == "asked"
        else:
            with pytest.raises(Refused, match="已经过去了"):
                asked(cast, kind=kind, session=session)


def test_not_for_a_session_of_others_and_once_only(cast):
    session = opened(cast, group="maths")
    with pytest.raises(Refused, match="没有安排你参加"):
        asked(cast, session=session)
    asked(cast, "other", session=session)
    with pytest.raises(Refused, match="已经请过假，现在是『待批』"):
        asked(cast, "other", session=session)


def test_by_the_pages(cast, login):
    session = opened(cast)
    data = {"key": uuid.uuid4(), "kind": "sick", "reason": "发烧"}
    client = login("teacher")
    for _ in range(2):
        client.post(reverse("leave_new", args=[session.pk]), data)
    assert "你已经请过假" in client.get(reverse("leave_new", args=[session.pk])).content.decode()
    assert reverse("leave_new", args=[session.pk]) not in client.get(reverse("leave_list")).content.decode()
    leave = Leave.objects.get()
    assert client.post(reverse("leave_decide", args=[leave.pk]), {"step": "approve"}).status_code == 403
    todo = todo_activities(cast.person("office"))[0]
    assert todo.title == "方静宜请假：读书交流会" and todo.url == reverse("leave_list")
    page = login("office").get(reverse("leave_list")).content.decode()
    assert "发烧" in page and "准假" in page
    assert login("office").post(reverse("leave_decide", args=[leave.pk]), {"step": "decline", "reason": ""}).status_code == 409
    login("office").post(reverse("leave_decide", args=[leave.pk]), {"step": "approve"})
    leave.refresh_from_db()
    assert leave.state == "approved"
    assert login("teacher").post(reverse("leave_withdraw", args=[leave.pk])).status_code == 409
    assert login("colleague").post(reverse("leave_withdraw", args=[leave.pk])).status_code == 404


def test_the_list_costs_the_same_queries_for_1_and_12_leaves(cast, login):
    client = login("office")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("leave_list")).status_code == 200
        return len(queries)

    asked(cast)
    client.get(reverse("leave_list"))
    one = cost()
    for number in range(11):
        asked(cast, "colleague" if number % 2 else "other", session=opened(cast, title=f"活动 {number}"))
    assert cost() == one


def unguarded(person, leave, name) -> None:
    """The twin of `decide` without its guard: it reads, waits a little, writes and tells."""
    row = Leave.objects.get(pk=leave.pk)
    if row.state == "asked":
        time.sleep(0.1)
        Leave.objects.filter(pk=leave.pk).update(state="approved")
        Notice.objects.create(school=leave.school, user=leave.teacher.user, text="准假", url="/", at=clock.now())


@pytest.mark.parametrize(("act", "holds"), [(leaves.decide, True), (unguarded, False)])
def test_c03_a_leave_decided_by_eight_presses_is_decided_once(transactional_db, act, holds):
    cast = a_cast()
    with scope(school=[cast.school]):
        leave = asked(cast)
    person, done = cast.person("office"), []
    barrier = threading.Barrier(8)

    def work() -> None:
        try:
            with scope(school=[cast.school]):
                mine = Leave.objects.select_related("teacher", "session__activity", "school").get(pk=leave.pk)
                barrier.wait()
                act(person, mine, "approve")
                done.append("done")
        except Refused:
            done.append("refused")
        finally:
            connections.close_all()

    running = [threading.Thread(target=work) for _ in range(8)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with scope(school=[cast.school]):
        assert len(done) == 8
        assert (Notice.objects.filter(user=leave.teacher.user, text__contains="准假").count() == 1) is holds
        assert (done.count("done") == 1) is holds
