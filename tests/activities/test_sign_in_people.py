"""签到 where people are not as the designer wishes: one phone for two, no network on the wall, paper, leaving early."""
from __future__ import annotations

import datetime
import time

import pytest
from django.test import Client
from django.urls import reverse

from activities import codes
from activities.models import Activity, Attendance
from activities.queries.activities import missing_at_close
from activities.services import attendance, sign_in
from activities.states import AttendanceState as A
from school.models import AuditEntry
from school.workflow import Refused
from tests.activities.event import opened, signing
from tests.builders import a_teacher, a_user

How = Attendance.How
BACKEND = "django.contrib.auth.backends.ModelBackend"


def code_of(session) -> str:
    return codes.token(session.pk, session.secret, codes.window_at(time.time()))


def test_s07_one_phone_for_two_accounts_is_flagged_and_a_third_refused(cast, login):
    session = signing(cast)
    phone = Client()
    for who in ("teacher", "colleague", "archivist"):
        phone.force_login(cast.users[who], backend=BACKEND)
        answer = phone.post(reverse("sign"), {"token": code_of(session)}, follow=True).content.decode()
    assert "这部手机已经替两个账号签过到了" in answer
    sign_in.sign(cast.person("other"), session, How.QR, "f" * 32)
    doubted = session.attendances.filter(doubt="open")
    assert {row.teacher.name: row.state for row in doubted} == {"方静宜": A.PRESENT, "郑国栋": A.PRESENT}
    assert session.attendances.get(teacher=cast.teachers["archivist"]).state == A.PENDING
    phone.force_login(cast.users["teacher"], backend=BACKEND)
    assert "签到成功" in phone.post(reverse("sign"), {"token": code_of(session)}, follow=True).content.decode(), "again answers the same"
    page = login("office").get(reverse("activity_attendance", args=[session.activity_id])).content.decode()
    assert "疑似代签" in page and "核实郑国栋" in page
    assert "疑似代签" not in login("teacher").get(reverse("activity_attendance", args=[session.activity_id])).content.decode()
    assert " 2 人疑似代签没有核实" in missing_at_close(session.activity)
    row = session.attendances.get(teacher=cast.teachers["colleague"])
    login("office").post(reverse("doubt_cleared", args=[row.pk]))
    attendance.mark(cast.person("office"), session, [attendance.Mark(doubted.get().pk, A.ABSENT, doubted.get().version)])
    assert not session.attendances.filter(doubt="open").exists()


def test_s13_nothing_is_kept_of_a_phone_but_a_number_it_was_given(cast, login):
    session = signing(cast)
    client = login("teacher")
    client.post(reverse("sign"), {"token": code_of(session)}, headers={"user-agent": "Huawei Mate 60"})
    cookie = client.cookies["phone"]
    row = session.attendances.get(teacher=cast.teachers["teacher"])
    assert cookie["httponly"] and len(cookie.value) == 32 and row.device not in ("", cookie.value)
    assert not [field.name for field in Attendance._meta.fields if field.name in ("latitude", "longitude", "location", "agent")]
    assert "Huawei" not in str(list(AuditEntry.objects.values_list("after", "reason")))


def test_s11_later_marks_need_a_reason_and_more_than_a_tenth_is_told(cast, login):
    session = opened(cast)
    Activity.objects.filter(pk=session.activity_id).update(state="finished")
    rows = list(session.attendances.exclude(teacher=cast.teachers["office"]))
    client, url = login("office"), reverse("roll", args=[session.pk])
    one = {f"s-{rows[0].pk}": A.PRESENT, f"v-{rows[0].pk}": 0}
    assert client.post(url, one).status_code == 409
    client.post(url, {**one, "reason": "手机没电"})
    assert session.attendances.get(pk=rows[0].pk).how == How.LATER
    page = client.get(reverse("activity_attendance", args=[session.activity_id])).content.decode()
    assert "补签 1 人，超过名单的一成" in page
    assert "补签超过一成：读书交流会" in client.get(reverse("home")).content.decode()


def test_checking_out_before_the_end_is_early_by_the_servers_clock(cast, login):
    session = signing(cast)
    with pytest.raises(Refused, match="不用签退"):
        sign_in.sign_out(cast.person("teacher"), session)
    Activity.objects.filter(pk=session.activity_id).update(check_out=True)
    client, url = login("teacher"), reverse("sign_out", args=[session.pk])
    assert client.post(url).status_code == 409, "who did not sign in cannot sign out"
    client.post(reverse("sign"), {"token": code_of(session)})
    assert "签退" in client.get(reverse("signed", args=[session.pk])).content.decode()
    client.post(url)
    row = session.attendances.get(teacher=cast.teachers["teacher"])
    assert row.state == A.LEFT_EARLY and row.left_at
    session.ends = datetime.time(0, 0)
    session.save()
    client.post(url)
    row.refresh_from_db()
    assert row.state == A.PRESENT


def test_a_meeting_of_six_takes_two_taps(cast, login):
    session = opened(cast, group="chinese")
    page = login("office").get(reverse("activity_attendance", args=[session.activity_id])).content.decode()
    assert "全部出席" in page and f"确认 {session.attendances.count()} 人都到了" in page  # first tap opens, second confirms
    login("office").post(reverse("roll", args=[session.pk]), {"do": "all"})
    assert not session.attendances.filter(state=A.PENDING).exists()


def test_a_roll_of_sixty_is_one_tap_and_one_for_each_exception(cast, login):
    for n in range(60 - len(cast.teachers)):
        a_teacher(cast.school, f"教师{n}", user=a_user(f"u{n}", f"教师{n}"), term=cast.term)
    session = opened(cast)
    client, url = login("office"), reverse("roll", args=[session.pk])
    taps = 1
    client.post(url, {"do": "all"})
    late = session.attendances.exclude(teacher=cast.teachers["office"])[:5]
    for row in late:  # a tap saves itself: one request each, no confirmation
        taps += 1
        answer = client.post(url, {f"s-{row.pk}": A.LATE, f"v-{row.pk}": row.version}, headers={"accept": "application/json"})
        assert list(answer.json()["saved"]) == [str(row.pk)]
    assert taps == 6 and session.attendances.count() == 60
    assert session.attendances.filter(state=A.PRESENT).count() == 54 and session.attendances.filter(state=A.LATE).count() == 5


def test_why_somebody_is_on_leave_is_for_those_who_run_the_activity(cast, login):
    session = opened(cast)
    session.attendances.filter(teacher=cast.teachers["other"]).update(state=A.SICK, how=How.LEAVE)
    url = reverse("activity_attendance", args=[session.activity_id])
    colleague, office = (login(who).get(url).content.decode() for who in ("colleague", "office"))
    assert "病假" not in colleague and "请假 1" in colleague and "病假 1" in office


def test_s10_a_wall_without_network_shows_no_code_and_hand_marks_merge(cast):
    """The script of the wall takes the code away (tests/browser); by hand and by code the row stays one."""
    session = signing(cast)
    row = session.attendances.get(teacher=cast.teachers["teacher"])
    attendance.mark(cast.person("office"), session, [attendance.Mark(row.pk, A.PRESENT, row.version)])
    again = sign_in.sign(cast.person("teacher"), session, How.QR)
    assert (again.pk, again.how, session.attendances.filter(teacher=cast.teachers["teacher"]).count()) == (row.pk, How.HAND, 1)
