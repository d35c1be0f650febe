"""How the figures of a report stand on a page."""
from __future__ import annotations

from typing import Any

from django import template

from evaluation.report import blocks

register = template.Library()


@register.filter
def cells(block: dict[str, Any]) -> list[list[tuple[str, int, bool]]]:
    """The rows of a table as drawn: text, over how many rows, whether of words."""
    return blocks.spans(block)


@register.filter
def longest(block: dict[str, Any]) -> int:
    """What a full bar stands for: of percents a hundred."""
    return 100 if block["unit"] == "%" else max((number for _, number, _ in block["bars"]), default=0) or 1
