"""学期报告: chapter by chapter what is reckoned out of the term; the words beneath are the people's own.

A report rests on counts and on what was decided, never on the points of single teachers.
"""
from __future__ import annotations

from evaluation.models import TermReport
from evaluation.report import goals, plan, presence, problems, records
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block
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
    """The chapters of a report; for a person those he may read. A 小结 has neither goals nor money: they belong to a whole term."""
    left_out = set()
    if report.level != TermReport.Level.SCHOOL or person and not has(person, "budget.read"):
        left_out.add("money")
    if not report.whole_term:
        left_out |= {"goals", "money"}
    return {key: heading for key, heading in CHAPTERS.items() if key not in left_out}


def figures(person: Person, report: TermReport) -> Figures:
    """What is reckoned for each chapter: frozen with a finished report, else as it stands today."""
    if report.figures is not None:
        return report.figures
    asked = Asked(person, report)
    return {key: FIGURES[key](asked) for key in chapters_of(report)}
