"""What is too large is refused by its announced length, before it is stored anywhere (F04); no page is heavy on a phone."""
from __future__ import annotations

import gzip
import posixpath
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.activities.event import opened
from tests.activities.records import kind_of


@pytest.mark.parametrize("address", ["/verify/", "/accounts/login/", "/activities/1/files/"])
def test_a_request_of_gigabytes_is_refused_before_it_is_read(client, db, address):
    answer = client.generic("POST", address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(5 << 30))
    assert answer.status_code == 413 and "分几次传" in answer.content.decode()


PAGES = (
    "home", "mine", "write_new", "sign_code", "work_new", "observation_list", "observation_new", "activity_detail", "my_surveys", "lesson_list",
    "my_score", "schedule",
)
LINKED = re.compile(r'<(?:link[^>]*\bhref|script[^>]*\bsrc)="/static/([^"?#]+)"')
ASKED = re.compile(r"url\(['\"]?([^'\")?#]+)")


def _pressed(name: str, seen: dict[str, int]) -> None:
    """Adds a static file, and whatever its style sheet asks for, as it goes over the wire."""
    if name in seen or "://" in name or name.startswith("data:"):
        return
    data = Path(finders.find(name)).read_bytes()
    seen[name] = len(gzip.compress(data, 6)) if not name.endswith((".woff2", ".png", ".jpg")) else len(data)
    if name.endswith(".css"):
        for asked in ASKED.findall(data.decode()):
            if not asked.startswith("data:"):
                _pressed(posixpath.normpath(posixpath.join(posixpath.dirname(name), asked)), seen)


@pytest.mark.parametrize("address", PAGES)
def test_the_first_page_of_a_teacher_weighs_at_most_300_kb(cast, login, address):
    """The whole first load without photos: HTML and every style, script and font it links, pressed as they are sent."""
    args = {"work_new": [kind_of(cast).pk]}
    if address == "activity_detail":
        args[address] = [opened(cast).activity_id]
    html = login("teacher").get(reverse(address, args=args.get(address)), follow=True).content
    linked = LINKED.findall(html.decode())
    assert any(name.endswith(".css") for name in linked) and any(name.endswith(".js") for name in linked)
    seen = {"": len(gzip.compress(html, 6))}
    for name in linked:
        _pressed(name, seen)
    assert sum(seen.values()) <= 300 << 10, sorted(seen.items(), key=lambda one: -one[1])[:8]
