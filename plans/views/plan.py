"""研修计划: the list, reading, drafting with autosave, steps, comments, PDF and Word."""
from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_prose_editor.widgets import ProseEditorWidget

from documents import richtext
from documents.chinese import half_width, whole
from documents.typeset import typeset
from plans import exports, leadership, queries
from plans.difference import difference
from plans.document import document
from plans.forms.rows import ROWS
from plans.models import Plan, PlanEdition, Section, Theme
from plans.papers_folder import team_plan_paper
from plans.services import editing, periods, publishing, template
from plans.services.team import GROUP, PERSONAL
from plans.states import PLAN_STEPS, PlanState
from school import clock
from school.person import Person
from school.policy import check, fetch, has, requires
from school.uploads import keep, read
from school.workflow import Refused, StaleEdit, steps_for

# The rich-text editor offers what documents.richtext keeps, nothing else.
EDITOR = ProseEditorWidget(preset="configurable", config={"extensions": {
    "Bold": True, "Italic": True, "Underline": True, "Heading": {"levels": [3]}, "BulletList": True, "OrderedList": {"enableListAttributes": False},
    "ListItem": True, "HardBreak": True, "Table": True, "TableRow": True, "TableHeader": True, "TableCell": True,
}})


def plan_of(request: HttpRequest, pk: int) -> Plan:
    return get_object_or_404(queries.readable(request.person), pk=pk)


def draft_of(request: HttpRequest, pk: int) -> Plan:
    return fetch(request.person, "plan.edit", queries.school_plans(), pk=pk)


def _may_see_draft(person: Person, row: Plan) -> bool:
    """What is not published yet is for those who draft, and for the school while it is discussed; never for the 区县."""
    return has(person, "plan.edit") or (row.state in queries.DISCUSSED and person.school is not None)


@requires("plan.read")
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    person = request.person
    plans = list(queries.readable(person).filter(period=Plan.Period.TERM).prefetch_related("editions").order_by("-term__starts"))
    office = has(person, "plan.edit")
    begun = {plan.term_id for plan in plans} | {person.term and person.term.pk}
    return render(request, "plans/list.html", {
        "coming": next((term for term in person.terms if term.starts > clock.today() and term.pk not in begun), None) if office else None,
        "plans": plans, "now": next((plan for plan in plans if plan.term == person.term), None),
        "copied": person.term is not None and queries.before(person, person.term).exists(),
        "may_edit": office, "may_start": office and person.term is not None,
    })


@requires("plan.edit")
@require_POST
def plan_start(request: HttpRequest) -> HttpResponse:
    if request.person.term is None:
        raise Refused("学校还没有学期，计划没有地方放。", "请先在『设置·学校与学期』里建本学期。")
    return redirect("plan_edit", pk=editing.start(request.person, request.person.term).pk)


