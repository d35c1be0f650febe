from __future__ import annotations

from django import template
from django.urls import reverse

from archives.contents import Missing

register = template.Library()


@register.filter
def gap_url(gap: Missing) -> str:
    """Where a missing piece is put right."""
    name, pk = gap.url
    return reverse(name, args=[pk] if pk else [])


@register.filter
def seal_words(seal: str) -> str:
    """The first sixteen signs of a seal in fours, as people compare them."""
    return " ".join(seal[i:i + 4].upper() for i in range(0, 16, 4))
