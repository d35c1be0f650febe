"""A teacher's page: 长假, 称号; 分层标签 that follow the roster and those the school gives."""
from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from activities.queries.quotas import served_days
from documents.calendar import Calendar
from plans.models import Quota, ScheduleEntry
from plans.staff import staff_of
from rubrics.models import Rubric
from school import honours
from school.models import AuditEntry, Service, Tag, Teacher, Term
from school.services import roster, tags
from school.services.settings import save_leaves
from school.tasks import follow_roster
from school.workflow import Refused
from tests.builders import TODAY
from tests.plans.a_plan import a_draft
from tests.school.test_roster import a_workbook


def of(form) -> dict:
    """What a browser would send back untouched."""
    return {one.html_name: one.value() for one in form if one.value() not in (None, False, "")}


def away(*rows: tuple[str, str, str], **more: str) -> dict[str, str]:
    given = {"leave-TOTAL_FORMS": str(len(rows)), "leave-INITIAL_FORMS": "0", **more}
    for no, (kind, since, until) in enumerate(rows):
        given |= {f"leave-{no}-kind": kind, f"leave-{no}-since": since, f"leave-{no}-until": until}
    return given


def test_long_leave_is_entered_on_the_teachers_page(cast, login):
    client, teacher = login("office"), cast.teachers["colleague"]
    url = reverse("teacher_edit", args=[teacher.pk])
    assert "按在岗的周数折算" in client.get(url).content.decode()
    bad = client.post(url, away(("产假", "2026-11-09", "2026-11-01"), ("病休", "2026-12-01", ""))).content.decode()
    assert "不能在开始之前" in bad and "没有保存" in bad and not Service.objects.exists()
    crossed = client.post(url, away(("产假", "2026-11-09", ""), ("病休", "2026-12-01", ""))).content.decode()
    assert "还没有结束" in crossed and not Service.objects.exists()
    assert client.post(url, away(("产假", "2026-11-09", "2026-11-13"), ("病休", "2026-12-01", ""))).status_code == 302
    rows = list(Service.objects.filter(teacher=teacher))
    assert [(row.kind, row.since, row.until) for row in rows] == [("产假", date(2026, 11, 9), date(2026, 11, 13)), ("病休", date(2026, 12, 1), None)]
    days = Calendar().working_days(date(2026, 11, 9), date(2026, 11, 20))
    assert len(served_days(teacher, rows, days)) == 5, "the quotas read what was typed"
    entry = AuditEntry.objects.get(action="teacher.leave")
    assert entry.after == ["产假 2026-11-09至2026-11-13", "病休 2026-12-01至今"]
    client.post(url, away(("产假", "2026-11-09", "2026-11-13"), **{"leave-0-DELETE": "on"}))
    assert not Service.objects.exists()
    with pytest.raises(Refused, match="自己的长假不能由自己改"):
        save_leaves(cast.person("office"), cast.teachers["office"], [("产假", TODAY, None)])


def test_honours_are_typed_read_from_the_roster_and_said_once(cast, login):
    client, teacher = login("office"), cast.teachers["teacher"]
    url = reverse("teacher_edit", args=[teacher.pk])
    form = client.get(url).context["form"]
    wrong = client.post(url, of(form) | {"honours": "县级 2023"})
    assert "里没有称号" in wrong.content.decode()
    assert client.post(url, of(form) | {"honours": "县级 骨干教师 县教育局 ２０２３年\n市级，市教坛新秀"}).status_code == 302
    teacher.refresh_from_db()
    assert teacher.honours == [
        {"level": "县级", "name": "骨干教师", "body": "县教育局", "year": 2023}, {"level": "市级", "name": "市教坛新秀", "body": "", "year": None},
    ]
    assert "县级 骨干教师 县教育局 2023\n市级 市教坛新秀" in client.get(url).content.decode()
    other = cast.teachers["colleague"]
    data = a_workbook(("姓名", "工号", "称号"), (other.name, other.staff_no, "县级 县骨干教师 县教育局 2018；国家级 特级教师"))
    assert roster.apply(cast.person("office"), cast.school, cast.term, roster.read(data, cast.school, cast.term)) == (0, 1)
    other.refresh_from_db()
    assert [honours.said(one) for one in other.honours] == ["县骨干教师", "国家级特级教师"]
    lines = dict(staff_of(cast.school, TODAY).tables)["骨干与称号"]
    assert {line.name: line.number for line in lines} == {"县骨干教师": 2, "市教坛新秀": 1, "国家级特级教师": 1}
    assert roster.read(a_workbook(("姓名", "工号", "称号"), ("某", "9", "县级")), cast.school, cast.term).errors


def test_new_teachers_follow_the_roster(cast, settings):
    """The first three school years since 参加工作, and no longer."""
    Teacher.objects.filter(pk=cast.teachers["teacher"].pk).update(started=date(2024, 8, 20))
    Teacher.objects.filter(pk=cast.teachers["colleague"].pk).update(started=date(2023, 8, 20))
    by_hand = Tag.objects.create(school=cast.school, name="新教师")
    by_hand.teachers.add(cast.teachers["colleague"], cast.teachers["other"])
    follow_roster()
    assert set(by_hand.teachers.all()) == {cast.teachers["teacher"], cast.teachers["other"]}, "without 参加工作 what was set stays"
    settings.DEMO_DAY = date(2027, 9, 1)
    tags.follow_roster(cast.school)
    assert set(by_hand.teachers.all()) == {cast.teachers["other"]}
    assert AuditEntry.objects.filter(action="tag.give", reason="按参加工作").count() == 2
    data = a_workbook(("姓名", "工号", "参加工作"), ("单于飞", "901", "2027-08"))
    roster.apply(cast.person("office"), cast.school, Term.objects.get(pk=cast.term.pk), roster.read(data, cast.school, cast.term))
    assert by_hand.teachers.filter(staff_no="901").exists()


def test_a_tag_is_made_renamed_and_given_where_groups_are_kept(cast, login):
    client = login("office")
    assert "标签『班主任』已经有了" in client.post(reverse("groups"), {"add_tag": "1", "tag-name": "班主任"}).content.decode()
    client.post(reverse("groups"), {"add_tag": "1", "tag-name": "待发展型"})
    tag = Tag.objects.get(name="待发展型")
    url = reverse("tag_members", args=[tag.pk])
    client.post(url, {"name": "待发展型", "members": [cast.teachers["teacher"].pk, cast.teachers["other"].pk]})
    assert tag.teachers.count() == 2 and "待发展型" in client.get(reverse("groups")).content.decode()
    plan = a_draft(cast, rows=1)
    plan.schedule.update(audience={"tags": ["班主任", "待发展型"]})
    Quota.objects.update(audience={"tags": ["待发展型"]})
    assert client.post(url, {"name": "成长型", "members": [cast.teachers["teacher"].pk]}).status_code == 302
    assert ScheduleEntry.objects.get().audience == {"tags": ["班主任", "成长型"]} and Quota.objects.get().audience == {"tags": ["成长型"]}
    assert tag.teachers.get() == cast.teachers["teacher"]
    Rubric.objects.create(school=cast.school, title="细则", document={"items": [{"applies_to": {"tags": ["成长型"]}}]}, state="in_use")
    refused = client.post(url, {"name": "起步型", "members": [cast.teachers["teacher"].pk]})
    assert refused.status_code == 409 and "按这个名称计分" in refused.content.decode() and Tag.objects.filter(name="成长型").exists()
    assert client.post(url, {"name": "成长型", "members": [cast.teachers["office"].pk]}).status_code == 409, "nobody gives himself a tag"
    assert login("teacher").get(url).status_code == 403
