"""How the figures of a report stand on a page."""
from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from documents.charts import bars_svg
from evaluation.report import blocks

register = template.Library()


@register.filter
def cells(block: dict[str, Any]) -> list[list[tuple[str, int, bool]]]:
    """The rows of a table as drawn: text, over how many rows, whether of words."""
    return blocks.spans(block)


@register.filter
def drawing(block: dict[str, Any]) -> SafeString:
    """Bars with their numbers; every word is escaped by the drawing itself."""
    return mark_safe(bars_svg(block["caption"], [tuple(line) for line in block["bars"]], block["unit"]))  # noqa: S308
