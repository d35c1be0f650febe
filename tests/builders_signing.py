"""报名、教研固定时间、没归好的签到表: one row of each, with the mark in its words."""
from __future__ import annotations

from datetime import time
from types import SimpleNamespace
from uuid import uuid4

from activities.models import Activity, Attendance, FixedSlot, LooseSheet, Registration
from school import clock, files
from tests.activities.records import a_photo


def signing(made: SimpleNamespace, mark: str) -> None:
    """方静宜 signed up for the coming activity, her group filed a period, a photo of hers waits."""
    Activity.objects.filter(pk=made.coming.activity_id).update(sign_up="approve", time_text=f"{mark}隔周周三", bring=f"{mark}听课本", decisions=f"{mark}当天评")
    made.registration = Registration.objects.create(
        session=made.coming, teacher=made.teacher, state="asked", at=clock.now(), reason=f"{mark}想听"
    )
    made.slot = FixedSlot.objects.create(
        school=made.school, term=made.term, group=made.group, weekday=5, starts=time(14, 20), ends=time(15, 0), period=f"{mark}第6节",
        place=f"{mark}语文办公室", reading=f"{mark}课标第三章", reader=made.teacher, key=uuid4(),
    )
    photo = files.store(made.school, a_photo(11), name=f"{mark}签到表.jpg", mime="image/jpeg", person=made.cast.person("teacher"))
    made.loose = LooseSheet.objects.create(school=made.school, file=photo, by=made.user, at=clock.now())
    made.row = Attendance.objects.get(session=made.session, teacher=made.cast.teachers["other"])
