"""The school's calendar (校历): working days, public holidays, weeks of a term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache

import chinese_calendar

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
# Fixed by 全国年节及纪念日放假办法, whatever is published later.
FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
# The days beside them that every year's notice has made free by moving working days (5月1–5日, 10月1–7日).
LIKELY = {
    **{(5, day): "劳动节" for day in (3, 4, 5)},
    **{(10, day): "国庆节" for day in (4, 5, 6, 7)},
}


@lru_cache(maxsize=2000)
def _published(day: Day) -> tuple[bool, str | None]:
    """Whether the State Council lets this day be worked, and its holiday's name; the library searches all its years each time."""
    return chinese_calendar.is_workday(day), chinese_calendar.get_holiday_detail(day)[1]


@dataclass(frozen=True)
class Calendar:
    """Working days of a school (校历): public holidays as published, and what the school itself decided.

    `overrides`: day → True (上课) or False (放假), with the last word; `reasons`: day → what it is called.
    """

    overrides: Mapping[Day, bool] = field(default_factory=dict)
    reasons: Mapping[Day, str] = field(default_factory=dict)

    def is_working(self, day: Day) -> bool:
        """Whether the school works that day; where nothing is published, Monday to Friday but the fixed holidays."""
        if day in self.overrides:
            return self.overrides[day]
        if is_published(day.year):
            return _published(day)[0]
        return day.weekday() < 5 and (day.month, day.day) not in FIXED

    def holiday(self, day: Day) -> str:
        """Why there is no school that day: 国庆节, 周末 …; empty on a working day."""
        if self.is_working(day):
            return ""
        if day in self.reasons:
            return self.reasons[day]
        if day in self.overrides:
            return "放假"
        if not is_published(day.year):
            return FIXED.get((day.month, day.day), "周末")
        name = _published(day)[1]
        return NAMES.get(name, name) if name else "周末"

    def in_doubt(self, day: Day) -> str:
        """Why a working day of a year without published holidays will hardly be one; empty where nothing is in doubt."""
        name = LIKELY.get((day.month, day.day), "")
        return f"多半在{name}假期里" if name and day not in self.overrides and not is_published(day.year) else ""

    def surely_works(self, day: Day) -> bool:
        """Whether something may be moved to that day without asking."""
        return self.is_working(day) and not self.in_doubt(day)

    def working_days(self, first: Day, last: Day) -> list[Day]:
        """The working days from first to last, both included."""
        return [day for day in days(first, last) if self.is_working(day)]

    def first_school_day(self, starts: Day) -> Day:
        """The first working day from the term's start on."""
        return next(day for day in days(starts, starts + timedelta(days=60)) if self.is_working(day))

    def week(self, day: Day, starts: Day) -> int:
        """The school week of a day (第几周): 1 is the Monday–Sunday week of the first school day, before it 0."""
        monday = _monday(self.first_school_day(starts))
        return max(0, (_monday(day) - monday).days // 7 + 1)

    def weeks(self, starts: Day, ends: Day) -> list[tuple[int, Day, Day]]:
        """All school weeks of a term: number, Monday, Sunday."""
        monday = _monday(self.first_school_day(starts))
        count = self.week(ends, starts)
        return [(n + 1, monday + timedelta(days=7 * n), monday + timedelta(days=7 * n + 6)) for n in range(count)]


@lru_cache
def is_published(year: int) -> bool:
    """Whether the State Council's holidays of that year are in the installed table."""
    try:
        chinese_calendar.is_workday(Day(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def word(first: Day, last: Day) -> str:
    """What to tell people when a span reaches into a year whose holidays are not published yet; else empty."""
    unknown = [year for year in range(first.year, last.year + 1) if not is_published(year)]
    if not unknown:
        return ""
    years = "、".join(f"{year}年" for year in unknown)
    return f"{years}的放假安排还没有公布，暂按周一至周五上课计算；公布后请在校历里补上放假和调休的日子。"


def days(first: Day, last: Day) -> Iterator[Day]:
    """Every day from first to last, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _monday(day: Day) -> Day:
    return day - timedelta(days=day.weekday())
