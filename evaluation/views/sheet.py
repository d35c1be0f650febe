"""考核汇总表: the matrix, a cell's reason, the steps, workbook and PDF."""
from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from documents.chinese import whole
from documents.typeset import typeset
from evaluation import cells, exports, papers, papers_public, queries, services
from evaluation.forms import LeaveOutForm, OpenForm, OverrideForm
from evaluation.models import Score, ScoreSheet, SheetMember
from evaluation.services.sheets import MOVING, participants
from evaluation.states import OVERRIDE_STEPS, SHEET_STEPS, SheetState
from rubrics.models import Rubric
from school import clock
from school.models import Teacher
from school.policy import has, requires
from school.workflow import Refused, steps_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("score.read")
@require_GET
def score_sheet(request: HttpRequest) -> HttpResponse:
    """考核汇总表 of this term; before it is opened, the page that opens it."""
    person = request.person
    sheet = queries.sheet_of(person, "score.read")
    if sheet is None:
        return _no_sheet(request)
    sheet = services.fresh(sheet)
    asked = {key: request.GET.get(key, "").strip() for key in ("group", "tag", "name")}
    for key in ("group", "tag"):
        asked[key] = asked[key] if asked[key].isdecimal() and len(asked[key]) < 10 else ""
    matrix = queries.matrix(sheet, person, **asked)
    grades = sheet.state != SheetState.OPEN
    return render(request, "evaluation/sheet.html", {
        "sheet": sheet, "matrix": matrix, "body": cells.body(matrix, grades=grades), "grades": grades, "asked": asked,
        **queries.filters(sheet), "moving": sheet.state in MOVING,
        "main_step": next((step for step in steps_for(person, sheet, SHEET_STEPS) if not step.needs_reason), None),
        "closable": sheet.state in MOVING and sheet.open_counts_as_none is None and has(person, "score.advance"),
        "may_export": has(person, "score.export"), "public": papers_public.praised(sheet), "objected": sheet.objections.exists(),
        "may_advance": has(person, "score.advance"),
        "with_open": sum(1 for row in matrix.rows if row.score.open_items), "states": SheetState.choices,
        "past": SheetState.values[:SheetState.values.index(sheet.state)], "step_url": reverse("score_step"),
        "back_steps": [step for step in SHEET_STEPS if step.needs_reason],
    })


def _no_sheet(request: HttpRequest) -> HttpResponse:
    person = request.person
    started = ScoreSheet.objects.filter(term=person.term).exists()
    rubrics = Rubric.objects.filter(school=person.school, state="in_use")
    may_open = not started and has(person, "score.advance")
    form = OpenForm(school=person.school) if may_open and rubrics.exists() else None
    return render(request, "evaluation/no_sheet.html", {"started": started, "may_open": may_open, "form": form})


@requires("score.advance")
@require_POST
def score_open(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST, school=request.person.school)
    if not form.is_valid():
        raise Refused("还没有启用的细则。", "先在『评价细则』里登记教职工大会的票数并启用。")
    services.open_scoring(request.person, request.person.term, form.cleaned_data["rubric"])
    messages.success(request, "已开始计分：细则已抄进汇总表，这学期不再变。")
    return redirect("score_sheet")


def _sheet(request: HttpRequest, action: str) -> ScoreSheet:
    sheet = queries.sheet_of(request.person, action)
    if sheet is None:
        raise Http404
    return sheet


@requires("score.advance")
@require_POST
def score_compute(request: HttpRequest) -> HttpResponse:
    services.compute(_sheet(request, "score.advance"), request.person)
    messages.success(request, "已按现在的记录重新算过。")
    return redirect("score_sheet")


@requires("score.advance")
@require_POST
def score_close_open(request: HttpRequest) -> HttpResponse:
    services.close_open_items(request.person, _sheet(request, "score.advance"))
    messages.success(request, f"还没有依据的项目已按未完成计，由 {request.person.name} 署名，写进每条理由。")
    return redirect("score_sheet")


