"""A job goes round: asked for here, carried by the broker, done by a real worker, read back from the database."""
from __future__ import annotations

import json

import pytest

from tests.services.conftest import Installation, wait_for

pytestmark = pytest.mark.services

# A queued job of a kind nobody knows is enough for the sweep: it is sent again, and that can be counted.
MAKE_LOST_JOB = """
from datetime import timedelta
from django.utils import timezone
from school.models import Job, School, User
school = School.objects.create(code="s", name="小学")
user = User.objects.create(username="u")
job = Job.objects.create(school=school, kind="school.nothing", target="x", params={}, asked_by=user, state="running",
    attempt=3, token="t", lease_until=timezone.now() - timedelta(minutes=5))
print(job.pk)
"""
STATE = "from school.models import Job; print(Job.objects.get().state)"
SEND_SWEEP = "from school.tasks import sweep; print(sweep.delay().id)"


def round_trip(place: Installation) -> None:
    place.python(MAKE_LOST_JOB)
    place.python(SEND_SWEEP)
    assert place.python(STATE).strip() == "running", "nobody works yet"
    with place.worker():
        wait_for(lambda: place.python(STATE).strip() == "failed", "the worker giving up the lost job", 60)


def test_round_trip_through_postgresql_and_redis(county):
    round_trip(county)


def test_round_trip_through_sqlite_and_files(one_school):
    round_trip(one_school)


def test_health_says_what_does_not_answer(county):
    """With Redis gone the answer is 503 and names the queue, not its address."""
    ask = """
from django.test import Client
answer = Client().get("/health/", headers={"host": "127.0.0.1"})
print(answer.status_code, answer.content.decode())
"""
    status, body = county.python(ask).split(" ", 1)
    assert (status, json.loads(body)["queue"]) == ("200", "ok")
    county.environment["REDIS_URL"] = "redis://127.0.0.1:1/0"
    status, body = county.python(ask).split(" ", 1)
    assert (status, json.loads(body)["queue"], json.loads(body)["database"]) == ("503", "failed", "ok")
    assert "127.0.0.1" not in body
