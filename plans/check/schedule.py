"""阶段和日程：起止、先后、空格、节假日。"""

from collections.abc import Callable, Iterator
from datetime import date as Day
from datetime import timedelta

from .findings import Finding, backwards, date, found, row, rows, say

Holiday = Callable[[Day], str]
WEEKDAYS = "一二三四五六日"
LONG_DAYS = 7


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
        if entry["start"] and not any(s["start"] <= entry["start"] <= s["end"] for s in stages):
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
    """空着的格子：时间、地点、主讲、参加人员、研修方式。"""
    for n, entry in rows(plan):
        if not entry["start"]:
            yield found(row(n, entry), "没有定时间。", "写明日期；暂时定不下来的写明在哪一周。")
        if not entry["forms"]:
            yield found(row(n, entry), "没有写研修方式。", "从研修方式里选一种。")
        for key, word in (("places", "地点"), ("presenters", "主讲"), ("audience", "参加人员")):
            if any(not session[key] for session in entry["sessions"]):
                yield found(row(n, entry), f"没有写{word}。", f"补上{word}。")


def days(plan: dict, year: int | None, holiday: Holiday | None) -> Iterator[Finding]:
    """排在节假日和周末的日子；长的区间只看头尾两天。"""
    for n, entry in rows(plan):
        start, end = date(entry["start"], year), date(entry["end"], year)
        if start is None or end is None or end < start:
            continue
        span = [start + timedelta(days=d) for d in range((end - start).days + 1)]
        off = []
        for day in span if len(span) <= LONG_DAYS else (start, end):
            reason = holiday(day) if holiday else ("周末" if day.weekday() >= 5 else "")
            if reason:
                weekday = f"星期{WEEKDAYS[day.weekday()]}"
                off.append(f"{day.month}月{day.day}日是{reason if reason != '周末' else weekday}")
        if off:
            yield found(row(n, entry), f"{start.year}年{'，'.join(off)}。", "改到上课的日子，或者写明是假期活动。")
