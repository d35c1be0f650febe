"""Workbooks of this floor (.xlsx): 计划与落实 and 评审汇总."""
from __future__ import annotations

from datetime import date

from activities.models import Contest
from activities.papers.contests import ways
from activities.queries.against_plan import BY, Row, Tally, tallies
from activities.queries.contests import Result
from documents import chinese
from documents.xlsx import Column, Workbook
from school.models import Term

ROWS = (
    Column("计划日期", width=20, left=True), Column("内容", width=30, left=True), Column("组", width=12, left=True), Column("研修内容", width=18, left=True),
    Column("落实", width=20, left=True), Column("场次", width=8), Column("材料", width=6), Column("情况", width=10), Column("缘由", width=36, left=True),
)
COUNTS = (
    Column("分法", width=10, left=True), Column("名称", width=24, left=True), Column("计划", width=8), Column("已办", width=8), Column("改过期", width=8),
    Column("还没到", width=8), Column("逾期或没有日期", width=14), Column("不办了", width=8), Column("计划外", width=8),
)


def against_xlsx(rows: list[Row], term: Term, on: date) -> bytes:
    """计划与落实: the rows on A4 across, and the five ways of cutting them on a second sheet."""
    school = str(term.school)
    book = Workbook(f"{term.name}计划与落实", school)
    said = f"{school}　{term.name}　截至{chinese.long_date(on)}"
    book.table("逐行", ROWS, [
        (row.planned or "—", row.title, row.names["group"][0], row.names["item"][0], row.held, f"{row.sessions[0]}/{row.sessions[1]}" if row.activity else "",
         row.records or "", row.word, row.reason)
        for row in rows
    ], title="计划与落实", subtitle=said, frozen_columns=2)
    book.table("分类", COUNTS, [
        _counted(label, tally) for by, label in BY.items() for tally in tallies(rows, by)
    ], title="计划与落实（分类）", subtitle=said, frozen_columns=2)
    return book.bytes()


def _counted(label: str, tally: Tally) -> tuple:
    return (label, tally.name, tally.planned, tally.done, tally.moved, tally.coming, tally.slipping, tally.cancelled, tally.extra)


def result_xlsx(contest: Contest, result: Result) -> bytes:
    """评审汇总: a column for each judge without a name.

    One line an entry: place, number, author, title, the totals in falling order, what was dropped, mean, tier.
    """
    most = max((len(place.sheets) for place, _ in result.places), default=0)
    columns = (
        Column("名次", width=6), Column("编号", width=8), Column("工号", width=10), Column("作者", width=10), Column("题目", width=30, left=True),
        *(Column(f"评分{no}", width=8, places=1) for no in range(1, most + 1)), Column("去掉", width=14),
        Column("平均分", width=9, places=2), Column("档次", width=10), Column("议定", width=24, left=True),
    )
    rows = []
    for place, entry in result.places:
        totals = sorted((sheet.total for sheet in place.sheets), reverse=True)
        rows.append((
            place.rank or "", entry.number, entry.teacher.staff_no, entry.teacher.name, entry.title,
            *(totals + [""] * (most - len(totals))), "、".join(str(total) for total in place.dropped),
            place.mean if place.mean is not None else "", place.tier, entry.jury_reason if place.equal else "",
        ))
    book = Workbook(f"{contest}评审汇总", contest.school.name)
    state = "" if contest.confirmed_at else "（预览，尚未确认）"
    book.table(
        "评审汇总", columns, rows, title=f"{contest}评审汇总表{state}", subtitle=contest.school.name, notes=[f"计算办法：{ways(contest)}"],
    )
    return book.bytes()
