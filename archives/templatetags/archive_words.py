from __future__ import annotations

from datetime import date

from django import template
from django.urls import reverse

from archives.gather.line import Missing
from documents.chinese import long_date
from school.policy import opens

register = template.Library()


@register.simple_tag(takes_context=True)
def gap_url(context: template.Context, gap: Missing) -> str:
    """Where a missing piece is put right; empty for a reader who has no right there and can only ask."""
    if gap.url is None:
        return ""
    name, pk = gap.url
    address = reverse(name, args=[pk] if pk else [])
    return address if opens(context["person"], address) else ""


@register.filter
def iso_day(text: str) -> str:
    """2026-11-18 of a manifest as 2026年11月18日; what is no date stays."""
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def seal_words(seal: str) -> str:
    """The first sixteen signs of a seal in fours, as people compare them."""
    return " ".join(seal[i:i + 4].upper() for i in range(0, 16, 4))
