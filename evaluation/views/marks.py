"""评定录入: the grid of an activity or of an item entered by hand; cells come one by one, or a whole column."""
from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from activities.models import Activity, Assessment
from activities.queries.activities import may
from documents.chinese import whole
from evaluation import queries, services
from evaluation.models import ManualEntry, ScoreSheet
from evaluation.scales import Value
from evaluation.services.marks import MARKABLE, Cell, Saved, entry_text, preliminary
from school.models import Teacher
from school.policy import requires
from school.workflow import StaleEdit

MOST_CELLS = 700


@requires("mark.enter")
@require_GET
def mark_list(request: HttpRequest) -> HttpResponse:
    """Activities whose content an item asks marks for, and items entered by hand."""
    sheet = _sheet(request)
    return render(request, "evaluation/mark_list.html", {
        "sheet": sheet, "markings": queries.markings(sheet) if sheet else [],
        "by_hand": queries.by_hand(sheet) if sheet and not preliminary(request.person) else [],
    })


def _sheet(request: HttpRequest) -> ScoreSheet | None:
    return ScoreSheet.objects.filter(term=request.person.term).select_related("term", "school").first()


@requires("mark.enter")
def mark_grid(request: HttpRequest, pk: int) -> HttpResponse:
    """评定录入 of one activity: teachers and their tier or number."""
    sheet = _sheet(request)
    rows = Activity.objects.filter(school=request.person.school, term=request.person.term).select_related("school")
    activity = rows.filter(pk=pk).first()
    wanted = queries.asked(sheet) if sheet else {}
    asked = activity is not None and activity.state in MARKABLE and activity.content_item_id in wanted
    if activity is None or (not asked and request.method == "POST"):
        raise Http404
    if not asked:
        messages.info(request, f"『{activity}』现在没有要评定的：还没有开放，或者没有哪一项按它的评定计分。")
        return redirect("mark_list")
    item, scale = wanted[activity.content_item_id]
    teachers = queries.marked_teachers(request.person, sheet, item, activity)
    if request.method == "POST":
        cells, many = _cells(request, teachers)
        saved = services.mark(request.person, sheet, activity, scale, cells)
        return _answer(request, saved, cells, many, reverse("mark_grid", args=[pk]))
    marks = {row.teacher_id: row for row in Assessment.objects.filter(activity=activity).select_related("by")}
    rows = []
    for teacher in teachers:
        row = marks.get(teacher.pk)
        text = (Value(row.tier, row.number).text or "（次数）") if row else ""
        rows.append({
            "teacher": teacher, "text": text, "version": row.version if row else 0, "by": row.by.name if row else "",
            "first": bool(row and row.preliminary),
        })
    return _grid(request, sheet, item, scale, rows, {
        "activity": activity, "may_confirm": not preliminary(request.person) and any(row["first"] for row in rows),
        "first_only": preliminary(request.person), "may_import": may(request.person, "activity.run", activity),
    })


@requires("mark.enter")
def manual_grid(request: HttpRequest) -> HttpResponse:
    """手工录入 of one item whose evidence is `manual`."""
    sheet = _sheet(request)
    code = request.GET.get("item", "")
    found = {item["code"]: (item, scale) for item, scale in queries.by_hand(sheet)} if sheet else {}
    if code not in found or preliminary(request.person):
        raise Http404
    item, scale = found[code]
    teachers = queries.marked_teachers(request.person, sheet, item)
    if request.method == "POST":
        cells, many = _cells(request, teachers)
        saved = services.enter_by_hand(request.person, sheet, code, scale, cells)
        return _answer(request, saved, cells, many, f"{reverse('manual_grid')}?item={code}")
    entries = {row.teacher_id: row for row in ManualEntry.objects.filter(sheet=sheet, code=code).select_related("by")}
    rows = []
    for teacher in teachers:
        row = entries.get(teacher.pk)
        rows.append({
            "teacher": teacher, "text": entry_text(row.value) if row else "", "version": row.version if row else 0,
            "by": row.by.name if row else "", "first": False,
        })
    return _grid(request, sheet, item, scale, rows, {})


def _grid(request: HttpRequest, sheet: ScoreSheet, item: Any, scale: Any, rows: list[dict], more: dict) -> HttpResponse:
    done = sum(1 for row in rows if row["text"])
    groups = queries.group_names(sheet)
    for row in rows:
        row["group"] = groups.get(row["teacher"].pk, "")
    return render(request, "evaluation/mark_grid.html", {
        "sheet": sheet, "item": item, "scale": scale, "rows": rows, "done": done, "missing": len(rows) - done, **more,
    })


@requires("mark.enter")
@require_POST
def mark_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认组长初评."""
    sheet = _sheet(request)
    activity = Activity.objects.filter(school=request.person.school, term=request.person.term, pk=pk).first()
    if sheet is None or activity is None:
        raise Http404
    number = services.confirm_preliminary(request.person, sheet, activity)
    messages.success(request, f"已确认 {number} 格组长初评，计入得分。")
    return redirect("mark_grid", pk)


def _cells(request: HttpRequest, teachers: list[Teacher]) -> tuple[list[Cell], bool]:
    """Cells from a script ({"cells": [{"teacher", "text", "version"}]}) or from the whole form."""
    known = {teacher.pk: teacher for teacher in teachers}
    if request.content_type == "application/json":
        try:
            sent = json.loads(request.body)["cells"][:MOST_CELLS]
            found = [(int(one["teacher"]), str(one["text"])[:40], int(one["version"])) for one in sent]
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise Http404 from error
        return [Cell(known[pk], text, version) for pk, text, version in found if pk in known], False
    cells = []
    for pk, teacher in known.items():
        typed, was = request.POST.get(f"mark-{pk}"), request.POST.get(f"was-{pk}", "")
        if typed is not None and typed.strip() != was:
            version = request.POST.get(f"version-{pk}", "0")
            cells.append(Cell(teacher, typed[:40], whole(version, 0)))
    return cells, True


def _answer(request: HttpRequest, saved: list[Saved], cells: list[Cell], form: bool, back: str) -> HttpResponse:
    names = {cell.teacher.pk: cell.teacher.name for cell in cells}
    refused = [one for one in saved if one.refused]
    if form:
        if not refused:
            messages.success(request, f"已存 {len(saved)} 格。")
            return redirect(back)
        for one in refused:
            messages.error(request, f"{names[one.teacher_id]}这一格没收：{_sentence(one)}")
        if len(saved) > len(refused):
            messages.success(request, f"其余 {len(saved) - len(refused)} 格已存。")
        return redirect(back)
    answer = {"cells": [_as_json(one, names[one.teacher_id]) for one in saved]}
    # One cell answers with its own status; a column answers 200 and says per cell what became of it.
    status = refused[0].refused.status if len(saved) == 1 and refused else 200
    return JsonResponse(answer, status=status)


def _sentence(one: Saved) -> str:
    if isinstance(one.refused, StaleEdit):
        return f"{one.refused.what}已存的是『{one.refused.theirs}』，你写的是『{one.refused.mine}』。"
    return f"{one.refused.what}{one.refused.to_do}"


def _as_json(one: Saved, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"teacher": one.teacher_id, "name": name, "text": one.text, "version": one.version}
    if one.refused:
        found["error"] = _sentence(one)
        for key in ("theirs", "by"):
            if hasattr(one.refused, key):
                found[key] = getattr(one.refused, key)
        found["version"] = getattr(one.refused, "version", one.version)
    return found
