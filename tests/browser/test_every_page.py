"""Every page of the resolver that answers 200, in a real browser: it fits, can be read, axe finds nothing, nothing is
asked of another machine, and the console stays quiet under the CSP (issue: the main line, 「How good」)."""
from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.builders import a_cast
from tests.builders_term import a_full_term
from tests.house.matrix import PUBLIC, ROUTES
from tests.house.test_walk import OURS, address, expected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
# Who is asked first: the one for whom most pages were made.
READERS = ("teacher", "office", "principal", "archivist", "group_leader", "leader", "colleague", "admin", "district")


def reader(name: str) -> str | None:
    """Somebody who gets this page, or nobody for what is open to all."""
    route = ROUTES[name]
    if route.action == PUBLIC:
        return None
    return next((who for who in READERS if expected(route, who, "GET", OURS) == {200}), None)


def is_page(page: Page, url: str) -> bool:
    answer = page.request.get(url)
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html") and "<main" in answer.text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_sound(visit, size):
    cast = a_cast()
    world = SimpleNamespace(ours=a_full_term(cast), theirs=None)
    visitors, seen, wrong = {}, 0, []
    for name, route in ROUTES.items():
        if "GET" not in route.methods or route.opens != 200 or route.slow:
            continue
        who = reader(name)
        if who is None and route.action != PUBLIC:
            continue
        if who not in visitors:
            visitors[who] = visit(cast.users.get(who), size)
        visitor = visitors[who]
        where = address(name, world)
        if not is_page(visitor.page, visitor.base + where):
            continue
        seen += 1
        asks_axe = seen % 2 == (size is PHONE)  # axe reads each page once, half of them on the phone and half on the desk
        wrong += [f"{where} ({who}): {fault}" for fault in faults(visitor.open(where), asks_axe=asks_axe)]
    wrong += [line for visitor in visitors.values() for line in visitor.wrong]
    assert not wrong, "\n".join(wrong)
    assert seen > 60
