"""去听公开课 on the phone: a place at a tap, the minute at a tap, the page killed in the middle; handed in once, it counts everywhere."""
from __future__ import annotations

import pytest
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from activities.models import Observation
from activities.queries.quotas import quota_progress
from instruments.library import seed_library
from plans.models import Plan, Quota
from tests.activities.lessons import a_slot, an_open_lesson
from tests.browser.checks import faults
from tests.browser.conftest import PHONE
from tests.builders import a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    with scopes_disabled():
        cast = a_cast()
        seed_library(cast.school)
        plan = Plan.objects.create(school=cast.school, term=cast.term, title="研修计划", state="published")
        Quota.objects.create(
            plan=plan, order=1, name="听课", source="observations:made", period="term", number=20, unit="节", audience={"all": True}
        )
        yield cast


def watched(cast) -> int:
    with scope(school=[cast.school]):
        return quota_progress(cast.person("teacher"), cast.term)[0].done


def test_booked_heard_killed_and_handed_in_once(people, visit):
    lesson = an_open_lesson(people, starts=None)
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open("/lessons/")
    page.get_by_role("button", name="我要去听").click()
    expect(page.get_by_text("约好了")).to_be_visible()
    assert faults(page) == [] and watched(people) == 0
    page.get_by_role("button", name="记听课").click()
    expect(page.get_by_label("课题")).to_have_value("平行与垂直")
    page.get_by_role("button", name="现在开始").click()
    line = page.get_by_label("再记一行", exact=True)
    line.fill("任意画两条直线")
    line.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    page.context.set_offline(True)
    line.fill("分类，有争论")
    line.press("Enter")
    page.get_by_label("建议", exact=True).fill("垂直讲得偏快")
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.close()
    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(f"{visitor.base}/lessons/{lesson.pk}/")
    again.get_by_role("link", name="接着记").click()
    expect(again.locator("[data-log] li")).to_have_count(2)
    expect(again.get_by_label("建议", exact=True)).to_have_value("垂直讲得偏快")
    again.get_by_text("不评分", exact=True).first.click()
    again.get_by_role("button", name="交上去").click()
    expect(again.get_by_text("郑国栋可以看到并回应")).to_be_visible(timeout=10_000)
    row = Observation.objects.get()
    assert (row.lesson, row.state, [part["text"] for part in row.process]) == (lesson, "submitted", ["任意画两条直线", "分类，有争论"])
    assert watched(people) == 1
    again.goto(f"{visitor.base}/lessons/{lesson.pk}/")
    expect(again.get_by_text("建议：垂直讲得偏快")).to_be_visible()
    assert faults(again) == []


def test_the_timetable_fills_in_and_never_locks(people, visit):
    a_slot(people)
    page = visit(people.users["teacher"], PHONE).open("/observations/new/")
    page.get_by_label("节次").fill("2")
    page.get_by_label("班级").fill("4.1")
    page.get_by_label("班级").press("Tab")
    expect(page.get_by_text("照课表填的：郑国栋")).to_be_visible()
    assert page.get_by_label("授课教师").input_value() == str(people.teachers["colleague"].pk)
    page.get_by_label("授课教师").select_option(str(people.teachers["other"].pk))
    page.get_by_label("课题").fill("除法")
    expect(page.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    with scope(school=[people.school]):
        assert Observation.objects.get().observed == people.teachers["other"]
