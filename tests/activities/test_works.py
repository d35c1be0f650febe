"""研修材料: written, kept, handed in, taken back, and who may read it."""
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from activities.models import Work, WorkKind
from activities.queries.photos import used_before
from activities.services import photos, records, works
from activities.states import WorkState
from school.models import AuditEntry
from school.workflow import Refused, StaleEdit
from tests.activities.event import an_activity, opened
from tests.activities.records import a_photo, a_work, kind_of, queries_of, typed
from tests.builders import TODAY, Cast, a_pdf

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def kind(cast) -> WorkKind:
    return kind_of(cast)


@pytest.fixture
def new(kind) -> str:
    return reverse("work_new", args=[kind.pk])


def test_a_draft_is_written_handed_in_taken_back_and_handed_in_again(cast: Cast, login, kind, new):
    client = login("teacher")
    page = client.get(new)
    assert page.status_code == 200 and "没想好写什么" in page.content.decode()
    post = typed(kind, body="")
    client.post(new, post)
    work = Work.objects.get()
    assert (work.state, work.author, work.version) == (WorkState.DRAFT, cast.teachers["teacher"], 1)
    edit = reverse("work_edit", args=[work.pk])
    client.post(edit, {**post, "version": "1", "body": "他说落花生是一种花，花落了才有果。", "do": "submit"})
    work.refresh_from_db()
    assert work.state == WorkState.SUBMITTED and work.submitted_at
    assert work.versions.get().body == "他说落花生是一种花，花落了才有果。"
    client.post(reverse("work_step", args=[work.pk]), {"step": "withdraw"})
    work.refresh_from_db()
    assert work.state == WorkState.DRAFT
    client.post(edit, {**post, "version": str(work.version), "body": "改过了，下节课请他先讲。", "do": "submit"})
    assert [version.no for version in work.versions.all()] == [2, 1]
    assert list(AuditEntry.objects.order_by("seq").values_list("action", flat=True)) == ["submit", "withdraw", "submit"]


def test_autosave_makes_one_row_however_often_it_is_sent(login, kind, new):
    client = login("teacher")
    post = typed(kind)
    first = client.post(new, post, **JSON)
    again = client.post(new, post, **JSON)
    assert first.json()["version"] == again.json()["version"] == 1
    assert first.json()["url"] == again.json()["url"]
    more = client.post(first.json()["url"], {**post, "version": "1", "body": "多写一句。"}, **JSON)
    assert more.json()["version"] == 2
    assert Work.objects.get().body == "多写一句。"


def test_pressing_hand_in_twice_hands_in_once(login, kind, new):
    client = login("teacher")
    post = typed(kind, do="submit")
    answers = [client.post(new, post, follow=True) for _ in range(2)]
    work = Work.objects.get()
    assert work.versions.count() == 1
    assert {answer.redirect_chain[-1][0] for answer in answers} == {reverse("work", args=[work.pk])}


def test_a_stale_save_shows_both_texts_and_overwrites_nothing(login, kind, new):
    client = login("teacher")
    post = typed(kind, body="第一稿")
    edit = client.post(new, post, **JSON).json()["url"]
    client.post(edit, {**post, "version": "1", "body": "手机上写的"}, **JSON)
    for_script = client.post(edit, {**post, "version": "1", "body": "电脑上写的"}, **JSON)
    assert for_script.status_code == 409
    assert "手机上写的" in for_script.json()["theirs"] and "电脑上写的" in for_script.json()["mine"]
    page = client.post(edit, {**post, "version": "1", "body": "电脑上写的"})
    text = page.content.decode()
    assert page.status_code == 409 and "手机上写的" in text and "电脑上写的" in text and 'name="version" value="2"' in text
    assert Work.objects.get().body == "手机上写的"
    assert client.post(edit, {**post, "version": "2", "body": "合起来的"}).status_code == 302
    assert Work.objects.get().body == "合起来的"


def test_somebody_elses_key_neither_leaks_nor_overwrites(cast, login, kind, new):
    secret = a_work(cast, "colleague", state=WorkState.DRAFT, body="只有我知道")
    answer = login("teacher").post(new, typed(kind, key=str(secret.key)), **JSON)
    assert answer.status_code == 409 and "只有我知道" not in answer.content.decode()
    secret.refresh_from_db()
    assert secret.body == "只有我知道"


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("event_day", "2026-11-19", "还没有到"), ("event_day", "2026-08-30", "不在本学期"), ("event_day", "2027-02-01", "不在本学期"),
    ("event_day", "昨天", "不是一个日期"), ("event_day", "", "请填日期"), ("title", "长" * 101, "最多 100 个字"),
    ("body", "字" * 400_000, "超过 1 MB"),
])
def test_what_cannot_be_kept_gets_a_sentence_and_the_text_stays(login, kind, new, field, value, sentence):
    client = login("teacher")
    post = {**typed(kind), field: value}
    page = client.post(new, post)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert post["body"] in page.content.decode()
    answer = client.post(new, post, **JSON)
    assert answer.status_code == 422 and sentence in answer.json()["error"]
    assert not Work.objects.exists()


