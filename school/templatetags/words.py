"""How days, numbers and states are written on a page (日期、数字、状态的写法); the rules live in documents/chinese.py."""
from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django import template
from django.db import models
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents import chinese
from school.person import Person
from school.workflow import Step, steps_for

register = template.Library()

# State → shape and colour (design: empty ring, half, full, diamond, triangle, square seal, stroke).
_BY_SHAPE = {
    "draft": "draft entered booked waiting planned queued personal sick maternity",
    "run": "announced sent carried consulting submitted open running meeting building collecting judging asked proposed agreed filed passed duty answered",
    "done": "placed received in_force group school county published accepted excellent finished complete reviewed decided final done ready approved"
    " confirmed upheld in_use ok mended present",
    "due": "returned postponed late early absent declined unfinished",
    "wrong": "failed",
    "seal": "sealed closed kept",
    "void": "superseded cancelled withdrawn retired",
}
SHAPES = {name: shape for shape, names in _BY_SHAPE.items() for name in names.split()} | {"": "draft"}


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """3月11日（周三）"""
    return chinese.short_date(_day(value)) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """3月11日"""
    return chinese.date_range(_day(value), _day(value)) if value else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """2026年3月11日"""
    return chinese.long_date(_day(value)) if value else ""


@register.filter
def span(first: date | None, last: date | None) -> str:
    """3月18日—22日; one day alone when there is no end."""
    return chinese.date_range(_day(first), _day(last or first)) if first else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """15:50"""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour:02}:{value.minute:02}"


@register.filter
def points(value: Decimal | str | int | None) -> str:
    """Points without trailing zeros, with a real minus: 7.50 → 7.5, -2 → −2; an open score stays 待定."""
    if value is None or value == "":
        return "待定"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


@register.filter
def week(value: int | None) -> str:
    """第 12 周"""
    return "" if value is None else f"第 {value} 周"


@register.simple_tag
def state(obj: models.Model) -> SafeString:
    """The state of an object as word, colour and shape."""
    return format_html('<span class="st st-{}">{}</span>', SHAPES[obj.state], obj.get_state_display())


@register.inclusion_tag("parts/steps.html", takes_context=True)
def steps(context: template.Context, person: Person, obj: models.Model, table: Iterable[Step], action: str = "") -> dict:
    """Buttons for the steps this person may take now; each posts `step` (and `reason`) to `action`, else to this page."""
    return {"found": steps_for(person, obj, table), "action": action, "csrf_token": context.get("csrf_token")}


@register.simple_block_tag(takes_context=True)
def filters(context: template.Context, content: str, keep: str = "") -> SafeString:
    """筛选 of a list: its fields, one line on a phone that says how many are set; `keep` names what else the address asks for."""
    asked: QueryDict = context["request"].GET
    kept = {name: asked[name] for name in keep.split() if asked.get(name)}
    fields = set(re.findall(r'\bname="([^"]+)"', content))
    return render_to_string("parts/filters.html", {
        "fields": content, "kept": kept, "count": sum(asked.get(name, "") not in ("", "0") for name in fields),
        "all_url": f"?{urlencode(kept)}",
    })


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: template.Context, page) -> dict:
    """上一页、下一页 of a paginator page, keeping what the address already asks for."""
    asked: QueryDict = context["request"].GET.copy()

    def url(number: int) -> str:
        asked["page"] = number
        return f"?{asked.urlencode()}"

    return {
        "page": page,
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }
