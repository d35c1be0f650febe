"""获奖与发表、一师一优课: the teacher shows the proof on the phone, the office confirms, a clerk may type it in."""
from __future__ import annotations

from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities.kinds import seed_kinds
from activities.models import Work
from activities.services.reviews import review
from school import files
from tests.activities.records import a_photo


def a_page(number: int = 3) -> SimpleUploadedFile:
    return SimpleUploadedFile("证书.jpg", a_photo(number), content_type="image/jpeg")


def given(**fields) -> dict:
    return {"key": str(uuid4()), "version": "0", "title": "识字分散难点", "body": "", "privacy": "school", "event_day": "2026-11-10",
            "do": "submit"} | fields


def test_a_prize_is_handed_in_with_level_and_proof_and_confirmed(cast, login):
    kind, client = seed_kinds(cast.school)["获奖与发表"], login("teacher")
    new = reverse("work_new", args=[kind.pk])
    assert all(word in client.get(new).content.decode() for word in ("级别", "奖次", "颁奖或发表单位", "县级", "证书或上传成功的截图"))
    prize = given(topic="论文", level="县级", prize="一等奖", awarded_by="县教育学会")
    assert "还没有证明" in client.post(new, prize, follow=True).content.decode()
    assert "还没有证明" in client.post(new, prize | {"body": "县里评的。", "version": "1"}, follow=True).content.decode()
    assert "还没有选级别" in client.post(new, prize | {"level": "", "version": "2", "photos": a_page()}, follow=True).content.decode()
    client.post(new, prize | {"version": "3"}, follow=True)
    work = Work.objects.get()
    assert (work.state, work.won, work.photos.count()) == ("submitted", "县级一等奖（县教育学会）", 1)
    office = login("office")
    assert "县级一等奖（县教育学会）" in office.get(reverse("review", args=[work.pk])).content.decode()
    review(cast.person("office"), work, "accept", no=1)
    assert "县级一等奖" in login("teacher").get(reverse("work_list")).content.decode()


def test_an_uploaded_lesson_wants_its_picture_and_a_certificate_may_be_typed_in(cast, login):
    kinds, client = seed_kinds(cast.school), login("teacher")
    asked = client.post(reverse("work_new", args=[kinds["一师一优课"].pk]), given(topic="一级指标", body="传好了。"), follow=True)
    assert "请拍下证书或上传成功的截图" in asked.content.decode()
    lesson = Work.objects.get()
    assert lesson.state == "draft", "not without the picture"
    client.post(reverse("work_step", args=[lesson.pk]), {"step": "photos", "photos": a_page(5)})
    client.post(reverse("work_step", args=[lesson.pk]), {"step": "submit"})
    lesson.refresh_from_db()
    assert lesson.state == "submitted"
    office = login("office")
    typed = {"key": str(uuid4()), "author": "方静宜", "kind": kinds["获奖与发表"].pk, "event_day": "2026-11-10", "title": "优秀教研组",
             "body": "", "topic": "集体", "level": "县级", "prize": "优秀"}
    assert "没有『县级』这一级" in office.post(reverse("typed_list"), typed | {"kind": kinds["论文"].pk, "topic": ""}).content.decode()
    assert "没有『集体』这一类" in office.post(reverse("typed_list"), typed | {"kind": kinds["论文"].pk}).content.decode()
    assert office.post(reverse("typed_list"), typed | {"pages": a_page(7)}).status_code == 302
    assert Work.objects.get(title="优秀教研组").won == "县级优秀"


def test_a_photo_has_its_small_picture_for_whom_it_may_be_shown_to(cast, login):
    kind, client = seed_kinds(cast.school)["基本功"], login("teacher")
    client.post(reverse("work_new", args=[kind.pk]), given(topic="三笔字", photos=a_page()), follow=True)
    work = Work.objects.get()
    stored = work.photos.get().file
    address = reverse("file", args=[stored.pk])
    small = b"".join(client.get(f"{address}?small").streaming_content)
    assert max(Image.open(BytesIO(small)).size) == 360 < stored.width
    files.small(stored).unlink()
    assert b"".join(client.get(f"{address}?small").streaming_content) == small, "one that was kept before, or lost, is made again"
    other = login("other")
    assert other.get(f"{address}?small").status_code == 404, "not passed yet"
    review(cast.person("office"), work, "praise", no=1)
    board = other.get(reverse("basics")).content.decode()
    assert f"{address}?small" in board and "优秀" in board and f'href="{address}"' in board