def test_full_width_digits_in_a_day_are_understood(login, kind, new):
    login("teacher").post(new, typed(kind, event_day="２０２６-１１-１７"), **JSON)
    assert Work.objects.get().event_day.day == 17


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "%s{}", "𠮷野家"])
def test_strange_words_are_shown_as_they_are(login, kind, new, text):
    client = login("teacher")
    client.post(new, typed(kind, title=text, body=text, do="submit"))
    work = Work.objects.get()
    assert (work.title, work.body) == (text, text)
    for url in (reverse("work", args=[work.pk]), reverse("work_list")):
        html = client.get(url).content.decode()
        assert escape(text) in html and "<script>alert" not in html and "<img src=x" not in html


def test_invisible_and_control_signs_are_taken_out(login, kind, new):
    client = login("teacher")
    client.post(new, typed(kind, title="李\u200b明\u202e\x00", body="e\u0301ti\r\n第二行\u00a0尾"), **JSON)
    work = Work.objects.get()
    assert (work.title, work.body) == ("李明", "éti\n第二行 尾")


def test_an_empty_work_is_not_handed_in_and_photos_alone_are_a_full_one(cast, login, kind, new):
    client = login("teacher")
    post = typed(kind, title="", body="", do="submit")
    assert "还没有正文，也没有照片" in client.post(new, post, follow=True).content.decode()
    work = Work.objects.get()
    client.post(reverse("work_step", args=[work.pk]), {"step": "photos", "photos": SimpleUploadedFile("页.jpg", a_photo())})
    client.post(reverse("work_edit", args=[work.pk]), {**post, "version": "1"})
    work.refresh_from_db()
    assert (work.state, work.title) == (WorkState.SUBMITTED, "第 12 周反思")
    assert work.versions.get().photos == [work.photos.get().file_id]


def test_a_new_work_takes_its_text_photos_and_files_in_one_sending(cast, login, kind, new):
    """Without scripts the one form carries everything; a file that cannot be taken holds the handing in back, nothing is lost."""
    client = login("teacher")
    sent = {"photos": SimpleUploadedFile("页.jpg", a_photo()), "files": [SimpleUploadedFile("课件.pptx", b"no"), SimpleUploadedFile("教案.pdf", a_pdf("教案"))]}
    page = client.post(new, typed(kind, do="submit", **sent), follow=True).content.decode()
    work = Work.objects.get()
    assert "文件名是 .pptx，内容却不是" in page and "教案.pdf" in page and work.state == WorkState.DRAFT
    assert (work.photos.count(), work.files.count()) == (1, 1)
    saved = client.post(new, typed(kind, title="另一篇"), **JSON).json()
    other = Work.objects.get(title="另一篇")
    assert (saved["photos"], saved["files"]) == (reverse("work_step", args=[other.pk]), reverse("work_files", args=[other.pk]))


def test_photos_stand_once_turn_and_go(cast, login):
    client, work = login("teacher"), a_work(cast, state=WorkState.DRAFT)
    url = reverse("work_step", args=[work.pk])
    for _ in range(2):
        sent = {"step": "photos", "photos": SimpleUploadedFile("a.jpg", a_photo())}
        assert client.post(url, sent, HTTP_X_STRIP="1").status_code == 200
    photo = work.photos.get()
    assert (photo.file.width, photo.file.height) == (640, 480)
    assert client.get(reverse("file", args=[photo.file_id])).status_code == 200
    client.post(url, {"step": "turn", "photo": photo.pk})
    photo.refresh_from_db()
    assert (photo.file.width, photo.file.height) == (480, 640)
    client.post(url, {"step": "remove", "photo": photo.pk})
    assert not work.photos.exists()


def test_what_is_no_photo_or_one_too_many_gets_a_sentence(cast, login):
    client, work = login("teacher"), a_work(cast, state=WorkState.DRAFT)
    answer = client.post(
        reverse("work_step", args=[work.pk]), {"step": "photos", "photos": SimpleUploadedFile("a.jpg", b"no picture")}, **JSON
    )
    assert answer.status_code == 409 and "这不是照片文件" in answer.json()["error"]
    for no in range(photos.MOST):
        photos.add(cast.person("teacher"), work, a_photo(no + 1), f"{no}.jpg")
    with pytest.raises(Refused, match="最多 20 张"):
        photos.add(cast.person("teacher"), work, a_photo(99), "21.jpg")


