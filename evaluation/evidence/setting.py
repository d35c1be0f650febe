"""Whom and what evidence is gathered for (计分的范围): one term, its participants, what each of them owes."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from activities.queries.quotas import (
    WORKING_DAYS,
    YEAR_MONTHS,
    calendar_of,
    days_of_year,
    due_in_year,
    holding,
    months_served,
    quotas_of,
    served_days,
    terms_of_year,
)
from plans.models import Quota
from rubrics.scoring.numbers import plain, whole
from school import clock
from school.audience import Traits, full_years, includes
from school.models import Group, Membership, Role, School, Service, Teacher, Term

LONG_LEAVE = (Service.Kind.MATERNITY, Service.Kind.SICK, Service.Kind.AWAY)


@dataclass(frozen=True)
class Record:
    """一条依据: a record a point was taken from; the address by name, so that any floor may own the page."""

    label: str
    day: date | None = None
    page: str = ""
    pk: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label, "day": self.day.isoformat() if self.day else "",
            "url": [part for part in (self.page, self.pk) if part],
        }


@dataclass
class Found:
    """What a source knows about one teacher: evidence as its rule takes it (None: nothing has come in), and whence."""

    value: Any = None
    records: list[Record] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Owed:
    """应完成的数 of one teacher for one source, pro-rated by the share served, by what rule, and whether the year's records count."""

    number: int
    note: str = ""
    yearly: bool = False


