"""没有读进去的：不认识的表，没有用上的栏和格子，附件里的话，写着日子却没有读成日程的行；原文一样不能不声不响地丢掉。"""

import re

from documents.reading import Block, Cell, Paragraph, Table

from .dates import find_span, plain, weeks_of
from .months import is_month_table, takes
from .outline import ANNEX, FORM, ITEM, Outline, clauses_numbered
from .said import Said
from .schedule import REPEATED
from .tables import bare, columns_of, kind_of, own

MOST = 80  # letters of a line that may be a row
TOTAL = re.compile(r"合计|总计|总分|小计|职责$")
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
            found.append(_left("全文", "；".join(rows), f"这张表没有读进计划（{len(rows)} 行）：{rows[0][:40]}"))
    for table in arranged:
        columns = columns_of(table)
        monthly = is_month_table(table)
        for c in columns.others:
            if monthly and takes(bare(table.rows[columns.row][c])):
                continue
            cells = [bare(line[c]) for line in table.rows[columns.row + 1 :] if own(line[c])]
            if cells:
                name = bare(table.rows[columns.row][c])
                found.append(_left("日程表", "；".join(cells), f"“{name}”一栏没有读进{'月度安排' if monthly else '日程表'}（{len(cells)} 格）"))
    return found


def unsaid(blocks: tuple[Block, ...], outline: Outline, plan: dict, doubts: list[dict], used: set[int]) -> list[dict]:
    """哪里也没有留下的段落和格子：标题前面的话、附件里的话、认得的表里用不上的格子；一处连着的合成一条。"""
    kept = [s for s in outline.sections if not s.annexed]
    titles = [s.title for s in outline.sections]
    said = Said([{key: value for key, value in plan.items() if key != "sections"}, titles, [s.text for s in kept], [d["text"] for d in doubts]])
    found: list[dict] = []
    place, lines = "", []

    def close() -> None:
        if lines and not place:
            found.append(_left("正文", "\n".join(lines), "第一个标题前面的话没有放进任何一节，要用的请自己抄进去"))
        elif lines:
            found.append(_left(place, "\n".join(lines), f"{place}里的 {len(lines)} 段话没有地方放：“{lines[0][:30]}”"))
        lines.clear()

    starts = {s.start: f"{s.number}{s.title}" if s.annexed else s.title for s in outline.sections}
    for block in blocks:
        if block.start in starts or (isinstance(block, Paragraph) and ANNEX.match(block.text)):
            close()
            place = starts.get(block.start) or place
        elif isinstance(block, Table):
            close()
            cells = [_without_labels(cell.text) for cell in _cells(block)]
            cells = [text for text in cells if not said.holds(text, numbers=True) and not said.holds(re.sub(r"\s", "", text), numbers=True)]
            if cells:
                found.append(_left("全文", "；".join(cells), f"表里有 {len(cells)} 格没有读进计划：“{cells[0][:30]}”"))
        elif not FORM.fullmatch(block.text.strip()) and not said.holds(_without_labels(block.text), numbers=block.start in used or "分" in block.text):
            lines.append(block.text.strip())
    close()
    return found


def _cells(table: Table) -> list[Cell]:
    """表头和合计以外的各格。"""
    columns = columns_of(table)
    rows = [row for row in table.rows[(columns.row if columns else 0) + 1 :] if not any(TOTAL.match(bare(cell)) for cell in row[:2])]
    return [cell for row in rows for cell in row if own(cell)]


def _without_labels(text: str) -> str:
    """时间：……、地点：……、第一阶段： are said by where the rest stands."""
    return re.sub(r"[\u4e00-\u9fff]{2,5}(?=\s*[:：])", lambda m: "" if kind_of(m.group()) else m.group(), text)


def lines_left(paragraphs: list[Paragraph], plan: dict) -> list[dict]:
    """行首写着日子、像一行日程，却没有读成日程、月度安排和阶段的。"""
    said = {item["content"][:10] for month in plan["months"] for item in month["items"]} | {stage["name"] for stage in plan["stages"]}
    found, clauses = [], clauses_numbered(paragraphs)
    for paragraph in paragraphs:
        item = ITEM.match(paragraph.text)
        text = item["rest"].strip() if item else paragraph.text.strip()
        tight = re.sub(r"\s", "", text)
        if len(text) > MOST or text == plan["title"] or NOT_A_ROW.search(tight) or any(name in tight for name in said if name):
            continue
        if clauses and re.match(r"\s*\d+\.", paragraph.text):
            continue
        span = find_span(text)
        opens = span and span.at[0] == 0 and len(text) > span.at[1] + 2
        if opens or ROUGHLY.match(text) or (text.startswith("第") and weeks_of(text[:8])) or REPEATED.match(plain(text)) or text.startswith("每月"):
            found.append(_left("日程表", text, f"这一行写着日子，没有读进日程：“{text[:40]}”"))
    return found


def _left(where: str, text: str, why: str) -> dict:
    return {"where": where, "text": text, "why": why}
