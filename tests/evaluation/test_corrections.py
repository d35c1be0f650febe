"""异议, 核对, 改分 through three pairs of hands."""
from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from evaluation import services
from evaluation.models import Confirmation, Objection, Override, Score
from evaluation.queries import differences, todo
from school.models import AuditEntry, Role
from school.workflow import Refused
from tests.evaluation import builders as make

WHY = "第 8 周先进班级漏记一次，值周记录可查"


@pytest.fixture
def sheet(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    make.tags(cast, "teacher", "骨干", "晒课教师", "班主任")
    make.awards(cast, "teacher", 4)
    return make.a_sheet(cast)


def item(sheet, cast, code="9"):
    score = Score.objects.get(sheet=sheet, teacher=cast.teachers["teacher"])
    return next(one for one in score.items if one["code"] == code), score


def propose(cast, sheet, points="5") -> Override:
    return services.propose_override(cast.person("office"), sheet, cast.teachers["teacher"], "9", Decimal(points), WHY)


def test_three_people_change_a_score_and_the_old_value_stays_in_the_reason(cast, sheet):
    before = item(sheet, cast)[1].total
    row = propose(cast, sheet)
    services.agree_override(cast.person("leader"), row)
    assert item(sheet, cast)[0]["points"] == "4"
    services.confirm_override(cast.person("principal"), row)
    now, score = item(sheet, cast)
    assert (now["points"], now["corrected"]) == ("5", True)
    assert score.total > before
    for word in ("原 4 分", WHY, "何淑芬提出", "吴敬堂核对", "周德厚同意", "先进班级 4 次"):
        assert word in now["reason"]
    assert differences(sheet) == []
    services.compute(sheet)
    assert item(sheet, cast)[0]["points"] == "5", "reckoning again does not wipe a correction"
    assert [entry.action for entry in AuditEntry.objects.filter(action__in=["override.propose", "agree", "confirm"])] == [
        "confirm", "agree", "override.propose"
    ]


def test_steps_by_wrong_hands_are_refused(cast, login, sheet):
    row = propose(cast, sheet)
    address = f"/evaluation/corrections/overrides/{row.pk}/"
    assert login("office").post(address, {"step": "agree"}).status_code == 403
    assert login("teacher").post(address, {"step": "confirm"}).status_code == 403
    assert login("principal").post(address, {"step": "confirm"}).status_code == 409
    assert login("leader").post(address, {"step": "agree"}).status_code == 302
    assert login("principal").post(address, {"step": "confirm"}).status_code == 302


def test_one_person_with_two_roles_does_not_agree_to_his_own(cast, sheet):
    Role.objects.create(user=cast.users["office"], school=cast.school, name=Role.Name.LEADER)
    row = propose(cast, sheet)
    with pytest.raises(Refused, match="不同的人"):
        services.agree_override(cast.person("office"), row)


def test_two_hats_pressed_at_once_do_not_make_two_people(cast, sheet):
    """The page was opened before his own 核对 was stored; what counts is the row as it stands."""
    Role.objects.create(user=cast.users["principal"], school=cast.school, name=Role.Name.LEADER)
    opened = propose(cast, sheet)
    services.agree_override(cast.person("principal"), Override.objects.get(pk=opened.pk))
    with pytest.raises(Refused, match="不同的人"):
        services.confirm_override(cast.person("principal"), opened)


@pytest.mark.parametrize(("points", "reason", "says"), [("8", WHY, "0 到 7"), ("5", "漏了", "至少 10 个字"), ("4", WHY, "不用改")])
def test_corrections_that_cannot_be(cast, sheet, points, reason, says):
    with pytest.raises(Refused, match=says):
        services.propose_override(cast.person("office"), sheet, cast.teachers["teacher"], "9", Decimal(points), reason)


def test_full_width_points_in_the_form(cast, login, sheet):
    address = f"/evaluation/cell/{cast.teachers['teacher'].pk}/?item=9"
    wrong = login("office").post(address, {"points": "五", "reason": WHY})
    assert wrong.status_code == 400 and "不是分数" in wrong.content.decode() and WHY in wrong.content.decode()
    login("office").post(address, {"points": "５分", "reason": WHY})
    assert Override.objects.get().points == 5


def test_an_objection_is_answered_with_a_reason(cast, login, sheet):
    client, key = login("teacher"), str(uuid4())
    for _ in range(2):
        client.post("/evaluation/mine/object/?item=9", {"text": "漏记第 8 周", "key": key})
    row = Objection.objects.get()
    assert (row.points_then, row.answer_by.isoformat()) == ("4", "2026-11-25")
    assert todo(cast.person("principal"))[0].title == "答复异议"
    address = f"/evaluation/corrections/objections/{row.pk}/"
    assert login("office").post(address, {"step": "uphold", "reason": "是"}).status_code == 403
    assert login("leader").post(address, {"step": "uphold", "reason": " "}).status_code == 409
    login("leader").post(address, {"step": "uphold", "reason": "值周记录有，补记"})
    page = login("teacher").get("/evaluation/mine/").content.decode()
    assert "成立·已更正" in page and "值周记录有，补记" in page


def test_an_objection_of_another_is_not_there(cast, login, sheet):
    row = services.file_objection(cast.person("teacher"), sheet, "9", "漏记")
    assert login("colleague").post(f"/evaluation/mine/objections/{row.pk}/withdraw/").status_code == 404
    assert login("teacher").post(f"/evaluation/mine/objections/{row.pk}/withdraw/").status_code == 302


def test_confirming_ones_own_points(cast, login, sheet):
    assert login("teacher").post("/evaluation/mine/confirm/").status_code == 409
    services.advance_sheet(cast.person("office"), sheet, "meet")
    login("teacher").post("/evaluation/mine/confirm/")
    assert Confirmation.objects.get().teacher == cast.teachers["teacher"]
    services.file_objection(cast.person("teacher"), sheet, "9", "漏记")
    assert not Confirmation.objects.exists(), "an objection takes the confirmation back"
    with pytest.raises(Refused, match="没有答复"):
        services.advance_sheet(cast.person("office"), sheet, "review_done")


def test_a_record_says_where_it_counts(cast, login, sheet):
    """From the record back to the point: one's own items that rest on it, and nobody else's."""
    url = reverse("my_score")
    said = login("teacher").get(url, {"record": reverse("award_list")}).content.decode()
    assert "班级管理" in said and "4 / 7" in said and "#i-9" in said and "<html" not in said
    assert login("colleague").get(url, {"record": reverse("award_list")}).content.strip() == b""
    assert f"record={reverse('award_list')}" in login("teacher").get(reverse("award_list")).content.decode()
