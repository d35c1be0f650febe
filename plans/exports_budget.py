"""经费使用明细表 (.xlsx) for the audit: every line, its spendings with voucher, and what is left."""
from __future__ import annotations

from decimal import Decimal

from documents.xlsx import Column, Formula, Workbook, cell, first_row
from plans.budget import Table
from plans.models import Plan
from plans.states import SpendingState

COLUMNS = (
    Column("类别", width=12), Column("用途", width=26, left=True), Column("日期", width=12), Column("事由", width=24, left=True),
    Column("收款方", width=20, left=True), Column("凭证号", width=14), Column("预算（元）", width=12, places=2),
    Column("支出（元）", width=12, places=2), Column("经手", width=10), Column("核准", width=10),
)


def workbook(table: Table, plan: Plan) -> bytes:
    """Only approved spendings count; the sums are formulas with their values."""
    book = Workbook(f"{plan.title}经费使用明细表", plan.school.name)
    rows: list[list] = []
    for line in table.lines:
        rows.append([line.row.get_category_display(), line.row.purpose, "", "", "", "", line.row.amount, "", "", ""])
        rows += [
            ["", "", one.day, one.purpose, one.payee, one.voucher_no, "", one.amount, one.entered_by.name, one.decided_by.name]
            for one in line.spendings if one.state == SpendingState.APPROVED
        ]
    title, subtitle = "校本研修经费使用明细表", f"{plan.school.name}　{plan.period_name}"
    first = first_row(COLUMNS, title, subtitle)
    last = first + max(len(rows), 1) - 1

    def total(column: int, value: Decimal) -> Formula:
        return Formula(f"=SUM({cell(first, column)}:{cell(last, column)})", value)

    left = Formula(f"={cell(last + 1, 6)}-{cell(last + 1, 7)}", table.remaining)
    foot = [
        ["合计", "", "", "", "", "", total(6, table.amount), total(7, table.spent), "", ""],
        ["结余", "", "", "", "", "", left, "", "", ""],
    ]
    book.table("经费", COLUMNS, rows, title=title, subtitle=subtitle, foot=foot)
    return book.bytes()
