"""Every page is found by links from the home page of somebody who may open it; every template is used; keys point down."""
from __future__ import annotations

import re
import tomllib
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.urls import resolve

from tests.house.matrix import ROUTES
from tests.house.rights import PEOPLE
from tests.house.test_walk import world  # noqa: F401  the same two schools

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]

# Pages that no link leads to here, and why.
UNLINKED = {
    "health": "for whoever watches the machine", "login": "before the home page", "verify": "linked there and beside a sealed volume",
    "scan": "the code on the wall", "sign_code": "while a sign-in is open", "sign_kept": "after the login of a scan", "signed": "after a sign-in",
    "projector": "while a sign-in is open", "projector_code": "asked by the wall", "job_state": "asked by the bar of a job",
    "entry_new": "while the plan is a draft", "entry_move": "while the plan is a draft", "entry_days": "asked by a row being moved",
    "section_check": "asked by the editor after each save", "team_plan_counts": "asked by the page of a group or personal plan",
    "timetable_lesson": "asked by the form of an observation", "lesson_compare": "once there are two lessons of one course",
    "session_number": "while a sign-in asks for the number said in the room", "sheet_scan": "the code on a printed sign-in sheet",
    "sheet_entry": "once a signed sheet was photographed",
    "card": "the code on a printed card", "invited": "sent to somebody from outside", "own_feed": "in one's own settings once it is opened",
    "schedule_feed": "typed into a phone's calendar",
    "plan_contents": "asked by the form of a rubric's item",
    "manual_grid": "the reference rubric has no item entered by hand",
}


def links(page: str, text: str) -> set[str]:
    found = re.findall(r'<(?:a|img|iframe|embed)\b[^>]*?\b(?:href|src|hx-get)="([^"#]+)', text)
    return {urlsplit(urljoin(page, link.replace("&amp;", "&")))._replace(fragment="").geturl() for link in found}


def reached_by(client, start: str = "/") -> dict[str, int]:
    """Addresses found from a page by links, each route followed three times, with what they answered."""
    answers: dict[str, int] = {}
    queue, followed = deque([start]), dict.fromkeys(ROUTES, 0)
    while queue:
        page = queue.popleft()
        if page in answers or not page.startswith("/") or page.startswith("/static/"):
            continue
        name = resolve(urlsplit(page).path).url_name
        printed = "print=" in page  # the papers behind pages are opened where they are made
        followed[name] += not printed
        if followed[name] > 3 or ROUTES[name].slow or printed:
            answers.setdefault(page, 200)
            continue
        answer = client.get(page)
        answers[page] = answer.status_code
        if answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            queue.extend(sorted(links(page, answer.content.decode())))
    return answers


def test_nothing_is_hidden_and_no_link_is_dead(world):  # noqa: F811
    """No page unlinked, no link refused: crawled from the home page of everybody."""
    seen, dead = set(), []
    for who in PEOPLE:
        if who in ("colleague", "other", "leader"):  # they walk the ways of a teacher and of the principal
            continue
        for page, status in reached_by(world.clients[who]).items():
            seen.add(resolve(urlsplit(page).path).url_name)
            if status >= 400:
                dead.append(f"{who}: {page} answers {status}")
    pages = {name for name, route in ROUTES.items() if "GET" in route.methods}
    assert not dead, "\n".join(dead)
    assert " ".join(sorted(pages - seen)) == " ".join(sorted(UNLINKED))


def test_every_template_is_used():
    """A template that no code renders and no template includes is litter."""
    used = set()
    for folder in ("templates", "yanxiu", "archives", "evaluation", "activities", "plans", "rubrics", "instruments", "school"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".py", ".html"):
                used |= set(re.findall(r"""["']([\w/.-]+\.html)["']""", file.read_text(encoding="utf-8")))
    own = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html")}
    by_name = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    assert own - used - by_name - {name for name in own if name.startswith("help/")} == set()
    assert {name for name in used if "/" in name and (ROOT / "templates" / name.split("/")[0]).is_dir()} - own == set()


def test_foreign_keys_point_down():
    """import-linter sees no foreign key written as a string: a floor's keys lead to itself or below."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]
    floors = {name: height for height, name in enumerate(contract["layers"])}
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models() if model._meta.app_label in floors
        for field in model._meta.get_fields() if field.is_relation and not field.auto_created and field.related_model
        if floors.get(field.related_model._meta.app_label, 99) < floors[model._meta.app_label]
    ]
    assert wrong == []
