"""考核: the rubric, mutual ratings, the sheet of the term with the reasons, objections, what was made public; of a teacher his points."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archives.gather import asked
from archives.gather.line import SCORES, Collected, Missing, absent, piece
from archives.models import Dossier
from evaluation.models import Score, ScoreSheet
from evaluation.papers import personal, summary
from evaluation.papers_public import objections_of, objections_paper, praised, publicity
from evaluation.states import ObjectionState, SheetState
from rubrics.papers import rubric_paper
from school.clock import today


def of_school(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """互评 and 测评 → 评价细则 → 考核汇总表 → the reasons of every teacher → 异议 with the answers → 公示."""
    yield from asked.rounds(dossier, SCORES, typeset, about_teachers=True)
    school, now = dossier.school, today()
    sheet = ScoreSheet.objects.filter(term=dossier.term).select_related("rubric", "term", "school").first()
    if sheet is None:
        yield absent(SCORES, now, Missing("sheet", "考核汇总表", "教导处", ("score_sheet", 0)))
        return
    yield Collected("rubric", SCORES, piece(
        str(sheet.rubric), school.name, _voted(sheet), lambda: [rubric_paper(sheet.rubric, school.name, _voted(sheet), annex=False)], typeset))
    running = sheet.state != SheetState.FINAL
    state = sheet.get_state_display()
    gap = (Missing("sheet-final", f"考核汇总表的定稿（现为{state}）", "领导小组", ("score_sheet", 0), state),) if running else ()
    yield Collected("sheet", SCORES, piece(
        f"考核汇总表{f'（{state}）' if running else ''}", school.name, now, lambda: [summary(sheet)], typeset
    ), gap)
    scores = sheet.scores.select_related("teacher", "sheet__term", "sheet__school")
    yield Collected("reasons", SCORES, piece(
        "教师得分理由", school.name, now, lambda: [personal(score) for score in scores], typeset))
    yield from _corrected(sheet, typeset)
    if names := praised(sheet):
        yield Collected("public", SCORES, piece(
            f"考核优秀名单公示（{len(names)}人）", school.name, now, lambda: [publicity(sheet, names)], typeset))


def _corrected(sheet: ScoreSheet, typeset: bool) -> Iterator[Collected]:
    """异议登记与答复表; what was not answered in time is missing, asked of those who answer."""
    rows, now = objections_of(sheet), today()
    if not rows:
        return
    gaps = tuple(
        Missing(f"objection-{row.pk}", f"{row}的答复", "考核小组", ("correction_list", 0), "未答复")
        for row in rows if row.state == ObjectionState.FILED and row.answer_by < now
    )
    yield Collected("objections", SCORES, piece(
        f"考核异议登记与答复表（{len(rows)}件）", sheet.school.name, now, lambda: [objections_paper(sheet, rows)], typeset), gaps)


def of_teacher(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    sheet = ScoreSheet.objects.filter(term=dossier.term).first()
    for score in Score.objects.filter(sheet=sheet, teacher=dossier.teacher).select_related("sheet__term", "sheet__school", "teacher"):
        yield Collected("personal", SCORES, piece("个人考核得分表", dossier.school.name, today(), lambda s=score: [personal(s)], typeset))


def _voted(sheet: ScoreSheet) -> date:
    vote = sheet.rubric.vote or {}
    return date.fromisoformat(vote["date"]) if vote.get("date") else sheet.opened_at.astimezone().date()
