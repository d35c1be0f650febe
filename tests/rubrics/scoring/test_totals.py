"""From items to total, rank and grade, in the order of spec 03; and its worked cases A–E."""

from decimal import Decimal
from typing import Any

import pytest

from rubrics.scoring import plain

from .builders import a_rubric, a_teacher, an_item, reference, scored

JUDGED = {"kind": "judged"}
A = {"1": {"done": 8, "of": 10}, **{code: {"tier": "一档"} for code in ("4", "5", "7", "8", "12", "14")},
     "6": {"tier": "二级指标"}, "10": {"tier": "二档"}, "11": {"counts": {"参加": 1}}, "13": {"tier": "二档"}}
BEST = {"1": {"done": 10, "of": 10}, "6": {"tier": "一级指标"}, "9": {"count": 7},
        "11": {"counts": {"参加": 1, "出课": 1}},
        **{code: {"tier": "一档"} for code in ("3", "4", "5", "7", "8", "10", "12", "13", "14")}}
EVERY_TAG = ["新教师", "晒课教师", "班主任", "骨干"]


def judged(*weights: Any, **more: Any) -> dict[str, Any]:
    """A rubric of judged items with these weights."""
    items = [{**an_item(JUDGED, weight), "code": str(place)} for place, weight in enumerate(weights, start=1)]
    return {"format": "yanxiu-rubric/1", "total": "plain", "items": items, **more}


def points(*values: Any) -> dict[str, Any]:
    return {str(place): {"number": value} if not isinstance(value, str) else value
            for place, value in enumerate(values, start=1)}


def total(rubric: dict[str, Any], *values: Any, **facts: Any) -> str:
    return scored(rubric, a_teacher(points(*values), **facts)).sheets[0].total_text


def test_case_a() -> None:
    teacher = a_teacher(A, tags=["晒课教师", "骨干"])
    sheet = scored(reference(), teacher).sheets[0]
    assert [plain(item.points) for item in sheet.items] == "8 10 0 8 5 6 5 5 0 3 2 10 8 10".split()
    assert (plain(sheet.earned), plain(sheet.possible or 0), sheet.total_text, sheet.grade) == ("80", "80", "80.0", "良好")
    without = reference()
    for item in without["items"]:
        if item["code"] in ("3", "9"):
            item["otherwise"] = "exclude"
    sheet = scored(without, teacher).sheets[0]
    assert (sheet.total_text, sheet.grade) == ("90.5", "优秀")


@pytest.mark.parametrize(("mode", "expected"), [("cap", "100.0"), ("rescale", "100.0"), ("plain", "103.0")])
def test_case_b(mode: str, expected: str) -> None:
    sheet = scored(reference(total=mode), a_teacher(BEST, tags=EVERY_TAG)).sheets[0]
    assert (plain(sheet.earned), sheet.total_text) == ("103", expected)


def test_case_c() -> None:
    evidence = {"1": {"done": 0, "of": 12}, "2": {"counts": {"较轻": 1, "严重": 1}}, "9": {"count": 9},
                "11": {"counts": {"参加": 2, "出课": 1}}}
    sheet = scored(reference(), a_teacher(evidence, tags=EVERY_TAG)).sheets[0]
    assert [plain(sheet.by_code[code].points) for code in ("1", "2", "9", "11")] == ["0", "0", "7", "5"]


def test_case_d() -> None:
    rubric = judged(100, grades=[{"name": "优秀", "at_least": 90}, {"name": "良好"}])
    sheet = scored(rubric, a_teacher(points(Decimal("89.95")))).sheets[0]
    assert (plain(sheet.earned), sheet.total_text, sheet.grade) == ("89.95", "90.0", "优秀")


