"""评审汇总 as .xlsx: a column for each judge without a name, the rest as it was reckoned."""
from __future__ import annotations

from activities.models import Contest
from activities.papers.contests import ways
from activities.queries.contests import Result
from documents.xlsx import Column, Workbook


def result_xlsx(contest: Contest, result: Result) -> bytes:
    """One line an entry: place, number, author, title, the totals in rising order, what was dropped, mean, tier."""
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
