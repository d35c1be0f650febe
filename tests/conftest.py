from __future__ import annotations

from pathlib import Path

import pytest
from django_scopes import scope

from tests.builders import TODAY, Cast, a_cast

SCORES = Path(__file__).parent / "evaluation"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs on PostgreSQL too: every race, and all that makes scores. What shares two schools stays in one process.

    The stories come last: the demo school they need is built meanwhile.
    """
    items.sort(key=lambda item: "stories" in item.path.parts)
    for item in items:
        if "world" in item.fixturenames and item.path.stem != "test_walk":  # that one is long enough for two
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        data = item.get_closest_marker("django_db")
        race = "transactional_db" in item.fixturenames or data is not None and data.kwargs.get("transaction")
        if race or SCORES in item.path.parents:
            item.add_marker(pytest.mark.postgres)


@pytest.fixture(autouse=True)
def demo_day(settings):
    """Every test lives on the same Wednesday of week 12."""
    settings.DEMO_DAY = TODAY


@pytest.fixture
def cast(db) -> Cast:
    """Every role of one school, and a stranger; the scope of the first school is open."""
    people = a_cast()
    with scope(school=[people.school]):
        yield people


@pytest.fixture
def login(client, cast):
    """`login("teacher")` gives a client logged in as that one of the cast."""

    def as_role(role: str):
        client.force_login(cast.users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_role
