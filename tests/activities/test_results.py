"""先进班级: it counts for the head teacher, so the head teacher does not enter it."""
from __future__ import annotations

from activities.models import ClassAward

AWARD = {"class_name": "三（2）班", "day": "2026-11-16"}


def test_nobody_enters_or_removes_what_counts_for_himself(cast, login):
    own = {**AWARD, "teacher": cast.teachers["office"].name}
    assert "不能由你记" in login("office").post("/awards/week/", own).content.decode()
    assert not ClassAward.objects.exists()
    assert login("leader").post("/awards/week/", own).status_code == 302
    award = ClassAward.objects.get()
    assert login("office").post(f"/awards/{award.pk}/remove/").status_code == 409
    assert login("principal").post(f"/awards/{award.pk}/remove/").status_code == 302
