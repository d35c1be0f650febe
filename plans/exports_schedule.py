"""附件1 on its own: as .xlsx and as iCalendar."""
from __future__ import annotations

import hashlib
from datetime import datetime, time

from django.utils import timezone

from documents import chinese
from documents.icalendar import Event, icalendar
from documents.xlsx import Column, Workbook
from plans.timetable import Line

COLUMNS = (
    Column("周次", width=6), Column("日期", width=18, left=True), Column("时间", width=13), Column("内容", width=30, left=True),
    Column("方式", width=16, left=True), Column("主讲（主持）", width=16, left=True), Column("参加人员", width=18, left=True),
    Column("地点", width=14, left=True), Column("学时", width=6),
)


def schedule_xlsx(found: list[Line], week_of, title: str, school_name: str) -> bytes:
    """The schedule as a sheet on A4 across, one line a session."""
    book = Workbook(f"{title}：活动日程表", school_name)
    rows = [
        (
            week_of(line.day) if line.day else "", _days(line), f"{line.starts}—{line.ends}" if line.timed else "",
            line.title + (f"（{line.time_text}）" if line.time_text else ""), "、".join(line.forms), "、".join(line.presenters), line.audience,
            line.place, float(line.hours) if line.hours and line.first else "",
        )
        for line in found
    ]
    book.table("活动日程表", COLUMNS, rows, title="校本研修活动日程表", subtitle=f"{school_name}　{title}", frozen_columns=2)
    return book.bytes()


def _days(line: Line) -> str:
    if line.day is None:
        return "待定"
    return chinese.date_range(line.day, line.until) if line.until else chinese.short_date(line.day)


def schedule_ics(found: list[Line], title: str, plan: int, stamp: datetime) -> bytes:
    """The dated lines as calendar events; the same session keeps its identity while title and place in its row stay."""
    seen: dict[str, int] = {}
    events = []
    for line in found:
        if line.day is None:
            continue
        seen[line.title] = seen.get(line.title, 0) + 1
        uid = hashlib.sha256(f"{plan} {line.title} {seen[line.title]}".encode()).hexdigest()[:24]
        hours = f"{line.starts}—{line.ends}。" if line.until and line.starts else ""
        who = f"主讲：{'、'.join(line.presenters)}。" if line.presenters else ""
        events.append(Event(
            f"{uid}@yanxiu", line.title, line.day, line.until, _at(line, line.starts), _at(line, line.ends), line.place,
            f"{hours}{who}参加：{line.audience or '未定'}。方式：{'、'.join(line.forms) or '未定'}。", line.changes,
        ))
    return icalendar(title, events, stamp)


def _at(line: Line, text: str) -> datetime | None:
    return timezone.make_aware(datetime.combine(line.day, time.fromisoformat(text))) if text else None