def test_a_photo_of_somebodys_work_is_for_those_who_may_read_it(cast, login):
    work = a_work(cast, "colleague")
    photo = photos.add(cast.person("colleague"), Work.objects.get(pk=a_work(cast, "colleague", state="draft").pk), a_photo(), "a.jpg")
    url = reverse("file", args=[photo.file_id])
    assert login("teacher").get(url).status_code == 404
    assert login("office").get(url).status_code == 404  # a draft is its author's alone
    Work.objects.filter(pk=photo.work_id).update(state=WorkState.SUBMITTED)
    assert login("office").get(url).status_code == 200
    assert login("other").get(url).status_code == 404
    assert work.pk


def test_the_same_photo_offered_twice_is_said_to_the_author(cast, login):
    earlier = a_work(cast, "colleague", state=WorkState.DRAFT)
    photos.add(cast.person("colleague"), earlier, a_photo(3), "a.jpg")
    Work.objects.filter(pk=earlier.pk).update(state=WorkState.SUBMITTED)
    work = a_work(cast, state=WorkState.DRAFT)
    photo = photos.add(cast.person("teacher"), work, a_photo(3, (500, 375)), "b.jpg")
    photos.add(cast.person("teacher"), work, a_photo(8), "c.jpg")
    assert used_before(work) == {photo.pk: "和另一位老师的材料里的一张几乎一样"}
    assert "几乎一样" in login("teacher").get(reverse("work_edit", args=[work.pk])).content.decode()


TEXT = "今天讲分数，小满把月饼切成大小不一的四块，说这也是四分之一。全班都笑了，我也笑了，说再想想。"


def test_likeness_is_shown_to_the_author_before_handing_in_and_does_not_stop_him(cast, login, kind, new):
    a_work(cast, "colleague", body=TEXT + "后来我把那四块贴到黑板上。", title="不给别人看的题目")
    client = login("teacher")
    page = client.post(new, typed(kind, body=TEXT + "下课以后才想明白。", do="submit"))
    html = page.content.decode()
    assert "交之前看一眼" in html and "小满把月饼切成大小不一的四块" in html and "另一位老师的反思" in html
    assert "不给别人看的题目" not in html
    work = Work.objects.get(author=cast.teachers["teacher"])
    assert work.state == WorkState.DRAFT
    client.post(reverse("work_step", args=[work.pk]), {"step": "submit"})
    work.refresh_from_db()
    assert work.state == WorkState.SUBMITTED


def test_only_drafts_that_were_never_handed_in_can_be_thrown_away(cast, login):
    client = login("teacher")
    draft, handed = a_work(cast, state=WorkState.DRAFT), a_work(cast)
    client.post(reverse("work_step", args=[draft.pk]), {"step": "discard"})
    assert not Work.objects.filter(pk=draft.pk).exists()
    assert client.post(reverse("work_step", args=[handed.pk]), {"step": "discard"}).status_code == 409
    assert Work.objects.filter(pk=handed.pk).exists()


def test_what_was_judged_can_neither_be_taken_back_nor_changed(cast):
    person, work = cast.person("teacher"), a_work(cast, state=WorkState.ACCEPTED)
    with pytest.raises(Refused, match="现在是『通过』"):
        works.withdraw(person, work)
    with pytest.raises(Refused, match="不能再改"):
        works.keep(person, key=work.key, version=1, kind=work.kind, title="新", body="新", topic="", event_day=work.event_day,
                   privacy="self", activity=None)


def test_the_service_keeps_the_first_of_two_writers(cast, kind):
    person, key = cast.person("teacher"), uuid4()
    fields = {"title": "", "topic": "", "event_day": cast.term.starts, "privacy": "self", "activity": None}
    works.keep(person, key=key, version=0, kind=kind, body="一", **fields)
    with pytest.raises(StaleEdit) as stale:
        works.keep(person, key=key, version=0, kind=kind, body="二", **fields)
    assert (stale.value.mine, stale.value.theirs, stale.value.version) == ("二", "一", 1)


READERS = {
    # who: (a draft, handed in 仅审阅人, passed 本组, passed 全校, handed in 全校) of the teacher's
    "teacher": (True, True, True, True, True),
    "colleague": (False, False, True, True, False),
    "other": (False, False, False, True, False),
    "group_leader": (False, True, True, True, True),
    "office": (False, True, True, True, True),
    "principal": (False, True, True, True, True),
    "archivist": (False, True, True, True, True),
}


