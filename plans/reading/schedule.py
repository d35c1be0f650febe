"""附件1 活动日程表：一行一个活动，一个活动可以有几场。"""

import re
from dataclasses import dataclass

from documents.reading import Cell, Table

from .dates import Span, Term, clock_of, find_span, listed_days, plain, weeks_of, written
from .people import is_name, names_of

HEADS = {
    "time": r".*(?:时间|日期|周次|月份).*",
    "forms": r".*(?:形式|方式|方法).*",
    "presenters": r".*(?:主讲|主持|授课|执教|讲课|上课|责任人|负责人|主备|承担人|中心发言|负责|实施者|组织者|培训者|讲师).*",
    "places": r".*(?:地点|场所|场地|位置|教室).*",
    "audience": r".*(?:参加|参与|对象|参训|参培|范围|人员|受众).*",
    "hours": r".*(?:学时|课时).*",
    "content": r".*(?:内容|主题|活动|项目|专题|课题|安排|名称|任务|工作).*",
}
MOST_COLUMNS = 60
WHOLE_PLACE = re.compile(r".{2,}(?:室|厅|班|楼|场|馆|堂|园|校|处)$")
PEOPLE = re.compile(r".{1,}(?:教师|老师|班主任|主任|组长|领导|干部|人员|成员|代表|家长|全体|组)$")


@dataclass
class Row:
    """读出来的一行日程和它的疑问。"""

    entry: dict
    doubts: list[tuple[str, str]]


def columns_of(table: Table) -> tuple[int, dict[str, int]] | None:
    """日程表的表头在第几行，各栏是什么；不是日程表为 None。"""
    if table.width > MOST_COLUMNS:
        return None
    for r, row in enumerate(table.rows[:4]):
        columns: dict[str, int] = {}
        for c, cell in enumerate(row):
            head = re.sub(r"\s", "", cell.text)
            kind = next(
                (k for k, pattern in HEADS.items() if head and len(head) <= 12 and re.fullmatch(pattern, head)), None
            )
            if kind and kind not in columns and not (cell.covered and c and row[c - 1].start == cell.start):
                columns[kind] = c
        if "time" in columns and "content" in columns:
            return r, columns
    return None


def read_schedule(table: Table, term: Term) -> list[Row]:
    """把日程表读成一行一个活动。"""
    found = columns_of(table)
    if found is None:
        return []
    first, columns = found
    rows: list[Row] = []
    for line in table.rows[first + 1 :]:
        if (
            not any(cell.text.strip() for cell in line)
            or len({(c.start, c.end) for c in line if c.text.strip()}) == 1
            and len(line) > 2
        ):
            continue
        if [re.sub(r"\s", "", c.text) for c in line] == [re.sub(r"\s", "", c.text) for c in table.rows[first]]:
            continue
        time, content = line[columns["time"]], line[columns["content"]]
        more = rows and not _own(time) and not _own(content)
        if more:
            _another_session(rows[-1], line, columns)
            continue
        rows.append(_entry(line, columns, term))
        if not _own(time) and len(rows) > 1:
            rows[-1].entry["start"], rows[-1].entry["end"] = rows[-2].entry["start"], rows[-2].entry["end"]
            rows[-1].doubts = [d for d in rows[-1].doubts if d[1] != "没有写时间"]
            if not time.covered:
                rows[-1].doubts.append((_tight(content), "时间空着，按上一行的时间读"))
    return rows


def _own(cell: Cell) -> bool:
    return bool(cell.text.strip()) and not cell.covered


def _tight(cell: Cell) -> str:
    return re.sub(r"\s+", "", cell.text)


def _cell(line: tuple[Cell, ...], columns: dict[str, int], kind: str) -> str:
    return line[columns[kind]].text.strip() if kind in columns else ""


