"""Every page of the resolver that answers 200, in a real browser: it fits, can be read, axe finds nothing, nothing is
asked of another machine, and the console stays quiet under the CSP (issue: the main line, 「How good」)."""
from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from tests.browser.checks import axe, overflow, small_text
from tests.browser.conftest import DESK, PHONE, Visitor
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


def opened(visitor: Visitor, where: str) -> bool:
    """Whether this is a page for people, which now stands in the window; a download or a picture is none."""
    try:
        answer = visitor.page.goto(visitor.base + where)
    except Error as error:
        assert "Download is starting" in error.message, error.message
        return False
    return answer.status == 200 and visitor.page.locator("main").count() > 0


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_sound(visit, half):
    """Each page opened once on the phone and then drawn out to the desk; every second one in each half."""
    cast = a_cast()
    world = SimpleNamespace(ours=a_full_term(cast), theirs=None)
    visitors, seen, wrong = {}, 0, []
    for name, route in list(ROUTES.items())[half::2]:
        if "GET" not in route.methods or route.opens != 200 or route.slow:
            continue
        who = reader(name)
        if who is None and route.action != PUBLIC:
            continue
        if who not in visitors:
            visitors[who] = visit(cast.users.get(who), PHONE)
        visitor, where = visitors[who], address(name, world)
        visitor.page.set_viewport_size(PHONE)
        if not opened(visitor, where):
            continue
        seen += 1
        found = overflow(visitor.page) + small_text(visitor.page)
        asks_axe_small = seen % 2  # axe reads each page once, half of them on the phone and half on the desk
        found += axe(visitor.page) if asks_axe_small else []
        visitor.page.set_viewport_size(DESK)
        found += overflow(visitor.page) + ([] if asks_axe_small else axe(visitor.page))
        wrong += [f"{where} ({who}): {fault}" for fault in found]
    wrong += [line for visitor in visitors.values() for line in visitor.wrong]
    assert not wrong, "\n".join(wrong)
    assert seen > 60
