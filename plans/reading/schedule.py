"""附件1 活动日程表：一行一个活动，一个活动可以有几场。"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from documents.reading import Cell, Table

from .dates import Span, Term, clock_of, find_span, listed_days, plain, weeks_of, written
from .people import is_name, names_of
from .tables import ONLY_MONTH, bare, columns_of, own, times_of

REPEATED = re.compile(r"每个?周|逢周|单周|双周|隔周|每两周|每2周|两周一次|每天|每日")
DEADLINE = re.compile(r"[日号\d](?:之?以?前|截止)")
NOTHING = re.compile(r"[—\-–/／\\无.。×]+")
WHOLE_PLACE = re.compile(r".{2,}(?:室|厅|班|楼|场|馆|堂|园|校|处)$")
DITTO = re.compile(r"同[上前]|[〃″]+|'{2}|\"")
REMARK = re.compile(r"(?:备\s*注|说\s*明|注)[:：]?")
AFTER_DAY = re.compile(
    r"^[日号]?(?:\s*[、和及]\s*\d{1,2}[日号](?:\s*[-—~至]\s*\d{1,2}[日号])?)*[)）]?(?:之?以?前)?(?:[(（][^)）]*[)）])?\s*(?:上午|下午|晚上)?\s*(?:第?[一二三四五六七八\d]节课?)?"
    r"(?:\d{1,2}[:：点](?:\d{0,2}分?|半))?(?:\s*[-—~至]\s*\d{1,2}[:：点]\d{0,2})?\s*[，,:：、]?\s*"
)
# 主讲：云飞；参加：全体教师 in one cell or one line
SAID = r"主讲人?|主持人?|主备人?|执教人?|授课人?|负责人?|地点|参加(?:人员|对象|教师)?|参训(?:人员|对象)?|对象|形式|方式"
LABEL = re.compile(rf"[，,；;。\s(（]*(?P<key>{SAID})[:：为在]\s*(?P<value>(?:[（(][^）)]{{1,8}}[）)]|[^，,；;。)）])+?)(?=\s+(?:{SAID})[:：]|[，,；;。)）]|$)")
KEYS = {
    "主": "presenters", "执": "presenters", "授": "presenters", "负": "presenters", "地": "places", "参": "audience", "对": "audience",
    "形": "forms", "方": "forms",
}
PEOPLE = re.compile(r".{1,}(?:教师|老师|班主任|主任|组长|领导|干部|人员|成员|代表|家长|全体|组)$")


@dataclass
class Row:
    """读出来的一行日程和它的疑问；没有读进日程的一行只有疑问，entry 空着。"""

    entry: dict
    doubts: list[tuple[str, str]]


def read_schedule(table: Table, term: Term) -> list[Row]:
    """把日程表读成一行一个活动。"""
    found = columns_of(table)
    if found is None:
        return []
    columns, rows, month = found.of, [], ""
    times = [c for _, c in found.times]
    for line, time in zip(_in_full(table.rows[found.row + 1 :]), times_of(table, found), strict=True):
        band = _band(line, columns["content"])
        if band is not None or not any(cell.text.strip() for cell in line):
            month = band if band and ONLY_MONTH.fullmatch(plain(band)) else ""
            if band and not month:
                rows.append(Row({}, [(band, "这一行跨着整张表，没有读进日程")]))
            continue
        if [bare(c) for c in line] == [bare(c) for c in table.rows[found.row]]:
            continue
        if any(REMARK.fullmatch(bare(cell)) for cell in line[:2]):
            rows.append(Row({}, [("".join(dict.fromkeys(map(bare, line))), "这一行是备注，没有读进日程")]))
            continue
        before = next((row for row in reversed(rows) if row.entry), None)
        dated = any(own(line[c]) for c in times)
        content = line[columns["content"]]
        if before and not dated and not own(content):
            _another_session(before, line, columns)
            continue
        if month and not find_span(time):
            time = month.replace("份", "") + time
        row = _entry(line, columns, time, term)
        rows.append(row)
        if not dated and before:
            row.entry |= {key: before.entry[key] for key in ("start", "end", "weeks", "time", "vague") if key in before.entry}
            row.doubts = [d for d in row.doubts if d[1] != "没有写时间"]
            if not all(line[c].covered for c in times):
                row.doubts.append((bare(content), "时间空着，按上一行的时间读"))
    _check_weeks([row for row in rows if row.entry])
    return rows


def _in_full(rows: tuple[tuple[Cell, ...], ...]) -> list[tuple[Cell, ...]]:
    """“同上”“〃”写成上一行的那一格。"""
    made: list[tuple[Cell, ...]] = []
    for line in rows:
        above = made[-1] if made else line
        made.append(tuple(
            Cell(above[c].text, cell.start, cell.end) if made and c < len(above) and DITTO.fullmatch(bare(cell)) else cell for c, cell in enumerate(line)
        ))
    return made


def _band(line: tuple[Cell, ...], content: int) -> str | None:
    """一句话占了整行：月份，或者“第一阶段”这样的小标题；不是为 None。"""
    filled = {(cell.start, cell.end): bare(cell) for cell in line if cell.text.strip()}
    alone = own(line[content]) and not any(cell.text.strip() for n, cell in enumerate(line) if n != content)
    return next(iter(filled.values())) if len(filled) == 1 and len(line) > 2 and not alone else None


def _check_weeks(rows: list[Row]) -> None:
    """周次和日期都写了的：多数行说第 1 周从哪天起，少数行和它们对不上的是疑问。"""
    said = {}
    for at, row in enumerate(rows):
        weeks, start = row.entry.get("weeks"), row.entry["start"]
        if weeks and start and not row.entry.get("vague") and len(start) == 10:
            day = date.fromisoformat(start)
            said[at] = day - timedelta(days=day.weekday(), weeks=weeks[0] - 1)
    first = Counter(said.values()).most_common(1)
    for at, monday in said.items():
        if first[0][1] > 1 and monday != first[0][0]:
            row, number = rows[at], rows[at].entry["weeks"][0]
            right = first[0][0] + timedelta(weeks=number - 1)
            row.doubts.append((
                row.entry["time"], f"第{number}周和{_said(row.entry['start'])}对不上，按别的行第{number}周是{_said(right.isoformat())}那一周，先按日期读",
            ))


def _said(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:])}日"


def _cell(line: tuple[Cell, ...], columns: dict[str, int], kind: str) -> str:
    text = line[columns[kind]].text.strip() if kind in columns else ""
    return "" if NOTHING.fullmatch(text) else text


def _entry(line: tuple[Cell, ...], columns: dict[str, int], time: str, term: Term) -> Row:
    content = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", _cell(line, columns, "content"))
    entry: dict = {"start": None, "end": None, "content": content, "forms": _forms(_cell(line, columns, "forms"))}
    row = Row(entry, [])
    said = re.sub(r"\s*\n\s*", "", time)
    span, weeks = find_span(time), weeks_of(time)
    if weeks:
        entry["weeks"] = list(weeks)
    if REPEATED.search(plain(time)) or "每月" in time:
        row.doubts.append((time, f"时间是“{said}”，一学期里有许多天，没有写到日"))
    elif span and not (span.vague and weeks):
        entry["start"], entry["end"] = written(span.start, term), written(span.end, term)
        if span.vague:
            entry["vague"] = True
            row.doubts.append((time, f"时间只写“{said}”，没有写到日"))
        elif DEADLINE.search(plain(time)):
            row.doubts.append((time, f"时间是截止（{said}），先按那一天读"))
        elif _backwards(span):
            row.doubts.append((time, "结束在开始之前"))
    elif weeks:
        row.doubts.append((time, f"时间只写“{said}”，没有写到日"))
    elif time:
        row.doubts.append((time, f"时间“{said}”没有读懂"))
    else:
        row.doubts.append((content, "没有写时间"))
    if not content:
        row.doubts.append((time, "没有写内容"))
    entry["sessions"] = _sessions(line, columns)
    entry |= more_of(time, _cell(line, columns, "hours"), term)
    if "days" in entry:
        entry["end"] = entry["days"][-1]
    elif span and not span.vague and re.match(r"[、,，；;和及]?\s*\d{1,2}[月日号./]", time[span.at[1] :]):
        row.doubts.append((time, f"时间“{said}”后面还写着别的日子，先按前一段读"))
    return row


def more_of(time: str, hours: str, term: Term) -> dict:
    """除了起止以外还写着的：原文、几点到几点、分开的几天、学时。"""
    found: dict = {"time": re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", time)} if time else {}
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
    fresh = any(own(line[columns[k]]) for k in ("presenters", "audience", "places") if k in columns)
    forms = _cell(line, columns, "forms")
    if forms and own(line[columns["forms"]]):
        row.entry["forms"] += [f for f in _forms(forms) if f not in row.entry["forms"]]
    if not fresh:
        return
    for session in _sessions(line, columns):
        for kind in ("presenters", "audience", "places"):
            if kind in columns and line[columns[kind]].covered and not session[kind]:
                session[kind] = before[kind]
        row.entry["sessions"].append(session)


def _forms(text: str) -> list[str]:
    pieces = [p for p in re.split(r"[\s、，,；;/]+", text) if p]
    if any(len(p) < 3 for p in pieces) and not re.search(r"[、，,；;/]", text):
        pieces = ["".join(pieces)]
    return list(dict.fromkeys(pieces))


def _sessions(line: tuple[Cell, ...], columns: dict[str, int]) -> list[dict]:
    """一行里的场次：几位主讲各在各的地点时，一人一场。"""
    said = _said_in(line, columns)
    presenters, places = _presenters(said["presenters"]), _places(said["places"])
    audiences = _audiences(said["audience"])
    people = len(presenters)
    if people > 1 and all(is_name(p) for p in presenters) and len(places) == people:
        each = audiences if len(audiences) == people else ["、".join(audiences)] * people
        return [
            {"presenters": [who], "audience": whom, "places": [where]}
            for who, whom, where in zip(presenters, each, places, strict=True)
        ]
    return [{"presenters": presenters, "audience": "、".join(audiences), "places": places}]


def said_of(text: str) -> dict[str, str]:
    """“主讲：云飞，地点：会议室”：说了谁、在哪里、哪些人参加。"""
    return {KEYS[m["key"][0]]: m["value"].strip() for m in LABEL.finditer(text)}


def _said_in(line: tuple[Cell, ...], columns: dict[str, int]) -> dict[str, str]:
    """主讲、参加人员、地点几格各写了什么；一格里写明几样的分开，时间后面写着地点的也算。"""
    said = {kind: _cell(line, columns, kind) for kind in ("presenters", "audience", "places")}
    for kind in [kind for kind, text in said.items() if re.search("[:：]", text)]:
        if found := said_of(said[kind]):
            said |= {kind: ""} | found
    if span := find_span(said["places"]):  # 时间及地点 in one column
        said["places"] = AFTER_DAY.sub("", said["places"][span.at[1] :]).strip(" 　\n，,、（()）")
    return said


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
