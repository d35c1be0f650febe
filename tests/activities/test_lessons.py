"""公开课: seats, the way from a place to a record, what one record counts for, what belongs together, recommendation."""
import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Activity, Attendance, Observation, OpenLesson, Session, Work
from activities.papers.lessons import lesson_paper
from activities.queries import lessons as queries
from activities.queries import observations
from activities.queries.quotas import quota_progress
from activities.queries.todo_records import todo_records
from activities.services import lessons as service
from activities.services import observations as recording
from activities.states import ObservationState
from evaluation.evidence import SOURCES
from evaluation.evidence.setting import Setting
from instruments.answers import items, total
from instruments.library import LESSON_FORM, seed_library
from instruments.models import Response
from plans.burden import prices_of
from plans.models import Plan, Quota
from school.models import Notice
from school.workflow import Refused
from tests.activities.lessons import an_open_lesson
from tests.activities.records import an_observation, kind_of
from tests.activities.test_observations import noted
from tests.builders import TODAY, Cast
from tests.evaluation.builders import a_document, a_plan

S = ObservationState
LATER = TODAY + timedelta(days=7)


def step(client, lesson: OpenLesson, name: str, **sent):
    return client.post(reverse("lesson_step", args=[lesson.pk]), {"step": name, **sent}, follow=True)


def told(cast: Cast, who: str) -> list[str]:
    return list(Notice.objects.filter(user=cast.users[who]).order_by("pk").values_list("text", flat=True))


def states(lesson: OpenLesson) -> list[str]:
    return list(lesson.observations.order_by("pk").values_list("state", flat=True))


def test_announced_in_one_form_and_the_group_is_told_once(cast, login):
    client = login("colleague")
    post = {
        "key": str(uuid4()), "version": "0", "teacher": cast.teachers["colleague"].pk, "kind": "same_topic", "topic": "平行与垂直",
        "day": "2026-11-25", "period": "2", "starts": "09：20", "class_name": "四（1）班", "capacity": "12",
    }
    for _ in range(2):
        page = client.post(reverse("lesson_new"), post, follow=True)
    lesson = OpenLesson.objects.get()
    assert (lesson.period, lesson.capacity, lesson.get_kind_display()) == ("第 2 节", 12, "同课异构")
    assert "我要去听" not in page.content.decode() and "写教学设计" in page.content.decode()
    assert [text for text in told(cast, "teacher") if "可以约座位" in text] == [
        "郑国栋的同课异构《平行与垂直》，11月25日第 2 节　四（1）班，可以约座位。"
    ]
    assert not told(cast, "other")
    wrong = client.post(reverse("lesson_new"), {**post, "key": str(uuid4()), "teacher": cast.teachers["teacher"].pk, "capacity": "很多"})
    assert wrong.status_code == 422 and "座位请写数字" in wrong.content.decode() and OpenLesson.objects.count() == 1


def test_seats_run_out_and_who_waits_moves_up(cast):
    lesson = an_open_lesson(cast, day=LATER, capacity=1)
    for who in ("teacher", "other", "office", "teacher"):
        service.book(cast.person(who), lesson)
    assert states(lesson) == [S.BOOKED, S.WAITING, S.WAITING]
    service.give_back(cast.person("teacher"), lesson)
    assert states(lesson) == [S.BOOKED, S.WAITING]
    assert lesson.observations.get(state=S.BOOKED).observer == cast.teachers["other"]
    assert "有座位了" in told(cast, "other")[-1] and not told(cast, "office")
    service.edit(cast.person("colleague"), lesson, 1, {"capacity": None, "place": "阶梯教室"})
    assert states(lesson) == [S.BOOKED, S.BOOKED]
    assert {row.place for row in lesson.observations.all()} == {"阶梯教室"} and "阶梯教室" in told(cast, "other")[-1]
    with pytest.raises(Refused, match="自己的课"):
        service.book(cast.person("colleague"), lesson)
    with pytest.raises(Refused, match="还没有到"):
        service.begin(cast.person("other"), lesson)
    assert not observations.observations_made(cast.term).exists()


def test_who_sat_in_a_lecture_has_given_no_open_lesson(cast):
    """Announced by himself, hung on an activity he only attended, heard by nobody: no lesson; once the list says 出课 it is one."""
    lecture = Activity.objects.create(school=cast.school, term=cast.term, title="讲座", state="finished", key=uuid4())
    session = Session.objects.create(activity=lecture, day=TODAY)
    row = Attendance.objects.create(session=session, teacher=cast.teachers["colleague"], state="present", part="attend")
    lesson = an_open_lesson(cast, day=TODAY, activity=lecture)
    assert lesson.teacher == row.teacher and queries.given(cast.term) == []
    row.part = "teach"
    row.save()
    assert [one.pk for one in queries.given(cast.term)] == [lesson.pk] and queries.given(cast.term, only=[]) == [], "nobody is not everybody"


