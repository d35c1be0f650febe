"""What cannot be reckoned is refused: all problems at once, each with its place and a Chinese sentence."""

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rubrics.scoring import Refusal, parse_evidence, parse_rubric, score

from .builders import a_rubric, a_teacher, an_item, reference

CHINESE = re.compile("[\u4e00-\u9fff]")


def problems_of(rubric: Any, evidence: Any = None) -> dict[str, str]:
    with pytest.raises(Refusal) as refused:
        parsed = parse_rubric(rubric)
        parse_evidence(evidence, parsed)
    assert refused.value.problems
    for problem in refused.value.problems:
        assert set(problem) == {"path", "sentence"} and CHINESE.search(problem["sentence"])
    return {problem["path"]: problem["sentence"] for problem in refused.value.problems}


def of_rule(rule: dict[str, Any], maximum: Any = 10) -> list[str]:
    return list(problems_of(a_rubric(an_item(rule, maximum))))


TIERS = {"kind": "tiers", "tiers": {"一档": 5}}
JUDGED = {"kind": "judged"}
RULE = "$.items[0].rule"


@pytest.mark.parametrize(("rule", "path"), [
    ({"kind": "magic"}, f"{RULE}.kind"), ({}, RULE), ({**JUDGED, "stpe": 1}, f"{RULE}.stpe"),
    ({**JUDGED, "floor": 8, "cap": 5}, RULE), ({**JUDGED, "out_of": 0}, f"{RULE}.out_of"),
    ({**JUDGED, "ranges": {"优": [9, 8]}}, f"{RULE}.ranges.优"), ({**JUDGED, "ranges": {"优": [9]}}, f"{RULE}.ranges.优"),
    ({"kind": "tiers"}, RULE), ({"kind": "tiers", "tiers": {"优": "十"}}, f"{RULE}.tiers.优"),
    ({"kind": "bands", "bands": [{"at_least": 90, "points": 8}]}, f"{RULE}.bands"),
    ({"kind": "bands", "bands": [{"at_least": 90, "at_most": 80, "points": 8}, {"points": 0}]}, f"{RULE}.bands[0]"),
    ({"kind": "count", "points": {"a": [2, 1]}}, f"{RULE}.points.a"),
    ({"kind": "count", "points": {"a": 1}, "free": {"b": 1}}, f"{RULE}.free.b"),
    ({"kind": "count", "points": {"a": 1}, "unit": {"a": 0}}, f"{RULE}.unit.a"),
    ({"kind": "quota", "required": -1}, f"{RULE}.required"), ({"kind": "quota", "each": "year"}, f"{RULE}.each"),
    ({"kind": "ratio", "full_at": 0}, f"{RULE}.full_at"),
    ({"kind": "awards", "table": {"国家级": {}}}, f"{RULE}.table.国家级"),
    ({"kind": "awards", "table": {"国家级": {"一等奖": None}}}, f"{RULE}.table.国家级.一等奖"),
    ({"kind": "raters", "weights": {"自评": 0}}, f"{RULE}.weights"),
    ({"kind": "raters", "weights": {"自评": 1}, "trim": {"互评": {"extremes": 1}}}, f"{RULE}.trim.互评"),
    ({"kind": "rank"}, RULE), ({"kind": "rank", "steps": []}, f"{RULE}.steps"),
    ({"kind": "rank", "steps": [{"top": 1, "points": 1}], "among": "语文组"}, f"{RULE}.among"),
    ({"kind": "relative", "per_below": -1}, f"{RULE}.per_below"), ({"kind": "relative", "per": 0}, f"{RULE}.per"),
    ({"kind": "sum", "parts": []}, f"{RULE}.parts"), ({"kind": "best"}, RULE),
    ({"kind": "sum", "parts": [{"name": "a", "rule": {"kind": "magic"}}]}, f"{RULE}.parts[0].rule.kind"),
    ({"kind": "all", "conditions": []}, f"{RULE}.conditions"),
    ({"kind": "all", "conditions": [{"of": "x"}]}, f"{RULE}.conditions[0]"),
    ({"kind": "mean", "over": "month"}, RULE),
    ({"kind": "mean", "over": "month", "rule": JUDGED, "parts": [{"name": "a", "rule": JUDGED}]}, RULE),
    ({"kind": "mean", "parts": [{"name": "a", "rule": JUDGED}], "weights": {"b": 1, "a": 1}}, f"{RULE}.weights.b"),
    ({"kind": "group", "rule": JUDGED}, RULE), ({"kind": "gate", "when": "旷课", "rule": JUDGED}, f"{RULE}.when"),
    ({"kind": "gate", "when": {"item": "9", "is": 1}, "rule": JUDGED}, f"{RULE}.when.item"),
    ({"kind": "gate", "when": {"item": "1", "is": 1}, "rule": JUDGED}, "$.items[0]"),
])
def test_a_rule_that_cannot_be_reckoned(rule: dict[str, Any], path: str) -> None:
    assert path in of_rule(rule)


