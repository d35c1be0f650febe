"""经费: the lines of a plan's budget, its approval, spendings and the audit table."""
from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.typeset import typeset
from plans import exports_budget, papers_folder, queries
from plans.budget import table
from plans.forms.budget import BudgetLines, SpendingForm, VoucherForm
from plans.models import Budget, BudgetLine, Plan, Spending
from plans.services import budget as services
from plans.services.editing import state_of
from plans.states import BUDGET_STEPS, SPENDING_STEPS, BudgetState, SpendingState
from school.clock import today
from school.policy import check, fetch, has, requires, within
from school.workflow import Refused, StaleEdit


def _budget(request: HttpRequest, pk: int) -> Budget:
    plan = get_object_or_404(queries.school_plans().filter(school=request.person.school), pk=pk)
    return services.budget_of(plan)


@requires("budget.read")
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines to fill while it is a draft, else what was spent on each."""
    person, row = request.person, _budget(request, pk)
    writes = has(person, "budget.edit") and row.state == BudgetState.DRAFT
    stale, formset, seen = None, None, request.POST.get("seen", "")
    if request.method == "POST":
        check(person, "budget.edit")
    if writes or request.method == "POST":
        formset = BudgetLines(request.POST or None, instance=row, plan=row.plan, prefix="rows")
    if request.method == "POST" and formset.is_valid():
        try:
            services.save_lines(person, row, formset, seen=seen)
        except StaleEdit as error:
            stale = error
        else:
            messages.success(request, "预算已保存。")
            return redirect("budget", pk=pk)
    if formset is not None and (stale or request.method == "GET"):
        seen = state_of(row.lines.all(), formset.columns)
    return render(request, "plans/budget.html", {
        "budget": row, "plan": row.plan, "table": table(row), "formset": formset, "seen": seen, "stale": stale, "steps": BUDGET_STEPS,
        "steps_url": reverse("budget_step", args=[pk]), "spending_steps": SPENDING_STEPS,
        "enters": has(person, "spending.enter") and row.state == BudgetState.APPROVED,
    }, status=409 if stale else 200)


@requires("budget.read")
@require_POST
def budget_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = _budget(request, pk)
    step = next((step for step in BUDGET_STEPS if step.name == request.POST.get("step")), None)
    if step is None:
        raise Refused("没有这一步。", label=str(row))
    check(request.person, step.action)
    services.step(request.person, row, step.name, reason=request.POST.get("reason", ""))
    messages.success(request, f"预算现在是『{row.get_state_display()}』。")
    return redirect("budget", pk=pk)


@requires("spending.enter")
@require_http_methods(["GET", "POST"])
def spending_new(request: HttpRequest, pk: int) -> HttpResponse:
    """记一笔支出 on one line."""
    line = get_object_or_404(BudgetLine.objects.select_related("budget__plan", "budget__school"), pk=pk, budget__school=request.person.school)
    form = SpendingForm(request.POST or None, request.FILES or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.spend(request.person, line, form.values(), voucher=form.voucher(), key=form.cleaned_data["key"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "记好了，等另一位核准。")
            return redirect("budget", pk=line.budget.plan_id)
    return render(request, "plans/spending.html", {"form": form, "line": line, "plan": line.budget.plan})


@requires("spending.enter")
@require_http_methods(["GET", "POST"])
def spending(request: HttpRequest, pk: int) -> HttpResponse:
    """改好退回的一笔，再交一次; or 补凭证 of one that has none."""
    row = fetch(request.person, "spending.enter", Spending.objects.select_related("line__budget__plan"), pk=pk)
    if row.state != SpendingState.RETURNED:
        return _voucher(request, row)
    form = SpendingForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        row.refresh_from_db()
        try:
            services.amend(request.person, row, form.values(), voucher=form.voucher())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "改好了，等另一位核准。")
            return redirect("budget", pk=row.line.budget.plan_id)
    return render(request, "plans/spending.html", {"form": form, "line": row.line, "plan": row.line.budget.plan, "row": row})


def _voucher(request: HttpRequest, row: Spending) -> HttpResponse:
    form = VoucherForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    if request.method == "POST" and form.is_valid():
        try:
            services.add_voucher(request.person, row, form.voucher())
        except Refused as refusal:
            form.add_error("photo", str(refusal))
        else:
            messages.success(request, "凭证补上了。")
            return redirect("budget", pk=row.line.budget.plan_id)
    return render(request, "plans/voucher.html", {"form": form, "row": row, "plan": row.line.budget.plan})


@requires("spending.approve")
@require_POST
def spending_step(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Spending.objects.select_related("line__budget__plan", "entered_by__teacher")
    row = get_object_or_404(rows, pk=pk, school=request.person.school)
    step = next((step for step in SPENDING_STEPS if step.name == request.POST.get("step")), None)
    if step is None:
        raise Refused("没有这一步。", label=str(row))
    warning = services.decide(request.person, row, step.name, reason=request.POST.get("reason", ""))
    messages.success(request, f"这一笔现在是『{row.get_state_display()}』。")
    if warning:
        messages.warning(request, warning)
    return redirect("budget", pk=row.line.budget.plan_id)


@requires("budget.read")
@require_GET
def budget_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """经费使用明细表 as it is audited: PDF or .xlsx."""
    plan = get_object_or_404(Plan.objects.filter(school=request.person.school).select_related("school", "term"), pk=pk)
    row = get_object_or_404(within(request.person, "budget.read", Budget.objects), plan=plan)
    if kind == "pdf":
        data, mime = typeset(papers_folder.budget_paper(table(row), plan, today())), "application/pdf"
    else:
        data = exports_budget.workbook(table(row), plan)
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(data, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'经费使用明细表.{kind}')}"
    return response
