"""The policy, cell by cell against the table written by hand (spec 02, 「Who may do what」)."""
from __future__ import annotations

import pytest

from school.policy import ABOUT_OTHERS, TABLE
from tests.house.rights import RIGHTS, ROLES


def test_both_tables_know_the_same_actions():
    assert set(TABLE) == set(RIGHTS)


@pytest.mark.parametrize("action", RIGHTS)
def test_every_cell_is_what_the_spec_says(action):
    assert {role: TABLE[action].get(role, "·") for role in ROLES} == {role: RIGHTS[action].get(role, "·") for role in ROLES}


def test_nobody_decides_about_himself():
    """Reviewing, marking, approving, overriding and deciding are about others (A10)."""
    assert ABOUT_OTHERS >= {
        "record.confirm", "attendance.mark", "work.review", "work.judge", "mark.enter", "leave.decide", "conduct.write",
        "override.propose", "override.agree", "override.confirm", "objection.decide",
    }
