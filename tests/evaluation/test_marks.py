"""评定录入: cells, full-width digits, limits, two markers, oneself, first marks of a group leader."""
from __future__ import annotations

import json
import threading

import pytest
from django.db import connection
from django.utils.html import escape
from django_scopes import scope

from activities.models import Assessment
from evaluation import services
from evaluation.models import ManualEntry, Score
from evaluation.scales import scale_of
from evaluation.services.marks import Cell
from school.models import AuditEntry
from tests.evaluation import builders as make

JUDGED = {"code": "9", "name": "评审", "max": 10, "evidence": "manual", "rule": {"kind": "judged", "step": "0.5"}}


@pytest.fixture
def sheet(cast):
    document = make.a_document()
    document["items"][8] = JUDGED
    make.a_plan(cast, document)
    return make.a_sheet(cast, document)


@pytest.fixture
def activity(cast, sheet):
    return make.an_activity(cast, make.CONTENT["5"])


def send(client, address, *cells):
    body = {"cells": [{"teacher": teacher.pk, "text": text, "version": version} for teacher, text, version in cells]}
    return client.post(address, json.dumps(body), content_type="application/json", headers={"accept": "application/json"})


def test_a_saved_cell_changes_points_at_once_and_is_on_the_record(cast, login, sheet, activity):
    teacher = cast.teachers["teacher"]
    answer = send(login("office"), f"/evaluation/marks/{activity.pk}/", (teacher, "二档", 0))
    assert (answer.status_code, answer.json()["cells"][0]["version"]) == (200, 1)
    score = Score.objects.get(sheet=sheet, teacher=teacher)
    assert next(item for item in score.items if item["code"] == "5")["points"] == "3"
    entry = AuditEntry.objects.get(action="mark")
    assert (entry.before, entry.after) == ([teacher.staff_no, ""], [teacher.staff_no, "二档"])


def test_a_column_is_taken_cell_by_cell(cast, login, sheet, activity):
    a, b, c = (cast.teachers[key] for key in ("teacher", "colleague", "other"))
    answer = send(login("principal"), f"/evaluation/marks/{activity.pk}/", (a, "一档", 0), (b, "四档", 0), (c, "未参加", 0))
    cells = answer.json()["cells"]
    assert answer.status_code == 200
    assert "本项只有一档、二档、三档、未参加" in cells[1]["error"]
    assert set(Assessment.objects.values_list("tier", flat=True)) == {"一档", "未参加"}
    points = {s.teacher_id: next(i for i in s.items if i["code"] == "5") for s in Score.objects.filter(sheet=sheet)}
    assert (points[c.pk]["state"], points[c.pk]["points"], points[b.pk]["state"]) == ("scored", "0", "open")


@pytest.mark.parametrize(("typed", "stored"), [("９", "9"), ("8.5分", "8.5"), (" 10 ", "10"), ("0", "0")])
def test_numbers_as_people_type_them(cast, login, sheet, typed, stored):
    answer = send(login("office"), "/evaluation/marks/by-hand/?item=9", (cast.teachers["teacher"], typed, 0))
    assert answer.status_code == 200, answer.content.decode()
    assert ManualEntry.objects.get().value == {"number": stored}


@pytest.mark.parametrize(
    ("typed", "says"),
    [("10.5", "超过了 10 分"), ("11", "超过了"), ("-1", "不是一个分数"), ("1e9", "不是一个分数"), ("NaN", "不是一个分数"),
     ("Infinity", "不是一个分数"), ("８.３", "每 0.5 分一档"), ("九分", "不是一个分数"), ("=1+1", "不是一个分数")],
)
def test_numbers_that_cannot_be(cast, login, sheet, typed, says):
    """B10; B06: the script and the plain form refuse with the same sentence."""
    client, teacher, address = login("office"), cast.teachers["teacher"], "/evaluation/marks/by-hand/?item=9"
    answer = send(client, address, (teacher, typed, 0))
    assert answer.status_code == 409
    sentence = answer.json()["cells"][0]["error"]
    assert says in sentence
    fields = {f"mark-{teacher.pk}": typed, f"was-{teacher.pk}": "", f"version-{teacher.pk}": "0"}
    assert escape(f"{teacher.name}这一格没收：{sentence}") in client.post(address, fields, follow=True).content.decode()
    assert not ManualEntry.objects.exists()


def test_empty_is_open_and_not_zero(cast, login, sheet):
    client, teacher = login("office"), cast.teachers["teacher"]
    send(client, "/evaluation/marks/by-hand/?item=9", (teacher, "0", 0))
    item = lambda: next(i for i in Score.objects.get(sheet=sheet, teacher=teacher).items if i["code"] == "9")  # noqa: E731
    assert (item()["state"], item()["points"]) == ("scored", "0")
    send(client, "/evaluation/marks/by-hand/?item=9", (teacher, "", 1))
    assert item()["state"] == "open"


