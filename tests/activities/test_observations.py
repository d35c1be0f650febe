"""听课记录: kept while the lesson goes on, handed in once, read and answered by the observed."""
from datetime import date, time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Observation
from activities.papers.observations import observation_paper
from activities.queries import observations as queries
from activities.queries.photos import used_before
from activities.queries.todo_records import todo_records
from activities.services import observations as services
from activities.services import photos
from activities.states import ObservationState
from instruments.answers import items
from instruments.library import LESSON_FORM, seed_library
from instruments.models import Response
from school.workflow import Refused
from tests.activities.records import a_photo, a_work, an_observation, queries_of
from tests.builders import Cast

JSON = {"HTTP_ACCEPT": "application/json"}
NEW = "observation_new"


@pytest.fixture
def form(cast):
    return seed_library(cast.school)[LESSON_FORM]


def noted(cast: Cast, **fields) -> dict:
    """What the observation page posts."""
    return {
        "key": str(uuid4()), "version": "0", "observed": cast.teachers["colleague"].pk, "class_name": "四（1）班", "subject": "数学",
        "topic": "平行与垂直", "day": "2026-11-18", "started": "09:20", "period": "2", "place": "", "lesson_type": "新授",
        "kind": "walk_in", "at": ["1", "9", ""], "phase": ["导入", "", ""], "text": ["任意画两条直线", "分类，有争论", ""],
        "note": ["", "可多等一会儿", ""], "strengths": "人人动手", "advice": "垂直讲得偏快", "graded": "1", "do": "keep", **fields,
    }


def marks(form, word: str = "良") -> dict:
    return {f"a-{item['code']}": word for item in items(form.document)}


def test_from_the_first_line_to_the_answer(cast, login, form):
    client = login("teacher")
    assert "听谁的课" in client.get(reverse(NEW)).content.decode()
    post = noted(cast)
    edit = client.post(reverse(NEW), post, **JSON).json()["url"]
    row = Observation.objects.get()
    assert (row.state, row.period, row.started) == (ObservationState.DRAFT, "第 2 节", time(9, 20))
    assert [(part["at"], part["text"]) for part in row.process] == [(1, "任意画两条直线"), (9, "分类，有争论")]
    early = client.post(edit, {**post, "version": "1", "do": "submit"}, follow=True)
    assert "还有 6 项没评" in early.content.decode()
    client.post(edit, {**post, **marks(form), "version": "1", "do": "submit"})
    row.refresh_from_db()
    assert row.state == ObservationState.SUBMITTED
    assert row.response.total == 8 + 17 * 3 + 13 * 2 and row.response.submitted_at
    observed = login("colleague")
    page = observed.get(reverse("observation", args=[row.pk])).content.decode()
    assert "9:29" in page and "垂直讲得偏快" in page and "良好" in page
    observed.post(reverse("observation_answer", args=[row.pk]), {"answer": "下节课补一张图。"})
    row.refresh_from_db()
    assert (row.state, row.answer) == (ObservationState.ANSWERED, "下节课补一张图。")
    with pytest.raises(Refused, match="现在是『已回应』"):
        services.withdraw(cast.person("teacher"), row)


def test_autosave_makes_one_row_and_keeps_gaps_in_the_form(cast, login, form):
    client = login("teacher")
    post = noted(cast, **{"a-goal": "优"})
    for _ in range(2):
        answer = client.post(reverse(NEW), post, **JSON).json()
    assert Observation.objects.count() == Response.objects.count() == 1
    assert Response.objects.get().answers == {"goal": "优"}
    assert Response.objects.get().total is None
    assert answer["version"] == 1


def test_a_stale_save_shows_both_texts(cast, login, form):
    client = login("teacher")
    post = noted(cast)
    edit = client.post(reverse(NEW), post, **JSON).json()["url"]
    client.post(edit, {**post, "version": "1", "advice": "手机上的建议"}, **JSON)
    answer = client.post(edit, {**post, "version": "1", "advice": "电脑上的建议"}, **JSON)
    assert answer.status_code == 409
    assert "手机上的建议" in answer.json()["theirs"] and "电脑上的建议" in answer.json()["mine"]
    page = client.post(edit, {**post, "version": "1", "advice": "电脑上的建议"})
    assert page.status_code == 409 and "手机上的建议" in page.content.decode()
    assert Observation.objects.get().advice == "手机上的建议"


