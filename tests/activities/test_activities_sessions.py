"""Sessions one at a time: in series, moved, cancelled; arrangements with a version; activities that follow the plan; fixed slots."""
from __future__ import annotations

import re
import uuid
from datetime import date, time

import pytest
from django.urls import reverse

from activities.models import Activity, Attendance, FixedSlot, Session
from activities.queries.attendance import attendance_counts, upcoming
from activities.queries.clashes import met
from activities.queries.following import behind_schedule
from activities.services import activities as service
from activities.services import lists, sessions, sign_in
from plans.models import PlannedSession
from school.models import Notice
from school.workflow import Refused, StaleEdit
from tests.activities.event import a_published_plan, an_activity, opened, signing
from tests.builders import TODAY

WEDNESDAY = date(2026, 11, 25)


def test_every_second_week_becomes_sessions_and_the_words_are_printed(cast, login):
    activity = an_activity(cast, host=cast.teachers["office"])
    client, url = login("office"), reverse("session_series", args=[activity.pk])
    asked = {"text": "每周三至12月30日", "starts": "15:50", "ends": "16:30", "place": "录播教室"}
    page = client.get(url, asked).content.decode()
    assert re.findall(r'value="2026-([\d-]+)" id="d-\d+" checked', page)[0] == "11-18", "what has gone by is not ticked"
    assert "10月7日（周三）" in page and "改到10月10日（周六）调休上课" in page and "国庆节" in page
    ticked = ["2026-11-25", "2026-12-02", "2026-10-10", "2027-05-01"]
    client.post(url, {**asked, "day": ticked})
    client.post(url, {**asked, "day": ticked})
    activity.refresh_from_db()
    made = activity.sessions.filter(starts=time(15, 50))
    assert [f"{one.day:%m%d}" for one in made] == ["1010", "1125", "1202"], "sent twice, and what lies outside the term, adds nothing"
    assert activity.time_text == "每周三至12月30日" and "每周三至12月30日" in client.get(reverse("activity_detail", args=[activity.pk])).content.decode()
    assert "星期几" in client.get(url, {"text": "每周"}).content.decode()


def test_one_occurrence_moves_and_the_others_stay(cast, login):
    session = signing(cast)
    other = Session.objects.create(activity=session.activity, day=WEDNESDAY, place="多功能室", order=2)
    lists.freeze(session.activity)
    sign_in.sign(cast.person("teacher"), session, Attendance.How.QR)
    url = reverse("session_move", args=[session.pk])
    data = {"version": session.version, "day": "2026-11-20", "starts": "15:50", "ends": "", "place": "阶梯教室", "reason": "县里检查"}
    assert "要填" in (page := login("office").post(url, {**data, "reason": ""}).content.decode()) or "请填" in page
    login("office").post(url, data)
    session.refresh_from_db()
    other.refresh_from_db()
    assert (session.day, session.place, other.day, session.signing) == (date(2026, 11, 20), "阶梯教室", WEDNESDAY, False)
    assert session.attendances.get(teacher=cast.teachers["teacher"]).state == "", "who signed for the old day was not there on the new"
    page = login("teacher").get(reverse("activity_detail", args=[session.activity_id])).content.decode()
    assert "11月18日改到11月20日，县里检查" in page
    assert "的一场改到11月20日" in Notice.objects.filter(user=cast.users["teacher"]).order_by("-pk").first().text
    with pytest.raises(StaleEdit):
        sessions.move_session(cast.person("office"), session, {"day": TODAY, "starts": None, "ends": None, "place": ""}, "又改", 0)


def test_one_occurrence_cancelled_counts_nowhere_and_is_told(cast):
    session = signing(cast)
    sign_in.sign(cast.person("teacher"), session, Attendance.How.QR)
    with pytest.raises(Refused, match="只剩这一场"):
        sessions.cancel_session(cast.person("office"), session, "停电", session.version)
    Session.objects.create(activity=session.activity, day=WEDNESDAY, place="多功能室", order=2)
    session.refresh_from_db()
    sessions.cancel_session(cast.person("office"), session, "停电", session.version)
    service.take_step(cast.person("office"), session.activity, "start")
    assert attendance_counts(cast.term) == {} and session.attendances.filter(state="present").count() == 1
    assert session not in upcoming(cast.person("teacher"))
    with pytest.raises(Refused, match="取消了：停电"):
        sign_in.sign(cast.person("colleague"), Session.objects.get(pk=session.pk), Attendance.How.QR)


def test_s14_a_cancelled_activity_voids_thirty_rows_and_keeps_them(cast):
    session = signing(cast)
    session.attendances.update(state="present", how="qr")
    service.take_step(cast.person("office"), session.activity, "cancel", reason="停电")
    assert session.attendances.filter(state="present").count() == session.attendances.count() > 0
    assert attendance_counts(cast.term) == {}


