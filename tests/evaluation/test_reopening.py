"""重新打开: two people, one of them the 校长, a reason on the record, everybody on the sheet told; 审定 and 确定 by two hands."""
from __future__ import annotations

import pytest
from django.urls import reverse

from evaluation import services
from evaluation.models import Confirmation, Reopening
from evaluation.queries import todo
from school.models import AuditEntry, Notice, Role
from school.workflow import Refused
from tests.evaluation import builders as make

WHY = "第 8 周先进班级漏记一次，值周记录可查"


@pytest.fixture
def final(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    sheet = make.a_sheet(cast)
    services.advance_sheet(cast.person("office"), sheet, "meet")
    sheet.refresh_from_db()
    services.confirm_own(cast.person("teacher"), sheet)
    services.close_open_items(cast.person("office"), sheet)
    for who, step in (("office", "review_done"), ("leader", "decide"), ("principal", "finalise")):
        services.advance_sheet(cast.person(who), sheet, step)
    sheet.refresh_from_db()
    return sheet


def test_the_one_who_noted_the_decision_does_not_make_it_final(cast, final):
    """In a school with one leader alone there is nobody else."""
    type(final).objects.filter(pk=final.pk).update(state="decided")
    with pytest.raises(Refused, match="由另一名"):
        services.advance_sheet(cast.person("leader"), final, "finalise")
    Role.objects.filter(name="principal", school=cast.school).delete()
    services.advance_sheet(cast.person("leader"), final, "finalise")
    final.refresh_from_db()
    assert final.state == "final"


def test_two_people_reopen_and_every_teacher_reads_why(cast, login, final):
    client = login("leader")
    assert client.post(reverse("reopening_propose"), {"reason": "错了"}).status_code == 409
    assert client.post(reverse("reopening_propose"), {"reason": WHY}).status_code == 302
    row = Reopening.objects.get()
    assert client.post(reverse("reopening_step", args=[row.pk]), {"step": "reopen.agree"}).status_code == 409, "not by oneself"
    assert any("重新打开" in one.title for one in todo(cast.person("principal")))
    assert login("principal").post(reverse("reopening_step", args=[row.pk]), {"step": "reopen.agree"}).status_code == 302
    final.refresh_from_db()
    assert final.state == "meeting" and final.decided_by is None and not Confirmation.objects.exists()
    page = login("teacher").get(reverse("my_score")).content.decode()
    assert WHY in page and "吴敬堂提出，周德厚同意" in page
    assert Notice.objects.filter(user=cast.users["teacher"], text__contains=WHY).exists()
    assert AuditEntry.objects.filter(action="reopen", reason=WHY).count() == 1


def test_without_the_principal_nothing_reopens(cast, final):
    other = cast.users["colleague"]
    Role.objects.create(user=other, school=cast.school, name="leader")
    row = services.propose_reopening(cast.person("leader"), final, WHY)
    with pytest.raises(Refused, match="要有一位是校长"):
        services.answer_reopening(cast.person("colleague"), row, "reopen.agree")
    with pytest.raises(Refused, match="已经有人提出"):
        services.propose_reopening(cast.person("principal"), final, WHY)
    services.answer_reopening(cast.person("principal"), row, "reopen.decline", "分数没有错，原表不动")
    final.refresh_from_db()
    assert final.state == "final"
