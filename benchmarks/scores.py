"""Scores with reasons from the database, and the score page, as ratios beside named peers in one run (goals S9–S11).

    python benchmarks/scores.py [--teachers 6000] [--page 300] [--rounds 5]

S9   evidence gathered and scored with reasons, beside a loop over ORM objects without reasons    at most 1/4
S10  the same, beside one hand-written SQL statement for the totals                               at most 4
S11  the table of the score page, beside the same table with plain {{ v }} cells                  at most 0.4
     (the cells alone, and with the reading of the rows, which both have in common)

All three ways to the totals must agree. Rounds are interleaved; the medians are compared, and how far rounds lie apart
is printed. Seconds are of the processor: SQLite works in this process too, and neighbours disturb less. Reasons are
codes and numbers; what their sentences and the storing cost stands below.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ |= {"VAR": FOLDER.name, "DEMO_DAY": "2026-11-18", "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "yanxiu.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.template import engines  # noqa: E402
from django_scopes import scope  # noqa: E402

from activities.models import Activity, Assessment, Attendance, ClassAward, Session, Work, WorkKind  # noqa: E402
from evaluation import cells, evidence, queries, services  # noqa: E402
from evaluation.models import ScoreSheet  # noqa: E402
from evaluation.services.sheets import participants  # noqa: E402
from plans.models import ContentItem, Plan, Quota  # noqa: E402
from rubrics.models import Rubric  # noqa: E402
from rubrics.scoring import parse_evidence, parse_rubric, score  # noqa: E402
from school import clock  # noqa: E402
from school.models import Group, Membership, School, Tag, Teacher, Term, User  # noqa: E402

DOCUMENT = json.loads((ROOT / "rubrics" / "reference" / "yanxiu-2026.json").read_text(encoding="utf-8"))
TIERED = {
    item["code"]: (item["evidence"].partition(":")[2], item["rule"]["tiers"], item.get("applies_to", {}).get("tags"))
    for item in DOCUMENT["items"] if item["rule"]["kind"] == "tiers"
}
JOINT, NOTES, SESSIONS = "城乡联合体活动", 10, 40
TAGS = ("新教师", "晒课教师", "班主任", "骨干")


def a_term(teachers: int) -> ScoreSheet:
    """A school in mid-term: 40 sessions, 10 notes, 10 marks for everybody, awards for those who have a class."""
    dice = random.Random(7)
    school = School.objects.create(code=f"b{teachers}", name="对照小学")
    term = Term.objects.create(school=school, code="2026-2027-1", starts=date(2026, 9, 1), ends=date(2027, 1, 24))
    user = User.objects.create(username=f"u{teachers}")
    with scope(school=[school]):
        groups = [Group.objects.create(school=school, name=f"第{n}组", order=n) for n in range(6)]
        Teacher.objects.bulk_create(
            Teacher(school=school, name=f"教师{n}", staff_no=f"T{n:05}", order=n) for n in range(teachers)
        )
        people = list(Teacher.objects.filter(school=school).order_by("order"))
        Membership.objects.bulk_create(Membership(term=term, group=groups[n % 6], teacher=one) for n, one in enumerate(people))
        tags = [Tag.objects.create(school=school, name=name) for name in TAGS]
        link = Teacher.tags.through
        tagged = [link(teacher=one, tag=tag) for one in people for tag in tags if dice.random() < 0.4]
        link.objects.bulk_create(tagged)
        _fill(school, term, user, people, {row.teacher_id for row in tagged if row.tag.name == "班主任"}, dice)
        rubric = Rubric.objects.create(school=school, title="细则", document=DOCUMENT, state="in_use")
        return services.open_scoring(None, term, rubric)


def _fill(school: School, term: Term, user: User, people: list[Teacher], class_teachers: set[int], dice: random.Random) -> None:
    plan = Plan.objects.create(school=school, term=term, title="计划", state="published")
    Quota.objects.create(plan=plan, order=1, name="笔记", source="works:学习笔记/政治", audience={"all": True}, number=NOTES)
    kind = WorkKind.objects.create(school=school, name="学习笔记", topics=["政治"])
    titles = [JOINT, *(content for content, _, _ in TIERED.values())]
    contents = {title: ContentItem.objects.create(plan=plan, order=n, title=title) for n, title in enumerate(titles)}
    activities = [
        Activity.objects.create(
            school=school, term=term, title=titles[n % len(titles)], content_item=contents[titles[n % len(titles)]], state="finished"
        ) for n in range(SESSIONS)
    ]
    sessions = [
        Session.objects.create(activity=activity, day=term.starts + timedelta(days=n)) for n, activity in enumerate(activities)
    ]
    now = clock.now()
    parts = ("attend", "attend", "attend", "teach")
    Attendance.objects.bulk_create(
        (Attendance(session=session, teacher=one, state="present" if dice.random() < 0.92 else "sick", part=dice.choice(parts))
         for session in sessions for one in people), batch_size=5000,
    )
    first = {activity.title: activity for activity in reversed(activities)}
    Assessment.objects.bulk_create(
        (Assessment(activity=first[content], teacher=one, tier=dice.choice(list(tiers)), by=user, at=now)
         for content, tiers, _ in TIERED.values() for one in people), batch_size=5000,
    )
    Work.objects.bulk_create(
        (Work(school=school, term=term, author=one, kind=kind, topic="政治", title=f"笔记{n}", event_day=term.starts + timedelta(days=n),
              state="accepted", created_at=now, saved_at=now) for one in people for n in range(dice.randint(5, NOTES))),
        batch_size=5000,
    )
    ClassAward.objects.bulk_create(
        (ClassAward(school=school, term=term, teacher=one, class_name=f"{one.pk}班", day=term.starts + timedelta(weeks=n), by=user, at=now)
         for one in people if one.pk in class_teachers for n in range(dice.randint(0, 9))), batch_size=5000,
    )


def ours(sheet: ScoreSheet) -> dict[int, int]:
    """What the product does on every reckoning, before sentences are made and rows are stored."""
    setting = evidence.Setting(sheet.term, list(participants(sheet)), sheet.contents, sheet.pk)
    given = evidence.people(setting, evidence.gather(setting, sheet.document))
    rubric = parse_rubric(json.dumps(sheet.document))
    result = score(rubric, parse_evidence(json.dumps(given), rubric))
    return {pk: int(one.total) for pk, one in zip(setting.teachers, result, strict=True)}


def stored(sheet: ScoreSheet) -> None:
    """The whole of it: sentences, the three ways with 103 points, rows written."""
    services.compute(sheet)


def orm_loop(sheet: ScoreSheet) -> dict[int, int]:
    """The way it is usually written: objects, prefetched, one teacher after the other, and not a word why."""
    teachers = Teacher.objects.filter(school=sheet.school).prefetch_related(
        "tags", "works__kind", "class_awards", "conduct_records", "assessments__activity__content_item",
        "attendances__session__activity__content_item",
    )
    found = {}
    for teacher in teachers:
        tags = {tag.name for tag in teacher.tags.all()}
        notes = sum(work.kind.name == "学习笔记" and work.topic == "政治" and work.state in ("accepted", "excellent") for work in teacher.works.all())
        points = max(0, 10 - max(0, NOTES - notes))
        severe = Counter(record.severity for record in teacher.conduct_records.all())
        points += max(0, 10 - 10 * severe["严重"] - 5 * severe["较轻"])
        marks = {mark.activity.content_item.title: mark.tier for mark in teacher.assessments.all()}
        for content, tiers, needed in TIERED.values():
            if not needed or tags & set(needed):
                points += tiers[marks[content]]
        if "班主任" in tags:
            points += min(7, len(teacher.class_awards.all()))
        if tags & {"骨干", "特岗"}:
            joint = [
                5 if row.part == "teach" else 2 for row in teacher.attendances.all()
                if row.state in ("present", "late", "early", "duty") and row.session.activity.content_item.title == JOINT
            ]
            points += min(5, sum(joint))
        found[teacher.pk] = min(100, points)
    return found


def sql(sheet: ScoreSheet) -> dict[int, int]:
    """One statement for the totals."""
    worth = " ".join(
        f"WHEN c.title = '{content}' AND a.tier = '{tier}'"
        + (f" AND EXISTS (SELECT 1 FROM tagged g WHERE g.teacher_id = a.teacher_id AND g.name IN ({', '.join(repr(one) for one in needed)}))"
           if needed else "")
        + f" THEN {points}"
        for content, tiers, needed in TIERED.values() for tier, points in tiers.items()
    )
    statement = f"""
        WITH tagged AS (SELECT l.teacher_id, t.name FROM school_teacher_tags l JOIN school_tag t ON t.id = l.tag_id),
        notes AS (SELECT w.author_id id, COUNT(*) n FROM activities_work w JOIN activities_workkind k ON k.id = w.kind_id
                  WHERE w.term_id = %(term)s AND k.name = '学习笔记' AND w.topic = '政治' AND w.state IN ('accepted', 'excellent') GROUP BY 1),
        marks AS (SELECT a.teacher_id id, SUM(CASE {worth} ELSE 0 END) n FROM activities_assessment a
                  JOIN activities_activity v ON v.id = a.activity_id JOIN plans_contentitem c ON c.id = v.content_item_id
                  WHERE v.term_id = %(term)s GROUP BY 1),
        awards AS (SELECT teacher_id id, COUNT(*) n FROM activities_classaward WHERE term_id = %(term)s GROUP BY 1),
        joint AS (SELECT r.teacher_id id, SUM(CASE r.part WHEN 'teach' THEN 5 ELSE 2 END) n FROM activities_attendance r
                  JOIN activities_session s ON s.id = r.session_id JOIN activities_activity v ON v.id = s.activity_id
                  JOIN plans_contentitem c ON c.id = v.content_item_id
                  WHERE v.term_id = %(term)s AND c.title = '{JOINT}' AND r.state IN ('present', 'late', 'early', 'duty') GROUP BY 1),
        conduct AS (SELECT teacher_id id, SUM(CASE severity WHEN '严重' THEN 10 ELSE 5 END) n FROM activities_conductrecord
                    WHERE term_id = %(term)s GROUP BY 1)
        SELECT t.id, MIN(100, MAX(0, 10 - MAX(0, {NOTES} - COALESCE(notes.n, 0))) + MAX(0, 10 - COALESCE(conduct.n, 0)) + COALESCE(marks.n, 0)
            + CASE WHEN EXISTS (SELECT 1 FROM tagged g WHERE g.teacher_id = t.id AND g.name = '班主任') THEN MIN(7, COALESCE(awards.n, 0)) ELSE 0 END
            + CASE WHEN EXISTS (SELECT 1 FROM tagged g WHERE g.teacher_id = t.id AND g.name IN ('骨干', '特岗'))
                   THEN MIN(5, COALESCE(joint.n, 0)) ELSE 0 END)
        FROM school_teacher t LEFT JOIN notes ON notes.id = t.id LEFT JOIN marks ON marks.id = t.id LEFT JOIN awards ON awards.id = t.id
            LEFT JOIN joint ON joint.id = t.id LEFT JOIN conduct ON conduct.id = t.id
        WHERE t.school_id = %(school)s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"term": sheet.term_id, "school": sheet.school_id})
        return dict(cursor.fetchall())


