"""师德: the reason stays closed for everybody but the teacher, the 校长 and the assigned leader, on every way out."""
from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.core.management import call_command

from activities.models import ConductRecord
from evaluation import exports, papers, services
from evaluation.management.commands.score_term import as_json
from evaluation.models import Score
from tests.evaluation import builders as make

SECRETS = ("较轻", "每次扣", "条款甲乙丙", "10 − 5")
CLOSED = "按师德考核结果：5分"


@pytest.fixture
def sheet(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    make.conduct(cast, "teacher", "较轻")
    return make.a_sheet(cast)


def leaks(text: str) -> list[str]:
    return [word for word in SECRETS if word in text]


def cell(client, cast, **headers) -> str:
    return client.get(f"/evaluation/cell/{cast.teachers['teacher'].pk}/?item=2", headers=headers).content.decode()


@pytest.mark.parametrize("role", ["office", "leader"])
def test_closed_on_the_page(cast, login, sheet, role):
    for page in (cell(login(role), cast), cell(login(role), cast, hx_request="true"), login(role).get("/evaluation/").content.decode()):
        assert leaks(page) == []
    assert CLOSED in cell(login(role), cast)


def test_open_for_the_principal_and_the_teacher_himself(cast, login, sheet):
    assert "较轻 1 次" in cell(login("principal"), cast)
    assert "较轻 1 次" in login("teacher").get("/evaluation/mine/").content.decode()


def test_open_for_the_leader_who_was_assigned(cast, login, sheet):
    ConductRecord.objects.update(assigned=cast.users["leader"])
    assert "较轻 1 次" in cell(login("leader"), cast)
    assert leaks(cell(login("office"), cast)) == []


def test_who_is_no_leader_any_more_reads_it_no_more(cast, login, sheet):
    """G4: the role went, the record still names him; the next request is too late."""
    row = ConductRecord.objects.get()
    ConductRecord.objects.update(assigned=cast.users["leader"])
    assert row.clause in login("leader").get("/conduct/").content.decode()
    cast.users["leader"].roles.filter(name="leader").update(name="office")
    assert row.clause not in login("leader").get("/conduct/").content.decode()
    assert leaks(cell(login("leader"), cast)) == []


def test_closed_in_workbook_paper_and_command(cast, sheet, tmp_path, capsys):
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(sheet)))
    reasons = "\n".join(str(value) for sheet_ in book.worksheets[:2] for row in sheet_.values for value in row if value)
    assert CLOSED in reasons and leaks(reasons) == []
    score = Score.objects.select_related("sheet__term", "sheet__school", "sheet__rubric", "teacher").get(
        sheet=sheet, teacher=cast.teachers["teacher"]
    )
    for html in (papers.summary(sheet).html, papers.personal(score).html, papers.personal(score, cast.person("office")).html):
        assert leaks(html) == []
    assert "较轻 1 次" in papers.personal(score, cast.person("teacher")).html
    call_command("score_term", school="fd", json=True)
    assert leaks(capsys.readouterr().out) == []
    assert leaks(json.dumps(as_json(sheet, [score]), ensure_ascii=False)) == []


def test_objections_about_it_are_not_for_everybody(cast, login, sheet):
    services.file_objection(cast.person("teacher"), sheet, "2", "那天条款甲乙丙的事不是这样")
    assert leaks(login("office").get("/evaluation/corrections/").content.decode()) == []
    assert leaks(login("leader").get("/evaluation/corrections/").content.decode()) == []
    assert leaks(cell(login("office"), cast)) == []
    assert "条款甲乙丙" in login("principal").get("/evaluation/corrections/").content.decode()
