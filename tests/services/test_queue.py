"""A job goes round: asked for here, carried by the broker, done by a real worker, read back from the database."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.services.conftest import Installation

pytestmark = pytest.mark.services

# A lost job of a kind nobody knows is enough for the sweep: it is sent again, and that can be counted.
LOSE_A_JOB = """
from datetime import timedelta
from django.utils import timezone
from school.models import Job, School, User
from school.tasks import sweep
school = School.objects.create(code="s", name="小学")
user = User.objects.create(username="u")
Job.objects.create(school=school, kind="school.nothing", target="x", params={}, asked_by=user, state="running",
    attempt=3, token="t", lease_until=timezone.now() - timedelta(minutes=5))
sweep.delay()
print(Job.objects.get().state)
"""
WAIT_FOR_ITS_END = """
import time
from school.models import Job
until = time.monotonic() + 60
while (state := Job.objects.get().state) == "running" and time.monotonic() < until:
    time.sleep(0.1)
print(state)
"""


def round_trip(place: Installation) -> None:
    assert place.python(LOSE_A_JOB).strip() == "running", "nobody works yet"
    with place.worker():
        assert place.python(WAIT_FOR_ITS_END).strip() == "failed", "the worker gives up the lost job"


@pytest.mark.xdist_group("county")
def test_round_trip_through_postgresql_and_redis(county):
    round_trip(county)


def test_round_trip_through_sqlite_and_files(one_school):
    round_trip(one_school)


@pytest.mark.xdist_group("county")
def test_health_says_what_does_not_answer(county):
    """With Redis gone the answer is 503 and names the queue, not its address."""
    ask = """
from django.test import Client
answer = Client().get("/health/", headers={"host": "127.0.0.1"})
print(answer.status_code, answer.content.decode())
"""
    status, body = county.python(ask).split(" ", 1)
    assert (status, json.loads(body)["queue"]) == ("200", "ok")
    cut_off = Installation(Path(county.environment["VAR"]), DATABASE_URL=county.environment["DATABASE_URL"], REDIS_URL="redis://127.0.0.1:1/0")
    status, body = cut_off.python(ask).split(" ", 1)
    assert (status, json.loads(body)["queue"], json.loads(body)["database"]) == ("503", "failed", "ok")
    assert "127.0.0.1" not in body
