"""评价细则: versions, the rubric as cards with its check beside it, its decisions, putting it in use."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from documents.chinese import half_width, normal
from documents.typeset import typeset
from rubrics import queries, services
from rubrics.forms import VoteForm
from rubrics.models import Rubric
from rubrics.papers import rubric_paper
from rubrics.states import RubricState
from school import clock
from school.models import Role, Teacher
from school.policy import has, requires

ROLES = dict(Role.Name.choices)


@requires("rubric.read")
@require_GET
def rubric_list(request: HttpRequest) -> HttpResponse:
    """All versions this person may read, the newest first."""
    rows = queries.readable(request.person).select_related("edited_by")
    return render(request, "rubrics/list.html", {
        "rows": rows, "may_edit": has(request.person, "rubric.edit"),
        "none": not Rubric.objects.filter(school=request.person.school).exists(),
    })


def _find(request: HttpRequest, pk: int) -> Rubric:
    rubric = queries.readable(request.person).select_related("school", "edited_by").filter(pk=pk).first()
    if rubric is None:
        raise Http404
    return rubric


@requires("rubric.read")
@require_GET
def rubric_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: items as cards with the rule in a sentence, the check at the right."""
    return _page(request, _find(request, pk))


def _page(request: HttpRequest, rubric: Rubric, vote: VoteForm | None = None) -> HttpResponse:
    person, document = request.person, rubric.document
    draft = rubric.state == RubricState.DRAFT
    checked = has(person, "rubric.edit")
    due = Teacher.objects.filter(school=person.school, left=None).count()
    may_use = rubric.state in (RubricState.DRAFT, RubricState.PASSED) and has(person, "rubric.use")
    return render(request, "rubrics/page.html", {
        "rubric": rubric, "cards": [_card(item, rubric) for item in document["items"]], "draft": draft,
        "weights": sum(float(item["max"] or 0) for item in document["items"] if item.get("counts", "full") == "full"),
        "full": document.get("full_marks", 100), "may_edit": draft and checked, "may_copy": checked and not draft,
        "findings": queries.findings(rubric, person.term) if checked else [], "checked": checked,
        "choices": queries.total_choices(document), "total": document.get("total", "cap"),
        "narrow": queries.narrow_items(document), "otherwise": queries.OTHERWISE, "may_use": may_use,
        "vote": (vote or VoteForm(initial={"day": clock.today(), "due": due})) if may_use else None,
    }, status=400 if vote and vote.errors else 200)


def _card(item: dict[str, Any], rubric: Rubric) -> dict[str, Any]:
    pieces = [
        {"slot": piece} if isinstance(piece, queries.Slot) else {"text": piece} for piece in queries.pieces(item) if piece
    ]
    return {
        "item": item, "pieces": pieces, "words": queries.rule_words(item), "source": queries.source_words(item.get("evidence", "")),
        "who": queries.audience_words(item), "responsible": ROLES.get(given := rubric.responsible.get(item["code"], ""), given),
    }


@requires("rubric.edit")
@require_POST
def rubric_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers of one item, typed into its sentence."""
    rubric = _find(request, pk)
    values = [half_width(normal(value)).removesuffix("分").strip() for value in request.POST.getlist("n")]
    services.edit_numbers(request.person, rubric, request.POST.get("code", ""), values, _edition(request))
    messages.success(request, f"第 {request.POST.get('code')} 项已改。")
    return redirect("rubric_page", pk)


@requires("rubric.edit")
@require_POST
def rubric_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """封顶、折算还是改分值; 剔除、平均、满分还是零分."""
    rubric = _find(request, pk)
    total = request.POST.get("total", rubric.document.get("total", "cap"))
    otherwise = {
        key.removeprefix("otherwise-"): value for key, value in request.POST.items()
        if key.startswith("otherwise-") and value in queries.OTHERWISE
    }
    if total not in ("cap", "rescale", "plain"):
        raise Http404
    services.decide(request.person, rubric, total, otherwise, _edition(request))
    messages.success(request, "已定下来，写进这一版草稿。")
    return redirect("rubric_page", pk)


def _edition(request: HttpRequest) -> int:
    text = request.POST.get("edition", "")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


@requires("rubric.edit")
@require_POST
def rubric_new(request: HttpRequest) -> HttpResponse:
    """A first draft from the reference rubric, or a new version of one."""
    of = request.POST.get("of", "")
    row = services.new_version(request.person, _find(request, int(of))) if of.isdecimal() and len(of) < 10 else services.start(request.person)
    messages.success(request, f"第 {row.version} 版草稿已起好，改好后交教职工大会。")
    return redirect("rubric_page", row.pk)


@requires("rubric.use")
@require_POST
def rubric_use(request: HttpRequest, pk: int) -> HttpResponse:
    """登记票数并启用."""
    rubric = _find(request, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, rubric, form)
    services.put_in_use(request.person, rubric, **form.cleaned_data)
    messages.success(request, f"{rubric}已启用，不再变动；要改请起草新一版。")
    return redirect("rubric_page", pk)


@requires("rubric.read")
@require_GET
def rubric_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """附件2 as PDF."""
    rubric = _find(request, pk)
    day = rubric.edited_at.astimezone().date() if rubric.edited_at else clock.today()
    data = typeset(rubric_paper(rubric, rubric.school.name, day, annex=False))
    name = f"{rubric.title}-第{rubric.version}版.pdf"
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": content_disposition_header(True, name)}
    )
