"""新教师培养, 校内讲师 and the lists that come out of what exists; 师德 decided by the leadership group."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activities.models import Attendance, ConductRecord, Offer, OpenLesson
from activities.queries import growth_lists as lists
from activities.queries.growth import calendars, year_of
from activities.services import activities
from activities.services import results as conduct
from evaluation.evidence import results
from evaluation.evidence.setting import Setting
from school.models import AuditEntry, Notice
from school.workflow import Refused
from tests.activities.event import an_activity, opened
from tests.activities.test_pairs import a_lesson, made_of
from tests.builders import TODAY
from tests.builders_people import a_pair


def test_the_calendar_of_a_new_teacher_comes_from_what_exists(cast, login):
    new = cast.teachers["teacher"]
    new.started = date(2026, 8, 20)
    new.save()
    a_pair(made_of(cast), cast.teachers["colleague"], new)
    a_lesson(cast, "colleague", "teacher")
    done, ahead = an_activity(cast, "新教师汇报课", day=TODAY - timedelta(days=7)), an_activity(cast, "开课周", day=TODAY + timedelta(days=7))
    for activity in (done, ahead):
        activity.sessions.get().presenters.add(new)
    session = done.sessions.get()
    Attendance.objects.create(session=session, teacher=new, part="teach", state="present")
    OpenLesson.objects.create(
        school=cast.school, term=cast.term, teacher=new, day=TODAY + timedelta(days=3), class_name="二1班", topic="秋天",
    )
    shown = an_activity(cast, "新教师汇报课（低段）", day=TODAY - timedelta(days=3))
    Attendance.objects.create(session=shown.sessions.get(), teacher=new, part="present", state="present")
    found, = calendars([new, cast.teachers["other"]], cast.term)
    assert (found.year, found.mentors) == (1, ["郑国栋"])
    assert dict((kind, number) for kind, number, _ in found.counts) == {"开课": 2, "跟踪听课": 1, "师徒交流": 0, "考核": 0}
    assert [(step.day, step.kind) for step in found.to_come] == [
        (TODAY + timedelta(days=3), "开课"), (TODAY + timedelta(days=7), "开课"), (None, "跟踪听课"), (None, "师徒交流"), (None, "考核")]
    page = login("teacher").get(reverse("growth_teacher", args=[new.pk]))
    assert "新教师汇报课" in page.content.decode() and "还差 7 次" in page.content.decode()
    assert login("other").get(reverse("growth_teacher", args=[new.pk])).status_code == 404


@pytest.mark.parametrize(("started", "year"), [
    (date(2026, 8, 20), 1), (date(2026, 2, 1), 2), (date(2024, 9, 1), 3), (date(2023, 9, 1), None), (None, None), (date(2026, 12, 1), None)])
def test_the_years_are_school_years(cast, started, year):
    cast.teachers["teacher"].started = started
    assert year_of(cast.teachers["teacher"], TODAY) == year


def test_lecturers_are_found_by_what_they_teach(cast, login):
    form = {"title": "朗读教学", "level": "county", "note": "低段"}
    for _ in range(2):
        login("teacher").post(reverse("offer_add"), form)
    session = opened(cast, title="怎样教朗读", forms=["专题讲座"])
    session.presenters.add(cast.teachers["teacher"])
    assert Offer.objects.count() == 1
    row, = lists.lecturers(cast.person("office"), "朗读")
    assert (row.teacher.name, row.last, row.title) == ("方静宜", TODAY, "怎样教朗读")
    assert lists.lecturers(cast.person("office"), "书法") == []
    colleague = cast.teachers["colleague"]
    colleague.honours = [{"level": "县级", "name": "骨干教师", "body": "县教育局", "year": 2023}]
    colleague.save()
    assert [row.teacher.pk for row in lists.lecturers(cast.person("office"))][1:] == [colleague.pk]
    assert "县骨干教师（2023）" in login("teacher").get(reverse("lecturers"), {"q": "骨干"}).content.decode()
    lecture, = lists.lectures(cast.term)
    assert (lecture.speakers, lecture.came.due) == ("方静宜", 8)
    assert login("colleague").post(reverse("offer_remove", args=[Offer.objects.get().pk])).status_code == 404


def test_six_things_of_a_learning_activity(cast):
    session = opened(cast, title="师德学习")
    opened(cast, title="球赛", forms=[])
    session.attendances.update(state="present")
    activity = session.activity
    activities.take_step(cast.person("office"), activity, "start")
    activity.interaction = "分组谈"
    activity.save()
    row, = lists.six_things(cast.term)
    assert row.missing == ["材料", "笔记", "考评", "测试"]


@pytest.fixture
def record(cast, login) -> ConductRecord:
    login("principal").post(reverse("conduct_new"), {
        "teacher": "方静宜", "day": "2026-11-10", "severity": "较轻", "clause": "迟到三次", "talk": "谈过", "assigned": cast.users["leader"].pk})
    return ConductRecord.objects.get()


def counted(cast) -> dict:
    setting = Setting(cast.term, [cast.teachers["teacher"]], {})
    return results.conduct(setting, "", {"rule": {"kind": "count", "points": {"较轻": -1}}})[cast.teachers["teacher"].pk].value


def test_a_conduct_record_takes_points_only_after_the_decision(cast, login, record):
    setting = Setting(cast.term, [cast.teachers["teacher"]], {})
    assert counted(cast) == {"counts": {}} and results.incidents(setting)[cast.teachers["teacher"].pk] == {}
    login("teacher").post(reverse("conduct_answer", args=[record.pk]), {"answer": "那周孩子住院"})
    url = reverse("conduct_decide", args=[record.pk])
    assert "1 条记录等领导小组决定" in login("principal").get("/").content.decode()
    sent = {"decision": "提醒一次", "decided_on": "2026-11-17", "deciders": "周德厚、吴敬堂"}
    alone = login("principal").post(url, sent | {"deciders": "周德厚"}).content.decode()
    assert "两人以上" in alone and "提醒一次" in alone  # nothing typed is lost
    login("principal").post(url, sent | {"severity": "不扣分"})
    assert counted(cast) == {"counts": {}} and results.incidents(setting)[cast.teachers["teacher"].pk] == {}
    login("principal").post(url, sent | {"severity": "较轻"})
    assert counted(cast) == {"counts": {"较轻": 1}}
    login("principal").post(url, {"do": "take_back"})
    assert ConductRecord.objects.exists()  # what was decided stays
    for who in ("principal", "leader", "teacher"):
        page = login(who).get(reverse("conduct_list")).content.decode()
        for words in ("提醒一次", "2026年11月17日", "周德厚、吴敬堂", "那周孩子住院"):
            assert words in page
    for who in ("leader", "teacher", "office"):
        assert login(who).post(url, {}).status_code == 403
    told = list(Notice.objects.values_list("text", flat=True))
    assert len(told) == 4 and not any(word in text for text in told for word in ("师德", "迟到", "方静宜", "较轻"))


@pytest.mark.parametrize(("deciders", "said"), [
    (["principal"], "两人以上"), (["principal", "other"], "不在领导小组"), (["principal", "teacher"], "本人不参加")])
def test_who_decides_about_conduct(cast, record, deciders, said):
    with pytest.raises(Refused, match=said):
        conduct.decide_conduct(cast.person("principal"), record, "提醒", TODAY, [cast.teachers[name] for name in deciders])
    assert counted(cast) == {"counts": {}}
    conduct.take_back_conduct(cast.person("principal"), record)
    assert not ConductRecord.objects.exists() and Notice.objects.filter(text__contains="已经撤掉").count() == 2


def test_the_log_names_a_conduct_record_to_the_principal_alone(cast, login, record):
    assert AuditEntry.objects.filter(object_type="activities.conductrecord").exists()
    for who, seen in (("principal", True), ("admin", False)):
        assert ("方静宜 较轻" in login(who).get(reverse("audit_log")).content.decode()) is seen
