"""纸: the empty forms, 通知, 请假条, 学时; read as they are handed to the typesetter, for setting them costs time."""
from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.http import Http404

from activities.models import Attendance
from activities.papers.activities import ON_FRONT, OVERLEAF, _columns
from activities.papers.blanks import BLANKS, blank_paper
from activities.papers.hours import own_paper
from activities.papers.notices import leave_paper, notice_paper
from activities.queries.handed_in import hours_lines, hours_of
from activities.states import AttendanceState as A
from activities.views import papers as views
from tests.activities.event import an_activity, opened
from tests.activities.test_leave import asked


def test_every_empty_form_has_room_to_write_on_one_sheet(cast):
    for kind, form in BLANKS.items():
        html = blank_paper(form, cast.school).html
        rooms = [float(room) for room in re.findall(r'"flat" style="height:([-\d.]+)mm', html)]
        assert len(rooms) == len(form.parts) and all(room > 8 for room in rooms), (kind, rooms)
        assert all(label in html for line in (*form.head, *form.signs) for label in line), kind


def test_a_list_of_names_goes_down_one_sheet_before_it_begins_the_next(cast):
    people = [Attendance(teacher=cast.teachers["teacher"]) for _ in range(2 * ON_FRONT + 2 * OVERLEAF + 1)]
    for one in people:
        one.teacher.in_groups = []
    html = _columns(people, True, 7)
    front, back, last = html.split("<table")[1:]
    assert front.count("序号") == back.count("序号") == 2, "each sheet has its own head"
    assert front.count("<tr>") - 1 == ON_FRONT and back.count("<tr>") - 1 == OVERLEAF
    assert f"<tr><td>{2 * ON_FRONT + 1}</td>" in back and f"<td>{2 * ON_FRONT}</td>" in front and f"<td>{len(people)}</td>" in last
    assert _columns(people[: 2 * ON_FRONT], True, 7).count("<table") == 2, "room is left for what stands below the list"


def test_a_notice_tells_when_where_who_and_what_to_see_to(cast):
    html = notice_paper(an_activity(cast, "读书交流会", group="chinese", bring="读书笔记")).html
    said = ("关于开展“读书交流会”活动的通知", "多功能室", "请带读书笔记", "2学时", "不能参加的事先请假", cast.groups["chinese"].name)
    assert all(text in html for text in said)
    assert "关于召开“学期总结会”的通知" in notice_paper(an_activity(cast, "学期总结会")).html


def test_a_leave_slip_is_for_whoever_asked_and_whoever_decides(cast):
    leave = asked(cast)
    assert "家里有事" in views._leave(cast.person("teacher"), leave.pk).html and "■事假" in leave_paper(leave, cast.school).html
    assert views._leave(cast.person("office"), leave.pk)
    with pytest.raises(Http404):
        views._leave(cast.person("colleague"), leave.pk)
    assert views._leave(cast.person("colleague"), 0).html.count("请　假　条") == 2, "two empty ones on a sheet"


def test_the_lines_of_the_hours_come_to_their_sum(cast):
    session, teacher = opened(cast), cast.teachers["teacher"]
    opened(cast, title="没去的")
    session.attendances.filter(teacher=teacher).update(state=A.PRESENT)
    type(session.activity).objects.filter(pk=session.activity_id).update(state="finished")
    lines = hours_lines(teacher, cast.term)
    assert sum(one.hours for one in lines) == hours_of(cast.school, cast.term)[teacher.pk].hours == Decimal(2)
    assert "读书交流会" in own_paper(teacher, cast.term).html and "没去的" not in own_paper(teacher, cast.term).html
