"""What holds for every rubric of the grammar, tried on many made-up ones (性质测试)."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.scoring import parse_evidence, parse_rubric, score

from .builders import a_rubric, a_teacher, an_item

PARTS = ("a", "b")
small = st.integers(0, 12)
half = st.integers(0, 20).map(lambda n: f"{n // 2}.{5 * (n % 2)}")
points = st.integers(0, 10)


def leaf() -> st.SearchStrategy[dict[str, Any]]:
    """Rules in which more of what counts is better, never worse."""
    return st.one_of(
        st.just({"kind": "judged"}),
        st.builds(lambda p: {"kind": "tiers", "tiers": dict(zip(("低", "中", "高"), sorted(p), strict=True))},
                  st.tuples(points, points, points)),
        st.builds(lambda p: {"kind": "bands", "bands": [{"at_least": 8, "points": max(p)}, {"at_least": 4, "points": min(p)},
                                                        {"points": 0}]}, st.tuples(points, points)),
        st.builds(lambda p, cap: {"kind": "count", "points": {"好": p}, "each_cap": {"好": cap}}, points, points),
        st.builds(lambda r, off, extra: {"kind": "quota", "required": r, "per_missing": off, "per_extra": extra, "base": 8},
                  points, half, half),
        st.builds(lambda n: {"kind": "ratio", "zero_at": f"0.{n}"}, st.integers(0, 9)),
    )


def amount(rule: dict[str, Any], n: int) -> Any:
    """Evidence of n things of ten for this rule; more n is better."""
    kind = rule["kind"]
    if kind == "tiers":
        return {"tier": ("低", "中", "高")[min(2, n // 4)]}
    if kind == "ratio":
        return {"done": n, "of": 10}
    if kind in ("count", "quota"):
        return {"count": n}
    if kind in ("sum", "best"):
        return {"parts": [amount(part["rule"], n) for part in rule["parts"]]}
    if kind == "mean":
        return {"each": {name: amount(rule["rule"], n) for name in PARTS}}
    return amount(rule["rule"], n) if kind == "gate" else {"number": min(n, 10)}


def combined(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.tuples(inner, inner).map(lambda pair: [{"name": name, "max": 10, "rule": rule}
                                                      for name, rule in zip(PARTS, pair, strict=True)])
    return st.one_of(
        st.builds(lambda kind, p: {"kind": kind, "parts": p}, st.sampled_from(["sum", "best"]), parts),
        inner.map(lambda rule: {"kind": "mean", "over": "班级", "rule": rule}),
        inner.map(lambda rule: {"kind": "gate", "when": "incident:严重", "rule": rule}))


rules = st.recursive(leaf(), combined, max_leaves=4)


@settings(max_examples=150, deadline=None)
@given(rules, small, small)
def test_within_bounds_and_more_good_evidence_never_lowers(rule: dict[str, Any], n: int, more: int) -> None:
    rubric = a_rubric(an_item(rule))
    less, richer = (score(rubric, {"teachers": [a_teacher({"1": amount(rule, count)})]}).sheets[0]
                    for count in (n, n + more))
    assert 0 <= less.items[0].points <= richer.items[0].points <= 10
    assert less.possible is not None and less.earned <= less.possible <= 10
    assert less.total <= richer.total


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10), half, small, small, st.integers(0, 5))
def test_more_bad_evidence_never_raises(base: int, off: str, n: int, more: int, free: int) -> None:
    rule = {"kind": "count", "base": base, "points": {"坏": f"-{off}"}, "free": {"坏": free}}
    rubric = a_rubric(an_item(rule))
    fewer, worse = (score(rubric, {"teachers": [a_teacher({"1": {"count": count}})]}).sheets[0].total
                    for count in (n, n + more))
    assert worse <= fewer


@settings(max_examples=100, deadline=None)
@given(st.lists(rules, min_size=1, max_size=4), st.lists(st.lists(small, min_size=4, max_size=4), min_size=1, max_size=4),
       st.sampled_from(["cap", "rescale", "plain"]), st.randoms(use_true_random=False))
def test_order_of_items_and_teachers_never_matters(chosen: list[dict[str, Any]], counts: list[list[int]], total: str,
                                                   dice: Any) -> None:
    items = [{**an_item(rule), "code": str(place)} for place, rule in enumerate(chosen)]
    items.append({**an_item({"kind": "rank", "decrement": {"first": 10, "by": 2}}), "code": "r"})
    teachers = [{"id": f"T{n}", "evidence": {**{item["code"]: amount(item["rule"], count)
                                                for item, count in zip(items, row, strict=False) if item["code"] != "r"},
                                             "r": {"number": row[0]}}}
                for n, row in enumerate(counts)]
    rubric = {"format": "yanxiu-rubric/1", "total": total, "full_marks": 40, "items": items,
              "grades": [{"name": "优", "top_share": "1/2"}, {"name": "良"}]}
    first = score(rubric, {"teachers": teachers}).as_json()
    dice.shuffle(items)
    dice.shuffle(teachers)
    again = score(rubric, {"teachers": teachers}).as_json()

    def sorted_up(result: dict[str, Any]) -> Any:
        found = copy.deepcopy(result["teachers"])
        for sheet in found:
            sheet["items"].sort(key=lambda item: item["code"])
        return sorted(found, key=lambda sheet: sheet["id"])

    assert sorted_up(first) == sorted_up(again)


@settings(max_examples=60, deadline=None)
@given(rules, small)
def test_the_same_bytes_in_give_the_same_bytes_out(rule: dict[str, Any], n: int) -> None:
    rubric = json.dumps(a_rubric(an_item(rule)))
    evidence = json.dumps({"teachers": [a_teacher({"1": amount(rule, n)})]})
    outputs = set()
    for _ in range(2):
        parsed = parse_rubric(rubric)
        outputs.add(json.dumps(score(parsed, parse_evidence(evidence, parsed)).as_json(), ensure_ascii=False))
    assert len(outputs) == 1


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["open", "excluded", "none", 0, 3, 7, 10]), min_size=3, max_size=3),
       st.sampled_from(["cap", "rescale", "plain"]))
def test_filling_what_is_open_stays_within_what_was_possible(values: list[Any], total: str) -> None:
    items = [{**an_item({"kind": "judged"}), "code": str(place)} for place in range(3)]
    rubric = {"format": "yanxiu-rubric/1", "total": total, "items": items}

    def sheet(fill: Any) -> Any:
        given_ = [fill if value == "open" else value for value in values]
        evidence = {str(p): value if isinstance(value, str) else {"number": value} for p, value in enumerate(given_)}
        return score(rubric, {"teachers": [{"id": "1", "evidence": evidence}]}).sheets[0]

    running = sheet("open")
    assert running.earned == sheet(0).earned <= sheet(10).earned == running.possible
