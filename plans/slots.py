"""教研固定时间 against other use: one rule for the rows of a plan and for the sessions of activities (seed 000, 002).

The times are filed on the floor of the activities; that floor tells them here when it starts, as it tells what a record costs.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date

from documents.chinese import short_date
from plans.check.findings import Finding, found
from plans.timetable import Line
from school.models import Term


@dataclass(frozen=True)
class FixedTime:
    """A weekly period that a group filed: starts and ends as 15:10, said in words, and who belongs to the group."""

    group: int
    weekday: int
    starts: str
    ends: str
    name: str
    said: str
    members: frozenset[int]


Filed = Callable[[Term], list[FixedTime]]
_filed: list[Filed] = []


def tell_slots(filed: Filed) -> None:
    """The periods that groups filed for a term."""
    _filed.append(filed)


def slots_of(term: Term) -> list[FixedTime]:
    return [slot for filed in _filed for slot in filed(term)]


def taken(
    slots: Iterable[FixedTime], day: date | None, starts: str, ends: str, who: Set[int], speakers: Set[int] = frozenset(),
    group: int | None = None,
) -> Iterator[str]:
    """One sentence for each fixed period out of which this takes people.

    Not when it is the group's own: its row, or the whole group is called and nobody else but who speaks.
    """
    if day is None or not starts:
        return
    for slot in slots:
        if slot.weekday != day.isoweekday() or not (slot.starts < (ends or starts) and starts < slot.ends or slot.starts == starts):
            continue
        own = slot.group == group or slot.members <= who and who - speakers <= slot.members
        if not own and (shared := len(who & slot.members)):
            yield (
                f"{short_date(day)} {starts} 是{slot.name}的教研固定时间（{slot.said}），"
                f"这一场要叫走其中 {shared} 人，请和组长商量，或者换个时间。"
            )


def taken_by(slots: Iterable[FixedTime], line: Line, day: date | None) -> Iterator[str]:
    """The same for a line of the schedule on a day."""
    return taken(slots, day, line.starts, line.ends, line.who, line.speakers, line.group)


def findings(slots: list[FixedTime], lines: Iterable[Line]) -> Iterator[Finding]:
    """What the check of the plan says of them."""
    for line in lines:
        for sentence in taken_by(slots, line, line.day):
            yield found(f"日程表第 {line.row} 行（{line.title}）", sentence, "")
