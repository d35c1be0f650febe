"""Who was there and what part he took (到会与参与)."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from activities.models import Attendance
from activities.queries.observations import outside_activities
from activities.states import COUNTS_PRESENT, ActivityState, AttendanceState, Part
from documents.chinese import titled
from evaluation.evidence import shapes
from evaluation.evidence.setting import Found, Owed, Record, Setting

PARTS, STATES = dict(Part.choices), dict(AttendanceState.choices)


def _rows(setting: Setting, content: str) -> QuerySet[Attendance]:
    """Attendance of the term until today, of one content item or (no name) of all activities."""
    rows = Attendance.objects.filter(
        session__activity__term=setting.term, session__day__lte=setting.until, session__cancelled=""
    ).exclude(session__activity__state=ActivityState.CANCELLED)
    if content:
        rows = rows.filter(session__activity__content_item_id=setting.contents.get(content))
    return rows.order_by("session__day", "session_id")


def _record(title: str, day: Any, activity: int, word: str) -> Record:
    return Record(f"{title}（{word}）", day, "activity_detail", activity)


def part(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """part:CONTENT: in how many sessions one 参加, 主讲, 主持 or 出课; a part the rule does not name counts as 参加."""
    found = setting.each()
    counted: dict[int, Counter[str]] = {pk: Counter() for pk in found}
    for teacher, took, title, day, activity in _rows(setting, argument).filter(state__in=COUNTS_PRESENT).values_list(
        "teacher_id", "part", "session__activity__title", "session__day", "session__activity_id"
    ):
        if teacher in found:
            counted[teacher][PARTS[took]] += 1
            found[teacher].records.append(_record(title, day, activity, PARTS[took]))
    for pk, one in found.items():
        one.value = shapes.by_name(counted[pk], item["rule"], otherwise=Part.ATTEND.label)
    return found


def attendance(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """attendance:CONTENT: present of so many recorded, or counts by 考勤; what nobody has recorded yet is left out."""
    found = setting.each()
    states: dict[int, Counter[str]] = {pk: Counter() for pk in found}
    for teacher, state, title, day, activity in _rows(setting, argument).exclude(state="").values_list(
        "teacher_id", "state", "session__activity__title", "session__day", "session__activity_id"
    ):
        if teacher in found:
            states[teacher][state] += 1
            found[teacher].records.append(_record(title, day, activity, STATES[state]))
    for pk, one in found.items():
        if item["rule"]["kind"] == "count":
            one.value = shapes.by_name(Counter({STATES[key]: n for key, n in states[pk].items()}), item["rule"])
        elif states[pk]:
            present = sum(states[pk][state] for state in COUNTS_PRESENT)
            one.value = shapes.amount(present, item["rule"], Owed(states[pk].total()))
    return found


def hours(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """hours: 学时 of the activities one was at, each activity once, and of lessons observed outside them as the school counts those."""
    found = setting.each()
    sums: dict[int, dict[int, Decimal]] = {pk: {} for pk in found}
    rows = _rows(setting, "").filter(state__in=COUNTS_PRESENT, session__activity__hours__isnull=False)
    for teacher, activity, worth, title, day in rows.values_list(
        "teacher_id", "session__activity_id", "session__activity__hours", "session__activity__title", "session__day"
    ):
        if teacher in found and activity not in sums[teacher]:
            sums[teacher][activity] = worth
            found[teacher].records.append(_record(title, day, activity, f"{shapes.exact(worth)} 学时"))
    heard: Counter[int] = Counter()
    if each := setting.school.lesson_hours:
        lessons = outside_activities(setting.term).filter(day__lte=setting.until).order_by("day", "pk")
        for pk, teacher, topic, day in lessons.values_list("pk", "observer_id", "topic", "day"):
            if teacher in found:
                heard[teacher] += 1
                found[teacher].records.append(Record(f"听课{topic and titled(topic)}（{shapes.exact(each)} 学时）", day, "observation", pk))
    for pk, one in found.items():
        one.value = {"number": shapes.exact(sum(sums[pk].values(), heard[pk] * each))}
    return found


def leave(setting: Setting) -> dict[int, dict[str, int]]:
    """请假 and 未到 by name, for conditions of the rubric (leave:事假)."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in setting.teachers}
    for teacher, state in _rows(setting, "").exclude(state__in=["", *COUNTS_PRESENT]).values_list("teacher_id", "state"):
        if teacher in found:
            found[teacher][STATES[state]] = found[teacher].get(STATES[state], 0) + 1
    for pk, rows in setting.absences.items():
        for row in rows:
            if pk in found and row.since <= setting.term.ends and (row.until is None or row.until >= setting.term.starts):
                found[pk][row.get_kind_display()] = found[pk].get(row.get_kind_display(), 0) + 1
    return found
