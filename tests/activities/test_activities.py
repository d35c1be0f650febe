from __future__ import annotations

import uuid
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from activities.models import Activity, Attendance, FixedSlot, Joint
from activities.queries.activities import all_moves, missing_four
from activities.queries.attendance import attendance_counts
from activities.queries.todo import todo_activities
from activities.services import activities as service
from activities.services import sign_in
from activities.states import AttendanceState as A
from activities.states import Part
from school.models import AuditEntry, Notice, Service
from school.workflow import Refused, SentBefore
from tests.activities.event import a_published_plan, an_activity, opened, signing
from tests.activities.lessons import a_preparation
from tests.builders import TODAY, a_teacher


def test_activities_are_made_from_the_schedule_once(cast):
    plan = a_published_plan(cast, rows=3)
    assert len(service.create_from_schedule(cast.person("office"), plan)) == 3
    assert service.create_from_schedule(cast.person("office"), plan) == []
    activity = Activity.objects.first()
    assert [t.name for t in activity.sessions.get().presenters.all()] == ["郑国栋"]
    assert activity.sessions.count() == 1 and Activity.objects.count() == 3


def test_a_draft_plan_makes_no_activities(cast):
    plan = a_published_plan(cast)
    plan.state = "draft"
    with pytest.raises(Refused, match="还没有发布"):
        service.create_from_schedule(cast.person("office"), plan)


def test_a_group_leader_makes_only_his_groups_activities(cast):
    plan = a_published_plan(cast)
    plan.schedule.filter(order=0).update(group=cast.groups["chinese"])
    made = service.create_from_schedule(cast.person("group_leader"), plan)
    assert [activity.title for activity in made] == ["活动0"]


def test_page_from_plan_makes_what_was_ticked(cast, login):
    plan = a_published_plan(cast, rows=3)
    client = login("office")
    wanted = list(plan.schedule.values_list("pk", flat=True)[:2])
    assert "活动0" in client.get(reverse("activities_from_plan")).content.decode()
    client.post(reverse("activities_from_plan"), {"entry": wanted})
    client.post(reverse("activities_from_plan"), {"entry": wanted})
    assert Activity.objects.count() == 2


def test_making_activities_from_the_plan_says_which_take_a_group_out_of_its_fixed_time(cast, login):
    FixedSlot.objects.create(
        school=cast.school, term=cast.term, group=cast.groups["chinese"], weekday=TODAY.isoweekday(), starts=time(15, 30), ends=time(16, 20)
    )
    plan = a_published_plan(cast, rows=7)
    sent = {"entry": list(plan.schedule.values_list("pk", flat=True))}
    page = login("office").post(reverse("activities_from_plan"), sent, follow=True).content.decode()
    assert page.count("是语文组的教研固定时间") == 5 and "另有 2 处" in page


def test_an_activity_leads_to_its_preparation_and_its_partners(cast, login):
    row = a_preparation(cast)
    joint = Joint.objects.create(school=cast.school, activity=row.activity, kind="send")
    page = login("teacher").get(reverse("activity_detail", args=[row.activity_id])).content.decode()
    assert reverse("preparation", args=[row.pk]) in page and reverse("joint", args=[joint.pk]) in page
    plain = login("teacher").get(reverse("activity_detail", args=[an_activity(cast).pk])).content.decode()
    assert "集体备课</dt>" not in plain and "联合教研</dt>" not in plain


def test_opening_freezes_the_list_with_parts_and_long_leave(cast):
    Service.objects.create(teacher=cast.teachers["other"], kind="产假", since=date(2026, 9, 1))
    Service.objects.create(teacher=cast.teachers["archivist"], kind="借出", since=date(2026, 9, 1))
    activity = an_activity(cast, host=cast.teachers["leader"])
    activity.sessions.get().presenters.add(cast.teachers["colleague"])
    service.take_step(cast.person("office"), activity, "open")
    rows = {row.teacher: row for row in Attendance.objects.select_related("teacher")}
    assert cast.teachers["archivist"] not in rows  # 借调在外
    assert rows[cast.teachers["other"]].state == A.MATERNITY
    assert rows[cast.teachers["colleague"]].part == Part.PRESENT
    assert rows[cast.teachers["leader"]].part == Part.HOST
    a_teacher(cast.school, "后来的人", group=cast.groups["chinese"], term=cast.term)
    assert Attendance.objects.count() == len(rows)
    assert Notice.objects.filter(user=cast.users["teacher"]).exists()


