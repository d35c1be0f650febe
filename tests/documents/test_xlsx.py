import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from documents import tables
from documents.xlsx import Column, Formula, Workbook, cell, first_row, sheet_name

COLUMNS = [
    Column("序号", width=5),
    Column("姓名", width=9, left=True),
    Column("听课", "（10）"),
    Column("总分", places=1),
]
NASTY = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=1+1", "{=1}", "http://x.cn", "mailto:a@b"]


def book(rows, **more) -> bytes:
    workbook = Workbook("汇总表", "某校")
    workbook.table("汇总表", COLUMNS, rows, title="考核汇总表", subtitle="2027年1月11日", **more)
    return workbook.bytes()


def test_f26_text_never_becomes_a_formula_and_numbers_stay_numbers():
    data = book([[at, text, -1, Decimal("2.5")] for at, text in enumerate(NASTY)])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    first = first_row(COLUMNS, "题", "副题") + 1
    for at, text in enumerate(NASTY):
        box = sheet.cell(first + at, 2)
        assert (box.data_type, box.hyperlink) == ("s", None)
        assert box.value == text.replace("\r", "")
        assert sheet.cell(first + at, 3).value == -1 and sheet.cell(first + at, 4).value == 2.5


def test_formulas_equal_the_values_stored_beside_them(tmp_path):
    formulas = pytest.importorskip("formulas")
    first = first_row(COLUMNS, "题", "副题")
    rows = []
    for at, (heard, done) in enumerate([(7, 3.25), (9.5, 88), (6, 95)]):
        row = first + at
        total = f"=ROUND(MIN(100,ROUND(SUM({cell(row, 0)},{cell(row, 2)}),9)),1)"
        rows.append([done, "王　芳", heard, Formula(total, min(100, round(heard + done + 1e-9, 1)))])
    file = tmp_path / "t.xlsx"
    file.write_bytes(book(rows))
    stored = openpyxl.load_workbook(file, data_only=True).active
    live = openpyxl.load_workbook(file).active
    model = formulas.ExcelModel().loads(str(file)).finish()
    counted = model.calculate()
    for at in range(3):
        name = cell(first + at, 3)
        assert live[name].value.startswith("=ROUND(MIN(")
        (value,) = [v.value[0, 0] for key, v in counted.items() if key.upper().endswith(f"!{name}") and "汇总表" in key]
        assert float(value) == pytest.approx(stored[name].value)


def test_it_prints_on_wide_a4_with_the_head_on_every_page():
    sheet = openpyxl.load_workbook(
        io.BytesIO(book([[1, "甲", "—", 5]], notes=["注：“—”为未评。"], frozen_columns=2))
    ).active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$4", "C5")
    assert sheet["A3"].font.name == "黑体" and sheet["B5"].font.name == "宋体" and sheet["C5"].value == "—"


def test_what_is_written_is_read_back_with_its_places():
    (table,) = tables.read(book([[1, "𬍛", None, date(2026, 9, 1)], [2.5, "0437", "", True]]))
    row = table.rows[4]
    assert [box.text for box in row] == ["1", "𬍛", "", "2026-09-01"]
    assert (row[1].name, row[1].where) == ("B5", "工作表“汇总表”第5行B列")
    assert [box.text for box in table.rows[5]] == ["2.5", "0437", "", "是"]


def test_a_sheets_name_is_made_fit():
    assert sheet_name("一/二:三[四]" + "长" * 40) == ("一－二－三－四－" + "长" * 40)[:31]
