"""How scores are said on a page (得分的写法)."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from documents.chinese import date_range
from evaluation.models import ScoreSheet

register = template.Library()

KINDS = {"cap": "封顶", "rescale": "折算", "plain": "改分值"}


@register.filter
def closed_sentence(text: str) -> str:
    """A sentence with its full stop."""
    return f"{text.rstrip('。')}。" if text else ""


@register.filter
def iso_day(text: str) -> str:
    """2026-10-14 → 10月14日"""
    return date_range(day, day) if text and (day := date.fromisoformat(text)) else ""


vote_day = register.filter("vote_day", iso_day)


@register.filter
def points_as(total: Decimal, sheet: ScoreSheet) -> str:
    """A total with the decimals of the rubric."""
    return f"{total:.{sheet.document.get('places', 1)}f}"


@register.filter
def total_kind(kind: str) -> str:
    return KINDS[kind]


@register.filter
def total_rule(kind: str, choices: Mapping[str, Any]) -> str:
    """What each way does with the points beyond the full marks."""
    full, weights = choices["full"], choices["weights"]
    return {
        "cap": f"超过 {full} 的按 {full} 计，", "rescale": f"合计 ÷ {weights} × {full}，",
        "plain": f"打开细则草稿，自己把分值改成 {full}；不改而照实相加，",
    }[kind]


@register.filter
def moved(one: Mapping[str, Any]) -> str:
    """没有人变化。/ 每人少 2.0—2.7 分。"""
    if not one["changed"]:
        return "没有人变化。"
    size = one["most"] if one["least"] == one["most"] else f"{one['least']}—{one['most']}"
    way = "少" if one["less"] else "多" if one["more"] else "变动"
    return f"{one['changed']} 人{way} {size} 分。"
