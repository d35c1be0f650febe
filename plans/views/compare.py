"""两版对照: an edition beside another one or beside the draft."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from plans import queries
from plans.difference import difference
from plans.document import document
from school.policy import has, requires

DRAFT = "draft"


@requires("plan.read")
@require_GET
def plan_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """By default the last edition beside the draft, for who may see the draft; else the last two editions."""
    person = request.person
    plan = get_object_or_404(queries.readable(person), pk=pk)
    editions = {str(edition.no): edition for edition in plan.editions.all()}
    drafting = has(person, "plan.edit") or plan.state in queries.DISCUSSED
    names = [*sorted(editions, key=int), *([DRAFT] if drafting else [])]
    if len(names) < 2:
        return render(request, "plans/compare.html", {"plan": plan, "names": names})
    old, new = request.GET.get("old", names[-2]), request.GET.get("new", names[-1])
    if old not in names or new not in names:
        raise Http404
    one, other = (document(plan) if name == DRAFT else editions[name].document for name in (old, new))
    return render(request, "plans/compare.html", {
        "plan": plan, "names": names, "old": old, "new": new, "parts": difference(one, other),
        "old_said": _said(old), "new_said": _said(new), "choices": [(name, _said(name)) for name in names],
    })


def _said(name: str) -> str:
    return "现在的草稿" if name == DRAFT else f"第 {name} 版"
