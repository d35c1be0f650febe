"""个人计划: what is typed survives a cut network, a login that ran out and another window that saved first."""
from __future__ import annotations

import re

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from plans.models import Plan
from plans.services import team
from tests.browser.conftest import PHONE
from tests.builders import a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    with scopes_disabled():
        yield a_cast()


def test_a_personal_plan_loses_nothing(people, visit):
    plan = team.start_personal(people.person("teacher"), people.term)
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open(f"/plans/team/personal/{plan.pk}/")
    context, said, text = page.context, page.locator("#saved"), page.locator("textarea").first
    text.fill("每周听一节课。")
    expect(said).to_contain_text("已保存")

    other = context.new_page()
    other.goto(page.url)
    context.set_offline(True)
    text.fill("每周听两节课。")
    expect(said).to_contain_text("没有网络")
    page.close()
    context.set_offline(False)
    other.locator("textarea").first.fill("另一个窗口写的。")
    expect(other.locator("#saved")).to_contain_text("已保存")

    cookies = context.cookies()
    context.clear_cookies(name=re.compile("session"))
    other.locator("textarea").first.fill("登录过期以后写的。")
    expect(other.locator("#saved")).to_contain_text("要重新登录")
    context.add_cookies(cookies)
    expect(other.locator("#saved")).to_contain_text("已保存", timeout=10_000)
    assert "登录过期以后写的。" in Plan.objects.get(pk=plan.pk).sections.first().body
