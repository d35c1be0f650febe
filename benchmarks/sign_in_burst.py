"""Three hundred people sign in within a minute, on SQLite and on PostgreSQL in the same run (goal S12: at least 0.9 × its rate).

    python benchmarks/sign_in_burst.py [--people 300] [--seconds 60] [--rounds 1]

Each database gets an installation of its own in a temporary folder, one server as script/server starts it, and the same
posts at the same moments, each by a thread of its own as phones do. Errors, duplicates and p95 are told; then the same
again as fast as it goes, for the rate.
"""
from __future__ import annotations

import argparse
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PREPARE = """
from datetime import time
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django_scopes import scopes_disabled
from activities import codes
from activities.models import Activity, Attendance, Session
from school import clock
from school.models import Role
from tests.builders import a_school, a_teacher, a_term, a_user
with scopes_disabled():
    school = a_school()
    term = a_term(school)
    activity = Activity.objects.create(school=school, term=term, title="大会", state="open", audience={"all": True})
    session = Session.objects.create(activity=activity, day=clock.today(), secret=codes.new_secret(), sign_in_opened=clock.now())
    print(session.pk, session.secret)
    for n in range(PEOPLE):
        user = a_user(f"u{n}", f"教师{n}")
        Role.objects.create(user=user, school=school, name="teacher")
        Attendance.objects.create(session=session, teacher=a_teacher(school, f"教师{n}", staff_no=f"t{n}", user=user, term=term))
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        print(store.session_key)
"""
COUNT = """
from django_scopes import scopes_disabled
from activities.models import Attendance
from school.models import AuditEntry
with scopes_disabled():
    print(Attendance.objects.filter(state="present").count(), AuditEntry.objects.filter(action="attendance.sign").count())
    Attendance.objects.update(state="", how="", at=None, device="")
    AuditEntry.objects.filter(action="attendance.sign").update(action="attendance.sign.before")
"""


class Place:
    """An installation with one server; what it is asked comes back as seconds and status codes."""

    def __init__(self, name: str, folder: str, url: str, people: int) -> None:
        self.name = name
        self.environment = {
            **os.environ, "VAR": folder, "DATABASE_URL": url, "DEMO_DAY": "2026-11-18", "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "yanxiu.settings",
        }
        self._manage("migrate", "-v0")
        lines = self._manage("shell", "-v0", "-c", PREPARE.replace("PEOPLE", str(people))).split()
        self.session, self.secret, self.cookies = int(lines[0]), lines[1], lines[2:]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = ["-m", "gunicorn", "yanxiu.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4",
                   "--worker-class", "gthread", "--log-level", "error"]
        self.server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.ask("GET", "/accounts/login/", "", "")
                return
            except OSError:
                time.sleep(0.5)
        raise SystemExit("the server does not answer")

    def _manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        return done.stdout

    def ask(self, method: str, path: str, cookie: str, body: str) -> int:
        csrf = secrets.token_hex(16)
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(method, path, body, {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"sessionid={cookie}; csrftoken={csrf}", "X-CSRFToken": csrf,
        })
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer.status

    def burst(self, seconds: float) -> tuple[list[float], list[int], float]:
        """Everybody once, evenly over so many seconds (0: at once, thirty-two at a time)."""
        taken, codes_, lock = [], [], threading.Lock()
        began = time.perf_counter()

        def one(at: int, cookie: str) -> None:
            from activities import codes

            time.sleep(max(0.0, began + at * seconds / len(self.cookies) - time.perf_counter()))
            token = codes.token(self.session, self.secret, codes.window_at(time.time()))
            start = time.perf_counter()
            status = self.ask("POST", "/sign/", cookie, f"token={token}")
            with lock:
                taken.append(time.perf_counter() - start)
                codes_.append(status)

        with ThreadPoolExecutor(32 if not seconds else len(self.cookies)) as pool:
            list(pool.map(one, range(len(self.cookies)), self.cookies))
        return taken, codes_, time.perf_counter() - began

    def counted(self) -> tuple[int, int]:
        present, acts = self._manage("shell", "-v0", "-c", COUNT).split()
        return int(present), int(acts)

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait()


def tell(place: Place, what: str, seconds: float) -> float:
    taken, statuses, spent = place.burst(seconds)
    present, acts = place.counted()
    errors = sum(status != 302 for status in statuses)
    rate = len(taken) / spent
    print(
        f"{place.name:<11} {what:<8} {len(taken)} sign-ins, {errors} errors, {present} present, {acts} acts, "
        f"p50 {statistics.median(taken) * 1000:.0f} ms, p95 {statistics.quantiles(taken, n=20)[-1] * 1000:.0f} ms, {rate:.0f}/s", flush=True,
    )
    if errors or present != len(taken) or acts != len(taken):
        raise SystemExit("not everybody signed in once")
    return rate


def main(people: int, seconds: float, rounds: int) -> None:
    from tests.services.postgres import postgres

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, postgres() as url:
        places = [Place("SQLite", one, f"sqlite:///{one}/yanxiu.sqlite3", people), Place("PostgreSQL", other, url, people)]
        try:
            for place in places:
                place.burst(0)
                place.counted()  # warm
                tell(place, f"in {seconds:.0f} s", seconds)
            rates: dict[str, list[float]] = {place.name: [] for place in places}
            for _ in range(rounds):
                for place in places:
                    rates[place.name].append(tell(place, "at once", 0))
            ratio = statistics.median(rates["SQLite"]) / statistics.median(rates["PostgreSQL"])
            print(f"S12  sign-ins a second on SQLite ÷ PostgreSQL {ratio:6.2f}  (at least 0.9)")
        finally:
            for place in places:
                place.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    main(asked.people, asked.seconds, asked.rounds)
