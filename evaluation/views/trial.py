"""试算: the sheet of a term under another version of the rubric, as a page and as a workbook."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluation import exports_trial, services, trial_figures
from evaluation.models import ScoreSheet
from evaluation.trial import Trial, try_rubric
from evaluation.views.sheet import XLSX, download
from rubrics.models import Rubric
from rubrics.scoring import Refusal
from school.policy import check, fetch, requires, within
from school.workflow import Refused


@requires("rubric.edit")
@require_GET
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """用上学期、本学期的依据试算: before and after, who gains and loses and why, what is decided by the choices."""
    rubric, sheets, sheet = _asked(request, pk)
    context = {
        "rubric": rubric, "sheets": sheets, "sheet": sheet,
        "versions": within(request.person, "rubric.edit", Rubric.objects.all()).exclude(pk=pk),
    }
    if sheet is None:
        return render(request, "evaluation/trial.html", context)
    try:
        found = try_rubric(services.fresh(sheet), rubric, request.person)
    except Refusal as refusal:
        return render(request, "evaluation/trial.html", context | {"trouble": str(refusal)})
    moved = sorted((line for line in found.lines if line.changes or line.change), key=lambda line: line.change)
    bands = trial_figures.bands(found)
    lose, gain = [line for line in moved if line.change < 0], [line for line in reversed(moved) if line.change > 0]
    return render(request, "evaluation/trial.html", context | {
        "trial": found, "items": trial_figures.items(found), "groups": trial_figures.groups(found),
        "tags": trial_figures.tags(found), "bands": bands, "tallest": max((max(b.before, b.after) for b in bands), default=1),
        "choices": trial_figures.choices(found), "lose": lose, "gain": gain, "same": [line for line in moved if not line.change],
        "unmoved": len(found.lines) - len(lose) - len(gain),
    })


@requires("rubric.edit")
@require_GET
def trial_export(request: HttpRequest, pk: int) -> HttpResponse:
    """试算 as .xlsx."""
    rubric, _, sheet = _asked(request, pk)
    if sheet is None:
        raise Http404
    try:
        found = try_rubric(services.fresh(sheet), rubric, None)
    except Refusal as refusal:
        raise Refused(f"这一版还算不出来：{refusal}。", "先在细则页改正。", label=str(rubric)) from refusal
    return download(exports_trial.workbook(found), XLSX, _name(found))


def _name(found: Trial) -> str:
    return f"{found.rubric.title}第{found.rubric.version}版试算-{found.sheet.term}.xlsx"


def _asked(request: HttpRequest, pk: int) -> tuple[Rubric, list[ScoreSheet], ScoreSheet | None]:
    """The version, the terms whose totals this person may see, and the one asked for (else this term's, else the last)."""
    person = request.person
    check(person, "score.read")
    rubric = fetch(person, "rubric.edit", Rubric.objects.select_related("school"), pk=pk)
    rows = within(person, "score.read", ScoreSheet.objects.select_related("term__school", "school", "rubric"))
    sheets = list(rows.order_by("-term__starts"))
    code = request.GET.get("term", "")
    if code:
        asked = next((sheet for sheet in sheets if sheet.term.code == code), None)
        if asked is None:
            raise Http404
        return rubric, sheets, asked
    return rubric, sheets, next((sheet for sheet in sheets if sheet.term == person.term), sheets[0] if sheets else None)
