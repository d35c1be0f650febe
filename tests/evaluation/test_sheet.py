"""考核汇总表: what it shows to whom, its steps, and what it costs."""
from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation import evidence, services
from evaluation.models import Score, SheetMember
from evaluation.queries import differences, my_points, of_rubric, sheet_summary, todo
from rubrics.sources import SOURCES
from school import audit
from school.workflow import Refused
from tests.builders import a_teacher
from tests.evaluation import builders as make

PAGES = ("/evaluation/", "/evaluation/corrections/", "/evaluation/export.xlsx", "/evaluation/export.pdf")


@pytest.fixture
def sheet(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    make.awards(cast, "colleague", 4)
    return make.a_sheet(cast)


def test_sources_offered_are_the_sources_answered():
    assert set(SOURCES) == set(evidence.SOURCES)


def test_open_is_not_zero_and_what_does_not_apply_is_a_dash(cast, login, sheet):
    page = login("office").get("/evaluation/").content.decode()
    row = re.search(r"郑国栋</th>(.*?)</tr>", page)[1]
    assert row.count("待定") == 8
    assert row.count("—") == 3
    assert f'<a href="cell/{cast.teachers["colleague"].pk}/?item=9">4</a>' in row
    assert "合计 103 分，不是 100 分" in page and "封顶" in page and "折算" in page and "改分值" in page


def test_a_cell_opens_its_reason_with_records(cast, login, sheet):
    teacher = cast.teachers["colleague"]
    answer = login("office").get(f"/evaluation/cell/{teacher.pk}/?item=9", headers={"hx-request": "true"})
    page = answer.content.decode()
    assert "先进班级 4 次" in page and "第 1 周先进班级，四（3）班" in page
    assert "再获先进班级 3 次可加 3 分" in page
    assert "<html" not in page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [("principal", 200), ("leader", 200), ("office", 200), ("group_leader", 403), ("teacher", 403), ("admin", 403)],
)
def test_who_sees_the_sheet(cast, login, sheet, page, role, status):
    assert login(role).get(page).status_code == status


def test_the_archivist_sees_it_when_it_is_final(cast, login, sheet):
    client = login("archivist")
    assert "方静宜" not in client.get("/evaluation/").content.decode()
    assert client.get("/evaluation/export.xlsx").status_code == 404
    assert client.get(f"/evaluation/cell/{cast.teachers['teacher'].pk}/?item=1").status_code == 404
    sheet.state = "final"
    sheet.save()
    assert "方静宜" in client.get("/evaluation/").content.decode()


def test_a_stranger_finds_nothing(cast, client, sheet):
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    assert "方静宜" not in client.get("/evaluation/").content.decode().replace("河湾方静宜", "")
    assert client.get(f"/evaluation/cell/{cast.teachers['teacher'].pk}/?item=1").status_code == 404
    assert client.get("/evaluation/export.xlsx").status_code == 404


def test_filters(cast, login, sheet):
    client = login("office")
    maths = cast.groups["maths"]
    assert "方静宜</th>" not in client.get(f"/evaluation/?group={maths.pk}").content.decode()
    found = client.get("/evaluation/?name=万里").content.decode()
    assert "万里红</th>" in found and "方静宜</th>" not in found
    assert client.get("/evaluation/?group=x&tag=%27").status_code == 200


def test_page_and_reckoning_cost_the_same_for_many(cast, login, sheet):
    client = login("office")
    client.get("/evaluation/")

    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as page:
            client.get("/evaluation/")
        with CaptureQueriesContext(connection) as reckoning:
            services.compute(sheet)
        return len(page), len(reckoning)

    few = cost()
    for number in range(60):
        a_teacher(cast.school, f"教师{number}", group=cast.groups["maths"], term=cast.term)
    services.compute(sheet)
    assert cost() == few


def test_steps_need_their_conditions_and_a_decided_sheet_stands(cast, sheet):
    principal = cast.person("principal")
    services.advance_sheet(cast.person("office"), sheet, "meet")
    with pytest.raises(Refused, match="还有待定"):
        services.advance_sheet(cast.person("office"), sheet, "review_done")
    services.close_open_items(cast.person("office"), sheet)
    score = Score.objects.get(sheet=sheet, teacher=cast.teachers["colleague"])
    item = next(item for item in score.items if item["code"] == "4")
    assert (item["state"], item["points"]) == ("scored", "0")
    assert "何淑芬 2026-11-18确认：待定按未完成计" in item["reason"]
    for step in ("review_done", "decide"):
        services.advance_sheet(principal, sheet, step)
    with pytest.raises(Refused, match="由另一名"):
        services.advance_sheet(principal, sheet, "finalise")
    services.advance_sheet(cast.person("leader"), sheet, "finalise")
    sheet.refresh_from_db()
    assert sheet.state == "final"
    make.notes(cast, "teacher", 2)
    with pytest.raises(Refused, match="不再变"):
        services.compute(sheet)
    assert differences(sheet) == []


