"""问卷结果 as a workbook: questions, people asked about, texts; what the page hides is hidden here too."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.xlsx import Column, Workbook
from instruments import results
from instruments.answers import KINDS
from instruments.models import Response, Round
from school.models import Teacher


def workbook(
    round: Round, rows: Sequence[Response], came: Sequence[Response], drop: int = 0, about: Teacher | None = None,
    group: tuple[str, int] | None = None,
) -> bytes:
    """The .xlsx of a round over these answers, of those that came: one sheet by question, one by teacher, one of texts."""
    book = Workbook(round.title, round.school.name)
    shown = results.shown(round, rows)
    questions = results.questions(round, rows, drop) if shown else []
    notes = [f"去掉最高和最低各 {drop} 份。"] if drop else []
    if not shown:
        notes.append(f"匿名的收卷以后、满 {results.FEW} 份才列结果，现在收到 {results.sheets(came)} 份。")
    cut = "".join(filter(None, (about and f"，评 {about.name}", group and f"，{group[0]}")))
    book.table(
        "各题结果",
        [Column("题目", width=34, left=True), Column("题型", width=9), Column("选项", width=24, left=True), Column("人数", width=7),
         Column("占比（%）", width=9), Column("平均", width=8, places=2), Column("最低", width=7), Column("最高", width=7)],
        [line for question in questions for line in _lines(question)], title=round.title, notes=notes,
        subtitle=f"{round.instrument} 第 {round.instrument.version} 版，{round.opens} 至 {round.closes}，收到 {results.sheets(came)} 份{cut}",
    )
    if round.about != Round.About.NOBODY:
        people = results.by_teacher(round, came, drop)
        book.table(
            "各位老师", [Column("姓名", width=12), Column("应评", width=7), Column("收到", width=7), Column("平均", width=9, places=2),
                     Column("等级", width=9)],
            [[one.teacher.name, one.asked, one.came, "—" if one.mean is None else one.mean, one.level] for one in people], title=round.title,
        )
    book.table(
        "文字回答", [Column("题目", width=30, left=True), Column("姓名", width=10), Column("回答", width=80, left=True)],
        [[question.item["name"], name or "—", text] for question in questions for name, text in question.texts], title=round.title,
    )
    return book.bytes()


def _lines(question: results.Question) -> list[list[Any]]:
    head = [question.item["name"], KINDS[question.item["kind"]]]
    figures = ["" if value is None else value for value in (question.mean, question.lowest, question.highest)]
    if not question.bars:
        return [[*head, "", question.answered, "", *figures]]
    first, *rest = question.bars
    return [[*head, first.label, first.count, first.share, *figures]] + [["", "", bar.label, bar.count, bar.share, "", "", ""] for bar in rest]
