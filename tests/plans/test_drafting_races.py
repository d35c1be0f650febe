"""Autosave under load: several people write the same section of a plan at once, and no sentence is lost."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled

from plans.models import Section
from plans.services import editing
from school.workflow import StaleEdit
from tests.builders import a_cast
from tests.plans.a_plan import a_draft

WRITERS = ("principal", "leader", "office")
SENTENCES = 5


@pytest.fixture
def people(transactional_db):
    with scopes_disabled():
        return a_cast()


def test_what_three_people_type_into_one_section_is_all_there(people):
    with scope(school=[people.school]):
        section = a_draft(people).sections.first()
        Section.objects.filter(pk=section.pk).update(body="")
    start = Barrier(len(WRITERS))

    def write(who: str) -> int:
        """Adds one sentence after the other; what came in between is taken over, as the page offers it."""
        refused, text, version = 0, "", 0
        try:
            with scope(school=[people.school]):
                person = people.person(who)
                start.wait()
                for no in range(SENTENCES):
                    text += f"<p>{who} 第 {no} 句。</p>"
                    while True:
                        try:
                            kept = editing.save_section(person, Section.objects.get(pk=section.pk), title="指导思想", body=text, version=version)
                            text, version = kept.body, kept.version
                            break
                        except StaleEdit as stale:
                            refused += 1
                            text, version = Section.objects.get(pk=section.pk).body + f"<p>{who} 第 {no} 句。</p>", stale.version
        finally:
            connection.close()
        return refused

    with ThreadPoolExecutor(len(WRITERS)) as pool:
        refused = sum(pool.map(write, WRITERS))
    with scope(school=[people.school]):
        section.refresh_from_db()
    assert refused, "they did meet"
    assert section.version == len(WRITERS) * SENTENCES
    for who in WRITERS:
        assert [section.body.count(f"{who} 第 {no} 句。") for no in range(SENTENCES)] == [1] * SENTENCES