def test_whoever_is_left_out_stands_on_no_sheet(cast, login, sheet):
    teacher = cast.teachers["other"]
    client = login("office")
    assert "请写原因" in client.post("/evaluation/members/", {"leave_out": "1", "teacher": teacher.pk, "reason": ""}).content.decode()
    client.post("/evaluation/members/", {"leave_out": "1", "teacher": teacher.pk, "reason": "产假"})
    assert SheetMember.objects.get().reason == "产假"
    assert not Score.objects.filter(sheet=sheet, teacher=teacher).exists()
    client.post("/evaluation/members/", {"back": teacher.pk})
    assert Score.objects.filter(sheet=sheet, teacher=teacher).exists()


def test_nobody_decides_whether_he_is_assessed(cast, login, sheet):
    own = cast.teachers["office"]
    assert login("office").post("/evaluation/members/", {"leave_out": "1", "teacher": own.pk, "reason": "产假"}).status_code == 409
    assert login("leader").post("/evaluation/members/", {"leave_out": "1", "teacher": own.pk, "reason": "产假"}).status_code == 302
    assert login("office").post("/evaluation/members/", {"back": own.pk}).status_code == 409
    assert SheetMember.objects.get().teacher == own


def test_own_points_and_what_more_only_when_asked(cast, login, sheet):
    client = login("colleague")
    page = client.get("/evaluation/mine/").content.decode()
    assert "班级管理讲座" in page and "再获" not in page and "/evaluation/mine/what-if/" in page
    more = client.get("/evaluation/mine/what-if/").content.decode()
    assert "若再获 1 次" in more
    assert "再交" not in more and "再写" not in more, "writing more is never offered"


def test_home_page_reads(cast, sheet):
    person = cast.person("teacher")
    assert str(my_points(person).score.total) == "90.50"
    assert sheet_summary(cast.term)["teachers"] == 8
    services.advance_sheet(cast.person("office"), sheet, "meet")
    assert [one.title for one in todo(person)] == ["核对我的得分"]


def test_records_lead_to_their_pages(cast, sheet):
    score = Score.objects.get(sheet=sheet, teacher=cast.teachers["teacher"])
    found = {item["code"]: of_rubric(sheet, item)["records"] for item in score.items}
    assert len(found["1"]) == 8 and all(record["address"].startswith("/works/") for record in found["1"])
    assert found["5"][0]["address"].startswith("/activities/")


def test_a_mark_the_rubric_does_not_know_stays_open_and_says_so(cast, sheet):
    make.tier(cast, "colleague", make.CONTENT["5"], "优等")
    services.compute(sheet)
    score = Score.objects.get(sheet=sheet, teacher=cast.teachers["colleague"])
    item = next(item for item in score.items if item["code"] == "5")
    assert item["state"] == "open" and "『优等』" in item["reason"]


def test_reading_shows_what_was_recorded_since(cast, login, sheet):
    teacher = cast.teachers["teacher"]
    make.notes(cast, "teacher", 1)
    old = sheet.computed_at - timedelta(seconds=30)
    type(sheet).objects.update(computed_at=old)
    client = login("office")
    client.get("/evaluation/")
    assert next(i for i in Score.objects.get(sheet=sheet, teacher=teacher).items if i["code"] == "1")["points"] == "8"
    audit.record(cast.person("office"), "accept", teacher)
    client.get("/evaluation/")
    assert next(i for i in Score.objects.get(sheet=sheet, teacher=teacher).items if i["code"] == "1")["points"] == "9"


def test_a_grid_lists_those_the_item_is_for(cast, login):
    document = make.a_document("zero")
    make.a_plan(cast, document)
    make.tags(cast, "teacher", "新教师")
    make.a_sheet(cast, document)
    page = login("office").get(f"/evaluation/marks/{make.an_activity(cast, make.CONTENT['3']).pk}/").content.decode()
    assert "方静宜</th>" in page and "郑国栋</th>" not in page
