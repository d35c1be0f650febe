"""Whole rubrics as schools write them, every number reckoned by hand from spec 03."""

from typing import Any

from .builders import scored

JUDGED = {"kind": "judged"}


def item(code: str, maximum: Any, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code, "max": maximum, "rule": rule, **more}


def sheets(rubric: dict[str, Any], *teachers: dict[str, Any]) -> list[dict[str, Any]]:
    found = scored({"format": "yanxiu-rubric/1", **rubric}, *teachers).as_json()["teachers"]
    assert isinstance(found, list)
    return found


def test_four_parts_of_conduct_ability_diligence_results() -> None:
    rubric = {"places": 2, "grades": [{"name": "优秀", "at_least": 85, "top_share": "0.5"}, {"name": "合格", "at_least": 60}],
              "items": [
        item("德", 20, {"kind": "raters", "trim": {"互评": {"extremes": 1}},
                        "weights": {"自评": "0.1", "互评": "0.3", "学生": "0.2", "领导": "0.4"}}),
        item("能", 30, {"kind": "sum", "out_of": 100, "parts": [
            {"name": "教案", "max": 40, "rule": JUDGED},
            {"name": "听课", "max": 60, "rule": {"kind": "quota", "required": 20, "per_missing": 3}}]}),
        item("勤", 20, {"kind": "count", "base": 20, "points": {"事假": "-0.5", "旷课": -2, "迟到": "-0.2"},
                        "free": {"事假": 3}, "each_cap": {"迟到": 1}}),
        item("绩", 30, {"kind": "rank", "linear": {"first": 30, "last": 18}})]}

    def teacher(name: str, votes: list[Any], pupils: Any, leaders: int, ability: Any, absences: Any, result: Any) -> dict[str, Any]:
        evidence = {"德": {"ratings": {"自评": [100], "互评": votes, "学生": [pupils], "领导": [leaders]}},
                    "能": {"parts": ability}, "绩": {"number": result}}
        return {"id": name, "evidence": {**evidence, **({"勤": {"counts": absences}} if absences else {})}}

    found = sheets(rubric,
                   teacher("a", [90, 80, 95, 60], "88.5", 90, [{"number": 35}, {"count": 17}], {"事假": 5, "迟到": 7}, "81.3"),
                   teacher("b", [90], 80, 80, [{"number": 30}, "none"], None, 76),
                   teacher("c", [90], 80, 80, [{"number": 30}, {"count": 25}], {"旷课": 20}, 79))
    assert [[cell["points"] for cell in sheet["items"]] for sheet in found] == [
        ["17.84", "25.8", "18", "30"], ["17", "9", "20", "18"], ["17", "27", "0", "24"]]
    assert [(sheet["total"], sheet["grade"], sheet["rank"]) for sheet in found] == [
        ("91.64", "优秀", 1), ("64.00", "合格", 3), ("68.00", "合格", 2)]


def test_sections_bonus_vetoes_and_exclusion_together() -> None:
    veto = {"when": {"any": ["incident:体罚", {"of": "leave:事假", "more_than": 10}]}, "effect": "grade", "grade": "差"}
    low = {"when": {"item": "3", "fewer_than": 25}, "effect": "no_top_grade"}
    rubric = {
        "sections": [{"code": "A", "cap": 45, "warn_below": 30, "fail_below": 20}, {"code": "B"}, {"code": "C", "cap": 5}],
        "grades": [{"name": "优", "at_least": 90}, {"name": "良", "at_least": 75}, {"name": "中", "at_least": 60}, {"name": "差"}],
        "vetoes": [veto, low],
        "items": [
            item("1", 30, JUDGED, section="A"), item("2", 20, {"kind": "tiers", "tiers": {"优": 20}}, section="A"),
            item("3", 50, {"kind": "ratio", "full_at": "0.95", "nothing_below": "0.6"}, section="B"),
            item("4", None, {"kind": "awards", "table": {"市级": {"一等奖": 5}, "校级": 1},
                             "take": {"top": 1, "others": "0.5"}}, counts="bonus", section="C"),
            item("5", 3, {"kind": "all", "conditions": ["班级好", "role:班主任"]}, counts="bonus", section="C")]}
    yes = {"conditions": [True, None]}
    prizes = {"awards": [{"level": "市级", "prize": "一等奖"}, {"level": "校级"}, {"level": "校级"}]}
    best, bad, freed = sheets(
        rubric,
        {"id": "x", "roles": ["班主任"], "evidence": {"1": {"number": 30}, "2": {"tier": "优"}, "3": {"done": 19, "of": 20},
                                                   "4": prizes, "5": yes}},
        {"id": "y", "leave": {"事假": 11}, "evidence": {"1": {"number": 9}, "2": {"tier": "优"}, "3": {"done": 1, "of": 2},
                                                     "4": [], "5": yes}},
        {"id": "z", "evidence": {"1": "excluded", "2": "none", "3": {"done": 9, "of": 10}}})
    assert (best["sections"], best["total"], best["grade"]) == ({"A": "45", "B": "50", "C": "5"}, "100.0", "优")
    assert (bad["sections"], bad["total"], bad["grade"]) == ({"A": "29", "B": "0", "C": "0"}, "29.0", "差")
    assert bad["vetoes"] == [{"when": veto["when"], "effect": "grade"}, {"when": low["when"], "effect": "no_top_grade"}]
    assert freed["earned"] == freed["possible"] == "47.368421052632"
    assert (freed["total"], freed["grade"]) == ("64.3", "差")  # 47.368… · 95 / 70, and its section fails


