"""没有表格的日程：一格一行粘贴的表，和“3月12日 某某活动”这样一行一件的安排。"""

import re

from documents.reading import Block, Cell, Document, Paragraph, Table

from .dates import Term, clock_of, find_span, plain, weeks_of, written
from .outline import ANNEX, FIRST, ITEM, SECOND
from .people import is_name, names_of
from .schedule import HEADS

LEAST_HEADS, MOST_CELL = 4, 60
LABEL = re.compile(r"[，,；;。\s(（]*(?P<key>主讲人?|主持人?|负责人?|地点|参加(?:人员|对象|教师)?|对象|形式|方式)[:：为在]\s*(?P<value>[^，,；;。)）]+)")
KEYS = {"主": "presenters", "负": "presenters", "地": "places", "参": "audience", "对": "audience", "形": "forms", "方": "forms"}
AFTER_DAY = re.compile(
    r"^[日号]?(?:[(（][^)）]*[)）])?\s*(?:上午|下午|晚上)?\s*"
    r"(?:\d{1,2}[:：点]\d{0,2}分?)?(?:\s*[-—~至]\s*\d{1,2}[:：点]\d{0,2})?\s*[，,:：、]?\s*"
)


def with_tables(document: Document) -> Document:
    """一格一行的表（从微信、网页上粘贴来的）认成表格；别的照旧。"""
    blocks: list[Block] = []
    at = 0
    while at < len(document.blocks):
        width = _heads(document.blocks[at:])
        rows, end = _rows(document.blocks, at + width, width) if width else ([], at)
        if rows:
            head = [_cell(block) for block in document.blocks[at : at + width]]
            blocks.append(Table(tuple(map(tuple, [head, *rows])), head[0].start, rows[-1][-1].end))
            at = end
        else:
            blocks.append(document.blocks[at])
            at += 1
    return Document(document.text, tuple(blocks))


def _heads(blocks: tuple[Block, ...]) -> int:
    """从这里起连着几行是表头；不是表头为 0。"""
    kinds: list[str] = []
    for block in blocks[:12]:
        head = re.sub(r"\s", "", block.text) if isinstance(block, Paragraph) else ""
        kind = next((k for k, pattern in HEADS.items() if head and len(head) <= 8 and re.fullmatch(pattern, head)), None)
        if kind is None or find_span(head):
            break
        kinds.append(kind)
    return len(kinds) if len(set(kinds)) >= LEAST_HEADS and {"time", "content"} <= set(kinds) else 0


def _rows(blocks: tuple[Block, ...], at: int, width: int) -> tuple[list[list[Cell]], int]:
    rows: list[list[Cell]] = []
    while at < len(blocks):
        block = blocks[at]
        if not isinstance(block, Paragraph) or FIRST.match(block.text) or SECOND.match(block.text) or ANNEX.match(block.text):
            break
        text = block.text.strip()
        if len(text) <= 24 and (find_span(text) or weeks_of(text)) and (not rows or len(rows[-1]) >= width - 2):
            rows.append([])
        if not rows or len(rows[-1]) >= width or len(text) > MOST_CELL:
            break
        rows[-1].append(_cell(block))
        at += 1
    for row in rows:
        row += [Cell("", row[-1].end, row[-1].end)] * (width - len(row))
    return rows, at


def _cell(block: Paragraph) -> Cell:
    return Cell(block.text, block.start, block.end)


def dated_lines(paragraphs: list[Paragraph], term: Term) -> list[dict]:
    """一行一件的安排：行首是日子，后面是做什么，主讲、地点、参加可以写在后面。"""
    found = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        item = ITEM.match(text)
        body = item["rest"] if item else text
        span = find_span(body)
        if not span or span.vague or span.at[0] > 0 or len(body) > 120:
            continue
        rest = AFTER_DAY.sub("", body[span.at[1] :])
        named = {KEYS[m["key"][0]]: m["value"].strip() for m in LABEL.finditer(rest)}
        content = re.split(r"[，,；;。]", LABEL.sub("", rest).strip("，,；;。)） "))[0]
        if not 2 <= len(content) <= 40 or re.search(r"制定本|为了|根据", content):
            continue
        starts, ends = clock_of(body)
        people = [name for name, _ in names_of(named.get("presenters", ""))]
        found.append({
            "start": written(span.start, term), "end": written(span.end, term), "content": content,
            "forms": re.split(r"[、/]", named["forms"]) if "forms" in named else [], "time": plain(body[: span.at[1]]),
            **({"starts": starts, "ends": ends} if starts else {}),
            "sessions": [{
                "presenters": people if all(map(is_name, people)) else [named["presenters"]], "audience": named.get("audience", ""),
                "places": [named["places"]] if "places" in named else [],
            }],
        })
    return found if len(found) > 1 else []
