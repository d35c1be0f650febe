"""试算: a term under another rubric, by hand-made cases; nothing stored, rights, queries, the workbook."""
from __future__ import annotations

import io
from copy import deepcopy
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation import exports_trial, services, trial_figures
from evaluation.models import ManualEntry, Score
from evaluation.trial import paired, try_rubric
from rubrics.models import Rubric
from school import clock
from tests.builders import a_teacher
from tests.evaluation import builders as make


@pytest.fixture
def sheet(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    make.awards(cast, "colleague", 4)
    return make.a_sheet(cast)


def a_draft(cast, document, version: int = 2) -> Rubric:
    return make.a_rubric(cast, document, version=version, state="draft", vote=None)


def changed(code: str, **fields) -> dict:
    """The demo school's rubric with one item changed."""
    document = make.a_document()
    item = next(item for item in document["items"] if item["code"] == code)
    item.update(deepcopy(fields))
    return document


def line_of(trial, cast, who: str):
    return next(line for line in trial.lines if line.teacher == cast.teachers[who])


def test_the_same_rubric_changes_nothing(cast, sheet):
    trial = try_rubric(sheet, a_draft(cast, make.a_document()), cast.person("office"))
    assert all(line.change == 0 and not line.changes for line in trial.lines)
    assert [(line.after.rank, line.after.grade) for line in trial.lines] == [(line.before.rank, line.before.grade) for line in trial.lines]
    assert trial.said == []


def test_what_changes_is_said_with_both_reasons(cast, sheet):
    document = changed("1", rule={"kind": "quota", "required": None, "per_missing": 3})
    trial = try_rubric(sheet, a_draft(cast, document), cast.person("office"))
    line = line_of(trial, cast, "teacher")
    (one,) = line.changes
    assert (one.before, one.after, one.size) == ("8", "4", Decimal(-4))
    assert "每缺 1 次扣 1 分" in one.reason_before and "每缺 1 次扣 3 分" in one.reason_after
    # 80 of 91 and 76 of 91, of 103
    assert (line.before.total, line.after.total) == (Decimal("90.50"), Decimal("86.0"))
    assert line.rest == Decimal("-0.5")
    assert (line.before.grade, line.after.grade) == ("优秀", "良好")


def test_nothing_is_stored(cast, login, sheet):
    draft = a_draft(cast, changed("9", max=20))
    before = list(Score.objects.order_by("pk").values())
    client = login("office")
    client.get("/evaluation/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/evaluation/trial/{draft.pk}/")
        client.get(f"/evaluation/trial/{draft.pk}/trial.xlsx")
    assert not [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert list(Score.objects.order_by("pk").values()) == before


def test_what_nobody_recorded_is_open_and_said(cast, sheet):
    document = make.a_document()
    document["items"] += [
        {"code": "15", "name": "教学叙事", "max": 5, "evidence": "works:叙事", "rule": {"kind": "quota", "required": 2, "per_missing": 2}},
        {"code": "16", "name": "备课检查", "max": 5, "evidence": "manual", "rule": {"kind": "judged"}},
    ]
    trial = try_rubric(sheet, a_draft(cast, document), cast.person("office"))
    assert all(item["state"] == "open" for line in trial.lines for item in line.items[-2:])
    assert any("『教学叙事』是新要求的" in one for one in trial.said) and any("『备课检查』" in one for one in trial.said)
    assert trial_figures.items(trial)[-1].note == "新的一项；还没有依据，都是待定"


def test_what_was_recorded_anyway_is_found_by_its_source(cast, sheet):
    """A new item on class awards under another code: the records are there though the old rubric counted them elsewhere."""
    document = make.a_document()
    item = next(item for item in document["items"] if item["code"] == "9")
    item.update(code="20", name="班级建设", rule={"kind": "count", "points": {"先进班级": 2}})
    line = line_of(try_rubric(sheet, a_draft(cast, document), cast.person("office")), cast, "colleague")
    (one,) = line.changes
    assert (one.name, one.before, one.after) == ("班级建设", "4", "7")


def test_entries_by_hand_follow_code_and_kind(cast):
    old = make.a_document()
    old["items"].append({"code": "15", "name": "备课检查", "max": 5, "evidence": "manual", "rule": {"kind": "judged"}})
    make.a_plan(cast, old)
    sheet = make.a_sheet(cast, old)
    for who, number in (("teacher", "4"), ("other", "2")):
        ManualEntry.objects.create(
            sheet=sheet, teacher=cast.teachers[who], code="15", value={"number": number}, by=cast.users["office"], at=clock.now()
        )
    services.compute(sheet)
    sheet.refresh_from_db()

    def points(item: dict, version: int) -> dict[str, str]:
        document = make.a_document()
        document["items"].append({"code": "15", "name": "备课检查", "max": 5, "evidence": "manual", **item})
        trial = try_rubric(sheet, a_draft(cast, document, version), cast.person("office"))
        return {who: line_of(trial, cast, who).items[-1]["points"] for who in ("teacher", "other")} | {"said": "".join(trial.said)}

    assert points({"max": 10, "rule": {"kind": "judged", "out_of": 5}}, 2) == {"teacher": "8", "other": "4", "said": ""}
    assert points({"max": 3, "rule": {"kind": "judged"}}, 3) == {
        "teacher": "0", "other": "2", "said": "第 15 项『备课检查』有 1 人的记录和这版细则的写法对不上，按待定算。",
    }
    assert "新要求" in points({"rule": {"kind": "tiers", "tiers": {"好": 5}}}, 4)["said"]


def test_renamed_tiers_are_open_not_refused(cast, sheet):
    document = changed("12", rule={"kind": "tiers", "tiers": {"甲": 10, "乙": 6}})
    trial = try_rubric(sheet, a_draft(cast, document), cast.person("office"))
    assert [one.after for one in line_of(trial, cast, "teacher").changes] == ["待定"]


def test_corrections_follow_an_item_that_stays(cast, sheet):
    office = cast.person("office")
    row = services.propose_override(office, sheet, cast.teachers["teacher"], "10", Decimal(5), "汇报情况复核后应为一档")
    services.agree_override(cast.person("leader"), row)
    services.confirm_override(cast.person("principal"), row)
    sheet.refresh_from_db()
    kept = try_rubric(sheet, a_draft(cast, make.a_document()), office)
    assert line_of(kept, cast, "teacher").change == 0 and kept.said == []
    other = try_rubric(sheet, a_draft(cast, changed("10", max=8), 3), office)
    assert line_of(other, cast, "teacher").changes[0].after == "3"
    assert other.said == ["1 处已同意的改分，对应的项目在这一版里变了，试算时没有用。"]


def test_a_closed_sheet_counts_what_was_open_as_not_done(cast, sheet):
    services.close_open_items(cast.person("office"), sheet)
    sheet.refresh_from_db()
    trial = try_rubric(sheet, a_draft(cast, make.a_document()), cast.person("office"))
    assert all(line.change == 0 and line.after.open_items == 0 for line in trial.lines)


def test_items_that_mean_the_same_find_each_other():
    old = [{"code": "1", "name": "甲", "evidence": "conduct"}, {"code": "2", "name": "乙", "evidence": "manual"},
           {"code": "3", "name": "丙", "evidence": "hours"}]
    new = [{"code": "1", "name": "乙", "evidence": "manual"}, {"code": "2", "name": "新甲", "evidence": "conduct"},
           {"code": "3", "name": "丁", "evidence": "class_awards"}]
    assert [(one and one["name"], other and other["name"]) for one, other in paired(old, new)] == [
        ("乙", "乙"), ("甲", "新甲"), (None, "丁"), ("丙", None),
    ]


def test_figures_of_the_school(cast, sheet):
    document = changed("9", otherwise="zero")
    trial = try_rubric(sheet, a_draft(cast, document), cast.person("office"))
    notes = {one.code: one for one in trial_figures.items(trial)}
    assert notes["3"].note == "没有人适用"
    assert notes["6"].note.startswith("只有 1 人能得")
    assert (notes["9"].for_whom, notes["9"].earned, notes["9"].full) == (1, 1, 0)
    ways = dict(trial_figures.choices(trial))
    assert [one.label for one in ways["各项分值合计与满分 100 分不同，总分怎样算"]] == ["封顶", "折算", "照实相加"]
    (narrow,) = [options for head, options in ways.items() if head.startswith("第 3、6、9、11 项")]
    assert [(one.label, one.now) for one in narrow] == [("零分", False), ("满分", False), ("剔除后折算", False), ("平均分", False)]
    bands = trial_figures.bands(trial)
    assert sum(band.before for band in bands) == sum(band.after for band in bands) == len(trial.lines)
    moved = {one.name: one for one in (*trial_figures.groups(trial), *trial_figures.tags(trial))}
    assert moved["语文组"].persons == 6 and moved["语文组"].lose >= 1


def test_conduct_stays_closed(cast, login, sheet):
    make.conduct(cast, "teacher", "较轻")
    services.compute(sheet)
    draft = a_draft(cast, changed("2", rule={"kind": "count", "base": 10, "points": {"严重": -10, "较轻": -3}}))
    trial = try_rubric(sheet, draft, cast.person("office"))
    (one,) = line_of(trial, cast, "teacher").changes
    assert (one.reason_before, one.reason_after) == ("按师德考核结果：5分", "按师德考核结果：7分")
    (one,) = line_of(try_rubric(sheet, draft, cast.person("principal")), cast, "teacher").changes
    assert "较轻" in one.reason_after
    book = openpyxl.load_workbook(io.BytesIO(exports_trial.workbook(try_rubric(sheet, draft, None))))
    assert "较轻" not in "".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("role", "status"),
    [("principal", 200), ("leader", 200), ("office", 200), ("group_leader", 403), ("teacher", 403), ("archivist", 403)],
)
def test_who_may_try(cast, login, sheet, role, status):
    draft = a_draft(cast, make.a_document())
    for page in ("", "trial.xlsx"):
        assert login(role).get(f"/evaluation/trial/{draft.pk}/{page}").status_code == status


def test_a_stranger_finds_nothing(cast, client, sheet):
    draft = a_draft(cast, make.a_document())
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/evaluation/trial/{draft.pk}/").status_code == 404
    assert client.get(f"/evaluation/trial/{draft.pk}/trial.xlsx").status_code == 404


def test_page_says_what_is_missing(cast, login):
    draft = a_draft(cast, make.a_document(), 1)
    client = login("office")
    assert "还没有开始计分的学期" in client.get(f"/evaluation/trial/{draft.pk}/").content.decode()
    assert client.get(f"/evaluation/trial/{draft.pk}/trial.xlsx").status_code == 404
    assert client.get(f"/evaluation/trial/{draft.pk}/?term=1999").status_code == 404


def test_a_version_that_cannot_be_reckoned_gets_a_sentence(cast, login, sheet):
    draft = a_draft(cast, {**make.a_document(), "items": [{"code": "1", "max": 5, "rule": {"kind": "wish"}}]})
    client = login("office")
    assert "还算不出来" in client.get(f"/evaluation/trial/{draft.pk}/").content.decode()
    assert client.get(f"/evaluation/trial/{draft.pk}/trial.xlsx").status_code == 409


def test_costs_the_same_for_many(cast, login, sheet):
    draft = a_draft(cast, changed("12", rule={"kind": "tiers", "tiers": {"一档": 9}}))
    client = login("office")

    def cost() -> int:
        client.get("/evaluation/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/evaluation/trial/{draft.pk}/").status_code == 200
        return len(asked)

    few = cost()
    for number in range(60):
        a_teacher(cast.school, f"教师{number}", group=cast.groups["maths"], term=cast.term)
    services.compute(sheet)
    assert cost() == few


def test_workbook(cast, sheet):
    draft = a_draft(cast, changed("1", rule={"kind": "quota", "required": None, "per_missing": 3}))
    book = openpyxl.load_workbook(io.BytesIO(exports_trial.workbook(try_rubric(sheet, draft, None))))
    assert book.sheetnames == ["试算结果", "变化的理由", "各项", "组和标签", "分布", "几种办法"]
    row = next(row for row in book["试算结果"].iter_rows(values_only=True) if row[1] == "方静宜")
    assert row[3:5] == (90.5, 86) and row[5].startswith("=") and row[-1].startswith("学习十九大精神 8→4")
