"""教导处 makes a survey from the library, 校长 lets a second one out, 方静宜 answers in the corridor, the result shows."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 780}


def test_a_survey_from_the_library_to_its_result(enter):
    office = enter("jiaodao")
    office.get_by_role("navigation", name="主导航").get_by_role("link", name="活动").click()
    office.get_by_role("navigation", name="主导航").get_by_role("link", name="问卷与评价表").click()
    office.get_by_role("link", name="评价表", exact=True).click()
    office.get_by_role("link", name="新建一张").click()
    office.get_by_label("从哪一张抄起").select_option(label="活动效果问卷（问卷）")
    office.get_by_label("名称").fill("讲座效果")
    office.get_by_role("button", name="建好，去改").click()
    office.get_by_role("button", name="加一项", exact=True).click()
    office.get_by_label("第 4 行，题目").fill("讲得清楚吗？")
    office.get_by_label("第 4 行，题型").select_option(label="量表")
    office.get_by_label("第 4 行，等级、满分或选项").fill("1—5：听不懂、很清楚")
    office.get_by_label("第 4 行，题目").press("Alt+ArrowUp")
    expect(office.get_by_label("第 3 行，题目")).to_have_value("讲得清楚吗？")
    expect(office.get_by_label("第 3 行，题目")).to_be_focused()
    expect(office.get_by_role("region", name="预览")).to_contain_text("很清楚")
    office.get_by_role("button", name="启用").click()
    office.get_by_role("link", name="发一份").click()
    give_out(office)
    expect(office.get_by_text("一个月最多一份问卷").first).to_be_visible()

    principal = enter("xiaozhang")
    principal.get_by_role("navigation", name="主导航").get_by_role("link", name="活动").click()
    principal.get_by_role("navigation", name="主导航").get_by_role("link", name="问卷与评价表").click()
    principal.get_by_role("link", name="发一份").click()
    principal.get_by_label("一个月发第二份问卷的理由").fill("讲座以后要马上知道")
    principal.get_by_label("用哪张表").select_option(label="讲座效果（问卷，约 2 分钟）")
    give_out(principal)
    expect(principal.get_by_text("发出去了")).to_be_visible()

    phone = enter("jiaoshi", PHONE)
    phone.get_by_role("link", name=re.compile("填写.*讲座效果")).click()
    phone.get_by_text("很有用").click()
    phone.get_by_role("group", name="讲得清楚吗？").get_by_text("5", exact=True).click()
    phone.reload()
    expect(phone.get_by_text("找回来了")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="交上去").click()
    expect(phone.get_by_text("没有网络")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("交上去了")).to_be_visible(timeout=10_000)

    principal.reload()
    expect(principal.get_by_text("1 人，100%")).to_have_count(2)


def give_out(page) -> None:
    page.get_by_label("名称").fill("讲座效果")
    page.get_by_label("发给全体教师").uncheck()
    page.get_by_label("另加").fill("方静宜")
    page.get_by_role("button", name="发出去").click()