PLAIN = engines["django"].from_string(
    "{% for row in rows %}<tr><th>{{ row.name }}</th>{% for v in row.cells %}<td>{{ v }}</td>{% endfor %}<td>{{ row.total }}</td></tr>{% endfor %}"
)


def our_table(matrix: queries.Matrix) -> str:
    return cells.body(matrix, grades=True)


def plain_table(matrix: queries.Matrix) -> str:
    """The same figures of the same rows, each cell a {{ v }}."""
    return PLAIN.render({"rows": [
        {"name": row.teacher.name, "cells": [float(item["points"]) for item in row.items], "total": float(row.score.total)}
        for row in matrix.rows
    ]})


def timed(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.process_time()
            way()
            found[name].append(time.process_time() - start)
    return found


def say(found: dict[str, list[float]]) -> dict[str, float]:
    for name, times in found.items():
        print(f"{name:<46}{statistics.median(times):8.3f} s   ({min(times):.3f}–{max(times):.3f})")
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--teachers", type=int, default=6000)
    parser.add_argument("--page", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    sheet = a_term(options.teachers)
    with scope(school=[sheet.school]):
        assert ours(sheet) == orm_loop(sheet) == sql(sheet), "the three ways disagree"
        print(f"teachers {options.teachers}, attendance rows {options.teachers * SESSIONS}, items {len(DOCUMENT['items'])}")
        median = say(timed({
            "ours, reasons as codes and numbers": lambda: ours(sheet), "ORM objects in a loop, no reasons": lambda: orm_loop(sheet),
            "one SQL statement, totals only": lambda: sql(sheet),
        }, options.rounds))
        mine, loop, statement = median.values()
        print(f"S9  ratio {mine / loop:.2f} (goal: at most 0.25)")
        print(f"S10 ratio {mine / statement:.1f} (goal: at most 4)")
        say(timed({"the same with sentences, choices and storing": lambda: stored(sheet)}, 1))
    sheet = a_term(options.page)
    with scope(school=[sheet.school]):
        print(f"page of {options.page} teachers")
        matrix = queries.matrix(sheet, None)
        mine, plain, mine_read, plain_read = say(timed({
            "our cells": lambda: our_table(matrix), "plain {{ v }} cells": lambda: plain_table(matrix),
            "our cells, with reading": lambda: our_table(queries.matrix(sheet, None)),
            "plain {{ v }} cells, with reading": lambda: plain_table(queries.matrix(sheet, None)),
        }, options.rounds * 4)).values()
        print(f"S11 ratio {mine / plain:.2f}, with reading {mine_read / plain_read:.2f} (goal: at most 0.4)")


if __name__ == "__main__":
    main()
