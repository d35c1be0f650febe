"""Confirming and judging at the same moment: one confirmation, one sheet (C03 for 评比)."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled

from activities.models import Assessment, Contest, Judging
from activities.queries import contests as queries
from activities.services import contests, judging
from instruments.models import Response
from school.models import AuditEntry
from school.person import person_of
from school.workflow import Refused
from tests.activities.test_contests import POINTS, a_contest, enter, hand_in
from tests.builders import a_cast

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def people():
    with scopes_disabled():
        return a_cast()


def prepared(people, *, judged: bool) -> Contest:
    contest = a_contest(people)
    enter(people, contest, "teacher", "other")
    contests.set_judges(people.person("office"), contest, [people.users["leader"]])
    contests.begin(people.person("office"), contest)
    for row in Judging.objects.select_related("judge__user", "judge__contest__instrument", "entry") if judged else ():
        hand_in(people, row, "18", "36", "23", "13")
    return contest


def together(people, names: tuple[str, ...], act) -> list:
    """What several people answer that begin at the same moment."""
    start = Barrier(len(names))

    def one(name: str):
        try:
            with scope(school=[people.school]):
                person = person_of(people.users[name])
                start.wait()
                try:
                    return act(person)
                except Refused as refusal:
                    return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(one, names))


def test_confirm_pressed_by_two_people_and_twice_each(people):
    with scopes_disabled():
        contest = prepared(people, judged=True)
        seen = queries.result(contest).print
    who = ("office", "principal") * 2
    answers = together(people, who, lambda person: judging.confirm(person, Contest.objects.get(pk=contest.pk), seen))
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True, True, True]
    with scopes_disabled():
        assert AuditEntry.objects.filter(action="contest_decide").count() == 1
        assert list(Assessment.objects.values_list("version", flat=True)) == [1, 1]


def test_one_judge_in_four_windows_hands_in_one_sheet(people):
    with scopes_disabled():
        prepared(people, judged=False)
        pk = Judging.objects.first().pk

    def act(person):
        row = Judging.objects.select_related("judge__contest__instrument", "entry").get(pk=pk)
        return judging.keep_sheet(person, row, dict.fromkeys(POINTS, "10"), "", 0, hand_in=True)

    together(people, ("leader",) * AT_ONCE, act)
    with scopes_disabled():
        assert Response.objects.count() == 1 and AuditEntry.objects.filter(action="judging.hand_in").count() == 1


def test_without_the_step_everybody_confirms(people):
    """The twin with the guard off: what `advance` is there for."""
    with scopes_disabled():
        contest = prepared(people, judged=True)
    everybody_has_read = Barrier(AT_ONCE)

    def read_then_write(person):
        judging_still = Contest.objects.filter(pk=contest.pk, state="judging").exists()
        everybody_has_read.wait()
        return judging_still and Contest.objects.filter(pk=contest.pk).update(state="decided")

    assert sum(together(people, ("office", "principal") * 2, read_then_write)) == AT_ONCE
