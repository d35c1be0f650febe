"""目标与达成: the plan's goals with their numbers and results."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from documents.typeset import typeset
from plans import papers_folder, queries
from plans.forms.goals import ResultForm
from plans.models import Goal
from plans.services import goals
from school.clock import today
from school.policy import fetch, has, requires
from school.workflow import Refused


@requires("plan.read")
@require_GET
def goal_list(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(queries.readable(request.person), pk=pk)
    judges = has(request.person, "plan.edit")
    rows = list(plan.goals.select_related("judged_by"))
    return render(request, "plans/goals.html", {
        "plan": plan, "judges": judges, "goals": [(goal, ResultForm(instance=goal, prefix=f"g{goal.pk}") if judges else None) for goal in rows],
        "reached": sum(goal.result == Goal.Result.REACHED for goal in rows), "open": sum(not goal.result for goal in rows),
    })


@requires("plan.edit")
@require_POST
def goal_judge(request: HttpRequest, pk: int) -> HttpResponse:
    goal = get_object_or_404(Goal.objects.select_related("plan__school"), pk=pk)
    fetch(request.person, "plan.edit", queries.school_plans(), pk=goal.plan_id)
    form = ResultForm(request.POST, instance=goal, prefix=f"g{goal.pk}")
    if not form.is_valid():
        raise Refused("".join(error for errors in form.errors.values() for error in errors), "请返回改好再存。", label=goal.text)
    data = form.cleaned_data
    goal.refresh_from_db()
    goals.judge(request.person, goal, data["actual"], data["result"], data["note"])
    messages.success(request, f"『{goal.text}』的结果已存。")
    return redirect("goal_list", pk=goal.plan_id)


@requires("plan.read")
@require_GET
def goal_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(queries.readable(request.person), pk=pk)
    response = HttpResponse(typeset(papers_folder.goal_paper(list(plan.goals.all()), plan, today())), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="goals.pdf"'
    return response
