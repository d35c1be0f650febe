"""走廊里写的反思: written with no signal, there once when the signal is back; a killed page loses nothing (X7)."""
from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from activities.models import Observation, Work
from instruments.library import seed_library
from tests.activities.records import a_photo, a_work, kind_of
from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.builders import a_cast, a_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "走到楼梯口才想起来，他说的并不全错。"


@pytest.fixture
def people():
    with scopes_disabled():
        cast = a_cast()
        seed_library(cast.school)
        kind_of(cast)
        yield cast


def new_page(people) -> str:
    return f"/works/new/{kind_of(people).pk}/"


def test_a_reflection_written_offline_arrives_once(people, visit):
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open(new_page(people))
    page.context.set_offline(True)
    page.get_by_label("正文").fill(WORDS)
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("还没有交")).to_be_visible()
    assert not Work.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("已存", timeout=15_000)
    expect(page.get_by_text("没有网络")).to_be_hidden()
    assert Work.objects.get().body == WORDS
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("交上去了")).to_be_visible()
    work = Work.objects.get()
    assert (work.state, work.versions.count(), work.body) == ("submitted", 1, WORDS)


def test_words_typed_before_the_script_came_are_kept(people, visit):
    visitor = visit(people.users["teacher"], PHONE)
    late = []
    visitor.page.route("**/writing.js", lambda route: late.append(route))
    visitor.page.goto(visitor.base + new_page(people), wait_until="commit")
    visitor.page.get_by_label("正文").fill(WORDS)
    late[0].continue_()
    expect(visitor.page.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    assert Work.objects.get().body == WORDS


def test_a_killed_page_gives_its_words_back(people, visit):
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open(new_page(people))
    page.context.set_offline(True)
    page.get_by_label("正文").fill(WORDS)
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(visitor.base + new_page(people))
    expect(again.get_by_label("正文")).to_have_value(WORDS)
    expect(again.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    assert Work.objects.get().body == WORDS


def test_a_killed_browser_gives_its_words_back(people, visit, playwright, browser_type_launch_args, tmp_path):
    """The phone runs empty: every process of the browser ends at once, without a goodbye."""
    visitor = visit(people.users["teacher"], PHONE)
    phone = {**browser_type_launch_args, "user_data_dir": str(tmp_path), "viewport": PHONE, "locale": "zh-CN"}
    cookies = [{**cookie, "expires": time.time() + 3600} for cookie in visitor.page.context.cookies()]
    context = playwright.chromium.launch_persistent_context(**phone)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(visitor.base + new_page(people))
    context.set_offline(True)
    page.get_by_label("正文").fill(WORDS)
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.wait_for_timeout(6_000)  # Chromium writes what a page keeps to its disk every five seconds
    for process in Path("/proc").glob("[0-9]*"):
        if str(tmp_path).encode() in (process / "cmdline").read_bytes():
            os.kill(int(process.name), signal.SIGKILL)
    context = playwright.chromium.launch_persistent_context(**phone)
    context.add_cookies(cookies)  # a teacher's is on the disk for weeks; this one was not there half a minute
    page = context.new_page()
    page.goto(visitor.base + new_page(people))
    expect(page.get_by_label("正文")).to_have_value(WORDS)
    expect(page.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    context.close()
    assert Work.objects.get().body == WORDS


def test_an_answer_lost_on_the_way_is_no_stale_edit(people, visit):
    """The school saved, the phone never heard of it and went on writing: one row, the newer words, no question."""
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open(new_page(people))
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/works/**", lose_the_first)
    page.get_by_label("正文").fill("第一句。")
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.get_by_label("正文").fill("第一句。第二句。")
    expect(page.locator("[data-saved]")).to_contain_text("已存", timeout=15_000)
    expect(page.get_by_text("两份不一样")).to_be_hidden()
    assert len(lost) == 1 and Work.objects.get().body == "第一句。第二句。"


def test_two_devices_see_both_texts_and_choose(people, visit):
    work = a_work(people, state="draft", body="原来的。")
    address = f"/works/{work.pk}/edit/"
    phone, desk = visit(people.users["teacher"], PHONE).open(address), visit(people.users["teacher"], DESK).open(address)
    desk.get_by_label("正文").fill("电脑上写的。")
    expect(desk.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    phone.get_by_label("正文").fill("手机上写的。")
    expect(phone.get_by_role("region", name="已经存下的那一份")).to_contain_text("电脑上写的。", timeout=10_000)
    expect(phone.get_by_role("region", name="现在这一份")).to_contain_text("手机上写的。")
    phone.get_by_role("button", name="留现在这一份").click()
    expect(phone.get_by_text("两份不一样")).to_be_hidden()
    expect(phone.locator("[data-saved]")).to_contain_text("已存")
    work.refresh_from_db()
    assert work.body == "手机上写的。"


def test_photos_go_up_and_stand_in_a_strip(people, visit):
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open(new_page(people))
    page.get_by_label("拍照或选照片").set_input_files(
        [{"name": f"{no}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(no)} for no in (1, 2)]
        + [{"name": "假.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}]
    )
    expect(page.get_by_text("这不是照片文件")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("img")).to_have_count(2)
    page.get_by_role("button", name="第 1 张向右转").click()
    expect(page.get_by_role("img").first).to_have_attribute("width", "480")
    page.get_by_role("button", name="去掉第 2 张").click()
    expect(page.get_by_role("img")).to_have_count(1)
    page.get_by_label("选文件").set_input_files({"name": "教案.pdf", "mimeType": "application/pdf", "buffer": a_pdf("教案")})
    page.get_by_role("button", name="交上去").click()  # at once: it waits until everything chosen is at the school
    expect(page.get_by_text("交上去了")).to_be_visible(timeout=15_000)
    work = Work.objects.get()
    assert (work.photos.count(), work.files.count()) == (1, 1)


def test_a_lesson_is_noted_line_by_line_and_survives_a_locked_screen(people, visit):
    visitor = visit(people.users["teacher"], PHONE)
    page = visitor.open("/observations/new/")
    page.get_by_role("button", name="现在开始").click()
    line = page.get_by_label("再记一行", exact=True)
    line.fill("任意画两条直线")
    line.press("Enter")
    page.context.set_offline(True)
    page.get_by_label("输姓名或拼音找人").fill("郑国")
    page.get_by_label("课题").fill("平行与垂直")
    line.fill("分类，有争论")
    line.press("Enter")
    expect(page.get_by_text("已存在这部手机上")).to_be_visible(timeout=10_000)
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(visitor.base + "/observations/new/")
    expect(again.locator("[data-log] li")).to_have_count(2)
    expect(again.locator("[data-saved]")).to_contain_text("已存", timeout=10_000)
    for indicator in again.locator("[data-sheet] fieldset").all():
        indicator.get_by_text("优", exact=True).click()
    again.get_by_role("button", name="交上去").click()
    expect(again.get_by_text("郑国栋可以看到并回应")).to_be_visible()
    row = Observation.objects.get()
    assert [part["text"] for part in row.process] == ["任意画两条直线", "分类，有争论"]
    assert row.response.total == 100


def test_review_by_keys(people, visit):
    works = [a_work(people), a_work(people, "colleague")]
    page = visit(people.users["office"], DESK).open(f"/review/{works[0].pk}/")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(works[1].title)
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text(works[0].title)
    page.keyboard.press("r")
    expect(page.get_by_label("批语")).to_be_focused()
    page.keyboard.type("aej")
    page.get_by_role("button", name="退回修改").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(works[1].title)
    page.keyboard.press("e")
    expect(page.get_by_text("没有等着看的")).to_be_visible()
    assert [Work.objects.get(pk=work.pk).state for work in works] == ["returned", "excellent"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_of_likeness_is_sound(people, visit, size):
    alike = a_work(people, "colleague", body="他说落花生是一种花，花落了才有果，大家笑，我也笑了，说坐下再读读课文。")
    copied = a_work(people, state="draft", body=alike.body + "我也一样。")
    page = visit(people.users["teacher"], size).open(f"/works/{copied.pk}/edit/")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("交之前看一眼")
    assert faults(page) == []
