"""方静宜 on her phone: a reflection without network, handed in, taken back, handed in again; then today's sign-in."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 780}
WORDS = "第三排那个孩子没有举手，我先叫了他的名字，他站起来把算式从头讲了一遍，全班都安静地听。"


def test_a_reflection_in_the_corridor(enter):
    page = enter("jiaoshi", PHONE)
    tabs = page.get_by_role("navigation", name="底栏")
    tabs.get_by_role("link", name="新写").click()
    page.get_by_role("link", name="反思", exact=True).click()
    page.get_by_label("题目").fill("叫名字以后")
    page.get_by_label("正文").fill(WORDS[:20])
    expect(page.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    page.context.set_offline(True)
    page.get_by_label("正文").fill(WORDS)
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("还没有交")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("没有网络")).to_be_hidden(timeout=15_000)
    expect(page.locator("[data-saved]")).to_contain_text("已存")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("交上去了")).to_be_visible()
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回")).to_be_visible()
    expect(page.get_by_label("正文")).to_have_value(WORDS)
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("交上去了")).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text(WORDS)
    expect(page.get_by_text("交过 2 次")).to_be_visible()


def test_todays_meeting_by_the_code_on_the_wall(enter):
    office = enter("jiaodao")
    office.get_by_role("navigation", name="主导航").get_by_role("link", name="活动").click()
    office.get_by_role("row").filter(has_text="今天").get_by_role("link").first.click()
    office.get_by_role("navigation", name="这次活动").get_by_role("link", name="签到").click()
    start = office.get_by_role("button", name=re.compile("开始签到"))
    if start.count():
        start.first.click()
    else:
        office.get_by_role("link", name="投影签到码").first.click()
    pin = office.locator("[data-spoken]")
    expect(pin).to_have_text(re.compile(r"\d{3} \d{3}"))
    came = int(office.locator("[data-came]").inner_text())

    phone = enter("jiaoshi", PHONE)
    phone.get_by_role("navigation", name="底栏").get_by_role("link", name="活动").click()
    phone.get_by_role("link", name="输入口令").first.click()
    phone.get_by_label("投影上的六位数字").fill(pin.inner_text())
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_text("签到成功")).to_be_visible()
    expect(office.locator("[data-came]")).to_have_text(str(came + 1), timeout=15_000)
    expect(office.locator("[data-names]")).to_contain_text("方静宜")
