"""试算: the evidence of a term under another rubric, before and after for every teacher. Nothing is stored.

Before is the 考核汇总表 as it stands. After takes the same people and, for an item that asks the same in the same way, the
very evidence the sheet rests on; whatever the other rubric asks differently is looked up in the records of the term.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluation import conduct, evidence, queries
from evaluation.models import Score, ScoreSheet
from evaluation.reckoning import CORE_KEYS, reckon
from evaluation.services.sheets import closing_words, contents_of
from rubrics.models import Rubric
from rubrics.scoring import Item, parse_rubric
from rubrics.scoring.problems import Problems
from rubrics.scoring.rubric import Profile
from school.models import Teacher
from school.person import Person

Pair = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


@dataclass(frozen=True)
class Change:
    """一项的变化 of one teacher: what it gave and would give, each with its reason; a side may be missing."""

    code: str
    name: str
    before: str
    after: str
    size: Decimal
    reason_before: str
    reason_after: str


@dataclass(frozen=True)
class Standing:
    """总分、名次、等次 under one rubric; provisional while items are open."""

    total: Decimal
    rank: int | None
    grade: str
    open_items: int


@dataclass(frozen=True)
class Line:
    """一位教师 before and after."""

    teacher: Teacher
    group: str
    facts: Mapping[str, Any]
    before: Standing
    after: Standing
    was: list[dict[str, Any]]  # the items as stored
    items: list[dict[str, Any]]  # the items as they would be
    changes: list[Change]

    @property
    def change(self) -> Decimal:
        return self.after.total - self.before.total

    @property
    def rest(self) -> Decimal:
        """What of the change does not come from single items: 剔除后折算, 封顶, rounding."""
        return self.change - sum((one.size for one in self.changes), Decimal())


@dataclass(frozen=True)
class Trial:
    """试算的结果: lines by 教研组, the other rubric's document and evidence, and what one must know when reading it."""

    sheet: ScoreSheet
    rubric: Rubric
    pairs: list[Pair]
    lines: list[Line]
    said: list[str]

    @property
    def people(self) -> list[Mapping[str, Any]]:
        """The teachers' part of the evidence, in the order of the lines."""
        return [line.facts for line in self.lines]

    @property
    def places(self) -> int:
        return self.rubric.document.get("places", 1)


def try_rubric(sheet: ScoreSheet, rubric: Rubric, person: Person | None) -> Trial:
    """The sheet of a term under another version, in a fixed number of queries; `person` None: for a file.

    Raises Refusal when the version cannot be reckoned with.
    """
    parsed = parse_rubric(json.dumps(rubric.document))
    scores = list(Score.objects.filter(sheet=sheet).select_related("teacher"))
    pairs = paired(sheet.document["items"], rubric.document["items"])
    given = _Evidence(sheet, rubric.document, pairs, scores, parsed.items)
    people = [given.of(score) for score in scores]
    rows, _ = reckon(rubric.document, sheet.periods, people)
    seen = (conduct.Lens(sheet, person), _lens(sheet, rubric.document, person))
    homes = queries.group_names(sheet)
    lines = [
        _line(score, row, pairs, seen, homes.get(score.teacher_id, "未编组"), facts)
        for score, row, facts in zip(scores, rows, people, strict=True)
    ]
    order = {name: place for place, name in enumerate(dict.fromkeys(homes.values()))}
    lines.sort(key=lambda line: order.get(line.group, len(order)))
    return Trial(sheet, rubric, pairs, lines, given.said(parsed.items))


