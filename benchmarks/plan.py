"""The page of the schedule with 15 rows and with 300, beside each other.

    python benchmarks/plan.py [--rounds 15]

Two schools, opened in turn: what else the machine does falls on both. Prints the processor's milliseconds, queries and the
median of the ratios of the pairs (goal: at most 2). Works in a database in memory of its own.
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


def a_school(cast, number: int) -> Client:
    """A school of seventy with a plan of so many rows, and its office logged in."""
    people = User.objects.bulk_create(User(username=f"{cast.school.code}b{n}", first_name=f"教师{n}") for n in range(60))
    Role.objects.bulk_create(Role(user=user, school=cast.school, name="teacher") for user in people)
    Teacher.objects.bulk_create(
        Teacher(school=cast.school, user=user, staff_no=user.username, name=user.first_name, order=50) for user in people
    )
    rows(cast, a_draft(cast, rows=0), number)
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.users["office"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    with scopes_disabled():
        cast = a_cast()
        clients = {15: a_school(cast, 15), 300: a_school(cast.stranger, 300)}
        for name, ask in PAGES.items():
            ratios, times = [], {number: [] for number in clients}
            for at in range(options.rounds + 1):
                for number, client in clients.items():
                    start = time.process_time()
                    answer = client.get(f"/plans/schedule/{ask}")
                    times[number].append((time.process_time() - start) * 1000)
                    assert answer.status_code == 200, (ask, answer.status_code, answer.content[:300].decode())
                    if at == 0:  # the first pair warms up, and says what the page costs beside time
                        with CaptureQueriesContext(connection) as seen:
                            client.get(f"/plans/schedule/{ask}")
                        print(f"{name:9} {number:4} rows {len(seen):3} queries {len(answer.content) / 1024:6.0f} KB")
            ratios = [many / few for few, many in list(zip(*times.values(), strict=True))[1:]]
            few, many = (statistics.median(found[1:]) for found in times.values())
            print(f"{name:9} {few:6.1f} and {many:6.1f} ms, ratio {statistics.median(ratios):.2f} (goal: at most 2)")


if __name__ == "__main__":
    main()