@requires("plan.read")
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as readers see it: the last edition, or the draft while it is discussed."""
    person, row = request.person, plan_of(request, pk)
    edition = _edition(request, row)
    decides = "publish" in {step.name for step in steps_for(person, row, PLAN_STEPS)}
    drafting = ("draft" in request.GET or decides and "edition" not in request.GET) and _may_see_draft(person, row)
    value = document(row) if drafting or edition is None else edition.document
    if edition and not drafting and person.school:
        publishing.read(person, edition)
    editor, above = has(person, "plan.edit"), periods.above(row)
    return render(request, "plans/plan.html", {
        "above": above if above and queries.readable(person).filter(pk=above.pk).exists() else None,
        "steps_url": f"{reverse('plan_step', args=[row.pk])}?seen={row.version}",
        "plan": row, "edition": None if drafting else edition, "sources": _sources(row, value), "value": value, "sections": _sections(value),
        "steps": PLAN_STEPS, "comments": queries.comments_for(person, row), "key": uuid4(),
        "may_comment": editor or row.state == PlanState.CONSULTING and has(person, "plan.comment"), "may_edit": editor,
        "read_by": edition.receipts.count() if edition and editor else None,
        "newer": edition is not None and row.state in (PlanState.DRAFT, *queries.DISCUSSED) and not drafting,
        "waits": _waits(row), "asked": person.user in leadership.asked(row) if decides else False,
        "told": publishing.told(person, row) if decides else None, "burden": queries.burden(row) if decides and row.term else None,
        "themes": Theme.objects.filter(term=row.term, chosen=True) if row.term and person.school else [],
        "last": edition, "parts": difference(edition.document, value) if decides and drafting and edition else None,
    })


def _waits(row: Plan) -> list[str]:
    """By whom a submitted plan waits to be approved."""
    return [user.name for user in leadership.asked(row)] if row.state == PlanState.SUBMITTED else []


def _edition(request: HttpRequest, row: Plan) -> PlanEdition | None:
    """The edition asked for, else the last one."""
    asked = request.GET.get("edition", "")
    return get_object_or_404(PlanEdition, plan=row, no=asked) if asked.isdecimal() and len(asked) < 6 else row.editions.first()


def _sources(row: Plan, value: dict) -> list[tuple[dict, int | None]]:
    """依据文件 as the plan cites them, each with its file where there is one."""
    files = {(source.number, source.title): source.file_id for source in row.source_documents.all()}
    return [(source, files.get((source["number"], source["title"]))) for source in value["sources"]]


def _sections(value: dict) -> list[dict]:
    return [{**section, "body": richtext.clean(section["body"])} for section in value["sections"]]


@requires("plan.edit")
@require_GET
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = draft_of(request, pk)
    sections = list(row.sections.select_related("edited_by"))
    wanted = request.GET.get("section", "")
    section = next((s for s in sections if str(s.pk) == wanted), sections[0] if sections else None)
    comments = queries.comments(row)
    here = [comment for comment in comments if section and comment.section_id == section.pk]
    return render(request, "plans/edit.html", {
        "editor_config": json.dumps(EDITOR.get_config()), "steps_url": reverse("plan_step", args=[row.pk]),
        "plan": row, "sections": sections, "section": section, "steps": PLAN_STEPS, "open": row.state in editing.EDITABLE,
        "edition": row.editions.first(), "comments": here,
        "elsewhere": sum(comment.resolved_at is None for comment in comments if comment not in here),
        "busy": editing.somebody_else(request.person, section) if section else "", "key": uuid4(),
        "rows": [(kind, title, getattr(row, MANAGERS[kind]).count()) for kind, (title, _) in ROWS.items()],
        "entries": row.schedule.count(), "above": periods.above(row), "waits": _waits(row),
    })


MANAGERS = {kind: kind for kind in ROWS} | {"sources": "source_documents"}


@requires("plan.edit")
@require_POST
def section_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave: JSON for the page's script, a redirect for the button without scripts."""
    section = get_object_or_404(Section.objects.select_related("plan", "edited_by"), pk=pk)
    draft_of(request, section.plan_id)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError as error:
        raise Refused("这一页太旧了，不知道你改的是哪一版。", "请复制你的文字，刷新后再贴上。", label=section.title) from error
    busy = editing.somebody_else(request.person, section)
    saved = editing.save_section(
        request.person, section, title=request.POST.get("title", ""), body=request.POST.get("body", ""), version=version
    )
    if request.accepts("text/html"):
        messages.success(request, f"『{saved.title}』已保存。")
        return redirect(f"{_edit_url(saved)}")
    return JsonResponse({"version": saved.version, "saved": f"已保存 {clock.now():%H:%M}", "busy": busy})


def _edit_url(section: Section) -> str:
    return f"{reverse('plan_edit', args=[section.plan_id])}?section={section.pk}"


@requires("plan.edit")
@require_GET
def section_check(request: HttpRequest, pk: int) -> HttpResponse:
    """体检 beside the section being written: a fragment, asked for on opening and after each save."""
    section = get_object_or_404(Section.objects.select_related("plan"), pk=pk)
    row = draft_of(request, section.plan_id)
    return render(request, "plans/beside.html", {"plan": row, "section": section, "beside": queries.beside(row, section)})


@requires("plan.edit")
@require_POST
def section_step(request: HttpRequest, pk: int) -> HttpResponse:
    """上移、下移、删去 one section."""
    section = get_object_or_404(Section.objects.select_related("plan"), pk=pk)
    row = draft_of(request, section.plan_id)
    match request.POST.get("step"):
        case "up":
            editing.move_section(request.person, section, -1)
        case "down":
            editing.move_section(request.person, section, 1)
        case "remove":
            editing.remove_section(request.person, section)
            messages.success(request, f"『{section.title}』已删去，日志里留着原文。")
            return redirect("plan_edit", pk=row.pk)
        case _:
            raise Refused("没有这一步。", label=section.title)
    return redirect(_edit_url(section))


