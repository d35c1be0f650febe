"""任务量: what each teacher owes this term and what is done, for one or for all in a fixed number of queries.

Counted by the day of the event; accepted and handed in are told apart, and only what was passed is done where the kind
needs review. A school week is due when it holds at least three working days of the teacher's service, a month likewise;
a surplus never carries. What a whole term asks is pro-rated by the weeks served (20 · 14/18 → 16); what a school year asks
(每学年) by the months served of its ten, September to June, is counted over both terms and is due with the second; until then
only the share of the months gone by is, rounded down. The score sheet reckons by the same rules (evaluation/evidence/setting.py).
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from activities.models import Attendance, Topic, Work
from activities.queries.lessons import given
from activities.queries.observations import observations_made
from activities.queries.works import PASSED
from activities.states import COUNTS_PRESENT, ActivityState, Part, TopicState, WorkState
from documents.calendar import Calendar
from plans.models import Plan, Quota
from rubrics.scoring.numbers import whole
from school import audience
from school.clock import today
from school.models import School, Service, Teacher, Term
from school.person import Person

WORKING_DAYS = 3
YEAR_MONTHS = 10  # 学年: September to June


@dataclass(frozen=True)
class Progress:
    """一项任务量 of one teacher: 听课 12 / 20 节.

    due: what the whole term asks; due_now: what is due up to today's period; done counts toward it; waiting was handed in
    and is not passed yet; holes: the past periods that lack something, as W03 or 2026-09.
    """

    label: str
    source: str
    period: str
    unit: str
    number: int
    due: int
    due_now: int
    done: int
    waiting: int
    holes: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        return self.done >= self.due

    @property
    def missing(self) -> int:
        return max(self.due - self.done, 0)


@dataclass(frozen=True)
class _Record:
    day: date
    passed: bool


def quota_progress(person: Person, term: Term) -> list[Progress]:
    """任务量 of the person himself, in the plan's order; empty without a plan or a teacher."""
    if person.teacher is None:
        return []
    return _table(term, [person.teacher])[person.teacher.pk]


def quota_table(term: Term) -> dict[int, list[Progress]]:
    """任务量 of all teachers in service, by teacher id; the number of queries does not grow with teachers."""
    return _table(term, None)


def _table(term: Term, only: list[Teacher] | None) -> dict[int, list[Progress]]:
    day = min(max(today(), term.starts), term.ends)
    teachers = only or list(audience.in_service(term.school, day))
    quotas = quotas_of(term)
    asked: dict[int, dict[str, list[Quota]]] = defaultdict(lambda: defaultdict(list))
    ids = {teacher.pk for teacher in teachers}
    every = audience.all_traits(term.school, term, day)
    for quota in quotas:
        for pk in ids & every.keys():
            if audience.includes(quota.audience, every[pk]):
                asked[pk][quota.source].append(quota)
    records = _records(term, {quota.source for quota in quotas}, only)
    yearly = {quota.source for quota in quotas if quota.period == Quota.Period.YEAR}
    before = [_records(one, yearly, only) for one in terms_of_year(term)[:-1]] if yearly else []
    work_days = calendar_of(term.school).working_days(term.starts, term.ends)
    year_days = days_of_year(term) if yearly else []
    all_weeks = len(_periods(Quota.Period.WEEK, work_days, term))
    away = defaultdict(list)
    for leave in Service.objects.filter(teacher__in=ids).exclude(kind=Service.Kind.SERVICE):
        away[leave.teacher_id].append(leave)
    found = {}
    for teacher in teachers:
        days = served_days(teacher, away[teacher.pk], work_days)
        share = Fraction(len(_periods(Quota.Period.WEEK, days, term)), all_weeks) if all_weeks else Fraction()
        months = months_served(served_days(teacher, away[teacher.pk], year_days))
        found[teacher.pk] = []
        for source, several in asked[teacher.pk].items():
            quota, mine = holding(several), records[source][teacher.pk]
            if quota.period == Quota.Period.YEAR:
                mine = [record for one in before for record in one[source][teacher.pk]] + mine
                found[teacher.pk].append(_in_year(quota, mine, months, term))
            else:
                found[teacher.pk].append(_progress(quota, mine, days, share, term, day))
    return found


