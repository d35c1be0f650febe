"""Workbooks (.xlsx) that WPS and Excel show and print alike, also on a phone that does not calculate."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

SONG, HEI = "宋体", "黑体"


@dataclass(frozen=True)
class Formula:
    """A live formula and its value (公式与结果), which a preview shows without calculating."""

    text: str
    value: int | float | Decimal | str


@dataclass(frozen=True)
class Column:
    """A column of a table (一列): its head, an optional second line under it, width in characters, decimals."""

    head: str
    under: str = ""
    width: float = 8
    places: int | None = None
    left: bool = False


Cell = str | int | float | Decimal | Day | Formula | None


class Workbook:
    """A workbook being written (工作簿); `bytes()` closes it.

    Text never becomes a formula, a link or a number, whatever it begins with.
    """

    def __init__(self, title: str = "", author: str = ""):
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.book.set_properties({"title": title, "author": author})
        self.book.set_calc_mode("auto")
        self.formats: dict[tuple, Any] = {}

    def style(self, **look: Any) -> Any:
        """A cell format by XlsxWriter's properties, made once; 宋体 11 unless said."""
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": SONG, "font_size": 11, "valign": "vcenter"} | look)
        return self.formats[key]

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        *,
        title: str = "",
        subtitle: str = "",
        foot: Sequence[Sequence[Cell]] = (),
        notes: Sequence[str] = (),
        landscape: bool = True,
        frozen_columns: int = 0,
    ) -> Worksheet:
        """A sheet with one table on A4: title, head on every page, frozen panes, foot rows, notes below.

        The first row of data is row `len(heads)`, see `first_row`.
        """
        sheet = self.book.add_worksheet(sheet_name(name))
        last = len(columns) - 1
        at = 0
        if title:
            self._across(sheet, at, last, title, self.style(font_name=HEI, font_size=16, align="center"))
            sheet.set_row(at, 30)
            at += 1
        if subtitle:
            self._across(sheet, at, last, subtitle, self.style(font_size=10, align="right"))
            at += 1
        at = self._heads(sheet, at, columns)
        for column, spec in enumerate(columns):
            sheet.set_column(column, column, spec.width)
        for row in rows:
            self._row(sheet, at, columns, row)
            at += 1
        for row in foot:
            self._row(sheet, at, columns, row, bold=True)
            at += 1
        for line in notes:
            self._across(sheet, at, last, line, self.style(font_size=10, align="left", text_wrap=True))
            sheet.set_row(at, 15 * (1 + len(line) // int(sum(c.width for c in columns) / 2)))
            at += 1
        first = first_row(columns, title, subtitle)
        sheet.freeze_panes(first, frozen_columns)
        sheet.repeat_rows(first - (2 if any(c.under for c in columns) else 1), first - 1)
        page(sheet, landscape=landscape)
        return sheet

    def bytes(self) -> bytes:
        """Close the workbook and give the file."""
        self.book.close()
        return self.target.getvalue()

    def write(self, sheet: Worksheet, row: int, column: int, value: Cell, style: Any) -> None:
        """Write one cell by what it is; text always as text."""
        match value:
            case None | "":
                sheet.write_blank(row, column, None, style)
            case Formula():
                stored = float(value.value) if isinstance(value.value, Decimal) else value.value
                sheet.write_formula(row, column, value.text, style, stored)
            case bool():
                sheet.write_string(row, column, "是" if value else "否", style)
            case int() | float() | Decimal():
                sheet.write_number(row, column, value, style)
            case Day():
                sheet.write_datetime(row, column, value, style)
            case _:
                sheet.write_string(row, column, safe_text(value), style)

    def _heads(self, sheet: Worksheet, at: int, columns: Sequence[Column]) -> int:
        head = self.style(font_name=HEI, align="center", text_wrap=True, border=1)
        under = self.style(align="center", text_wrap=True, border=1)
        two = any(column.under for column in columns)
        for place, column in enumerate(columns):
            if two and not column.under:
                sheet.merge_range(at, place, at + 1, place, "", head)
                sheet.write_string(at, place, column.head, head)
            else:
                sheet.write_string(at, place, column.head, head)
                if two:
                    sheet.write_string(at + 1, place, column.under, under)
        lines = max((-(-2 * len(c.head) // max(1, int(c.width))) for c in columns), default=1)
        sheet.set_row(at, 15 * max(lines, 1) + 4)
        return at + (2 if two else 1)

    def _row(
        self, sheet: Worksheet, at: int, columns: Sequence[Column], row: Sequence[Cell], bold: bool = False
    ) -> None:
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            look: dict[str, Any] = {"border": 1, "align": "left" if column.left else "center"}
            if column.left:
                look["text_wrap"] = True
            if isinstance(value, Day):
                look["num_format"] = "yyyy/m/d"
            elif column.places is not None and not isinstance(value, str):
                look["num_format"] = "0." + "0" * column.places if column.places else "0"
            if bold:
                look["font_name"] = HEI
            self.write(sheet, at, place, value, self.style(**look))

    def _across(self, sheet: Worksheet, row: int, last: int, text: str, style: Any) -> None:
        if last:
            sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, safe_text(text), style)


def first_row(columns: Sequence[Column], title: str = "", subtitle: str = "") -> int:
    """The zero-based row where the data of `Workbook.table` begins."""
    return bool(title) + bool(subtitle) + (2 if any(column.under for column in columns) else 1)


def cell(row: int, column: int) -> str:
    """B3 for (2, 1): for writing formulas."""
    return xl_rowcol_to_cell(row, column)


def page(sheet: Worksheet, *, landscape: bool = True) -> None:
    """A4, fitted to the width, page numbers at the foot (A4 打印)."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C&10第 &P 页　共 &N 页")


def safe_text(text: str) -> str:
    """The text a cell may hold: no control characters but line breaks, at most 32,767 characters."""
    return "".join(c for c in text if c >= " " or c in "\n\t")[:32767]


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet: 31 characters, none of []:*?/\\\\."""
    return "".join("－" if c in "[]:*?/\\" else c for c in name)[:31].strip("'") or "表"
