"""活动日程表（附件1）: the rows by week with clashes and gaps, and the form of one row."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans import queries
from plans.forms.schedule import EntryForm, sessions_of
from plans.models import Plan, ScheduleEntry
from plans.services import editing
from plans.states import TRAINING_FORMS
from school.clock import today
from school.policy import fetch, has, requires
from school.workflow import Refused, StaleEdit


@requires("plan.read")
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    person = request.person
    plan = queries.of_term(person, person.term)
    if plan is None:
        return render(request, "plans/schedule.html", {"plan": None, "may_edit": has(person, "plan.edit")})
    weeks, wrong = queries.schedule_weeks(plan)
    only = "only" in request.GET
    if only:
        for week in weeks:
            week.lines = [line for line in week.lines if line.says]
        weeks = [week for week in weeks if week.lines]
    may_edit = has(person, "plan.edit")
    return render(request, "plans/schedule.html", {
        "plan": plan, "weeks": weeks, "wrong": wrong, "only": only, "may_edit": may_edit,
        "open": may_edit and plan.state in editing.EDITABLE, "entries": plan.schedule.count(),
        "this_week": plan.term.week_of(today()),
    })


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, plan_pk: int, pk: int = 0) -> HttpResponse:
    """One row of the schedule, new or changed, with its sessions."""
    plan = fetch(request.person, "plan.edit", Plan.objects.select_related("term", "school"), pk=plan_pk)
    entry = get_object_or_404(ScheduleEntry, plan=plan, pk=pk) if pk else ScheduleEntry(plan=plan)
    form = EntryForm(request.POST or None, instance=entry, plan=plan)
    sessions = sessions_of(entry, plan, request.POST or None)
    stale = None
    if request.method == "POST":
        editing.must_be_open(plan)
        if form.is_valid() and sessions.is_valid():
            try:
                saved = editing.save_entry(
                    request.person, plan, form.filled(), sessions,
                    version=form.cleaned_data["version"] or 0, key=form.cleaned_data["key"],
                )
            except StaleEdit as error:
                stale, form.data = error, {**form.data.dict(), "version": error.version}
            else:
                messages.success(request, f"『{saved.title}』已保存。")
                return redirect("schedule")
    return render(request, "plans/entry.html", {
        "plan": plan, "entry": entry if pk else None, "form": form, "sessions": sessions, "training_forms": TRAINING_FORMS,
        "open": plan.state in editing.EDITABLE, "stale": stale,
    }, status=409 if stale else 200)


@requires("plan.edit")
@require_POST
def entry_step(request: HttpRequest, pk: int) -> HttpResponse:
    """上移、下移、删去 one row."""
    entry = get_object_or_404(ScheduleEntry.objects.select_related("plan"), pk=pk)
    fetch(request.person, "plan.edit", Plan.objects, pk=entry.plan_id)
    match request.POST.get("step"):
        case "up":
            editing.move_entry(request.person, entry, -1)
        case "down":
            editing.move_entry(request.person, entry, 1)
        case "remove":
            editing.remove_entry(request.person, entry)
            messages.success(request, f"『{entry.title}』已从日程里删去。")
        case _:
            raise Refused("没有这一步。", label=entry.title)
    return redirect("schedule")


@requires("plan.edit")
@require_GET
def plan_check(request: HttpRequest, pk: int) -> HttpResponse:
    """计划体检: what is wrong or doubtful in plan and schedule, each with a remedy."""
    plan = fetch(request.person, "plan.edit", Plan.objects.select_related("term", "school"), pk=pk)
    return render(request, "plans/check.html", {"plan": plan, "findings": queries.findings(plan)})