def test_two_offices_arrange_from_the_same_page_and_nothing_is_lost(cast, login):
    activity = an_activity(cast)
    client, url = login("office"), reverse("activity_edit", args=[activity.pk])
    data = {"version": 0, "title": "读书交流会（二）", "everybody": "on"}
    assert client.post(url, data).status_code == 302
    answer = client.post(url, {**data, "title": "读书交流会（三）"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "读书交流会（二）" in page and "读书交流会（三）" in page
    session = activity.sessions.get()
    form = {"version": session.version, "day": "2026-11-18", "starts": "15:50", "place": "甲室", "plus": "郑国栋"}
    assert client.post(reverse("session_edit", args=[session.pk]), form).status_code == 302
    answer = client.post(reverse("session_edit", args=[session.pk]), {**form, "place": "乙室", "plus": "", "everybody": "on"})
    both = re.findall(r'<div class="sheet">(.*?)</div>', answer.content.decode(), re.S)
    assert answer.status_code == 409 and ["乙室" in both[0], "甲室" in both[1], "名额" in both[0]] == [True, True, False]
    assert "日期：11月18日（周三）" in both[0] and "开始：15:50\n" in both[1]
    assert "参加人员：全体教师" in both[0] and "参加人员：郑国栋" in both[1], "who takes part belongs to both texts"


def test_a_moved_row_of_the_plan_moves_its_planned_activity(cast, login):
    plan = a_published_plan(cast, rows=2)
    service.create_from_schedule(cast.person("office"), plan)
    office = cast.person("office")
    assert behind_schedule(office, cast.term) == []
    entry, other = plan.schedule.all()
    for row in (entry, other):
        PlannedSession.objects.filter(entry=row).update(day=WEDNESDAY, place="阶梯教室")
    page = login("office").get(reverse("activities_from_plan")).content.decode()
    assert "日程改了 2 处，活动还没跟上" in page
    login("office").post(reverse("activities_from_plan"), {"follow": entry.pk})
    login("office").post(reverse("activities_from_plan"), {"follow": other.pk, "do": "keep"})
    activity = Activity.objects.get(entry=entry)
    session = activity.sessions.get()
    assert (session.day, session.place, [t.name for t in session.presenters.all()]) == (WEDNESDAY, "阶梯教室", ["郑国栋"])
    assert activity.moves[0]["from"] == "2026-11-18" and Activity.objects.get(entry=other).sessions.get().day == TODAY
    assert behind_schedule(office, cast.term) == []
    service.take_step(office, activity, "open")
    with pytest.raises(Refused, match="请在活动里『改期』"):
        service.follow_schedule(office, entry)


def test_a_fixed_slot_is_filed_once_and_warns_who_would_take_its_people(cast, login):
    data = {"key": uuid.uuid4(), "version": 0, "group": cast.groups["chinese"].pk, "weekday": 3, "starts": "14:20", "ends": "15:00",
            "period": "第6节", "theory_minutes": 20, "reading": "课标第三章", "reader": "方静宜"}
    client = login("group_leader")
    for _ in range(2):
        client.post(reverse("slot_list"), data)
    slot = FixedSlot.objects.get()
    assert "课标第三章（方静宜领读）" in login("teacher").get(reverse("slot_list")).content.decode()
    session = opened(cast).activity.sessions.get()
    sentence, = met(session.activity, [session])
    assert "语文组的教研固定时间" in sentence and "6 人" in sentence
    Activity.objects.filter(pk=session.activity_id).update(state="cancelled")
    hers, group = cast.person("group_leader"), cast.groups["chinese"]
    FixedSlot.objects.filter(pk=slot.pk).update(group=cast.groups["maths"])
    with pytest.raises(Refused, match="数学组的教研固定时间.*请教导处来排"):
        service.create(hers, uuid.uuid4(), {"title": "两组一起", "group": group, "audience": {"all": True}}, {"day": session.day, "starts": time(14, 30)})
    assert not Activity.objects.filter(title="两组一起").exists(), "another group's hour is kept; the office may"
    FixedSlot.objects.filter(pk=slot.pk).update(group=group)
    own = opened(cast, title="语文组教研", group="chinese")
    assert met(own.activity, [own]) == []
    assert login("office").post(reverse("slot_edit", args=[slot.pk]), {**data, "version": 7}).status_code == 409
    assert login("group_leader").post(reverse("slot_list"), {**data, "group": cast.groups["maths"].pk, "key": uuid.uuid4()}).status_code == 400