def test_four_things_are_asked_before_a_planned_activity_opens(cast):
    plan = a_published_plan(cast, rows=1)
    activity = service.create_from_schedule(cast.person("office"), plan)[0]
    activity.sessions.update(place="", day=None)
    assert missing_four(activity) == ["时间", "地点"]
    with pytest.raises(Refused, match="四落实还差时间、地点"):
        service.take_step(cast.person("office"), activity, "open")


def test_an_ad_hoc_activity_needs_only_a_title_and_is_asked_at_its_close(cast):
    office = cast.person("office")
    key = uuid.uuid4()
    activity = service.create(office, key, {"title": "临时碰头", "audience": {}})
    assert service.create(office, key, {"title": "临时碰头", "audience": {}}) == activity
    with pytest.raises(SentBefore):
        service.create(office, key, {"title": "又一次"})
    service.take_step(office, activity, "open")
    service.take_step(office, activity, "finish")
    with pytest.raises(Refused, match="资料还差"):
        service.take_step(office, activity, "complete")
    service.take_step(office, activity, "complete", reason="六个人，十分钟，没有写记录")
    assert activity.state == "complete"


def test_postponing_keeps_the_old_day_and_tells_the_people(cast):
    session = opened(cast)
    service.take_step(cast.person("office"), session.activity, "postpone", reason="县检查", day=date(2026, 11, 25))
    session.refresh_from_db()
    session.activity.refresh_from_db()
    assert session.day == date(2026, 11, 25)
    assert session.activity.moves[0]["from"] == "2026-11-18" and session.activity.moves[0]["reason"] == "县检查"
    assert all_moves(session.activity) == ["11月18日改到11月25日，县检查（何淑芬）"]
    assert "改到11月25日" in Notice.objects.filter(user=cast.users["teacher"]).first().text


def test_s14_rows_of_a_cancelled_activity_are_kept_and_count_nothing(cast):
    session = opened(cast)
    service.take_step(cast.person("office"), session.activity, "start")
    session.attendances.update(state=A.PRESENT)
    teacher = cast.teachers["teacher"].pk
    assert attendance_counts(cast.term)[teacher].present == 1
    Activity.objects.update(state="open")
    session.activity.refresh_from_db()
    service.take_step(cast.person("office"), session.activity, "cancel", reason="停电")
    assert session.attendances.filter(state=A.PRESENT).exists()
    assert teacher not in attendance_counts(cast.term)
    assert AuditEntry.objects.filter(action="cancel", reason="停电").exists()


def test_rights(cast, login):
    mine = an_activity(cast, group="maths")
    with scope(school=[cast.stranger.school]):
        foreign = an_activity(cast.stranger)
    client = login("teacher")
    assert client.get(reverse("activity_detail", args=[mine.pk])).status_code == 200
    assert client.get(reverse("activity_detail", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("activity_edit", args=[mine.pk])).status_code == 403
    assert client.post(reverse("activity_step", args=[mine.pk]), {"step": "open"}).status_code == 403
    client = login("group_leader")  # 语文组长 and an activity of 数学组
    assert client.post(reverse("activity_step", args=[mine.pk]), {"step": "open"}).status_code == 404
    assert "开放活动" not in client.get(reverse("activity_detail", args=[mine.pk])).content.decode()
    assert login("admin").get(reverse("activity_list")).status_code == 403


def test_the_list_costs_the_same_queries_for_1_and_30_rows(cast, login):
    client = login("office")
    url = reverse("activity_list")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"when": "all"}).status_code == 200
        return len(queries)

    service.create_from_schedule(cast.person("office"), a_published_plan(cast, rows=1))
    client.get(url)
    one = cost()
    for number in range(30):
        an_activity(cast, f"活动 {number}", group="maths")
    assert cost() == one


