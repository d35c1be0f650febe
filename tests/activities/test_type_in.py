"""代录: typed in by a clerk, checked by the author, counted all the same; the clerk sees nothing else of anybody."""
from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Observation, Work
from activities.queries.reviews import reviewable
from activities.queries.todo_records import todo_records
from activities.services.reviews import review
from school.models import Notice, Role
from school.workflow import Refused
from tests.activities.records import a_photo, kind_of
from tests.builders import a_user


@pytest.fixture
def clerk(cast, client):
    user = cast.users["clerk"] = a_user("clerk", "资料室小李")
    Role.objects.create(user=user, school=cast.school, name=Role.Name.CLERK)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(cast, **fields):
    return {"key": str(uuid4()), "author": "方静宜", "kind": kind_of(cast).pk, "event_day": "2026-11-12", "title": "", "body": ""} | fields


def test_typed_for_a_colleague_checked_by_her_and_counted_at_once(cast, clerk, login):
    page = SimpleUploadedFile("手写.jpg", a_photo(3), content_type="image/jpeg")
    given = sent(cast, pages=page)
    assert clerk.post(reverse("typed_list"), given).status_code == 302
    assert clerk.post(reverse("typed_list"), sent(cast, key=given["key"])).status_code == 302, "pressed again"
    assert "另一位的" in clerk.post(reverse("typed_list"), sent(cast, key=given["key"], body="另一位的")).content.decode(), "not swallowed"
    work = Work.objects.get()
    assert (work.author, work.typed_by, work.state) == (cast.teachers["teacher"], cast.users["clerk"], "submitted")
    assert (work.photos.count(), work.title) == (1, "第 11 周反思")
    assert work.unchecked and work.versions.count() == 1 and Notice.objects.filter(user=cast.users["teacher"]).count() == 1
    assert "待本人核对" in clerk.get(reverse("typed_list")).content.decode()
    assert any("请核对代录" in todo.title for todo in todo_records(cast.person("teacher")))
    own = login("teacher")
    assert "资料室小李代录" in own.get(reverse("work", args=[work.pk])).content.decode()
    assert own.post(reverse("work_confirm", args=[work.pk])).status_code == 302
    assert own.post(reverse("work_confirm", args=[work.pk])).status_code == 409
    work.refresh_from_db()
    assert not work.unchecked and not any("请核对" in todo.title for todo in todo_records(cast.person("teacher")))


def test_who_typed_it_does_not_pass_it_before_its_author_has_looked(cast, login):
    login("office").post(reverse("typed_list"), sent(cast, body="他把本子举得很高。"))
    work = Work.objects.get()
    with pytest.raises(Refused, match="不归你审阅"):
        review(cast.person("office"), work, "accept", no=1)
    assert reviewable(cast.person("leader")).filter(pk=work.pk).exists()
    login("teacher").post(reverse("work_confirm", args=[work.pk]))
    review(cast.person("office"), work, "accept", no=1)
    work.refresh_from_db()
    assert work.state == "accepted"


def test_handing_it_in_again_is_checking_it(cast, clerk, login):
    clerk.post(reverse("typed_list"), sent(cast, body="他把本子举得很高。"))
    work, own = Work.objects.get(), login("teacher")
    own.post(reverse("work_step", args=[work.pk]), {"step": "withdraw"})
    own.post(reverse("work_step", args=[work.pk]), {"step": "submit"})
    work.refresh_from_db()
    assert work.state == "submitted" and not work.unchecked


def test_the_clerk_types_and_sees_nothing_else(cast, clerk):
    clerk.post(reverse("typed_list"), sent(cast, body="他把本子举得很高。"))
    work = Work.objects.get()
    assert "他把本子举得很高" not in clerk.get(reverse("typed_list")).content.decode()
    for name in ("work_list", "review_queue", "observation_list", "mark_list", "score_sheet", "roster", "activity_list"):
        assert clerk.get(reverse(name)).status_code == 403, name
    assert clerk.get(reverse("work", args=[work.pk])).status_code == 403
    assert clerk.post(reverse("work_confirm", args=[work.pk])).status_code == 403
    assert "代录" in clerk.get("/").content.decode()


def test_what_cannot_be_typed_in_is_said(cast, clerk, login):
    for wrong, word in (({"author": "没有人"}, "名册里没有"), ({"event_day": "2026-12-01"}, "还没有到"), ({}, "还没有正文，也没有照片")):
        answer = clerk.post(reverse("typed_list"), sent(cast, **wrong))
        assert answer.status_code == 422 and word in answer.content.decode()
    own = login("office").post(reverse("typed_list"), sent(cast, author="何淑芬", body="自己的"))
    assert own.status_code == 422 and "自己的材料" in own.content.decode()
    assert not Work.objects.exists()


def test_a_lesson_record_on_paper_is_typed_in_checked_and_counted_once(cast, clerk, login):
    address = f"{reverse('typed_list')}?what=lessons"
    assert "谁听的课" in clerk.get(address).content.decode()
    given = {"key": str(uuid4()), "observer": "方静宜", "observed": "郑国栋", "day": "2026-11-12", "period": "2", "class_name": "四（1）班",
             "topic": "观潮", "kind": "routine", "process": "听录音，画出写声音的词\n\n同桌读给对方听", "strengths": "", "advice": ""}
    for wrong, word in (({"observed": "方静宜"}, "同一个人"), ({"topic": ""}, "请写课题"), ({"process": ""}, "过程和建议都还空着")):
        answer = clerk.post(address, given | wrong)
        assert answer.status_code == 422 and word in answer.content.decode(), wrong
    for _ in range(2):
        assert clerk.post(address, given | {"pages": SimpleUploadedFile("听课本.jpg", a_photo(6))}).status_code == 302
    row = Observation.objects.get()
    assert row.photos.count() == 1
    assert (row.state, row.typed_by.username, row.period, row.graded, len(row.process)) == ("submitted", "clerk", "第 2 节", False, 2)
    assert Notice.objects.filter(user=cast.users["colleague"]).count() == 1 and Notice.objects.filter(user=cast.users["teacher"]).count() == 1
    assert "已经交过一份" in clerk.post(address, given | {"key": str(uuid4())}).content.decode(), "the same lesson counts once"
    page = clerk.get(address).content.decode()
    assert "待本人核对" in page and "听录音" not in page
    assert clerk.get(reverse("observation", args=[row.pk])).status_code == 403
    assert any(todo.url == reverse("observation", args=[row.pk]) and "请核对代录" in todo.title for todo in todo_records(cast.person("teacher")))
    step, own = reverse("observation_step", args=[row.pk]), login("teacher")
    assert "资料室小李代录" in own.get(reverse("observation", args=[row.pk])).content.decode()
    assert login("colleague").post(step, {"step": "confirm"}).status_code == 404
    own = login("teacher")
    assert [own.post(step, {"step": "confirm"}).status_code for _ in range(2)] == [302, 409]
    row.refresh_from_db()
    assert not row.unchecked and not any("请核对" in todo.title for todo in todo_records(cast.person("teacher")))
