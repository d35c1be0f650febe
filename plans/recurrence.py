"""时间的写法: 每周三、单周周五、第3、7周周三、9月中旬、12月20日前 … as schools write them, turned into the days of sessions.

Pure: words, the term's days and the school's calendar in, days out. What falls on a holiday is never dropped silently:
it is listed with its reason and, when a 调休 day lies near, with that day, for somebody to decide.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from documents.calendar import Calendar, days
from documents.chinese import half_width
from documents.reading.numbers import parse
from plans.reading.dates import find_span

NAMES = "一二三四五六日"
NOT_YET = re.compile(r"^(?:待定|未定|另定|另行通知|机动|时间另定|不定期|随时|视情况|每?[一1]?(?:个?月|学期|学年)[一两二三四1-4]次)?$")
WHOLE_TERM = re.compile(r"^(?:全|整个?|本|贯穿)学期$")
WEEKDAY = rf"[{NAMES}天]"
WEEKDAYS = re.compile(rf"周({WEEKDAY}(?:[、,和及]周?{WEEKDAY}(?!周))*)")
WEEKDAY_RANGE = re.compile(rf"周({WEEKDAY})(?:-|—|–|~|至|到)周?({WEEKDAY})")
SCHOOL_DAYS = re.compile(r"每个?(?:工作日|上课日)|每天|每日")
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
WEEKS = re.compile(rf"([至到从自]?)(?<!周)第?({NUMBER}周?(?:(?:[、,和及]|-|—|–|~|至|到)第?{NUMBER}周?)*)(?<=周)(?!岁)([起后]|开始)?")
OF_MONTH = re.compile(rf"每个?月(?:的)?(?:第({NUMBER}(?:[、,和及]第?{NUMBER})*)个?周?|最后一?个?)(?=周{WEEKDAY})")
DAY_OF_MONTH = re.compile(r"^每个?月(?:的)?(\d{1,2}(?:[、,和及]\d{1,2})*)[日号]")
EVERY = (("second", r"隔周|每两周|每2周|每隔一周|两周一次"), ("odd", r"单周"), ("even", r"双周"), ("weekly", r"每个?周|逢周"))
WINDOW = timedelta(days=7)  # how far from a day that fell away a 调休 day is offered


class Kind(StrEnum):
    """What the words mean."""

    DAYS = "days"  # 一天或几天
    SPAN = "span"  # 一段、一周、一旬
    SERIES = "series"  # 每周、单双周、隔周、第几周
    DEADLINE = "deadline"  # 只有截止
    NONE = "none"  # 没有时间


@dataclass(frozen=True)
class Skipped:
    """A day that falls away: why, and a 调休 day near it that could take its place."""

    day: date
    why: str
    instead: date | None


@dataclass(frozen=True)
class Times:
    """The meaning of a school's words; `text` is kept as written and printed so."""

    text: str
    kind: Kind
    days: tuple[date, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    first: date | None = None
    last: date | None = None
    tentative: bool = False
    spans: tuple[tuple[date, date], ...] = ()  # of a SPAN: the stretch, or the stretches of 第3、7周


class Unclear(ValueError):
    """The words could not be understood, as a sentence."""


def read(text: str, starts: date, ends: date, calendar: Calendar) -> Times:
    """The days that a school's words mean within a term. Raises Unclear with a sentence when they mean nothing known."""
    written = text.strip()
    tight = re.sub(r"\s+", "", half_width(written)).replace("星期", "周").replace("礼拜", "周").replace("，", ",")
    if NOT_YET.match(tight):
        return Times(written, Kind.NONE)
    tentative = bool(re.search(r"暂定|拟定|初定|^拟", tight))
    tight = re.sub(r"暂定|拟定|初定|^拟", "", tight)
    found = _series(tight, starts, ends, calendar) or _dated(tight, starts, ends, calendar)
    if found is None:
        raise Unclear(
            f"看不懂『{written}』。可以写每周三、单周周五、第3、7周周三、每月第一个周三、9月中旬、9月16日、12月20日前，或者待定。"
            "说不准哪一天的，在『改安排』里照写就行。"
        )
    return replace(found, text=written, tentative=tentative)


def _series(text: str, starts: date, ends: date, calendar: Calendar) -> Times | None:
    """每周三、单周周五、隔周周二、第3、7周周三、每月第一个周三; 第5周 alone is the whole week."""
    if WHOLE_TERM.match(text):
        return Times("", Kind.SPAN, first=starts, last=ends, spans=((starts, ends),))
    written, text = text, SCHOOL_DAYS.sub("每周一至周五", text)
    text = WEEKDAY_RANGE.sub(lambda found: "周" + "、".join(NAMES[_weekday(found[1]):_weekday(found[2]) + 1]), text)
    every = next((name for name, pattern in EVERY if re.search(pattern, text)), None)
    months = OF_MONTH.search(text)
    by_date = DAY_OF_MONTH.match(text)
    # 隔周 and its like are said; what is left of them must not be read as 第一周 or 周一
    rest = re.sub(r"(?:每两|每2|每隔一|隔)周(?=周)|两周一次", "", text)
    rest = re.sub(r"(?:每两|每2|每隔一|隔)周", "周", rest)
    weeks = [] if months else list(WEEKS.finditer(rest))
    if not (every or months or by_date or weeks):
        if WEEKDAYS.search(text) and find_span(text) is None:
            raise Unclear(f"『{written}』是每周，还是哪一天？请写成每周三，或者 9月16日 这样。")
        return None
    if weeks and not every and not WEEKDAYS.search(WEEKS.sub("", rest)):
        return _whole_weeks(weeks, starts, ends)
    first, last = _limits(text, starts, ends)
    if by_date:
        numbers = {int(number) for number in re.findall(r"\d+", by_date[1])}
        chosen = [day for day in days(first, last) if day.day in numbers]
    elif months:
        chosen = _of_months(text, months, first, last)
    else:
        chosen = _of_weeks(rest, weeks, every, starts, first, last)
    if not chosen:
        raise Unclear("这样写，本学期里一天也没有。请核对周次和起止的日子。")
    free = [day for day in chosen if (calendar.holiday(day) if by_date else _off(day, calendar))]
    taken = {day for day in chosen if day not in free}
    skipped = []
    for day in free:
        instead = next((near for near in _near(day) if near not in taken and first <= near <= last and _made_up(near, calendar)), None)
        taken |= {instead} - {None}
        skipped.append(Skipped(day, calendar.holiday(day), instead))
    return Times("", Kind.SERIES, tuple(day for day in chosen if day not in free), tuple(skipped), chosen[0], chosen[-1])


def _weekday(sign: str) -> int:
    return NAMES.index("日" if sign == "天" else sign)


def _weekdays(text: str) -> set[int]:
    return {_weekday(sign) for group in WEEKDAYS.findall(text) for sign in group if sign in NAMES + "天"}


def _numbers(words: str) -> set[int]:
    """The numbers of 3、7周, 3—7周, 三周、第七周."""
    weeks: set[int] = set()
    for part in re.split(r"[、,和及]", re.sub("[第周个]", "", words)):
        ends = [parse(number) or 0 for number in re.split(r"-|—|–|~|至|到", part)]
        weeks |= set(range(int(ends[0]), int(ends[-1]) + 1))
    if not weeks or min(weeks) < 1 or max(weeks) > 30:
        raise Unclear("周次不对，请写第 1 周到第 30 周之间的。")
    return weeks


def _week_limits(found: re.Match[str]) -> set[int]:
    """第9周起 and 至第15周 beside their plain numbers."""
    numbers = _numbers(found[2])
    if found[3]:
        return set(range(min(numbers) + (found[3] == "后"), 31))
    return set(range(1, max(numbers) + 1)) if found[1] in ("至", "到") else numbers


def _whole_weeks(weeks: list[re.Match[str]], starts: date, ends: date) -> Times:
    """第3、7周 without a weekday: those weeks, the day still open; weeks that follow each other are one span."""
    monday = starts - timedelta(days=starts.weekday())
    spans: list[tuple[date, date]] = []
    for number in sorted(set().union(*map(_week_limits, weeks))):
        first = monday + timedelta(weeks=number - 1)
        span = max(first, starts), min(first + timedelta(days=6), ends)
        if span[0] > span[1]:
            continue
        if spans and spans[-1][1] + timedelta(days=1) == span[0]:
            span = spans.pop()[0], span[1]
        spans.append(span)
    if not spans:
        raise Unclear("这几周不在本学期里，请核对周次。")
    return Times("", Kind.SPAN, first=spans[0][0], last=spans[-1][1], spans=tuple(spans))


def _of_weeks(text: str, weeks: list[re.Match[str]], every: str | None, starts: date, first: date, last: date) -> list[date]:
    """The days of 第3周周三、第5周周四 (each weekday with the weeks before it), of 每周三 from or within some weeks."""
    monday = starts - timedelta(days=starts.weekday())
    everywhere = _weekdays(WEEKS.sub("；", text))
    if not everywhere:
        raise Unclear("没有写星期几。请写成每周三、单周周五这样。")
    cuts = [*(found.start() for found in weeks), len(text)]
    clauses = [
        (_week_limits(found), _weekdays(text[found.end():cut]) or everywhere) for found, cut in zip(weeks, cuts[1:], strict=True)
    ] or [(None, everywhere)]
    return [
        day for day in days(first, last)
        if any(day.weekday() in wanted and _in_week(day, monday, every, numbers, first) for numbers, wanted in clauses)
    ]


def _in_week(day: date, monday: date, every: str | None, numbers: set[int] | None, first: date) -> bool:
    week = (day - monday).days // 7 + 1
    if numbers is not None and week not in numbers:
        return False
    since = (day - (first - timedelta(days=first.weekday()))).days // 7 if numbers is None else week - min(numbers)
    return {"odd": week % 2 == 1, "even": week % 2 == 0, "second": since % 2 == 0}.get(every or "", True)


def _of_months(text: str, found: re.Match[str], first: date, last: date) -> list[date]:
    """每月第一个周三、每月最后一个周五: by the calendar month, within the term."""
    wanted, numbers = _weekdays(text), found[1] and _numbers(found[1])
    return [
        day for day in days(first, last)
        if day.weekday() in wanted
        and ((day.day - 1) // 7 + 1 in numbers if numbers else (day + timedelta(days=7)).month != day.month)
    ]


def _limits(text: str, starts: date, ends: date) -> tuple[date, date]:
    """9月16日起, 至12月30日, 10月: the part of the term that a series lies in."""
    span = find_span(re.sub(r"周[、,和及一二三四五六日天]*", "", text))
    if span is None:
        return starts, ends
    first, last = _placed(span.start, starts, ends), _placed(span.end, starts, ends)
    if "起" in text and first == last:
        return max(first, starts), ends
    if re.search(r"[至到]\d", text) and first == last:
        return starts, min(last, ends)
    return max(first, starts), min(last, ends)


def _off(day: date, calendar: Calendar) -> bool:
    """Whether a series leaves this day out: a holiday; a plain weekend only where nobody asked for it."""
    why = calendar.holiday(day)
    return bool(why) and not (why == "周末" and day.weekday() >= 5)


def _made_up(day: date, calendar: Calendar) -> bool:
    """调休上课: a Saturday or Sunday on which the school works."""
    return day.weekday() >= 5 and calendar.is_working(day)


def _near(day: date) -> Iterator[date]:
    around = sorted(days(day - WINDOW, day + WINDOW), key=lambda other: (abs((other - day).days), other))
    return iter(around)


def _dated(text: str, starts: date, ends: date, calendar: Calendar) -> Times | None:
    """9月16日、9月30日; 3月18日—22日; 9月中旬; 12月20日前."""
    if re.search(r"(?:日|号|\d|旬|月|底)(?:之?以?前|截止)", text):
        span = find_span(text)
        return Times("", Kind.DEADLINE, last=_placed(span.end, starts, ends)) if span else None
    chosen, month = [], ""
    for piece in filter(None, re.split(r"[、,;；和及]", text)):
        found = re.match(r"(\d{1,2})月", piece)
        month = found[1] if found else month
        span = find_span(piece if found or not month or not re.match(r"\d{1,2}[日号]?(?:[-—–~至到]|$)", piece) else f"{month}月{piece}")
        if span is None:
            return None
        first, last = _placed(span.start, starts, ends), _placed(span.end, starts, ends)
        if span.vague or first != last:
            return Times("", Kind.SPAN, first=first, last=last, spans=((first, last),))
        chosen.append(first)
    if not chosen:
        return None
    off = [day for day in chosen if _off(day, calendar)]
    kept = tuple(sorted({day for day in chosen if day not in off}))
    skipped = tuple(Skipped(day, calendar.holiday(day), None) for day in off)
    return Times("", Kind.DAYS, kept, skipped, min(chosen), max(chosen))


def _placed(day: tuple[int | None, int, int], starts: date, ends: date) -> date:
    """The day in this term's year; without a year written, the one in which it lies nearest to the term."""
    year, month, number = day
    for guess in [year] if year else sorted({starts.year, ends.year}):
        try:
            found = date(guess, month, number)
        except ValueError as error:
            raise Unclear(f"没有{month}月{number}日这一天，请核对。") from error
        if starts <= found <= ends:
            return found
    raise Unclear(f"{month}月{number}日不在本学期里，请核对。")
