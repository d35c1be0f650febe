"""计划与依据: 依据文件, the plan with its leadership and schedule, the rules in force (制度), of a group or teacher its own plan."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archives.gather.line import PLAN, Collected, Missing, absent, piece, quoted
from archives.models import Dossier
from documents.volume import Piece
from plans.document import Document, document
from plans.models import Plan, PlanEdition, SourceDocument
from plans.papers import leadership_paper, plan_paper, schedule_paper
from plans.papers_folder import rule_paper, source_paper, team_plan_paper
from plans.rules import in_force
from plans.states import PlanState
from school.clock import today
from school.models import Term
from school.papers import person_paper


def of_school(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """依据文件 → plan → leadership → schedule → the rules that were in force this term."""
    plan = school_plan(dossier.term)
    if plan is None:
        yield absent(PLAN, today(), Missing("plan", "研修计划", "教导处", ("plan_list", 0)))
    else:
        yield from _sources(plan, typeset)
        yield from _plan(dossier, plan, typeset)
    for row in in_force(dossier.school):
        day = row.effective or row.edited_at.astimezone().date()
        if day <= dossier.term.ends:
            yield Collected(f"rule-{row.rule_id}", PLAN, piece(
                f"制度：{row.rule.title}", dossier.school.name, day, lambda row=row, day=day: [rule_paper(row, day)], typeset))


def school_plan(term: Term) -> Plan | None:
    """The school's plan of a term."""
    return Plan.objects.filter(term=term, level=Plan.Level.SCHOOL).select_related("school", "term").first()


def source_files(term: Term) -> dict[str, tuple[bytes, str, str]]:
    """来文的电子原件 that a volume carries inside its PDF; photos are printed instead."""
    rows = SourceDocument.objects.filter(plan__term=term, plan__level=Plan.Level.SCHOOL, file__width=None).exclude(file=None)
    return {
        f"来文{number}-{row.file.name}": (row.file.blob.open("rb").read(), row.file.mime, row.title)
        for number, row in enumerate(rows.select_related("file"), 1)
    }


def _sources(plan: Plan, typeset: bool) -> Iterator[Collected]:
    """来文: a photo is bound as it is, a file goes into the PDF with a sheet in its place, paper keeps its page numbers."""
    for source in plan.source_documents.select_related("file"):
        if source.file and not source.paper_pages:
            made = piece(source.title, source.issuer, source.day, lambda row=source: [source_paper(row, plan.school)], typeset)
            yield Collected(f"source-{source.pk}", PLAN, replace(made, number=source.number))
            continue
        key, pages = f"source-{source.pk}", source.paper_pages or 0
        gap = () if pages else (Missing(key, f"{quoted(source.title)}原件", "教导处", ("plan_edit", plan.pk), "缺原件"),)
        yield Collected(key, PLAN, Piece(
            source.title, source.issuer, source.day, number=source.number, reserve=pages,
            remark=f"原件另附{pages}页" if pages else "",
        ), gap, absent=not pages)


def _plan(dossier: Dossier, plan: Plan, typeset: bool) -> Iterator[Collected]:
    school = dossier.school
    edition = PlanEdition.objects.filter(plan=plan).order_by("-no").first()
    gap = () if edition else (Missing("plan-edition", "研修计划的发布稿", "校长", ("plan", plan.pk), "未发布"),)
    value: Document = edition.document if edition else document(plan)
    day = edition.at.astimezone().date() if edition else today()
    no = edition.no if edition else None
    label = f"（第{no}版）" if no else "（草稿）"
    yield Collected("plan", PLAN, piece(
        f"{plan.title}{label}", school.name, day, lambda: [plan_paper(value, school.name, day, edition=no)], typeset), gap)
    yield Collected("leadership", PLAN, piece(
        "校本研修领导小组与职责", school.name, day, lambda: [leadership_paper(value, school.name, day)], typeset))
    yield Collected("schedule", PLAN, piece(
        "校本研修活动日程表", school.name, day, lambda: [schedule_paper(value, school.name, day)], typeset))


def of_person(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教师基本情况, and 三年规划 and 学年计划 that reach into the term, as far as they were accepted."""
    one, term = dossier.teacher, dossier.term
    yield Collected("person", PLAN, piece(
        "教师基本情况表", one.name, min(today(), term.ends), lambda: [person_paper(one, term)], typeset))
    rows = Plan.objects.filter(teacher=one, term=None, starts__lte=term.ends, ends__gte=term.starts, state__in=(PlanState.PUBLISHED, PlanState.CLOSED))
    for row in rows.prefetch_related("sections").order_by("-period", "starts"):
        yield Collected(f"plan-{row.pk}", PLAN, piece(
            row.title, one.name, row.edited_at.astimezone().date(), lambda row=row: [team_plan_paper(row, one.name, dossier.school)], typeset))


def of_team(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教研组计划 or 个人计划 that was accepted; what is still being written stays with its author."""
    whose = {"teacher": dossier.teacher} if dossier.teacher_id else {"group": dossier.group}
    level = Plan.Level.TEACHER if dossier.teacher_id else Plan.Level.GROUP
    rows = Plan.objects.filter(term=dossier.term, level=level, **whose)
    row = rows.filter(state__in=(PlanState.PUBLISHED, PlanState.CLOSED)).prefetch_related("sections").first()
    name = str(dossier.teacher or dossier.group)
    if row is None:
        what = "个人研修计划" if dossier.teacher_id else "教研组计划"
        yield absent(PLAN, dossier.term.starts, Missing("team-plan", f"通过的{what}", name, ("team_plans", 0)))
        return
    yield Collected("team-plan", PLAN, piece(
        row.title, name, row.edited_at.astimezone().date(), lambda: [team_plan_paper(row, name, dossier.school)], typeset))
