"""The same thing sent at once or from two pages (C02–C05): one effect, nothing lost, nothing of others shown."""
from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from activities.models import Attendance, Work, WorkComment, WorkPhoto
from activities.services import photos, sharing, sign_in, works
from activities.states import AttendanceState as A
from evaluation import services as evaluation
from evaluation.models import Objection
from school import files
from school.models import AuditEntry, StoredFile
from school.person import Person
from school.workflow import Refused, SentBefore, StaleEdit
from tests.activities.event import signing
from tests.activities.records import a_photo, a_work, kind_of, typed
from tests.activities.test_sign_in import unguarded
from tests.builders import TODAY, Cast, a_cast
from tests.evaluation import builders as make

AT_ONCE = 4


@pytest.fixture
def people(transactional_db) -> Cast:
    with scopes_disabled():
        return a_cast()


def together(people: Cast, act: Callable[[Person, int], object]) -> list:
    """What several devices of one teacher are answered that begin at the same moment."""
    start = Barrier(AT_ONCE)

    def one(no: int):
        try:
            with scope(school=[people.school]):
                person = people.person("teacher")
                start.wait()
                try:
                    return act(person, no)
                except Refused as refusal:
                    return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.mark.parametrize("guarded", [True, False])
def test_c02_two_devices_of_one_teacher_make_one_row_and_both_see_it(people, guarded):
    with scope(school=[people.school]):
        session = signing(people)
    if guarded:
        answers = together(people, lambda person, no: sign_in.sign(person, session, Attendance.How.QR, f"{no}" * 32))
        assert [answer.state for answer in answers] == [A.PRESENT] * AT_ONCE
    else:
        together(people, lambda person, no: unguarded(person, session, Attendance.How.QR))
    with scope(school=[people.school]):
        assert session.attendances.filter(teacher=people.teachers["teacher"]).count() == 1
        assert (AuditEntry.objects.filter(action="attendance.sign").count() == 1) is guarded


def unguarded_upload(person: Person, work: Work, data: bytes, name: str) -> WorkPhoto:
    """The twin of `add` that asks whether the page is there and then puts it there."""
    stored = files.of_school(person.school).first() or files.store(person.school, data, name=name, mime="image/jpeg")
    known = work.photos.filter(file=stored).first()
    time.sleep(0.1)
    return known or WorkPhoto.objects.create(work=work, file=stored, order=1 + work.photos.count())


@pytest.mark.parametrize("guarded", [True, False])
def test_c03_f18_one_photo_sent_four_times_at_once_is_one_page(people, guarded):
    with scopes_disabled():
        work, data = a_work(people, state="draft"), a_photo()
    act = photos.add if guarded else unguarded_upload
    answers = together(people, lambda person, no: act(person, Work.objects.get(pk=work.pk), data, f"{no}.jpg"))
    assert not [answer for answer in answers if isinstance(answer, Refused)]
    with scopes_disabled():
        assert StoredFile.objects.count() == 1
        assert (WorkPhoto.objects.count() == 1) is guarded


@pytest.fixture
def sheet(people):
    with scope(school=[people.school]):
        make.a_plan(people, make.a_document())
        make.case_a(people)
        return make.a_sheet(people)


def unguarded_objection(person: Person, sheet, code: str, text: str, key) -> bool:
    """The twin that trusts what it read: all four would file."""
    there = Objection.objects.filter(sheet=sheet, code=code).exists()
    time.sleep(0.1)
    return not there


def test_c03_an_appeal_pressed_four_times_is_one_and_each_press_shows_it(people, sheet):
    key = uuid4()
    answers = together(people, lambda person, no: evaluation.file_objection(person, sheet, "9", "漏记第 8 周一次", key))
    assert len({answer.pk for answer in answers}) == 1
    with scope(school=[people.school]):
        assert AuditEntry.objects.filter(action="objection.file").count() == 1
        Objection.objects.all().delete()
    assert together(people, lambda person, no: unguarded_objection(person, sheet, "9", "漏记", key)) == [True] * AT_ONCE


def test_c04_a_key_of_somebody_else_shows_nothing_and_changes_nothing(cast, login):
    theirs = a_work(cast, "colleague", state="draft", title="别人的题目", body="别人写了一半的话")
    kind = kind_of(cast)
    answer = login("teacher").post(reverse("work_new", args=[kind.pk]), typed(kind, key=str(theirs.key)))
    text = answer.content.decode()
    assert answer.status_code == 409 and "编号已经用过" in text and "别人" not in text.replace("别人刚才", "")
    theirs.refresh_from_db()
    assert theirs.body == "别人写了一半的话" and Work.objects.count() == 1