def paired(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[Pair]:
    """Items of two rubrics that mean the same: by code with name or source, else by source, else by name.

    In the order of the new rubric; those it drops come last.
    """
    left, right = list(old), list(new)
    found: dict[int, Mapping[str, Any]] = {}

    def match(alike: Any) -> None:
        for place, item in enumerate(right):
            if place not in found:
                same = [one for one in left if alike(one, item)]
                if len(same) == 1:
                    found[place] = same[0]
                    left.remove(same[0])

    def same_source(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        return bool(one.get("evidence")) and one["evidence"] == other.get("evidence") != "manual"

    def same_name(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        return bool(one.get("name")) and one["name"] == other.get("name")

    match(lambda one, other: one["code"] == other["code"] and (same_source(one, other) or same_name(one, other)))
    match(same_source)
    match(same_name)
    return [(found.get(place), item) for place, item in enumerate(right)] + [(one, None) for one in left]


class _Evidence:
    """评价依据 for the other rubric: what the sheet holds where the item asks the same, else gathered anew."""

    def __init__(
        self, sheet: ScoreSheet, document: Mapping[str, Any], pairs: list[Pair], scores: list[Score], items: Iterable[Item]
    ) -> None:
        self.sheet, self.items, self.document = sheet, {item.code: item for item in items}, document
        self.place = {item["code"]: place for place, item in enumerate(document["items"])}
        self.closed = closing_words(sheet)
        self.kept = {new["code"]: old for old, new in pairs if old and new and _asks_alike(old, new)}
        asked = [item for item in document["items"] if item["code"] not in self.kept]
        contents = {**contents_of(sheet.term), **sheet.contents}
        setting = evidence.Setting(sheet.term, [score.teacher for score in scores], contents, sheet.pk)
        self.found = evidence.gather(setting, {"items": asked})
        self.misfits: dict[str, int] = {}
        self.dropped = 0
        before = sheet.document["items"]
        self.by_hand = {item["code"]: item["rule"]["kind"] for item in before if item.get("evidence") == "manual"}
        sources = {key for item in before for key in _sources(item)}
        self.unrecorded = {item["code"] for item in asked if self._unrecorded(item, sources)}

    def _unrecorded(self, item: Mapping[str, Any], sources: set[str]) -> bool:
        """Whether the item asks something new that nobody has recorded: 待定, not nothing done. 师德 records are kept anyway."""
        if item.get("evidence") == "manual":
            return self.by_hand.get(item["code"]) != item["rule"]["kind"]
        if _sources(item) & {*sources, "conduct"}:
            return False
        return not any(found[item["code"]].records for found in self.found.values())

    def of(self, score: Score) -> dict[str, Any]:
        """One teacher's part of the evidence, with notes and those corrections whose item is still the same."""
        facts = score.evidence
        values, notes, overrides = {}, {}, {}
        profile = Profile(
            frozenset(facts["tags"]), frozenset(facts["roles"]), {kind: tuple(names) for kind, names in facts["groups"].items()}
        )
        for item in self.document["items"]:
            code = item["code"]
            if old := self.kept.get(code):
                value, note = facts["evidence"].get(old["code"]), facts["notes"].get(old["code"], "")
                if self.closed:
                    value = _closed(value)
            elif code in self.unrecorded:
                value, note = "open", ""
            else:
                found = self.found[score.teacher_id][code]
                value, note = found.value, found.note
            if not self._fits(code, value, profile):
                self.misfits[code] = self.misfits.get(code, 0) + 1
                value, note = "open", "记录的写法和这版细则对不上"
            if value is not None:
                values[code] = value
            if note:
                notes[code] = note
        for code, override in facts["overrides"].items():
            new = next((new for new, old in self.kept.items() if old["code"] == code), None)
            if new and self.kept[new].get("max") == self.document["items"][self.place[new]].get("max"):
                overrides[new] = override
            else:
                self.dropped += 1
        return {
            **{key: facts[key] for key in CORE_KEYS if key in facts},
            "evidence": values, "notes": notes, "overrides": overrides,
        }

    def _fits(self, code: str, value: Any, profile: Profile) -> bool:
        """Whether the rule that counts for this teacher takes the evidence: its tiers, within its points."""
        item, problems = self.items[code], Problems()
        exact = json.loads(json.dumps(value), parse_float=Decimal)
        item.variants[item.variant_for(profile)].rule.take(exact, "$", problems)
        return not problems

    def said(self, items: Iterable[Item]) -> list[str]:
        """What one must know: items without records, records that do not fit, corrections left aside."""
        lines = []
        for item in items:
            name = f"第 {item.code} 项『{item.name}』"
            if item.code in self.unrecorded:
                lines.append(f"{name}是新要求的，这个学期没有人记录过，都按待定算，不是零分。")
            if number := self.misfits.get(item.code):
                lines.append(f"{name}有 {number} 人的记录和这版细则的写法对不上，按待定算。")
        if self.dropped:
            lines.append(f"{self.dropped} 处已同意的改分，对应的项目在这一版里变了，试算时没有用。")
        if self.closed:
            lines.append("汇总表里待定的已署名按未完成计；这一版照旧的项目同样算，新要求的仍是待定。")
        return lines


def _asks_alike(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the sheet's own evidence serves: the same source read by a rule of the same form."""
    by_hand = new.get("evidence") == "manual"
    if old.get("evidence") != new.get("evidence") or (by_hand and old["code"] != new["code"]):
        return False
    return (old["rule"], old.get("by")) == (new["rule"], new.get("by"))


def _sources(item: Mapping[str, Any]) -> set[str]:
    parts = item["rule"].get("parts") or []
    return {key for one in (item, *parts) if (key := one.get("evidence"))}


def _closed(value: Any) -> Any:
    """待定按未完成计, for what the sheet had still open."""
    if value is None or value == "open":
        return "none"
    if isinstance(value, dict) and "parts" in value:
        return {**value, "parts": [_closed(part) for part in value["parts"]]}
    return value


def _lens(sheet: ScoreSheet, document: Mapping[str, Any], person: Person | None) -> conduct.Lens:
    """师德 in the other rubric: the same readers, its own items."""
    lens = conduct.Lens(sheet, person)
    lens.codes = conduct.codes(document)
    return lens


def _line(
    score: Score, row: dict[str, Any], pairs: list[Pair], seen: tuple[conduct.Lens, conduct.Lens], group: str,
    facts: Mapping[str, Any],
) -> Line:
    old_seen, new_seen = seen
    old = {item["code"]: item for item in old_seen.items(score.items, score.teacher_id)}
    new = {item["code"]: item for item in new_seen.items(row["items"], score.teacher_id)}
    changes = []
    for was, becomes in pairs:
        one, other = old.get(was["code"]) if was else None, new[becomes["code"]] if becomes else None
        if said_points(one) != said_points(other):
            line = becomes or was
            changes.append(Change(
                line["code"] if becomes else "", line.get("name", ""), said_points(one), said_points(other),
                _points(other) - _points(one), one["reason"] if one else "", other["reason"] if other else "",
            ))
    return Line(
        score.teacher, group, facts, Standing(score.total, score.rank, score.grade, score.open_items),
        Standing(Decimal(row["total"]), row["rank"], row["grade"], row["open_items"]), score.items, row["items"], changes,
    )


def said_points(item: Mapping[str, Any] | None) -> str:
    """Points as a table says them: 5, 待定, 不适用, or 没有这一项."""
    if item is None:
        return "没有这一项"
    if item["state"] == "excluded":
        return "不适用"
    if item["state"] == "open" and item["points"] == "0":
        return "待定"
    return item["points"]


def _points(item: Mapping[str, Any] | None) -> Decimal:
    return Decimal(item["points"]) if item and item["state"] != "excluded" else Decimal()


def with_total(document: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {**document, "total": kind}


def with_otherwise(document: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The rubric if all items that are for some teachers only were dealt with in one way (剔除, 平均, 满分, 零分)."""
    changed = deepcopy(dict(document))
    for item in changed["items"]:
        if item.get("applies_to"):
            item["otherwise"] = kind
    return changed
