"""Settings of a real installation, and what every answer carries."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REAL = {
    "HTTPS": "1", "SECRET_KEY": "aZ3kQ9vX1mT7pL5cR8nB2wY6dF4hJ0sG-uEoIxKqVzPbMrTgNyCjHlWfDs", "DEMO_DAY": "",
    "ALLOWED_HOSTS": "yanxiu.school.example",
}


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    known = {**os.environ, "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yanxiu.settings", **environment}
    known.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser tests of the same process may have set it
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True)


def test_deployment_check_finds_nothing(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **REAL)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"HTTPS": "1", "SECRET_KEY": "only-for-a-school-that-tries-it-on-one-machine"}, "SECRET_KEY 还是试用值"),
        ({"DEMO_DAY": "11月18日"}, "DEMO_DAY 应写成"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(tmp_path, wrong, sentence):
    done = manage(tmp_path, "check", **wrong)
    assert done.returncode != 0
    assert sentence in done.stderr


ASKED = """
from django.db import connection
with connection.cursor() as cursor:
    print(*(cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")))
print(connection.settings_dict["OPTIONS"]["transaction_mode"], connection.settings_dict["ATOMIC_REQUESTS"])
"""


def test_sqlite_keeps_what_was_answered(tmp_path):
    """WAL, FULL and IMMEDIATE (spec 07, 5.1): no lost write after a power cut, no two writers at once."""
    done = manage(tmp_path, "shell", "-v0", "-c", ASKED, DATABASE_URL=f"sqlite:///{tmp_path / 'school.sqlite3'}")
    assert done.stdout.splitlines() == ["wal 2 1", "IMMEDIATE False"], done.stderr


@pytest.mark.parametrize("address", ["/", "/help/", "/accounts/login/", "/nowhere/", "/health/"])
def test_every_answer_carries_the_same_headers(login, client, address):
    """Five kinds of page (U02): framed by nobody, no sniffing, no referrer out, scripts from here only."""
    answer = (client if address == "/accounts/login/" else login("teacher")).get(address)
    policy = answer.headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'self'" in scripts and "unsafe" not in scripts
    assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    for cookie in answer.cookies.values():
        assert cookie["samesite"] == "Lax"
