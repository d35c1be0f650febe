"""Builders for open lessons, the timetable and group preparation."""
from __future__ import annotations

from datetime import date, time
from uuid import uuid4

from activities.models import Activity, OpenLesson, Preparation, Session, TimetableSlot
from tests.builders import TODAY, Cast


def an_open_lesson(cast: Cast, who: str = "colleague", day: date = TODAY, **fields) -> OpenLesson:
    """A 汇报课 of today's second period in 四（1）班."""
    values = {
        "kind": "report", "topic": "平行与垂直", "class_name": "四（1）班", "subject": "数学", "period": "第 2 节",
        "starts": time(9, 20), "place": "录播室", **fields,
    }
    return OpenLesson.objects.create(school=cast.school, term=cast.term, teacher=cast.teachers[who], day=day, key=uuid4(), **values)


def a_slot(cast: Cast, who: str = "colleague", **fields) -> TimetableSlot:
    """Wednesday's second period in 四（1）班."""
    values = {"weekday": 3, "period": 2, "class_name": "四（1）班", "subject": "数学", **fields}
    return TimetableSlot.objects.create(school=cast.school, term=cast.term, teacher=cast.teachers[who], **values)


def a_preparation(cast: Cast, speaker: str = "teacher", **fields) -> Preparation:
    """Of 语文组, this afternoon; 方静宜 prepares the draft."""
    activity = Activity.objects.create(
        school=cast.school, term=cast.term, group=cast.groups["chinese"], title="集体备课：平行与垂直", forms=["集体备课"], state="open",
        audience={"groups": [cast.groups["chinese"].name]}, recorder=cast.teachers[speaker], key=uuid4(),
    )
    session = Session.objects.create(activity=activity, day=TODAY, starts=time(15, 50), place="备课室")
    session.presenters.add(cast.teachers[speaker])
    return Preparation.objects.create(activity=activity, topic="平行与垂直", **fields)
