"""The plan beside the rubric: what it produces of the evidence, and the words an item may name."""
from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plans import queries
from plans.supply import contents_of, supplies_of
from rubrics.check import check_against_plan
from rubrics.queries import readable
from rubrics.scoring import Refusal, parse_rubric
from school.policy import requires


@requires("rubric.edit")
@require_GET
def rubric_with_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """计划体检, rubric and plan together: what nobody produces, what nobody asks for, what is asked too much."""
    rubric = readable(request.person).filter(pk=pk).first()
    if rubric is None:
        raise Http404
    plan = queries.of_term(request.person, request.person.term)
    findings, reckoned = [], True
    if plan:
        try:
            findings = check_against_plan(parse_rubric(json.dumps(rubric.document)), supplies_of(plan))
        except Refusal:
            reckoned = False
    shown = [{"place": one.place, "sentence": one.sentence, "remedy": one.remedy,
              "fixes": [{"label": fix.label, "edits": json.dumps(fix.edits, ensure_ascii=False)} for fix in one.fixes]} for one in findings]
    return render(request, "plans/with_rubric.html", {
        "rubric": rubric, "plan": plan, "findings": shown, "reckoned": reckoned, "may_edit": rubric.state == "draft",
    })


@requires("rubric.edit")
@require_GET
def plan_contents(request: HttpRequest) -> HttpResponse:
    """The list behind 『哪一个』 in an item's form."""
    plan = queries.of_term(request.person, request.person.term)
    return render(request, "plans/contents.html", {"titles": contents_of(plan) if plan else []})
