from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from archives.contents import Missing

register = template.Library()


@register.filter
def page_span(pages: dict[str, dict[str, Any]], title: str) -> str:
    """页次 of a piece in the newest edition, as printed in the catalogue."""
    piece = pages.get(title)
    if not piece:
        return "—"
    return str(piece["page"]) if piece["page"] == piece["last"] else f"{piece['page']}—{piece['last']}"


@register.filter
def gap_url(gap: Missing) -> str:
    """Where a missing piece is put right."""
    name, pk = gap.url
    return reverse(name, args=[pk] if pk else [])


@register.filter
def seal_words(seal: str) -> str:
    """The first sixteen signs of a seal in fours, as people compare them."""
    return " ".join(seal[i:i + 4].upper() for i in range(0, 16, 4))
