"""日程里的活动现在定在哪天: the sessions of activities laid over the lines they came from, for calendars that follow by themselves.

They stand on the floor of the activities, which tells them here when it starts, as it tells the groups' fixed times.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from plans.models import Plan, ScheduleEntry
from plans.timetable import Line


@dataclass(frozen=True)
class Held:
    """A session as it stands; hours as 15:50, changes: how often it was changed."""

    day: date | None
    until: date | None
    starts: str
    ends: str
    place: str
    presenters: list[str]
    changes: int


Told = Callable[[Plan], dict[int, list[Held]]]
_told: list[Told] = []


def tell_held(told: Told) -> None:
    """The sessions of a plan's rows, by row and in order; a row whose activity was cancelled has none."""
    _told.append(told)


def laid_over(lines: Iterable[Line], plan: Plan) -> list[Line]:
    """The lines in their order, each as it will be held; sessions more than planned follow, those given up are left out."""
    held = {entry: rows for told in _told for entry, rows in told(plan).items()}
    called = dict(ScheduleEntry.objects.filter(plan=plan).values_list("title", "pk"))  # an edition names its rows
    found, last, seen = [], {}, Counter[int]()
    for line in lines:
        entry = line.entry or called.get(line.title)
        rows = held.get(entry)
        if rows is None:
            found.append(line)
            continue
        at, last[entry] = seen[entry], line
        seen[entry] += 1
        found += [_as_held(line, row) for row in rows[at:at + 1]]
    return [*found, *(_as_held(line, row) for entry, line in last.items() for row in held[entry][seen[entry]:])]


def _as_held(line: Line, row: Held) -> Line:
    return replace(
        line, day=row.day, until=row.until, starts=row.starts, ends=row.ends, place=row.place, presenters=row.presenters,
        changes=row.changes,
    )
