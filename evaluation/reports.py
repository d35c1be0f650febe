"""Reads of 学期报告: which ones a person may read and write, and the spans he may write on."""
from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from activities.queries.quotas import terms_of_year
from evaluation.models import TermReport
from evaluation.states import REPORT_WRITES, ReportState
from plans.models import Plan
from plans.timetable import months
from school import clock
from school.models import Group, Term
from school.person import Person
from school.policy import has, within
from school.todo import Todo

Level = TermReport.Level
SOON = timedelta(days=14)
# The school's is for all staff once it is done; a group's and a teacher's for who may read his plan.
READS = {Level.SCHOOL: "activity.read", Level.GROUP: "group_plan.read", Level.TEACHER: "personal_plan.read"}


def _reached(person: Person, actions: dict[str, str]) -> Q:
    found = Q(pk__in=[])
    for level, action in actions.items():
        found |= Q(pk__in=within(person, action, TermReport.objects.filter(level=level)).order_by().values("pk"))
    return found


def writable(person: Person) -> QuerySet[TermReport]:
    return TermReport.objects.filter(_reached(person, REPORT_WRITES)).select_related("term", "school", "group", "teacher", "edited_by")


def readable(person: Person) -> QuerySet[TermReport]:
    """A draft is its writers' alone."""
    done = _reached(person, READS) & ~Q(state=ReportState.DRAFT)
    return TermReport.objects.filter(done | _reached(person, REPORT_WRITES)).select_related("term", "school", "group", "teacher", "edited_by")


@dataclass(frozen=True)
class Span:
    """哪一段: a term, a month or a stage, with its days and how it is called."""

    key: str
    name: str
    first: date
    last: date


def spans(term: Term) -> list[Span]:
    """全学期, with the last term the whole year, then the months that have begun and the stages of the plan that have begun."""
    today, found = clock.today(), [Span("term", "学期报告", term.starts, term.ends)]
    *before, _ = terms_of_year(term)
    if before and term.ends_its_year:
        found.append(Span("year", "学年总结", before[0].starts, term.ends))
    for day in months(term):
        first, last = max(day, term.starts), min(day.replace(day=monthrange(day.year, day.month)[1]), term.ends)
        if first <= today:
            found.append(Span(f"{day:%Y-%m}", f"{day.month}月小结", first, last))
    plan = Plan.objects.filter(term=term, level=Plan.Level.SCHOOL).first()
    for stage in plan.stages.filter(starts__lte=today) if plan else ():
        first, last = max(stage.starts, term.starts), min(stage.ends, term.ends)
        if first <= last:
            found.append(Span(f"stage-{stage.pk}", f"{stage.name.removesuffix('阶段')}阶段小结", first, last))
    return found


def owners(person: Person) -> list[tuple[str, str]]:
    """Whose report this person may write: key and name for the form."""
    found = [("school", "学校")] if has(person, "plan.edit") else []
    found += [(f"group-{group.pk}", group.name) for group in Group.objects.filter(pk__in=person.led_groups)]
    return [*found, *([("teacher", "我自己")] if person.teacher and has(person, "personal_plan.write") else [])]


def todo(person: Person) -> list[Todo]:
    """In the last two weeks of a term: the school's report for who writes its plan, with the second the year's, as long as they are not done."""
    term = person.term
    if not has(person, "plan.edit") or term is None or not term.ends - SOON <= clock.today() <= term.ends + SOON:
        return []
    rows = TermReport.objects.filter(term=term, level=Level.SCHOOL, last=term.ends, state=ReportState.DONE)
    done = set(rows.values_list("first", flat=True))
    return [
        Todo(f"写{span.name}", reverse("report_list"), "去写", "数字都在，写上几句就能报送、归档", order=45)
        for span in spans(term) if span.key in ("term", "year") and span.first not in done
    ]