def test_a_stale_cell_is_answered_with_both(cast, login, sheet, activity):
    teacher = cast.teachers["teacher"]
    send(login("principal"), f"/evaluation/marks/{activity.pk}/", (teacher, "一档", 0))
    answer = send(login("office"), f"/evaluation/marks/{activity.pk}/", (teacher, "三档", 0))
    cell = answer.json()["cells"][0]
    assert answer.status_code == 409
    assert (cell["text"], cell["theirs"], cell["by"], cell["version"]) == ("三档", "一档", "周德厚", 1)
    assert send(login("office"), f"/evaluation/marks/{activity.pk}/", (teacher, "三档", 1)).status_code == 200


def test_nobody_marks_himself_or_those_above(cast, login, sheet, activity):
    for who in ("office", "leader"):
        send(login("office"), f"/evaluation/marks/{activity.pk}/", (cast.teachers[who], "一档", 0))
    assert not Assessment.objects.exists()
    page = login("office").get(f"/evaluation/marks/{activity.pk}/").content.decode()
    assert "何淑芬</th>" not in page and "方静宜</th>" in page


def test_a_group_leader_marks_his_group_first_and_the_office_confirms(cast, login, sheet, activity):
    teacher = cast.teachers["teacher"]
    client = login("group_leader")
    page = client.get(f"/evaluation/marks/{activity.pk}/").content.decode()
    assert "万里红</th>" not in page
    send(client, f"/evaluation/marks/{activity.pk}/", (teacher, "一档", 0))
    item = lambda: next(i for i in Score.objects.get(sheet=sheet, teacher=teacher).items if i["code"] == "5")  # noqa: E731
    assert item()["state"] == "open" and "组长已初评" in item()["reason"]
    assert client.post(f"/evaluation/marks/{activity.pk}/confirm/").status_code == 409
    login("office").post(f"/evaluation/marks/{activity.pk}/confirm/")
    assert item()["points"] == "5"


def test_the_form_works_without_a_script(cast, login, sheet, activity):
    teacher = cast.teachers["teacher"]
    fields = {f"mark-{teacher.pk}": "二档", f"was-{teacher.pk}": "", f"version-{teacher.pk}": "0"}
    answer = login("office").post(f"/evaluation/marks/{activity.pk}/", fields, follow=True)
    assert "已存 1 格" in answer.content.decode()
    assert Assessment.objects.get().tier == "二档"


def test_a_foreign_activity_is_not_there(cast, client, sheet, activity):
    client.force_login(cast.stranger.users["office"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/evaluation/marks/{activity.pk}/").status_code == 404


def test_lists_cost_the_same_for_one_and_many(cast, login, sheet, activity, django_assert_max_num_queries):
    client = login("office")
    client.get("/evaluation/marks/")
    with django_assert_max_num_queries(30) as few:
        client.get("/evaluation/marks/")
    for _ in range(12):
        make.an_activity(cast, make.CONTENT["7"])
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/evaluation/marks/")


@pytest.mark.django_db(transaction=True)
def test_two_markers_of_one_cell_lose_nothing(cast, settings):
    document = make.a_document()
    make.a_plan(cast, document)
    sheet = make.a_sheet(cast, document)
    activity = make.an_activity(cast, make.CONTENT["5"])
    scale, teacher = scale_of(document["items"][4]), cast.teachers["teacher"]
    start, outcomes = threading.Barrier(2), []

    def work(role: str, text: str) -> None:
        with scope(school=[cast.school]):
            person = cast.person(role)
            start.wait()
            outcomes.extend(services.mark(person, sheet, activity, scale, [Cell(teacher, text, 0)]))
        connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in (("principal", "一档"), ("office", "三档"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [one for one in outcomes if one.refused is None]
    lost = [one for one in outcomes if one.refused is not None]
    assert len(won) == len(lost) == 1
    assert Assessment.objects.get().tier == won[0].text
    assert lost[0].refused.theirs == won[0].text and lost[0].text != won[0].text


@pytest.mark.django_db(transaction=True)
def test_without_the_version_one_mark_is_lost_unnoticed(cast):
    """The twin of the race above with the guard off: both markers believe they have saved."""
    make.a_plan(cast, make.a_document())
    row = make.tier(cast, "teacher", make.CONTENT["5"], "二档")
    start, believed = threading.Barrier(2), []

    def work(text: str) -> None:
        with scope(school=[cast.school]):
            mine = Assessment.objects.get(pk=row.pk)
            start.wait()
            mine.tier = text
            mine.save(update_fields=["tier"])
            believed.append(text)
        connection.close()

    threads = [threading.Thread(target=work, args=(text,)) for text in ("一档", "三档")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert sorted(believed) == ["一档", "三档"] and row.tier in believed
