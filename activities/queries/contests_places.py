"""名次与档次: what the sheets of the judges come to. Plain reckoning without tables, so that it can be done again by hand.

The mean is rounded to two decimals as it is printed, and places follow the printed mean. With four judges or more one
highest and one lowest total may be left out (seed 004: 去掉一个最高分和一个最低分).
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from instruments.aggregate import kept, mean, rounded

FEWEST_TO_TRIM = 4


@dataclass(frozen=True)
class Sheet:
    """One judge's sheet for one entry: its total, and the points of the indicator that may decide between equals."""

    total: Decimal
    item: Decimal | None = None


@dataclass(frozen=True)
class Order:
    """评比的算法 as the contest states it: the tiers from the highest down, each with a share, a number or points."""

    trim: bool
    ties: str
    tier_by: str
    tiers: Sequence[Mapping[str, object]]


@dataclass
class Place:
    """One entry with its mean, its place and its tier, and how they came about."""

    entry: int
    sheets: list[Sheet]
    jury: int | None = None
    kept: list[Decimal] = field(default_factory=list)
    dropped: list[Decimal] = field(default_factory=list)
    mean: Decimal | None = None
    item: Decimal | None = None
    rank: int | None = None
    tier: str = ""
    equal: bool = False  # shares its mean with another entry
    open: bool = False  # equal, and the jury has yet to settle it


def trimmed(totals: Sequence[Decimal], trim: bool) -> tuple[list[Decimal], list[Decimal]]:
    """What counts and what is left out: one highest and one lowest, never of fewer than four."""
    ordered = sorted(totals)
    if not trim or len(ordered) < FEWEST_TO_TRIM:
        return ordered, []
    return kept(ordered, 1), [ordered[-1], ordered[0]]


def settle(places: Sequence[Place], order: Order) -> list[Place]:
    """Means, places and tiers of all entries, the first first; those that nobody has judged stand at the end without."""
    judged = [place for place in places if place.sheets]
    for place in judged:
        place.kept, place.dropped = trimmed([sheet.total for sheet in place.sheets], order.trim)
        place.mean = rounded(mean(place.kept))
        items = [sheet.item for sheet in place.sheets if sheet.item is not None]
        place.item = rounded(mean(items)) if items else None
    _rank(judged, order)
    _tiers(judged, order)
    judged.sort(key=lambda place: (place.rank, place.jury or 0))
    return judged + [place for place in places if not place.sheets]


def _rank(judged: list[Place], order: Order) -> None:
    """Competition ranking (并列第 2 名以后是第 4 名): by the mean, then by the rule for equals."""
    def second(place: Place) -> Decimal:
        if order.ties == "item":
            return -(place.item or Decimal())
        return Decimal(place.jury or 0) if order.ties == "jury" else Decimal()

    judged.sort(key=lambda place: (-place.mean, second(place)))
    at = 1
    for _, equals in groupby(judged, key=lambda place: place.mean):
        group = list(equals)
        settled = order.ties != "jury" or len({place.jury for place in group if place.jury}) == len(group)
        for shift, place in enumerate(group):
            place.equal = len(group) > 1
            place.open = place.equal and not settled
            same = shift and (place.open or second(place) == second(group[shift - 1]))
            place.rank = group[shift - 1].rank if same else at + shift
        at += len(group)


def _tiers(judged: list[Place], order: Order) -> None:
    """档次: by points, or by place, where equals at the border all go into the higher tier."""
    for place in judged:
        place.tier = ""
    if order.tier_by == "points":
        for place in judged:
            place.tier = next((str(tier["name"]) for tier in order.tiers if place.mean >= Decimal(str(tier["value"]))), "")
        return
    upto = Fraction()
    for tier in order.tiers:
        upto += Fraction(str(tier["value"]))
        places = upto * len(judged) / 100 if order.tier_by == "share" else upto
        last = int(places + Fraction(1, 2))
        for place in judged:
            if not place.tier and place.rank <= last:
                place.tier = str(tier["name"])
