"""学期报告: which there are, the one page where the words stand under the figures, its steps, PDF and Word."""
from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.chinese import whole
from documents.typeset import typeset
from evaluation import papers_report, reports
from evaluation.report import chapters_of, figures
from evaluation.services import reports as services
from evaluation.states import REPORT_STEPS, ReportState
from school import clock
from school.models import Group
from school.policy import requires
from school.workflow import Refused, StaleEdit

MIMES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@requires("personal_plan.read")
@require_http_methods(["GET", "POST"])
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports of this term this person may read; a POST begins one."""
    person, term = request.person, request.person.term
    owners = reports.owners(person) if term else []
    spans = reports.spans(term) if term else []
    if request.method == "POST":
        whose = next((key for key, _ in owners if key == request.POST.get("whose")), None)
        span = next((span for span in spans if span.key == request.POST.get("span")), None)
        if whose is None or span is None:
            raise Refused("没有选写谁的、写哪一段。", "请返回选好再按『开始写』。")
        level, _, group = whose.partition("-")
        row = services.start(
            person, term, level, span.first, span.last, span.name, Group.objects.get(pk=group) if group else None
        )
        return redirect("report", pk=row.pk)
    rows = list(reports.readable(person).filter(term=term)) if term else []
    return render(request, "evaluation/reports.html", {
        "term": term, "owners": owners, "spans": spans,
        "levels": [(label, [row for row in rows if row.level == level]) for level, label in (
            ("school", "学校"), ("group", "教研组"), ("teacher", "个人"))],
        "rows": rows,
    })


@requires("personal_plan.read")
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: under each chapter's figures its words; whoever writes it saves them, others read."""
    person = request.person
    found = reports.writable(person) if request.method == "POST" else reports.readable(person)
    row = get_object_or_404(found, pk=pk)
    chapters, texts, version, stale = chapters_of(row, person), row.chapters, row.version, None
    if request.method == "POST":
        texts = {key: request.POST[f"text-{key}"].replace("\r", "") for key in chapters if f"text-{key}" in request.POST}
        try:
            services.save(person, row, texts, version=whole(request.POST.get("version", ""), -1))
        except StaleEdit as error:
            if not request.accepts("text/html"):
                raise
            stale, version = error, error.version
        else:
            if not request.accepts("text/html"):
                return JsonResponse({"version": row.version, "saved": f"已保存 {clock.now():%H:%M}"})
            if request.POST.get("then") == "report_done":
                services.step(person, row, "report_done")
                messages.success(request, "写好了，数字定在今天。")
            else:
                messages.success(request, "已保存。")
            return redirect("report", pk=row.pk)
    shown = figures(person, row)
    writes = reports.writable(person).filter(pk=pk).exists()
    return render(request, "evaluation/report.html", {
        "report": row, "stale": stale, "version": version, "writes": writes and row.state == ReportState.DRAFT,
        "chapters": [(key, heading, shown.get(key, []), texts.get(key, "")) for key, heading in chapters.items()],
        "steps": [step for step in REPORT_STEPS[row.level] if step.name == "report_again"] if writes else [],
        "steps_url": reverse("report_step", args=[row.pk]),
    }, status=409 if stale else 200)


@requires("personal_plan.write")
@require_POST
def report_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(reports.writable(request.person), pk=pk)
    name = request.POST.get("step", "")
    if name not in {step.name for step in REPORT_STEPS[row.level]}:
        raise Refused("没有这一步。", label=row.title)
    services.step(request.person, row, name)
    messages.success(request, f"报告现在是『{row.get_state_display()}』。")
    return redirect("report", pk=row.pk)


@requires("personal_plan.read")
@require_GET
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """PDF as 公文, or Word: with the chapters this person may read."""
    person = request.person
    row = get_object_or_404(reports.readable(person), pk=pk)
    asked = row, chapters_of(row, person), figures(person, row), row.as_of or clock.today()
    data = typeset(papers_report.report_paper(*asked)) if kind == "pdf" else papers_report.word(*asked)
    response = HttpResponse(data, content_type=MIMES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{row.title}.{kind}')}"
    return response