@pytest.mark.parametrize("role", READERS)
def test_who_reads_what(cast, login, role):
    rows = [
        a_work(cast, state=WorkState.DRAFT), a_work(cast, privacy="self"), a_work(cast, state=WorkState.ACCEPTED, privacy="group"),
        a_work(cast, state=WorkState.EXCELLENT, privacy="school"), a_work(cast, privacy="school"),
    ]
    client = login(role)
    seen = tuple(client.get(reverse("work", args=[row.pk])).status_code == 200 for row in rows)
    assert seen == READERS[role]
    listed = client.get(reverse("work_list"), {"whose": "others"} if role != "teacher" else {}).content.decode()
    assert tuple(f">{row.title}<" in listed for row in rows) == READERS[role]


def test_a_stranger_finds_nothing_and_roles_without_works_are_refused(cast, client, login):
    work = a_work(cast, state=WorkState.EXCELLENT, privacy="school")
    for name in ("work", "work_pdf", "work_edit"):
        client.force_login(cast.stranger.users["office"], backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(name, args=[work.pk])
        assert client.get(url).status_code == 404
    for role in ("admin", "district"):
        assert login(role).get(reverse("work", args=[work.pk])).status_code == 403
        assert login(role).get(reverse("write_new")).status_code == 403


def test_nobody_writes_in_anothers_work(cast, login):
    work = a_work(cast, state=WorkState.DRAFT)
    for role in ("colleague", "office", "principal"):
        client = login(role)
        assert client.get(reverse("work_edit", args=[work.pk])).status_code == 404
        assert client.post(reverse("work_step", args=[work.pk]), {"step": "submit"}).status_code == 404
        assert client.post(reverse("work_step", args=[work.pk]), {"step": "photos"}).status_code == 404


def test_the_list_costs_the_same_for_1_and_30(cast, login):
    client = login("office")
    url = reverse("work_list") + "?whose=others"
    a_work(cast)
    client.get(url)
    one = queries_of(client, url)
    for who in ("teacher", "colleague", "other") * 10:
        a_work(cast, who)
    assert queries_of(client, url) == one


def test_filters_take_only_what_they_know(cast, login):
    a_work(cast, title="看得见")
    client = login("teacher")
    assert "看得见" in client.get(reverse("work_list"), {"kind": "' OR 1=1--", "state": "%"}).content.decode()
    assert "没有这样的材料" in client.get(reverse("work_list"), {"state": "excellent"}).content.decode()


def test_a_work_prints(cast, login):
    work = a_work(cast, state=WorkState.ACCEPTED)
    answer = login("teacher").get(reverse("work_pdf", args=[work.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_a_very_long_text_does_not_keep_the_machine_busy(cast, login):
    """400 pages would take a core for minutes; the text can still be read."""
    work = a_work(cast, body="今天的课" * 80_000)
    client = login("teacher")
    assert client.get(f"/works/{work.pk}/pdf/").status_code == 409
    assert client.get(f"/works/{work.pk}/").status_code == 200


def test_a_photo_of_an_activity_offered_again_as_handwriting_is_said_to_the_author(cast):
    office = cast.person("office")
    activity = an_activity(cast)
    records.add_file(office, activity, a_photo(3), "现场.jpg")
    work = a_work(cast, state=WorkState.DRAFT)
    photo = photos.add(cast.person("teacher"), work, a_photo(3, (500, 375)), "b.jpg")
    assert used_before(work) == {photo.pk: f"和活动『{activity}』的照片几乎一样"}


def test_who_took_part_writes_from_the_page_of_the_activity(cast: Cast, login, kind, new):
    activity = opened(cast).activity
    client, page = login("teacher"), reverse("activity_detail", args=[activity.pk])
    assert f"{reverse('write_new')}?activity={activity.pk}" in client.get(page).content.decode()
    assert f"{new}?activity={activity.pk}" in client.get(f"{reverse('write_new')}?activity={activity.pk}").content.decode()
    assert f"{reverse('observation_new')}?activity={activity.pk}" in client.get(reverse("activity_materials", args=[activity.pk])).content.decode()
    form = client.get(new).content.decode()
    assert f'<option value="{activity.pk}">{activity}</option>' in form, "what he took part in lately is offered unasked"
    assert f'<option value="{activity.pk}" selected>' in client.get(f"{new}?activity={activity.pk}").content.decode()
    client.post(new, typed(kind, activity=activity.pk, do="submit"))
    assert "落花生" in client.get(reverse("activity_materials", args=[activity.pk])).content.decode()
    activity.sessions.all().update(day=TODAY + timedelta(days=1))
    assert "写心得" not in client.get(page).content.decode(), "nothing to write about what is still to come"
