"""Ranges of days, what a session meets, and what moves with it: people told, leave ended, calendars."""
from __future__ import annotations

import re
import uuid
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from activities.models import Activity, Attendance, Leave, OpenLesson, Session
from activities.papers.activities import record_paper
from activities.queries.activities import missing_four
from activities.queries.against_plan import against_plan
from activities.queries.clashes import met, met_by_lesson
from activities.services import activities as service
from activities.services import leave as leaves
from activities.services import sessions, sign_in
from activities.states import AttendanceState as A
from plans.models import Plan, ScheduleEntry
from school.models import Notice, Service
from school.workflow import Refused
from tests.activities.event import a_published_plan, an_activity, opened
from tests.activities.lessons import an_open_lesson
from tests.builders import TODAY, Cast

DAY = timedelta(days=1)
THURSDAY = TODAY + 8 * DAY  # 11月26日


def a_range(cast: Cast) -> Activity:
    """An activity made from a row of the plan that runs from yesterday to tomorrow, its place settled."""
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="校本研修计划", state="published")
    ScheduleEntry.objects.create(
        plan=plan, order=1, title="赛课", starts=TODAY - DAY, ends=TODAY + DAY, audience={"all": True}, forms=["教学竞赛"]
    )
    activity, = service.create_from_schedule(cast.person("office"), plan)
    assert missing_four(activity) == ["地点"]
    activity.sessions.update(place="阶梯教室")
    return activity


def told(cast: Cast, who: str = "teacher") -> list[str]:
    return list(Notice.objects.filter(user=cast.users[who]).order_by("pk").values_list("text", flat=True))


def test_a_row_of_several_days_is_held_as_one(cast, login):
    activity = a_range(cast)
    session = activity.sessions.get()
    assert (session.day, session.until, missing_four(activity)) == (TODAY - DAY, TODAY + DAY, [])
    service.take_step(cast.person("office"), activity, "open")
    assert "11月17日—19日 阶梯教室" in told(cast)[-1]
    session = activity.sessions.get()
    sign_in.open_sign_in(cast.person("office"), session)  # on its second day
    assert sign_in.sign(cast.person("teacher"), session, Attendance.How.QR).state == A.PRESENT
    for address in ("activity_detail", "activity_attendance", "leave_new"):
        page = login("colleague").get(reverse(address, args=[activity.pk if address != "leave_new" else session.pk])).content.decode()
        assert "11月17日—19日" in page, address
    assert "11月17日—<wbr>11月19日" in login("office").get(reverse("activity_list")).content.decode()
    assert "赛课" in login("teacher").get(reverse("home")).content.decode()
    assert "2026年11月17日—19日" in record_paper(activity).html
    assert leaves.ask(cast.person("colleague"), session, "personal", "家里有事", uuid.uuid4()).state == "asked"
    Activity.objects.filter(pk=activity.pk).update(state="finished")
    row, = against_plan(cast.person("office"), cast.term, TODAY + DAY)
    assert (row.planned, row.held) == ("11月17日—19日", "11月17日—19日")


def test_a_range_is_cut_into_days_when_each_day_has_its_own_attendance(cast, login):
    activity = a_range(cast)
    session = activity.sessions.get()
    session.presenters.set([cast.teachers["leader"]])
    session.visitors = "县教研室"
    session.save()
    client = login("office")
    page = client.get(reverse("activity_detail", args=[activity.pk])).content.decode()
    link, = re.findall(r'href="([^"]*series/[^"]*each=1)"', page)
    page = client.get(link.replace("&amp;", "&")).content.decode()
    ticked = re.findall(r'name="day" value="([\d-]+)"[^>]* checked', page)
    assert ticked == ["2026-11-17", "2026-11-18", "2026-11-19"] and "11月17日—19日" in page
    asked = {"text": "11月17日—19日", "starts": "", "ends": "", "place": "阶梯教室", "each": "1", "day": ticked}
    client.post(reverse("session_series", args=[activity.pk]), asked)
    activity.refresh_from_db()
    assert [(one.day, one.until, one.visitors, one.presenters.get().pk) for one in activity.sessions.all()] == [
        (TODAY + n * DAY, None, "县教研室", cast.teachers["leader"].pk) for n in (-1, 0, 1)
    ]
    service.take_step(cast.person("office"), activity, "open")
    assert activity.time_text == "11月17日—19日" and "11月17日—19日（11月17日起，共 3 场）" in told(cast)[-1]
    one, other = activity.sessions.all()[:2]
    sign_in.open_sign_in(cast.person("office"), other)
    sign_in.sign(cast.person("teacher"), other, Attendance.How.QR)
    assert one.attendances.get(teacher=cast.teachers["teacher"]).state == "" and "11月17日—19日：2026年11月17日" in record_paper(activity).html


