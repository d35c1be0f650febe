"""How long a sign-in takes while two volumes are being built, beside an idle server (goal S13: p95 at most twice).

    python benchmarks/sign_in.py [--rounds 3] [--rate 5]

Makes the demo school in a folder of its own, starts the server the way script/server does, and lets sixty teachers sign
in one after another at a steady rate: once with nothing else to do, once while two niced builds run, in turns.
"""

import argparse
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PYTHON = [sys.executable, "manage.py"]


def prepare() -> tuple[object, list[str]]:
    """An activity of today that takes sign-ins, and the browser session of every teacher."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django_scopes import scopes_disabled

    from activities import codes
    from activities.models import Attendance, Session
    from school import clock
    from school.models import Teacher

    with scopes_disabled():
        session = Session.objects.filter(activity__school__code="fd", activity__state__in=["open", "running"]).first()
        Session.objects.filter(pk=session.pk).update(
            day=clock.today(), starts=None, ends=None, secret=codes.new_secret(), sign_in_opened=clock.now(), sign_in_closed=None
        )
        session.refresh_from_db()
        cookies = []
        for teacher in Teacher.objects.filter(school=session.activity.school, left=None).exclude(user=None).select_related("user"):
            Attendance.objects.get_or_create(session=session, teacher=teacher)
            store = SessionStore()
            store[SESSION_KEY] = str(teacher.user.pk)
            store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            store[HASH_SESSION_KEY] = teacher.user.get_session_auth_hash()
            store.save()
            cookies.append(store.session_key)
    return session, cookies


def all_sign(port: int, session: object, cookies: list[str], rate: float) -> list[float]:
    """Everybody signs in once, so many a second; seconds each."""
    from django_scopes import scopes_disabled

    from activities import codes
    from activities.models import Attendance

    with scopes_disabled():
        Attendance.objects.filter(session=session).update(state="", how="", at=None)
    taken = []
    for cookie in cookies:
        csrf = secrets.token_hex(16)
        token = codes.token(session.pk, session.secret, codes.window_at(time.time()))
        began = time.perf_counter()
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        link.request("POST", "/sign/", f"token={token}", {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"sessionid={cookie}; csrftoken={csrf}", "X-CSRFToken": csrf,
        })
        answer = link.getresponse()
        answer.read()
        taken.append(time.perf_counter() - began)
        if answer.status != 302:
            raise SystemExit(f"a sign-in was answered {answer.status}")
        link.close()
        time.sleep(max(0, 1 / rate - taken[-1]))
    return taken


def build(var: Path, kind: str, at: int) -> subprocess.Popen:
    command = ["nice", "-n", "10", *PYTHON, "build_dossier", "--school", "fd", "--kind", kind, "-o", str(var / f"{kind}{at}.pdf")]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] * 1000


def main(rounds: int, rate: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        os.environ.update(VAR=folder, DEMO_DAY="2026-11-18", DEBUG="1", DJANGO_SETTINGS_MODULE="yanxiu.settings")
        for command in (["migrate"], ["demo"]):
            subprocess.run([*PYTHON, *command], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        session, cookies = prepare()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "yanxiu.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8",
             "--worker-class", "gthread", "--log-level", "error"], cwd=ROOT,
        )
        try:
            time.sleep(5)
            all_sign(port, session, cookies, rate)  # warm
            idle, busy = [], []
            for at in range(rounds):
                idle += all_sign(port, session, cookies, rate)
                for file in (var / "pieces").glob("*/*"):
                    file.unlink()
                builds = [build(var, kind, at) for kind in ("term", "anthology")]
                time.sleep(4)  # Python and Django have started
                busy += all_sign(port, session, cookies, rate)
                running = sum(one.poll() is None for one in builds)
                print(f"round {at + 1}: idle p95 {p95(idle):.1f} ms, while building {p95(busy):.1f} ms; {running} still building", flush=True)
                for one in builds:
                    one.wait()
            print(f"S13  p95 while two volumes are built ÷ idle {p95(busy) / p95(idle):6.2f}  (at most 2)")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=5)
    asked = parser.parse_args()
    main(asked.rounds, asked.rate)