def test_one_record_fills_everything_and_no_second_form_is_asked(cast, login):
    """The complaint of other systems: the same lesson typed in four times. Here: one tap, one hand-in."""
    plan = a_plan(cast, a_document(), notes=None)
    Quota.objects.create(plan=plan, order=1, name="听课", source="observations:made", period="term", number=20, unit="节", audience={"all": True})
    Quota.objects.create(plan=plan, order=1, name="公开课", source="open_lessons", period="term", number=1, unit="节", audience={"all": True})
    assert plan.level == Plan.Level.SCHOOL
    activity = Activity.objects.create(school=cast.school, term=cast.term, title="研讨", state="open", hours=2, key=uuid4())
    meeting = Session.objects.create(activity=activity, day=TODAY)
    here = Attendance.objects.create(session=meeting, teacher=cast.teachers["teacher"])
    lesson = an_open_lesson(cast, activity=activity)
    client = login("teacher")
    assert "我要去听" in client.get(reverse("lesson_list")).content.decode()
    step(client, lesson, "book")
    row = Observation.objects.get()
    [asked] = [one for one in todo_records(cast.person("teacher")) if one.act == "记听课"]
    page = client.get(asked.url).content.decode()  # 待办 leads straight to the form, filled in; only writing begins it
    assert 'value="平行与垂直"' in page and 'value="第 2 节"' in page and 'value="录播室"' in page and "确定删掉" not in page
    assert states(lesson) == [S.BOOKED]
    client.post(asked.url, noted(cast, key=str(row.key), version=row.version, activity=activity.pk, kind="report", started="09:20", period="第 2 节"))
    row.refresh_from_db()
    assert (row.state, row.observed, row.lesson, row.activity, row.kind) == (S.DRAFT, lesson.teacher, lesson, activity, "report")
    row.graded = False
    row.save()
    recording.submit(cast.person("teacher"), row)
    recording.submit(cast.person("teacher"), row)
    done = {one.label: one.done for one in quota_progress(cast.person("teacher"), cast.term)}
    given = {one.label: one.done for one in quota_progress(cast.person("colleague"), cast.term)}
    assert done["听课"] == 1 and given["公开课"] == 1
    here.refresh_from_db()
    assert (here.state, here.how) == ("present", "lesson")
    setting = Setting(cast.term, list(cast.teachers.values()), {})
    me, taught = cast.teachers["teacher"].pk, cast.teachers["colleague"].pk
    number = {"rule": {"kind": "judged"}}
    assert SOURCES["hours"](setting, "", number)[me].value == {"number": "2"}
    assert [record.page for record in SOURCES["open_lessons"](setting, "汇报课", {"rule": {"kind": "quota"}})[taught].records] == ["lesson"]
    assert SOURCES["open_lessons"](setting, "示范课", {"rule": {"kind": "quota"}})[taught].records == []
    assert list(observations.between(cast.teachers["teacher"], cast.teachers["colleague"], cast.term)) == [row]
    assert "方静宜" in login("colleague").get(reverse("lesson", args=[lesson.pk])).content.decode()
    assert sum("听了你" in text for text in told(cast, "colleague")) == 1
    recording.withdraw(cast.person("teacher"), row)
    here.refresh_from_db()
    assert here.state == "" and not observations.observations_made(cast.term).exists()


def test_a_record_that_named_no_lesson_finds_its_place(cast):
    """记一节课 although a place was taken: one row beside the lesson, no second one left over."""
    lesson = an_open_lesson(cast)
    service.book(cast.person("teacher"), lesson)
    row = an_observation(cast, state="draft", period="第 2 节")
    recording.submit(cast.person("teacher"), row)
    assert list(lesson.observations.all()) == [row]


def graded(cast: Cast, lesson: OpenLesson, who: str, word: str) -> Observation:
    form = seed_library(cast.school)[LESSON_FORM]
    given = {item["code"]: word for item in items(form.document)}
    response = Response.objects.create(
        school=cast.school, instrument=form, answers=given, total=total(form.document, given), about=lesson.teacher
    )
    return an_observation(cast, who, lesson=lesson, graded=True, response=response, strengths=f"{who}的优点")


def test_the_mean_with_and_without_extremes_is_for_whoever_may_read_everything(cast, login):
    lesson = an_open_lesson(cast)
    for who, word in (("teacher", "优"), ("other", "良"), ("office", "良")):
        graded(cast, lesson, who, word)
    mean = queries.together(cast.person("colleague"), [lesson])[0].means[0]
    best, good = Decimal(mean.full), [row.response.total for row in lesson.observations.filter(observer=cast.teachers["other"])][0]
    assert (mean.number, mean.trimmed) == (3, good)
    assert abs(mean.mean - (best + 2 * good) / 3) < Decimal("0.01")
    page = login("colleague").get(reverse("lesson", args=[lesson.pk])).content.decode()
    assert "去掉最高、最低" in page and "teacher的优点" in page
    mine = login("other").get(reverse("lesson", args=[lesson.pk])).content.decode()
    assert "other的优点" in mine and "teacher的优点" not in mine and "2 份是别的老师写的" in mine and "去掉最高" not in mine
    assert "去掉一个最高分" in lesson_paper(queries.together(cast.person("colleague"), [lesson])[0]).html
    assert login("other").get(reverse("lesson_pdf", args=[lesson.pk])).status_code == 409


