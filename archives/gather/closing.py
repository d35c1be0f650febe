"""总结与经费: the reports, last the money; until the term report is done, goals and problems stand in tables of their own."""
from __future__ import annotations

from collections.abc import Iterator

from archives.gather.line import CLOSING, Collected, Missing, absent, piece, quoted
from archives.gather.plan import school_plan
from archives.models import Dossier
from evaluation.models import TermReport
from evaluation.papers_report import heading, report_paper
from evaluation.report import chapters_of, read_by
from evaluation.states import ReportState
from plans.budget import table
from plans.models import Budget, Goal, Plan
from plans.papers_folder import budget_paper, goal_paper, problem_paper
from plans.problems import themes
from plans.states import BudgetState, ProblemState
from school.clock import today


def of_school(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """月小结、阶段小结、学期报告 (else 研修目标达成表 → 问题研究表) → 经费使用明细表."""
    plan, done = school_plan(dossier.term), _done(dossier)
    yield from _reports(done, typeset)
    if not any(row.whole_term for row in done):
        if today() > dossier.term.ends:
            yield absent(CLOSING, today(), Missing("report", "学期报告", "教导处", ("report_list", 0), "没有写好"))
        if plan:
            yield from _goals(dossier, plan, typeset)
        yield from _problems(dossier, typeset)
    if plan:
        yield from _budget(dossier, plan, typeset)


def of_owner(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """What a group or a teacher wrote about the term; nobody has to."""
    yield from _reports(_done(dossier), typeset)


def _done(dossier: Dossier) -> list[TermReport]:
    """The finished reports of the one the volume is about, the school's in a volume of the term."""
    level = TermReport.Level.TEACHER if dossier.teacher_id else TermReport.Level.GROUP if dossier.group_id else TermReport.Level.SCHOOL
    rows = TermReport.objects.filter(term=dossier.term, level=level, group=dossier.group_id, teacher=dossier.teacher_id, state=ReportState.DONE)
    return list(rows.select_related("school", "term", "group", "teacher").order_by("last", "-first", "pk"))


def _reports(rows: list[TermReport], typeset: bool) -> Iterator[Collected]:
    for row in rows:
        yield Collected(f"report-{row.pk}", CLOSING, piece(
            row.title, heading(row)[1], row.as_of, lambda row=row: [report_paper(row, chapters_of(row), read_by(row.figures, None), row.as_of)], typeset))


def _goals(dossier: Dossier, plan: Plan, typeset: bool) -> Iterator[Collected]:
    goals, now = list(plan.goals.all()), today()
    if not goals:
        return
    gaps = tuple(
        Missing(f"goal-{goal.pk}", f"目标{quoted(goal.text)}的结果", goal.by, ("goal_list", plan.pk), "没有结果")
        for goal in goals if goal.result == Goal.Result.OPEN
    ) if now > dossier.term.ends else ()
    yield Collected("goals", CLOSING, piece(
        "研修目标达成表", dossier.school.name, now, lambda: [goal_paper(goals, plan, now)], typeset), gaps)


def _problems(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    studied, now = themes(dossier.term, chosen=True), today()
    if not studied:
        return
    gaps = tuple(
        Missing(f"theme-{one.theme.pk}", f"问题{quoted(one.theme.title)}的结果", "教导处", ("theme", one.theme.pk), "没有结果")
        for one in studied if one.theme.state == ProblemState.OPEN
    ) if now > dossier.term.ends else ()
    yield Collected("problems", CLOSING, piece(
        "问题研究表", dossier.school.name, now, lambda: [problem_paper(studied, dossier.term, now, None)], typeset), gaps)


def _budget(dossier: Dossier, plan: Plan, typeset: bool) -> Iterator[Collected]:
    row, now = Budget.objects.filter(plan=plan).first(), today()
    if row is None:
        return
    if row.state != BudgetState.APPROVED:
        yield absent(CLOSING, now, Missing("budget", "批准的经费预算", "校长", ("budget", row.pk), "未批准"))
        return
    spent = table(row)
    gaps = (Missing("spendings", "支出的核准", "校长", ("budget", row.pk), "待核准"),) if spent.waiting else ()
    yield Collected("budget", CLOSING, piece(
        "校本研修经费使用明细表", dossier.school.name, now, lambda: [budget_paper(spent, plan, now)], typeset), gaps)