def test_without_marks(cast, login, form):
    login("teacher").post(reverse(NEW), noted(cast, graded="0", do="submit"))
    row = Observation.objects.get()
    assert (row.state, row.response, row.graded) == (ObservationState.SUBMITTED, None, False)
    assert "不评分" in observation_paper(row).html


def test_a_school_without_a_form_observes_without_marks(cast, login):
    login("teacher").post(reverse(NEW), noted(cast, do="submit"))
    assert Observation.objects.get().state == ObservationState.SUBMITTED


def test_a_paper_record_photographed_is_a_full_one_and_its_picture_counts_once(cast, login, form):
    client, empty = login("teacher"), {"at": [""], "phase": [""], "text": [""], "note": [""], "strengths": "", "advice": ""}
    edit = client.post(reverse(NEW), noted(cast, **empty, do="submit"), follow=True).request["PATH_INFO"]
    row = Observation.objects.get()
    assert row.state == ObservationState.DRAFT  # neither a line nor a photo
    step = reverse("observation_step", args=[row.pk])
    page = SimpleUploadedFile("听课本.jpg", a_photo(4, (600, 450)))
    assert "第 1 张" in client.post(step, {"step": "photos", "photos": page}, HTTP_X_STRIP="1").content.decode()
    photo = row.photos.get()
    address = reverse("file", args=[photo.file_id])
    assert login("colleague").get(address).status_code == 404  # a draft is its writer's alone
    login("teacher").post(edit, noted(cast, **empty, key=str(row.key), version="1", do="submit"))
    row.refresh_from_db()
    assert (row.state, row.graded, row.response) == (ObservationState.SUBMITTED, False, None)
    assert login("colleague").get(address).status_code == 200
    assert f"media:{photo.file_id}" in observation_paper(row).html
    again = a_work(cast, state="draft")
    photos.add(cast.person("teacher"), again, a_photo(4), "又一张.jpg")
    assert [*used_before(again).values()] == ["和你 11月18日的听课记录里的一张几乎一样"]


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("observed", "", "先选授课教师"), ("day", "2026-11-19", "还没有到"), ("day", "2026-08-01", "不在本学期"),
    ("at", ["九点", "", ""], "第几分钟"), ("a-goal", "极好", "没有『极好』这一等"), ("topic", "长" * 81, "最多 80 个字"),
])
def test_what_cannot_be_kept_gets_a_sentence_and_nothing_is_lost(cast, login, form, field, value, sentence):
    post = noted(cast, **{field: value})
    client = login("teacher")
    page = client.post(reverse(NEW), post)
    assert page.status_code == 422
    assert sentence in page.content.decode() and "任意画两条直线" in page.content.decode() and "垂直讲得偏快" in page.content.decode()
    assert client.post(reverse(NEW), post, **JSON).status_code == 422
    assert not Observation.objects.exists()


def test_nobody_observes_himself_or_a_stranger(cast, login):
    client = login("teacher")
    for teacher in (cast.teachers["teacher"], cast.stranger.teachers["teacher"]):
        answer = client.post(reverse(NEW), noted(cast, observed=teacher.pk), **JSON)
        assert "要从名单里选" in answer.json()["error"]


