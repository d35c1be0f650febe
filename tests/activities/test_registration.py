"""报名: the last place, the waiting list, approval, courses by wish; proved with two phones at once."""
from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django_scopes import scope

from activities.models import Activity, Attendance, Registration, Session
from activities.queries.todo import todo_activities
from activities.services import activities as service
from activities.services import registration
from activities.states import RegistrationState as R
from school import clock
from school.models import Notice
from school.workflow import Refused
from tests.activities.event import an_activity
from tests.builders import a_cast

FOUR = ("teacher", "colleague", "other", "archivist")


def asking(cast, how: str = "first", places: int | None = 2, sessions: int = 1, **fields) -> Activity:
    activity = an_activity(cast, **fields)
    for n in range(1, sessions):
        Session.objects.create(activity=activity, order=n + 1, day=activity.sessions.first().day, place=f"第{n + 1}教室")
    rooms = {session.pk: places for session in activity.sessions.all()}
    registration.offer(cast.person("office"), activity, how, None, rooms, activity.version)
    return activity


def states(activity: Activity) -> dict[str, str]:
    return {row.teacher.name: row.state for row in Registration.objects.filter(session__activity=activity).select_related("teacher")}


def test_the_waiting_list_moves_up_by_itself_and_is_told(cast, login):
    activity = asking(cast)
    session, url = activity.sessions.get(), reverse("activity_sign_up", args=[activity.pk])
    assert [todo.title for todo in todo_activities(cast.person("teacher"))] == ["报名：读书交流会"]
    for who in FOUR:
        login(who).post(url, {"session": session.pk})
    assert "前面还有 1 人" in login("archivist").get(url).content.decode()
    assert "已报上" in login("teacher").get(url).content.decode()
    assert list(states(activity).values()) == [R.PLACED, R.PLACED, R.WAITING, R.WAITING]
    login("teacher").post(url, {"do": "withdraw"})
    assert states(activity) == {"方静宜": R.WITHDRAWN, "郑国栋": R.PLACED, "万里红": R.PLACED, "胡月娥": R.WAITING}
    assert "候补转为已报上" in Notice.objects.filter(user=cast.users["other"]).order_by("-pk").first().text
    login("teacher").post(url, {"session": session.pk})
    assert states(activity)["方静宜"] == R.WAITING, "who comes back stands at the end"
    registration.offer(cast.person("office"), activity, "first", None, {session.pk: 3}, Activity.objects.get(pk=activity.pk).version)
    assert states(activity)["胡月娥"] == R.PLACED and states(activity)["方静宜"] == R.WAITING


def test_the_frozen_list_is_who_got_a_place_and_later_ones_are_added(cast):
    activity = asking(cast, places=1)
    session = activity.sessions.get()
    for who in ("teacher", "colleague"):
        registration.ask(cast.person(who), session)
    service.take_step(cast.person("office"), activity, "open")
    assert [row.teacher.name for row in session.attendances.all()] == ["方静宜"]
    registration.withdraw(cast.person("teacher"), activity)
    row = session.attendances.get()
    assert row.teacher.name == "郑国栋" and row.joined_later


def test_only_who_is_addressed_and_only_until_the_end(cast, login):
    activity = asking(cast, group="maths")
    with pytest.raises(Refused, match="不面向你"):
        registration.ask(cast.person("teacher"), activity.sessions.get())
    activity.refresh_from_db()
    registration.offer(cast.person("office"), activity, "first", clock.now() - timedelta(minutes=1), {}, activity.version)
    with pytest.raises(Refused, match="报名已经截止"):
        registration.ask(cast.person("other"), Session.objects.get(activity=activity))
    data = {"version": 99, "how": "first"}
    assert login("office").post(reverse("sign_up_offer", args=[activity.pk]), data).status_code == 409
    data = {"version": activity.version, "how": "choice"}
    assert "两场以上" in login("office").post(reverse("sign_up_offer", args=[activity.pk]), data).content.decode()