def _entry(line: tuple[Cell, ...], columns: dict[str, int], term: Term) -> Row:
    content = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", _cell(line, columns, "content"))
    entry: dict = {"start": None, "end": None, "content": content, "forms": _forms(_cell(line, columns, "forms"))}
    row = Row(entry, [])
    time = _cell(line, columns, "time")
    span = find_span(time)
    if span:
        entry["start"], entry["end"] = written(span.start, term), written(span.end, term)
        if span.vague:
            row.doubts.append((time, f"时间只写“{re.sub(chr(10), '', time)}”，没有写到日"))
        elif _backwards(span):
            row.doubts.append((time, "结束在开始之前"))
    elif weeks := weeks_of(time):
        entry["weeks"] = list(weeks)
        row.doubts.append((time, f"时间只写“{re.sub(chr(10), '', time)}”，没有写到日"))
    elif time:
        row.doubts.append((time, f"时间“{re.sub(chr(10), '', time)}”没有读懂"))
    else:
        row.doubts.append((content, "没有写时间"))
    if not content:
        row.doubts.append((time, "没有写内容"))
    entry["sessions"] = _sessions(line, columns)
    entry |= _more(time, _cell(line, columns, "hours"), term)
    return row


def _more(time: str, hours: str, term: Term) -> dict:
    """除了起止以外还写着的：原文、几点到几点、分开的几天、学时。"""
    found: dict = {"time": re.sub(r"\s+", "", time)} if time else {}
    starts, ends = clock_of(time)
    if starts:
        found |= {"starts": starts, "ends": ends}
    if days := listed_days(time):
        found["days"] = [written(day, term) for day in days]
    if number := re.search(r"\d+(?:\.\d)?", plain(hours)):
        found["hours"] = number.group()
    return found


def _backwards(span: Span) -> bool:
    return (span.end[0] or 0, *span.end[1:]) < (span.start[0] or 0, *span.start[1:]) and not (
        span.start[1] >= 9 and span.end[1] <= 2
    )


def _another_session(row: Row, line: tuple[Cell, ...], columns: dict[str, int]) -> None:
    """合并的时间、内容下面的又一场；空着的格子照上一场。"""
    before = row.entry["sessions"][-1]
    fresh = any(_own(line[columns[k]]) for k in ("presenters", "audience", "places") if k in columns)
    forms = _cell(line, columns, "forms")
    if forms and _own(line[columns["forms"]]):
        row.entry["forms"] += [f for f in _forms(forms) if f not in row.entry["forms"]]
    if not fresh:
        return
    for session in _sessions(line, columns):
        for kind, column in (("presenters", "presenters"), ("audience", "audience"), ("places", "places")):
            if column in columns and line[columns[column]].covered and not session[kind]:
                session[kind] = before[kind]
        row.entry["sessions"].append(session)


def _forms(text: str) -> list[str]:
    pieces = [p for p in re.split(r"[\s、，,；;/]+", text) if p]
    if any(len(p) < 3 for p in pieces) and not re.search(r"[、，,；;/]", text):
        pieces = ["".join(pieces)]
    return list(dict.fromkeys(pieces))


def _sessions(line: tuple[Cell, ...], columns: dict[str, int]) -> list[dict]:
    """一行里的场次：几位主讲各在各的地点时，一人一场。"""
    presenters = _presenters(_cell(line, columns, "presenters"))
    places = _places(_cell(line, columns, "places"))
    audience = _cell(line, columns, "audience")
    audiences = _audiences(audience)
    people = len(presenters)
    if people > 1 and all(is_name(p) for p in presenters) and len(places) == people:
        each = audiences if len(audiences) == people else ["、".join(audiences)] * people
        return [
            {"presenters": [who], "audience": whom, "places": [where]}
            for who, whom, where in zip(presenters, each, places, strict=True)
        ]
    return [{"presenters": presenters, "audience": "、".join(audiences), "places": places}]


def _presenters(text: str) -> list[str]:
    if not text:
        return []
    found = [name for name, _ in names_of(text)]
    if all(is_name(name) for name in found):
        return found
    pieces = [re.sub(r"\s+", "", p) for p in re.split(r"[、，,；;/]", text)]
    return [p for p in pieces if p]


def _places(text: str) -> list[str]:
    lines = [re.sub(r"[ \t\u3000]+", "", p) for p in text.split("\n") if p.strip()]
    if len(lines) > 1 and not all(WHOLE_PLACE.match(p) for p in lines):
        lines = ["".join(lines)]
    return [p for piece in lines for p in re.split(r"[、，,；;/]", piece) if p]


def _audiences(text: str) -> list[str]:
    lines = [re.sub(r"[ \t\u3000]+", "", p) for p in text.split("\n") if p.strip()]
    if len(lines) > 1 and not all(len(p) >= 3 and PEOPLE.match(p) for p in lines):
        lines = ["".join(lines)]
    return [p for piece in lines for p in re.split(r"[、，,；;/]", piece) if p]
