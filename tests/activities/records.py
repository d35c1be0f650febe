"""Builders for works and observations."""
from __future__ import annotations

import io
from datetime import date, datetime, time
from itertools import count
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image, ImageDraw

from activities.kinds import seed_kinds
from activities.models import Observation, Work, WorkKind, WorkVersion
from activities.states import WorkState
from tests.builders import TODAY, Cast

_no = count(1)


def kind_of(cast: Cast, name: str = "反思") -> WorkKind:
    return seed_kinds(cast.school)[name]


def a_work(
    cast: Cast, who: str = "teacher", kind: str = "反思", state: str = WorkState.SUBMITTED, day: date = TODAY, **fields
) -> Work:
    no = next(_no)
    at = timezone.make_aware(datetime.combine(day, time(10, no % 60)))
    row = Work.objects.create(
        school=cast.school, term=cast.term, author=cast.teachers[who], kind=kind_of(cast, kind), state=state, event_day=day,
        created_at=at, saved_at=at, submitted_at=None if state == WorkState.DRAFT else at, key=uuid4(), version=1,
        **{"title": f"第 {no} 篇", "body": f"今天第 {no} 件事，孩子把本子举得很高。", **fields},
    )
    if state != WorkState.DRAFT:
        WorkVersion.objects.create(work=row, no=1, title=row.title, body=row.body, at=at)
    return row


def an_observation(cast: Cast, observer: str = "teacher", observed: str = "colleague", state: str = "submitted", **fields) -> Observation:
    values = {
        "day": TODAY, "topic": "平行与垂直", "class_name": "四（1）班", "graded": False,
        "process": [{"at": 1, "phase": "导入", "text": "画线", "note": ""}],
    }
    return Observation.objects.create(
        school=cast.school, term=cast.term, observer=cast.teachers[observer], observed=cast.teachers[observed], state=state,
        saved_at=timezone.now(), key=uuid4(), version=1, **{**values, **fields},
    )


def typed(work_kind: WorkKind, **fields) -> dict:
    """What the writing page posts."""
    return {
        "key": str(uuid4()), "version": "0", "title": "落花生", "body": "他说落花生是一种花。", "event_day": "2026-11-18",
        "privacy": work_kind.privacy, "do": "keep", **fields,
    }


def a_photo(seed: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """A drawn page, as JPEG bytes; the same seed at another size is the same picture."""
    picture = Image.new("RGB", (640, 480), "white")
    pen = ImageDraw.Draw(picture)
    for line in range(12):
        x = (line * 97 * seed) % 500
        pen.rectangle((x, line * 40, x + 60 + (seed * 31) % 80, line * 40 + 30), fill=(20 * line, 40, 90))
    target = io.BytesIO()
    picture.resize(size).save(target, "JPEG")
    return target.getvalue()


def queries_of(client, url: str) -> int:
    """How many queries a page costs that is asked for the second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as spent:
        assert client.get(url).status_code == 200
    return len(spent)
