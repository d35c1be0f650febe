"""评价细则 as files and beside another version: PDF, Word, Excel, JSON, the differences."""
from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from documents.typeset import typeset
from rubrics import exports, queries
from rubrics.differences import compare
from rubrics.papers import rubric_paper
from rubrics.views.page import find
from school import clock
from school.policy import requires

FILES = {
    "json": (exports.as_json, "application/json"),
    "xlsx": (exports.as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (exports.as_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@requires("rubric.read")
@require_GET
def rubric_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """附件2 as PDF."""
    rubric = find(request, pk)
    day = rubric.edited_at.astimezone().date() if rubric.edited_at else clock.today()
    return _download(typeset(rubric_paper(rubric, rubric.school.name, day, annex=False)), rubric, "pdf", "application/pdf")


@requires("rubric.read")
@require_GET
def rubric_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The rubric as JSON, or its four-column table as .xlsx or .docx."""
    rubric = find(request, pk)
    make, mime = FILES[kind]
    return _download(make(rubric), rubric, kind, mime)


def _download(data: bytes, rubric: object, kind: str, mime: str) -> HttpResponse:
    name = f"{rubric.title}-第{rubric.version}版.{kind}"
    return HttpResponse(data, content_type=mime, headers={"Content-Disposition": content_disposition_header(True, name)})


@requires("rubric.read")
@require_GET
def rubric_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """两版的不同, item by item in words; without a choice, against the version before."""
    rubric = find(request, pk)
    others = queries.versions(request.person, rubric)
    asked = request.GET.get("with", "")
    if asked:
        other = next((one for one in others if str(one.pk) == asked), None)
        if other is None:
            raise Http404
    else:
        other = next((one for one in others if one.version < rubric.version), others[0] if others else None)
    return render(request, "rubrics/compare.html", {
        "rubric": rubric, "other": other, "others": others, "changes": compare(other.document, rubric.document) if other else [],
    })
