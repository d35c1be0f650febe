"""附件、请人看看、同伴的话 and the 资源库."""
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from activities.models import Pair, Use, Work, WorkComment, WorkKind, WorkShare
from activities.queries import sharing as queries
from activities.queries.works import readable
from activities.services import records, sharing, works
from activities.states import WorkState
from school import clock
from school.models import Notice, Role
from school.person import person_of
from tests.activities.event import an_activity
from tests.activities.lessons import an_open_lesson
from tests.activities.records import a_work, an_observation, kind_of
from tests.builders import TODAY, a_user
from tests.builders_term import a_pdf


@pytest.fixture
def expert(cast):
    """An invited expert: an account with the role and no teacher behind it."""
    user = a_user("expert", "周教授")
    Role.objects.create(user=user, school=cast.school, name="expert")
    return user


def test_sharing_one_entry_opens_that_entry_only(cast, client, expert):
    """Complaint of other systems: a link to one reflection opened the whole folder."""
    shown, hidden = a_work(cast, title="请看这一篇"), a_work(cast, title="不给看的一篇")
    client.force_login(expert, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("work", args=[shown.pk])).status_code == 404
    sharing.invite(cast.person("teacher"), shown, expert)
    page = client.get(reverse("work", args=[shown.pk]))
    assert page.status_code == 200 and "说几句" in page.content.decode()
    assert client.get(reverse("work", args=[hidden.pk])).status_code == 404
    listed = client.get(reverse("work_list")).content.decode()
    assert "请看这一篇" in listed and "不给看的一篇" not in listed
    assert client.get(reverse("library")).status_code == 403
    assert "请你看看《请看这一篇》" in client.get(reverse("home")).content.decode()
    client.post(reverse("work_comment", args=[shown.pk]), {"text": "第二处可以再等一等学生。", "key": uuid4()})
    assert not queries.asked(person_of(expert, cast.school.pk))
    sharing.uninvite(cast.person("teacher"), WorkShare.objects.get())
    assert client.get(reverse("work", args=[shown.pk])).status_code == 404


def test_a_returned_work_is_closed_to_those_who_were_asked(cast, expert):
    work = a_work(cast)
    sharing.invite(cast.person("teacher"), work, expert)
    works.withdraw(cast.person("teacher"), work)
    assert not readable(person_of(expert, cast.school.pk)).filter(pk=work.pk).exists()


def test_a_word_from_a_colleague_is_told_once_and_decides_nothing(cast, login):
    work = a_work(cast, state=WorkState.ACCEPTED, privacy="school")
    client, key = login("colleague"), uuid4()
    for _ in range(2):
        client.post(reverse("work_comment", args=[work.pk]), {"text": "分月饼那一段我也试了。", "key": key})
    assert WorkComment.objects.get().author_name == cast.teachers["colleague"].name
    assert Notice.objects.filter(user=cast.users["teacher"], text__contains="说了几句").count() == 1
    work.refresh_from_db()
    assert work.state == WorkState.ACCEPTED and not work.reviews.exists()
    assert "分月饼那一段我也试了。" in login("teacher").get(reverse("work", args=[work.pk])).content.decode()


def test_pairs_read_what_is_open_to_the_pair(cast):
    work = a_work(cast, state=WorkState.ACCEPTED, privacy=WorkKind.Privacy.PAIR)
    other = cast.person("colleague")
    assert not readable(other).filter(pk=work.pk).exists()
    pair = Pair.objects.create(
        school=cast.school, mentor=other.teacher, helped=cast.teachers["teacher"], since=TODAY, until=TODAY, state="running"
    )
    assert readable(other).filter(pk=work.pk).exists()
    Pair.objects.filter(pk=pair.pk).update(state="finished")
    assert not readable(other).filter(pk=work.pk).exists()


