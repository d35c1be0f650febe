"""教导处 writes a section of the next version, 校长 publishes it, a teacher reads it."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SENTENCE = "本学期先把备课和听课的事做实。"


def test_a_new_version_from_draft_to_reader(enter):
    office = enter("jiaodao")
    side = office.get_by_role("navigation", name="主导航")
    side.get_by_role("link", name="计划").click()
    office.get_by_role("main").get_by_role("link", name="研修计划").first.click()
    office.get_by_role("button", name="起草新一版").click()
    expect(office.get_by_text("之后的草稿")).to_be_visible()
    office.get_by_role("navigation", name="计划提纲").get_by_role("link").first.click()
    writing = office.locator("[contenteditable=true]")
    writing.click()
    office.keyboard.press("Control+End")
    office.keyboard.press("Enter")
    office.keyboard.type(SENTENCE)
    expect(office.locator("#saved")).to_contain_text("已保存", timeout=10_000)
    office.reload()
    expect(writing).to_contain_text(SENTENCE)
    office.get_by_role("button", name="提交审批").click()
    expect(office.get_by_text("待审批").first).to_be_visible()

    principal = enter("xiaozhang")
    principal.get_by_role("listitem").filter(has_text="待审批").get_by_role("link", name="去看").click()
    expect(principal.get_by_role("heading", level=1)).to_contain_text("草稿")
    expect(principal.get_by_role("region", name="改了什么")).to_contain_text(SENTENCE)
    principal.get_by_role("button", name="同意并发布").click()
    expect(principal.get_by_text("计划现在是『已发布』")).to_be_visible(timeout=30_000)
    expect(principal.get_by_role("heading", level=1)).to_contain_text("第 2 版")

    teacher = enter("jiaoshi")
    teacher.get_by_role("navigation", name="主导航").get_by_role("link", name="计划").click()
    teacher.get_by_role("main").get_by_role("link", name="研修计划").first.click()
    expect(teacher.get_by_role("heading", level=1)).to_contain_text("第 2 版")
    expect(teacher.get_by_text(SENTENCE)).to_be_visible()