def test_average_by_and_exempt_in_their_order() -> None:
    rubric = {"items": [
        item("1", 20, {"kind": "quota", "required": 10, "per_missing": 2}, applies_to={"not_tags": ["后勤"]},
             otherwise="average", exempt=[{"when": {"of": "leave:产假", "at_least": 30}, "as": "exclude"}],
             by=[{"applies_to": {"tags": ["新"]}, "max": 10},
                 {"applies_to": {"roles": ["主任"]}, "rule": {"kind": "quota", "required": 5, "per_missing": 4}}]),
        item("2", 80, JUDGED)]}
    rest = {"2": {"number": 70}}
    found = sheets(rubric, {"id": "1", "evidence": {"1": {"count": 8}, **rest}},
                   {"id": "2", "tags": ["新"], "evidence": {"1": {"count": 8}, **rest}},
                   {"id": "3", "roles": ["主任"], "evidence": {"1": {"count": 4}, **rest}},
                   {"id": "4", "tags": ["后勤"], "evidence": rest},
                   {"id": "5", "leave": {"产假": 98}, "evidence": rest})
    assert [(sheet["items"][0]["points"], sheet["items"][0]["state"], sheet["total"]) for sheet in found] == [
        ("16", "scored", "86.0"), ("6", "scored", "76.0"), ("16", "scored", "86.0"),
        ("12.666666666667", "exempt", "82.7"), ("0", "excluded", "87.5")]


def test_comparison_within_groups_with_somebody_open() -> None:
    rule = {"kind": "relative", "base": 6, "per_above": "0.5", "per_below": "0.2", "among": "group:备课组", "floor": 2}

    def teacher(name: str, group: str, evidence: dict[str, Any]) -> dict[str, Any]:
        return {"id": name, "groups": {"备课组": [group]}, "evidence": evidence}

    found = sheets({"items": [item("1", 10, rule)]},
                   teacher("a", "g", {"1": {"number": 80}}), teacher("b", "g", {"1": {"number": 58}}),
                   teacher("c", "h", {"1": {"number": 70}}), teacher("d", "h", {}),
                   teacher("e", "g", {"1": {"number": 30, "reference": 60}}))
    assert [(sheet["items"][0]["points"], sheet["items"][0]["state"]) for sheet in found] == [
        ("10", "scored"), ("7", "scored"), ("6", "open"), ("0", "open"), ("2", "scored")]


def test_months_group_and_best_with_something_open() -> None:
    rubric = {"total": "plain", "items": [
        item("1", 10, {"kind": "mean", "over": "month", "rule": {"kind": "count", "base": 10, "points": {"缺": -2}}}),
        item("2", 10, {"kind": "group", "of": "教研组", "as": "share", "rule": {"kind": "count", "points": {"奖": 30}, "cap": 60}}),
        item("3", 10, {"kind": "best", "parts": [{"name": "a", "rule": {"kind": "tiers", "tiers": {"x": 8}}},
                                                 {"name": "b", "max": 6, "rule": {"kind": "count", "points": {"n": 3}}}]})]}
    evidence = {"1": {"each": {"9": {"count": 1}, "10": None, "11": "open"}}, "2": {"group": {"count": 2}, "members": 8},
                "3": {"parts": ["none", {"count": 5}]}}
    sheet = sheets(rubric, {"id": "1", "evidence": evidence})[0]
    assert [(cell["points"], cell["state"]) for cell in sheet["items"]] == [("6", "open"), ("7.5", "scored"), ("6", "scored")]
    assert (sheet["earned"], sheet["possible"]) == ("19.5", "22.833333333333")


def test_a_cap_above_the_max_and_a_total_below_zero() -> None:
    rubric = {"total": "rescale", "full_marks": 50, "items": [
        item("1", 10, {"kind": "count", "base": 8, "points": {"好": 1, "坏": -3}, "cap": 12, "floor": -4}), item("2", 10, JUDGED)]}
    found = sheets(rubric, {"id": "1", "evidence": {"1": {"counts": {"好": 9}}, "2": {"number": 10}}},
                   {"id": "2", "evidence": {"1": {"counts": {"坏": 9}}, "2": {"number": 1}}})
    assert [(sheet["earned"], sheet["total"]) for sheet in found] == [("22", "55.0"), ("-3", "-7.5")]
