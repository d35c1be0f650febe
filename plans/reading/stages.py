"""阶段：“（一）启动阶段（3月5日至3月10日）”这样的标题，和一张阶段表。"""

import re
from collections.abc import Iterator

from documents.reading import Paragraph, Table

from .dates import Span, Term, find_span, weeks_of, written
from .outline import FIRST
from .tables import bare, column

STAGE = re.compile(r"(?P<name>[\u4e00-\u9fff、]{2,14}?阶段)\s*[:：]?\s*(?P<rest>.*)$", re.S)
NUMBER = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\d]+[)）]?\s*[、.．]?|第[一二三四五六]阶段\s*[:：、]?|[-•●◆■▲*]+)\s*")
NUMBERED = re.compile(r"^第[一二三四五六]阶段")
ORDINAL = re.compile(r"^第[一二三四五六]阶段\s*[:：、]?\s*[(（](?P<time>[^)）]{3,40})[)）]\s*[:：、]?\s*(?P<name>[^，。；：:\s（(]{2,14})")
# ●启动（3月1日—3月12日）：…… a name, its days in brackets, then what is done
BRACKETED = re.compile(
    r"\s*(?:[(（]?[一二三四五六\d][)）、.．]\s*|[-•●◆■▲*]+\s*)?(?P<name>(?!.*月份?[(（])[\u4e00-\u9fff]{2,8})\s*"
    r"(?P<rest>[(（][^)）]{3,40}[)）]\s*(?:[:：].*)?)$",
    re.S,
)
# 2024年9月1日—9月10日为启动阶段
TURNED = re.compile(r"(?P<time>\d[^，。：:；为是]{3,40}?)\s*(?:为|是|属于?|[:：,，])\s*(?P<name>[\u4e00-\u9fff、]{2,10}?阶段)(?=[。，：:；（(\s]|$)")
BULLET = re.compile(r"^(?:[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十\d]{1,2}[)）、.．](?!\d{1,2}[.日])|[-•●◆])\s*")
TIME_BELOW = re.compile(r"\s*[(（]?(?:起止)?(?:时间|日期)(?:安排)?\s*[:：]\s*(?P<time>.{3,40})")
HEADS = {"name": r"(?:研修|实施)?阶段|步骤", "time": r".*(?:时间|日期|周次|起止).*"}


def stages_of(paragraphs: list[Paragraph], tables: list[Table], term: Term, doubts: list[dict]) -> list[dict]:
    """各阶段的名称和起止；只写周次的另记周次，到了学期里再换成日子。"""
    found: list[dict] = []
    for name, text, time, task in _told(paragraphs, tables):
        span, weeks = _span(time), weeks_of(time)
        same = next((stage for stage in found if stage["name"] == name), None)
        if same and (same["start"] or same.get("weeks") or not (span or weeks)):
            if not (span or weeks):
                continue
            same = None
        stage = {"name": name, "start": None, "end": None}
        if span:
            stage |= {"start": written(span.start, term), "end": written(span.end, term)}
        elif weeks:
            stage["weeks"] = list(weeks)
        if task:
            stage["text"] = task
        if same:  # a heading of the same name, without days, stood before
            found.remove(same)
            doubts[:] = [doubt for doubt in doubts if doubt["why"] != f"{name}没有写起止日期"]
        found.append(stage)
        why = f"{name}的日期只写到月" if span and span.vague else f"{name}只写了周次（{time.strip()}）" if not span and weeks else ""
        if why or not (span or weeks):
            doubts.append({"where": "研修阶段", "text": text[:60], "why": why or f"{name}没有写起止日期"})
    dated = [stage for stage in found if stage["start"] or "weeks" in stage]
    for chapter in [stage for stage in found if stage not in dated and stage["name"] in _chapters(paragraphs)]:
        if len(dated) > 1:  # 二、实施阶段 is the heading over the stages
            found.remove(chapter)
            doubts[:] = [doubt for doubt in doubts if doubt["why"] != f"{chapter['name']}没有写起止日期"]
    return found


def _chapters(paragraphs: list[Paragraph]) -> set[str]:
    return {m["title"].strip() for p in paragraphs if (m := FIRST.match(p.text))}


def _span(time: str) -> Span | None:
    return find_span(time) if time else None


def _told(paragraphs: list[Paragraph], tables: list[Table]) -> Iterator[tuple[str, str, str, str]]:
    """Name, the words of the document, the time and the task of each stage; a name without a time only where it is a heading."""
    for table in tables:
        columns = stage_columns(table)
        for line in table.rows[1:] if columns else ():
            name, time = bare(line[columns[0]]), line[columns[1]].text
            if name and not line[columns[0]].covered:
                task = "；".join(dict.fromkeys(bare(cell) for c, cell in enumerate(line) if c not in columns and cell.text.strip()))
                yield name, f"{name}{time}", time, task
    several = sum(_bracketed(p.text) is not None for p in paragraphs) > 1
    for paragraph, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        text = paragraph.text.strip()
        head, numbered = _head(text), NUMBERED.match(text)
        m = STAGE.match(head)
        if ordinal := ORDINAL.match(text):
            yield ordinal["name"], text, ordinal["time"], ""
            continue
        if turned := TURNED.match(BULLET.sub("", text)):
            yield turned["name"], text, turned["time"], ""
            continue
        if numbered and not m:
            m = re.match(r"(?P<name>[^（(：:，,。\s]{2,14})(?P<rest>.*)$", head, re.S)
        if not m and several and head != text:
            m = _bracketed(text)
        if not m or len(text) > 400:
            continue
        brief = re.match(r"\s*[(（]?(.{3,40}?)(?:[)）]|$|[。，：:])", m["rest"], re.S)
        if brief and (find_span(brief[1]) or weeks_of(brief[1])):
            yield m["name"], text, brief[1], ""
        elif (numbered or head != text) and len(text) <= 24:
            below = TIME_BELOW.match(after.text) if after else None
            yield m["name"], text, below["time"] if below else "", ""


def _bracketed(text: str) -> re.Match | None:
    """A name with a stretch of days or weeks in brackets; one day is no stage."""
    m = BRACKETED.match(text)
    span = find_span(m["rest"]) if m else None
    return m if span and span.start != span.end or m and weeks_of(m["rest"]) else None


def _head(text: str) -> str:
    return NUMBER.sub("", NUMBER.sub("", text.strip(), count=1), count=1)  # （一）第一阶段：准备阶段


def stage_columns(table: Table) -> tuple[int, int] | None:
    """阶段表里阶段和时间各在哪一栏；不是阶段表为 None。"""
    name, time = column(table, 0, HEADS["name"]), column(table, 0, HEADS["time"])
    return (name, time) if name is not None and time is not None and len(table.rows) <= 8 else None
