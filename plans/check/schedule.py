"""阶段和日程：起止、先后、空格、节假日。"""

from collections.abc import Callable, Iterator
from datetime import date as Day
from datetime import timedelta

from .findings import Finding, backwards, date, found, row, rows, say

Holiday = Callable[[Day], str]
WEEKDAYS = "一二三四五六日"
LONG_DAYS = 7
WHOLE_TABLE = 3  # rows: what none of so many says is no slip of one row


def stages(plan: dict) -> Iterator[Finding]:
    """阶段：起止颠倒、前后重叠、日程落在各阶段以外。"""
    stages = [s for s in plan.get("stages") or [] if s["start"] and s["end"]]
    for stage in stages:
        if backwards(stage):
            yield found(stage["name"], f"{stage['name']}的结束（{say(stage['end'])}）早于开始（{say(stage['start'])}）。",
                         "改正起止日期。", "error")  # fmt: skip
    for before, after in zip(stages, stages[1:], strict=False):
        if after["start"] <= before["end"] and len(after["start"]) == len(before["end"]):
            yield found(after["name"], f"{after['name']}从{say(after['start'])}开始，{before['name']}到{say(before['end'])}才结束。",
                         "让后一阶段从前一阶段结束的第二天开始。")  # fmt: skip
    if len(stages) < 2 or any(backwards(s) for s in stages):
        return
    for n, entry in rows(plan):
        same = [s for s in stages if entry["start"] and len(s["start"]) == len(entry["start"])]
        if len(same) == len(stages) and not any(s["start"] <= entry["start"] <= s["end"] for s in stages):
            yield found(row(n, entry), f"{say(entry['start'])}不在任何一个阶段里。", "改日期，或者调整阶段的起止。")


def order(plan: dict) -> Iterator[Finding]:
    """日程先后：后一行的日子早于前一行；一行里结束早于开始。"""
    latest = None
    for n, entry in rows(plan):
        if backwards(entry):
            yield found(
                row(n, entry),
                f"结束（{say(entry['end'])}）早于开始（{say(entry['start'])}）。",
                "改正日期。",
                "error",
            )
        if not entry["start"]:
            continue
        if latest and backwards({"start": latest["start"], "end": entry["start"]}):
            yield found(row(n, entry), f"{say(entry['start'])}排在{say(latest['start'])}（{latest['content']}）的后面，先后颠倒。",
                         f"移到{say(latest['start'])}那一行的前面。")  # fmt: skip
        else:
            latest = entry


def empty(plan: dict) -> Iterator[Finding]:
    """空着的格子：时间、地点、主讲、参加人员、研修方式；哪一样整张表都没有写，只说一次。"""
    entries = [entry for _, entry in rows(plan)]
    never = [word for word, lacks in LACKS.items() if len(entries) >= WHOLE_TABLE and all(lacks(entry) for entry in entries)]
    for word in never:
        yield found("日程表", f"{len(entries)} 行都没有写{word}。", f"在日程表里加上{word}。")
    for n, entry in rows(plan):
        if not entry["start"] and not entry.get("time"):  # what a reader found of a time, it has told itself
            yield found(row(n, entry), "没有定时间。", "写明日期；暂时定不下来的写明在哪一周。")
        for word, lacks in LACKS.items():
            if word not in never and lacks(entry):
                yield found(row(n, entry), f"没有写{word}。", "从研修方式里选一种。" if word == "研修方式" else f"补上{word}。")


def _without(key: str) -> Callable[[dict], bool]:
    return lambda entry: any(not session[key] for session in entry["sessions"])


LACKS: dict[str, Callable[[dict], bool]] = {
    "研修方式": lambda entry: not entry["forms"], "地点": _without("places"), "主讲": _without("presenters"), "参加人员": _without("audience"),
}


def days(plan: dict, year: int | None, holiday: Holiday | None) -> Iterator[Finding]:
    """排在节假日和周末的日子；长的区间只看头尾两天。"""
    for n, entry in rows(plan):
        start, end = date(entry["start"], year), date(entry["end"], year)
        if start is None or end is None or end < start or entry.get("vague"):
            continue
        span = [start + timedelta(days=d) for d in range((end - start).days + 1)]
        off = []
        for day in span if len(span) <= LONG_DAYS else (start, end):
            reason = holiday(day) if holiday else ("周末" if day.weekday() >= 5 else "")
            if reason:
                weekday = f"星期{WEEKDAYS[day.weekday()]}"
                said = f"{day.year}年" if not off or day.year != start.year else ""
                off.append(f"{said}{day.month}月{day.day}日是{reason if reason != '周末' else weekday}")
        if off:
            yield found(row(n, entry), f"{'，'.join(off)}。", "改到上课的日子，或者写明是假期活动。")
