"""考核汇总表 as a workbook: live formulas with their values beside them, reasons, and the rubric (spec 05, Excel)."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from documents.chinese import long_date
from documents.names import pinyin_key
from documents.xlsx import Cell, Column, Formula, Workbook, cell, first_row
from evaluation import queries
from evaluation.models import ScoreSheet, SheetMember
from rubrics.queries import rule_words
from school import clock

NOT_APPLYING, WAITING = "／", "—"
LEAD = 3  # 序号 姓名 组别
SORTS = ("group", "name", "number")


def workbook(sheet: ScoreSheet, sort: str = "group") -> bytes:
    """The .xlsx of a sheet. The 师德 reason stays closed in it: a file may go anywhere."""
    matrix = queries.matrix(sheet, None)
    rows = [(name, row) for name, rows in matrix.groups for row in rows]
    if sort == "name":
        rows.sort(key=lambda pair: pinyin_key(pair[1].teacher.name))
    elif sort == "number":
        rows.sort(key=lambda pair: pair[1].teacher.staff_no)
    title = f"{sheet.school.name}{sheet.term.name}校本研修考核汇总表"
    book = Workbook(title, sheet.school.name)
    _Summary(book, sheet, matrix, rows, title).write()
    _reasons(book, matrix, rows)
    _rubric(book, sheet)
    return book.bytes()


class _Summary:
    """The first sheet (汇总表) with its places: which column holds what."""

    def __init__(self, book: Workbook, sheet: ScoreSheet, matrix: queries.Matrix, rows: list, title: str) -> None:
        self.book, self.sheet, self.matrix, self.rows, self.title = book, sheet, matrix, rows, title
        self.document = sheet.document
        self.places = self.document.get("places", 1)
        self.items = len(matrix.columns)
        self.sum_at = LEAD + self.items
        self.total_at, self.grade_at, self.rank_at = self.sum_at + 1, self.sum_at + 2, self.sum_at + 3
        day = long_date(clock.today())
        self.subtitle = (
            f"制表日期：{day}　　细则：{sheet.rubric}　　状态：{sheet.get_state_display()}　　参评 {len(rows)} 人"
        )
        self.columns = [
            Column("序号", width=5), Column("姓名", width=9), Column("组别", width=11),
            *(Column(column.name, f"（{column.max}）" if column.max else "", 6.5) for column in matrix.columns),
            Column("实得分", width=7), Column("总分", width=7, places=self.places), Column("等次", width=7),
            Column("名次", width=5), Column("备注", width=24, left=True),
        ]
        self.first = first_row(self.columns, self.title, self.subtitle)
        self.last = self.first + len(rows) - 1

    def write(self) -> None:
        foot = [*self._averages()]
        left_out = SheetMember.objects.filter(sheet=self.sheet).select_related("teacher")
        notes = [
            f"注：括号内为分值。“{NOT_APPLYING}”为不适用；“{WAITING}”为待定，不是零分，该行总分暂计、等次待定。{self._rule()}",
        ]
        if names := "、".join(f"{row.teacher.name}（{row.reason}）" for row in left_out):
            notes.append(f"不参评：{names}。")
        notes.append("制表：＿＿＿＿＿＿＿　　　　审核：＿＿＿＿＿＿＿　　　　校长：＿＿＿＿＿＿＿　　　　　　　　年　　月　　日")
        self.book.table(
            "考核汇总表", self.columns, [self._row(at, *pair) for at, pair in enumerate(self.rows)],
            title=self.title, subtitle=self.subtitle, foot=foot, notes=notes, frozen_columns=2,
        )

    def _rule(self) -> str:
        weights = sum(Decimal(str(item.get("max") or 0)) for item in self.document["items"] if self._full(item))
        full = self.document.get("full_marks", 100)
        ends = {"cap": f"满 {full} 分为止", "rescale": f"合计÷{weights:g}×{full}", "plain": "照实相加"}
        return f"各项分值合计 {weights:g} 分，总分{ends[self.document.get('total', 'cap')]}，四舍五入保留 {self.places} 位小数。"

    @staticmethod
    def _full(item: dict[str, Any]) -> bool:
        return item.get("counts", "full") == "full"

    @property
    def _simple(self) -> bool:
        """Whether sum and total follow from the cells of a row alone."""
        return not self.document.get("sections") and all(self._full(item) for item in self.document["items"])

    def _row(self, at: int, group: str, row: queries.Row) -> list[Cell]:
        line = self.first + at
        cells, notes = [], []
        for item in row.items:
            if item["state"] == "excluded":
                cells.append(NOT_APPLYING)
            elif item["state"] == "open" and item["points"] == "0":
                cells.append(WAITING)
            else:
                cells.append(float(item["points"]) if "." in item["points"] else int(item["points"]))
        out = [item["code"] for item in row.items if item["state"] == "excluded"]
        waiting = [item["code"] for item in row.items if item["state"] == "open"]
        corrected = [item["code"] for item in row.items if item["corrected"]]
        if out:
            notes.append(f"第 {'、'.join(out)} 项不适用")
        if waiting:
            notes.append(f"第 {'、'.join(waiting)} 项待定")
        if corrected:
            notes.append(f"第 {'、'.join(corrected)} 项已更正")
        total, said = self._total(line, row)
        if said:
            notes.append(said)
        return [
            at + 1, row.teacher.name, group, *cells, self._sum(line, row), total, self._grade(line, row, bool(waiting)),
            self._rank(line, row), "；".join(notes),
        ]

    def _span(self, line: int) -> str:
        return f"{cell(line, LEAD)}:{cell(line, LEAD + self.items - 1)}"

    def _sum(self, line: int, row: queries.Row) -> Cell:
        earned = Decimal(row.score.earned)
        return Formula(f"=ROUND(SUM({self._span(line)}),9)", earned) if self._simple else earned

    def _total(self, line: int, row: queries.Row) -> tuple[Cell, str]:
        """The total as a formula that gives the stored value; where it would not, the value and a word."""
        stored = row.score.total.quantize(Decimal(1).scaleb(-self.places))
        if not self._simple:
            return stored, "总分按栏目或加分规则由系统算得"
        weights = sum(Decimal(str(item.get("max") or 0)) for item in self.document["items"])
        full = Decimal(str(self.document.get("full_marks", 100)))
        left = sum(Decimal(item["weight"]) for item in row.items if item["state"] != "excluded")
        value, formula = Decimal(row.score.earned), cell(line, self.sum_at)
        if left != weights and left:
            value, formula = value * weights / left, f"{formula}*{weights:g}/{left:g}"
        if self.document.get("total", "cap") == "rescale":
            value, formula = value * full / weights, f"{formula}*{full:g}/{weights:g}"
        formula = f"ROUND({formula},9)"
        if self.document.get("total", "cap") == "cap":
            value, formula = min(value, full), f"MIN({full:g},{formula})"
        value = value.quantize(Decimal("1e-9"), ROUND_HALF_UP).quantize(stored, ROUND_HALF_UP)
        if value != stored:
            return stored, "总分由系统按细则算得"
        return Formula(f"=ROUND({formula},{self.places})", stored), ""

    def _grade(self, line: int, row: queries.Row, waiting: bool) -> Cell:
        grades = self.document.get("grades") or []
        stored = "待定" if waiting else row.score.grade
        by_bound = all(set(grade) <= {"name", "at_least"} for grade in grades) and not self.document.get("vetoes")
        if not grades or not by_bound or not self._simple:
            return stored
        total, formula = cell(line, self.total_at), '""'
        for grade in reversed(grades):
            name = quoted(grade["name"])
            formula = name if grade.get("at_least") is None else f"IF({total}>={grade['at_least']},{name},{formula})"
        # An open item keeps its sign in the cell; one that has some points so far keeps the grade open in words.
        has_sign = any(item["state"] == "open" and item["points"] == "0" for item in row.items)
        if waiting and not has_sign:
            return stored
        return Formula(f'=IF(COUNTIF({self._span(line)},"{WAITING}")>0,"待定",{formula})', stored)

    def _rank(self, line: int, row: queries.Row) -> Cell:
        if row.score.rank is None:
            return ""
        everybody = all(other.score.rank is not None for _, other in self.rows)
        if not everybody or not self._simple or self.document.get("vetoes"):
            return row.score.rank
        first, last = cell(self.first, self.total_at), cell(self.last, self.total_at)
        span = f"{_fixed(first)}:{_fixed(last)}"
        return Formula(f"=RANK({cell(line, self.total_at)},{span})", row.score.rank)

    def _averages(self) -> Iterator[list[Cell]]:
        """各组平均 and 全校平均, of the cells that hold a number."""
        groups = list(dict.fromkeys(name for name, _ in self.rows))
        names = f"$C${self.first + 1}:$C${self.last + 1}"
        for offset, name in enumerate([*groups, ""]):
            line = self.last + 1 + offset
            cells: list[Cell] = ["", "平均" if name else "全校平均", name]
            members = [row for group, row in self.rows if not name or group == name]
            for at in range(self.items + 2):
                column = LEAD + at
                span = f"{cell(self.first, column)}:{cell(self.last, column)}"
                value = _mean(self._numbers(members, at), 1)
                inner = f"AVERAGEIF({names},$C{line + 1},{span})" if name else f"AVERAGE({span})"
                cells.append(Formula(f'=IFERROR(ROUND(ROUND({inner},9),1),"{WAITING}")', value))
            yield [*cells, "", "", ""]

    def _numbers(self, members: list[queries.Row], at: int) -> list[Decimal]:
        if at == self.items:
            return [Decimal(row.score.earned) for row in members]
        if at == self.items + 1:
            return [row.score.total for row in members]
        items = [row.items[at] for row in members]
        return [
            Decimal(item["points"]) for item in items
            if item["state"] != "excluded" and not (item["state"] == "open" and item["points"] == "0")
        ]


def _mean(numbers: list[Decimal], places: int) -> Decimal | str:
    if not numbers:
        return WAITING
    return (sum(numbers, Decimal()) / len(numbers)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _fixed(name: str) -> str:
    """R5 → R$5"""
    letters = name.rstrip("0123456789")
    return f"{letters}${name[len(letters):]}"


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _reasons(book: Workbook, matrix: queries.Matrix, rows: list) -> None:
    columns = [
        Column("姓名", width=9), Column("组别", width=11), Column("项", width=5), Column("项目", width=16, left=True),
        Column("分值", width=6), Column("得分", width=7), Column("理由", width=70, left=True), Column("依据", width=6),
    ]
    lines: list[list[Cell]] = []
    for group, row in rows:
        for column, item in zip(matrix.columns, row.items, strict=True):
            points: Cell = float(item["points"]) if "." in item["points"] else int(item["points"])
            if item["state"] == "excluded":
                points = NOT_APPLYING
            elif item["state"] == "open" and item["points"] == "0":
                points = "待定"
            lines.append([
                row.teacher.name, group, column.code, column.name, column.max, points, item["reason"],
                f"{len(item['records'])} 条" if item["records"] else "",
            ])
    book.table("得分理由", columns, lines, frozen_columns=1)


def _rubric(book: Workbook, sheet: ScoreSheet) -> None:
    columns = [
        Column("序号", width=5), Column("内容", width=18, left=True), Column("分值", width=6),
        Column("考核标准及要求", width=46, left=True), Column("评价方式", width=14, left=True),
        Column("计分规则", width=46, left=True),
    ]
    lines = [
        [item["code"], item.get("name", ""), "" if item.get("max") is None else f"{item['max']:g}", item.get("text", ""),
         item.get("method", ""), rule_words(item)]
        for item in sheet.document["items"]
    ]
    book.table("评价细则", columns, lines, title=f"{sheet.rubric}", frozen_columns=2)


