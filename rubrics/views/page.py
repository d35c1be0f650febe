"""评价细则: versions, the rubric as cards with its check beside it, its decisions, putting it in use."""
from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from rubrics import arranging, queries, ruleforms, services
from rubrics.check import Finding
from rubrics.forms import VoteForm
from rubrics.models import Rubric
from rubrics.ruleforms.elements import spell
from rubrics.ruleforms.item import NO_CEILING, RULE
from rubrics.ruleforms.whole import whole_words
from rubrics.states import RubricState
from school import clock
from school.models import Teacher
from school.person import Person
from school.policy import has, requires
from school.workflow import Refused

ARRANGED = {"up": "已上移", "down": "已下移", "copy": "已复制一份", "remove": "已删去", "renumber": "已按次序重新编号", "order": "次序已存"}


@requires("rubric.read")
@require_GET
def rubric_list(request: HttpRequest) -> HttpResponse:
    """All versions this person may read, the newest first."""
    rows = list(queries.readable(request.person).select_related("edited_by"))
    return render(request, "rubrics/list.html", {
        "rows": rows, "may_edit": has(request.person, "rubric.edit"), "several": len(rows) > 1,
        "none": not Rubric.objects.filter(school=request.person.school).exists(),
    })


def find(request: HttpRequest, pk: int) -> Rubric:
    """The version, when this person may read it; else 404."""
    rubric = queries.readable(request.person).select_related("school", "edited_by").filter(pk=pk).first()
    if rubric is None:
        raise Http404
    return rubric


def edition_of(request: HttpRequest) -> int:
    text = request.POST.get("edition", "")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


@requires("rubric.read")
@require_GET
def rubric_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: items as cards with the rule in a sentence, the check at the right."""
    return _page(request, find(request, pk))


def _page(request: HttpRequest, rubric: Rubric, vote: VoteForm | None = None) -> HttpResponse:
    person, document = request.person, rubric.document
    draft = rubric.state == RubricState.DRAFT
    checked = has(person, "rubric.edit")
    due = Teacher.objects.filter(school=person.school, left=None).count()
    may_use = rubric.state in (RubricState.DRAFT, RubricState.PASSED) and has(person, "rubric.use")
    who = queries.responsible_words(rubric, queries.names_of_responsible(rubric))
    return render(request, "rubrics/page.html", {
        "rubric": rubric, "cards": cards(rubric, who), "draft": draft, "said": whole_words(document),
        "weights": queries.weights(document), "full": document.get("full_marks", 100),
        "may_edit": draft and checked, "may_copy": checked and not draft,
        "findings": shown_findings(open_findings(rubric, person)) if checked else [], "checked": checked,
        "choices": queries.total_choices(document), "total": document.get("total", "cap"),
        "narrow": queries.narrow_items(document), "otherwise": queries.OTHERWISE, "may_use": may_use,
        "others": queries.versions(person, rubric),
        "vote": (vote or VoteForm(initial={"day": clock.today(), "due": due, "edition": rubric.edition})) if may_use else None,
    }, status=400 if vote and vote.errors else 200)


def cards(rubric: Rubric, who: dict[str, str]) -> list[dict[str, Any]]:
    """Each item as its card: the sentence in pieces, and what stands under it."""
    sections = {section["code"]: section.get("name") or section["code"] for section in rubric.document.get("sections", [])}
    found, before = [], None
    for item in rubric.document["items"]:
        fits = ruleforms.fits(item["rule"], item.get("max"))
        section = sections.get(item.get("section", ""), "")
        found.append({
            "item": item, "pieces": list(ruleforms.pieces(item["rule"], item.get("max"), RULE)), "fits": fits,
            "words": queries.rule_words(item), "source": queries.source_words(item.get("evidence", "")),
            "who": queries.audience_words(item), "responsible": who.get(item["code"], ""),
            "max": NO_CEILING if item.get("max") is None else spell(item["max"]), "section": section if section != before else "",
            "by": len(item.get("by", [])),
        })
        before = section
    return found


def open_findings(rubric: Rubric, person: Person) -> list[Finding]:
    """The findings but those that 『先定下来』 asks above them, with every choice."""
    decided = {"total", "otherwise"}
    return [one for one in queries.findings(rubric, person.term)
            if not any(path[-1] in decided for fix in one.fixes for path, _ in fix.edits)]


def shown_findings(findings: list[Finding]) -> list[dict[str, Any]]:
    """Findings with their buttons: what each writes, as JSON for the form."""
    return [{"level": one.level, "place": one.place, "sentence": one.sentence, "remedy": one.remedy,
             "fixes": [{"label": fix.label, "edits": json.dumps(fix.edits, ensure_ascii=False)} for fix in one.fixes]} for one in findings]


@requires("rubric.edit")
@require_POST
def rubric_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers of one item, typed into its sentence."""
    rubric = find(request, pk)
    code = request.POST.get("code", "")
    item = next((one for one in rubric.document["items"] if one["code"] == code), None)
    if item is None:
        raise Refused("这一项已经不在了。", "请刷新页面再改。", label=str(rubric))
    changed = dict(item)
    typed = {name: value for name, value in request.POST.items() if name.startswith(RULE)}
    if typed and ruleforms.fits(item["rule"], item.get("max")):
        changed["rule"], notes = ruleforms.read(ruleforms.fill(item["rule"], RULE) | typed, RULE)
        if notes:
            raise Refused(f"{notes[0][0]}{notes[0][1]}。", "请改好再存。", label=str(rubric))
    if "max" in request.POST:
        most = request.POST["max"].strip()
        changed["max"] = None if most == NO_CEILING else ruleforms.typed_number(most)
    services.change(request.person, rubric, arranging.with_item(rubric.document, code, changed), edition_of(request))
    messages.success(request, f"第 {code} 项已改。")
    return redirect(at_item(rubric, code))


