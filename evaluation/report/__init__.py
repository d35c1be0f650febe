"""学期报告: chapter by chapter what is reckoned out of the term; the words beneath are the people's own.

A report rests on counts and on what was decided, never on the points of single teachers.
"""
from __future__ import annotations

from collections.abc import Collection

from activities.queries.quotas import terms_of_year
from evaluation.models import TermReport
from evaluation.report import goals, plan, presence, problems, records, year
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, head
from plans.problems import named
from school.person import Person
from school.policy import has

# key → heading; the last chapter is the table of problems (issue 4). 经费 is the school's and its readers' alone.
CHAPTERS = {
    "basics": "基本情况", "plan": "计划完成情况", "presence": "活动与出勤", "records": "材料与听课", "goals": "目标与达成",
    "money": "经费", "ahead": "问题与今后打算", "problems": "研究的问题：从问题到结果",
}
FIGURES = {
    "basics": plan.basics, "plan": plan.against, "presence": presence.presence, "records": records.records, "goals": goals.goals,
    "money": goals.money, "ahead": problems.ahead, "problems": problems.table_of_problems,
}
Figures = dict[str, list[Block]]


def chapters_of(report: TermReport, person: Person | None = None) -> dict[str, str]:
    """The chapters of a report; for a person those he may read. A 小结 has neither goals nor money: they belong to a whole term or year."""
    left_out = set()
    if report.level != TermReport.Level.SCHOOL or person and not has(person, "budget.read"):
        left_out.add("money")
    if not report.whole_term and not report.whole_year:
        left_out |= {"goals", "money"}
    return {key: heading for key, heading in CHAPTERS.items() if key not in left_out}


def figures(person: Person, report: TermReport) -> Figures:
    """What is reckoned for each chapter, as this person may read it: frozen with a finished report, else as it stands today."""
    found = reckoned(person, report) if report.figures is None else report.figures
    return read_by(found, None if report.teacher_id else named(person))


def reckoned(person: Person, report: TermReport) -> Figures:
    """The figures of a report as they are frozen, before anybody reads them."""
    if report.whole_year:
        return _of_year(person, report)
    asked = Asked(person, report)
    return {key: FIGURES[key](asked) for key in chapters_of(report)}


def _of_year(person: Person, report: TermReport) -> Figures:
    """学年总结: the two terms side by side in numbers, then chapter by chapter what their reports hold."""
    parts = terms_of(report)
    found: Figures = {key: [] for key in chapters_of(report)}
    found["basics"] = [year.sums([Asked(person, part) for part in parts])]
    for part in parts:
        figures = reckoned(person, part) if part.figures is None else part.figures
        for key, blocks in found.items():
            blocks += [head(part.term.name.removeprefix(part.term.school_year)), *figures.get(key, [])]
    return found


def terms_of(report: TermReport) -> list[TermReport]:
    """The reports on the terms of a 学年总结, of the same owner; one that nobody has begun is empty and not stored."""
    made = []
    for term in terms_of_year(report.term):
        whose = {"term": term, "level": report.level, "group": report.group, "teacher": report.teacher, "first": term.starts, "last": term.ends}
        made.append(TermReport.objects.filter(**whose).first() or TermReport(school=report.school, **whose))
    return made


def read_by(found: Figures, readable: Collection[int] | None) -> Figures:
    """The same figures; the core problems of these teachers alone with their names (None: of all)."""
    return found | {"problems": [
        problems.read_by(block, readable) if block["kind"] == "table" else block for block in found.get("problems", [])
    ]}
