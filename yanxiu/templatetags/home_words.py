"""The small signs of the table 计划与落实: each with its word for who cannot see shape or colour."""
from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yanxiu.overview import MARKS, ContentRow

register = template.Library()

SIGNS = {
    "done": '<circle cx="6" cy="6" r="4.5" fill="#2F6B4F"/>',
    "today": '<circle cx="6" cy="6" r="4" fill="none" stroke="#24558F" stroke-width="1.5"/><path d="M6 2a4 4 0 0 0 0 8Z" fill="#24558F"/>',
    "planned": '<circle cx="6" cy="6" r="3.8" fill="none" stroke="#7F868D" stroke-width="1.4"/>',
    "late": '<path d="M6 .8 11.2 6 6 11.2 .8 6Z" fill="#8A5A12"/>',
    "moved": '<path d="M2 6h8" stroke="#7F868D" stroke-width="1.5"/>',
}


@register.simple_tag
def dot(mark: str) -> SafeString:
    return format_html(
        '<svg width="12" height="12" viewBox="0 0 12 12" role="img" aria-label="{}">{}</svg>', MARKS[mark], mark_safe(SIGNS[mark])
    )


@register.simple_tag
def dots(row: ContentRow, weeks: range, now: int | None) -> SafeString:
    """The cells of one content over the weeks."""
    return format_html_join("", "<td{}>{}</td>", (
        (mark_safe(' class="w now"') if week == now else mark_safe(' class="w"'), dot(row.weeks[week]) if week in row.weeks else "")
        for week in weeks
    ))


@register.filter
def beyond(rows: list, shown: int) -> int:
    """How many of a list stand behind the first few."""
    return max(len(rows) - shown, 0)
