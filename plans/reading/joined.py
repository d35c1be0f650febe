"""断开的接起来：换了行的日期，翻了页的表，填在表格里的计划。"""

import re

from documents.reading import Block, Cell, Paragraph, Table
from rubrics.reading.items import items_of_table

from .dates import find_span, plain
from .outline import FORM, USUAL
from .people import is_people_table
from .quotas import quota_table
from .stages import stage_columns
from .tables import TIMES, bare, columns_of, kind_of, own

ON = re.compile(r"\s*(?:[-—–―~～]+|至|到)\s*[\d一二三四五六七八九十]{1,3}(?:月|日|号)")
LEAST_PARTS = 2


def joined(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """把断开的段落和表格接起来，别的照旧。"""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if isinstance(block, Table) and isinstance(last, Table) and (rows := _goes_on(last, block)) is not None:
            made[-1] = Table(last.rows + rows, last.start, block.end)
        elif isinstance(block, Paragraph) and isinstance(last, Paragraph) and _day_goes_on(last, block):
            made[-1] = Paragraph(f"{last.text.strip()}{block.text.strip()}", last.start, block.end, last.level)
        elif isinstance(block, Table) and _is_form(block):
            made += _parts(block)
        else:
            made.append(block)
    return tuple(made)


def apart(table: Table) -> list[Table]:
    """一张表上半是“研修主题”“研修目标”，下半另有日程的表头：分成两张。"""
    if not FORM.fullmatch(bare(table.rows[0][0])):
        return [table]
    for r, row in enumerate(table.rows[1:-1], 1):
        kinds = {"time" if kind in TIMES else kind for cell in row if (kind := kind_of(cell.text))}
        if len(kinds) > 2 and {"time", "content"} <= kinds:
            head, rest = table.rows[:r], table.rows[r:]
            return [Table(head, table.start, head[-1][-1].end), Table(rest, rest[0][0].start, table.end)]
    return [table]


def _goes_on(table: Table, after: Table) -> tuple[tuple[Cell, ...], ...] | None:
    """紧接着的一张表是上一张翻页后的续表：它的各行，重复的表头不算；不是续表为 None。"""
    if table.width != after.width or not _known(table):
        return None
    head = [bare(cell) for cell in table.rows[0]]
    if [bare(cell) for cell in after.rows[0]] == head:
        return after.rows[1:]
    return None if _known(after) else after.rows


def _known(table: Table) -> bool:
    """自己有表头，认得出是什么表。"""
    return bool(
        columns_of(table) or stage_columns(table) or is_people_table(table) or quota_table(table) or any(True for _ in items_of_table(table))
    )


def _day_goes_on(last: Paragraph, paragraph: Paragraph) -> bool:
    """上一行是一个日子，这一行是“—8日 ……”。"""
    span = find_span(last.text)
    return bool(span and not span.vague and span.at[1] == len(last.text.rstrip()) and len(last.text) <= 20 and ON.match(plain(paragraph.text)))


def _is_form(table: Table) -> bool:
    """整份计划填在一张表里：左边是“指导思想”“研修目标”，右边是文字。"""
    labels = [bare(row[0]) for row in table.rows if sum(own(cell) for cell in row) <= 2]
    return sum(bool(FORM.fullmatch(label) or USUAL.fullmatch(label)) for label in labels) >= LEAST_PARTS and not _known(table)


def _parts(table: Table) -> list[Block]:
    """表里的计划写成标题和段落。"""
    made: list[Block] = []
    for row in table.rows:
        cells = list({cell.start: cell for cell in row if cell.text.strip() and not cell.covered}.values())
        if cells and (len(cells) == 1 and cells[0] is row[0] or len(cells) == 2) and FORM.fullmatch(bare(cells[0])):
            made.append(Paragraph(bare(cells[0]), cells[0].start, cells[0].end, level=1))
            cells = cells[1:]
        elif len(cells) > 1:  # 学校：梧桐路小学
            made.append(Paragraph("　".join(" ".join(cell.text.split()) for cell in cells), cells[0].start, cells[-1].end))
            continue
        for cell in cells:
            at = cell.start
            for line in cell.text.split("\n"):
                if line.strip():
                    made.append(Paragraph(line.strip(), at, at + len(line)))
                at += len(line) + 1
    return made
