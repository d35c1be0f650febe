from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from documents.chinese import whole
from documents.typeset import typeset
from instruments import answers, queries, rows
from instruments.forms import AnswerForm
from instruments.forms.building import NewForm, typed_rows
from instruments.models import Instrument
from instruments.papers_blank import blank_paper
from instruments.services import building
from school.policy import fetch, requires
from school.workflow import StaleEdit


@requires("instrument.edit")
@require_GET
def instrument_list(request: HttpRequest) -> HttpResponse:
    """评价表 by purpose: those in use, drafts, and the retired at the end."""
    return render(request, "instruments/list.html", {"shelves": queries.shelves(request.person.school)})


@requires("instrument.edit")
def instrument_new(request: HttpRequest) -> HttpResponse:
    form = NewForm(request.POST or None, person=request.person, initial={"begin": request.GET.get("begin", ""), "purpose": "survey"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = building.start(request.person, name=data["name"], purpose=data["purpose"], document=form.document(), key=data["key"])
        return redirect("instrument_edit", made.pk)
    return render(request, "instruments/new.html", {"form": form})


def found(request: HttpRequest, pk: int) -> Instrument:
    return fetch(request.person, "instrument.edit", Instrument.objects, pk=pk)


@requires("instrument.edit")
@require_GET
def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    """看一张表: as people will see it on the phone, its versions, where it is used; with ?print=1 to fill in by hand."""
    form = found(request, pk)
    if request.GET.get("print"):
        name = content_disposition_header(False, f"{form.name}（空白表）.pdf")
        return HttpResponse(typeset(blank_paper(form)), content_type="application/pdf", headers={"Content-Disposition": name})
    return render(request, "instruments/form.html", {
        "row": form, "answer": AnswerForm(form), "full": answers.full(form.document), "rounds": queries.rounds_of(form)[:10],
        "versions": Instrument.objects.filter(school=form.school, name=form.name).order_by("-version"), "used": queries.answered(form),
    })


@requires("instrument.edit")
def instrument_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """编一张表: rows, one press a change; without script each press goes to the school and comes back."""
    form = found(request, pk)
    if not form.draft:
        return redirect("instrument", form.pk)
    if request.method == "POST":
        return _edit(request, form)
    return _page(request, form, rows.rows_of(form.document), form.document)


def _edit(request: HttpRequest, form: Instrument) -> HttpResponse:
    sent, act = request.POST, request.POST.get("do", "save")
    typed, at = _acted(typed_rows(sent), act)
    document, checked, problems = rows.read(
        typed, base=sent.get("base", ""), cut_offs=sent.get("cut_offs", ""), minutes=sent.get("minutes", "")
    )
    edits = sent.get("version", "")
    known = whole(edits, form.edits)
    fresh = act.startswith("add")  # the row just added is empty on purpose
    wrong = [row for place, row in enumerate(checked) if row.problem and not (fresh and place == at)]
    if problems or wrong or fresh:
        if fresh and checked:
            checked[at] = rows.Row(checked[at].kind, code=checked[at].code)
        return _page(request, form, checked, document, problems=problems, at=at, head=sent, version=known)
    try:
        building.save(request.person, form, document, known)
    except StaleEdit as stale:
        return _page(request, form, checked, document, head=sent, version=stale.version, stale=stale, status=409)
    if act == "use":
        building.put_in_use(request.person, form)
        messages.success(request, f"『{form}』第 {form.version} 版启用了，现在可以发放。")
        return redirect("instrument", form.pk)
    if act == "save":
        messages.success(request, "存好了。")
    return redirect(f"{request.path}?at={at}" if act != "save" else request.path)


def _acted(typed: list[rows.Row], act: str) -> tuple[list[rows.Row], int]:
    """What the pressed button does to the rows: move one, drop one, add one after another; and which row to look at."""
    name, _, number = act.partition(":")
    at = int(number) if number.isdecimal() and len(number) < 4 else len(typed)
    match name:
        case "up" | "down" if at < len(typed):
            return rows.moved(typed, at, -1 if name == "up" else 1)
        case "remove" if at < len(typed):
            return typed[:at] + typed[at + 1:], max(at - 1, 0)
        case "add" | "add-section":
            at = min(at + 1, len(typed)) if number else len(typed)
            kind = rows.SECTION if name == "add-section" else (typed[at - 1].kind if at and typed[at - 1].kind != rows.SECTION else "choice")
            return typed[:at] + [rows.Row(kind)] + typed[at:], at
    return typed, 0


def _page(request: HttpRequest, form: Instrument, typed: list[rows.Row], document: dict, *, head=None, at=None, status=200, version=None, **more):
    asked = request.GET.get("at", "")
    preview = Instrument(name=form.name, document=document)
    return render(request, "instruments/edit.html", {
        "row": form, "rows": typed, "kinds": rows.ROW_KINDS, "hints": rows.DETAIL_HINTS, "answer": AnswerForm(preview),
        "full": answers.full(document), "before_use": rows.problems_in_use(document) if typed else [],
        "sections": [(part["name"], answers.section_full(part)) for part in document["sections"]],
        "base": head["base"] if head and "base" in head else document["base"] or "",
        "cut_offs": head["cut_offs"] if head and "cut_offs" in head else rows.cut_offs_text(document),
        "minutes": head["minutes"] if head and "minutes" in head else document["minutes"],
        "at": at if at is not None else int(asked) if asked.isdecimal() and len(asked) < 4 else None,
        "version": form.edits if version is None else version, **more,
    }, status=status)


@require_POST
@requires("instrument.edit")
def instrument_step(request: HttpRequest, pk: int) -> HttpResponse:
    person, form = request.person, found(request, pk)
    match request.POST.get("step"):
        case "next":
            return redirect("instrument_edit", building.next_version(person, form).pk)
        case "retire" | "restore" as step:
            building.retire(person, form, retired=step == "retire")
            messages.success(request, "停用了，答过的照样看得到。" if step == "retire" else "又能用了。")
        case "discard":
            building.discard(person, form)
            messages.success(request, "草稿删掉了。")
            return redirect("instrument_list")
        case _:
            raise Http404
    return redirect("instrument", form.pk)
