"""照上学期起草: a plan carried to another term by school week, so that 第6周周三 keeps its meaning.

Nothing here saves. What falls on a holiday or outside the new term is listed for decision.
"""
from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta

from documents.calendar import Calendar
from plans.document import Document
from school.models import Term

KEEP, MOVE, OPEN = "keep", "move", "open"


@dataclass(frozen=True)
class Decision:
    """One day of the schedule that needs a word: where it would fall, why that is a question, and what is proposed."""

    key: str  # row-session; a row's own day has session 0
    title: str
    was: date
    day: date
    why: str
    move_to: date | None

    @property
    def proposed(self) -> str:
        return MOVE if self.move_to else OPEN


@dataclass
class Carried:
    document: Document
    decisions: list[Decision]


def carry(value: Document, old: Term, new: Term, calendar: Calendar, chosen: dict[str, str] | None = None) -> Carried:
    """The plan of the old term for the new one. chosen: decision key → keep, move or open; what is not chosen is as proposed."""
    shift = _monday(new.starts) - _monday(old.starts)
    made = deepcopy(value)
    made["title"], made["term"] = _said(value["title"], old, new), new.name
    for section in made["sections"]:
        section["body"], section["text"] = (_said(section[key], old, new) for key in ("body", "text"))
    for stage in made["stages"]:
        start = min(max(_day(stage["start"]) + shift, new.starts - timedelta(days=31)), new.ends)
        stage["start"], stage["end"] = start.isoformat(), max(min(_day(stage["end"]) + shift, new.ends), start).isoformat()
    for month in made["months"]:
        month["month"] = (_day(f"{month['month']}-15") + shift).isoformat()[:7]
    way = Way(shift, new, calendar, chosen or {})
    for at, entry in enumerate(made["schedule"], 1):
        was = entry["start"]
        _carry_row(entry, f"{at}-0", way)
        for place, session in enumerate(entry["sessions"], 1):
            if session["day"] and session["day"] == was:
                session["day"] = entry["start"]
            elif session["day"]:
                session["day"] = way.carry(session["day"], f"{at}-{place}", entry["content"])
    made["sources"] = []
    return Carried(made, way.decisions)


@dataclass
class Way:
    """From term to term: how far, into which term and calendar, and what was chosen for the days in question."""

    shift: timedelta
    term: Term
    calendar: Calendar
    chosen: dict[str, str]
    decisions: list[Decision] = field(default_factory=list)

    def carry(self, text: str, key: str, title: str) -> str | None:
        """A day in the new term; None when it stays open. Asks for a decision where it must."""
        was = _day(text)
        day = was + self.shift
        inside = self.term.starts <= day <= self.term.ends
        why = (self.calendar.holiday(day) or self.calendar.in_doubt(day)) if inside else "不在新学期里"
        if not why:
            return day.isoformat()
        decision = Decision(key, title, was, day, why, _next(day, self.term, self.calendar) if inside else None)
        self.decisions.append(decision)
        choice = self.chosen.get(key, decision.proposed)
        taken = day if choice == KEEP and inside else decision.move_to if choice == MOVE else None
        return taken.isoformat() if taken else None


def _carry_row(entry: dict, key: str, way: Way) -> None:
    """A span is not bent round a holiday, it only has to lie in the term; a single day is asked about."""
    if not entry["start"]:
        return
    if entry["end"] and entry["end"] != entry["start"]:
        first, last = _day(entry["start"]) + way.shift, _day(entry["end"]) + way.shift
        if way.term.starts <= first <= way.term.ends:
            entry["start"], entry["end"] = first.isoformat(), min(last, way.term.ends).isoformat()
            return
    entry["start"], entry["end"] = way.carry(entry["start"], key, entry["content"]), None


def _next(day: date, term: Term, calendar: Calendar) -> date | None:
    """The nearest working day of the same week, else the next one within a fortnight."""
    def fits(other: date) -> bool:
        return term.starts <= other <= term.ends and calendar.surely_works(other)

    week = [_monday(day) + timedelta(days=n) for n in range(7)]
    near = sorted((abs((other - day).days), other) for other in week if fits(other))
    if near:
        return near[0][1]
    return next(filter(fits, (day + timedelta(days=n) for n in range(1, 15))), None)


def _said(text: str, old: Term, new: Term) -> str:
    """The names of the old term become those of the new one."""
    for was, now in ((old.name, new.name), (old.school_year, new.school_year), (old.school_year.replace(" ", ""), new.school_year.replace(" ", ""))):
        text = text.replace(was, now)
    return text


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
