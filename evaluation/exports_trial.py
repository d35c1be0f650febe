"""试算 as a workbook: before and after, item by item with both reasons, and the figures of the school."""
from __future__ import annotations

from decimal import Decimal

from documents.xlsx import Cell, Column, Formula, Workbook, cell, first_row
from evaluation import trial_figures
from evaluation.trial import Trial

BEFORE, AFTER = 3, 4  # the columns of the two totals


def workbook(trial: Trial) -> bytes:
    """The .xlsx of a trial; 师德 reasons stay closed in it."""
    book = Workbook(f"{trial.rubric}试算", trial.sheet.school.name)
    _people(book, trial)
    _changes(book, trial)
    _items(book, trial)
    _school(book, trial)
    return book.bytes()


def _people(book: Workbook, trial: Trial) -> None:
    title = f"{trial.rubric}试算"
    subtitle = f"依据：{trial.sheet.term}；原来：{trial.sheet.rubric}；{len(trial.lines)} 人；只作比较，不改变得分"
    columns = [
        Column("序号", width=5), Column("姓名", width=9), Column("组别", width=12), Column("原总分", width=8, places=trial.places),
        Column("试算总分", width=8, places=trial.places), Column("变化", width=7, places=trial.places), Column("原名次", width=6),
        Column("试算名次", width=6), Column("原等次", width=8), Column("试算等次", width=8), Column("还待定几项", width=7),
        Column("哪几项变了", width=60, left=True),
    ]
    first = first_row(columns, title, subtitle)
    rows: list[list[Cell]] = []
    for place, line in enumerate(trial.lines):
        at = first + place
        why = "；".join(f"{one.name} {one.before}→{one.after}" for one in line.changes)
        rows.append([
            place + 1, line.teacher.name, line.group, line.before.total, line.after.total,
            Formula(f"={cell(at, AFTER)}-{cell(at, BEFORE)}", line.change), line.before.rank, line.after.rank,
            line.before.grade, line.after.grade, line.after.open_items, why,
        ])
    book.table("试算结果", columns, rows, title=title, subtitle=subtitle, notes=trial.said, frozen_columns=2)


def _changes(book: Workbook, trial: Trial) -> None:
    columns = [
        Column("姓名", width=9), Column("组别", width=12), Column("项目", width=18, left=True), Column("原来", width=9),
        Column("试算", width=9), Column("原来的理由", width=56, left=True), Column("试算的理由", width=56, left=True),
    ]
    rows: list[list[Cell]] = [
        [line.teacher.name, line.group, one.name, _points(one.before), _points(one.after), one.reason_before, one.reason_after]
        for line in trial.lines for one in line.changes
    ]
    book.table("变化的理由", columns, rows, frozen_columns=1)


def _points(text: str) -> Cell:
    return Decimal(text) if text[-1:].isdigit() else text


def _items(book: Workbook, trial: Trial) -> None:
    columns = [
        Column("序号", width=5), Column("内容", width=20, left=True), Column("分值", width=6), Column("适用人数", width=7),
        Column("得分人数", width=7), Column("满分人数", width=7), Column("待定人数", width=7), Column("原平均", width=7),
        Column("试算平均", width=7), Column("看一看", width=40, left=True),
    ]
    rows: list[list[Cell]] = [
        [one.code, one.name, one.max, one.for_whom, one.earned, one.full, one.waiting, one.before, one.after, one.note]
        for one in trial_figures.items(trial)
    ]
    book.table("各项", columns, rows, frozen_columns=2)


def _school(book: Workbook, trial: Trial) -> None:
    moved = [
        Column("组或标签", width=14, left=True), Column("人数", width=6), Column("平均变化", width=9), Column("多了", width=6),
        Column("少了", width=6), Column("看一看", width=14, left=True),
    ]
    rows: list[list[Cell]] = [
        [one.name, one.persons, one.mean, one.gain, one.lose, one.word]
        for one in (*trial_figures.groups(trial), *trial_figures.tags(trial))
    ]
    book.table("组和标签", moved, rows, landscape=False)
    bands: list[list[Cell]] = [[band.label, band.before, band.after] for band in trial_figures.bands(trial)]
    spans = [Column("分数段", width=14), Column("原来人数", width=9), Column("试算人数", width=9)]
    book.table("分布", spans, bands, notes=["分数段含低分，不含高分。"], landscape=False)
    ways = [
        Column("要定的", width=34, left=True), Column("办法", width=14), Column("平均", width=8), Column("最低", width=8),
        Column("最高", width=8), Column("和这一版不同的人数", width=10), Column("等次", width=36, left=True),
    ]
    chosen: list[list[Cell]] = [
        [head, f"{one.label}（现用）" if one.now else one.label, one.mean, one.least, one.most, one.changed, one.grades]
        for head, options in trial_figures.choices(trial) for one in options
    ]
    if chosen:
        book.table("几种办法", ways, chosen)