def test_bad_input_gets_a_sentence_and_nothing_is_lost(cast, login):
    client = login("office")
    data = {"key": uuid.uuid4(), "title": "碰头会", "presenters": "查无此人", "starts": "17：00", "ends": "16:00", "day": "2027-08-01"}
    page = client.post(reverse("activity_new"), data).content.decode()
    assert "名册里没有『查无此人』" in page and "结束要晚于开始" in page and "不在本学期里" in page
    assert 'value="碰头会"' in page and not Activity.objects.exists()


def test_a_double_submit_shows_the_first(cast, login):
    client = login("office")
    data = {"key": uuid.uuid4(), "title": "碰头会", "day": TODAY.isoformat(), "starts": "１５：５０"}
    first, second = (client.post(reverse("activity_new"), data) for _ in range(2))
    assert first.url == second.url and Activity.objects.count() == 1


def test_a_session_sent_twice_stands_once_and_a_moved_day_is_remembered(cast, login):
    activity = an_activity(cast)
    client = login("office")
    data = {"day": "2026-11-25", "starts": "15:50", "place": "阶梯教室", "presenters": "方静宜"}
    for _ in range(2):
        client.post(reverse("session_new", args=[activity.pk]), data)
    assert activity.sessions.count() == 2
    session = activity.sessions.get(place="阶梯教室")
    client.post(reverse("session_edit", args=[session.pk]), data | {"day": "2026-11-26", "reason": "阶梯教室有会", "version": session.version})
    page = client.get(reverse("activity_detail", args=[activity.pk])).content.decode()
    assert "原定 11月25日，阶梯教室有会" in page


def test_strange_numbers_in_the_address_are_no_error(cast, login):
    client = login("office")
    for asked in ({"group": "²"}, {"group": "9" * 30}, {"when": "2026-99"}, {"state": "x"}, {"group": "-1"}):
        assert client.get(reverse("activity_list"), asked).status_code == 200


def test_todo_names_what_waits(cast):
    opened(cast, recorder=cast.teachers["teacher"])
    an_activity(cast, "数学集体备课", group="maths")
    titles = [todo.title for todo in todo_activities(cast.person("office"))]
    assert titles == ["开放活动：数学集体备课"]
    an_activity(cast, "语文组教研", group="chinese")
    assert [todo.title for todo in todo_activities(cast.person("group_leader"))] == ["开放活动：语文组教研"]
    assert titles == [todo.title for todo in todo_activities(cast.person("office"))], "a group's own meetings are its leader's to open"
    assert todo_activities(cast.person("principal")) == [], "and the school's are the office's: nobody hears of what is not his turn"
    Activity.objects.filter(recorder=cast.teachers["teacher"]).update(state="finished")
    assert [todo.title for todo in todo_activities(cast.person("teacher"))] == ["写活动记录：读书交流会"]
    assert "1 次活动结束了，资料还没有收好" in [todo.title for todo in todo_activities(cast.person("office"))]


def test_who_signed_for_a_day_that_fell_away_was_not_there_on_the_new_one(cast):
    session = signing(cast)
    sign_in.sign(cast.person("teacher"), session, Attendance.How.QR)
    service.take_step(cast.person("office"), session.activity, "postpone", reason="停电", day=date(2026, 11, 25))
    row = session.attendances.get(teacher=cast.teachers["teacher"])
    assert (row.state, row.how, row.at, row.by) == ("", "", None, None)
    kept = AuditEntry.objects.get(action="attendance.void")
    assert kept.before == [["第1场", "方静宜", "present"]] and kept.reason == "停电"
