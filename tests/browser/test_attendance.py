"""Sign-in and roll-call in the browser: the wall, the phone that scans, the leader who taps."""
from __future__ import annotations

import time

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import expect

from activities import codes
from activities.models import Attendance
from activities.states import AttendanceState as A
from tests.activities.event import signing
from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.builders import PASSWORD, a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    cast = a_cast()
    user = cast.users["teacher"]
    user.set_password(PASSWORD)
    user.save()
    with scope(school=[cast.school]):
        yield cast


def test_a_scan_while_logged_out_lands_signed_in_and_stands_on_the_wall(people, visit):
    session = signing(people)
    wall = visit(people.users["office"], DESK).open(reverse("projector", args=[session.pk]))
    expect(wall.locator("[data-svg] svg")).to_be_visible()
    token = codes.token(session.pk, session.secret, codes.window_at(time.time()))
    phone = visit(None, PHONE).open(f"/s/{token}")
    phone.get_by_label("工号或手机号").fill(people.users["teacher"].username)
    phone.get_by_label("密码", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="登录", exact=True).click()
    expect(phone.get_by_text("签到成功")).to_be_visible()
    assert faults(phone) == []
    expect(wall.locator("[data-names]")).to_have_text("方静宜", timeout=16_000)
    expect(wall.locator("[data-svg] svg")).to_be_visible()


def test_s10_without_network_the_code_disappears_and_comes_back(people, visit):
    session = signing(people)
    wall = visit(people.users["office"], DESK).open(reverse("projector", args=[session.pk]))
    wall.context.set_offline(True)
    expect(wall.get_by_role("alert")).to_contain_text("签到码已经收起")
    expect(wall.locator("[data-svg] svg")).to_have_count(0)
    expect(wall.locator("[data-spoken]")).to_be_hidden()
    wall.context.set_offline(False)
    expect(wall.locator("[data-svg] svg")).to_be_visible()


def test_each_tap_of_the_roll_is_saved(people, visit):
    session = signing(people)
    visitor = visit(people.users["office"], PHONE)
    page = visitor.open(reverse("roll", args=[session.pk]))
    page.get_by_role("button", name="全部出席").click()
    page.get_by_role("group", name="方静宜", exact=True).get_by_text("公出").click()
    row = page.locator("li[data-row]", has_text="郑国栋")
    row.locator("summary").click()
    row.get_by_text("病假").click()
    expect(page.locator("[data-count]")).to_have_text("出勤 5　公出 1　请假 1　未记 1")
    states = dict(Attendance.objects.filter(session=session).values_list("teacher__name", "state"))
    assert (states["方静宜"], states["郑国栋"], states["何淑芬"]) == (A.ON_DUTY, A.SICK, A.PENDING)
    assert faults(page) == [] and visitor.wrong == []
