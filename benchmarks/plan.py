"""The page of the schedule with 15 rows and with 300, beside each other.

    python benchmarks/plan.py [--rounds 15]

Prints milliseconds, queries and the ratio (goal: at most 2). Works in a database in memory of its own.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["VAR"] = tempfile.mkdtemp(prefix="yanxiu-bench-")


import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from plans.models import PlannedSession, ScheduleEntry  # noqa: E402
from school.models import Role, Teacher, User  # noqa: E402
from tests.builders import a_cast  # noqa: E402
from tests.plans.a_plan import a_draft  # noqa: E402

PAGES = {"table": "", "calendar": "?month=2026-11", "timeline": "?view=weeks"}


def rows(cast, plan, number: int) -> None:
    """So many rows over the weeks, with presenters, places and participants like a school's own."""
    plan.schedule.all().delete()
    teachers = list(Teacher.objects.filter(school=cast.school))
    entries = ScheduleEntry.objects.bulk_create(
        ScheduleEntry(plan=plan, order=at, title=f"第 {at} 次校本研修活动", starts=_day(at, number), forms=["专题讲座", "交流研讨"], hours=2,
                      audience={"all": True} if at % 5 == 0 else {"groups": ["语文组"]}, key=None)
        for at in range(1, number + 1)
    )
    sessions = PlannedSession.objects.bulk_create(
        PlannedSession(entry=entry, order=1, day=entry.starts, starts=clock_time(8 + at % 9, 30 * (at % 2)), ends=clock_time(9 + at % 9, 20),
                       place=f"{at % 12} 号教室")
        for at, entry in enumerate(entries)
    )
    Through = PlannedSession.presenters.through
    Through.objects.bulk_create(
        Through(plannedsession_id=session.pk, teacher_id=teachers[at % len(teachers)].pk) for at, session in enumerate(sessions)
    )


def _day(at: int, number: int) -> date:
    return date(2026, 9, 2) + timedelta(days=at * 140 // (number + 1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    client = Client(SERVER_NAME="localhost")
    with scopes_disabled():
        cast = a_cast()
        people = User.objects.bulk_create(User(username=f"b{n}", first_name=f"教师{n}") for n in range(60))
        Role.objects.bulk_create(Role(user=user, school=cast.school, name="teacher") for user in people)
        Teacher.objects.bulk_create(
            Teacher(school=cast.school, user=user, staff_no=f"b{n}", name=user.first_name, order=50) for n, user in enumerate(people)
        )
        plan = a_draft(cast, rows=0)
        client.force_login(cast.users["office"], backend="django.contrib.auth.backends.ModelBackend")
        found: dict[tuple[str, int], float] = {}
        for number in (15, 300):
            rows(cast, plan, number)
            for name, ask in PAGES.items():
                client.get(f"/plans/schedule/{ask}")
                times = []
                for _ in range(options.rounds):
                    start = time.perf_counter()
                    answer = client.get(f"/plans/schedule/{ask}")
                    times.append((time.perf_counter() - start) * 1000)
                assert answer.status_code == 200, (ask, answer.status_code, answer.content[:300].decode())
                with CaptureQueriesContext(connection) as seen:
                    client.get(f"/plans/schedule/{ask}")
                found[name, number] = statistics.median(times)
                print(f"{name:9} {number:4} rows {found[name, number]:7.1f} ms {len(seen):3} queries {len(answer.content) / 1024:6.0f} KB")
        for name in PAGES:
            print(f"{name:9} ratio {found[name, 300] / found[name, 15]:.2f} (goal: at most 2)")


if __name__ == "__main__":
    main()