def unguarded_comment(person: Person, of: Work, text: str, key) -> WorkComment:
    """The twin of `comment` that shows whatever the key has made."""
    return WorkComment.objects.filter(key=key).first() or sharing.comment(person, of, text, key)


@pytest.mark.postgres
@pytest.mark.parametrize("guarded", [True, False])
def test_c04_the_same_page_with_other_words_is_refused_and_shows_what_was_typed(cast, guarded):
    work, key = a_work(cast, state="accepted", privacy="school"), uuid4()
    act, teacher, colleague = sharing.comment if guarded else unguarded_comment, cast.person("teacher"), cast.person("colleague")
    first = act(teacher, work, "第一次说的话", key)
    assert act(teacher, work, "第一次说的话", key) == first, "the same words: the same answer"
    if not guarded:
        assert act(colleague, work, "另外说的话", key).text == "第一次说的话", "his words are gone, and he reads another's"
        return
    for person in (teacher, colleague):
        with pytest.raises(SentBefore) as caught:
            act(person, work, "另外说的话", key)
        assert caught.value.mine == "另外说的话" and "第一次" not in str(caught.value)
    assert [row.text for row in WorkComment.objects.all()] == ["第一次说的话"]


def test_c04_on_a_page_nothing_typed_is_lost_and_the_way_back_is_the_page(cast, login):
    """问题、请假、说几句: forms that browsers keep with their key and that people fill in again."""
    session, work, teacher = signing(cast), a_work(cast, state="accepted"), login("teacher")
    for url, sent, name in (
        (reverse("problem_list"), {"text": "孩子不会提问", "where": ""}, "text"),
        (reverse("leave_new", args=[session.pk]), {"kind": "personal", "reason": "家里有事"}, "reason"),
        (reverse("work_comment", args=[work.pk]), {"text": "先说一句"}, "text"),
    ):
        sent["key"], page = str(uuid4()), f"http://testserver{url}"
        assert [teacher.post(url, sent).status_code for _ in range(2)] == [302, 302], url
        answer = teacher.post(url, {**sent, name: "后来想写的另一句"}, headers={"referer": page})
        text = answer.content.decode()
        assert answer.status_code == 422 and "后来想写的另一句" in text and f'href="{page}"' in text and "personal" not in text, url
    assert "evil" not in teacher.post(url, {**sent, "text": "第三句"}, headers={"referer": "https://evil.example/"}).content.decode()
    assert not WorkComment.objects.exclude(text="先说一句").exists()


def unguarded_keep(person: Person, *, key, version: int, kind, **fields) -> Work:
    """The twin of `keep` without its version."""
    row = Work.objects.get(key=key)
    if row.version == version:
        time.sleep(0.1)
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        return row
    raise StaleEdit(mine=fields["body"], theirs=row.body, version=row.version)


@pytest.mark.parametrize("guarded", [True, False])
def test_c05_of_four_pages_with_one_version_one_wins_and_the_others_see_both(people, guarded):
    with scopes_disabled():
        row = a_work(people, state="draft", body="原来的话")
        kind = row.kind
    fields = {"title": "", "topic": "", "event_day": TODAY, "privacy": "self", "activity": None}
    act = works.keep if guarded else unguarded_keep
    answers = together(people, lambda person, no: act(person, key=row.key, version=1, kind=kind, body=f"第 {no} 页的话", **fields))
    won = [answer for answer in answers if isinstance(answer, Work)]
    assert (len(won) == 1) is guarded
    if guarded:
        lost = [answer for answer in answers if isinstance(answer, StaleEdit)]
        assert len(lost) == AT_ONCE - 1 and {answer.theirs for answer in lost} == {won[0].body}
        assert len({answer.mine for answer in lost} | {won[0].body}) == AT_ONCE, "nothing typed is lost"


def test_c05_the_page_of_the_second_shows_mine_and_theirs(cast, login):
    row = a_work(cast, state="draft", title="落花生", body="原来的话")
    client, url = login("teacher"), reverse("work_edit", args=[row.pk])
    first, second = (typed(row.kind, key=str(row.key), version="1", body=body) for body in ("先存的这一份", "后存的那一份"))
    assert client.post(url, first).status_code == 302
    answer = client.post(url, second)
    assert answer.status_code == 409 and "先存的这一份" in answer.content.decode() and "后存的那一份" in answer.content.decode()
    row.refresh_from_db()
    assert row.body == "先存的这一份"
