"""起草计划 in the browser: a pause saves, a cut network and a closed page lose nothing, two editors keep both texts."""
from __future__ import annotations

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from plans.models import Section
from tests.browser.checks import faults
from tests.browser.conftest import PHONE
from tests.builders import a_cast
from tests.plans.a_plan import a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    with scopes_disabled():
        cast = a_cast()
        cast.plan = a_draft(cast)
        yield cast


def write(page, words: str) -> None:
    page.locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def body() -> str:
    return Section.objects.get(title="指导思想").body


def test_a_pause_saves_and_a_cut_network_is_waited_out(people, visit):
    visitor = visit(people.users["office"])
    page = visitor.open(f"/plans/{people.plan.pk}/edit/")
    write(page, "先存的一句。")
    expect(page.locator("#saved")).to_contain_text("已保存", timeout=10_000)
    assert "先存的一句。" in body() and visitor.wrong == []
    page.context.set_offline(True)
    write(page, "断网时写的。")
    expect(page.locator("#saved")).to_contain_text("网络断了", timeout=10_000)
    assert "断网时写的。" not in body()
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("已保存", timeout=15_000)
    assert "断网时写的。" in body()


def test_a_page_closed_without_network_shows_its_words_again(people, visit):
    visitor = visit(people.users["office"])
    page = visitor.open(f"/plans/{people.plan.pk}/edit/")
    expect(page.locator("[contenteditable=true]")).to_be_visible()
    page.context.set_offline(True)
    write(page, "合上盖子前写的。")
    expect(page.locator("#saved")).to_contain_text("网络断了", timeout=10_000)
    page.close()
    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(f"{visitor.base}/plans/{people.plan.pk}/edit/")
    expect(again.locator("#conflict")).to_contain_text("合上盖子前写的。")


def test_two_editors_of_one_section(people, visit):
    first, second = visit(people.users["office"]), visit(people.users["leader"])
    address = f"/plans/{people.plan.pk}/edit/"
    one, other = first.open(address), second.open(address)
    write(one, "教导处写的。")
    expect(one.locator("#saved")).to_contain_text("已保存", timeout=10_000)
    write(other, "副校长写的。")
    expect(other.locator("#conflict")).to_contain_text("教导处写的。", timeout=10_000)
    expect(other.locator("#conflict")).to_be_in_viewport()
    expect(other.locator("[contenteditable=true]")).to_contain_text("副校长写的。")
    assert "副校长写的。" not in body()
    assert faults(other) == []
    other.get_by_role("button", name="用我的").click()
    expect(other.locator("#saved")).to_contain_text("已保存", timeout=10_000)
    assert "副校长写的。" in body()


def test_the_toolbar_speaks_chinese_and_fits_the_phone(people, visit):
    visitor = visit(people.users["office"], PHONE)
    page = visitor.open(f"/plans/{people.plan.pk}/edit/")
    expect(page.get_by_role("button", name="加粗")).to_be_visible()
    said = page.evaluate("[...document.querySelectorAll('.prose-menubar button')].map(b => b.title || b.innerText)")
    assert not [word for word in said if word.strip().isascii() and word.strip()], said
    assert faults(page) == [] and visitor.wrong == []
