"""From evidence to stored points (计分): the scoring core asked once, corrections and closing said in its own language.

What is frozen with a sheet is enough to reckon it again: `reckon(sheet.document, evidence of all) == stored rows`.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from rubrics.scoring import parse_evidence, parse_rubric, score
from rubrics.scoring.numbers import divide, fixed, plain
from rubrics.scoring.rubric import weight_of

CORE_KEYS = ("id", "name", "tags", "roles", "groups", "served_share", "incidents", "leave", "evidence")


def reckon(
    document: Mapping[str, Any], periods: Mapping[str, list[str]], teachers: Iterable[Mapping[str, Any]], closed: str = ""
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of a 考核汇总表 in the order given, and what the core found worth a look.

    teachers: each the teacher's part of evidence.json and beside it "notes": {code: how a number came about} and
    "overrides": {code: {"points", "words"}}. closed: the sentence by which open items count as not done, or nothing.
    """
    people = list(teachers)
    plain_result = _score(document, periods, people, closed)
    changed = [person for person in people if person.get("overrides")]
    result = plain_result
    if changed:
        result = _score(_with_overrides(document, changed), periods, [_overridden(one) for one in people], closed)
    rows = []
    for person, sheet, before in zip(people, result.sheets, plain_result.sheets, strict=True):
        items = [
            _item(outcome, old, person, closed) for outcome, old in zip(sheet.items, before.items, strict=True)
        ]
        rows.append({
            "items": items, "earned": plain(sheet.earned), "bonus": plain(sheet.bonus), "total": sheet.total_text,
            "possible": "" if sheet.possible is None else plain(sheet.possible), "best_total": _best_total(result.rubric, sheet),
            "grade": sheet.grade or "", "rank": sheet.rank,
            "open_items": sum(item["state"] == "open" for item in items),
        })
    return rows, list(result.findings)


def _best_total(rubric: Any, sheet: Any) -> str:
    """最高可达: the total if everything open still went best; empty where there is no ceiling."""
    if sheet.possible is None:
        return ""
    full = [outcome for outcome in sheet.items if outcome.item.counts == "full"]
    weights = weight_of(rubric.sections, [(one.item.section, one.weight) for one in full])
    left = weight_of(rubric.sections, [(one.item.section, one.weight) for one in full if one.state != "excluded"])
    value = divide(sheet.possible * weights, left) if left else 0
    if rubric.total == "rescale" and weights:
        value = divide(value * rubric.full_marks, weights)
    if rubric.total == "cap":
        value = min(value, rubric.full_marks)
    return fixed(value + sheet.bonus, rubric.places)


def effects(
    document: Mapping[str, Any], periods: Mapping[str, list[str]], teachers: list[Mapping[str, Any]], closed: str = ""
) -> dict[str, Any]:
    """What 封顶, 折算 and 不封顶 would do to the totals, where the weights are not the full marks; else nothing."""
    rubric = parse_rubric(json.dumps(document))
    if rubric.weights == rubric.full_marks:
        return {}
    totals = {}
    for kind in ("cap", "rescale", "plain"):
        rows, _ = reckon({**document, "total": kind}, periods, teachers, closed)
        totals[kind] = [Decimal(row["total"]) for row in rows]
    now = totals[rubric.total]
    found = {"weights": plain(rubric.weights), "full": plain(rubric.full_marks), "now": rubric.total, "kinds": {}}
    for kind, each in totals.items():
        moved = [new - old for new, old in zip(each, now, strict=True) if new != old]
        found["kinds"][kind] = {
            "changed": len(moved), "least": str(min(map(abs, moved), default=0)), "most": str(max(map(abs, moved), default=0)),
            "less": bool(moved) and max(moved) < 0, "more": bool(moved) and min(moved) > 0,
        }
    return found


def _score(document: Mapping[str, Any], periods: Mapping[str, Any], people: list[Mapping[str, Any]], closed: str) -> Any:
    if closed:
        document = {**document, "without_evidence": "zero"}
    rubric = parse_rubric(json.dumps(document))
    # Through JSON text, so that numbers arrive exact however they were stored.
    given = {"periods": periods, "teachers": [{key: person[key] for key in CORE_KEYS if key in person} for person in people]}
    return score(rubric, parse_evidence(json.dumps(given), rubric))


def _tag(code: str) -> str:
    return f"改分：{code}"


def _with_overrides(document: Mapping[str, Any], people: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A correction is a variant of the item for this teacher, by hand: section, total and grade follow as ever."""
    codes = {code for person in people for code in person["overrides"]}
    changed = deepcopy(dict(document))
    for item in changed["items"]:
        if item["code"] in codes:
            by_hand = {"applies_to": {"tags": [_tag(item["code"])]}, "rule": {"kind": "judged"}}
            item["by"] = [by_hand, *item.get("by", [])]
    return changed


def _overridden(person: Mapping[str, Any]) -> Mapping[str, Any]:
    overrides = person.get("overrides")
    if not overrides:
        return person
    return {
        **person,
        "tags": [*person.get("tags", []), *(_tag(code) for code in overrides)],
        "evidence": {**person["evidence"], **{code: {"number": one["points"]} for code, one in overrides.items()}},
    }


def _item(outcome: Any, before: Any, person: Mapping[str, Any], closed: str) -> dict[str, Any]:
    code = outcome.code
    override = person.get("overrides", {}).get(code)
    reason = _with_note(before.reason, person.get("notes", {}).get(code, ""))
    if override:
        was = "待定" if before.state == "open" else f"{plain(before.points)} 分"
        reason = f"按更正计 {plain(outcome.points)} 分，原 {was}：{override['words']}。原来的理由：{reason}"
    elif closed and code not in person["evidence"] and before.why.code == "counted_zero":
        reason = _with_note(reason, closed)
    return {
        "code": code, "points": plain(outcome.points), "state": outcome.state, "reason": reason,
        "more": "" if override else outcome.more, "most": "" if outcome.most is None else plain(outcome.most),
        "weight": plain(outcome.weight), "corrected": bool(override),
    }


def _with_note(sentence: str, note: str) -> str:
    return f"{sentence.rstrip('。')}。{note}。" if note else sentence
