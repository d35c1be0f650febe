"""Every address × every kind of person × GET and an empty POST, against the tables written by hand (A01–A07, A12, G1, G2)."""
from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from school.models import Role
from tests.builders import a_cast, a_user
from tests.builders_term import CANARY, a_full_term, mark_names
from tests.house.matrix import PUBLIC, ROUTES, SIGNED_IN, Route
from tests.house.rights import PEOPLE, reaches

pytestmark = pytest.mark.django_db  # otherwise no database is made when this module runs alone
BACKEND = "django.contrib.auth.backends.ModelBackend"
ANYBODY = ("nobody", *PEOPLE)
OURS, THEIRS, ABSENT = "ours", "theirs", "absent"
ANSWERED = {200, 302, 400, 404, 409, 422}  # an empty POST of somebody entitled: done, asked again or refused, in words


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Two schools with one of everything, and a logged-in client for each kind of person of the first; rolled back at the end."""
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), transaction.atomic():
        ours = a_cast()
        for name in ("clerk", "expert"):
            ours.users[name] = a_user(name, name)
            Role.objects.create(user=ours.users[name], school=ours.school, name=name)
        mark_names(ours.stranger, CANARY)
        clients = {"nobody": a_client()}
        for who in PEOPLE:
            clients[who] = a_client()
            clients[who].force_login(ours.users[who], BACKEND)
        yield SimpleNamespace(ours=a_full_term(ours), theirs=a_full_term(ours.stranger, CANARY), cast=ours, clients=clients)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def a_client(**options: bool) -> Client:
    return Client(raise_request_exception=False, **options)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        yield from patterns(one) if isinstance(one, URLResolver) else (one,)


def test_every_address_is_declared():
    """A01: an address that nobody declared fails here, by name; so does a declared one that is gone."""
    assert {pattern.name for pattern in patterns(get_resolver())} == set(ROUTES)


def address(name: str, world: SimpleNamespace, whose: str = OURS) -> str:
    route = ROUTES[name]
    there = world.theirs if whose == THEIRS else world.ours
    arguments = route.more(there)
    if route.thing:
        arguments[route.by] = route.absent if whose == ABSENT else route.thing(there)
    return reverse(name, kwargs=arguments) + (f"?{route.ask}" if route.ask else "")


def reached(route: Route, action: str, who: str, whose: str) -> bool:
    """Whether this person reaches the thing, once he has the action."""
    found = reaches(who, action)
    if who in route.not_for or whose == ABSENT:
        return False
    if whose == THEIRS:
        return "district" in found
    if route.thing is None or route.own is None:
        return True
    if route.owners_only:
        return who in route.own
    return bool("school" in found or "district" in found or ("group" in found and route.grouped) or (found & {"own", "invited"} and who in route.own))


def expected(route: Route, who: str, method: str, whose: str) -> set[int]:
    """The codes allowed, from the hand-written tables alone."""
    allowed = {route.opens} if method == "GET" else ANSWERED
    if route.action == PUBLIC:
        return allowed | {302} if method in route.methods else {405}
    if who == "nobody":
        return {302}
    if route.action == SIGNED_IN:
        return allowed if method in route.methods else {405}
    action = (route.post or route.action) if method == "POST" else route.action
    has = bool(reaches(who, route.action))
    if method not in route.methods:
        return {405} if has else {403, 405}
    if not has or not reaches(who, action):
        return {403}
    return allowed if reached(route, action, who, whose) else {404}


def kinds_of_thing(route: Route) -> tuple[str, ...]:
    return (OURS,) if route.thing is None else (OURS, ABSENT) if route.shared else (OURS, THEIRS, ABSENT)


def standing(route: Route, who: str, method: str) -> tuple:
    """What the search for a thing knows of a person: who stands alike is answered alike about foreign things."""
    actions = {route.action, (route.post or route.action) if method == "POST" else route.action} - {PUBLIC, SIGNED_IN}
    has = () if who == "nobody" else tuple(reaches(who, action) for action in sorted(actions))
    return method, who == "nobody", has, who in (route.own or ()), who in route.not_for


def ask(world: SimpleNamespace, who: str, method: str, url: str, sent: dict[str, str] | None = None) -> HttpResponse:
    """One request, and everything it wrote or left in the browser undone."""
    client = world.clients[who]
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method.lower())(url, sent)
        answer.body = answer.getvalue()
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def plain(answer: HttpResponse) -> bytes:
    """The body without what differs from answer to answer."""
    text = re.sub(rb'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]*"', b"", answer.body)
    return re.sub(rb'nonce="[^"]*"', b"", text)


def said(answer: HttpResponse) -> str:
    error = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {error[1]!r}" if error else str(answer.status_code)


OF_SEVERAL = "/plans/folder/long/start/"  # one form: the school's plan, a group's or one's own
WAYS = re.compile(r'<(?:(?:a|iframe|embed)\b[^>]*?\b(?:href|src|hx-get)|form\b[^>]*?\b(action))="([^"#]*)')


def closed_ways(page: str, text: str, who: str) -> set[str]:
    """Links and forms of a page to addresses that no role of its reader opens: he would be sent to a 403."""
    found = set()
    if who == "nobody":
        return found  # he is asked to log in first
    for form, link in WAYS.findall(text):
        there = urlsplit(urljoin(page, link.replace("&amp;", "&"))).path
        if not link or not there.startswith("/") or there.startswith("/static/") or there == urlsplit(page).path:
            continue
        route = ROUTES[resolve(there).url_name]
        action = route.post if form and route.post and there != OF_SEVERAL else route.action
        if action not in (PUBLIC, SIGNED_IN) and not reaches(who, action):
            found.add(there)
    return found


@pytest.mark.parametrize("name", ROUTES)
def test_address(world, name):
    """A02–A04, A07, A12: the exact code for everybody; a foreign thing answers like one that does not exist; no canary.

    And a page leads nobody to what his roles do not open.
    """
    route, wrong, shown, stood = ROUTES[name], [], set(), set()
    for who in ANYBODY:
        for method in ("GET", "POST"):
            bodies, stands = {}, standing(route, who, method)
            foreign_known = stands in stood
            stood.add(stands)
            for whose in kinds_of_thing(route):
                wanted = expected(route, who, method, whose)
                if whose != OURS and (foreign_known or wanted == expected(route, who, method, OURS) != {404}):
                    continue  # somebody like him was asked, or it is refused whatever it is
                if method == "POST" and whose == ABSENT:
                    continue  # what is looked for before it is opened is looked for before it is changed
                if route.slow and wanted == {200} and shown:
                    continue
                answer = ask(world, who, method, address(name, world, whose))
                if answer.status_code not in wanted:
                    wrong.append(f"{who} {method} {whose}: {said(answer)}, not {sorted(wanted)}")
                if answer.status_code == 200:
                    shown.add(who)
                    if who != "district" and CANARY.encode() in answer.body:
                        wrong.append(f"{who} {method} {whose}: shows {CANARY}")
                    if whose == OURS and answer.get("Content-Type", "").startswith("text/html"):
                        page = answer.body.decode()
                        wrong += [f"{who}: leads to {there}, which is closed to him" for there in closed_ways(answer.request["PATH_INFO"], page, who)]
                if who == "nobody" and answer.status_code == 302 and route.action != PUBLIC:
                    if not answer.headers["Location"].startswith("/accounts/login/?next=/"):
                        wrong.append(f"nobody {method}: sent to {answer.headers['Location']}")
                if wanted == {404}:
                    bodies[whose] = plain(answer)
            if THEIRS in bodies and ABSENT in bodies and bodies[THEIRS] != bodies[ABSENT]:
                wrong.append(f"{who} {method}: a foreign thing looks different from one that does not exist")
    assert not wrong, "\n".join(wrong)


def entitled(route: Route, method: str) -> str:
    """Somebody who gets through, the highest first."""
    if route.action in (PUBLIC, SIGNED_IN):
        return "teacher"
    order = ("principal", "leader", "office", "archivist", "admin", "district", "group_leader", "teacher", "colleague", "expert")
    action = (route.post or route.action) if method == "POST" else route.action
    return next(who for who in order if reaches(who, action) and reached(route, action, who, OURS))


WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if not (route.slow and not route.writes)])
def test_opening_writes_nothing(world, name):
    """A05: a GET changes no row, except those the matrix names with their reason."""
    route = ROUTES[name]
    with CaptureQueriesContext(connection) as spent:
        ask(world, entitled(route, "GET"), "GET", address(name, world))
    found = {match[1] for query in spent if (match := WRITES.match(query["sql"]))}
    assert found - {"django_session"} <= set(route.writes)


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if "POST" in route.methods])
def test_posting_without_token_is_refused(world, name):
    """A06."""
    route, client = ROUTES[name], a_client(enforce_csrf_checks=True)
    client.force_login(world.cast.users[entitled(route, "POST")], BACKEND)
    assert client.post(address(name, world)).status_code == 403


def test_other_verbs(world):
    """A32: the verbs take turns from address to address."""
    wrong = []
    for verb, (name, route) in zip(cycle(["TRACE", "PROPFIND", "PUT", "DELETE", "PATCH"]), ROUTES.items()):
        answer = world.clients[entitled(route, "GET")].generic(verb, address(name, world))
        if answer.status_code not in (403, 405):
            wrong.append(f"{name} {verb}: {said(answer)}")
    assert not wrong, "\n".join(wrong)
