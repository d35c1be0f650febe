"""我的得分, and what people say about it: 核对, 异议, 更正."""
from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from documents.typeset import typeset
from evaluation import conduct, papers, queries, services
from evaluation.forms import ObjectionForm
from evaluation.models import Objection, Override, Reopening
from evaluation.services.sheets import MOVING
from evaluation.states import OBJECTION_STEPS, OVERRIDE_STEPS, REOPENING_STEPS, ReopeningState, SheetState
from evaluation.views.sheet import download
from school.policy import fetch, has, requires, within
from school.workflow import steps_for


@requires("score.own")
@require_GET
def my_score(request: HttpRequest) -> HttpResponse:
    """我的得分: item by item with reason and records; `record`: only the items that rest on the record of this address."""
    mine = queries.my_points(request.person)
    if record := request.GET.get("record"):
        items = [item for item in mine.items if any(one["address"] == record for one in item["records"])] if mine else []
        return render(request, "evaluation/counted.html", {"items": items})
    if mine:
        services.fresh(mine.sheet)
        mine = queries.my_points(request.person)
    return render(request, "evaluation/mine.html", {
        "mine": mine, "moving": bool(mine) and mine.sheet.state in MOVING,
        "meeting": bool(mine) and mine.sheet.state == SheetState.MEETING,
        "may_object": bool(mine) and mine.sheet.state in (SheetState.OPEN, SheetState.MEETING),
        "reopened": Reopening.objects.filter(sheet=mine.sheet, state=ReopeningState.AGREED).select_related("proposed_by", "agreed_by") if mine else [],
    })


@requires("score.own")
@require_GET
def my_score_pdf(request: HttpRequest) -> HttpResponse:
    """个人考核得分表 of one's own."""
    mine = queries.my_points(request.person)
    if mine is None:
        raise Http404
    return download(typeset(papers.personal(mine.score, request.person)), "application/pdf", "个人考核得分表.pdf")


@requires("score.own")
@require_POST
def score_confirm(request: HttpRequest) -> HttpResponse:
    sheet = queries.sheet_of(request.person, "score.own")
    if sheet is None:
        raise Http404
    services.confirm_own(request.person, sheet)
    messages.success(request, "已记下：核对无误。")
    return redirect("my_score")


@requires("objection.file")
def objection_new(request: HttpRequest) -> HttpResponse:
    """提出异议 against one item."""
    mine = queries.my_points(request.person)
    code = request.GET.get("item", "")
    item = next((item for item in mine.items if item["code"] == code), None) if mine else None
    if item is None:
        raise Http404
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = services.file_objection(request.person, mine.sheet, code, **form.cleaned_data)
        messages.success(request, f"异议已提出，{row.answer_by.month}月{row.answer_by.day}日前答复。")
        return redirect("my_score")
    return render(request, "evaluation/objection_new.html", {"item": item, "form": form}, status=400 if form.errors else 200)


@requires("objection.file")
@require_POST
def objection_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "objection.file", Objection.objects.select_related("sheet", "teacher"), pk=pk)
    services.withdraw_objection(request.person, row)
    messages.success(request, "异议已撤回。")
    return redirect("my_score")


@requires("score.read")
@require_GET
def correction_list(request: HttpRequest) -> HttpResponse:
    """异议与更正 of this term, those that wait first."""
    person = request.person
    sheet = queries.sheet_of(person, "score.read")
    if sheet is None:
        raise Http404
    names = {item["code"]: item.get("name", "") for item in sheet.document["items"]}
    lens = conduct.Lens(sheet, person)
    objections = [
        {"row": row, "name": names.get(row.code, ""), "hidden": lens.hides(row.code, row.teacher_id),
         "steps": [] if lens.hides(row.code, row.teacher_id) else
         [step for step in steps_for(person, row, OBJECTION_STEPS) if step.name != "withdraw"]}
        for row in within(person, "score.read", Objection.objects.filter(sheet=sheet)).select_related("teacher", "decided_by", "school")
    ]
    overrides = [
        {"row": row, "name": names.get(row.code, ""), "steps": steps_for(person, row, OVERRIDE_STEPS)}
        for row in within(person, "score.read", Override.objects.filter(sheet=sheet)).select_related(
            "teacher", "proposed_by", "agreed_by", "confirmed_by", "school"
        )
    ]
    reopenings = Reopening.objects.filter(sheet=sheet).select_related("proposed_by", "agreed_by", "school")
    return render(request, "evaluation/corrections.html", {
        "reopenings": [(row, services.may_answer(person, row) and has(person, "score.reopen")) for row in reopenings],
        "may_reopen": has(person, "score.reopen") and sheet.state in (SheetState.DECIDED, SheetState.FINAL)
        and not any(row.state == ReopeningState.PROPOSED for row in reopenings),
        "sheet": sheet, "objections": sorted(objections, key=lambda one: one["row"].state != "filed"),
        "overrides": sorted(overrides, key=lambda one: one["row"].state not in ("proposed", "agreed")),
        "may_decide": has(person, "objection.decide"),
    })


@requires("objection.decide")
@require_POST
def objection_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "objection.decide", Objection.objects.select_related("sheet", "teacher", "school"), pk=pk)
    step = request.POST.get("step", "")
    if step not in ("uphold", "keep"):
        raise Http404
    services.decide_objection(request.person, row, step, request.POST.get("reason", ""))
    messages.success(request, f"已答复 {row.teacher.name}：{row.get_state_display()}。")
    return redirect("correction_list")


@requires("score.read")
@require_POST
def override_step(request: HttpRequest, pk: int) -> HttpResponse:
    asked = {"agree": "override.agree", "confirm": "override.confirm", "decline": "override.confirm"}
    step = request.POST.get("step")
    if step not in asked:
        raise Http404
    row = fetch(request.person, asked[step], Override.objects.select_related("sheet", "teacher", "school"), pk=pk)
    match step:
        case "agree":
            services.agree_override(request.person, row)
        case "confirm":
            services.confirm_override(request.person, row)
        case "decline":
            services.decline_override(request.person, row, request.POST.get("reason", ""))
    row.refresh_from_db()
    messages.success(request, f"{row.teacher.name}的更正：{row.get_state_display()}。")
    return redirect("correction_list")


@requires("score.reopen")
@require_POST
def reopening_propose(request: HttpRequest) -> HttpResponse:
    """提出重新打开; it waits for a second person."""
    sheet = queries.sheet_of(request.person, "score.reopen")
    if sheet is None:
        raise Http404
    services.propose_reopening(request.person, sheet, request.POST.get("reason", ""))
    messages.success(request, "提出来了，等另一名领导小组成员（两人中要有校长）答复。")
    return redirect("correction_list")


@requires("score.reopen")
@require_POST
def reopening_step(request: HttpRequest, pk: int) -> HttpResponse:
    """同意 or 不同意 by the second person."""
    step = request.POST.get("step", "")
    if step not in {one.name for one in REOPENING_STEPS}:
        raise Http404
    row = fetch(request.person, "score.reopen", Reopening.objects.select_related("sheet__term", "sheet__school", "school", "proposed_by"), pk=pk)
    services.answer_reopening(request.person, row, step, request.POST.get("reason", ""))
    messages.success(request, f"{row}：{row.get_state_display()}。")
    return redirect("correction_list")
