"""范本与师资现状: a first draft from a pattern, and the figures of the roster with chart and table."""
from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from documents.calendar import word
from plans import queries
from plans.patterns import PATTERNS, STAFF, draft, pattern
from plans.services import editing, writing
from plans.staff import section, staff_of
from plans.vocabulary import Vocabulary
from school.audience import in_service
from school.clock import today
from school.policy import requires
from school.workflow import Refused

PARTS = ("sections", "stages", "months", "contents", "schedule", "leadership", "quotas")


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_pattern(request: HttpRequest) -> HttpResponse:
    person, term = request.person, request.person.term
    if term is None:
        raise Refused("学校还没有学期，计划没有地方放。", "请先在『设置·学校与学期』里建本学期。")
    if request.method == "POST":
        one = pattern(request.POST.get("pattern", ""))
        if one is None:
            raise Http404
        if any(queries.filled(person, term).values()):
            raise Refused("本学期的计划里已经有内容，不用范本覆盖。", "要重来，请先删去各节和各行；要添一部分，请直接在计划里加。")
        words = Vocabulary(person.school)
        value = draft(
            one, term, queries.calendar_of(person.school), queries.leaders(person.school), section(staff_of(person.school, today())),
            words.groups | words.tags | {"全体教师"},
        )
        plan = editing.start(person, term)
        told = writing.write(person, plan, value, PARTS, how=f"范本：{one.name}")
        messages.success(request, f"已按『{one.name}』起草：{'、'.join(told)}。请逐节改成自己学校的话。")
        return redirect("plan_edit", pk=plan.pk)
    return render(request, "plans/pattern.html", {
        "term": term, "unknown": word(term.starts, term.ends), "patterns": PATTERNS, "filled": any(queries.filled(person, term).values()), "staff_title": STAFF,
        "nobody": not in_service(person.school, today()).exists(),
    })


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_staff(request: HttpRequest) -> HttpResponse:
    """师资现状 as figures, chart and table; written into the section of that name on request."""
    person = request.person
    staff = staff_of(person.school, today())
    plan = queries.of_term(person, person.term)
    if request.method == "POST":
        if plan is None:
            raise Refused("本学期还没有计划。", "请先起草计划，再把师资现状写进去。")
        if not staff.count:
            raise Refused("名册里还没有教师，算不出师资现状。", "请先在『设置·教师名册』里导入名册。", label=plan.title)
        row = plan.sections.select_related("plan").filter(title__contains="师资").first() or editing.add_section(person, plan, STAFF)
        editing.save_section(person, row, title=row.title, body=section(staff), version=row.version)
        messages.success(request, f"已写进『{row.title}』，可以接着改。")
        return redirect(f"{reverse('plan_edit', args=[plan.pk])}?section={row.pk}")
    return render(request, "plans/staff.html", {"staff": staff, "plan": plan, "open": plan and plan.state in editing.EDITABLE})
