"""两版对照: what changed between two PlanDocuments, in words; reads no row."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from documents import chinese
from plans import network
from plans.document import Document
from plans.papers_rows import office

ADDED, GONE, CHANGED = "加了", "删了", "改了"
Row = dict[str, Any]
BLANK = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")  # a broken line that an editor gave back as a blank
WORD = re.compile(r"[A-Za-z0-9.]+|.", re.DOTALL)
ENDLESS = 3000  # sentences of a plan, or words of a sentence: nobody writes so many
ALIKE, CRUMB = 0.5, 1  # how much of a sentence must have stayed to be told by words; a run that long between two changes is not told apart


@dataclass(frozen=True)
class Change:
    """One thing that differs: a section with its sentences (op "" same, "-" gone, "+" new), or a row with its cells."""

    kind: str
    what: str
    cells: tuple[tuple[str, str, str], ...] = ()  # name, before, after
    text: tuple[tuple[str, str], ...] = ()  # op, sentence


@dataclass
class Part:
    name: str
    changes: list[Change] = field(default_factory=list)


def difference(old: Document, new: Document) -> list[Part]:
    """The parts in which two versions of a plan differ."""
    parts = [
        Part("标题", [Change(CHANGED, "标题", (("标题", old["title"], new["title"]),))] if old["title"] != new["title"] else []),
        Part("正文", _texts(old["sections"], new["sections"])),
        Part("阶段", _rows(old["stages"], new["stages"], lambda row: row["name"], _stage)),
        Part("月度安排", _rows(_items(old), _items(new), lambda row: f"{row['month']} {row['content']}", _month)),
        Part("研修内容", _rows(_titles(old), _titles(new), lambda row: row["title"], lambda row: {})),
        Part("活动日程", _rows(old["schedule"], new["schedule"], lambda row: row["content"], _entry)),
        Part("领导小组", _rows(old["leadership"], new["leadership"], lambda row: row["name"], _member)),
        Part("研修指导、评审与支持", _rows(
            _beside(old), _beside(new), lambda row: f"{row['team']} {row['name']}", _member)),
        Part("管理网络", _rows(_levels(old), _levels(new), lambda row: row["label"], lambda row: {"各框": row["boxes"]})),
        Part("目标", _rows(old.get("goals", []), new.get("goals", []), lambda row: row["text"], _goal)),
        Part("任务量", _rows(old["quotas"], new["quotas"], lambda row: f"{row['name']}（{row['audience']}）", _quota)),
        Part("依据文件", _rows(old["sources"], new["sources"], lambda row: row["title"], lambda row: {"文号": row["number"], "发文": row["issuer"]})),
    ]
    return [part for part in parts if part.changes]


def _beside(document: Document) -> list[Row]:
    return [{"team": team["team"], **member} for team in document.get("teams", []) for member in team["members"]]


def _member(row: Row) -> dict[str, str]:
    return {"角色": row["role"], "职责": row["duty"], "任期": office(row).strip("（）").removeprefix("任期")}


def _levels(value: Document) -> list[Row]:
    return [{"label": level["label"], "boxes": network.written(level["boxes"]).replace("\n", "；")} for level in value.get("network", [])]


def _goal(row: Row) -> dict[str, str]:
    return {"数量": f"{row['number']} {row['unit']}", "怎样量": row["measure"], "谁来量": row["by"]}


def _texts(old: list[Row], new: list[Row]) -> list[Change]:
    was, now = {s["title"]: s["text"] for s in old}, {s["title"]: s["text"] for s in new}
    changes = [Change(GONE, title, text=(("-", text),)) for title, text in was.items() if title not in now]
    for title, text in now.items():
        if title not in was:
            changes.append(Change(ADDED, title, text=(("+", text),)))
        elif was[title] != text:
            changes.append(Change(CHANGED, title, text=tuple(sentences(was[title], text))))
    return changes


def sentences(old: str, new: str) -> Iterable[tuple[str, str]]:
    """The two texts: sentence by sentence, and within a sentence that was only touched word by word; long runs that stayed are left out."""
    a, b = (re.findall(r"[^。；！？\n]*[。；！？\n]?", BLANK.sub("", text))[:-1] for text in (old, new))
    for op, i, j, k, m in _matched(a, b).get_opcodes():
        was, now = "".join(a[i:j]), "".join(b[k:m])
        if op == "equal":
            yield "", was if len(was) <= 80 else f"{was[:30]} …… {was[-30:]}"
        elif op == "replace":
            yield from _words(was, now)
        else:
            yield ("-", was) if was else ("+", now)


def _matched(a: list[str], b: list[str]) -> SequenceMatcher[str]:
    """The two side by side; in endless ones what comes again and again is not followed up, or it would take hours."""
    return SequenceMatcher(None, a, b, autojunk=max(len(a), len(b)) > ENDLESS)


def _words(was: str, now: str) -> Iterable[tuple[str, str]]:
    """What was replaced, word by word where most of it stayed; else the whole, or the eye finds only crumbs."""
    a, b = WORD.findall(was), WORD.findall(now)
    found = _matched(a, b)
    if found.ratio() < ALIKE:
        yield from (("-", was), ("+", now))
        return
    gone = come = ""
    for op, i, j, k, m in found.get_opcodes():
        same = "".join(a[i:j]) if op == "equal" else ""
        if len(same) > CRUMB or same and (m == len(b) or not i):
            yield from ((sign, text) for sign, text in (("-", gone), ("+", come)) if text)
            yield "", same
            gone = come = ""
        else:
            gone, come = gone + "".join(a[i:j]), come + "".join(b[k:m])
    yield from ((sign, text) for sign, text in (("-", gone), ("+", come)) if text)


def _rows(old: list[Row], new: list[Row], key: Callable[[Row], str], cells: Callable[[Row], dict[str, str]]) -> list[Change]:
    """Rows of the same key are the same row; of several with one key, equal ones are paired first, the rest in order."""
    left: dict[str, list[Row]] = {}
    for row in old:
        left.setdefault(key(row), []).append(row)
    changes, waiting = [], []
    for row in new:
        same = left.get(key(row), [])
        if row in same:
            same.remove(row)
        else:
            waiting.append(row)
    for row in waiting:
        same = left.get(key(row), [])
        if not same:
            changes.append(Change(ADDED, key(row), tuple((name, "", value) for name, value in cells(row).items() if value)))
            continue
        was, now = cells(same.pop(0)), cells(row)
        differing = tuple((name, was[name], now[name]) for name in now if was[name] != now[name])
        if differing:
            changes.append(Change(CHANGED, key(row), differing))
    gone = [row for rows in left.values() for row in rows]
    return changes + [Change(GONE, key(row), tuple((name, value, "") for name, value in cells(row).items() if value)) for row in gone]


def _stage(row: Row) -> dict[str, str]:
    return {"起止": _span(row["start"], row["end"]), "安排": row["text"]}


def _items(value: Document) -> list[Row]:
    return [{**item, "order": 0, "month": f"{int(month['month'][5:])}月"} for month in value["months"] for item in month["items"]]


def _month(row: Row) -> dict[str, str]:
    return {"要求": row["requirement"], "怎样考核": row["assessed_by"], "负责": row["responsible"]}


def _titles(value: Document) -> list[Row]:
    return [{"title": title} for title in value["contents"]]


def _quota(row: Row) -> dict[str, str]:
    return {"数量": f"{row['period']} {row['number']} {row['unit']}"}


def _entry(row: Row) -> dict[str, str]:
    sessions = row["sessions"]

    def of(name: str) -> str:
        return "；".join(dict.fromkeys(filter(None, ("、".join(session[name]) for session in sessions))))

    times = dict.fromkeys(f"{_span(s['day'], s['day'])} {s['starts']}—{s['ends']}".strip(" —") for s in sessions)
    return {
        "日期": row["time_text"] or _span(row["start"], row["end"]) or "没有定", "场次": "；".join(filter(None, times)),
        "研修内容": row["item"], "方式": "、".join(row["forms"]), "主讲": of("presenters"), "参加人员": row["audience"],
        "地点": of("places"), "学时": row["hours"],
    }


def _span(first: str | None, last: str | None) -> str:
    return chinese.date_range(date.fromisoformat(first), date.fromisoformat(last or first)) if first else ""