def test_the_example_of_the_specification() -> None:
    """evidence.json as spec 03 prints it."""
    teacher = {"id": "T01", "name": "…", "tags": ["新教师"], "roles": ["teacher"], "groups": {"教研组": ["语文组"]},
               "served_share": "14/18", "incidents": {"严重": 0}, "leave": {"事假": 3},
               "evidence": {"1": {"done": 8, "of": 10}, "2": {"counts": {"较轻": 1}}, "3": {"tier": "一档"},
                            "12": "none", "13": "open"}}
    found = scored(reference(), teacher, periods={"month": ["2026-09", "2026-10"]}).as_json()
    sheet = found["teachers"][0]
    assert list(found) == ["teachers", "findings"]
    assert list(sheet) == ["id", "items", "sections", "earned", "possible", "bonus", "total", "grade", "rank", "vetoes"]
    assert sheet["items"][0] == {"code": "1", "points": "8", "state": "scored",
                                 "reason": "应交政治学习笔记 10 次，实交 8 次，缺 2 次，每缺 1 次扣 1 分：10 − 2 = 8 分"}
    assert (sheet["earned"], sheet["possible"], sheet["total"], sheet["rank"]) == ("18", "66", "18.0", 1)
    states = {item["code"]: item["state"] for item in sheet["items"]}
    assert states["6"] == "scored" and states["12"] == "scored" and states["13"] == states["4"] == "open"


@pytest.mark.parametrize(("value", "places", "expected"), [
    (Decimal("-0.05"), 1, "-0.1"), (Decimal("-0.04"), 1, "0.0"), (Decimal("0.05"), 1, "0.1"), (Decimal("0.25"), 1, "0.3"),
    (Decimal("0.35"), 1, "0.4"), (Decimal("84.5"), 0, "85"), (Decimal("1.005"), 2, "1.01"), (7, 2, "7.00")])
def test_rounding_is_half_up_away_from_zero(value: Decimal, places: int, expected: str) -> None:
    """B12: once, at the total."""
    rubric = judged(None, places=places)
    assert total(rubric, value) == expected


def test_excluded_items_scale_the_rest_to_all_weights() -> None:
    assert total(judged(50, 30, 20), 40, "excluded", 10) == "71.4"  # 50 · 100 / 70
    assert total(judged(50, 30, 20, total="rescale", full_marks=10), 40, "excluded", 10) == "7.1"
    assert total(judged(50, 30, None), 40, 20, "excluded") == "60.0"  # an item with max null weighs 0


def test_sections_bring_their_cap() -> None:
    rubric = judged(30, 30, 60, sections=[{"code": "A", "cap": 40}])
    for item in rubric["items"][:2]:
        item["section"] = "A"
    sheet = scored(rubric, a_teacher(points(25, 25, 50))).sheets[0]
    assert (sheet.sections, sheet.earned) == ({"A": 40}, 90)
    assert total(rubric, 25, "excluded", 50) == "83.3"  # 75 · (40 + 60) / (30 + 60)
    assert total({**rubric, "total": "rescale"}, 25, 25, 50) == "90.0"
    assert scored(rubric, a_teacher(points("open", 25, 50))).sheets[0].possible == 90


def test_section_floor_and_thresholds() -> None:
    item = {**an_item({"kind": "count", "points": {"旷课": -2}}, None), "section": "A"}
    rubric = a_rubric(item, {**an_item(JUDGED, 100), "code": "2"},
                      sections=[{"code": "A", "floor": -3, "warn_below": 0, "fail_below": -2}],
                      grades=[{"name": "合格", "at_least": 60}, {"name": "基本合格", "at_least": 40}, {"name": "不合格"}])
    result = scored(rubric, a_teacher({"1": {"count": 4}, "2": {"number": 90}}), a_teacher({"2": {"number": 90}}, "T2"))
    assert [sheet.total_text for sheet in result] == ["87.0", "90.0"]
    assert [sheet.grade for sheet in result] == ["不合格", "合格"]
    assert len(result.findings) == 2 and all("T1" in finding["place"] for finding in result.findings)
    rubric["sections"][0]["floor"] = None
    assert scored(rubric, a_teacher({"1": {"count": 4}, "2": {"number": 90}})).sheets[0].total_text == "82.0"


