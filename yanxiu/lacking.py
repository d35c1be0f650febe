"""谁还差什么: what was due and is not there, by teacher, for whoever may ask after it; and the same without names for a group.

A week's or month's task is missing when its period is over; a term's task only in the last four weeks, a school year's in
those of its second term. What lies further back than three periods is past asking for: it stands in the score with its
reason and is not reminded of for ever.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from activities.models import Work
from activities.queries.quotas import Progress, calendar_of, quota_table, week_words
from activities.states import WorkState
from documents.chinese import short_date
from plans.models import Quota
from school.clock import today
from school.models import Membership, Teacher, Term
from school.person import Person
from school.policy import Reach, reaches

RECENT, LAST_WEEKS = 3, 4


@dataclass(frozen=True)
class Lack:
    """What one teacher still lacks: 「反思：第 10、11 周」."""

    teacher: Teacher
    groups: tuple[int, ...]
    lines: tuple[str, ...]


def lacking(term: Term) -> list[Lack]:
    """谁还差什么 in roster order; the number of queries does not grow with teachers."""
    groups: dict[int, list[int]] = defaultdict(list)
    for teacher, group in Membership.objects.filter(term=term).order_by().values_list("teacher", "group"):
        groups[teacher].append(group)
    table = quota_table(term)
    people = Teacher.objects.filter(school=term.school_id, left=None, pk__in=table).select_related("user")
    found = []
    for teacher in people:
        lines = tuple(line for one in table[teacher.pk] if (line := _line(one, term)))
        if lines:
            found.append(Lack(teacher, tuple(groups[teacher.pk]), lines))
    return found


def _line(one: Progress, term: Term) -> str:
    if one.period == Quota.Period.TERM or one.period == Quota.Period.YEAR and term.ends_its_year:
        missing = one.due_now - one.done - one.waiting
        late = today() > term.ends - timedelta(weeks=LAST_WEEKS) and missing > 0
        return f"{one.label}：还差 {missing} {one.unit}" if late else ""
    now = term.week_of(today())
    recent = [key for key in one.holes if not key.startswith("W") or now - int(key[1:]) <= RECENT][-RECENT:]
    return f"{one.label}：{_when(recent, term)}" if recent else ""


def _when(keys: list[str], term: Term) -> str:
    if all(key.startswith("W") for key in keys):
        return f"第 {'、'.join(str(int(key[1:])) for key in keys)} 周"
    return "、".join(week_words(key, term) for key in keys)


def reached(person: Person, found: Iterable[Lack]) -> list[Lack]:
    """Whom this person may ask: a group leader his own group's, and nobody himself."""
    mine = [one for one in found if not person.teacher or one.teacher.pk != person.teacher.pk]
    if Reach.SCHOOL in reaches(person, "remind"):
        return mine
    return [one for one in mine if set(one.groups) & person.led_groups]


def by_matter(found: Iterable[Lack]) -> list[tuple[str, list[str]]]:
    """What is missing, each with the names of whom it is missing from: 反思 → [郑国栋, 万里红]."""
    matters: dict[str, list[str]] = defaultdict(list)
    for one in found:
        for line in one.lines:
            matters[line.split("：")[0]].append(one.teacher.name)
    return list(matters.items())


def this_week(term: Term, group: int | None = None) -> list[str]:
    """「本周反思还有 7 人没交，截止11月20日（周五）。」 for each weekly task that is written; from Wednesday on, no names."""
    day = today()
    monday, sunday = term.week_span(term.week_of(day))
    worked = calendar_of(term.school).working_days(monday, sunday)
    if not worked or day.weekday() < 2:
        return []
    table = quota_table(term)
    if group is not None:
        ours = set(Membership.objects.filter(term=term, group=group).values_list("teacher", flat=True))
        table = {teacher: rows for teacher, rows in table.items() if teacher in ours}
    owing: dict[tuple[str, str], set[int]] = defaultdict(set)
    for teacher, rows in table.items():
        for one in rows:
            if one.period == Quota.Period.WEEK and one.source.startswith("works:"):
                owing[one.label, one.source].add(teacher)
    sentences = []
    for (label, source), people in owing.items():
        kind, _, topic = source.removeprefix("works:").partition("/")
        rows = Work.objects.filter(term=term, kind__name=kind, event_day__range=(monday, sunday)).exclude(state=WorkState.DRAFT)
        rows = rows.filter(topic=topic) if topic else rows
        left = people - set(rows.values_list("author", flat=True))
        if left:
            sentences.append(f"本周{label}还有 {len(left)} 人没交，截止{short_date(worked[-1])}。")
    return sentences
