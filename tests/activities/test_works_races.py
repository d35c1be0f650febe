"""Several sendings of one draft at the same moment: one row, one version (C03)."""
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled

from activities.models import Work, WorkVersion
from activities.services import works
from school.person import person_of
from school.workflow import Refused
from tests.activities.records import a_work, kind_of
from tests.builders import TODAY, a_cast

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def people():
    with scopes_disabled():
        return a_cast()


def together(people, act) -> list:
    """What several threads of the same teacher answer that begin at the same moment."""
    start = Barrier(AT_ONCE)

    def one(_):
        try:
            with scope(school=[people.school]):
                person = person_of(people.users["teacher"])
                start.wait()
                try:
                    return act(person)
                except Refused as refusal:
                    return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_draft_sent_four_times_at_once_is_one_row(people):
    with scopes_disabled():
        kind, key = kind_of(people), uuid4()
    fields = {"title": "", "topic": "", "body": "一句", "event_day": TODAY, "privacy": "self", "activity": None}
    answers = together(people, lambda person: works.keep(person, key=key, version=0, kind=kind, **fields).pk)
    assert len(set(answers)) == 1
    with scopes_disabled():
        assert Work.objects.count() == 1


def test_handing_in_four_times_at_once_is_one_version(people):
    with scopes_disabled():
        pk = a_work(people, state="draft").pk
    together(people, lambda person: works.submit(person, Work.objects.get(pk=pk)))
    with scopes_disabled():
        assert WorkVersion.objects.filter(work=pk).count() == 1
        assert Work.objects.get(pk=pk).state == "submitted"


def test_without_the_step_four_hand_in_four_times(people):
    """The twin with the guard off: what `advance` is there for."""
    with scopes_disabled():
        pk = a_work(people, state="draft").pk

    everybody_has_read = Barrier(AT_ONCE)

    def read_then_write(person):
        draft = Work.objects.filter(pk=pk, state="draft").exists()
        everybody_has_read.wait()
        return draft and Work.objects.filter(pk=pk).update(state="submitted")

    assert sum(together(people, read_then_write)) == AT_ONCE