def quotas_of(term: Term) -> list[Quota]:
    """任务量 of a term in the plan's order; what an earlier term's plan asks for the year holds where this one is silent."""
    terms = terms_of_year(term)
    rows = Quota.objects.filter(plan__term__in=terms, plan__level=Plan.Level.SCHOOL).select_related("plan")
    found: list[Quota] = []
    for quota in sorted(rows, key=lambda row: (row.plan.term_id != term.pk, row.order, row.pk)):
        asked = {row.source for row in found if row.plan.term_id == term.pk}
        if quota.plan.term_id == term.pk or quota.period == Quota.Period.YEAR and quota.source not in asked:
            found.append(quota)
    return found


def terms_of_year(term: Term) -> list[Term]:
    """The terms of this school year until this one, in order."""
    year = term.code.rsplit("-", 1)[0]
    earlier = Term.objects.filter(school=term.school_id, code__startswith=f"{year}-", starts__lt=term.starts).order_by("starts")
    return [*earlier, term]


def days_of_year(term: Term) -> list[date]:
    """The working days of the school year's ten months."""
    first = int(term.code[:4])
    return calendar_of(term.school).working_days(date(first, 9, 1), date(first + 1, 6, 30))


def months_served(days: Iterable[date]) -> list[str]:
    """The months with at least three of these days: 2026-09."""
    worked = Counter(f"{day:%Y-%m}" for day in days)
    return sorted(key for key, number in worked.items() if number >= WORKING_DAYS)


def due_in_year(number: int, months: list[str], term: Term) -> tuple[int, int]:
    """What the school year asks of who serves these months, and what of it is due with this term."""
    due = whole(Fraction(number * len(months), YEAR_MONTHS))
    gone = [key for key in months if key <= f"{term.ends:%Y-%m}"]
    return due, due if term.ends_its_year else number * len(gone) // YEAR_MONTHS


def _in_year(quota: Quota, records: list[_Record], months: list[str], term: Term) -> Progress:
    due, due_now = due_in_year(quota.number, months, term)
    done = sum(record.passed for record in records)
    return Progress(quota.name, quota.source, quota.period, quota.unit, quota.number, due, due_now, done, len(records) - done)


def calendar_of(school: School) -> Calendar:
    """校历 of a school: public holidays and what it decided itself (a day with a name is free, without one worked)."""
    own = {date.fromisoformat(day): name for day, name in school.holidays.items()}
    return Calendar({day: not name for day, name in own.items()}, {day: name for day, name in own.items() if name})


def holding(quotas: list[Quota]) -> Quota:
    """Of several for the same thing and teacher: one that names people goes before one for everybody, then the plan's last."""
    return max(enumerate(quotas), key=lambda pair: (not pair[1].audience.get("all"), pair[0]))[1]


def served_days(teacher: Teacher, leaves: list[Service], work_days: list[date]) -> list[date]:
    """The working days on which a teacher is in service and not on long leave."""
    return [
        day for day in work_days
        if (teacher.joined is None or teacher.joined <= day) and (teacher.left is None or day <= teacher.left)
        and not any(leave.since <= day and (leave.until is None or day <= leave.until) for leave in leaves)
    ]


def key_of(period: str, day: date, term: Term) -> str:
    """W03 for a school week, 2026-09 for a month, the term's code for a term."""
    if period == Quota.Period.WEEK:
        return f"W{term.week_of(day):02}"
    return f"{day:%Y-%m}" if period == Quota.Period.MONTH else term.code


def _periods(period: str, days: Iterable[date], term: Term) -> list[str]:
    """The weeks or months with at least three of these days."""
    worked = Counter(key_of(period, day, term) for day in days)
    return sorted(key for key, number in worked.items() if number >= WORKING_DAYS)


