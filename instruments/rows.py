"""A form as rows that people edit (一行一项): headings of sections and indicators, and back to its document.

What an indicator needs stands in one cell as people write it: 「优 10、良 8、中 6、差 4」, 「20」, 「很有用、有一点、没有」,
「1—5：很不满意、很满意」. Plain Python over documents, no tables.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from documents.chinese import half_width, normal
from instruments.answers import KINDS, Document, full, items, most, required

SECTION = "section"
ROW_KINDS = {SECTION: "部分标题", **KINDS}
DETAIL_HINTS = {
    "levels": "优 10、良 8、中 6、差 4", "number": "满分，如 20", "choice": "选项，用顿号隔开", "several": "选项，用顿号隔开",
    "scale": "1—5：很不满意、很满意", "text": "", SECTION: "折合多少分，可空",
}
MOST_ROWS, MOST_OPTIONS, LONG = 60, 20, 80
_APART = re.compile(r"[、，,；;\n]+")
_ENTRIES = re.compile(r"[；;\n]+")
_LEVEL = re.compile(r"(.+?)\s*(\d{1,3}(?:\.\d)?)\s*分?")
_POINTS = re.compile(r"(?:满分|最高)?\s*(\d{1,3}(?:\.\d)?)\s*分?")
_WEIGHT = re.compile(r"(?:折合)?\s*(\d{1,3}(?:\.\d)?)\s*分?")
_SCALE = re.compile(r"(?:1\s*[—\-–~至到]+\s*)?(\d{1,2})\s*级?\s*[：:，,、\s]\s*(.+?)\s*[、，,—～~]+\s*(.+)")


@dataclass(frozen=True)
class Row:
    """一行: a heading or an indicator as typed; its code stays with it through versions."""

    kind: str = "choice"
    name: str = ""
    detail: str = ""
    hint: str = ""
    must: bool = True
    code: str = ""
    problem: str = ""


def number(text: str) -> int | str:
    """A whole number as such, else as text, so that JSON keeps it exact."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else str(value)


def rows_of(document: Document) -> list[Row]:
    """The rows a document is edited in; a first section without a name has no row."""
    rows = []
    for at, section in enumerate(document["sections"]):
        if section["name"] or section.get("weight") is not None or at:
            weight = section.get("weight")
            rows.append(Row(SECTION, section["name"], "" if weight is None else str(weight)))
        rows += [
            Row(item["kind"], item["name"], _detail(item), item.get("hint", ""), required(item), item["code"])
            for item in section["items"]
        ]
    return rows


def _detail(item: Mapping[str, Any]) -> str:
    match item["kind"]:
        case "levels":
            return "、".join(f"{level['name']} {level['points']}" for level in item["levels"])
        case "number":
            return str(item["max"])
        case "scale":
            return f"1—{len(item['steps'])}：{item['low']}、{item['high']}"
        case "text":
            return ""
    joint = "；" if any(_APART.search(choice) for choice in item["choices"]) else "、"
    return joint.join(item["choices"])


def read(rows: Sequence[Row], *, base: str = "", cut_offs: str = "", minutes: str = "") -> tuple[dict[str, Any], list[Row], list[str]]:
    """The document the rows mean; the rows, each with the sentence that it cannot stand; and sentences on the head."""
    problems: list[str] = []
    checked: list[Row] = []
    sections: list[dict[str, Any]] = [{"name": "", "items": []}]
    known = {row.code for row in rows if row.code}
    for row in rows[:MOST_ROWS]:
        row = replace(row, name=normal(row.name), detail=normal(half_width(row.detail)), hint=normal(row.hint)[:LONG], problem="")
        if row.kind == SECTION:
            section, problem = _section(row)
            sections.append(section)
        else:
            if not row.code:
                row = replace(row, code=_fresh(known))
                known.add(row.code)
            item, problem = _item(row)
            sections[-1]["items"].append(item)
        checked.append(replace(row, problem=problem))
    if len(rows) > MOST_ROWS:
        problems.append(f"最多 {MOST_ROWS} 行，现在有 {len(rows)} 行。")
    document = {
        "sections": [section for at, section in enumerate(sections) if at or section["items"]] or sections,
        "base": _head(base, "基础分", problems, 0), "cut_offs": _cut_offs(cut_offs, problems),
        "minutes": _head(minutes, "约几分钟", problems, 3),
    }
    return document, checked, problems


def _fresh(known: set[str]) -> str:
    return next(code for at in range(1, 10_000) if (code := f"q{at}") not in known)


