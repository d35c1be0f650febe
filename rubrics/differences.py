"""What changed between two versions of a rubric (两版的不同), item by item in words; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rubrics import ruleforms
from rubrics.ruleforms.elements import spell
from rubrics.ruleforms.item import AS, COUNTS, OTHERWISE, exempt_rows
from rubrics.ruleforms.whole import whole_words

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """一处不同: where, what it was, what it is; an empty side means that there was or is nothing."""

    place: str
    what: str
    was: str
    now: str


def compare(was: Document, now: Document) -> list[Change]:
    """Everything that reads differently, first what stands above the items, then the items in the new order."""
    return [*_whole(was, now), *_items(was, now)]


def _whole(was: Document, now: Document) -> Iterator[Change]:
    before, after = whole_words(was), whole_words(now)
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    for line in gone:
        twin = next((other for other in come if other[:2] == line[:2]), "")
        if twin:
            come.remove(twin)
        yield Change("总则", "", line, twin)
    for line in come:
        yield Change("总则", "", "", line)


def _items(was: Document, now: Document) -> Iterator[Change]:
    partners = _partners(was, now)
    old = {item["code"]: item for item in was["items"]}
    kept = {code for code in partners.values() if code}
    for item in now["items"]:
        before = old.get(partners[item["code"]] or "")
        place = _place(item)
        if before is None:
            yield Change(place, "新加", "", "；".join(f"{what}：{text}" for what, text in _facts(item) if text))
            continue
        was_facts = dict(_facts(before))
        for what, text in _facts(item):
            if was_facts[what] != text:
                yield Change(place, what, was_facts[what], text)
    for item in was["items"]:
        if item["code"] not in kept:
            yield Change(_place(item), "删去", "；".join(f"{what}：{text}" for what, text in _facts(item) if text), "")
    order = [code for code in (partners[item["code"]] for item in now["items"]) if code]
    if order != [item["code"] for item in was["items"] if item["code"] in kept]:
        yield Change("次序", "", "、".join(item.get("name") or item["code"] for item in was["items"]),
                     "、".join(item.get("name") or item["code"] for item in now["items"]))


def _partners(was: Document, now: Document) -> dict[str, str | None]:
    """The old item of each new one: of the same name, else of the same code (a renumbered item is no other item)."""
    names = {item.get("name"): item["code"] for item in was["items"] if item.get("name")}
    found = {item["code"]: names.get(item.get("name")) for item in now["items"]}
    taken = set(found.values())
    codes = {item["code"] for item in was["items"]} - taken
    return {code: partner or (code if code in codes else None) for code, partner in found.items()}


def _place(item: Mapping[str, Any]) -> str:
    return f"第 {item['code']} 项“{item['name']}”" if item.get("name") else f"第 {item['code']} 项"


def _facts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    most = item.get("max")
    yield "编号", item["code"]
    yield "名称", item.get("name", "")
    yield "栏目", item.get("section", "")
    yield "分值", "不封顶" if most is None else f"{spell(most)} 分"
    yield "规则", ruleforms.words(item["rule"], most)
    yield "原文", item.get("text", "")
    yield "方式", item.get("method", "")
    yield "依据", item.get("evidence", "")
    yield "计分", COUNTS[item.get("counts", "full")]
    yield "对象", "；".join(f"{_AUDIENCE[key]}{'、'.join(names)}" for key, names in (item.get("applies_to") or {}).items() if names) or "全体教师"
    yield "其余教师", OTHERWISE[item.get("otherwise", "zero")][0] if item.get("applies_to") else ""
    yield "免考", "；".join(f"{row.get('name', '')}：{AS[row['as']]}" for row in exempt_rows(item))
    yield "分类要求", "；".join(_variant(one, item) for one in item.get("by", []))


_AUDIENCE = {"tags": "", "roles": "职务", "groups": "", "not_tags": "不含"}


def _variant(one: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    who = "、".join(name for names in (one.get("applies_to") or {}).values() for name in names) or "其他"
    most = one.get("max", item.get("max"))
    return f"{who}（{'不封顶' if most is None else f'{spell(most)} 分'}）{ruleforms.words(one.get('rule', item['rule']), most)}"


def rubric_lines(document: Document, responsible: Mapping[str, str]) -> list[str]:
    """The whole rubric in lines, for two texts side by side."""
    lines = list(whole_words(document))
    for item in document["items"]:
        facts = [text for what, text in _facts(item) if text and what not in ("编号", "名称")]
        if item["code"] in responsible:
            facts.append(f"谁给分：{responsible[item['code']]}")
        lines.append(f"{item['code']} {item.get('name', '')}：{'；'.join(facts)}")
    return lines


def different_lines(mine: list[str], theirs: list[str]) -> tuple[str, str]:
    """Only what is not the same on both sides (两份不一样的几行)."""
    return ("\n".join(line for line in mine if line not in theirs) or "（与对方的一样）",
            "\n".join(line for line in theirs if line not in mine) or "（与你的一样）")
