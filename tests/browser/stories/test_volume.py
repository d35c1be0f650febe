"""档案员 builds the term's volume with a real worker, downloads it, seals it, and checks it; one byte later it no longer agrees."""
from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Error, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_from_building_to_the_check(enter, worker, tmp_path):
    page = enter("dangan")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="档案").click()
    page.get_by_role("button", name="打开这一卷").click()
    page.get_by_role("button", name="生成案卷").or_(page.get_by_role("button", name="重新生成")).first.click()
    bar = page.get_by_role("progressbar", name="进度")
    expect(bar).to_be_visible()
    steps, longest, last, seen = 0, 0.0, time.monotonic(), None
    while now := shown(page):
        if now != seen:
            steps, longest, last, seen = steps + 1, max(longest, time.monotonic() - last), time.monotonic(), now
        page.wait_for_timeout(200)
    assert steps >= 8 and longest < 15, f"{steps} steps, once {longest:.0f} s without one"
    expect(page.get_by_text("待归档").first).to_be_visible(timeout=200_000)
    book = download(page, "先下载看一遍", tmp_path / "ready.pdf")
    with pikepdf.open(book) as pdf:
        assert len(pdf.pages) > 50
    page.get_by_role("button", name="归档固化").click()
    expect(page.get_by_text("已归档，以后不再改动")).to_be_visible(timeout=60_000)
    sealed = download(page, "下载", tmp_path / "sealed.pdf")
    page.get_by_role("link", name="校验", exact=True).click()
    check(page, sealed, "一致")
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(data)
    check(page, changed, "不一致")


def shown(page: Page) -> list | None:
    """What the bar says, read in one go: it is renewed every second, and the page itself when the volume is ready."""
    try:
        return page.evaluate("() => { const job = document.querySelector('.job'), bar = job && job.querySelector('progress');"
                             " return bar && [bar.value, job.innerText] }")
    except Error:
        return None


def download(page: Page, link: str, target: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).first.click()
    waiting.value.save_as(target)
    return target


def check(page: Page, file: Path, verdict: str) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="校验").click()
    expect(page.get_by_role("status").locator(".st")).to_have_text(verdict, timeout=60_000)
