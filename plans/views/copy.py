"""照上学期起草: last term's plan carried over by school week, with holidays to decide, before anything is stored."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.calendar import word
from plans import queries
from plans.carried import carried as others
from plans.copying import carry
from plans.document import document
from plans.intake import PARTS
from plans.services import editing, writing
from school.policy import requires
from school.workflow import Refused

COPIED = {part: ({**PARTS, "goals": "目标", "quotas": "任务量", "levels": "管理网络"})[part] for part in (
    "sections", "stages", "months", "contents", "schedule", "leadership", "goals", "quotas", "levels")}


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_copy(request: HttpRequest) -> HttpResponse:
    person, term = request.person, request.person.term
    if term is None:
        raise Refused("学校还没有学期，计划没有地方放。", "请先在『设置·学校与学期』里建本学期。")
    earlier = list(queries.before(person, term))
    wanted = request.POST.get("from") or request.GET.get("from", "")
    source = next((plan for plan in earlier if str(plan.pk) == wanted), earlier[0] if earlier else None)
    if source is None:
        return render(request, "plans/copy.html", {"term": term, "source": None})
    chosen = {key.removeprefix("day-"): value for key, value in request.POST.items() if key.startswith("day-")}
    value = document(source)
    carried = carry(value, source.term, term, queries.calendar_of(person.school), chosen)
    if request.method == "POST":
        parts = set(request.POST.getlist("parts"))
        if not parts:
            raise Refused("一部分都没有选。", "请返回，勾上要照搬的部分。")
        plan = editing.start(person, term)
        told = writing.copy(person, plan, source, carried.document, parts)
        messages.success(request, f"已写进草稿：{'、'.join(told)}。")
        return redirect("plan_edit", pk=plan.pk)
    there = queries.filled(person, term)
    return render(request, "plans/copy.html", {
        "term": term, "unknown": word(term.starts, term.ends), "source": source, "earlier": earlier, "carried": carried,
        "parts": [(part, label, len(value[part]), there.get(part, 0)) for part, label in COPIED.items()],
        "others": [(one, one.number(source.term), one.number(term)) for one in others()],
        "rows": [(was, now) for was, now in zip(value["schedule"], carried.document["schedule"], strict=True)],
    })