def test_files_are_a_full_work_and_go_where_the_work_goes(cast, login):
    client, work = login("teacher"), a_work(cast, state=WorkState.DRAFT, body="", privacy="school")
    bad = SimpleUploadedFile("课件.pptx", b"not a presentation")
    good = SimpleUploadedFile("教案.pdf", a_pdf("教案"))
    url = reverse("work_files", args=[work.pk])
    assert "文件名是 .pptx，内容却不是" in client.post(url, {"files": bad}, HTTP_ACCEPT="application/json").json()["error"]
    assert "教案.pdf" in client.post(url, {"files": good}, HTTP_X_STRIP="1").content.decode()
    row = work.files.get()
    works.submit(cast.person("teacher"), work)
    assert work.versions.get().files == [row.file_id]
    url = reverse("file", args=[row.file_id])
    assert login("colleague").get(url).status_code == 404
    Work.objects.filter(pk=work.pk).update(state=WorkState.ACCEPTED)
    assert login("colleague").get(url).status_code == 200
    assert client.post(reverse("work_file_remove", args=[row.pk])).status_code in (404, 409) and work.files.exists()


def test_the_library_finds_by_words_kind_and_subject_and_nothing_private(cast, login):
    kind = kind_of(cast, "教学设计")
    a_work(cast, state=WorkState.EXCELLENT, privacy="school", title="分数的初步认识", tags="三年级 折纸", kind="教学设计")
    a_work(cast, state=WorkState.ACCEPTED, privacy="group", title="分数的第二课", kind="教学设计")
    a_work(cast, state=WorkState.SUBMITTED, privacy="school", title="还没通过的分数", kind="教学设计")
    client = login("colleague")
    page = client.get(reverse("library"), {"q": "分数 折纸", "excellent": "1", "kind": kind.pk}).content.decode()
    assert "分数的初步认识" in page and "分数的第二课" not in page and "还没通过的分数" not in page
    assert "没有找到" in client.get(reverse("library"), {"q": "分数 立体"}).content.decode()


def test_who_used_it_is_told_to_the_author_and_counts_once(cast, login):
    work = a_work(cast, state=WorkState.ACCEPTED, privacy="school")
    client = login("colleague")
    client.post(reverse("library_use"), {"pk": work.pk})
    client.post(reverse("library_use"), {"pk": work.pk, "note": "四（2）班"})
    assert [use.note for use in Use.objects.filter(work=work)] == ["四（2）班"]
    assert "四（2）班" in login("teacher").get(reverse("work", args=[work.pk])).content.decode()
    private = a_work(cast, state=WorkState.ACCEPTED, privacy="group")
    assert client.post(reverse("library_use"), {"pk": private.pk}).status_code == 404


def test_a_reviewer_sees_likeness_only_of_the_kinds_that_say_so(cast, login):
    text = "今天讲分数，小满把月饼切成大小不一的四块，说这也是四分之一。全班都笑了，我也笑了，说再想想。"
    a_work(cast, "colleague", body=text)
    diary, paper = a_work(cast, kind="随笔", body=text), a_work(cast, kind="论文", body=text)
    client = login("office")
    assert "不扣分" in client.get(reverse("review", args=[paper.pk])).content.decode()
    assert "不扣分" not in client.get(reverse("review", args=[diary.pk])).content.decode()


def test_handouts_of_what_was_held_are_found(cast, login):
    held, planned = an_activity(cast, "作业设计讲座"), an_activity(cast, "下周的讲座")
    for activity in (held, planned):
        records.add_file(cast.person("office"), activity, a_pdf(activity.title), f"{activity.title}讲稿.pdf")
    type(held).objects.filter(pk=held.pk).update(state="finished")
    page = login("teacher").get(reverse("library"), {"what": "handouts", "q": "讲座"}).content.decode()
    assert "作业设计讲座讲稿.pdf" in page and "下周的讲座" not in page


