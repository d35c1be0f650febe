"""没有读进去的：不认识的表，日程表里没有用上的栏，写着日子却没有读成日程的行；原文一样不能不声不响地丢掉。"""

import re

from documents.reading import Paragraph, Table

from .dates import find_span, plain, weeks_of
from .months import is_month_table, takes
from .outline import clauses_numbered
from .schedule import REPEATED
from .tables import bare, columns_of, own

SAMPLE, MOST, SENTENCE = 3, 80, 20  # rows of a table that are shown; letters of a line that may be a row, or says something
ROUGHLY = re.compile(r"(?:学?期[初中末]|开学初?|寒假|暑假|考前|考后)[\s:：]+\S")
# the date under a letter, 三月份（3月11日至3月31日） over its items, the sentence that begins a plan
NOT_A_ROW = re.compile(r"制定本|根据|为了|特制定|^(?:20\d\d年)?\d{1,2}月\d{1,2}日$|月份?(?:工作|安排)*(?:[（(].*[)）])?[:：]?$")


def tables_left(unknown: list[Table], arranged: list[Table]) -> list[dict]:
    """不认识的表，和日程表、月度安排表里没有地方放的栏。"""
    found = []
    for table in unknown:
        rows = ["、".join(dict.fromkeys(filter(None, map(bare, row)))) for row in table.rows]
        rows = [row for row in rows if row]
        if rows:
            more = f"……共 {len(rows)} 行" if len(rows) > SAMPLE else ""
            found.append(_left("全文", "；".join(rows[:SAMPLE]) + more, f"这张表没有读进计划：{rows[0][:40]}"))
    for table in arranged:
        columns = columns_of(table)
        monthly = is_month_table(table)
        for c in columns.others:
            if monthly and takes(bare(table.rows[columns.row][c])):
                continue
            cells = [bare(line[c]) for line in table.rows[columns.row + 1 :] if own(line[c])]
            if cells:
                name = bare(table.rows[columns.row][c])
                found.append(_left("日程表", "；".join(cells)[:200], f"“{name}”一栏没有读进{'月度安排' if monthly else '日程表'}（{len(cells)} 格）"))
    return found


def opening_left(opening: list[Paragraph], title: str, used: set[int]) -> list[dict]:
    """第一个标题前面的话，不属于任何一节。"""
    lines = [p.text.strip() for p in opening if p.start not in used and re.sub(r"\s", "", p.text) != re.sub(r"\s", "", title)]
    text = "\n".join(line for line in lines if len(line) >= SENTENCE)
    return [_left("正文", text[:200], "第一个标题前面的话没有放进任何一节，要用的请自己抄进去")] if text else []


def lines_left(paragraphs: list[Paragraph], plan: dict) -> list[dict]:
    """行首写着日子、像一行日程，却没有读成日程、月度安排和阶段的。"""
    said = {item["content"][:10] for month in plan["months"] for item in month["items"]} | {stage["name"] for stage in plan["stages"]}
    found, clauses = [], clauses_numbered(paragraphs)
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        tight = re.sub(r"\s", "", text)
        if len(text) > MOST or text == plan["title"] or NOT_A_ROW.search(tight) or any(name in tight for name in said if name):
            continue
        if clauses and re.match(r"\d+\.", text):
            continue
        span = find_span(text)
        opens = span and span.at[0] == 0 and len(text) > span.at[1] + 2
        if opens or ROUGHLY.match(text) or (text.startswith("第") and weeks_of(text[:8])) or REPEATED.match(plain(text)):
            found.append(_left("日程表", text, f"这一行写着日子，没有读进日程：“{text[:40]}”"))
    return found


def _left(where: str, text: str, why: str) -> dict:
    return {"where": where, "text": text, "why": why}