def test_one_lesson_counts_once_for_its_observer(cast):
    first = an_observation(cast, period="第2节")
    again = an_observation(cast, period="第2节", state="draft")
    with pytest.raises(Refused, match="只算一次"):
        services.submit(cast.person("teacher"), again)
    assert list(queries.observations_made(cast.term)) == [first]
    services.discard(cast.person("teacher"), again)
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(("first", "again", "counts"), [("", "", False), ("第 2 节", "", False), ("", "第 2 节", False), ("第 2 节", "第 3 节", True)])
def test_leaving_the_period_out_does_not_count_a_lesson_twice(cast, first, again, counts):
    an_observation(cast, period=first)
    row = an_observation(cast, period=again, state="draft")
    if counts:
        assert services.submit(cast.person("teacher"), row).state == ObservationState.SUBMITTED
    else:
        with pytest.raises(Refused, match="只算一次"):
            services.submit(cast.person("teacher"), row)


READERS = {
    # who: (a draft, handed in) of the teacher about a colleague of his group
    "teacher": (True, True), "colleague": (False, True), "other": (False, False), "group_leader": (False, True),
    "office": (False, True), "principal": (False, True), "archivist": (False, True),
}


@pytest.mark.parametrize("role", READERS)
def test_who_reads_what(cast, login, role):
    rows = [an_observation(cast, state="draft", topic="草稿课题"), an_observation(cast, topic="交了的课题")]
    client = login(role)
    seen = tuple(
        client.get(reverse("observation", args=[row.pk])).status_code == 200
        and client.get(reverse("observation_pdf", args=[row.pk])).status_code == 200 for row in rows
    )
    assert seen == READERS[role]
    which = {"teacher": "made", "colleague": "received"}.get(role, "all")
    listed = client.get(reverse("observation_list"), {"which": which}).content.decode()
    assert tuple(row.topic in listed for row in rows) == READERS[role]


def test_a_stranger_finds_nothing_and_others_change_nothing(cast, login, client):
    row = an_observation(cast)
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("observation", args=[row.pk])).status_code == 404
    for role in ("colleague", "office"):
        assert login(role).get(reverse("observation_edit", args=[row.pk])).status_code == 404
        assert login(role).post(reverse("observation_step", args=[row.pk]), {"step": "withdraw"}).status_code == 404
    assert login("office").post(reverse("observation_answer", args=[row.pk]), {}).status_code == 404
    assert login("district").get(reverse("observation_list")).status_code == 403


def test_the_list_costs_the_same_for_1_and_30(cast, login):
    client, url = login("office"), reverse("observation_list") + "?which=all"
    an_observation(cast)
    one = queries_of(client, url)
    for observer in ("teacher", "other", "principal") * 10:
        an_observation(cast, observer)
    assert queries_of(client, url) == one


def test_the_paper_has_clock_times_the_form_and_escapes(cast, form):
    row = an_observation(cast, started=time(8, 55), advice="<b>慢</b>一点", graded=True)
    row.response = Response.objects.create(
        school=cast.school, instrument=form, answers={item["code"]: "优" for item in items(form.document)}, total=100
    )
    html = observation_paper(row).html
    assert "8:56" in html and "&lt;b&gt;" in html and "<b>慢" not in html and "优秀" in html


def test_todo_names_the_lesson(cast):
    an_observation(cast)
    an_observation(cast, state="draft", period="第3节")
    assert [todo.detail for todo in todo_records(cast.person("colleague"))] == ["方静宜听了你 11月18日的课"]
    assert [todo.title for todo in todo_records(cast.person("teacher"))] == ["听课记录还没交"]


def test_lessons_of_one_teacher_stand_beside_each_other(cast, login):
    first, second = an_observation(cast, topic="分数"), an_observation(cast, topic="小数", day=date(2026, 11, 11), strengths="放手让学生说")
    an_observation(cast, observer="other", topic="方程", advice="不给旁人看的话")
    page = login("teacher").get(reverse("observation", args=[first.pk])).content.decode()
    assert "和郑国栋的另 1 节并排看" in page
    table = login("teacher").get(reverse("observation", args=[first.pk]), {"beside": 1}).content.decode()
    assert table.index("小数") < table.index("放手让学生说") and reverse("observation", args=[second.pk]) in table
    assert "不给旁人看的话" not in table and "不给旁人看的话" in login("office").get(reverse("observation", args=[first.pk]), {"beside": 1}).content.decode()
