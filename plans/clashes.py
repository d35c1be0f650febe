"""冲突和空当: what a line of the schedule meets on a day, and where else it would meet nothing. Pure."""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from documents import chinese
from documents.calendar import Calendar, days
from plans.slots import FixedTime, taken_by
from plans.timetable import Line

REACH = timedelta(days=21)  # how far a free slot is looked for
SLOTS, WAYS_OUT = 3, 12
AS_FAR_AS_THREE_DAYS = 3  # another weekday is as far as three days more


@dataclass(frozen=True)
class Slot:
    """空当: a day on which a line meets nothing, and why it is good, in words."""

    day: date
    said: str


class Board:
    """All lines by day: what clashes, what is missing, and what a line would meet elsewhere.

    names: teacher → 姓名, to say who is wanted in two places; the rows of one entry never clash with each other;
    slots: the groups' 教研固定时间, kept free of other use.
    """

    def __init__(self, found: list[Line], calendar: Calendar, names: Mapping[int, str], span: tuple[date, date], slots: Sequence[FixedTime] = ()) -> None:
        self.found, self.calendar, self.names, self.span, self.slots = found, calendar, names, span, slots
        self.by_day: dict[date, list[Line]] = defaultdict(list)
        for line in found:
            if line.day and line.starts and line.ends:
                for day in _days(line, line.day):
                    self.by_day[day].append(line)
        self.places = Counter(line.place for line in found if line.place)

    def mark(self) -> None:
        """Every line gets what is missing and what it clashes with."""
        for line in self.found:
            missing = self._missing(line)
            if missing:
                line.says.append("、".join(missing) + "。")
                line.level = "gap"
            if clashes := list(self._clashes(line, line.day)):
                line.says += clashes
                line.level = "bad"

    def _missing(self, line: Line) -> list[str]:
        missing = ["还没排期"] if line.day is None else []
        if line.timed and not line.place:
            free = self._empty_places(line)
            missing.append(f"缺地点（这时空着：{'、'.join(free)}）" if free else "缺地点")
        if line.timed and not line.presenters:
            missing.append("缺主讲")
        if not line.audience:
            missing.append("缺参加人员")
        if line.day and line.timed and (why := self.calendar.holiday(line.day)):
            missing.append(f"这一天是{why}")
        return missing

    def _empty_places(self, line: Line) -> list[str]:
        """Rooms the schedule uses that nobody has at this hour, the most used first."""
        if not line.day:
            return []
        taken = {other.place for other in self.by_day[line.day] if _overlap(line, other)}
        return [place for place, _ in self.places.most_common(8) if place not in taken][:3]

    def _clashes(self, line: Line, day: date | None) -> Iterator[str]:
        if day is None or not (line.starts and line.ends):
            return
        held = _days(line, day)
        for other in {id(other): other for one in held for other in self.by_day[one]}.values():
            if other is line or other.row == line.row or not _overlap(line, other):
                continue
            reasons = [f"同一时间占用{line.place}"] if line.place and line.place == other.place else []
            speakers = sorted(set(line.presenters) & set(other.presenters))
            reasons += [f"{'、'.join(speakers)}两边都要主讲"] if speakers else []
            shared = sorted({self.names.get(pk, "") for pk in line.who & other.who} - set(speakers))
            reasons += [f"{_people(shared)}两边都要参加"] if shared else []
            if reasons:
                yield f"和『{other.title}』{'；'.join(reasons)}。"
        for one in held:
            yield from taken_by(self.slots, line, one)

    def meets(self, line: Line, day: date) -> list[str]:
        """What would be wrong with this line on that day, each a sentence; nothing when it is free."""
        first, last = self.span
        says = [f"{chinese.short_date(day)}不在本学期里。"] if not first <= day <= last else []
        if why := self.calendar.holiday(day):
            says.append(f"这一天是{why}。")
        end = _days(line, day)[-1]
        if end != day and (why := self.calendar.holiday(end)):
            says.append(f"{chinese.short_date(end)}是{why}。")
        return [*says, *self._clashes(line, day)]

    def free(self, line: Line, least: date, most: int = SLOTS) -> list[Slot]:
        """The nearest days on which this line meets nothing, the same weekday first; never before `least`."""
        near = max(line.day or least, least)
        days = (near + timedelta(days=n) for n in range(-REACH.days, REACH.days + 1))
        wanted = sorted(
            (day for day in days if day >= least and day != line.day),
            key=lambda day: (abs((day - near).days) + AS_FAR_AS_THREE_DAYS * (line.day is not None and day.weekday() != near.weekday()), day),
        )
        slots = []
        for day in wanted:
            if not self.meets(line, day):
                slots.append(Slot(day, self._said(line, day)))
                if len(slots) == most:
                    break
        return slots

    def _said(self, line: Line, day: date) -> str:
        """「9月16日（周三）15:50，多功能室空，郑国栋空，24 人都没有别的安排」"""
        good = [f"{line.place}空"] if line.place else []
        good += [f"{'、'.join(line.presenters)}空"] if line.presenters else []
        good += [f"{len(line.who)} 人都没有别的安排"] if line.who and line.timed else []
        return "，".join([f"{chinese.short_date(day)}{line.starts and ' ' + line.starts}", *(good if line.timed else ["上课日"])])

    def show_ways_out(self, least: date) -> None:
        """The first clashing lines get a free slot each."""
        for line in [line for line in self.found if line.level == "bad" and line.day and line.day >= least][:WAYS_OUT]:
            for slot in self.free(line, least, 1):
                line.way_out, line.way_day = slot.said, slot.day


def _days(line: Line, first: date) -> list[date]:
    """The days of a line that begins on this one; a range keeps its length."""
    return list(days(first, first + (line.until - line.day) if line.day and line.until else first))


def _overlap(one: Line, other: Line) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _people(names: list[str]) -> str:
    return "、".join(names) if len(names) <= 3 else f"{'、'.join(names[:2])}等 {len(names)} 人"
