"""待办 about 评比 and 检查: sheets owed by a judge, an entry that is due, a finding to answer, an answer to look at again."""
from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from activities.models import Contest, Finding
from activities.queries import contests
from activities.states import ContestState, FindingState
from documents.chinese import date_range
from school import clock
from school.audience import includes, traits
from school.person import Person
from school.policy import has, within
from school.todo import Todo

SOON = timedelta(days=7)


def todo_contests(person: Person) -> list[Todo]:
    """等我评的、快截止的参评、要我整改的、等我复查的."""
    if person.school is None:
        return []
    found = _judging(person)
    if person.teacher and person.term:
        found += _entries(person) + _findings(person)
    if has(person, "finding.enter") and person.term:
        found += _again(person)
    return found


def _judging(person: Person) -> list[Todo]:
    return [
        Todo(
            f"评审『{row}』", reverse("contest_judge", args=[row.pk]), "去评", f"还有 {row.owed} 件", row.judging_due, count=row.owed, order=15
        )
        for row in contests.waiting(person)
    ]


def _entries(person: Person) -> list[Todo]:
    """Contests whose activity addresses me, due within a week, without an entry of mine; an entry that is owed also when late."""
    rows = list(
        Contest.objects.filter(
            state=ContestState.COLLECTING, activity__term=person.term, entries_due__lte=clock.today() + SOON
        ).exclude(entries__teacher=person.teacher).exclude(judges__user=person.user).select_related("activity")
    )
    if not rows:
        return []
    me = traits(person.teacher, person.term)
    found = []
    for row in rows:
        if not includes(row.activity.audience, me):
            continue
        if contests.asks_everybody(row):
            found.append(Todo(f"交『{row}』的作品", reverse("contest", args=[row.pk]), "去交", "每人一件", row.entries_due, order=20))
        elif row.entries_due >= clock.today():
            found.append(Todo(f"参加『{row}』", reverse("contest", args=[row.pk]), "去看", "想参加的话", row.entries_due, order=45))
    return found


def _findings(person: Person) -> list[Todo]:
    rows = Finding.objects.filter(teacher=person.teacher, inspection__term=person.term, state=FindingState.PROBLEM)
    return [
        Todo(f"整改：{row.inspection}", reverse("finding", args=[row.pk]), "去回复", row.remark.rstrip("。"), row.due, order=22)
        for row in rows.select_related("inspection").order_by(F("due").asc(nulls_last=True), "pk")[:5]
    ]


def _again(person: Person) -> list[Todo]:
    rows = within(person, "finding.enter", Finding.objects.filter(inspection__term=person.term, state=FindingState.ANSWERED))
    rows = rows.filter(by=person.user).select_related("inspection", "teacher").order_by("answered_at")
    return [
        Todo(
            f"复查：{row.teacher}的{row.inspection.kind}", reverse("finding", args=[row.pk]), "去复查",
            f"{date_range(row.answered_at.astimezone().date(), row.answered_at.astimezone().date())}回复", order=28,
        )
        for row in rows[:5]
    ]
