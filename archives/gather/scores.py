"""考核: the rubric, the sheet of the term with the reasons; of a teacher his own points."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archives.gather.line import SCORES, Collected, Missing, absent, piece
from archives.models import Dossier
from evaluation.models import Score, ScoreSheet
from evaluation.papers import personal, summary
from evaluation.states import SheetState
from rubrics.papers import rubric_paper
from school.clock import today


def of_school(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """评价细则 → 考核汇总表 → the reasons of every teacher."""
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


def of_teacher(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    sheet = ScoreSheet.objects.filter(term=dossier.term).first()
    for score in Score.objects.filter(sheet=sheet, teacher=dossier.teacher).select_related("sheet__term", "sheet__school", "teacher"):
        yield Collected("personal", SCORES, piece("个人考核得分表", dossier.school.name, today(), lambda s=score: [personal(s)], typeset))


def _voted(sheet: ScoreSheet) -> date:
    vote = sheet.rubric.vote or {}
    return date.fromisoformat(vote["date"]) if vote.get("date") else sheet.opened_at.astimezone().date()
