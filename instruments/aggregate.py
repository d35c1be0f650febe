"""Putting many answers together (统计): means, extremes dropped, distributions; exact inside, rounded half up at the end.

Plain Python: no Django, no tables.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Number = Decimal | Fraction | int


def rounded(value: Number, places: int = 2) -> Decimal:
    """四舍五入, away from zero; no zeros at the end: 86.50 → 86.5."""
    exact = Fraction(value)
    size = 10 ** places
    doubled = abs(exact) * size * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    found = Decimal(whole if exact >= 0 else -whole) / size
    return found.quantize(Decimal(1), ROUND_HALF_UP) if found == found.to_integral_value() else found.normalize()


def kept(numbers: Iterable[Number], drop: int = 0) -> list[Number]:
    """去掉最高和最低各几个: only when more than twice as many have come in; sorted."""
    ordered = sorted(numbers)
    return ordered[drop:len(ordered) - drop] if drop and len(ordered) > 2 * drop else ordered


def mean(numbers: Iterable[Number], drop: int = 0) -> Fraction | None:
    """平均, with so many highest and lowest dropped; None of nothing."""
    left = kept(numbers, drop)
    return sum((Fraction(number) for number in left), Fraction()) / len(left) if left else None


def mean_of_counts(values: Iterable[tuple[Number, int]]) -> Fraction | None:
    """平均 of counted values: [(5, 12), (4, 30)] are 42 sheets."""
    pairs = list(values)
    sheets = sum(number for _, number in pairs)
    return sum((Fraction(value) * number for value, number in pairs), Fraction()) / sheets if sheets else None


def distribution(options: Sequence[str], given: Iterable[str]) -> dict[str, int]:
    """分布: how often each option was ticked, in the form's order, those that nobody ticked too."""
    counted = Counter(given)
    return {option: counted[option] for option in options}


def share(part: int, whole: int) -> int:
    """百分比 as a whole number, half up; 0 of nothing."""
    return int(rounded(Fraction(part * 100, whole), 0)) if whole else 0
