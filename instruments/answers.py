"""Reading the answers to a form (评价表), and reckoning its total and level; knows documents and no tables.

A form's document: {"sections": [{"name", "items": [{"code", "name", "kind": "levels" | "number" | "choice" | "text",
"max", "levels": [{"name", "points"}], "choices": [], "hint"}]}], "base": points everybody starts from,
"cut_offs": [{"name", "at_least"}] highest first, "minutes"}. Answers: code → level, choice or text, a number as string.
"""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from documents.chinese import half_width, normal

Document = Mapping[str, Any]
Answers = dict[str, str]
SCORED = ("levels", "number")


def items(document: Document) -> list[dict[str, Any]]:
    """All indicators of a form in their order (指标)."""
    return [item for section in document["sections"] for item in section["items"]]


def parse(document: Document, given: Mapping[str, str]) -> tuple[Answers, dict[str, str]]:
    """What was answered, cleaned, and by code a sentence for each answer that cannot stand.

    An empty answer is left out; whether that is allowed is asked of `missing`.
    """
    answers: Answers = {}
    errors: dict[str, str] = {}
    for item in items(document):
        text = normal(given.get(item["code"], ""))
        if not text:
            continue
        problem = _problem(item, text)
        if problem:
            errors[item["code"]] = f"『{item['name']}』{problem}"
        else:
            answers[item["code"]] = format(_number(text), "f") if item["kind"] == "number" else text
    return answers, errors


def _problem(item: dict[str, Any], text: str) -> str:
    match item["kind"]:
        case "levels":
            names = [level["name"] for level in item["levels"]]
            return "" if text in names else f"没有『{text[:20]}』这一等，请在{'、'.join(names)}里选。"
        case "choice":
            return "" if text in item["choices"] else f"没有『{text[:20]}』这个选项，请重新选。"
        case "number":
            number = _number(text)
            if number is None:
                return f"要填数字，你填的是『{text[:20]}』。"
            if number < 0 or number > item["max"]:
                return f"最高 {item['max']} 分，最低 0 分，你填的是 {text[:20]}。"
            return "" if number == number.quantize(Decimal("0.1")) else "最多到小数点后一位。"
        case _:
            return "" if len(text) <= 2000 else "太长了，请写在 2000 字以内。"


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(half_width(text).removesuffix("分").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10_000 else None


def missing(document: Document, answers: Answers) -> list[str]:
    """The names of scored indicators that nobody has answered yet (还没评的指标)."""
    return [item["name"] for item in items(document) if item["kind"] in SCORED and item["code"] not in answers]


def points(item: Mapping[str, Any], answer: str | None) -> Decimal | None:
    """得分 of one indicator; None for one that carries no points or is not answered."""
    if answer is None or item["kind"] not in SCORED:
        return None
    if item["kind"] == "number":
        return Decimal(answer)
    return next(Decimal(str(level["points"])) for level in item["levels"] if level["name"] == answer)


def total(document: Document, answers: Answers) -> Decimal | None:
    """总分: the base and the points of all indicators; None while one is open or when nothing carries points."""
    scored = [item for item in items(document) if item["kind"] in SCORED]
    if not scored or missing(document, answers):
        return None
    return Decimal(str(document.get("base", 0))) + sum(points(item, answers[item["code"]]) for item in scored)


def most(item: Mapping[str, Any]) -> Decimal:
    """分值 of one indicator: the most it can give."""
    if item["kind"] == "levels":
        return max(Decimal(str(level["points"])) for level in item["levels"])
    return Decimal(str(item.get("max", 0))) if item["kind"] == "number" else Decimal(0)


def full(document: Document) -> Decimal:
    """满分 of a form, its base included."""
    return Decimal(str(document.get("base", 0))) + sum(most(item) for item in items(document))


def level(document: Document, reached: Decimal | None) -> str:
    """等级 by the form's cut-offs; empty when there are none or nothing was reckoned."""
    if reached is None:
        return ""
    ranks = sorted(document.get("cut_offs", []), key=lambda cut: -cut["at_least"])
    return next((cut["name"] for cut in ranks if reached >= cut["at_least"]), "")
