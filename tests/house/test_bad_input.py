"""Whatever is sent, no page breaks: odd parameters, odd values in every field, text that is markup (B01, B03, B07–B09)."""
from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from school.models import Teacher
from tests.house.matrix import ROUTES
from tests.house.test_walk import address, ask, entitled, said, world  # noqa: F401  the same two schools

pytestmark = pytest.mark.django_db

ODD = {
    "quote": "' OR 1=1--%_\\", "nul": "a\x00b", "digit": "²", "huge": "9" * 15,
    "markup": "<script>alert(1)</script>{{7*7}}{% load x %}𠮷",
}
ASKED = ("q", "page", "kind", "state", "group", "name", "tag", "when", "mine", "whose", "which", "edition", "section", "activity", "item", "draft",
         "only", "ordering", "next", "check", "more", "of", "a", "b", "with", "version", "teacher", "code")
SENT = (*ASKED, "step", "reason", "until", "parent", "key", "text", "at", "done", "title", "body", "day", "starts", "ends", "names", "visitors",
        "do", "token", "entry", "version", "decision", "no", "remark", "answer", "paper_pages", "caption", "n", "edition", "total", "points", "present",
        "agreed", "due", "teacher", "class_name", "leave_out", "back", "teachers", "role", "active", "school", "members", "leaders", "event_day",
        "privacy", "observed", "period", "phase", "note", "started", "code", "rows-TOTAL_FORMS", "rows-INITIAL_FORMS", "sessions-TOTAL_FORMS",
        "hours", "forms", "plus", "minus", "retention", "running", "kind", "severity", "clause", "item", "document", "carried")


def test_odd_parameters_break_no_page(world):  # noqa: F811
    """B03, B08: each parameter twice; the odd words take turns from page to page."""
    broken, words = [], list(ODD.values())
    for place, (name, route) in enumerate(ROUTES.items()):
        if "GET" not in route.methods or route.slow:
            continue
        url = address(name, world)
        answer = world.clients[entitled(route, "GET")].get(url.partition("?")[0], {
            key: [words[(place + at) % len(words)]] * 2 for at, key in enumerate(ASKED)
        })
        if answer.status_code >= 500:
            broken.append(f"{name}: {said(answer)}")
    assert not broken, "\n".join(broken)


def test_odd_fields_break_no_form(world):  # noqa: F811
    """B07, B10: refused with a sentence or stored as text, never a bug; the other words go into every form below."""
    broken, words = [], [ODD[name] for name in ("quote", "digit", "huge")]
    for place, (name, route) in enumerate(ROUTES.items()):
        if "POST" not in route.methods or name in ("login", "logout"):
            continue
        answer = ask(world, entitled(route, "POST"), "POST", address(name, world), {key: words[(place + at) % 3] for at, key in enumerate(SENT)})
        if answer.status_code >= 500:
            broken.append(f"{name}: {said(answer)}")
    assert not broken, "\n".join(broken)


def test_too_many_fields_are_refused(world):  # noqa: F811
    """B09: 3,000 fields are an attack, a grid of 2,000 cells is work."""
    client, url = world.clients["office"], address("mark_grid", world)
    assert client.post(url, {f"f{no}": "1" for no in range(3000)}).status_code == 400
    assert client.post(url, {f"f{no}": "1" for no in range(2000)}).status_code == 302


def test_markup_in_a_name_is_text_everywhere(world):  # noqa: F811
    """B01, B05: a name full of markup and template words stands on every page as it was written."""
    name = '<img src=x onerror=alert(1)>"\'{{7*7}}'
    with scopes_disabled():
        Teacher._base_manager.filter(school=world.ours.school).update(name=name[:30], classes=name)
    alive = []
    for route_name, route in ROUTES.items():
        if "GET" not in route.methods or route.slow:
            continue
        answer = ask(world, entitled(route, "GET"), "GET", address(route_name, world))
        if answer.status_code >= 500 or (
            answer.get("Content-Type", "").startswith("text/html") and re.search(rb"<img src=x onerror|onerror=alert\(1\)>\"", answer.body)
        ):
            alive.append(f"{route_name}: {said(answer)}")
    assert not alive, "\n".join(alive)
    assert "{{7*7}}" in world.clients["office"].get(reverse("roster")).content.decode()


class Forms(HTMLParser):
    """Every form of a page that is posted: its address, and its fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[tuple[str, str]]]]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), {}) if given.get("method", "").lower() == "post" else ("", {}))
        if not self.found:
            return
        fields, name = self.found[-1][1], given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("file", "submit"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                fields.setdefault(name, []).append((given.get("type", "text"), given.get("value", "")))
        elif tag == "textarea" and name:
            fields.setdefault(name, []).append(("text", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and given.get("value"):
            fields.setdefault(self.select, [("select", given["value"])])


TYPED = ("text", "number", "date", "time", "search", "tel", "email", "url", "datetime-local", "month")


@pytest.fixture(scope="module")
def forms(world) -> list[tuple[str, str, dict]]:  # noqa: F811
    """Who fills in which form: each address once, from whatever page shows it; new ones come by themselves."""
    found: dict[str, tuple[str, str, dict]] = {}
    for name, route in ROUTES.items():
        if "GET" not in route.methods or route.slow or name in ("login", "sign_kept"):
            continue
        who, url = entitled(route, "GET"), address(name, world)
        answer = ask(world, who, "GET", url)
        if answer.get("Content-Type", "").startswith("text/html"):
            parser = Forms()
            parser.feed(answer.body.decode())
            for action, fields in parser.found:
                there = (action or url).partition("#")[0]
                asked = re.sub(r"\d+", "0", there)
                if there.startswith("/") and "logout" not in there and any(kind in TYPED for rows in fields.values() for kind, _ in rows):
                    found.setdefault(asked + ",".join(sorted(fields))[:200], (who, there, fields))
    assert len(found) > 60
    return list(found.values())


@pytest.mark.parametrize("odd", ["a\x00b‮𠮷<script>alert(1)</script>{{7*7}}%s", "NaN", "1e400"])
def test_b01_b07_b10_odd_words_in_every_field_of_every_form_break_nothing(world, forms, odd):  # noqa: F811
    """Whatever else a form asks for stands as the page offers it, so that the odd word gets as far as it can."""
    broken = []
    for who, url, fields in forms:
        sent = {name: [odd if kind in TYPED else value for kind, value in rows] for name, rows in fields.items()}
        answer = ask(world, who, "POST", url, sent)
        if answer.status_code >= 500 or b"<script>alert(1)</script>" in answer.body:
            broken.append(f"{url}: {said(answer)}")
    assert not broken, "\n".join(broken)