def test_a_row_opened_without_a_session_still_knows_its_days(cast):
    activity = a_range(cast)
    activity.sessions.all().delete()
    service.take_step(cast.person("office"), activity, "open")
    assert activity.sessions.get().days == "11月17日—19日"
    other = an_activity(cast, "读书周")
    other.sessions.update(until=TODAY + 9 * DAY)
    sessions.add_series(cast.person("office"), other, "每周三", [TODAY + 7 * DAY], {"starts": time(9), "ends": None, "place": "礼堂"})
    assert other.sessions.get().days == "11月25日（周三）", "the days that lie in a range stand for it"


def test_moved_it_keeps_its_length_and_leave_stays_behind(cast, login):
    activity = a_range(cast)
    Service.objects.create(teacher=cast.teachers["other"], kind="产假", since=date(2026, 9, 1))
    service.take_step(cast.person("office"), activity, "open")
    session = activity.sessions.get()
    leave = leaves.ask(cast.person("teacher"), session, "duty", "县里开会", uuid.uuid4())
    leaves.decide(cast.person("office"), leave, "approve")
    client, url = login("office"), reverse("session_move", args=[session.pk])
    sent = {"version": session.version, "place": "阶梯教室", "reason": "县检查"}
    assert "已经过去了" in client.post(url, {**sent, "day": "2026-10-01"}).content.decode()
    client.post(url, {**sent, "day": "2026-11-26"})
    session.refresh_from_db()
    assert (session.days, session.activity.moves[-1]["from_until"]) == ("11月26日—28日", "2026-11-19")
    assert "11月17日—19日改到11月26日—28日" in client.get(reverse("activity_detail", args=[activity.pk])).content.decode()
    states = dict(session.attendances.values_list("teacher__name", "state"))
    assert states["方静宜"] == A.PENDING and states["万里红"] == A.MATERNITY, "only what holds on the new day is written in again"
    assert Leave.objects.get().state == "withdrawn" and "请重新请假" in " ".join(told(cast))
    assert leaves.ask(cast.person("teacher"), session, "personal", "家里有事", uuid.uuid4()).state == "asked"
    page = client.post(
        reverse("activity_step", args=[an_activity(cast).pk]), {"step": "postpone", "reason": "停电", "day": "2026-10-01"}, follow=True
    ).content.decode()
    assert "10月1日（周四）已经过去了" in page


def test_the_same_hall_hour_and_people_and_a_holiday_are_said(cast, login):
    client = login("office")
    sent = {"everybody": "on", "day": "2026-11-26", "starts": "15:50", "place": "礼堂", "presenters": "郑国栋"}
    first = client.post(reverse("activity_new"), {"key": uuid.uuid4(), "title": "讲座甲", **sent}, follow=True).content.decode()
    assert "讲座甲』已建好" in first and "和『" not in first
    page = client.post(
        reverse("activity_new"), {"key": uuid.uuid4(), "title": "讲座乙", **sent, "starts": "16:10"}, follow=True
    ).content.decode()
    assert "11月26日和『讲座甲』同一时间占用礼堂；郑国栋两边都要主讲；" in page and "等 7 人两边都要参加" in page
    second = Activity.objects.get(title="讲座乙")
    session = second.sessions.get()
    Session.objects.filter(pk=session.pk).update(day=date(2026, 12, 1), until=date(2026, 12, 3), starts=time(8, 0), ends=time(17, 0))
    assert met(second, second.sessions.all()) == []
    Session.objects.filter(activity__title="讲座甲").update(day=date(2026, 12, 2), starts=time(9, 0))
    assert "同一时间占用礼堂" in met(second, second.sessions.all())[0], "inside a range"
    Session.objects.filter(pk=session.pk).update(day=date(2027, 1, 1), until=None)
    assert "元旦" in met(second, second.sessions.all())[0]
    lesson, other = (an_open_lesson(cast, "colleague", TODAY + DAY, starts=None, period="第 3 节", topic=topic) for topic in ("分数", "小数"))
    assert "郑国栋两边都要主讲" in met_by_lesson(lesson)[0]
    OpenLesson.objects.filter(pk=other.pk).update(period="第 4 节")
    assert met_by_lesson(lesson) == []