@requires("plan.edit")
@require_POST
def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    section = editing.add_section(request.person, draft_of(request, pk), request.POST.get("title", ""), key_of(request))
    return redirect(_edit_url(section))


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_rows(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One list of the plan as an editable table: stages, months, contents, leadership, quotas, source documents."""
    row = draft_of(request, pk)
    if kind not in ROWS:
        raise Http404
    title, Rows = ROWS[kind]
    formset = Rows(request.POST or None, request.FILES or None, instance=row, prefix="rows")
    stale, seen = None, request.POST.get("seen", "")
    if request.method == "POST":
        editing.must_be_open(row)
        if formset.is_valid():
            try:
                if taken := _take_files(request.person, formset):
                    editing.save_rows(request.person, row, formset, seen=seen)
            except StaleEdit as error:
                stale = error
            if not stale and taken:
                messages.success(request, f"{title}已保存。")
                return redirect("plan_rows", pk=row.pk, kind=kind)
    if stale or request.method == "GET":
        seen = editing.state_of(formset.queryset.all(), formset.columns)
    return render(request, "plans/rows.html", {
        "plan": row, "title": title, "kind": kind, "formset": formset, "open": row.state in editing.EDITABLE, "stale": stale,
        "seen": seen, "to_ask": [user.name for user in leadership.to_ask(row)] if kind == "leadership" else [],
    }, status=409 if stale else 200)


def _take_files(person: Person, formset: Any) -> bool:
    """来文的原件: what was chosen beside a row is kept and hangs on it; whether all could be taken."""
    for form in formset.forms:
        if upload := form.cleaned_data.get("upload"):
            try:
                form.instance.file = keep(person, read(upload), upload.name)
            except Refused as error:
                form.add_error("upload", str(error))
    return not any(form.errors for form in formset.forms)


@requires("plan.edit")
@require_POST
def plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = plan_of(request, pk)
    name = request.POST.get("step", "")
    step = next((step for step in PLAN_STEPS if step.name == name), None)
    if step is None:
        raise Refused("没有这一步。", label=row.title)
    check(request.person, step.action)
    publishing.step(
        request.person, row, name, reason=request.POST.get("reason", ""),
        comments_until=_until(request), seen=_seen(request),
    )
    messages.success(request, f"计划现在是『{row.get_state_display()}』。")
    if name in ("revise", "redraft"):
        return redirect("plan_edit", pk=row.pk)
    sent = "?draft=1" if row.state in queries.DISCUSSED else ""  # what was sent, not the edition that still stands
    return redirect(reverse("plan", args=[row.pk]) + sent)


def _seen(request: HttpRequest) -> int | None:
    """The version of the plan on the page from which the step was taken."""
    text = request.GET.get("seen", "")
    return whole(text)


def _until(request: HttpRequest) -> date | None:
    """征求意见到哪天: the day typed, none when the field was left empty."""
    text = half_width(request.POST.get("until", "")).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"『{text[:20]}』不是一个日期。", "请写成 2026-11-18 这样。") from error


def key_of(request: HttpRequest) -> UUID | None:
    """The key of a create form; a form sent twice carries the same one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


@requires("plan.read")
@require_GET
def plan_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """PDF: the published edition as it was frozen, or the draft as it stands; a group's or a teacher's own plan as it stands."""
    if own := _own_plan(request.person, pk):
        return _file(typeset([team_plan_paper(own, str(own.teacher or own.group), own.school)]), f"{own.title}.pdf", "application/pdf")
    row = plan_of(request, pk)
    edition = _edition(request, row)
    if edition and edition.pdf and "draft" not in request.GET:
        data = edition.pdf.blob.open("rb").read()
    elif _may_see_draft(request.person, row):
        data = typeset(publishing.printed(document(row), row.school, clock.today(), publishing.rubric_of(row.school)))
    else:
        raise Http404
    return _file(data, f"{row.title}.pdf", "application/pdf")


@requires("plan.read")
@require_GET
def plan_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Word, in the school's own template where it has one: the edition, the draft, or a group's or a teacher's own plan."""
    if own := _own_plan(request.person, pk):
        return _file(exports.team_word(own, template.of(own.school)), f"{own.title}.docx", template.WORD)
    row = plan_of(request, pk)
    edition = _edition(request, row)
    drafting = "draft" in request.GET or edition is None
    if drafting and not _may_see_draft(request.person, row):
        raise Http404
    rubric = publishing.rubric_of(row.school)
    value, rules = (document(row), rubric.document if rubric else None) if drafting else (edition.document, edition.rubric)
    day = clock.today() if drafting else edition.at.astimezone().date()
    data = exports.word(value, row.school.name, day, rules, template.of(row.school), edition=None if drafting else edition.no)
    return _file(data, f"{row.title}.docx", template.WORD)


def _own_plan(person: Person, pk: int) -> Plan | None:
    """A group's or a teacher's own plan that this person may read."""
    return next((own for kind in (GROUP, PERSONAL) if (own := kind.readable(person).filter(pk=pk).first())), None)


def _file(data: bytes, name: str, mime: str) -> HttpResponse:
    response = HttpResponse(data, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
