"""课表 for pages: whose lesson it is at a day, a period and in a class; one way to read how people write a class."""
from __future__ import annotations

import re
from datetime import date, time

from activities.models import FixedSlot, OpenLesson, TimetableSlot
from documents.chinese import half_width
from school.models import Teacher, Term

PERIOD = re.compile(r"第?\s*(\d{1,2})\s*节?")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_SIGNS = re.compile(r"[\s()（）.．·、班年级]+")


def period_number(text: str) -> int | None:
    """节次 as a number: 第 2 节, 第2节, ２, 2节; None when it is none."""
    found = PERIOD.fullmatch(half_width(text).strip())
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else None


def class_key(name: str) -> str:
    """四（1）班, 四(1)班, 四年级1班, 4.1 are one class."""
    return _SIGNS.sub("", half_width(name).translate(_DIGITS))


def lessons_at(
    term: Term, day: date, period: int | None, *, class_name: str = "", teacher: Teacher | None = None
) -> list[TimetableSlot]:
    """What the timetable has at this period of this day, narrowed by what is known already."""
    if period is None:
        return []
    rows = TimetableSlot.objects.filter(term=term, weekday=day.isoweekday(), period=period).select_related("teacher")
    if teacher:
        rows = rows.filter(teacher=teacher)
    wanted = class_key(class_name)
    return [row for row in rows if not wanted or class_key(row.class_name) == wanted]


def periods_of(term: Term, day: date) -> list[int]:
    """The periods of a day in which the timetable has lessons."""
    return sorted(set(TimetableSlot.objects.filter(term=term, weekday=day.isoweekday()).order_by().values_list("period", flat=True)))


def lesson_at(
    term: Term, day: date, period: int | None, *, class_name: str = "", teacher: Teacher | None = None
) -> TimetableSlot | None:
    """Whose lesson it is, when what is known leaves only one."""
    found = lessons_at(term, day, period, class_name=class_name, teacher=teacher)
    return found[0] if len(found) == 1 else None


def starts_of(term: Term, period: int | None) -> time | None:
    """几点开始 of a period, as the school itself wrote it: with the groups' fixed times, else with the latest open lesson."""
    if period is None:
        return None
    known = [
        *FixedSlot.objects.filter(term=term).values_list("period", "starts"),
        *OpenLesson.objects.filter(term=term, starts__isnull=False).order_by("-day", "-pk").values_list("period", "starts"),
    ]
    return next((starts for words, starts in known if period_number(words) == period), None)
