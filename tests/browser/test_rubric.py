"""The rubric editor in a browser: the example answers while one types, a drag stores the order, axe finds nothing."""
from __future__ import annotations

import pytest
from django_scopes import scope

from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.builders import a_cast
from tests.evaluation import builders as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    people = a_cast()
    with scope(school=[people.school]):
        yield people, make.a_rubric(people, state="draft", vote=None)


def test_an_item_is_tried_while_it_is_written(world, visit):
    people, rubric = world
    visitor = visit(people.users["office"])
    page = visitor.open(f"/rubrics/{rubric.pk}/item/?code=1")
    page.fill('[name="x.count"]', "8")
    page.fill('[name="x.of"]', "10")
    page.get_by_text("缺 2 次，每缺 1 次扣 1 分：10 − 2 = 8 分").wait_for()
    page.fill('[name="r.per_missing"]', "2")
    page.get_by_text("缺 2 次，每缺 1 次扣 2 分：10 − 4 = 6 分").wait_for()
    page.select_option('[name="r.kind"]', "bands")
    page.fill('[name="r.bands.0.low"]', "90")
    page.fill('[name="r.bands.0.points"]', "10")
    page.get_by_role("button", name="再加一行").first.click()
    page.fill('[name="r.bands.1.points"]', "0")
    page.get_by_role("button", name="存这一项").click()
    page.wait_for_url("**/rubrics/*/#i1")
    assert page.locator("#i1").is_visible()
    rubric.refresh_from_db()
    assert rubric.document["items"][0]["rule"] == {"kind": "bands", "bands": [{"at_least": 90, "points": 10}, {"points": 0}]}
    assert visitor.wrong == []


def test_a_drag_stores_the_order(world, visit):
    people, rubric = world
    page = visit(people.users["office"]).open(f"/rubrics/{rubric.pk}/")
    grips = page.locator(".item .grip")
    with page.expect_navigation():
        grips.nth(1).drag_to(page.locator(".item").nth(0))
    rubric.refresh_from_db()
    assert [item["code"] for item in rubric.document["items"]][:3] == ["2", "1", "3"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_of_the_editor(world, visit, size):
    people, rubric = world
    visitor = visit(people.users["office"], size)
    for address in ("/rubrics/", f"/rubrics/{rubric.pk}/", f"/rubrics/{rubric.pk}/item/?code=11", f"/rubrics/{rubric.pk}/whole/",
                    f"/rubrics/{rubric.pk}/compare/", "/rubrics/read/", f"/plans/rubric/{rubric.pk}/"):
        page = visitor.open(address)
        page.wait_for_load_state("networkidle")
        assert faults(page) == [], address
    page = visitor.open("/rubrics/read/")
    page.fill('[name="text"]', "细则（满分20分）\n1、笔记（10分）：不少于8篇，每少一篇扣1分。\n2、听课（10分）：酌情给分。")
    page.get_by_role("button", name="读读看").click()
    page.get_by_role("heading", name="读成这样").wait_for()
    assert faults(page) == []
    assert visitor.wrong == []
