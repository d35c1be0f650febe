"""One fact in the form its rule takes (依据的形式): counts, parts of a whole, numbers, tiers."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from evaluation.evidence.setting import Owed
from rubrics.scoring.numbers import plain, read_number

NOT_TAKEN_PART = "未参加"
OWED = ("quota", "ratio", "bands")  # rules that measure what was done against what was owed


def amount(number: int, rule: Mapping[str, Any], owed: Owed | None = None) -> dict[str, Any]:
    """So many of a thing: {"done", "of"} for a quota, {"count"} for a count, {"number"} for the rest."""
    kind = rule["kind"]
    if kind in OWED and owed is not None:
        return {"done": number, "of": owed.number}
    if kind == "quota":
        return {"count": number}
    if kind == "count":
        return {"count": number} if len(rule["points"]) == 1 else {"counts": {}}
    return {"number": number}


def by_name(counted: Counter[str], rule: Mapping[str, Any], otherwise: str = "") -> dict[str, Any]:
    """Counts by event, only events the rule knows; what it does not know counts as `otherwise` where it knows that."""
    if rule["kind"] != "count":
        return {"number": counted.total()}
    events = rule["points"]
    found: Counter[str] = Counter()
    for name, number in counted.items():
        if name in events:
            found[name] += number
        elif otherwise in events:
            found[otherwise] += number
    return {"counts": dict(found)}


def best_tier(names: Iterable[str], rule: Mapping[str, Any]) -> dict[str, str] | None:
    """The one among these tiers that the rule pays best; None when it knows none of them."""
    known = [name for name in names if name in rule["tiers"]]
    return {"tier": max(known, key=lambda name: read_number(rule["tiers"][name]))} if known else None


def exact(value: Decimal) -> str:
    """86.50 → 86.5"""
    return plain(read_number(value))


def marked(tier: str, number: Decimal | None, counts: dict[str, int] | None) -> Any:
    """评定结果 as evidence: a tier, 未参加, a number or counts."""
    if tier:
        return "none" if tier == NOT_TAKEN_PART else {"tier": tier}
    if number is not None:
        return {"number": exact(number)}
    return {"counts": counts}
