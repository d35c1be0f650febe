"""研修档案: volumes, their catalogue and gaps, building with a bar, sealing, downloading, and the public check."""
from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archives import papers, queries, services
from archives.contents import collect
from archives.forms import OpenForm, SetUpForm, VerifyForm
from archives.models import Dossier, Edition
from archives.states import EditionState
from documents.typeset import typeset
from documents.volume import spine
from school import jobs
from school.policy import fetch, has, requires
from school.workflow import Refused

PAPERS = {"catalogue": papers.catalogue_paper, "handover": papers.handover_papers}


def _dossier(request: HttpRequest, pk: int, action: str = "dossier.read") -> Dossier:
    rows = Dossier.objects.select_related("term", "school", "teacher", "group")
    return fetch(request.person, action, rows, pk=pk)


@requires("dossier.read")
@require_GET
def dossier_list(request: HttpRequest) -> HttpResponse:
    """The volumes; with `?print=` the lists that are printed of those of a school year."""
    person = request.person
    if make := PAPERS.get(request.GET.get("print", "")) if person.term else None:
        made = make(papers.of_year(queries.dossiers(person), person.term), person.term)
        return HttpResponse(typeset(made), content_type="application/pdf")
    return render(request, "archives/list.html", {
        "dossiers": list(queries.dossiers(person)), "may_build": has(person, "dossier.build") and person.term is not None,
        "form": OpenForm(person=person),
    })


@requires("dossier.build")
@require_POST
def dossier_open(request: HttpRequest) -> HttpResponse:
    """Open a volume of this term: 学期, 教师, 教研组 or 成果汇编."""
    person = request.person
    if person.term is None:
        raise Refused("学校还没有学期，案卷没有可归的学期。", "请先在『设置·学校与学期』里建本学期。")
    form = OpenForm(request.POST, person=person)
    if not form.is_valid():
        return render(request, "archives/list.html", {"dossiers": list(queries.dossiers(person)), "may_build": True, "form": form})
    asked = form.cleaned_data
    row = services.dossier(person, person.school, person.term, asked["kind"], teacher=asked["teacher"], group=asked["group"])
    return redirect("dossier", pk=row.pk)


@requires("dossier.read")
@require_GET
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    person, row = request.person, _dossier(request, pk)
    contents = collect(row, typeset=False)
    editions = list(row.editions.select_related("job", "sealed_by", "pdf", "built_by"))
    newest = editions[0] if editions else None
    may_build = has(person, "dossier.build")
    return render(request, "archives/dossier.html", {
        "dossier": row, "groups": queries.catalogue(row, contents, newest), "count": len(contents.items),
        "complete": sum(1 for item in contents.items if not item.missing), "job": queries.job_of(newest),
        "missing": [(gap, services.note_of(row, gap)) for gap in contents.missing], "newest": newest,
        "sealed": [edition for edition in editions if edition.state == EditionState.SEALED],
        "arranging": may_build and "arrange" in request.GET, "may_build": may_build, "may_seal": has(person, "dossier.seal"),
        "set_up": SetUpForm(initial={"running": row.running, "retention": row.retention}),
    })


@requires("dossier.build")
@require_POST
def dossier_build(request: HttpRequest, pk: int) -> HttpResponse:
    row = _dossier(request, pk, "dossier.build")
    edition, job = services.request_build(request.person, row, reason=request.POST.get("reason", ""))
    jobs.send(job)
    messages.success(request, f"第 {edition.no} 版正在生成，可以离开本页。")
    return redirect("dossier", pk=row.pk)


@requires("dossier.build")
@require_POST
def dossier_note(request: HttpRequest, pk: int) -> HttpResponse:
    """注明缺失."""
    row = _dossier(request, pk, "dossier.build")
    services.note_missing(request.person, row, request.POST.get("key", ""), request.POST.get("text", ""))
    messages.success(request, "已注明，会印在卷内备考表上。")
    return redirect("dossier", pk=row.pk)


@requires("dossier.build")
@require_POST
def dossier_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """上移、下移 one piece, or the set-up of binding."""
    row = _dossier(request, pk, "dossier.build")
    if "key" in request.POST:
        items = collect(row, typeset=False).items
        keys = [item.key for item in items]
        key, step = request.POST["key"], 1 if request.POST.get("step") == "down" else -1
        if key not in keys:
            raise Http404
        at = keys.index(key)
        if 0 <= at + step < len(keys) and items[at].group == items[at + step].group:
            keys[at], keys[at + step] = keys[at + step], keys[at]
            services.arrange(request.person, row, order=keys)
        return redirect(f"{reverse('dossier', args=[row.pk])}?arrange=1#{key}")
    form = SetUpForm(request.POST)
    if form.is_valid():
        services.arrange(request.person, row, running=form.cleaned_data["running"], retention=form.cleaned_data["retention"])
        messages.success(request, "装订设置已保存，下一次生成时照办。")
    return redirect("dossier", pk=row.pk)


@requires("dossier.seal")
@require_POST
def edition_seal(request: HttpRequest, pk: int) -> HttpResponse:
    edition = fetch(request.person, "dossier.seal", Edition.objects.select_related("dossier__school", "pdf"), pk=pk)
    services.seal(request.person, edition)
    messages.success(request, f"第 {edition.no} 版已归档，以后不再改动。封存校验码 {edition.seal[:16].upper()}。")
    return redirect("dossier", pk=edition.dossier_id)


@requires("dossier.read")
@require_GET
def edition_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    edition = fetch(request.person, "dossier.read", Edition.objects.select_related("pdf", "dossier"), pk=pk)
    if edition.pdf is None:
        raise Http404
    response = HttpResponse(edition.pdf.blob.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(edition.pdf.name)}"
    return response


@requires("dossier.read")
@require_GET
def dossier_spine(request: HttpRequest, pk: int) -> HttpResponse:
    """卷脊 of 10, 15 and 20 mm to cut out."""
    row = _dossier(request, pk)
    edition = row.editions.first()
    if edition is None:
        raise Http404
    front = services.front_of(edition, collect(row, typeset=False))
    response = HttpResponse(typeset(spine(front)), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('卷脊.pdf')}"
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """校验, open to anyone with the paper: upload the PDF; no names are shown to strangers."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        result = services.verify(form.cleaned_data["file"].read())
    return render(request, "archives/verify.html", {"form": form, "result": result, "most": settings.VERIFY_MOST_BYTES >> 20})