def at_item(rubric: Rubric, code: str) -> str:
    """The card of an item on its page."""
    places = [place for place, item in enumerate(rubric.document["items"], start=1) if item["code"] == code]
    return f"{reverse('rubric_page', args=[rubric.pk])}{f'#i{places[0]}' if places else ''}"


@requires("rubric.edit")
@require_POST
def rubric_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """上移、下移、复制、删去、拖动以后的次序、重新编号."""
    rubric = find(request, pk)
    do, code, document = request.POST.get("do", ""), request.POST.get("code", ""), rubric.document
    responsible = dict(rubric.responsible)
    try:
        match do:
            case "up" | "down":
                changed = arranging.moved(document, code, -1 if do == "up" else 1)
            case "copy":
                changed = arranging.copied(document, code)
            case "remove":
                changed = arranging.without(document, code)
            case "order":
                changed = arranging.ordered(document, request.POST.getlist("order"))
            case "renumber":
                changed, new = arranging.renumbered(document)
                responsible = {new[old]: who for old, who in responsible.items() if old in new}
            case _:
                raise Http404
    except KeyError as error:
        raise Refused("项目已经变了。", "请刷新页面再改。", label=str(rubric)) from error
    services.change(request.person, rubric, changed, edition_of(request), "rubric.arrange", responsible)
    messages.success(request, f"{f'第 {code} 项' if code else ''}{ARRANGED[do]}。")
    return redirect(at_item(rubric, code))


@requires("rubric.edit")
@require_POST
def rubric_remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """照体检的办法改: the values of one remedy go into the draft, and the core looks at the whole again."""
    rubric = find(request, pk)
    try:
        edits = [(list(path), value) for path, value in json.loads(request.POST.get("edits", ""))]
        if arranging.too_deep(edits):
            raise ValueError("too deep")
        changed = arranging.edited(rubric.document, edits)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise Refused("细则已经变了样，这个办法用不上了。", "请刷新页面，看新的体检。", label=str(rubric)) from error
    services.change(request.person, rubric, changed, edition_of(request), "rubric.remedy")
    messages.success(request, "已照办，体检重新查过。")
    return redirect("rubric_page", pk)


@requires("rubric.edit")
@require_POST
def rubric_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """封顶、折算还是改分值; 剔除、平均、满分还是零分."""
    rubric = find(request, pk)
    total = request.POST.get("total", rubric.document.get("total", "cap"))
    otherwise = {
        key.removeprefix("otherwise-"): value for key, value in request.POST.items()
        if key.startswith("otherwise-") and value in queries.OTHERWISE
    }
    if total not in ("cap", "rescale", "plain"):
        raise Http404
    services.decide(request.person, rubric, total, otherwise, edition_of(request))
    messages.success(request, "已定下来，写进这一版草稿。")
    return redirect("rubric_page", pk)


@requires("rubric.edit")
@require_POST
def rubric_new(request: HttpRequest) -> HttpResponse:
    """A first draft from the reference rubric, or a new version of one."""
    of = request.POST.get("of", "")
    known = of.isdecimal() and len(of) < 10
    row = services.new_version(request.person, find(request, int(of))) if known else services.start(request.person)
    messages.success(request, f"第 {row.version} 版草稿已起好。现在用的一版不变，已经开始计分的学期仍按当时抄下的细则；改好后交教职工大会。")
    return redirect("rubric_page", row.pk)


@requires("rubric.use")
@require_POST
def rubric_use(request: HttpRequest, pk: int) -> HttpResponse:
    """登记票数并启用."""
    rubric = find(request, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, rubric, form)
    services.put_in_use(request.person, rubric, **form.cleaned_data)
    messages.success(request, f"{rubric}已启用，不再变动；要改请起草新一版。")
    return redirect("rubric_page", pk)
