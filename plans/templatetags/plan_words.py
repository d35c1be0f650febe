"""Words and small pictures of the plan's pages."""
from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents import chinese, richtext
from plans.models import Plan
from plans.states import PlanState
from school.clock import today

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """Rich text through the one allow-list."""
    return mark_safe(richtext.clean(text))  # noqa: S308


@register.filter
def numeral(number: int) -> str:
    return chinese.numeral(number)


@register.filter
def month_number(text: str) -> int:
    return int(text)


@register.filter
def iso_span(first: str, last: str) -> str:
    return chinese.date_range(date.fromisoformat(first), date.fromisoformat(last or first))


@register.filter
def at(rows: list[Any], number: int) -> Any:
    """The n-th of a list, counted from 1; nothing when there is none."""
    return rows[number - 1] if 0 < number <= len(rows) else None


@register.filter(name="input")
def bound_input(field: BoundField) -> SafeString:
    """A field of a table of rows with the look of its kind."""
    widget = field.field.widget
    css = "form-check-input" if isinstance(widget, CheckboxInput) else "form-select" if isinstance(widget, Select) else "form-control"
    return field.as_widget(attrs={"class": css, **({"aria-invalid": "true"} if field.errors else {})})


@register.simple_tag
def new_key() -> str:
    """The key of a form that makes something, so that sending it twice makes it once."""
    return str(uuid4())


@register.simple_tag
def weeks_bar(plan: Plan, stages: list[dict[str, Any]]) -> SafeString:
    """阶段 over the weeks of the term, with today's week marked."""
    term, now = plan.term, today()
    total, cells, at = term.weeks, [], 1
    for stage in sorted(stages, key=lambda stage: stage["start"]):
        first = max(1, term.week_of(date.fromisoformat(stage["start"])))
        last = min(total, term.week_of(date.fromisoformat(stage["end"])))
        first = max(first, at)
        if last < first:
            continue
        if first > at:
            cells.append(format_html('<td colspan="{}"></td>', first - at))
        look = " past" if date.fromisoformat(stage["end"]) < now else " next" if date.fromisoformat(stage["start"]) > now else ""
        cells.append(format_html('<td class="stage{}" colspan="{}">{}</td>', look, last - first + 1, stage["name"]))
        at = last + 1
    week = term.week_of(now)
    heads = format_html_join("", '<th scope="col"{}>{}</th>', ((mark_safe(' class="now"') if n == week else "", n) for n in range(1, total + 1)))
    return format_html(
        '<table class="weeks mb-2"><caption class="visually-hidden">阶段在 {} 周中的位置</caption><thead><tr>{}</tr><tr>{}</tr></thead></table>',
        total, format_html_join("", "{}", ((cell,) for cell in cells)), heads,
    )


@register.simple_tag
def plan_steps(plan: Plan) -> SafeString:
    """The life of a plan as steps: past, where it is, what follows."""
    order = [PlanState.DRAFT, PlanState.CONSULTING, PlanState.SUBMITTED, PlanState.PUBLISHED]
    here = order.index(plan.state) if plan.state in order else len(order)
    return format_html_join("", "<li{}>{}</li>", (
        (mark_safe(' class="past"') if at < here else mark_safe(' aria-current="step"') if at == here else "", state.label)
        for at, state in enumerate(order)
    ))


@register.simple_tag
def share_bars(lines: list[Any], title: str) -> SafeString:
    """One table of 师资现状 as bars; the numbers stand beside, so nothing is told by length alone."""
    most = max((line.number for line in lines), default=1) or 1
    bars = format_html_join("", (
        '<text x="0" y="{}">{}</text><rect x="112" y="{}" width="{}" height="16" rx="2" class="bar-fill"></rect>'
        '<text class="k" x="{}" y="{}">{}</text>'
    ), (
        (at * 30 + 20, line.name, at * 30 + 8, f"{line.number * 150 / most:.1f}", f"{120 + line.number * 150 / most:.1f}", at * 30 + 20,
         f"{line.number} 人")
        for at, line in enumerate(lines)
    ))
    return format_html('<svg class="bars" viewBox="0 0 328 {}" role="img" aria-label="{}：{}">{}</svg>', len(lines) * 30 + 6, title,
                       "，".join(f"{line.name} {line.number} 人" for line in lines), bars)
