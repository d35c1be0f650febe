"""活动日程的三种看法, over one PlanDocument: rows by school week, a month of days, and what clashes or is missing.

Pure: the document, the term and the school's calendar in, lines out.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from documents.calendar import Calendar
from plans.document import Document
from school.models import Term


@dataclass
class Line:
    """One line of 附件1 on the screen: a session (or the whole row) with what is wrong with it."""

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
    says: list[str] = field(default_factory=list)
    level: str = ""

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
    """A day of the month calendar; `holiday` says why there is no school."""

    day: date
    inside: bool
    holiday: str
    lines: list[Line]


def lines(value: Document, calendar: Calendar) -> list[Line]:
    """Every session with its gaps and clashes said, by day and hour; what has no day stands last."""
    found = [line for number, entry in enumerate(value["schedule"], 1) for line in _lines(number, entry)]
    for line in found:
        _gaps(line, calendar)
    _clashes(found)
    return sorted(found, key=lambda line: (line.day is None, line.day or date.max, line.starts, line.row))


def _lines(number: int, entry: dict) -> Iterable[Line]:
    nothing = {"day": None, "starts": "", "ends": "", "presenters": [], "audience": "", "places": []}
    sessions = [session for session in entry["sessions"] if session["day"]] or entry["sessions"] or [nothing]
    for at, session in enumerate(sessions):
        day = session["day"] or entry["start"]
        yield Line(
            row=number, title=entry["content"], time_text=entry["time_text"], forms=entry["forms"], hours=entry["hours"],
            day=_day(day), until=_day(entry["end"]) if not session["day"] and entry["end"] != entry["start"] else None,
            starts=session["starts"], ends=session["ends"], presenters=session["presenters"],
            audience=_said(session["audience"]) or _said(entry["audience"]), place="、".join(session["places"]), first=at == 0,
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(audience: str) -> str:
    return "" if audience == "未定" else audience


def _gaps(line: Line, calendar: Calendar) -> None:
    missing = ["还没排期"] if line.day is None else []
    if line.timed and not line.place:
        missing.append("缺地点")
    if line.timed and not line.presenters:
        missing.append("缺主讲")
    if not line.audience:
        missing.append("缺参加人员")
    if line.day and line.timed and (why := calendar.holiday(line.day)):
        missing.append(f"这一天是{why}")
    if missing:
        line.says.append("、".join(missing) + "。")
        line.level = "gap"


def _clashes(found: list[Line]) -> None:
    """The same room or the same presenter at the same time."""
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in found:
        if line.day and line.starts and line.ends:
            by_day[line.day].append(line)
    for rows in by_day.values():
        for at, one in enumerate(rows):
            for other in rows[at + 1:]:
                if one.row == other.row or one.starts >= other.ends or other.starts >= one.ends:
                    continue
                shared = sorted(set(one.presenters) & set(other.presenters))
                reasons = [f"同一时间占用{one.place}"] if one.place and one.place == other.place else []
                reasons += [f"{'、'.join(shared)}两边都要主讲"] if shared else []
                for line, against in ((one, other), (other, one)):
                    if reasons:
                        line.says.append(f"和『{against.title}』{'；'.join(reasons)}。")
                        line.level = "bad"


def weeks(found: list[Line], term: Term) -> list[Week]:
    """The lines under their school weeks, those without a day at the end."""
    by_week: dict[int | None, list[Line]] = defaultdict(list)
    for line in found:
        by_week[term.week_of(line.day) if line.day else None].append(line)
    return [Week(number, *(term.week_span(number) if number is not None else (None, None)), rows) for number, rows in by_week.items()]


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
        rows.append([Day(one, one.month == first.month, _named(one, calendar), by_day.get(one, [])) for one in week])
        day += timedelta(days=7)
    return rows


def _named(day: date, calendar: Calendar) -> str:
    why = calendar.holiday(day)
    return "" if why == "周末" else why
