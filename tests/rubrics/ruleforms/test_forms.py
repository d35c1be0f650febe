"""Every kind of rule has a form, and what the form shows is the rule."""

from typing import Any

import pytest

from rubrics.ruleforms import EXAMPLES, FORMS, alone, example_block, fill, fits, pieces, read, try_out, words
from rubrics.ruleforms.elements import Input
from rubrics.scoring.kinds import KINDS
from tests.rubrics.scoring.builders import CASES, exact

# What the fields cannot hold is edited as JSON: conditions inside conditions.
TOO_DEEP = '"not"', '"any"'


def rules() -> list[Any]:
    found = {}
    for path in sorted(CASES.glob("*.json")):
        for case in exact(path.read_text(encoding="utf-8")):
            found.setdefault(f"{path.stem} {case['rule']} {case.get('max', 10)}", (case["rule"], case.get("max", 10)))
    return [pytest.param(*pair, id=name[:80]) for name, pair in found.items()]


def test_every_kind_has_a_form_and_an_example() -> None:
    """A kind is a file, a line, a wording, a case file (test_cases) and a form with an example to try."""
    assert set(FORMS) == set(EXAMPLES) == set(KINDS)
    assert all(form.label and form.hint for form in FORMS.values())


@pytest.mark.parametrize(("rule", "most"), rules())
def test_rule_to_fields_and_back(rule: dict[str, Any], most: Any) -> None:
    """The fields make the same rule, or the form says that it cannot hold it; a sentence there is always."""
    nested = any(word.strip('"') in str(rule.get("conditions", rule.get("when", ""))) for word in TOO_DEEP)
    assert fits(rule, most) or nested
    assert words(rule, most).endswith("。")


@pytest.mark.parametrize(("rule", "most"), rules())
def test_every_number_of_a_rule_stands_in_its_sentence(rule: dict[str, Any], most: Any) -> None:
    """A field whose number is changed changes the rule: nothing that is shown is only for show."""
    if not fits(rule, most):
        return
    values = fill(rule, "r.")
    for piece in pieces(rule, most, "r."):
        if isinstance(piece, Input) and piece.is_number and piece.value:
            again, notes = read(values | {piece.name: "7.125"}, "r.")
            assert not notes
            assert again != read(values, "r.")[0], piece.name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_example_can_be_tried(kind: str) -> None:
    """Typing into every input gives points and a reason, or a sentence with its path."""
    case = exact((CASES / f"{kind}.json").read_text(encoding="utf-8"))[0]
    item = {"code": "1", "max": case.get("max", 10), "rule": case["rule"]}
    inputs = [piece for piece in example_block(alone(item), {}).pieces if isinstance(piece, Input)]
    assert inputs
    typed = {one.name: list(one.field.options)[1] if one.field.options else "3" for one in inputs}
    if kind == "awards":
        typed = {inputs[0].name: "国家级 一等奖；省级 二等奖"}
    tried = try_out(item, typed)
    assert tried.reason and not tried.problems


@pytest.mark.parametrize(("rule", "most", "sentence"), [
    ({"kind": "quota", "required": 10, "per_missing": 1}, 10, "应有 10 次，每缺 1 次扣 1 分，扣完为止。"),
    ({"kind": "tiers", "tiers": {"一档": 4, "二档": 2}}, 4, "分二档：一档 4 分，二档 2 分；未参加 0 分。"),
    ({"kind": "count", "base": 10, "points": {"严重": -10, "较轻": [-5, -1]}}, 10,
     "基础 10 分；严重每次扣 10 分，较轻每次扣 1 到 5 分，扣完为止。"),
    ({"kind": "bands", "bands": [{"at_least": 90, "points": 8}, {"at_least": 60, "fewer_than": 90, "points": 5}, {"points": 0}]}, 8,
     "≥ 90 得 8 分，≥ 60 且 < 90 得 5 分，其余得 0 分。"),
    ({"kind": "best", "parts": [{"name": "论文", "max": 6, "rule": {"kind": "judged"}},
                                {"name": "获奖", "rule": {"kind": "awards", "table": {"省级": 5}}}]}, 8,
     "取最高的一个分项：论文（最高 6 分）：由给分的人评定；获奖：省级 5 分。"),
    ({"kind": "gate", "when": {"not": "tag:x"}, "rule": {"kind": "judged"}}, 5, "由给分的人评定，不满足“属于x” 时这一项得 0 分（另有细节，见原始数据）。"),
])
def test_sentences(rule: dict[str, Any], most: Any, sentence: str) -> None:
    assert words(rule, most) == sentence


def test_what_was_typed_is_taken_as_people_write_it() -> None:
    values = fill({"kind": "raters", "weights": {"自评": "0.2", "互评": "0.8"}}) | {"weights.0.weight": "３０％", "weights.1.weight": "70%"}
    assert read(values)[0]["weights"] == {"自评": "0.3", "互评": "0.7"}
    values = fill({"kind": "tiers", "tiers": {"一档": 5}}) | {"tiers.0.points": "５分", "tiers.7.name": "二档", "tiers.7.points": "1/3"}
    assert read(values)[0]["tiers"] == {"一档": 5, "二档": "1/3"}


def test_nothing_typed_is_lost_in_silence() -> None:
    """Two tiers of one name, or points without a name, are said."""
    values = fill({"kind": "tiers", "tiers": {"一档": 5}}) | {"tiers.1.name": "一档", "tiers.1.points": "4", "tiers.2.points": "3"}
    _, notes = read(values)
    assert [sentence for _, sentence in notes] == ["“一档”写了两次", "没有写名称"]


def test_shares_are_said_in_percent() -> None:
    raters = {"kind": "raters", "weights": {"自评": "0.2", "互评": 0.3, "领导": "1/2"}}
    assert words(raters, 10) == "加权平均：自评占 20%，互评占 30%，领导占 50%，最高 10 分。"
    steps = {"kind": "rank", "steps": [{"top_share": "1/3", "points": 10}, {"top_share": 1, "points": 4}]}
    assert words(steps, 10) == "前 1/3 得 10 分，前 1 得 4 分，最高 10 分。"
    assert words({"kind": "mean", "parts": [{"name": "a", "rule": {"kind": "judged"}}], "weights": {"a": 2}}, 10).startswith("加权平均：a占 2：")
