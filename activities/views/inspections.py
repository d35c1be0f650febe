"""检查: rounds, the quick list on the phone, one finding and its way; 巡课."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.inspections import USUAL, FindingForm, InspectionForm, WalkForm, read_line
from activities.models import Finding, Inspection
from activities.papers.inspections import inspection_paper, walks_paper
from activities.queries import inspections as queries
from activities.queries.timetable import lessons_at, periods_of
from activities.services import inspections as services
from activities.states import FindingState, InspectionState
from activities.views.works import pdf
from documents.chinese import whole
from documents.typeset import typeset
from instruments.forms import AnswerForm
from instruments.models import Instrument
from school import clock, uploads
from school.policy import fetch, has, requires
from school.workflow import Refused, StaleEdit


@requires("finding.read")
@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """检查: what was found about me, and the rounds I run."""
    person = request.person
    return render(request, "activities/inspections/list.html", {
        "own": queries.own(person), "walks": queries.own_walks(person)[:20],
        "rounds": queries.rounds(person).select_related("group", "by"), "may_run": has(person, "inspection.run"),
        "may_walk": has(person, "walk.note"),
    })


@requires("inspection.run")
def inspection_new(request: HttpRequest) -> HttpResponse:
    person = request.person
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    kind = request.GET.get("kind", "")
    usual = USUAL.get(kind)
    first: dict[str, Any] = {"key": uuid.uuid4(), "day": min(clock.today(), person.term.ends)}
    if usual:
        form = Instrument.objects.filter(school=person.school, name=usual.form, retired=False).order_by("-version").first()
        first |= {"kind": kind, "unit": usual.unit, "levels": usual.levels, "instrument": form and form.pk}
    form = InspectionForm(request.POST or None, person=person, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.create(
                person, form.cleaned_data["key"], form.audience(), drawn=form.cleaned_data["drawn"], **form.values()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"『{row}』建好了，{row.findings.count()} 人，一个一个点就行。")
            return redirect("inspection_round", row.pk)
    return render(request, "activities/inspections/new.html", {"form": form, "usual": USUAL})


def _round(request: HttpRequest, pk: int) -> Inspection:
    return fetch(request.person, "inspection.run", Inspection.objects.select_related("term", "school", "instrument", "activity", "by", "confirmed_by"), pk=pk)


@requires("inspection.run")
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """逐人检查: one tap a person; what is written is saved row by row."""
    person, row = request.person, _round(request, pk)
    findings = list(queries.findings(person, row))
    if request.method == "POST":
        return _save(request, row, findings)
    turn = queries.this_week(row, clock.today())
    subjects = list(dict.fromkeys(one.teacher.subject for one in findings if one.teacher.subject))
    subject = request.GET.get("subject", turn if turn in subjects else "")
    counted = queries.counted(row)
    confirmed = row.state == InspectionState.CONFIRMED
    return render(request, "activities/inspections/inspection.html", {
        "inspection": row, "rows": [one for one in findings if not subject or one.teacher.subject == subject], "subject": subject,
        "subjects": subjects, "turn": turn, "pending": counted[""], "problems": counted["returned"] + counted["answered"],
        "count": _count(counted[""], sum(counted.values())), "drawn": queries.drawn_in_words(row),
        "to_mark": len(queries.to_mark(person, row)) if confirmed else 0, "confirmed": confirmed,
        "own": bool(person.teacher and row.findings.filter(teacher=person.teacher).exists()),
    })


def _save(request: HttpRequest, row: Inspection, findings: list[Finding]) -> HttpResponse:
    """Rows that were sent, each for itself; a row that cannot stand is named, the others are saved."""
    script, problems, saved = not request.accepts("text/html"), [], {}
    for one in findings:
        try:
            line = read_line(request.POST, one)
            if line is None or one.state in (FindingState.ANSWERED, FindingState.MENDED):
                continue
            after = services.write(
                request.person, one, line.version, line.state, number=line.number, level=line.level, remark=line.remark, due=line.due,
                done_on=one.done_on,
            )
            if after.version != line.version:
                saved[one.pk] = after.version
        except ValidationError as error:
            problems += error.messages
        except StaleEdit as stale:
            problems.append(f"{one.teacher}：{stale.by or '别人'}刚才记的是『{stale.theirs}』，你的『{stale.mine}』没有覆盖它，请刷新再记。")
        except Refused as refusal:
            problems.append(str(refusal))
    if script:
        counted = queries.counted(row)
        return JsonResponse(
            {"saved": saved, "error": " ".join(problems), "count": _count(counted[""], sum(counted.values()))}, status=409 if problems else 200
        )
    for problem in problems:
        messages.error(request, problem)
    if saved or not problems:
        messages.success(request, f"已存 {len(saved)} 人。")
    return redirect("inspection_round", row.pk)


def _count(pending: int, total: int) -> str:
    return f"查了 {total - pending} 人，还有 {pending} 人"


@require_POST
@requires("inspection.run")
def inspection_step(request: HttpRequest, pk: int) -> HttpResponse:
    """其余都符合、确认、记入评定."""
    row = _round(request, pk)
    match request.POST.get("step"):
        case "rest_ok":
            messages.success(request, f"其余 {services.rest_ok(request.person, row)} 人记为符合。")
        case "confirm":
            written = services.confirm(request.person, row)
            messages.success(request, "检查结果确认好了。" + (f"{written} 人的评定已记入。" if row.gives else ""))
        case "mark":
            messages.success(request, f"又记入 {services.write_marks(request.person, row)} 人的评定。")
        case _:
            raise Http404
    return redirect("inspection_round", pk)


@requires("inspection.run")
@require_GET
def inspection_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """备课检查记录、作业批改检查记录 to print."""
    paper = inspection_paper(_round(request, pk))
    return pdf(typeset(paper), paper.title)


def _finding(request: HttpRequest, action: str, pk: int) -> Finding:
    rows = Finding.objects.select_related(
        "inspection__term", "inspection__instrument", "inspection__activity", "teacher", "by", "response__instrument", "proof", "school"
    )
    return fetch(request.person, action, rows, pk=pk)


@requires("finding.read")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: its teacher reads and answers it, who may writes it and looks again."""
    person, row = request.person, _finding(request, "finding.read", pk)
    own = bool(person.teacher and row.teacher_id == person.teacher.pk)
    if own and row.state == FindingState.PENDING:
        raise Http404
    may_enter = has(person, "finding.enter") and not own
    open_ = row.inspection.state == InspectionState.OPEN and row.state in ("", FindingState.OK, FindingState.PROBLEM)
    writes = may_enter and open_
    form = sheet = stale = None
    problems: list[str] = []
    if writes:
        _finding(request, "finding.enter", pk)
        form = FindingForm(request.POST or None, request.FILES or None, row=row)
        sheet = AnswerForm(row.inspection.instrument, request.POST or None, row.response) if row.inspection.instrument else None
    if request.method == "POST":
        if form is None:
            raise Refused("这一条现在不能改。", "检查确认以后，只能整改和复查。", label=str(row))
        if form.is_valid() and not (sheet and sheet.errors):
            try:
                _write(request, row, form, sheet)
            except StaleEdit as refusal:
                stale = refusal
                form.data = form.data.copy()
                form.data["version"] = refusal.version
            except Refused as refusal:
                problems.append(str(refusal))
            else:
                messages.success(request, f"{row.teacher}的记好了。")
                return redirect("inspection_round", row.inspection_id) if has(person, "inspection.run") else redirect("finding", pk)
    return render(request, "activities/inspections/finding.html", {
        "row": row, "own": own, "form": form, "answer": sheet, "stale": stale, "problems": problems,
        "may_check": may_enter and row.state == FindingState.ANSWERED, "may_back": has(person, "inspection.run"),
    }, status=409 if stale else 422 if request.method == "POST" else 200)


