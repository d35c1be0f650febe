"""领导小组会 and 教研组长会 of the term: what was said and what was decided, without hours, signed on paper."""
from __future__ import annotations

from datetime import time, timedelta

from activities.models import Activity, Session
from activities.states import ActivityState
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at
from yanxiu.demo.texts.records import MEETINGS


def build_meetings(built: Built) -> None:
    """会议记录 with 议决事项, confirmed by who was in the chair."""
    for record in MEETINGS:
        chair, recorder = built.called(record.chair), built.called(record.recorder)
        written = at(record.day, 18)
        activity = Activity.objects.create(
            school=built.school, term=built.term, title=record.title, forms=["会议"], state=ActivityState.COMPLETE, host=chair,
            recorder=recorder, audience={"plus": [built.called(name).staff_no for name in record.present]},
            process="\n".join(record.lines), decisions="\n".join(record.decisions), record_version=1, recorded_at=written,
            recorded_by=recorder.user, record_confirmed_by=chair.user, record_confirmed_at=written + timedelta(hours=15), paper_pages=1,
        )
        Session.objects.create(activity=activity, day=record.day, starts=time(16, 0), ends=time(17, 0), place=record.place)
