"""Reading the answers to a form (评价表), and reckoning its total and level; knows documents and no tables.

A form's document: {"sections": [{"name", "weight": points the section is worth in the end (optional), "items": [{"code",
"name", "hint", "required", "kind": "levels" | "number" | "choice" | "several" | "scale" | "text", "max", "levels": [{"name",
"points"}], "choices": [], "steps": [], "low", "high"}]}], "base": points everybody starts from, "cut_offs": [{"name",
"at_least"}] highest first, "minutes"}. Answers: code → level, choice, step or text, several choices a line each, a number as
string. What carries points must be answered unless it says `required` false; the rest may be left out unless it says true.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from documents.chinese import half_width, normal
from instruments.aggregate import rounded

Document = Mapping[str, Any]
Answers = dict[str, str]
SCORED = ("levels", "number")
KINDS = {
    "levels": "分等给分", "number": "直接打分", "choice": "单选", "several": "多选", "scale": "量表", "text": "文字",
}
LONGEST = 2000


def items(document: Document) -> list[dict[str, Any]]:
    """All indicators of a form in their order (指标)."""
    return [item for section in document["sections"] for item in section["items"]]


def options(item: Mapping[str, Any]) -> list[str]:
    """What can be ticked: levels, choices or steps in their order; empty for numbers and texts."""
    match item["kind"]:
        case "levels":
            return [level["name"] for level in item["levels"]]
        case "scale":
            return item["steps"]
        case _:
            return item.get("choices", [])


def chosen(answer: str) -> list[str]:
    """The choices of one answer; several stand a line each."""
    return answer.split("\n") if answer else []


def parse(document: Document, given: Mapping[str, str | Sequence[str]]) -> tuple[Answers, dict[str, str]]:
    """What was answered, cleaned, and by code a sentence for each answer that cannot stand.

    An empty answer is left out; whether that is allowed is asked of `missing`.
    """
    answers: Answers = {}
    errors: dict[str, str] = {}
    for item in items(document):
        raw = given.get(item["code"], "")
        text = normal(raw if isinstance(raw, str) else "\n".join(raw))
        if not text:
            continue
        problem = _problem(item, text)
        if problem:
            errors[item["code"]] = f"『{item['name']}』{problem}"
        elif item["kind"] == "several":
            answers[item["code"]] = "\n".join(one for one in item["choices"] if one in chosen(text))
        else:
            answers[item["code"]] = format(_number(text), "f") if item["kind"] == "number" else text
    return answers, errors


def _problem(item: dict[str, Any], text: str) -> str:
    match item["kind"]:
        case "levels":
            names = options(item)
            return "" if text in names else f"没有『{text[:20]}』这一等，请在{'、'.join(names)}里选。"
        case "choice" | "several" | "scale":
            ticked = chosen(text) if item["kind"] == "several" else [text]
            unknown = next((one for one in ticked if one not in options(item)), None)
            return f"没有『{unknown[:20]}』这个选项，请重新选。" if unknown is not None else ""
        case "number":
            number = _number(text)
            if number is None:
                return f"要填数字，你填的是『{text[:20]}』。"
            if number < 0 or number > Decimal(str(item["max"])):
                return f"最高 {item['max']} 分，最低 0 分，你填的是 {text[:20]}。"
            return "" if number == number.quantize(Decimal("0.1")) else "最多到小数点后一位。"
        case _:
            return "" if len(text) <= LONGEST else f"太长了，请写在 {LONGEST} 字以内。"


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(half_width(text).removesuffix("分").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10_000 else None


def required(item: Mapping[str, Any]) -> bool:
    """必答: what carries points, unless the form says otherwise."""
    return item.get("required", item["kind"] in SCORED)


def missing(document: Document, answers: Answers) -> list[str]:
    """The names of indicators that must be answered and are not yet (还没评的指标)."""
    return [item["name"] for item in items(document) if required(item) and item["code"] not in answers]


def points(item: Mapping[str, Any], answer: str | None) -> Decimal | None:
    """得分 of one indicator; None for one that carries no points or is not answered."""
    if answer is None or item["kind"] not in SCORED:
        return None
    if item["kind"] == "number":
        return Decimal(answer)
    return next(Decimal(str(level["points"])) for level in item["levels"] if level["name"] == answer)


def total(document: Document, answers: Answers) -> Decimal | None:
    """总分: the base and the points of all indicators, sections with a weight brought to it.

    None while something that must be scored is open or when nothing carries points.
    """
    scored = [item for item in items(document) if item["kind"] in SCORED]
    if not scored or any(required(item) and item["code"] not in answers for item in scored):
        return None
    reached = {item["code"]: points(item, answers.get(item["code"])) or Decimal(0) for item in scored}
    return brought(document, reached)


def brought(document: Document, reached: Mapping[str, Decimal]) -> Decimal:
    """The points of the indicators brought together: base, sections as they stand or brought to their weight (折合)."""
    whole = Fraction(str(document.get("base", 0)))
    for section in document["sections"]:
        got = sum((Fraction(reached.get(item["code"], 0)) for item in section["items"]), Fraction())
        best = Fraction(sum(most(item) for item in section["items"]))
        if section.get("weight") is not None and best:
            got = got / best * Fraction(str(section["weight"]))
        whole += got
    return rounded(whole)


def most(item: Mapping[str, Any]) -> Decimal:
    """分值 of one indicator: the most it can give; nothing yet while its levels are still being written."""
    if item["kind"] == "levels":
        return max((Decimal(str(level["points"])) for level in item["levels"]), default=Decimal(0))
    return Decimal(str(item.get("max", 0))) if item["kind"] == "number" else Decimal(0)


def section_full(section: Mapping[str, Any]) -> Decimal:
    """A section's own part of 满分: its weight, or the sum of its indicators."""
    sum_of_items = sum((most(item) for item in section["items"]), Decimal(0))
    return Decimal(str(section["weight"])) if section.get("weight") is not None and sum_of_items else sum_of_items


def full(document: Document) -> Decimal:
    """满分 of a form, its base included."""
    return Decimal(str(document.get("base", 0))) + sum(section_full(section) for section in document["sections"])


def level(document: Document, reached: Decimal | None) -> str:
    """等级 by the form's cut-offs; empty when there are none or nothing was reckoned."""
    if reached is None:
        return ""
    ranks = sorted(document.get("cut_offs", []), key=lambda cut: -Decimal(str(cut["at_least"])))
    return next((cut["name"] for cut in ranks if reached >= Decimal(str(cut["at_least"]))), "")
