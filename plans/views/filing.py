"""计划资料, 报送备案 and 迎检清单."""
from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.typeset import typeset
from plans import filing, papers_folder, queries
from plans.forms.filing import FilingForm
from plans.models import Problem
from plans.rules import rules
from plans.services import filing as services
from plans.states import FILING_STEPS, OUTSIDE_STEPS, FilingState
from school.clock import today
from school.policy import check, has, requires
from school.uploads import keep
from school.workflow import Refused


@requires("rule.read")
@require_GET
def plan_hub(request: HttpRequest) -> HttpResponse:
    """计划资料: what belongs to the plan beside its text, each with how it stands."""
    person, term = request.person, request.person.term
    plan = queries.of_term(person, term)
    found = rules(person)
    return render(request, "plans/hub.html", {
        "plan": plan, "term": term, "rules": [one for one in found if one.current], "unread": sum(bool(one.current) and not one.mine for one in found),
        "budget": has(person, "budget.read"), "files": has(person, "filing.read"), "edits": has(person, "plan.edit"),
        "goals": plan.goals.count() if plan else 0, "problems": Problem.objects.filter(term=term).count() if term else 0,
        "long": queries.readable(person).filter(term=None).count(),
    })


@requires("filing.send")
@require_http_methods(["GET", "POST"])
def filing_new(request: HttpRequest) -> HttpResponse:
    person, term = request.person, request.person.term
    if term is None:
        raise Refused("学校还没有学期，没有可报送的。", "请先在『设置·学校与学期』里建本学期。")
    form = FilingForm(request.POST or None, request.FILES or None, school=person.school)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            summary = form.file()
            if summary:
                keep(person, *summary)
            services.send(person, term, to=data["to"], online=data["way"] == "online", note=data["note"], key=data["key"], summary=summary)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已报送，材料包留在这里。")
            return redirect("filing_list")
    return render(request, "plans/filing_new.html", {"form": form, "term": term})


@requires("filing.read")
@require_GET
def filing_list(request: HttpRequest) -> HttpResponse:
    """What this school handed in; for the 区县, what its schools sent."""
    person = request.person
    rows = list(filing.filings(person)[:100])
    return render(request, "plans/filings.html", {
        "rows": rows, "sends": has(person, "filing.send") and person.term, "inside": FILING_STEPS, "outside": OUTSIDE_STEPS,
        "waiting": sum(row.state == FilingState.SENT for row in rows), "inspects": person.school is not None and person.term is not None,
    })


@requires("filing.read")
@require_GET
def filing_package(request: HttpRequest, pk: int) -> HttpResponse:
    """材料包: the bytes as they were sent, for who sent and who receives."""
    row = get_object_or_404(filing.filings(request.person), pk=pk)
    answer = FileResponse(row.package.blob.open("rb"), content_type="application/zip", as_attachment=True)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.package.name)}"
    return answer


@requires("filing.read")
@require_POST
def filing_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(filing.filings(request.person), pk=pk)
    check(request.person, "filing.receive" if row.online else "filing.send")
    services.answer(request.person, row, request.POST.get("step", ""), reason=request.POST.get("reason", ""))
    messages.success(request, f"{row}现在是『{row.get_state_display()}』。")
    return redirect("filing_list")


@requires("filing.send")
@require_GET
def inspection(request: HttpRequest) -> HttpResponse:
    """迎检清单 on the screen, or as a paper."""
    person, term = request.person, request.person.term
    if term is None:
        raise Refused("学校还没有学期。", "请先在『设置·学校与学期』里建本学期。")
    kept = filing.inspection(person.school, term)
    if "pdf" in request.GET:
        response = HttpResponse(typeset(papers_folder.inspection_paper(kept, person.school, term, today())), content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="inspection.pdf"'
        return response
    return render(request, "plans/inspection.html", {"kept": kept, "term": term, "missing": sum(not one.number for one in kept)})