def test_changes_after_opening_are_told_once_to_those_on_the_list(cast, login):
    session = opened(cast)
    activity, office, before = session.activity, cast.person("office"), len(told(cast))
    values = {"day": session.day, "until": None, "starts": time(16, 0), "ends": time(17, 0), "place": "礼堂", "presenters": []}
    sessions.save_session(office, activity, session, dict(values), version=session.version)
    session.refresh_from_db()
    sessions.save_session(office, activity, session, {**values, "presenter_text": "县里的老师"}, version=session.version)
    session.refresh_from_db()
    mine = {"day": THURSDAY, "place": "语文办公室", "audience": {"plus": [cast.teachers["teacher"].staff_no]}}
    extra, count = sessions.save_session(office, activity, None, mine)
    assert count == 1 and [row.teacher.name for row in extra.attendances.select_related("teacher")] == ["方静宜"]
    sessions.add_series(office, activity, "每周三", [TODAY + 7 * DAY, TODAY + 14 * DAY], {"starts": time(9), "ends": None, "place": "礼堂"})
    changed, added, series = told(cast)[before:]
    assert "时间地点改为11月18日（周三） 16:00 礼堂" in changed and "加了一场：11月26日" in added and "11月25日—12月2日共 2 场" in series
    assert len(told(cast, "colleague")) == len(told(cast)) - 1, "who is not meant by a session hears nothing of it"
    page = login("office").post(reverse("session_edit", args=[session.pk]), {
        "version": session.version, "day": "2026-11-18", "starts": "16:00", "place": "录播教室",
    }, follow=True).content.decode()
    assert "场次已经存好，通知了 8 人" in page


def test_a_session_has_people_of_its_own_until_its_list_is_made(cast, login):
    activity = an_activity(cast)
    session, client = activity.sessions.get(), login("office")
    url = reverse("session_edit", args=[session.pk])
    assert "这一场参加的人和活动不一样" in client.get(url).content.decode()
    client.post(url, {"version": 0, "day": "2026-11-18", "starts": "15:50", "place": "礼堂", "groups": ["数学组"]})
    assert activity.sessions.get().audience == {"groups": ["数学组"]}
    service.take_step(cast.person("office"), activity, "open")
    assert {row.teacher.name for row in Attendance.objects.select_related("teacher")} == {"万里红", "何淑芬"}
    assert "这一场参加的人和活动不一样" not in client.get(url).content.decode()


def test_the_calendar_of_the_plan_follows_the_activity(cast, login, client):
    plan = a_published_plan(cast, rows=2)
    address = login("office").get(reverse("schedule")).context["feed"].removeprefix("http://testserver")

    def events() -> dict[str, str]:
        parts = client.get(address).content.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
        return {part.split("SUMMARY:")[1].split("\r\n")[0]: part for part in parts}

    def fact(event: str, name: str) -> str:
        return event.split(f"\r\n{name}")[1].split("\r\n")[0]

    before = events()
    moved, gone = service.create_from_schedule(cast.person("office"), plan)
    for activity in (moved, gone):
        service.take_step(cast.person("office"), activity, "open")
    session = moved.sessions.get()
    sessions.move_session(cast.person("office"), session, {**session.moved_to(THURSDAY), "place": "礼堂"}, "停电", session.version)
    service.take_step(cast.person("office"), gone, "cancel", reason="不办了")
    after = events()
    assert set(after) == {"活动0"} and fact(after["活动0"], "LOCATION:") == "礼堂"
    assert fact(after["活动0"], "UID:") == fact(before["活动0"], "UID:") and "20261126" in fact(after["活动0"], "DTSTART")
    assert int(fact(after["活动0"], "SEQUENCE:")) > int(fact(before["活动0"], "SEQUENCE:"))


def test_a_group_leader_hears_of_leave_from_his_meeting(cast, login):
    session = opened(cast, title="语文组教研", group="chinese")
    leave = leaves.ask(cast.person("teacher"), session, "sick", "发烧", uuid.uuid4())
    assert "方静宜为『语文组教研』（11月18日）请假，待批" in told(cast, "group_leader")[-1]
    assert "发烧" not in " ".join(told(cast, "group_leader"))
    leaves.decide(cast.person("office"), leave, "approve")
    assert "请假，准假" in told(cast, "group_leader")[-1]
    count = len(told(cast, "group_leader"))
    leaves.ask(cast.person("colleague"), opened(cast, title="全校会"), "sick", "发烧", uuid.uuid4())
    assert not [text for text in told(cast, "group_leader")[count:] if "请假" in text]
    with pytest.raises(Refused, match="不归你批"):
        leaves.decide(cast.person("group_leader"), leave, "approve")


def test_a_meeting_writes_what_it_decided_and_an_activity_what_to_bring(cast, login):
    meeting, plain = an_activity(cast, "领导小组会（十一月）"), an_activity(cast, bring="听课本")
    client, url = login("office"), reverse("activity_record", args=[meeting.pk])
    assert "议决事项" in client.get(url).content.decode()
    assert "议决事项" not in client.get(reverse("activity_record", args=[plain.pk])).content.decode()
    client.post(url, {"version": 0, "process": "议了三件事", "decisions": "评委当天评，不过夜"})
    meeting.refresh_from_db()
    assert "<h2>五、议决事项</h2><p>评委当天评，不过夜</p>" in record_paper(meeting).html
    assert "请带：听课本" in client.get(reverse("activity_detail", args=[plain.pk])).content.decode()
    assert "请带" not in client.get(reverse("activity_detail", args=[meeting.pk])).content.decode()
