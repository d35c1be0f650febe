"""查相似 as its page asks for it, in a school of 5,000 works (goal X5: under a second).

    python benchmarks/similarity.py [--works 5000] [--rounds 5]

Printed: seconds of the whole question from the database, and the share of it that is spent on reading the rows.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ |= {"VAR": FOLDER.name, "DEMO_DAY": "2026-11-18", "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "yanxiu.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django_scopes import scope  # noqa: E402

from activities.models import Work, WorkKind  # noqa: E402
from activities.queries.works import alike  # noqa: E402
from school import clock  # noqa: E402
from school.models import Role, School, Teacher, Term, User  # noqa: E402
from school.person import person_of  # noqa: E402

WORDS = (
    "今天 第二节 数学课 孩子 小组 讨论 分数 月饼 本子 黑板 举手 错题 板书 同桌 练习 作业 提问 回答 操场 练字 朗读 课文 生字 默写 单元 复习 "
    "听课 评课 导入 环节 时间 不够 下次 再讲 一遍 折纸 画图 量一量 说一说 想一想 教案 改动 反思 家长 电话 进步 着急 慢慢来 办公室 讨论了"
).split()


def body(dice: random.Random) -> str:
    return "，".join("".join(dice.choices(WORDS, k=5)) for _ in range(dice.randint(20, 45))) + "。"


def a_school(works: int) -> Work:
    """A school with so many works of 60 authors; the last one took a third from the first."""
    dice = random.Random(5)
    school = School.objects.create(code="b", name="对照小学")
    term = Term.objects.create(school=school, code="2026-2027-1", starts=date(2026, 9, 1), ends=date(2027, 1, 24))
    with scope(school=[school]):
        user = User.objects.create(username="u")
        Role.objects.create(user=user, school=school, name=Role.Name.TEACHER)
        teachers = [
            Teacher.objects.create(school=school, name=f"教师{n}", staff_no=f"T{n:03}", order=n, user=None if n else user) for n in range(60)
        ]
        kind, now = WorkKind.objects.create(school=school, name="教学设计"), clock.now()
        texts = [body(dice) for _ in range(works)]
        texts[-1] = texts[0][: len(texts[0]) // 3] + texts[-1]
        Work.objects.bulk_create(
            (Work(school=school, term=term, author=teachers[n % 59 + 1 if n < works - 1 else 0], kind=kind, title=f"第{n}篇", body=text,
                  event_day=term.starts, state="submitted", created_at=now, saved_at=now, key=uuid4()) for n, text in enumerate(texts)),
            batch_size=500,
        )
        return Work.objects.select_related("author", "school", "kind").order_by("-pk").first()


def seconds(rounds: int, act: Callable[[], object]) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--works", type=int, default=5000)
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args()
    call_command("migrate", verbosity=0)
    work = a_school(options.works)
    with scope(school=[work.school]):
        person = person_of(work.author.user)
        assert alike(person, work), "the third that was copied must be found"
        whole = seconds(options.rounds, lambda: alike(person, work))
        reading = seconds(options.rounds, lambda: list(Work.objects.exclude(pk=work.pk).values_list("pk", "body").iterator()))
    print(f"X5  alike among {options.works} works {whole:5.2f} s, of it reading {reading / whole:4.0%}  (at most 1 s)")


if __name__ == "__main__":
    main()
