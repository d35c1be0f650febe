"""活动日程的三种看法, over one list of lines: rows by school week, a month of days, the weeks of the term by content.

Pure: the lines, the term and the school's calendar in, what a page shows out. What clashes is said in plans/clashes.py.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from documents.calendar import Calendar
from plans.document import Document
from school.models import Term

FEW, SHOWN = 60, 40  # a schedule up to FEW lines shows whole; of a longer one so many at once, the weeks further off are folded


@dataclass(slots=True)
class Line:
    """One line of 附件1 on the screen: a session (or the whole row) with what is wrong with it.

    who: the teachers it takes up, presenters (speakers) and participants; group: whose row it is; entry, session and version: the live row behind it.
    """

    row: int
    title: str
    time_text: str
    forms: list[str]
    hours: str
    day: date | None
    until: date | None
    starts: str
    ends: str
    presenters: list[str]
    audience: str
    place: str
    first: bool = True
    item: str = ""
    entry: int | None = None
    session: int | None = None
    version: int = 0
    changes: int = 0
    who: frozenset[int] = frozenset()
    speakers: frozenset[int] = frozenset()
    group: int | None = None
    says: list[str] = field(default_factory=list)
    level: str = ""
    way_out: str = ""  # a free slot in words, with its day
    way_day: date | None = None

    @property
    def timed(self) -> bool:
        return bool(self.starts)


@dataclass
class Week:
    number: int | None
    first: date | None
    last: date | None
    lines: list[Line]


@dataclass
class Day:
    """A day of the month calendar; `holiday` says why there is no school, or that a weekend is worked (调休)."""

    day: date
    inside: bool
    holiday: str
    lines: list[Line]
    working: bool = True


@dataclass
class Lane:
    """One 研修内容 along the weeks of the term."""

    name: str
    cells: list[Week]


def lines(value: Document) -> list[Line]:
    """Every session of a frozen plan, by day and hour; what has no day stands last."""
    return in_order(line for number, entry in enumerate(value["schedule"], 1) for line in _lines(number, entry))


def in_order(found: Iterable[Line]) -> list[Line]:
    return sorted(found, key=lambda line: (line.day is None, line.day or date.max, line.starts, line.row))


def _lines(number: int, entry: dict) -> Iterable[Line]:
    nothing = {"day": None, "starts": "", "ends": "", "presenters": [], "audience": "", "places": []}
    sessions = [session for session in entry["sessions"] if session["day"]] or entry["sessions"] or [nothing]
    for at, session in enumerate(sessions):
        yield Line(
            row=number, title=entry["content"], time_text=entry["time_text"], forms=entry["forms"], hours=entry["hours"],
            day=_day(session["day"] or entry["start"]),
            until=_day(entry["end"]) if not session["day"] and entry["end"] != entry["start"] else None,
            starts=session["starts"], ends=session["ends"], presenters=session["presenters"], item=entry["item"],
            audience=_said(session["audience"]) or _said(entry["audience"]), place="、".join(session["places"]), first=at == 0,
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(audience: str) -> str:
    return "" if audience == "未定" else audience


def weeks(found: list[Line], term: Term) -> list[Week]:
    """The lines under their school weeks, those without a day at the end."""
    by_week: dict[int | None, list[Line]] = defaultdict(list)
    for line in found:
        by_week[term.week_of(line.day) if line.day else None].append(line)
    return [Week(number, *(term.week_span(number) if number is not None else (None, None)), rows) for number, rows in by_week.items()]


@dataclass(frozen=True)
class Window:
    """The weeks a page shows of a long schedule, and what is folded before and after them."""

    weeks: list[Week]
    before: list[Week]
    after: list[Week]


def window(found: list[Week], first: int) -> Window:
    """Whole weeks from `first` on until the page is full; what has no day always shows. A short schedule is not folded."""
    if sum(len(week.lines) for week in found) <= FEW:
        return Window(found, [], [])
    shown: list[Week] = []
    before = [week for week in found if week.number is not None and week.number < first]
    after = []
    for week in found:
        if week in before:
            continue
        full = week.number is not None and shown and sum(len(one.lines) for one in shown) + len(week.lines) > SHOWN
        (after if full or after and week.number is not None else shown).append(week)
    return Window(shown, before, after)


def months(term: Term) -> list[date]:
    """The first day of each month the term touches."""
    found = [term.starts.replace(day=1)]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= term.ends:
        found.append(following)
    return found


def month(found: list[Line], first: date, calendar: Calendar) -> list[list[Day]]:
    """A month as weeks of seven days, Monday first, each with its lines; a span stands on its first day."""
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in found:
        if line.day:
            by_day[line.day].append(line)
    following = (first + timedelta(days=32)).replace(day=1)
    day, rows = first - timedelta(days=first.weekday()), []
    while day < following:
        week = [day + timedelta(days=n) for n in range(7)]
        rows.append([
            Day(one, one.month == first.month, named(one, calendar), by_day.get(one, []), calendar.is_working(one)) for one in week
        ])
        day += timedelta(days=7)
    return rows


def named(day: date, calendar: Calendar) -> str:
    """What a day is called in the 校历 beyond an ordinary one: 国庆节, or 调休上课 on a worked weekend."""
    why = calendar.holiday(day)
    if not why:
        return "调休上课" if day.weekday() >= 5 else ""
    return "" if why == "周末" else why


def lanes(found: list[Line], term: Term, items: list[str]) -> list[Lane]:
    """时间线: the lines of each content item by week, in the plan's order of contents; the rest as 其他."""
    by_item: dict[str, dict[int, list[Line]]] = {name: defaultdict(list) for name in [*items, ""]}
    for line in found:
        if line.day:
            by_item.get(line.item, by_item[""])[min(max(term.week_of(line.day), 1), term.weeks)].append(line)
    return [
        Lane(name or "其他", [Week(number, *term.week_span(number), by_week[number]) for number in range(1, term.weeks + 1)])
        for name, by_week in by_item.items() if any(by_week.values())
    ]


@dataclass(frozen=True)
class Head:
    """A week in the head of the timeline: its Monday and what holiday or worked weekend lies in it."""

    number: int
    first: date
    says: str


def heads(term: Term, calendar: Calendar) -> list[Head]:
    found = []
    for number in range(1, term.weeks + 1):
        first, _ = term.week_span(number)
        names = dict.fromkeys(filter(None, (named(first + timedelta(days=n), calendar) for n in range(7))))
        found.append(Head(number, first, "、".join(name.removesuffix("节").removesuffix("上课") for name in names)))
    return found
