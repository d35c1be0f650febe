"""Whatever is sent, no page breaks: odd parameters, odd values in every field, text that is markup (B01, B03, B07–B09)."""
from __future__ import annotations

import re

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


@pytest.mark.parametrize("odd", ODD)
def test_odd_parameters_break_no_page(world, odd):  # noqa: F811
    """B03, B08: each parameter twice."""
    broken = []
    for name, route in ROUTES.items():
        if "GET" not in route.methods or route.slow:
            continue
        url = address(name, world)
        answer = world.clients[entitled(route, "GET")].get(url.partition("?")[0], {key: [ODD[odd], ODD[odd]] for key in ASKED})
        if answer.status_code >= 500:
            broken.append(f"{name}: {said(answer)}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("odd", ODD)
def test_odd_fields_break_no_form(world, odd):  # noqa: F811
    """B07, B10: refused with a sentence or stored as text, never a bug."""
    broken = []
    for name, route in ROUTES.items():
        if "POST" not in route.methods or name in ("login", "logout"):
            continue
        answer = ask(world, entitled(route, "POST"), "POST", address(name, world), {key: ODD[odd] for key in SENT})
        if answer.status_code >= 500:
            broken.append(f"{name}: {said(answer)}")
    assert not broken, "\n".join(broken)


def test_too_many_fields_are_refused(world):  # noqa: F811
    """B09: 3,000 fields are an attack, a grid of 2,000 cells is work."""
    client, url = world.clients["office"], address("mark_grid", world)
    assert client.post(url, {f"f{no}": "1" for no in range(3000)}).status_code == 400
    assert client.post(url, {f"f{no}": "1" for no in range(2000)}).status_code == 302


def test_markup_in_a_name_is_text_everywhere(world):  # noqa: F811
    """B01: a name full of markup stands on every page as it was written."""
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
