"""A personal card held by two phones at once opens once; and what happens without the guard."""
from __future__ import annotations

import threading
import time

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from school.models import AuditEntry, Card
from school.services import cards
from school.workflow import Refused
from tests.builders import a_cast

PINS = ("837261", "504938", "729461", "618394")


def unguarded(token: str, pin: str) -> None:
    """The twin of `use_card` without its conditional update: it looks, waits a little, and opens."""
    card = cards.open_card(token)
    time.sleep(0.1)
    Card._base_manager.filter(pk=card.pk).update(used_at=timezone.now())


@pytest.mark.parametrize(("act", "once"), [(cards.use_card, True), (unguarded, False)])
def test_one_card_in_four_phones_opens_once(transactional_db, act, once):
    cast = a_cast()
    with scope(school=[cast.school]):
        (slip,) = cards.print_cards(cast.person("office"), [cast.teachers["teacher"]])
    barrier, opened, refused, errors = threading.Barrier(len(PINS)), [], [], []

    def work(pin: str) -> None:
        try:
            with scope(school=[cast.school]):
                barrier.wait()
                act(slip.token, pin)
                opened.append(pin)
        except Refused as refusal:
            refused.append(str(refusal))
        except Exception as error:  # told after the threads have ended
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=work, args=[pin]) for pin in PINS]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert errors == []
    assert (len(opened) == 1) is once
    if once:
        user = cast.users["teacher"]
        user.refresh_from_db()
        assert user.pin and AuditEntry._base_manager.filter(action="card.use").count() == 1
        assert len(refused) == len(PINS) - 1 and all("用过" in text for text in refused)


@pytest.mark.django_db
def test_a_look_at_the_card_spends_nothing_and_a_used_one_leads_nowhere(client):
    """The chat's preview robot opens the link first; HEAD, GET and a weak number leave the card as it is."""
    cast = a_cast()
    with scope(school=[cast.school]):
        (slip,) = cards.print_cards(cast.person("office"), [cast.teachers["teacher"]])
    url = reverse("card", args=[slip.token])
    assert client.head(url).status_code in (200, 405) and client.get(url).status_code == 200
    assert client.post(url, {"pin": "123456", "again": "123456"}).status_code == 400
    assert client.get(reverse("login"), {"next": "//evil.example/x"}).status_code == 200
    answer = client.post(url, {"pin": PINS[0], "again": PINS[0]})
    assert answer.status_code == 302 and "evil" not in answer["Location"]
    assert client.get(url).status_code == 404
