"""The worked cases of the rubric, from rows in the database to the stored sheet."""
from __future__ import annotations

from datetime import date

import pytest

from evaluation import services
from evaluation.models import Score
from evaluation.reckoning import reckon
from school import clock
from tests.evaluation import builders as make


def of(sheet, cast, who="teacher") -> Score:
    return Score.objects.get(sheet=sheet, teacher=cast.teachers[who])


def points(sheet, cast, who="teacher") -> dict[str, str]:
    return {item["code"]: item["points"] for item in of(sheet, cast, who).items}


def item(sheet, cast, code, who="teacher") -> dict:
    return next(one for one in of(sheet, cast, who).items if one["code"] == code)


@pytest.mark.parametrize(("otherwise", "total", "grade"), [("zero", "80.0", "良好"), ("exclude", "90.5", "优秀")])
def test_case_a(cast, otherwise, total, grade):
    document = make.a_document(otherwise)
    make.a_plan(cast, document)
    make.case_a(cast)
    sheet = make.a_sheet(cast, document)
    score = of(sheet, cast)
    assert score.earned == "80"
    assert (f"{score.total:.1f}", score.grade, score.open_items) == (total, grade, 0)
    assert item(sheet, cast, "1")["reason"].startswith("应交政治学习笔记 10 次，实交 8 次，缺 2 次，每缺 1 次扣 1 分：10 − 2 = 8 分")


@pytest.mark.parametrize(("kind", "total"), [("cap", "100.0"), ("rescale", "100.0"), ("plain", "103.0")])
def test_case_b(cast, kind, total):
    document = make.a_document(total=kind)
    make.a_plan(cast, document)
    make.tags(cast, "teacher", "骨干", "晒课教师", "新教师", "班主任")
    make.notes(cast, "teacher", 10)
    for code, content in make.CONTENT.items():
        if content and code not in ("1", "11"):
            make.tier(cast, "teacher", content, "一级指标" if code == "6" else "一档")
    make.awards(cast, "teacher", 7)
    make.took_part(cast, "teacher", make.CONTENT["11"], "teach")
    score = of(make.a_sheet(cast, document), cast)
    assert (score.earned, f"{score.total:.1f}") == ("103", total)


def test_case_c_nothing_falls_below_zero_or_above_its_cap(cast):
    document = make.a_document()
    make.a_plan(cast, document, notes=12)
    make.tags(cast, "teacher", "骨干", "班主任")
    make.conduct(cast, "teacher", "较轻", "严重")
    make.awards(cast, "teacher", 9)
    make.took_part(cast, "teacher", make.CONTENT["11"], "attend", "attend", "teach")
    found = points(make.a_sheet(cast, document), cast)
    assert (found["1"], found["2"], found["9"], found["11"]) == ("0", "0", "7", "5")


def test_case_d_half_up_decides_the_grade(cast):
    document = make.a_document()
    document["items"] = [{"code": "1", "name": "合计", "max": 100, "evidence": "manual", "rule": {"kind": "judged"}}]
    sheet = make.a_sheet(cast, document)
    entry = cast.teachers["teacher"]
    sheet.manual_entries.create(
        teacher=entry, code="1", value={"number": "89.95"}, by=cast.users["office"], at=clock.now()
    )
    services.compute(sheet)
    assert (f"{of(sheet, cast).total:.1f}", of(sheet, cast).grade) == ("90.0", "优秀")


def test_case_e_open_parts_of_a_mean_wait(cast):
    rule = {"kind": "mean", "over": "month", "rule": {"kind": "judged"}}
    document = make.a_document() | {
        "items": [{"code": "1", "name": "常规", "max": 5, "evidence": "manual", "rule": rule}]
    }
    sheet = make.a_sheet(cast, document)
    for who, each in (
        ("teacher", {"9": {"number": 5}, "10": {"number": 5}, "11": "excluded"}),
        ("colleague", {"9": {"number": 5}, "10": "open", "11": "open", "12": "open"}),
    ):
        sheet.manual_entries.create(
            teacher=cast.teachers[who], code="1", value={"each": each}, by=cast.users["office"], at=clock.now()
        )
    services.compute(sheet)
    assert item(sheet, cast, "1")["points"] == "5"
    assert (item(sheet, cast, "1", "colleague")["points"], item(sheet, cast, "1", "colleague")["state"]) == ("1.25", "open")


def test_no_evidence_is_open_and_the_most_is_said(cast):
    sheet = make.a_sheet(cast)
    assert item(sheet, cast, "4")["state"] == "open"
    assert of(sheet, cast).open_items == 8
    assert of(sheet, cast).possible == "68"


def test_the_latest_mark_counts_and_the_reason_names_the_other(cast):
    make.a_plan(cast, make.a_document())
    make.tier(cast, "teacher", make.CONTENT["5"], "一档", date(2026, 9, 9))
    make.tier(cast, "teacher", make.CONTENT["5"], "三档", date(2026, 11, 4))
    found = item(make.a_sheet(cast), cast, "5")
    assert found["points"] == "1"
    assert "另有 一档（9月9日）" in found["reason"]
    assert len(found["records"]) == 2


def test_works_count_by_the_day_and_only_when_accepted(cast):
    make.a_plan(cast, make.a_document())
    make.notes(cast, "teacher", 4)
    make.notes(cast, "teacher", 2, state="submitted")
    make.notes(cast, "teacher", 3, state="draft")
    found = item(make.a_sheet(cast), cast, "1")
    assert found["points"] == "4"
    assert "另有 2 篇待审阅" in found["reason"]


def test_who_joins_late_owes_his_share_and_the_reason_says_so(cast):
    make.a_plan(cast, make.a_document(), notes=20)
    teacher = cast.teachers["teacher"]
    teacher.joined = date(2026, 9, 28)
    teacher.save()
    make.notes(cast, "teacher", 12)
    found = item(make.a_sheet(cast), cast, "1")
    assert "应交政治学习笔记 16 次" in found["reason"]
    assert "20 × " in found["reason"]


def test_frozen_evidence_gives_the_stored_sheet_again(cast):
    make.a_plan(cast, make.a_document())
    make.case_a(cast)
    sheet = make.a_sheet(cast)
    rows = list(Score.objects.filter(sheet=sheet).order_by("teacher__order", "teacher__staff_no"))
    again, _ = reckon(sheet.document, sheet.periods, [row.evidence for row in rows])
    for row, scored in zip(rows, again, strict=True):
        for stored in row.items:
            stored.pop("records")
        assert (row.items, f"{row.total:.1f}", row.grade, row.rank) == (
            scored["items"], scored["total"], scored["grade"], scored["rank"]
        )