class Setting:
    """计分的范围 of one sheet: its teachers, content items, and who owes how much until today."""

    def __init__(self, term: Term, teachers: list[Teacher], contents: Mapping[str, int], sheet_id: int | None = None) -> None:
        self.term = term
        self.school: School = term.school
        self.teachers = {teacher.pk: teacher for teacher in teachers}
        self.contents = contents
        self.sheet_id = sheet_id
        self.until = min(max(clock.today(), term.starts), term.ends)

    def each(self) -> dict[int, Found]:
        """An empty answer for everybody."""
        return {pk: Found() for pk in self.teachers}

    @cached_property
    def _days(self) -> dict[int, list[date]]:
        """The working days of each school week that has at least three of them, by its number (周次)."""
        found: dict[int, list[date]] = {}
        for day in calendar_of(self.school).working_days(self.term.starts, self.term.ends):
            found.setdefault(self.term.week_of(day), []).append(day)
        return {no: days for no, days in found.items() if len(days) >= WORKING_DAYS}

    @cached_property
    def weeks(self) -> list[tuple[int, date, date]]:
        """School weeks: those with at least three working days, with their Monday and Sunday."""
        return [(no, *self.term.week_span(no)) for no in self._days]

    @cached_property
    def periods(self) -> dict[str, list[str]]:
        """The months and weeks that are due until today: W03, 2026-09."""
        months = sorted({(last.year, last.month) for _, first, last in self.weeks if first <= self.until})
        return {
            "month": [f"{year}-{month:02}" for year, month in months],
            "week": [f"W{no:02}" for no, _, last in self.weeks if last <= self.until],
        }

    def period_of(self, day: date, kind: str) -> str:
        return f"W{self.term.week_of(day):02}" if kind == "week" else f"{day.year}-{day.month:02}"

    @cached_property
    def absences(self) -> dict[int, list[Service]]:
        rows: dict[int, list[Service]] = {}
        for row in Service.objects.filter(teacher__school=self.school, kind__in=LONG_LEAVE):
            rows.setdefault(row.teacher_id, []).append(row)
        return rows

    def _serves(self, teacher: Teacher, week: int) -> bool:
        """Whether a week counts as served: at least three working days in the school and on no long leave."""
        here = not teacher.left and (not teacher.joined or teacher.joined <= self.term.starts)
        leaves = self.absences.get(teacher.pk, [])
        return (here and not leaves) or len(served_days(teacher, leaves, self._days[week])) >= WORKING_DAYS

    @cached_property
    def shares(self) -> dict[int, tuple[int, int]]:
        """服务周数 of each teacher: weeks served and weeks of the term."""
        return {pk: (sum(self._serves(teacher, no) for no in self._days), len(self._days)) for pk, teacher in self.teachers.items()}

    @cached_property
    def groups(self) -> dict[int, dict[str, list[str]]]:
        """Groups by kind in words: {"教研组": ["语文组"]}."""
        found: dict[int, dict[str, list[str]]] = {}
        labels = dict(Group.Kind.choices)
        rows = Membership.objects.filter(term=self.term).values_list("teacher_id", "group__kind", "group__name")
        for teacher, kind, name in rows:
            found.setdefault(teacher, {}).setdefault(labels[kind], []).append(name)
        return found

    @cached_property
    def tags(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = Teacher.tags.through.objects.filter(teacher__school=self.school)
        for teacher, name in rows.order_by("tag_id").values_list("teacher_id", "tag__name"):
            found.setdefault(teacher, []).append(name)
        return found

    @cached_property
    def roles(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        users = {teacher.user_id: pk for pk, teacher in self.teachers.items() if teacher.user_id}
        for user, name in Role.objects.filter(school=self.school).order_by("id").values_list("user_id", "name"):
            if user in users:
                found.setdefault(users[user], []).append(name)
        return {pk: list(dict.fromkeys(names)) for pk, names in found.items()}

    @cached_property
    def quotas(self) -> dict[str, list[Quota]]:
        found: dict[str, list[Quota]] = {}
        for quota in quotas_of(self.term):
            found.setdefault(quota.source, []).append(quota)
        return found

    @cached_property
    def year(self) -> list[Term]:
        return terms_of_year(self.term)

    @cached_property
    def _year_days(self) -> list[date]:
        return days_of_year(self.term)

    def terms(self, source: str) -> list[Term]:
        """Whose records may count: this term's, and the year's where the plan asks by the year (每学年)."""
        yearly = any(quota.period == Quota.Period.YEAR for quota in self.quotas.get(source, []))
        return self.year if yearly else [self.term]

    def owed(self, source: str, pk: int) -> Owed | None:
        """What the plan asks of a teacher, by the rules of 任务量."""
        fitting = [quota for quota in self.quotas.get(source, []) if includes(quota.audience, self._traits[pk])]
        if not fitting:
            return None
        quota = holding(fitting)
        served, total = self.shares[pk]
        if quota.period == Quota.Period.TERM:
            if served == total:
                return Owed(quota.number)
            due = whole(Fraction(quota.number * served, total)) if total else 0
            return Owed(due, f"在岗 {served} 周，全学期 {total} 周：{quota.number} × {served}/{total} → {plain(due)}")
        if quota.period == Quota.Period.YEAR:
            months = months_served(served_days(self.teachers[pk], self.absences.get(pk, []), self._year_days))
            due, due_now = due_in_year(quota.number, months, self.term)
            note = f"每学年 {quota.number} {quota.unit}，在岗 {len(months)} 个月，全学年 {YEAR_MONTHS} 个月 → {due}"
            return Owed(due_now, note if self.term.ends_its_year else f"{note}，到本学期末应完成 {due_now}", yearly=True)
        due_weeks = [week for week in self.weeks if week[2] <= self.until and self._serves(self.teachers[pk], week[0])]
        if quota.period == Quota.Period.WEEK:
            return Owed(quota.number * len(due_weeks), f"每周 {quota.number} {quota.unit}，到期 {len(due_weeks)} 周")
        months = {(last.year, last.month) for _, _, last in due_weeks}
        return Owed(quota.number * len(months), f"每月 {quota.number} {quota.unit}，到期 {len(months)} 个月")

    @cached_property
    def _traits(self) -> dict[int, Traits]:
        return {pk: Traits(
            one.staff_no, frozenset(name for names in self.groups.get(pk, {}).values() for name in names), frozenset(self.tags.get(pk, ())),
            frozenset(self.roles.get(pk, ())), one.subject, full_years(one.started, self.until), full_years(one.born, self.until),
        ) for pk, one in self.teachers.items()}
