"""Words and small pictures of the plan's pages."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents import chinese, richtext
from documents.charts import bars_svg
from instruments.models import Instrument, Round
from plans import budget, network, papers_rows
from plans.models import Plan, Stage
from plans.services.editing import EDITABLE
from plans.states import PlanState
from plans.timetable import Line, Week
from school.clock import today
from school.models import Term
from school.person import Person
from school.policy import has
from school.workflow import Step, steps_for

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """Rich text through the one allow-list."""
    return mark_safe(richtext.clean(text))  # noqa: S308


@register.filter
def numeral(number: int) -> str:
    return chinese.numeral(number)


@register.filter
def money(amount: Decimal) -> str:
    return budget.yuan(amount)


@register.filter
def month_number(text: str) -> int:
    return int(text)


@register.filter
def iso_span(first: str, last: str) -> str:
    return chinese.date_range(date.fromisoformat(first), date.fromisoformat(last or first))


@register.filter(name="input")
def bound_input(field: BoundField) -> SafeString:
    """A field of a table of rows with the look of its kind."""
    widget = field.field.widget
    css = "form-check-input" if isinstance(widget, CheckboxInput) else "form-select" if isinstance(widget, Select) else "form-control"
    return field.as_widget(attrs={"class": css, **({"aria-invalid": "true"} if field.errors else {})})


@register.filter
def shown(field: BoundField) -> str:
    """What stands in a field, to read where nothing can be changed."""
    value = field.value()
    if isinstance(value, date):
        return chinese.long_date(value)
    if isinstance(field.field.widget, Select):
        return str(dict(field.field.choices).get(value, ""))
    return "" if value is None else str(value)


@register.simple_tag
def new_key() -> str:
    """The key of a form that makes something, so that sending it twice makes it once."""
    return str(uuid4())


@register.simple_tag
def weeks_bar(plan: Plan, stages: list[dict[str, Any]]) -> SafeString:
    """阶段 over the weeks of the term, with today's week marked: two halves beside each other, on a phone one below the other."""
    if plan.term is None:
        return SafeString("")
    term, half = plan.term, -(-plan.term.weeks // 2)
    days = [(date.fromisoformat(stage["start"]), date.fromisoformat(stage["end"]), stage["name"]) for stage in stages]
    spans = list(spans_over(term, days, lambda stage: stage[:2]))
    return format_html('<div class="halves mb-2">{}{}</div>', *(
        _half(term, spans, first, last, half) for first, last in ((1, half), (half + 1, term.weeks))
    ))


def _half(term: Term, spans: list[tuple[int, int, Any]], first: int, last: int, wide: int) -> SafeString:
    """The weeks from first to last; a stage that began before them is named again for who sees only this half."""
    cells = []
    for begins, width, stage in spans:
        left, right = max(begins, first), min(begins + width - 1, last)
        if left > right:
            continue
        cells.append(
            format_html('<td colspan="{}"></td>', right - left + 1) if stage is None else
            format_html('<td class="stage{}{}" colspan="{}"><span{}>{}</span></td>', look(*stage[:2]), " short" if left == right else "", right - left + 1,
                        mark_safe(' class="again"') if left > begins else "", stage[2])
        )
    week, fill = term.week_of(today()), wide - (last - first + 1)
    heads = format_html_join("", '<th scope="col"{}>{}</th>', (
        (mark_safe(' class="now"') if n == week else "", n) for n in range(first, last + 1)
    ))
    return format_html(
        '<table class="weeks"><caption class="visually-hidden">阶段在第 {}—{} 周中的位置</caption><thead><tr>{}{}</tr><tr>{}</tr></thead></table>',
        first, last, format_html_join("", "{}", ((cell,) for cell in cells)),
        format_html('<td class="fill" colspan="{}"></td>', fill) if fill else "", heads,
    )


@register.simple_tag
def grip(line: Line, back: str) -> SafeString:
    """The handle of a line: pressed it opens 改日期, dragged or with the arrow keys it moves the line (schedule.js)."""
    return mark_safe(_handle(line, back, "grip", "", "⠿"))  # noqa: S308  see there


def _handle(line: Line, back: str, css: str, told: str, words: str) -> str:
    """Numbers, days and addresses; the title is escaped. told: what a screen reader hears beside the title, escaped by who says it."""
    session = f"session={line.session}&amp;" if line.session else ""
    head, tail = _around("entry_move", get_script_prefix())
    where = f"{head}{line.entry}{tail}"
    return (
        f'<a class="{css}" href="{where}?{session}back={_quoted(back)}" data-move="{where}" data-session="{line.session or ""}" '
        f'data-version="{line.version}" data-day="{line.day or ""}" aria-label="移动『{escape(line.title)}』{told}">{words}</a>'
    )


@lru_cache
def _around(name: str, prefix: str) -> tuple[str, str]:
    """What stands before and after the number in an address: three hundred rows do not ask for it one by one."""
    head, _, tail = reverse(name, args=[0]).rpartition("/0/")
    return f"{head}/", f"/{tail}"


_quoted = lru_cache(quote)


@register.simple_tag
def chip(line: Line, back: str, is_open: bool) -> SafeString:
    """One line on the timeline: its day, the rest for who stops on it or hears it read. One element: there may be hundreds."""
    title, said = escape(line.title), (f"，{line.place}" if line.place else "") + (f"　{''.join(line.says)}" if line.says else "")
    day, told = chinese.short_date(line.day), {"bad": "，有冲突", "gap": "，缺项"}.get(line.level, "")
    css, words = f"chip {line.level}{' long' if line.until else ''}", f"{line.day.month}.{line.day.day}"
    over = f'{css}" title="{day} {title}{escape(said)}'
    if is_open:
        return mark_safe(_handle(line, back, f"grip {over}", f"，{day}{told}", words))  # noqa: S308  whatever people typed is escaped
    month = f'<a class="{over}" href="?month={line.day:%Y-%m}">{words}<span class="visually-hidden"> {title}{told}</span></a>'
    return mark_safe(month)  # noqa: S308  the same


@register.simple_tag
def folded(weeks: list[Week]) -> str:
    """「第 1—9 周，120 行」"""
    lines = sum(len(week.lines) for week in weeks)
    return f"第 {weeks[0].number}—{weeks[-1].number} 周，{lines} 行" if len(weeks) > 1 else f"第 {weeks[0].number} 周，{lines} 行"


@register.simple_tag
def stage_cells(plan: Plan, stages: list[Stage], is_open: bool) -> SafeString:
    """The bar of 阶段 over the weeks; each end has a handle while the plan may be changed."""
    cells = []
    for _, width, stage in spans_over(plan.term, stages, lambda stage: (stage.starts, stage.ends)):
        if stage is None:
            cells.append(format_html('<td colspan="{}"></td>', width))
            continue
        ends = (("start", stage.starts, "开始"), ("end", stage.ends, "结束"))
        grips = [
            format_html('<button type="button" class="grip" data-stage="{}" data-edge="{}" data-day="{}" aria-label="移动{}的{}">⠿</button>',
                        reverse("stage_move", args=[stage.pk]), edge, day, stage.name, word) if is_open else ""
            for edge, day, word in ends
        ]
        css = look(stage.starts, stage.ends) + (" short" if width < 3 else "")
        cells.append(format_html('<td class="stage{}" colspan="{}"><span>{}{}{}</span></td>', css, width, grips[0], stage.name, grips[1]))
    return format_html_join("", "{}", ((cell,) for cell in cells))


def spans_over(term: Term, rows: list[Any], days: Callable[[Any], tuple[date, date]]) -> Iterator[tuple[int, int, Any]]:
    """(first week, weeks, stage) along the term, gaps with no stage; a week belongs to the stage that begins in it last."""
    at = 1
    for row in sorted(rows, key=lambda row: days(row)[0]):
        first, last = (term.week_of(day) for day in days(row))
        first, last = max(1, first, at), min(term.weeks, last)
        if last < first:
            continue
        if first > at:
            yield at, first - at, None
        yield first, last - first + 1, row
        at = last + 1
    if at <= term.weeks:
        yield at, term.weeks - at + 1, None


def look(first: date, last: date) -> str:
    return " past" if last < today() else " next" if first > today() else ""


PART_NAMES = {
    "sections": "正文", "stages": "阶段", "months": "月度安排", "contents": "研修内容", "schedule": "活动日程表", "quotas": "任务量",
    "rubric": "评价细则", "leadership": "领导小组与职责",
}


@register.filter
def part_name(part: str) -> str:
    return PART_NAMES[part]


@register.simple_tag(takes_context=True)
def finding_url(context: template.Context, plan: Plan, finding: dict[str, str]) -> str:
    """Where a finding of the check leads: the row, the section or the list it speaks of."""
    part, at = finding["part"], finding["at"]
    if part == "schedule":
        entries = context.get("entries", [])
        number = int(at) if at else 0
        return reverse("entry_edit", args=[plan.pk, entries[number - 1]]) if 0 < number <= len(entries) else reverse("schedule")
    if part in ("stages", "months", "contents", "quotas", "leadership"):
        return reverse("plan_rows", args=[plan.pk, part])
    if part == "rubric":
        return reverse("rubric_list")
    section = context.get("sections", {}).get(at)
    return reverse("plan_edit", args=[plan.pk]) + (f"?section={section}" if section else "")


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


@register.inclusion_tag("plans/part_steps.html", takes_context=True)
def part_steps(context: template.Context, person: Person, obj: Any, table: Iterable[Step], action: str) -> dict[str, Any]:
    """Steps of one row of a list; several stand on a page, so the field of a reason is named by its row."""
    return {"found": steps_for(person, obj, table), "action": action, "pk": obj.pk, "label": str(obj), "csrf_token": context.get("csrf_token")}


@register.filter
def office(member: dict[str, Any]) -> str:
    """（任期……）of one of the leadership group."""
    return papers_rows.office(member)


@register.simple_tag
def network_drawing(levels: list[dict[str, Any]]) -> SafeString:
    """管理网络 as it was drawn into the plan; every word is escaped by the drawing itself."""
    return mark_safe(network.svg(levels))  # noqa: S308


@register.simple_tag
def staff_drawing(title: str, bars: list[list[Any]]) -> SafeString:
    """One table of 师资现状 as it stands in the plan."""
    return mark_safe(bars_svg(title, [tuple(bar) for bar in bars]))  # noqa: S308


@register.simple_tag
def needs_url(person: Person, round: Round) -> str:
    """Where the first answers of a survey go into the plan that is being written; empty when none is, or not by this person."""
    if round.instrument.purpose != Instrument.Purpose.SURVEY or not has(person, "plan.edit"):
        return ""
    plan = Plan.objects.filter(school=round.school_id, level=Plan.Level.SCHOOL, term=person.term, state__in=EDITABLE).first()
    return f"{reverse('plan_needs', args=[plan.pk])}?round={round.pk}" if plan else ""