@requires("score.advance")
@require_POST
def score_step(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("step", "")
    if name not in {step.name for step in SHEET_STEPS}:
        raise Http404
    sheet = _sheet(request, "score.advance")
    services.advance_sheet(request.person, sheet, name, reason=request.POST.get("reason", ""))
    sheet.refresh_from_db()
    messages.success(request, f"现在是『{sheet.get_state_display()}』。")
    return redirect("score_sheet")


@requires("score.read")
def score_cell(request: HttpRequest, teacher_pk: int) -> HttpResponse:
    """一格的理由: points, sentence, records, what more is possible, corrections, version and time."""
    sheet = _sheet(request, "score.read")
    score = get_object_or_404(Score.objects.select_related("teacher"), sheet=sheet, teacher=teacher_pk)
    code = request.GET.get("item", "")
    item = queries.seen_item(sheet, request.person, score, code)
    if item is None:
        raise Http404
    form = None
    own = request.person.teacher == score.teacher
    if has(request.person, "override.propose") and sheet.state in MOVING and not item["hidden"] and not own:
        form = OverrideForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            services.propose_override(request.person, sheet, score.teacher, code, **form.cleaned_data)
            messages.success(request, f"已提出改分：{score.teacher.name}『{item['name']}』，等副校长核对、校长同意。")
            return redirect("score_sheet")
    elif request.method == "POST":
        raise Refused("这一格不能在这里改。", "师德项由校长更正记录；审定以后不再变。", label=str(score))
    found = queries.corrections(sheet, score.teacher, code)
    template = "evaluation/reason.html" if request.htmx else "evaluation/cell.html"
    return render(request, template, {
        "sheet": sheet, "score": score, "item": item, "form": form, "group": queries.group_names(sheet).get(teacher_pk, ""),
        "override_steps": OVERRIDE_STEPS, **found,
    }, status=400 if form and form.errors else 200)


@requires("score.advance")
def sheet_members(request: HttpRequest) -> HttpResponse:
    """参评名单: who is assessed this term and who is left out, with the reason."""
    sheet = _sheet(request, "score.advance")
    everybody = Teacher.objects.filter(school=sheet.school)
    form = LeaveOutForm(request.POST if "leave_out" in request.POST else None, teachers=participants(sheet))
    if request.method == "POST":
        if "back" in request.POST:
            number = request.POST["back"]
            teacher = get_object_or_404(everybody, pk=whole(number, 0))
            services.take_back(request.person, sheet, teacher)
            messages.success(request, f"{teacher.name}重新参评。")
            return redirect("sheet_members")
        if form.is_valid():
            services.leave_out(request.person, sheet, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['teacher'].name}不参评，原因已记下。")
            return redirect("sheet_members")
    left_out = SheetMember.objects.filter(sheet=sheet).select_related("teacher", "by")
    return render(request, "evaluation/members.html", {
        "sheet": sheet, "left_out": left_out, "form": form, "number": participants(sheet).count(),
    })


@requires("score.export")
@require_GET
def score_export(request: HttpRequest) -> HttpResponse:
    """考核汇总表 as .xlsx."""
    sheet = services.fresh(_sheet(request, "score.export"))
    return download(exports.workbook(sheet), XLSX, f"{sheet.school}考核汇总表-{clock.today():%Y%m%d}.xlsx")


@requires("score.export")
@require_GET
def score_pdf(request: HttpRequest) -> HttpResponse:
    """考核汇总表 for signing; of=public the names to be put up, of=objections the register with the answers."""
    sheet = services.fresh(_sheet(request, "score.export"))
    match request.GET.get("of"):
        case "public" if names := papers_public.praised(sheet):
            paper, name = papers_public.publicity(sheet, names), "考核公示"
        case "objections":
            paper, name = papers_public.objections_paper(sheet, papers_public.objections_of(sheet)), "考核异议与答复"
        case "public":
            raise Refused("还没有可以公示的名单。", "领导小组审定、有人评为最高等次以后再打印。", label=str(sheet))
        case _:
            paper, name = papers.summary(sheet), "考核汇总表"
    return download(typeset(paper), "application/pdf", f"{sheet.school}{name}-{clock.today():%Y%m%d}.pdf")


def download(data: bytes, mime: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=mime, headers={"Content-Disposition": content_disposition_header(True, name)}
    )

