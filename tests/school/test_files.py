"""One address for all files: who may not see the thing does not see its file, from the next request on."""
from __future__ import annotations

from activities.models import Activity, ActivityFile
from school import files


def test_what_came_from_outside_is_downloaded_and_rights_are_asked_each_time(cast, login):
    activity = Activity.objects.create(school=cast.school, term=cast.term, title="讲座")
    pdf = files.store(cast.school, b"%PDF-1.4 x", name='讲稿"\r\nX: y.pdf', mime="application/pdf")
    ActivityFile.objects.create(activity=activity, file=pdf)
    teacher = login("teacher")
    answer = teacher.get(f"/files/{pdf.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment;") and "X" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "private, no-cache"
    kept = {"If-None-Match": answer.headers["ETag"]}
    assert teacher.get(f"/files/{pdf.pk}/", headers=kept).status_code == 304
    cast.users["teacher"].roles.all().delete()
    assert teacher.get(f"/files/{pdf.pk}/", headers=kept).status_code == 403
    teacher.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    assert teacher.get(f"/files/{pdf.pk}/", headers=kept).status_code == 404
