"""Reads about 检查 and 巡课: who is drawn, what this week's turn is, what waits for whom."""
from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from activities.models import Assessment, Finding, Inspection, Walk
from activities.states import FindingState
from school.models import Role, Teacher
from school.person import Person
from school.policy import beyond, has, within

WEEK = re.compile(r"第\s*(\d{1,2})\s*周\s*[：:]?\s*(.+)")


def draw(seed: str, numbers: Iterable[str], how_many: int) -> list[str]:
    """抽签 that anybody can repeat: SHA-256 of 「种子-工号」, the smallest are drawn."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}-{number}".encode()).hexdigest())[:how_many]


def drawn_in_words(inspection: Inspection) -> str:
    """怎样抽的, for the page and the record."""
    if inspection.way != Inspection.Way.RANDOM:
        return ""
    return (
        f"从 {len(inspection.pool)} 人中随机抽 {inspection.drawn} 人，种子 {inspection.seed}："
        "把『种子-工号』逐个求 SHA-256，取最小的几个；同一份名单再抽一次，抽到的人一样。"
    )


def this_week(inspection: Inspection, day: date) -> str:
    """轮查: what this week's line says, 「语文」."""
    week = inspection.term.week_of(day)
    found = (WEEK.fullmatch(line.strip()) for line in inspection.rota.splitlines())
    return next((one[2].strip() for one in found if one and int(one[1]) == week), "")


def rounds(person: Person) -> QuerySet[Inspection]:
    """检查 of the term that this person runs."""
    rows = Inspection.objects.filter(term=person.term)
    return within(person, "inspection.run", rows) if has(person, "inspection.run") else rows.none()


def findings(person: Person, inspection: Inspection) -> QuerySet[Finding]:
    """The findings of a round in roster order, one's own left out: somebody else looks at that."""
    rows = inspection.findings.all()
    if person.teacher:
        rows = rows.exclude(teacher=person.teacher)
    return rows.select_related("teacher", "response", "by", "inspection")


def own(person: Person) -> QuerySet[Finding]:
    """What was found about me, once it was written down."""
    if person.teacher is None:
        return Finding.objects.none()
    rows = Finding.objects.filter(teacher=person.teacher, inspection__term=person.term).exclude(state=FindingState.PENDING)
    return rows.select_related("inspection").order_by("-at")


def own_walks(person: Person) -> QuerySet[Walk]:
    rows = Walk.objects.filter(term=person.term, teacher=person.teacher)
    return rows.select_related("by") if person.teacher else rows.none()


def counted(inspection: Inspection) -> Counter[str]:
    """How many of each state."""
    return Counter(inspection.findings.values_list("state", flat=True))


def to_mark(person: Person, inspection: Inspection) -> list[Finding]:
    """Findings that become 评定结果 by this person: with a value, not his own, not of those who mark his like, not written yet."""
    if inspection.activity_id is None or not inspection.gives:
        return []
    above = Role.objects.filter(school=inspection.school, name__in=beyond(person)).values_list("user", flat=True)
    wanted = Q(level="") if inspection.gives == Inspection.Gives.TIER else Q(number=None, response=None)
    rows = findings(person, inspection).exclude(wanted | Q(state=FindingState.PENDING)).exclude(
        teacher__user__in=[user for user in above]
    )
    have = {row.teacher_id: row for row in Assessment.objects.filter(activity=inspection.activity)}
    found = []
    for row in rows:
        mark = have.get(row.teacher_id)
        tier, number = value(row)
        if (tier or number is not None) and (mark is None or (mark.tier, mark.number) != (tier, number)):
            found.append(row)
    return found


def value(row: Finding) -> tuple[str, object]:
    """What a finding is worth as 评定结果: its level, or its number, or the total of its form."""
    if row.inspection.gives == Inspection.Gives.TIER:
        return row.level, None
    return "", row.number if row.number is not None else (row.response.total if row.response else None)


def walks(person: Person) -> QuerySet[Walk]:
    """巡过的课 of the term that this person may read, by day."""
    return within(person, "finding.read", Walk.objects.filter(term=person.term)).select_related("teacher", "term", "school", "by").order_by("day", "at")


def to_walk_past(person: Person) -> QuerySet[Teacher]:
    """Whose classroom one may note: teachers in reach, never oneself."""
    rows = within(person, "walk.note", Teacher.objects.filter(left=None))
    return rows.exclude(pk=person.teacher.pk) if person.teacher else rows