def test_approval_asks_the_organiser(cast, login):
    activity = asking(cast, how="approve", places=1)
    for who in ("teacher", "colleague"):
        registration.ask(cast.person(who), activity.sessions.get())
    rows = {row.teacher.name: row for row in Registration.objects.all()}
    assert login("teacher").post(reverse("sign_up_decide", args=[rows["方静宜"].pk]), {"do": "accept"}).status_code == 403
    client = login("office")
    assert client.post(reverse("sign_up_decide", args=[rows["郑国栋"].pk]), {"do": "decline"}).status_code == 409
    for name in ("方静宜", "郑国栋"):
        client.post(reverse("sign_up_decide", args=[rows[name].pk]), {"do": "accept"})
    assert states(activity) == {"方静宜": R.PLACED, "郑国栋": R.WAITING}
    client.post(reverse("sign_up_decide", args=[rows["方静宜"].pk]), {"do": "decline", "reason": "上次去过"})
    assert states(activity) == {"方静宜": R.DECLINED, "郑国栋": R.PLACED}


def test_the_organiser_does_not_approve_himself(cast, login):
    activity = asking(cast, how="approve", places=1)
    row = registration.ask(cast.person("office"), activity.sessions.get())
    answer = login("office").post(reverse("sign_up_decide", args=[row.pk]), {"do": "accept"})
    assert answer.status_code == 409 and "不能自己批" in answer.content.decode()
    assert login("leader").post(reverse("sign_up_decide", args=[row.pk]), {"do": "accept"}).status_code == 302


def test_courses_go_by_wish_then_by_time_and_everybody_is_told(cast, login):
    activity = asking(cast, how="choice", places=1, sessions=3)
    a, b, c = activity.sessions.order_by("order")
    wishes = {"teacher": (a, b), "colleague": (a, b), "other": (b, a), "archivist": (a, c)}
    url = reverse("activity_sign_up", args=[activity.pk])
    login("colleague").post(url, {"do": "wish", "wish-1": c.pk})
    for who, chosen in wishes.items():
        login(who).post(url, {"do": "wish", **{f"wish-{n}": session.pk for n, session in enumerate(chosen, 1)}})
    with pytest.raises(Refused, match="选了两次"):
        registration.wish(cast.person("leader"), activity, [a, a])
    activity.refresh_from_db()
    assert registration.distribute(cast.person("office"), activity) == (3, 1)
    placed = {row.teacher.name: row.session_id for row in Registration.objects.filter(state=R.PLACED).select_related("teacher")}
    # 第一志愿: 方静宜 was first for a, 万里红 alone for b; 第二志愿: 胡月娥 finds c free, 郑国栋's b is gone.
    assert placed == {"方静宜": a.pk, "万里红": b.pk, "胡月娥": c.pk}
    assert "你在候补里" in Notice.objects.filter(user=cast.users["colleague"]).order_by("-pk").first().text
    with pytest.raises(Refused, match="没有等着分的志愿"):
        registration.distribute(cast.person("office"), activity)
    registration.withdraw(cast.person("other"), activity)
    assert Registration.objects.get(session=b, teacher=cast.teachers["colleague"]).state == R.PLACED


def test_many_registrations_cost_the_same_queries(cast, login, django_assert_max_num_queries):
    activity = asking(cast, places=None)
    client, url = login("office"), reverse("activity_sign_up", args=[activity.pk])
    for who in FOUR:
        registration.ask(cast.person(who), activity.sessions.get())
    with django_assert_max_num_queries(30):
        client.get(url)


def unguarded(person, session) -> None:
    """The twin of `ask` without its hold on the activity: it counts, waits a little, and takes the place."""
    free = session.places - Registration.objects.filter(session=session, state=R.PLACED).count()
    time.sleep(0.1)
    Registration.objects.create(
        session=session, teacher=person.teacher, state=R.PLACED if free > 0 else R.WAITING, at=clock.now()
    )


@pytest.mark.parametrize(("act", "holds"), [(registration.ask, True), (unguarded, False)])
def test_c02_eight_phones_for_two_places(transactional_db, act, holds):
    cast = a_cast()
    with scope(school=[cast.school]):
        session = asking(cast).sessions.select_related("activity__school", "activity__term").get()
    people = [cast.person(who) for who in cast.teachers]
    barrier, errors = threading.Barrier(len(people)), []

    def work(person) -> None:
        try:
            with scope(school=[cast.school]):
                barrier.wait()
                act(person, session)
        except Exception as error:  # told after the threads have ended
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=work, args=[person]) for person in people]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with scope(school=[cast.school]):
        assert errors == []
        assert Registration.objects.count() == len(people)
        assert (Registration.objects.filter(state=R.PLACED).count() == 2) is holds
        assert Attendance.objects.count() == 0
