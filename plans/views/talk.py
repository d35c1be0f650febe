"""意见, 已读 and 签字: what others say to a plan, who has read it, and the principal's word above the ceiling of writing."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from documents.chinese import whole
from plans import queries
from plans.models import Plan, PlanComment
from plans.services import editing, publishing
from plans.states import PlanState
from plans.views.plan import draft_of, key_of, plan_of
from school.policy import fetch, has, requires


@requires("plan.comment")
@require_POST
def plan_comment(request: HttpRequest, pk: int) -> HttpResponse:
    row = plan_of(request, pk)
    section, parent = row.sections.filter(pk=_number(request, "section")).first(), row.comments.filter(pk=_number(request, "parent")).first()
    editing.comment(
        request.person, row, request.POST.get("text", ""), section=section or (parent and parent.section), parent=parent,
        quote=request.POST.get("quote", ""), key=key_of(request)
    )
    messages.success(request, "意见已提交。")
    return _back(request, row)


@requires("plan.edit")
@require_POST
def comment_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(PlanComment.objects.select_related("plan"), pk=pk)
    row = draft_of(request, comment.plan_id)
    editing.resolve(request.person, comment, request.POST.get("done") == "1", request.POST.get("kept", ""))
    return _back(request, row)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return whole(text, 0)


def _back(request: HttpRequest, row: Plan) -> HttpResponse:
    section = request.POST.get("at", "")
    if section.isdecimal() and has(request.person, "plan.edit"):
        return redirect(f"{reverse('plan_edit', args=[row.pk])}?section={section}")
    draft = "" if row.state == PlanState.PUBLISHED else "?draft=1"  # what was just spoken about, not the edition before it
    return redirect(f"{reverse('plan', args=[row.pk])}{draft}#comments")


@requires("plan.edit")
@require_GET
def plan_readers(request: HttpRequest, pk: int) -> HttpResponse:
    """已读: who has opened the last edition, and who has not."""
    row = draft_of(request, pk)
    edition = row.editions.first()
    return render(request, "plans/readers.html", {
        "plan": row, "edition": edition, "unread": publishing.unread(row, edition) if edition else [],
        "receipts": edition.receipts.select_related("user").order_by("-at") if edition else [],
    })


@requires("plan.publish")
@require_POST
def plan_burden(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "plan.publish", queries.school_plans(), pk=pk)
    publishing.sign_burden(request.person, row, request.POST.get("reason", ""))
    messages.success(request, "已签字，现在可以同意并发布。")
    return redirect("plan", pk=row.pk)