def test_bonus_stands_outside_total_and_cap() -> None:
    rubric = judged(100, 5, 10, total="cap", sections=[{"code": "B", "cap": 8}])
    rubric["items"][1].update(counts="bonus", section="B")
    rubric["items"][2].update(counts="bonus", section="B")
    sheet = scored(rubric, a_teacher(points(98, 5, 6))).sheets[0]
    assert (sheet.earned, sheet.bonus, sheet.total_text, sheet.sections) == (98, 8, "106.0", {"B": 8})


def test_bonus_in_a_mixed_section_stays_outside_its_cap() -> None:
    rubric = judged(40, 5, 60, sections=[{"code": "A", "cap": 30}])
    rubric["items"][0]["section"] = "A"
    rubric["items"][1].update(counts="bonus", section="A")
    sheet = scored(rubric, a_teacher(points(40, 5, 50))).sheets[0]
    assert (sheet.sections, sheet.earned, sheet.bonus, sheet.total_text) == ({"A": 30}, 80, 5, "85.0")


def test_shown_items_are_in_no_sum() -> None:
    rubric = judged(50, 50)
    rubric["items"][1]["counts"] = "shown"
    sheet = scored(rubric, a_teacher(points(40, "open"))).sheets[0]
    assert (sheet.total_text, sheet.possible, sheet.items[1].state, sheet.provisional) == ("40.0", 40, "shown", False)


def test_rank_is_a_competition_on_the_rounded_total() -> None:
    rubric = judged(100)
    teachers = [a_teacher(points(value), f"T{value}") for value in (Decimal("90.04"), 90, 95, 80)]
    assert [sheet.rank for sheet in scored(rubric, *teachers)] == [2, 2, 1, 4]


def test_grades_by_share_top_and_bound_together() -> None:
    grades = [{"name": "优秀", "at_least": 85, "top_share": "1/3"}, {"name": "良好", "top": 3}, {"name": "合格", "at_least": 60}]
    values = (95, 84, 83, 82, 70, 50)
    result = scored(judged(100, grades=grades), *(a_teacher(points(value), f"T{value}") for value in values))
    assert [sheet.grade for sheet in result] == ["优秀", "良好", "良好", "合格", "合格", None]


def test_a_grade_among_a_kind_of_group() -> None:
    grades = [{"name": "优秀", "top": 1, "among": "教研组"}, {"name": "其他"}]
    groups = [{"教研组": ["语"]}, {"教研组": ["语", "数"]}, {"教研组": ["数"]}, {}]
    teachers = [a_teacher(points(value), f"T{value}", groups=group)
                for value, group in zip((90, 80, 70, 99), groups, strict=True)]
    assert [sheet.grade for sheet in scored(judged(100, grades=grades), *teachers)] == ["优秀", "优秀", "其他", "其他"]


GRADES = [{"name": "优秀", "at_least": 90}, {"name": "良好", "at_least": 80}, {"name": "合格", "at_least": 60}, {"name": "不合格"}]


@pytest.mark.parametrize(("veto", "expected"), [
    ({"effect": "grade", "grade": "合格"}, ("95.0", "合格", 1)),
    ({"effect": "no_top_grade"}, ("95.0", "良好", 1)),
    ({"effect": "total", "points": 59}, ("59.0", "不合格", 2)),
    ({"effect": "not_assessed"}, ("95.0", None, None)),
])
def test_vetoes(veto: dict[str, Any], expected: tuple[str, str | None, int | None]) -> None:
    rubric = judged(100, grades=GRADES, vetoes=[{"when": "incident:严重", **veto}])
    result = scored(rubric, a_teacher(points(95), incidents={"严重": 1}), a_teacher(points(85), "T2"))
    struck, other = result.sheets
    assert (struck.total_text, struck.grade, struck.rank) == expected
    assert plain(struck.earned) == "95"
    assert struck.as_json()["vetoes"] == [{"when": "incident:严重", "effect": veto["effect"]}]
    assert (other.grade, other.vetoes) == ("良好", ())
    assert other.rank == (2 if expected[2] == 1 else 1)


