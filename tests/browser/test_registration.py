"""报名 on two phones: the last place is taken under one thumb, the other waits, and moves up when the first gives it back."""
from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import expect

from activities.services import registration
from tests.activities.event import an_activity
from tests.browser.checks import faults
from tests.browser.conftest import PHONE
from tests.builders import a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_second_phone_waits_and_moves_up(visit):
    cast = a_cast()
    with scope(school=[cast.school]):
        activity = an_activity(cast, "书法与板书小班", day=date(2026, 12, 2))
        rooms = {activity.sessions.get().pk: 1}
        registration.offer(cast.person("office"), activity, "first", None, rooms, activity.version)
    page = reverse("activity_sign_up", args=[activity.pk])
    one, two = visit(cast.users["teacher"], PHONE), visit(cast.users["colleague"], PHONE)
    first, second = one.open(page), two.open(page)
    first.get_by_role("button", name="报名", exact=True).click()
    expect(first.get_by_text("报上了。")).to_be_visible()
    second.get_by_role("button", name="报名", exact=True).click()  # his page still showed a place
    expect(second.get_by_text("前面还有 0 人")).to_be_visible()
    assert faults(second) == []
    first.get_by_role("button", name="退出报名").click()
    expect(first.get_by_text("已经退出报名")).to_be_visible()
    second = two.open(page)
    expect(second.get_by_text("已报上", exact=True).first).to_be_visible()
    assert faults(second) == []
