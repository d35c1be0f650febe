"""One item of a rubric being written (改一项), and what stands above the items; what was typed is never lost."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rubrics import arranging, queries, ruleforms, services
from rubrics.models import Rubric
from rubrics.ruleforms.item import (
    AUDIENCE,
    COUNTS,
    EXEMPT,
    OTHERWISE,
    RULE,
    exempt_fits,
    item_values,
    read_item,
    rule_fits,
)
from rubrics.ruleforms.whole import read_whole, vetoes_fit, whole_blocks, whole_values
from rubrics.scoring import Refusal
from rubrics.services import Unreckonable
from rubrics.sources import SOURCES
from rubrics.states import RubricState
from rubrics.views.page import at_item, edition_of, find
from school.policy import requires
from school.workflow import Refused

NEW_RULE = {"kind": "judged"}
MOST_JSON = 400_000


def _draft(request: HttpRequest, pk: int) -> Rubric:
    rubric = find(request, pk)
    if rubric.state != RubricState.DRAFT:
        raise Refused(f"这一版{rubric.get_state_display()}，不能再改。", "要改请起草新一版，下学期起用。", label=str(rubric))
    return rubric


@dataclass
class Writing:
    """What stands in the form of an item now, and what is wrong with it."""

    values: dict[str, str]
    audience: dict[str, list[str]]
    was: dict[str, Any]
    responsible: str = ""
    raw: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    raw_open: bool = False


@requires("rubric.edit")
def rubric_item(request: HttpRequest, pk: int) -> HttpResponse:
    """改一项 (?code=) or 加一项: as fields in a sentence, or as JSON what the fields cannot hold."""
    rubric = _draft(request, pk)
    code = request.GET.get("code", "")
    was = next((item for item in rubric.document["items"] if item["code"] == code), None)
    if code and was is None:
        raise Http404
    if request.method != "POST":
        item = was or {"code": arranging.next_code(rubric.document), "rule": NEW_RULE}
        return _form(request, rubric, Writing(item_values(item), _audience(item), item, rubric.responsible.get(code, ""), _json(item)))
    return _write(request, rubric, code, was)


def _write(request: HttpRequest, rubric: Rubric, code: str, was: dict[str, Any] | None) -> HttpResponse:
    post = request.POST
    writing = Writing(
        {name: value for name, value in post.items()}, {key: post.getlist(key) for key in AUDIENCE}, was or {},
        post.get("responsible", ""), post.get("raw", ""),
    )
    do = post.get("do", "")
    if do == "raw":
        item = _raw_item(writing)
        if item is not None and was is None:
            writing.was = item
    else:
        item, notes = read_item(writing.values, writing.audience, writing.was or {"rule": NEW_RULE})
        writing.problems = list(notes)
    if do == "look":
        writing.problems = []
        return _form(request, rubric, writing)
    if writing.problems or item is None:
        return _form(request, rubric, writing, status=400)
    document = arranging.with_item(rubric.document, code, item) if code else arranging.added(rubric.document, item)
    responsible = {key: who for key, who in rubric.responsible.items() if key != code} | {str(item.get("code", "")): writing.responsible}
    try:
        services.change(request.person, rubric, document, edition_of(request), responsible=responsible)
    except Unreckonable as refusal:
        writing.problems = [(one["path"], one["sentence"]) for one in refusal.problems]
        return _form(request, rubric, writing, status=400)
    messages.success(request, f"第 {item['code']} 项已存。")
    return redirect(at_item(rubric, item["code"]))


def _raw_item(writing: Writing) -> dict[str, Any] | None:
    """The item as JSON was typed; None when it is none, with the sentence among the problems."""
    writing.raw_open = True
    item = _loaded(writing.raw, writing.problems)
    if item is not None and not isinstance(item.get("code"), str):
        writing.problems.append(("$.code", "项目代码应当是文字"))
        return None
    return item


def _loaded(text: str, problems: list[tuple[str, str]]) -> dict[str, Any] | None:
    if len(text) > MOST_JSON:
        problems.append(("$", "原始数据太长，请用『从文件读入』"))
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"：第 {error.lineno} 行第 {error.colno} 列写错了" if isinstance(error, json.JSONDecodeError) else ""
        problems.append(("$", f"不是有效的 JSON{where}"))
        return None
    if arranging.too_deep(found):
        problems.append(("$", "嵌套太深，无法计算"))
        return None
    if not isinstance(found, dict):
        problems.append(("$", "应当是一个对象（花括号）"))
        return None
    return found


def _form(request: HttpRequest, rubric: Rubric, writing: Writing, status: int = 200) -> HttpResponse:
    values, was = writing.values, writing.was
    shown = not was or rule_fits(was)
    form = ruleforms.form_of(values, RULE)
    blocks = form.blocks(values, RULE) if shown else []
    choices = queries.choices(rubric.school)
    head = values.get("head", "")
    heads = [(source.head, source.label, source.argument) for source in SOURCES.values()]
    return render(request, "rubrics/item.html", {
        "rubric": rubric, "writing": writing, "values": values, "code": request.GET.get("code", ""),
        "blocks": blocks, "folds": any(block.more for block in blocks), "shown": shown, "form": form,
        "kind": ruleforms.kind_input(form.kind, RULE, "本项"),
        "words": queries.rule_words(was) if not shown else "", "exempt": list(EXEMPT.blocks(values, "")) if exempt_fits(was) else None,
        "counts": COUNTS, "otherwise": OTHERWISE, "sections": rubric.document.get("sections", []),
        "heads": heads if not head or head in SOURCES else [(head, f"{head}（不认识）", ""), *heads],
        "audiences": _boxes(choices, writing.audience), "people": choices.responsible,
        "example": _example(writing, values, was if not shown else None), "by": len(was.get("by", [])),
        "items": rubric.document["items"],
    }, status=status)


def _example(writing: Writing, values: dict[str, str], kept: dict[str, Any] | None) -> dict[str, Any]:
    """The inputs to try the item as it stands in the form, and the result of what was typed into them."""
    item, _ = read_item(values, writing.audience, kept or {"rule": NEW_RULE})
    item["code"] = item.get("code") or "1"
    try:
        block = ruleforms.example_block(ruleforms.alone(item), values)
    except Refusal as refusal:
        return {"problems": refusal.problems}
    typed = any(value.strip() for name, value in values.items() if name.startswith("x."))
    return {"pieces": block.pieces, "tried": ruleforms.try_out(item, values) if typed else None, "max": values.get("max", "")}


def _boxes(choices: queries.Choices, audience: dict[str, list[str]]) -> list[dict[str, Any]]:
    """What an item can be for, ticked; names the school does not know stay in the list, ticked."""
    found = []
    offers = (("tags", "标签", choices.tags), ("groups", "组", choices.groups), ("roles", "职务", choices.roles), ("not_tags", "不含标签", choices.tags))
    for key, label, offered in offers:
        ticked = audience.get(key, [])
        known = {value for value, _ in offered}
        options = [*offered, *((name, f"{name}（名单里没有）") for name in ticked if name not in known)]
        found.append({"key": key, "label": label, "options": [(value, text, value in ticked) for value, text in options], "open": bool(ticked)})
    return found


def _audience(item: dict[str, Any]) -> dict[str, list[str]]:
    return {key: list((item.get("applies_to") or {}).get(key, [])) for key in AUDIENCE}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


@requires("rubric.edit")
def rubric_whole(request: HttpRequest, pk: int) -> HttpResponse:
    """总分、栏目、等次、一票否决 as fields, or the whole document as JSON."""
    rubric = _draft(request, pk)
    problems: list[tuple[str, str]] = []
    raw, raw_open, status = _json(rubric.document), False, 200
    values = whole_values(rubric.document)
    if request.method == "POST":
        do = request.POST.get("do", "")
        raw_open, raw = do == "raw", request.POST.get("raw", raw)
        values = {name: value for name, value in request.POST.items()}
        if do == "raw":
            document = _loaded(raw, problems)
        else:
            document, notes = read_whole(values, rubric.document)
            problems += notes
        if do != "look" and document is not None and not problems:
            try:
                services.change(request.person, rubric, document, edition_of(request), "rubric.whole")
            except Unreckonable as refusal:
                problems += [(one["path"], one["sentence"]) for one in refusal.problems]
            else:
                messages.success(request, "总则已存。")
                return redirect("rubric_page", pk)
        status = 400 if do != "look" else 200
        values = values if do != "raw" else whole_values(rubric.document)
    return render(request, "rubrics/whole.html", {
        "rubric": rubric, "blocks": whole_blocks(values, rubric.document), "problems": problems if status == 400 else [],
        "raw": raw, "raw_open": raw_open, "vetoes_fit": vetoes_fit(rubric.document),
    }, status=status)
