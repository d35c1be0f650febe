"""多少下、几页: the principal makes a publishable plan from last term's and from a Word file, counted; rows are moved by mouse and keys."""
from __future__ import annotations

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import Locator, Page, expect

from plans.models import Plan, ScheduleEntry
from tests.browser.checks import faults
from tests.builders import a_cast
from tests.plans import a_school_plan
from tests.plans.a_plan import a_draft
from tests.plans.test_copying import last_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLICKS, PAGES = 12, 8  # five and five from last term, ten and seven from a Word file when measured


@pytest.fixture
def people():
    with scopes_disabled():
        cast = a_cast()
        yield cast


class Hands:
    """Whoever sits before the page: counts what is pressed, filled and opened."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.pages = page, 0, 0
        page.on("framenavigated", lambda frame: self._turned() if frame == page.main_frame else None)

    def _turned(self) -> None:
        self.pages += 1

    def press(self, what: Locator) -> None:
        self.clicks += 1
        what.click()
        self.page.wait_for_load_state()

    def give(self, what: Locator, text: str) -> None:
        self.clicks += 1
        what.fill(text)

    def publish(self) -> None:
        """提交, then 同意并发布 on the page that shows the whole plan."""
        self.press(self.page.get_by_role("button", name="提交审批"))
        self.press(self.page.get_by_role("button", name="同意并发布"))
        expect(self.page.get_by_text("计划现在是『已发布』")).to_be_visible(timeout=60_000)

    def within_measure(self, way: str) -> None:
        print(f"\n{way}: {self.clicks} clicks, {self.pages} pages")
        assert self.clicks <= CLICKS and self.pages <= PAGES, (self.clicks, self.pages)


def test_from_last_terms_plan(people, visit):
    with scopes_disabled():
        last_term(people)
    page = visit(people.users["principal"]).open("/")
    hands = Hands(page)
    hands.press(page.get_by_role("navigation", name="主导航").get_by_role("link", name="计划", exact=True))
    hands.press(page.get_by_role("link", name="照以前的计划起草"))
    hands.press(page.get_by_role("button", name="写进"))
    expect(page.locator("#beside")).not_to_contain_text("正在看", timeout=20_000)
    hands.publish()
    hands.within_measure("from last term's plan")
    assert Plan.objects.get(term=people.term).editions.count() == 1


def test_from_a_word_file(people, visit, tmp_path):
    path = tmp_path / "计划.docx"
    path.write_bytes(a_school_plan.as_word())
    page = visit(people.users["principal"]).open("/")
    hands = Hands(page)
    hands.press(page.get_by_role("navigation", name="主导航").get_by_role("link", name="计划", exact=True))
    hands.press(page.get_by_role("link", name="读入写好的 Word 计划"))
    page.locator("input[type=file]").set_input_files(path)
    hands.clicks += 2  # the chooser and the file in it
    hands.press(page.get_by_role("button", name="读一读", exact=True))
    hands.give(page.get_by_label("原计划第一周里的一天"), "2019-03-04")
    hands.press(page.get_by_role("button", name="按周次搬"))
    hands.press(page.get_by_role("button", name="同意，写进草稿"))
    hands.publish()
    hands.within_measure("from a Word file")
    assert Plan.objects.get(term=people.term).schedule.count() == 7


def test_a_row_is_moved_by_mouse_and_by_keys_and_put_back(people, visit):
    with scopes_disabled():
        a_draft(people, rows=2)
    visitor = visit(people.users["office"])
    page = visitor.open("/plans/schedule/?month=2026-09")

    def day() -> str:
        return str(ScheduleEntry.objects.get(title="第 1 次读书交流").starts)

    box, cell = page.locator("[data-on-day='2026-09-09'] .grip").bounding_box(), page.locator("[data-on-day='2026-09-16']").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(cell["x"] + 30, cell["y"] + 40, steps=6)
    expect(page.locator("#moving")).to_contain_text("两边都要参加")
    page.mouse.up()
    expect(page.locator("#moving")).to_contain_text("移到9月16日（周三）")
    assert day() == "2026-09-16"
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#moving")).to_contain_text("放回原来的日子")
    assert day() == "2026-09-09"
    page.locator("[data-on-day='2026-09-09'] .grip").focus()
    for key in ("Shift+ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#moving")).to_contain_text("移到9月17日（周四）")
    assert day() == "2026-09-17" and visitor.wrong == [] and faults(page) == []