def _progress(
    quota: Quota, records: Iterable[_Record], served: list[date], share: Fraction, term: Term, day: date
) -> Progress:
    done, waiting = Counter(), Counter()
    for record in records:
        (done if record.passed else waiting)[key_of(quota.period, record.day, term)] += 1
    if quota.period == Quota.Period.TERM:
        due = due_now = whole(quota.number * share)
        counts, open_, holes = done.total(), waiting.total(), ()
    else:
        periods = _periods(quota.period, served, term)
        this = key_of(quota.period, day, term)
        due, due_now = len(periods) * quota.number, sum(quota.number for key in periods if key <= this)
        counts = sum(min(done[key], quota.number) for key in periods)
        open_ = sum(min(waiting[key], max(quota.number - done[key], 0)) for key in periods)
        holes = tuple(key for key in periods if key < this and done[key] + waiting[key] < quota.number)
    return Progress(quota.name, quota.source, quota.period, quota.unit, quota.number, due, due_now, counts, open_, holes)


def _records(term: Term, sources: set[str], only: list[Teacher] | None) -> dict[str, dict[int, list[_Record]]]:
    """Source → teacher → what there is: one query for works, one for observations, one for lessons given."""
    found: dict[str, dict[int, list[_Record]]] = defaultdict(lambda: defaultdict(list))
    if any(source.startswith("works:") for source in sources):
        rows = Work.objects.filter(term=term, state__in=[WorkState.SUBMITTED, *PASSED])
        rows = rows.filter(author__in=only) if only else rows
        for author, day, state, review, kind, topic in rows.order_by().values_list(
            "author", "event_day", "state", "kind__needs_review", "kind__name", "topic"
        ):
            record = _Record(day, state in PASSED or not review)
            found[f"works:{kind}"][author].append(record)
            if topic:
                found[f"works:{kind}/{topic}"][author].append(record)
    for source, mine in (("observations:made", "observer"), ("observations:received", "observed")):
        if source in sources:
            rows = observations_made(term)
            rows = rows.filter(**{f"{mine}__in": only}) if only else rows
            for teacher, day in rows.order_by().values_list(mine, "day"):
                found[source][teacher].append(_Record(day, True))
    if any(source.startswith("open_lessons") for source in sources):
        for lesson in given(term, only=only):
            for source in ("open_lessons", f"open_lessons:{lesson.kind}"):
                found[source][lesson.teacher].append(_Record(lesson.day, True))
    if "lectures" in sources:
        rows = Attendance.objects.filter(
            session__activity__term=term, session__day__lte=today(), session__cancelled="", part=Part.PRESENT, state__in=COUNTS_PRESENT
        ).exclude(session__activity__state=ActivityState.CANCELLED)
        rows = rows.filter(teacher__in=only) if only else rows
        for teacher, day in rows.order_by().values_list("teacher", "session__day"):
            found["lectures"][teacher].append(_Record(day, True))
    if "topics" in sources:
        for teacher, since in _topics(term, only):
            found["topics"][teacher].append(_Record(max(since, term.starts), True))
    return found


def _topics(term: Term, only: list[Teacher] | None) -> list[tuple[int, date]]:
    """Who leads or belongs to a 课题 that was set up and runs in this term, and since when; each topic once."""
    rows = Topic.objects.filter(school=term.school_id, since__lte=term.ends, until__gte=term.starts).exclude(
        state__in=[TopicState.PROPOSED, TopicState.DECLINED]
    )
    found = set()
    for pk, since, leader, member in rows.order_by().values_list("pk", "since", "leader", "members"):
        found |= {(pk, since, who) for who in (leader, member) if who and (only is None or who in {one.pk for one in only})}
    return [(who, since) for _, since, who in sorted(found)]


def week_words(key: str, term: Term) -> str:
    """W03 → 第 3 周; 2026-09 → 9月."""
    if key.startswith("W"):
        return f"第 {int(key[1:])} 周"
    return f"{int(key[5:])}月" if "-" in key and key != term.code else "本学期"
