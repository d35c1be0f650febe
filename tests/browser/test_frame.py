"""The frame on desk and phone: login, navigation, help and the pages that say no."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.builders import PASSWORD, a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    return a_cast()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_frame_are_sound(people, visit, size):
    for user, addresses in ((None, ["/accounts/login/"]), (people.users["office"], ["/more/", "/help/", "/help/points/", "/accounts/password/"])):
        visitor = visit(user, size)
        for address in addresses:
            assert faults(visitor.open(address)) == [], address
        assert visitor.wrong == []
    visitor = visit(people.users["teacher"], size)
    assert faults(visitor.open("/nowhere/")) == []


def test_from_login_to_logout_on_the_phone(people, visit):
    user = people.users["teacher"]
    user.set_password(PASSWORD)
    user.save()
    page = visit(None, PHONE).open("/help/points/")
    page.get_by_label("工号或手机号").fill(user.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样算分")
    page.get_by_role("navigation", name="所在位置").get_by_role("link", name="帮助").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("帮助")
    page.get_by_role("navigation", name="底栏").get_by_role("link", name="更多").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_navigation_with_keys_only(people, visit):
    """The first Tab offers 跳到正文; the side navigation follows."""
    page = visit(people.users["teacher"], DESK).open("/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="主导航").get_by_role("link", name="首页")).to_be_focused()


def test_targets_on_the_phone_are_44_pixels(people, visit):
    page = visit(people.users["office"], PHONE).open("/more/")
    small = page.evaluate("""() => [...document.querySelectorAll("main a, main button, .tabbar a")]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
      .map(e => e.textContent.trim() + " " + e.getBoundingClientRect().height)""")
    assert small == []
