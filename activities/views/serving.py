"""Fragments for pages of the plan: what was held for a problem, what a teacher did about his, what was meant and done."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from activities.queries import serving
from plans.models import CoreProblem, Theme
from plans.services.team import GROUP, PERSONAL
from school.policy import fetch, has, requires


def _answer(request: HttpRequest, part: str, context: dict) -> HttpResponse:
    """The fragment alone for htmx, in a page of its own for a browser without scripts."""
    return render(request, part if request.htmx else "activities/serving/page.html", {**context, "part": part})


@requires("problem.read")
@require_GET
def theme_records(request: HttpRequest, pk: int) -> HttpResponse:
    theme = fetch(request.person, "problem.read", Theme.objects, pk=pk)
    return _answer(request, "activities/serving/theme.html", {"title": theme.title, "back": ("theme", pk), "activities": list(serving.for_theme(theme))})


@requires("core_problem.read")
@require_GET
def core_records(request: HttpRequest, pk: int) -> HttpResponse:
    core = fetch(request.person, "core_problem.read", CoreProblem.objects.select_related("theme", "teacher", "term"), pk=pk)
    activities, works = serving.of_core(core)
    seen = serving.readable(request.person, works)
    return _answer(request, "activities/serving/core.html", {
        "title": core.text, "back": ("core_problem", pk), "activities": activities, "works": seen, "others": works.count() - len(seen),
    })


@requires("personal_plan.read")
@require_GET
def team_plan_counts(request: HttpRequest, pk: int) -> HttpResponse:
    """打算和做成 beside a personal or a group plan."""
    person = request.person
    plan = PERSONAL.readable(person).filter(pk=pk, term__isnull=False).first()
    if plan is None and has(person, "group_plan.read"):
        plan = GROUP.readable(person).filter(pk=pk, term__isnull=False).first()
    plan = plan or get_object_or_404(PERSONAL.readable(person), pk=pk, term__isnull=False)
    back = ("personal_plan" if plan.teacher_id else "group_plan", pk)
    return _answer(request, "activities/serving/counts.html", {"title": plan.title, "back": back, "rows": serving.counts(plan)})