def test_several_vetoes_take_the_worst_and_the_lowest() -> None:
    vetoes = [{"when": "tag:a", "effect": "grade", "grade": "不合格"}, {"when": "tag:a", "effect": "grade", "grade": "良好"},
              {"when": "tag:a", "effect": "total", "points": 70}, {"when": "tag:a", "effect": "total", "points": 65},
              {"when": {"of": "tag:b", "at_least": 1}, "effect": "not_assessed"}]
    rubric = judged(100, grades=GRADES, vetoes=vetoes)
    sheet = scored(rubric, a_teacher(points(95), tags=["a"])).sheets[0]
    assert (sheet.total_text, sheet.grade, len(sheet.vetoes)) == ("65.0", "不合格", 4)


def test_an_open_veto_does_not_strike_and_an_item_condition_sees_points() -> None:
    vetoes = [{"when": {"item": "1", "fewer_than": 60}, "effect": "grade", "grade": "不合格"}]
    rubric = judged(100, grades=GRADES, vetoes=vetoes)
    result = scored(rubric, a_teacher(points("open")), a_teacher(points(50), "T2"), a_teacher(points(70), "T3"))
    assert [len(sheet.vetoes) for sheet in result] == [0, 1, 0]


def test_a_veto_total_replaces_the_bonus_too() -> None:
    rubric = judged(100, 5, vetoes=[{"when": "tag:a", "effect": "total", "points": 0}])
    rubric["items"][1]["counts"] = "bonus"
    assert total(rubric, 90, 5, tags=["a"]) == "0.0"


def test_no_earned_grade_and_a_veto_gives_the_named_one() -> None:
    rubric = judged(100, grades=GRADES[:2], vetoes=[{"when": "tag:a", "grade": "优秀"}])
    assert scored(rubric, a_teacher(points(10), tags=["a"])).sheets[0].grade == "优秀"


def test_grades_without_bonus() -> None:
    rubric = judged(100, 10, grades=GRADES, grades_count_bonus=False)
    rubric["items"][1]["counts"] = "bonus"
    result = scored(rubric, a_teacher(points(85, 10)), a_teacher(points(86, 0), "T2"))
    assert [(sheet.total_text, sheet.grade, sheet.rank) for sheet in result] == [("95.0", "良好", 2), ("86.0", "良好", 1)]


def test_no_weight_left_is_not_assessed() -> None:
    sheet = scored(judged(60, 40, grades=GRADES), a_teacher(points("excluded", "excluded"))).sheets[0]
    assert (sheet.total_text, sheet.grade, sheet.rank) == ("0.0", None, None)


def test_own_weights_count_in_rescale_and_exclude() -> None:
    rubric = judged(50, 50, total="rescale")
    rubric["items"][0]["by"] = [{"applies_to": {"tags": ["校级"]}, "max": 100}]
    assert total(rubric, 100, 50, tags=["校级"]) == "100.0"
    assert total(rubric, 75, 50, tags=["校级"]) == "83.3"
    assert total({**rubric, "total": "plain"}, 75, "excluded", tags=["校级"]) == "112.5"  # 75 · 150 / 100


def test_possible_is_null_without_a_ceiling() -> None:
    assert scored(judged(50, None), a_teacher(points(40, "open"))).sheets[0].as_json()["possible"] is None
    rubric = judged(50, None, sections=[{"code": "A", "cap": 10}])
    rubric["items"][1]["section"] = "A"
    assert scored(rubric, a_teacher(points(40, "open"))).sheets[0].as_json()["possible"] == "50"


def test_item_conditions_follow_each_other_in_any_order() -> None:
    first = {**an_item({"kind": "gate", "when": {"item": "2", "fewer_than": 5}, "rule": JUDGED}), "code": "1"}
    second = {**an_item({"kind": "gate", "when": {"item": "3", "fewer_than": 5}, "rule": JUDGED}), "code": "2"}
    third = {**an_item(JUDGED), "code": "3"}
    rubric = {"format": "yanxiu-rubric/1", "items": [first, second, third]}
    assert [plain(item.points) for item in scored(rubric, a_teacher(points(9, 9, 4))).sheets[0].items] == ["0", "0", "4"]
