"""The demo school on a real server with a real worker: built once, copied for each story, opened from the login page."""
from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Visitor, _watch
from tests.services.conftest import Installation, running, wait_for
from tests.services.postgres import free_port
from yanxiu.demo.accounts import ACCOUNTS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
BUILT = pytest.StashKey[Future[Path]]()
LABELS = dict(ACCOUNTS)


class DemoSchool(Installation):
    """One copy of the demo school with its own address."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            folder, DEMO_DAY="2026-11-18", BASE_URL=self.url, REDIS_URL="", DATABASE_URL=f"sqlite:///{folder / 'yanxiu.sqlite3'}",
        )

    def server(self):
        command = [sys.executable, "-m", "gunicorn", "yanxiu.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4",
                   "--log-level", "warning"]
        return running(command, cwd=ROOT, env=self.environment)

    def answers(self) -> bool:
        with urlopen(f"{self.url}/health/", timeout=5) as answer:
            return answer.status == 200


def build() -> Path:
    """The demo school, built once for all processes of a run; BUILT_DEMO names a folder that holds one already."""
    if ready := os.environ.get("BUILT_DEMO"):
        return Path(ready)
    folder = Path(os.environ["VAR"]) / f"demo-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    folder.mkdir(exist_ok=True, parents=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            place = DemoSchool(folder)
            for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0", "--ignore", "admin"], ["demo"]):
                place.manage(*command)
            (folder / "built").touch()
    return folder


def pytest_collection_finish(session: pytest.Session) -> None:
    """The stories stand last (tests/conftest.py); their school is built while the others run."""
    if any(item.path.parent == HERE for item in session.items):
        session.config.stash[BUILT] = ThreadPoolExecutor(1).submit(build)


@pytest.fixture(scope="session")
def built_demo(request) -> Path:
    return request.config.stash[BUILT].result()


@pytest.fixture
def demo(built_demo, tmp_path) -> Iterator[DemoSchool]:
    folder = tmp_path / "school"
    shutil.copytree(built_demo, folder, ignore=shutil.ignore_patterns("static", "queue"))
    (folder / "static").symlink_to(built_demo / "static")
    place = DemoSchool(folder)
    with place.server():
        wait_for(place.answers, "the demo school answering")
        yield place


@pytest.fixture
def worker(demo) -> Iterator[subprocess.Popen]:
    with demo.worker() as process:
        yield process


@pytest.fixture
def enter(browser: Browser, demo) -> Iterator[Callable[..., Page]]:
    """`enter("jiaodao")` opens a window, presses that account's button on the login page and stands on its home page.

    What goes wrong in any window (a script, a console line, a request that leaves the machine) fails the story at its end.
    """
    contexts, visitors = [], []

    def window(account: str, size: dict = DESK) -> Page:
        context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=size is not DESK, accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, demo.url)
        visitors.append(visitor)
        context.on("request", lambda request: _watch(visitor, request.url))
        context.on("weberror", lambda error: visitor.wrong.append(f"script: {error.error}"))
        context.on("console", lambda line: visitor.wrong.append(f"console: {line.text}") if _bad(line) else None)
        page.goto(demo.url)
        sheets = page.locator("link[rel=stylesheet]").evaluate_all("links => links.map(link => link.href)")
        assert sheets and all(re.search(r"\.[0-9a-f]{12}\.css$", sheet) for sheet in sheets), "collected under names with a hash"
        page.get_by_role("button", name=re.compile(rf"{LABELS[account]}\s*{account}")).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield window
    wrong = [line for visitor in visitors for line in visitor.wrong]
    for context in contexts:
        context.close()
    assert wrong == []


def _bad(line) -> bool:
    """Errors count, except that a request failed while a story has cut the network."""
    return line.type == "error" and "ERR_INTERNET_DISCONNECTED" not in line.text