def _section(row: Row) -> tuple[dict[str, Any], str]:
    section: dict[str, Any] = {"name": row.name[:LONG], "items": []}
    if not row.name:
        return section, "给这一部分起个名字。"
    if row.detail:
        found = _WEIGHT.fullmatch(row.detail)
        if not found:
            return section, "折合分写一个数，如 40；不折合就空着。"
        section["weight"] = number(found[1])
    return section, ""


def _item(row: Row) -> tuple[dict[str, Any], str]:
    item: dict[str, Any] = {"code": row.code, "name": row.name[:LONG], "kind": row.kind, "hint": row.hint, "required": row.must}
    problem = "" if row.name else "写上问什么、看什么。"
    match row.kind:
        case "levels":
            pairs = [_LEVEL.fullmatch(part.strip()) for part in _APART.split(row.detail) if part.strip()]
            item["levels"] = [{"name": pair[1][:12], "points": number(pair[2])} for pair in pairs if pair]
            item["max"] = max((level["points"] for level in item["levels"]), key=lambda p: Decimal(str(p)), default=0)
            names = [level["name"] for level in item["levels"]]
            if not all(pairs) or len(names) < 2 or len(set(names)) != len(names):
                problem = problem or "写两等以上，每等一个名字一个分，如『优 10、良 8、中 6』。"
        case "number":
            found = _POINTS.fullmatch(row.detail)
            item["max"] = number(found[1]) if found else 0
            if not item["max"]:
                problem = problem or "写满分，如『20』。"
        case "choice" | "several":
            apart = _ENTRIES if _ENTRIES.search(row.detail) else _APART
            item["choices"] = [part.strip()[:LONG] for part in apart.split(row.detail) if part.strip()][:MOST_OPTIONS]
            if len(set(item["choices"])) < max(2, len(item["choices"])):
                problem = problem or "写两个以上不同的选项，用顿号隔开；选项里要用顿号的，改用分号隔开。"
        case "scale":
            found = _SCALE.fullmatch(row.detail or DETAIL_HINTS["scale"])
            steps = int(found[1]) if found else 5
            item |= {"steps": [str(step) for step in range(1, min(steps, 10) + 1)], "low": found[2][:12] if found else "",
                     "high": found[3][:12] if found else ""}
            if not found or not 3 <= steps <= 10:
                problem = problem or "写几级和两头的意思，如『1—5：很不满意、很满意』；3 到 10 级。"
    return item, problem


def _head(text: str, name: str, problems: list[str], otherwise: int) -> int | str:
    text = normal(half_width(text)).removesuffix("分钟").removesuffix("分").strip()
    if not text:
        return otherwise
    if not re.fullmatch(r"\d{1,3}(\.\d)?", text):
        problems.append(f"『{name}』写一个数，你写的是『{text[:12]}』。")
        return otherwise
    return number(text)


def _cut_offs(text: str, problems: list[str]) -> list[dict[str, Any]]:
    parts = [part.strip() for part in _APART.split(normal(half_width(text))) if part.strip()]
    pairs = [_LEVEL.fullmatch(part) for part in parts]
    if not all(pairs):
        problems.append("『等级线』写成『优秀 90、良好 80、合格 60、待提高 0』这样。")
        return []
    cuts = [{"name": pair[1][:12], "at_least": number(pair[2])} for pair in pairs]
    return sorted(cuts, key=lambda cut: -Decimal(str(cut["at_least"])))


def cut_offs_text(document: Document) -> str:
    return "、".join(f"{cut['name']} {cut['at_least']}" for cut in document.get("cut_offs", []))


def problems_in_use(document: Document) -> list[str]:
    """What keeps a form from being put in use (还不能启用的原因)."""
    found = [] if items(document) else ["这张表还没有题目，先加一项。"]
    for section in document["sections"]:
        if not section["items"] and section["name"]:
            found.append(f"『{section['name']}』下面还没有题目。")
        elif section.get("weight") is not None and not any(most(item) for item in section["items"]):
            found.append(f"『{section['name']}』写了折合 {section['weight']} 分，下面却没有打分的题，这些分谁也得不到。")
    best = full(document)
    beyond = [cut for cut in document.get("cut_offs", []) if Decimal(str(cut["at_least"])) > best]
    return found + [f"满分是 {best} 分，等级线『{cut['name']} {cut['at_least']}』谁也到不了。" for cut in beyond]


def moved(rows: Sequence[Row], at: int, by: int) -> tuple[list[Row], int]:
    """The rows with one of them a place up or down, and where it stands now."""
    rows, to = list(rows), at + by
    if not (0 <= at < len(rows) and 0 <= to < len(rows)):
        return rows, at
    rows[at], rows[to] = rows[to], rows[at]
    return rows, to