@pytest.mark.parametrize(("changes", "path"), [
    ({"format": "yanxiu-rubric/2"}, "$.format"), ({"titel": "x"}, "$.titel"), ({"places": 3}, "$.places"),
    ({"total": "sum"}, "$.total"), ({"items": {}}, "$.items"), ({"full_marks": Decimal("NaN")}, "$.full_marks"),
    ({"full_marks": True}, "$.full_marks"), ({"full_marks": 100.0}, "$.full_marks"), ({"full_marks": "1/0"}, "$.full_marks"),
    ({"sections": [{"code": "A"}, {"code": "A"}]}, "$.sections[1].code"),
    ({"sections": [{"code": "A", "cap": 1, "floor": 2}]}, "$.sections[0]"),
    ({"vetoes": [{"when": "incident:严重", "effect": "grade", "grade": "差"}]}, "$.vetoes[0].grade"),
    ({"vetoes": [{"when": "incident:严重", "effect": "total"}]}, "$.vetoes[0]"),
    ({"grades": [{"at_least": 60}]}, "$.grades[0]"),
])
def test_a_rubric_that_cannot_be_reckoned(changes: dict[str, Any], path: str) -> None:
    assert path in problems_of({**a_rubric(an_item(JUDGED)), **changes})


def test_an_undefined_section_and_a_second_code() -> None:
    twice = {**an_item(JUDGED), "section": "Z"}
    found = problems_of({"format": "yanxiu-rubric/1", "items": [twice, twice]})
    assert list(found) == ["$.items[0].section", "$.items[1].section", "$.items[1].code"]


def test_all_problems_at_once() -> None:
    rubric = reference()
    rubric["items"][0]["max"] = "十"
    rubric["items"][1]["rule"]["points"] = {"严重": Decimal("Infinity")}
    rubric["items"][2]["rule"] = {"kind": "bands", "bands": [{"at_least": 1, "points": 1}]}
    assert list(problems_of(rubric)) == ["$.items[0].max", "$.items[1].rule.points.严重", "$.items[2].rule.bands"]


def test_each_circle_is_named() -> None:
    def gated(code: str, on: str) -> dict[str, Any]:
        return {"code": code, "max": 1, "rule": {"kind": "gate", "when": {"item": on, "at_least": 1}, "rule": JUDGED}}

    items = [gated("1", "2"), gated("2", "1"), gated("3", "4"), gated("4", "3"), gated("5", "1")]
    found = problems_of({"format": "yanxiu-rubric/1", "items": items})
    assert list(found) == ["$.items[0]", "$.items[2]"] and "1 → 2 → 1" in found["$.items[0]"]


@pytest.mark.parametrize(("rule", "evidence", "path"), [
    (JUDGED, {"number": 11}, ".number"), (JUDGED, {"number": -1}, ".number"), (JUDGED, {"nummer": 1}, ""),
    (JUDGED, {"number": 1.5}, ".number"), (JUDGED, "einmal", ""), (JUDGED, 8, ""), (JUDGED, {"number": True}, ".number"),
    ({**JUDGED, "step": "0.5"}, {"number": "8.3"}, ".number"), ({**JUDGED, "cap": 12}, {"number": 13}, ".number"),
    ({**JUDGED, "out_of": 100}, {"number": 101}, ".number"),
    ({**JUDGED, "ranges": {"优": [9, 10]}}, {"number": 9}, ""), ({**JUDGED, "ranges": {"优": [9, 10]}}, {"number": 8, "tier": "优"}, ".number"),
    (TIERS, {"tier": "二档"}, ".tier"), (TIERS, {"tier": ["一档"]}, ".tier"),
    ({"kind": "count", "points": {"a": 1, "b": 1}}, {"counts": {"c": 1}}, ".counts.c"),
    ({"kind": "count", "points": {"a": 1, "b": 1}}, {"count": 1}, ".count"),
    ({"kind": "count", "points": {"a": 1}}, {"count": -1}, ".count"),
    ({"kind": "count", "points": {"a": [-3, -1]}}, {"counts": {"a": [-4]}}, ".counts.a[0]"),
    ({"kind": "count", "points": {"a": [-3, -1]}}, {"counts": {"a": 2}}, ".counts.a"),
    ({"kind": "quota", "required": 5}, {"count": 3, "by": {"本组": 1}}, ".by.本组"),
    ({"kind": "quota", "required": 5, "each": "month"}, {"count": 3}, ""),
    ({"kind": "ratio"}, {"done": 8}, ""), ({"kind": "bands", "bands": [{"points": 1}]}, {"number": 1, "done": 1, "of": 2}, ""),
    ({"kind": "awards", "table": {"省级": {"一等奖": 5}}}, {"awards": [{"level": "国家级"}]}, ".awards[0].level"),
    ({"kind": "awards", "table": {"省级": {"一等奖": 5}}}, {"awards": [{"level": "省级"}]}, ".awards[0]"),
    ({"kind": "awards", "table": {"省级": 5}}, {"awards": [{"level": "省级", "factors": ["x"]}]}, ".awards[0].factors[0]"),
    ({"kind": "raters", "weights": {"自评": 1}}, {"ratings": {"互评": [1]}}, ".ratings.互评"),
    ({"kind": "rank", "steps": [{"top_share": 1, "points": 1}]}, {"rank": 3}, ""),
    ({"kind": "rank", "steps": [{"top": 1, "points": 1}]}, {"rank": 3, "of": 2}, ".rank"),
    ({"kind": "sum", "parts": [{"name": "a", "rule": JUDGED}]}, {"parts": []}, ".parts"),
    ({"kind": "sum", "parts": [{"name": "a", "rule": JUDGED}]}, {"parts": [{"number": 99}]}, ".parts[0].number"),
    ({"kind": "all", "conditions": ["x"]}, {"conditions": [1]}, ".conditions[0]"),
    ({"kind": "all", "conditions": ["x"]}, {"conditions": [True, True]}, ".conditions"),
    ({"kind": "mean", "parts": [{"name": "a", "rule": JUDGED}]}, {"each": {"b": "open"}}, ".each.b"),
    ({"kind": "group", "of": "g", "as": "share", "rule": JUDGED}, {"group": {"number": 1}}, ""),
    ({"kind": "group", "of": "g", "as": "share", "rule": JUDGED}, {"group": {"number": 1}, "members": 0}, ".members"),
    ({"kind": "gate", "when": {"of": "hours", "at_least": 1}, "rule": JUDGED}, {"number": 1, "gate": {"hours": "x"}}, ".gate.hours"),
])
def test_evidence_that_cannot_be_reckoned(rule: dict[str, Any], evidence: Any, path: str) -> None:
    found = problems_of(a_rubric(an_item(rule)), {"teachers": [a_teacher({"1": evidence})]})
    assert f"$.teachers[0].evidence.1{path}" in found