def test_design_and_reflection_stand_beside_the_lesson_once_handed_in(cast, login):
    for kind in ("教学设计", "反思"):
        kind_of(cast, kind)
    lesson = an_open_lesson(cast)
    client = login("colleague")
    for _ in range(2):
        step(client, lesson, "design")
    step(client, lesson, "reflection")
    design, reflection = Work.objects.order_by("pk")
    lesson.refresh_from_db()
    assert (lesson.design, lesson.reflection) == (design, reflection)
    Work.objects.filter(pk=design.pk).update(body="先折后说", state="draft")
    assert "先折后说" not in login("other").get(reverse("lesson", args=[lesson.pk])).content.decode()
    Work.objects.filter(pk=design.pk).update(state="submitted")
    assert "先折后说" in login("other").get(reverse("lesson", args=[lesson.pk])).content.decode()
    assert step(login("other"), lesson, "design").status_code == 409


def test_same_course_and_the_same_teacher_side_by_side(cast, login):
    one = an_open_lesson(cast, kind="same_topic")
    an_open_lesson(cast, "teacher", kind="same_topic", topic="《平行与垂直》", class_name="四（2）班")
    an_open_lesson(cast, kind="follow", topic="角的度量", day=date(2026, 11, 11))
    client = login("other")
    beside = client.get(reverse("lesson_compare", args=[one.pk])).content.decode()
    assert "四（1）班" in beside and "四（2）班" in beside and "角的度量" not in beside
    over_time = client.get(reverse("lesson_compare", args=[one.pk]), {"by": "teacher"}).content.decode()
    heads = re.findall(r'<th scope="col"><a[^>]*>(《.*?》)', over_time)
    assert heads == ["《角的度量》", "《平行与垂直》"]


def test_recommended_step_by_step_with_reason_and_name_never_oneself(cast, login):
    lesson = an_open_lesson(cast, "group_leader")
    assert step(login("group_leader"), lesson, "recommend_in_group", reason="好").status_code == 404
    lesson.refresh_from_db()
    assert lesson.state == "announced"
    lesson = an_open_lesson(cast)
    leader = login("group_leader")
    assert "理由" in step(leader, lesson, "recommend_in_group").content.decode()
    step(leader, lesson, "recommend_in_group", reason="学生说得多")
    assert step(leader, lesson, "recommend_in_school", reason="好").status_code == 403
    step(login("office"), lesson, "recommend_in_school", reason="全校可以学")
    assert step(login("office"), lesson, "recommend_to_county", reason="好").status_code == 403
    page = step(login("principal"), lesson, "recommend_to_county", reason="送县里评").content.decode()
    lesson.refresh_from_db()
    assert lesson.state == "county"
    assert [(one["by"], one["reason"]) for one in lesson.recommended] == [
        ("唐建平", "学生说得多"), ("何淑芬", "全校可以学"), ("周德厚", "送县里评")
    ]
    assert "全校可以学" in page and len(told(cast, "colleague")) == 3


def test_called_off_everybody_who_goes_is_told(cast):
    lesson = an_open_lesson(cast, day=LATER)
    service.book(cast.person("teacher"), lesson)
    service.call_off(cast.person("colleague"), lesson, "县里开会")
    assert not lesson.observations.exists() and "县里开会" in told(cast, "teacher")[-1]
    with pytest.raises(Refused, match="已经取消"):
        service.book(cast.person("other"), lesson)


def test_todo_before_during_and_after(cast):
    lesson = an_open_lesson(cast)
    service.book(cast.person("teacher"), lesson)
    assert [(one.title, one.act) for one in todo_records(cast.person("teacher"))] == [("去听郑国栋《平行与垂直》", "记听课")]
    assert [one.title for one in todo_records(cast.person("colleague"))] == []
    recording.submit(cast.person("teacher"), _written(service.begin(cast.person("teacher"), lesson)))
    assert [one.title for one in todo_records(cast.person("colleague"))] == ["回复听课意见", "写课后反思：《平行与垂直》"]


def _written(row: Observation) -> Observation:
    row.advice, row.graded = "慢一点", False
    row.save()
    return row


def test_a_school_has_kinds_of_its_own(cast, login):
    client = login("office")
    school = {"name": cast.school.name, "short_name": "", "office_name": "教导处", "lesson_kinds": "推磨课、过关课，推磨课"}
    assert client.post(reverse("settings"), school).status_code == 302
    cast.school.refresh_from_db()
    assert cast.school.lesson_kinds == ["推磨课", "过关课"]
    page = client.get(reverse("lesson_new")).content.decode()
    assert '<option value="推磨课"' in page
    lesson = an_open_lesson(cast, "teacher", kind="推磨课", day=TODAY)
    assert "推磨课" in client.get(reverse("lesson", args=[lesson.pk])).content.decode()
    an_observation(cast, "colleague", "teacher", day=lesson.day, lesson=lesson)
    assert [row.kind for row in queries.given(cast.term)] == ["推磨课"]
    assert "open_lessons:推磨课" in prices_of(cast.school)
