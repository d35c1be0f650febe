"""Debian's Chromium on desk and phone, logged in as one of the cast, with every request and error watched."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page

from school.models import User

# Playwright's event loop runs in this thread; the database is asked from it too, one call after the other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"],
    }


@dataclass
class Visitor:
    """One browser window of one person; `wrong` collects what went wrong while it was open."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        self.page.goto(self.base + address)
        return self.page


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Visitor]]:
    """`visit(user, PHONE)` opens a window logged in as that user (None: nobody). Leaving the machine is an error."""
    contexts = []

    def window(user: User | None = None, size: dict = DESK) -> Visitor:
        context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=size is PHONE, base_url=live_server.url
        )
        contexts.append(context)
        if user:
            context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": _session(user), "url": live_server.url}])
        page = context.new_page()
        visitor = Visitor(page, live_server.url)
        page.on("request", lambda request: _watch(visitor, request.url))
        page.on("pageerror", lambda error: visitor.wrong.append(f"script: {error}"))
        page.on("console", lambda line: visitor.wrong.append(f"console: {line.text}") if line.type == "error" else None)
        return visitor

    yield window
    for context in contexts:
        context.close()


def _watch(visitor: Visitor, address: str) -> None:
    if not address.startswith((visitor.base, "data:", "blob:")):
        visitor.wrong.append(f"left the machine: {address}")


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