def test_an_expert_sees_the_one_lesson_he_was_asked_to_and_says_a_few_words(cast, login, expert):
    client = Client()
    shown, hidden = an_open_lesson(cast), an_open_lesson(cast, topic="垂直与平行线", period="第 3 节")
    twin = an_open_lesson(cast, who="other", period="第 4 节")
    sharing.invite(cast.person("colleague"), hidden, cast.users["teacher"])
    client.force_login(expert, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("lesson", args=[shown.pk])).status_code == 404
    assert login("teacher").post(reverse("lesson_share", args=[shown.pk]), {"user": expert.pk}).status_code == 404, "not his lesson"
    assert login("colleague").post(reverse("lesson_share", args=[shown.pk]), {"user": expert.pk}).status_code == 302
    page = client.get(reverse("lesson", args=[shown.pk])).content.decode()
    assert "说几句" in page and "并排看" not in page
    listed = client.get(reverse("lesson_list")).content.decode()
    assert shown.topic in listed and hidden.topic not in listed
    assert client.get(reverse("lesson", args=[twin.pk])).status_code == 404
    assert f"/lessons/{twin.pk}/" not in client.get(reverse("lesson_compare", args=[shown.pk])).content.decode()
    assert "请你看看公开课《平行与垂直》" in client.get(reverse("home")).content.decode()
    said = {"text": "导入可以再短两分钟。", "key": uuid4()}
    for _ in range(2):
        assert client.post(reverse("lesson_comment", args=[shown.pk]), said).status_code == 302
    assert client.post(reverse("lesson_comment", args=[hidden.pk]), said).status_code == 404
    assert WorkComment.objects.get().lesson == shown and not queries.asked(person_of(expert, cast.school.pk))
    assert Notice.objects.filter(user=cast.users["colleague"], text="周教授在公开课《平行与垂直》下面说了几句。").count() == 1
    assert "导入可以再短两分钟。" in login("teacher").get(reverse("lesson", args=[shown.pk])).content.decode()
    login("colleague").post(reverse("work_unshare", args=[shown.shares.get().pk]))
    assert client.get(reverse("lesson", args=[shown.pk])).status_code == 404


def test_a_word_is_on_one_thing(cast):
    with pytest.raises(IntegrityError):
        WorkComment.objects.create(
            school=cast.school, work=a_work(cast), lesson=an_open_lesson(cast), author=cast.users["teacher"], text="好", at=clock.now()
        )


def test_peers_and_an_invited_expert_speak_to_a_lesson_record(cast, login, expert):
    """A25: who watched and who taught hear of every word; the expert sees this one record and no other."""
    row, hidden = an_observation(cast), an_observation(cast, topic="不给看的一节")
    address, visit = reverse("observation", args=[row.pk]), Client()
    visit.force_login(expert, backend="django.contrib.auth.backends.ModelBackend")
    assert visit.get(address).status_code == 404 and "平行与垂直" not in visit.get(reverse("observation_list")).content.decode()
    taught = login("colleague")
    assert taught.post(address, {"user": expert.pk}).status_code == 302
    assert "请你看看方静宜听郑国栋的课《平行与垂直》" in visit.get(reverse("home")).content.decode()
    page = visit.get(address).content.decode()
    assert "说几句" in page and "请他看看" not in page
    listed = visit.get(reverse("observation_list")).content.decode()
    assert "平行与垂直" in listed and "不给看的一节" not in listed and "我听的" not in listed
    key = uuid4()
    for _ in range(2):
        visit.post(address, {"text": "画线以后可以让孩子先说再验。", "key": key})
    assert WorkComment.objects.get().observation == row
    heard = Notice.objects.filter(text__contains="在听课记录《平行与垂直》下面说了几句")
    assert {notice.user.username for notice in heard} == {"teacher", "colleague"}
    assert not queries.asked(person_of(expert, cast.school.pk)), "done once he has said something"
    login("teacher").post(address, {"text": "下周就这样试。", "key": uuid4()})
    assert set(heard.filter(text__startswith="方静宜").values_list("user__username", flat=True)) == {"colleague", "expert"}
    assert "画线以后可以让孩子先说再验。" in login("group_leader").get(address).content.decode()
    assert login("other").post(address, {"text": "我也说", "key": uuid4()}).status_code == 404
    assert visit.post(reverse("observation", args=[hidden.pk]), {"text": "我也说", "key": uuid4()}).status_code == 404
    assert visit.post(address, {"user": cast.users["other"].pk, "key": uuid4()}).status_code == 409, "only the two invite"
    with pytest.raises(IntegrityError):
        WorkComment.objects.create(school=cast.school, work=a_work(cast), observation=row, author=expert, author_name="x", text="x", at=clock.now())
