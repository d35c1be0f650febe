"""计划与落实: planned and done side by side on any day of the term, cut five ways; also as a sheet."""
from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from activities.exports import against_xlsx
from activities.queries.against_plan import BEHIND, BY, SAID, Row, Tally, against_plan, tallies
from plans.models import Plan, ScheduleEntry
from plans.services.moving import explain
from school.clock import today
from school.models import Term
from school.policy import fetch, has, requires

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("activity.read")
@require_GET
def plan_against_term(request: HttpRequest) -> HttpResponse:
    person, term = request.person, request.person.term
    if term is None:
        return render(request, "activities/against.html", {"term": None})
    on, by = _asked(request, term)
    rows = against_plan(person, term, on)
    only, chosen = request.GET.get("only", ""), request.GET.get("of", "")
    found = tallies(rows, by)
    shown = next((tally.rows for tally in found if tally.name == chosen), rows)
    if only in SAID:
        shown = [row for row in shown if row.standing == only or only in BEHIND and row.behind]
    return render(request, "activities/against.html", {
        "term": term, "on": on, "by": by, "by_said": BY[by], "ways": BY.items(), "whole": Tally("全部", rows), "tallies": found, "rows": shown,
        "chosen": chosen, "only": only if only in SAID else "", "today": today(), "may_note": has(person, "plan.edit"), "week": term.week_of(on),
        "here": request.get_full_path(),
    })


def _asked(request: HttpRequest, term: Term) -> tuple[date, str]:
    """The day looked at, within the term, and the way of cutting."""
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = today()
    by = request.GET.get("by", "stage")
    return min(max(on, term.starts), term.ends), by if by in BY else "stage"


@requires("activity.read")
@require_GET
def plan_against_xlsx(request: HttpRequest) -> HttpResponse:
    term = request.person.term
    if term is None:
        raise Http404
    on, _ = _asked(request, term)
    rows: list[Row] = against_plan(request.person, term, on)
    response = HttpResponse(against_xlsx(rows, term, on), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{term.name}计划与落实（{on:%m%d}）.xlsx')}"
    return response


@requires("plan.edit")
@require_POST
def plan_against_note(request: HttpRequest, pk: int) -> HttpResponse:
    """落实说明 of one row of the plan."""
    entry = get_object_or_404(ScheduleEntry.objects.select_related("plan__school"), pk=pk)
    fetch(request.person, "plan.edit", Plan.objects.filter(level=Plan.Level.SCHOOL), pk=entry.plan_id)
    explain(request.person, entry, request.POST.get("note", ""))
    back = request.POST.get("back", "")
    home = reverse("plan_against_term")
    return redirect((back if back.startswith(home) else home) + f"#row-{entry.pk}")
