"""范本与师资现状: a first draft filled from roster and calendar; figures that add up."""
from __future__ import annotations

from datetime import date

import pytest

from plans import queries
from plans.models import Plan
from plans.patterns import PATTERNS
from plans.staff import staff_of
from school.audience import full_years
from school.models import Teacher
from tests.builders import TODAY
from tests.plans.a_plan import a_draft


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one.key)
def test_a_pattern_is_a_whole_draft_of_this_school(cast, login, one):
    Teacher.objects.update(title="一级")
    client = login("office")
    assert "本学期还没有研修计划" in client.get("/").content.decode()
    assert one.name in client.get("/plans/pattern/").content.decode()
    assert client.post("/plans/pattern/", {"pattern": one.key}).status_code == 302
    plan = Plan.objects.get()
    assert "全校在岗教师 8 人" in plan.sections.get(title="师资现状").body and "一级 8 人" in plan.sections.get(title="师资现状").body
    assert {row.content_item.title for row in plan.schedule.all()} == set(one.contents), "every content is scheduled"
    assert [stage.name for stage in plan.stages.all()] == ["启动", "研修", "总结"]
    assert plan.leadership.get(name="周德厚").role == "head" and plan.quotas.count() == len(one.quotas)
    calendar = queries.calendar_of(cast.school)
    assert all(row.starts and calendar.is_working(row.starts) for row in plan.schedule.all())
    assert all(row.audience for row in plan.schedule.all())
    assert client.post("/plans/pattern/", {"pattern": one.key}).status_code == 409, "never over a plan that is there"
    for address in (f"/plans/{plan.pk}/", "/plans/schedule/"):
        assert client.get(address).status_code == 200


def test_the_figures_of_the_roster(cast):
    names = list(Teacher.objects.filter(school=cast.school))
    for teacher, born in zip(names, (1969, 1975, 1985, 1995, 1999), strict=False):
        teacher.born = date(born, 11, 19)
        teacher.save()
    staff = staff_of(cast.school, TODAY)
    ages = dict(staff.tables)["年龄"]
    assert [(line.name, line.number, line.share) for line in ages] == [
        ("35 岁及以下", 2, "25.0%"), ("36—45 岁", 1, "12.5%"), ("46—55 岁", 1, "12.5%"), ("56 岁及以上", 1, "12.5%"), ("名册没有写", 3, "37.5%"),
    ]
    assert full_years(date(1990, 11, 19), TODAY) == 35 and staff.average_age == "40.4"
    assert sum(line.number for line in ages) == staff.count


def test_the_figures_are_written_into_the_plan(cast, login):
    plan, client = a_draft(cast), login("office")
    assert "<svg" in client.get("/plans/staff/").content.decode()
    client.post("/plans/staff/")
    assert "全校在岗教师 8 人" in plan.sections.get(title="师资现状").body
    assert login("teacher").get("/plans/staff/").status_code == 403
