"""什么时候不打扰: a school's own rules for reminders, and the hours, days and weeks in which nobody is reminded.

Source: spec 06, 「No burden」: at most one digest a day, never 19:00–7:00, weekends, holidays, exam weeks.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from documents.calendar import Calendar
from school.models import School, Term

FIRST, LAST = time(7), time(19)


@dataclass(frozen=True)
class Robot:
    """One group robot: for the whole school (group None) or one 教研组."""

    url: str
    group: int | None = None

    @property
    def tail(self) -> str:
        return f"…{self.url[-4:]}"


@dataclass(frozen=True)
class Rules:
    """提醒设置 of a school; off until somebody turns it on."""

    on: bool = False
    at: time = time(16, 30)
    quiet: tuple[tuple[date, date, str], ...] = ()
    robots: tuple[Robot, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on, "at": f"{self.at:%H:%M}", "quiet": [[str(first), str(last), why] for first, last, why in self.quiet],
            "robots": [{"url": robot.url, "group": robot.group} for robot in self.robots],
        }


def rules_of(school: School) -> Rules:
    kept = school.settings.get("reminders") or {}
    if not kept:
        return Rules()
    return Rules(
        kept["on"], time.fromisoformat(kept["at"]),
        tuple((date.fromisoformat(first), date.fromisoformat(last), why) for first, last, why in kept["quiet"]),
        tuple(Robot(one["url"], one["group"]) for one in kept["robots"]),
    )


def why_quiet(rules: Rules, calendar: Calendar, term: Term | None, moment: datetime) -> str:
    """Why nothing goes out now, in words; empty when it may."""
    day = moment.date()
    if term is None or not term.starts <= day <= term.ends:
        return "不在学期里"
    if why := calendar.holiday(day):
        return why
    for first, last, why in rules.quiet:
        if first <= day <= last:
            return why or "学校定的安静日"
    if not FIRST <= moment.time() < LAST:
        return "晚上七点到早上七点"
    return ""