def _write(request: HttpRequest, row: Finding, form: FindingForm, sheet: AnswerForm | None) -> None:
    data = form.cleaned_data
    sent = data.get("proof")
    proof = uploads.keep(request.person, uploads.read(sent), sent.name) if sent else None
    state = data["state"]
    given = sheet.answers if sheet and (sheet.answers or row.response) else None
    if state == FindingState.PENDING and (data.get("number") is not None or data.get("level") or given):
        state = FindingState.OK
    services.write(
        request.person, row, data["version"], state, number=data.get("number"), level=data.get("level", ""), remark=data["remark"],
        due=data["due"], done_on=data.get("done_on"), proof=proof, answers=given,
        hand_in=bool(given) and state != FindingState.PENDING and not sheet.missing,
    )


@require_POST
@requires("finding.answer")
def finding_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """本人回复、整改好了."""
    row = fetch(request.person, "finding.answer", Finding.objects.select_related("inspection", "teacher", "school"), pk=pk)
    services.answer(request.person, row, request.POST.get("answer", ""))
    messages.success(request, "回复好了，检查的老师看得到。")
    return redirect("finding", pk)


@require_POST
@requires("finding.enter")
def finding_check(request: HttpRequest, pk: int) -> HttpResponse:
    """复查."""
    row = _finding(request, "finding.enter", pk)
    step = request.POST.get("step")
    if step not in ("finding_mended", "finding_again"):
        raise Http404
    services.check_again(request.person, row, step, request.POST.get("reason", ""))
    messages.success(request, "复查记好了，老师收到了通知。")
    return redirect("finding", pk)


@requires("walk.note")
def walk(request: HttpRequest) -> HttpResponse:
    """巡课: ten seconds a classroom; what was noted today stands below, with ?print=1 the term's record."""
    person = request.person
    noted = queries.walks(person)
    if request.GET.get("print") and noted:
        return pdf(typeset(walks_paper(noted)), f"{person.term.name}巡课记录")
    period = whole(request.GET.get("period", ""))
    taught = {slot.teacher_id: slot for slot in lessons_at(person.term, clock.today(), period)} if period and person.term else {}
    form = WalkForm(request.POST or None, person=person, taught=taught, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        data, slot = form.cleaned_data, taught.get(form.cleaned_data["teacher"].pk)
        where, when = (slot.class_name, f"第{period}节") if slot else (data["teacher"].classes[:20], "")
        row = services.walk(person, data["key"], data["teacher"], data["seen"], data["text"], where, when)
        messages.success(request, f"记下了，{row.teacher}今天就看得到。")
        return redirect(request.get_full_path())
    return render(request, "activities/inspections/walk.html", {
        "form": form, "walks": noted.filter(day=clock.today()).order_by("-at"), "any": noted.exists(),
        "periods": periods_of(person.term, clock.today()) if person.term else [], "period": period if taught else None,
    })
