"""PostgreSQL, Redis and a real Celery worker, started on free ports and stopped again."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import indent

import pytest
import redis

from tests.services.postgres import free_port, postgres

ROOT = Path(__file__).resolve().parents[2]


def wait_for(answer: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Ask until the answer is true; an exception means not yet."""
    until = time.monotonic() + seconds
    last: Exception | None = None
    while time.monotonic() < until:
        try:
            if answer():
                return
        except Exception as error:
            last = error
        time.sleep(0.1)
    raise TimeoutError(f"{what} did not happen within {seconds} s: {last}")


@contextmanager
def running(command: list[str], **options) -> Iterator[subprocess.Popen]:
    """A process for the length of a test; stopped politely, then not."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory) -> Iterator[str]:
    program = shutil.which("redis-server")
    assert program, "install the package redis-server"
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    folder = tmp_path_factory.mktemp("redis")
    with running([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL):
        wait_for(redis.Redis(port=port).ping, "Redis answering")
        yield f"redis://127.0.0.1:{port}/0"


class Installation:
    """An installation of its own: database, folder and queue; commands and a worker run as separate processes."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.environment = {**os.environ, "VAR": str(folder), "DJANGO_SETTINGS_MODULE": "yanxiu.settings", **environment}

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, text: str) -> str:
        """Run a few lines inside this installation, without a school's scope, and give what they print."""
        unscoped = f"from django_scopes import scopes_disabled\nwith scopes_disabled():\n{indent(text, '    ')}"
        return self.manage("shell", "-v0", "-c", unscoped)

    def worker(self):
        """The worker that script/server starts, without the minute-by-minute sweep."""
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "yanxiu", "worker", "--pool", "prefork",
                   "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
        return running(command, cwd=ROOT, env=self.environment)


@pytest.fixture(scope="session")
def county(tmp_path_factory, postgres_url, redis_url) -> Installation:
    """As a county runs it: PostgreSQL and Redis."""
    made = Installation(tmp_path_factory.mktemp("county"), DATABASE_URL=postgres_url, REDIS_URL=redis_url)
    made.manage("migrate", "-v0")
    return made


@pytest.fixture
def one_school(tmp_path) -> Installation:
    """As one school runs it: SQLite and the queue of files."""
    made = Installation(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'yanxiu.sqlite3'}", REDIS_URL="")
    made.manage("migrate", "-v0")
    return made
