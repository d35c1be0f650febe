"""统计: means, extremes dropped, distributions, weights; half up."""
from decimal import Decimal
from fractions import Fraction

import pytest

from instruments import aggregate, answers


@pytest.mark.parametrize(("value", "shown"), [
    (Fraction(1, 3), "0.33"), (Fraction(2, 3), "0.67"), (Decimal("86.505"), "86.51"), (Decimal("-0.005"), "-0.01"), (Decimal("86.50"), "86.5"),
    (100, "100"), (Fraction(200, 3), "66.67"), (0, "0"),
])
def test_rounding_is_half_up_and_ends_without_zeros(value, shown):
    assert str(aggregate.rounded(value)) == shown


def test_extremes_are_dropped_only_when_enough_have_come():
    votes = [Decimal(number) for number in ("60", "90", "92", "94", "100")]
    assert aggregate.mean(votes) == Fraction(436, 5)
    assert aggregate.mean(votes, 1) == 92
    assert aggregate.mean(votes, 2) == 92
    assert aggregate.mean(votes, 3) == Fraction(436, 5), "three each of five would leave nothing: none is dropped"
    assert aggregate.mean([], 1) is None


def test_distribution_keeps_the_order_of_the_form_and_shows_what_nobody_ticked():
    assert list(aggregate.distribution(["好", "中", "差"], ["差", "好", "差"]).items()) == [("好", 1), ("中", 0), ("差", 2)]
    assert aggregate.mean_of_counts([(5, 12), (4, 30), (1, 0)]) == Fraction(180, 42)
    assert (aggregate.share(1, 8), aggregate.share(1, 3), aggregate.share(0, 0)) == (13, 33, 0)


def test_a_weighted_section_is_brought_to_its_weight():
    document = {"base": 10, "sections": [
        {"name": "课", "weight": 60, "items": [{"code": "a", "name": "a", "kind": "number", "max": 30}]},
        {"name": "写", "weight": 30, "items": [{"code": "b", "name": "b", "kind": "number", "max": 7}]},
        {"name": "话", "items": [{"code": "t", "name": "t", "kind": "text"}]},
    ]}
    assert answers.full(document) == 100
    assert answers.total(document, {"a": "25", "b": "5"}) == Decimal("81.43"), "10 + 25/30 · 60 + 5/7 · 30"
    assert answers.total(document, {"a": "25"}) is None