@pytest.mark.parametrize(("evidence", "path"), [
    ({}, "$"), ({"teachers": [{"id": "1"}]}, "$.teachers[0]"), ({"teachers": [{"id": "", "evidence": {}}]}, "$.teachers[0].id"),
    ({"teachers": [a_teacher(), a_teacher()]}, "$.teachers[1].id"), ({"teachers": [a_teacher({"9": {}})]}, "$.teachers[0].evidence.9"),
    ({"teachers": [a_teacher(served_share="5/4")]}, "$.teachers[0].served_share"),
    ({"teachers": [a_teacher(incidents={"严重": -1})]}, "$.teachers[0].incidents.严重"),
    ({"teachers": [a_teacher(tags="新教师")]}, "$.teachers[0].tags"), ({"teachers": [a_teacher(geschlecht="f")]}, "$.teachers[0].geschlecht"),
    ({"teachers": [], "periods": {"month": "9"}}, "$.periods.month"),
    ({"teachers": [], "periods": {"month": ["2026-09", "2026-09"]}}, "$.periods.month[1]"),
])
def test_an_evidence_file_that_cannot_be_reckoned(evidence: Any, path: str) -> None:
    assert path in problems_of(a_rubric(an_item(JUDGED)), evidence)


def test_a_wrong_id_is_said_once() -> None:
    with pytest.raises(Refusal) as refused:
        parse_evidence({"teachers": [{"id": 1, "evidence": {}}]}, parse_rubric(a_rubric(an_item(JUDGED))))
    assert [problem["path"] for problem in refused.value.problems] == ["$.teachers[0].id"]


def test_the_same_wrong_value_is_named_for_everybody() -> None:
    teachers = [a_teacher({"1": {"number": 11}}, f"T{n}") for n in range(3)]
    assert len(problems_of(a_rubric(an_item(JUDGED)), {"teachers": teachers})) == 3


def test_a_float_given_to_score_is_refused() -> None:
    with pytest.raises(Refusal):
        score(a_rubric(an_item(JUDGED)), {"teachers": [a_teacher({"1": {"number": 8.5}})]})


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", "3", '"x"', b"\xff\xfe\x00", "[" * 100_000, '{"format": "yanxiu-rubric/1", "format": "x"}',
    '{"items": ' + "[" * 900 + "]" * 900 + "}", '{"format": "yanxiu-rubric/1", "items": [], "full_marks": 1e999999999999}',
])
def test_a_text_that_is_no_rubric(text: str | bytes) -> None:
    with pytest.raises(Refusal) as refused:
        parse_rubric(text)
    assert CHINESE.search(refused.value.problems[0]["sentence"])


def test_the_core_needs_no_django() -> None:
    root = Path(__file__).parents[3]
    code = "import rubrics.scoring, sys; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
