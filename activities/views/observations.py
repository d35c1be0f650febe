"""写、看、回应听课记录."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.forms.observations import LESSON_TYPES, PERIODS, ObservationForm, process_rows, read_answers
from activities.forms.words import Words
from activities.models import Activity, Observation
from activities.papers.observations import minute, observation_paper
from activities.papers.works import stored
from activities.queries import observations as queries
from activities.queries.lessons import one_by_one
from activities.queries.sharing import invitable, others_may_see
from activities.services import lessons, type_in
from activities.services import observations as services
from activities.services.works import term_of, writer
from activities.states import OBSERVATION_STEPS, ObservationState
from activities.views import photos, sharing
from activities.views.lessons import latest
from activities.views.works import pdf, said_of
from documents.chinese import whole
from documents.names import initials
from documents.typeset import typeset
from instruments import answers
from instruments.models import Instrument
from instruments.queries import lesson_form
from school.clock import today
from school.policy import fetch, requires, within
from school.workflow import Refused, StaleEdit, steps_for

PER_PAGE = 30
HEAD = ("observed", "day", "started", "period", "class_name", "subject", "topic", "lesson_type", "kind", "place", "strengths",
        "advice", "graded", "activity")


def _own(request: HttpRequest, pk: int) -> Observation:
    rows = Observation.objects.filter(observer=request.person.teacher).select_related(
        "observed", "observer", "term", "school", "response__instrument", "lesson"
    )
    return fetch(request.person, "observation.write", rows, pk=pk)


@requires("observation.write")
def observation_new(request: HttpRequest) -> HttpResponse:
    writer(request.person)
    if request.method == "POST":
        return _save(request, None)
    term = term_of(request.person)
    first: dict[str, Any] = {"key": uuid.uuid4(), "version": 0, "day": min(today(), term.ends), "graded": "1"}
    number = whole(request.GET.get("activity", ""))
    activity = within(request.person, "activity.read", Activity.objects).filter(pk=number).first() if number else None
    if activity:
        first |= {"activity": activity.pk, "kind": Observation.Kind.OPEN}
        days = [session.day for session in activity.sessions.all() if session.day and session.day <= today()]
        first["day"] = days[-1] if days else first["day"]
    for name in ("day", "period", "class_name", "observed"):
        if request.GET.get(name):
            first[name] = request.GET[name][:20]
    return _page(request, None, _form(request, initial=first), [], {})


def _form(request: HttpRequest, *args: Any, **kwargs: Any) -> ObservationForm:
    return ObservationForm(*args, person=request.person, term=term_of(request.person), day=today(), **kwargs)


@requires("observation.write")
def observation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    coming = row.state in queries.COMING
    if request.method == "POST":
        if coming:  # straight from 待办: the place becomes a draft with the first words that are kept
            lessons.begin(request.person, row.lesson)
            row = _own(request, pk)
        return _save(request, row)
    if coming and row.lesson.day > today():
        return redirect("lesson", row.lesson_id)
    if not coming and row.state != ObservationState.DRAFT:
        return redirect("observation", row.pk)
    first = {name: getattr(row, name) for name in (*HEAD, "key", "version")} | {"graded": "1" if row.graded else "0"}
    first |= {"activity": row.activity_id, "observed": row.observed_id}
    return _page(request, row, _form(request, initial=first), row.process, row.response.answers if row.response else {})


def _paper_form(request: HttpRequest, row: Observation | None) -> Instrument | None:
    """The form the draft was begun with, else the school's present one."""
    return row.response.instrument if row and row.response else lesson_form(request.person.school)


def _page(
    request: HttpRequest, row: Observation | None, form: ObservationForm, process: list[dict[str, Any]],
    given: dict[str, str], *, problems: list[str] = (), stale: StaleEdit | None = None, status: int = 200,
) -> HttpResponse:
    sheet = _paper_form(request, row)
    people = [(one.pk, one.name, f"{one.pinyin.replace(' ', '')} {initials(one.name)}", one.subject)
              for one in form.fields["observed"].queryset]
    return render(request, "observations/write.html", {
        "row": row, "form": form, "known": row and row.topic and not (form.errors or problems or stale),
        "process": [*process, *[{"at": None, "phase": "", "text": "", "note": ""}] * 2],
        "sheet": sheet, "items": [(item, given.get(item["code"], "")) for item in sheet.items] if sheet else [],
        "people": people, "chosen": str(form["observed"].value() or ""), "problems": problems, "stale": stale,
        "periods": PERIODS, "lesson_types": LESSON_TYPES,
        "post_to": reverse("observation_edit", args=[row.pk]) if row else reverse("observation_new"), **photos.strip(row),
    }, status=status)


def _save(request: HttpRequest, row: Observation | None) -> HttpResponse:
    script = not request.accepts("text/html")
    form, sheet = _form(request, request.POST), _paper_form(request, row)
    problems: list[str] = []
    try:
        process = process_rows(request.POST)
    except ValidationError as error:
        process, problems = [], error.messages
    given, wrong = read_answers(sheet, request.POST)
    problems += wrong.values()
    if not form.is_valid() or problems:
        said = [*said_of(form), *problems]
        if script:
            return JsonResponse({"error": " ".join(said)}, status=422)
        return _page(request, row, form, process or _as_typed(request), given, problems=problems, status=422)
    fields = {name: form.cleaned_data[name] for name in HEAD} | {"process": process}
    fields["graded"] = fields["graded"] and sheet is not None
    try:
        row = services.keep(
            request.person, key=form.cleaned_data["key"], version=form.cleaned_data["version"], form=sheet, answers=given, **fields
        )
    except StaleEdit as stale:
        if script:
            raise
        form.data = form.data.copy()
        form.data["version"] = stale.version
        row = row or queries.own(request.person).filter(key=form.cleaned_data["key"]).first()
        return _page(request, row, form, process, given, stale=stale, status=409)
    if script:
        return JsonResponse({
            "version": row.version, "saved": f"{row.saved_at.astimezone():%H:%M}",
            "url": reverse("observation_edit", args=[row.pk]), "photos": photos.step_url(row),
        })
    taken = photos.taken_along(request, row)
    if request.POST.get("do") != "submit" or not taken:
        messages.success(request, "已存为草稿，随时可以接着写。")
        return redirect("observation_edit", row.pk)
    if row.state == ObservationState.DRAFT and (page := photos.check(request, row)):
        return page
    return _submit(request, row)


def _submit(request: HttpRequest, row: Observation) -> HttpResponse:
    try:
        services.submit(request.person, row)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("observation_edit", row.pk)
    messages.success(request, f"交上去了，{row.observed.name}可以看到并回应。")
    return redirect("observation", row.pk)


def _as_typed(request: HttpRequest) -> list[dict[str, Any]]:
    """The rows as they were typed, so that a wrong minute loses nothing."""
    columns = (request.POST.getlist(name) for name in ("at", "phase", "text", "note"))
    return [dict(zip(("at", "phase", "text", "note"), row, strict=True)) for row in zip(*columns, strict=False) if any(row)]


@requires("observation.write")
@require_POST
def observation_step(request: HttpRequest, pk: int) -> HttpResponse:
    """交上去、撤回、删草稿, what is done to the photos of a draft, and 核对无误 of what was typed in for me."""
    row = _own(request, pk)
    match request.POST.get("step"):
        case step if step in photos.STEPS:
            return photos.step(request, row)
        case "submit":
            return _submit(request, row)
        case "confirm":
            type_in.confirm(request.person, row)
            messages.success(request, "已核对。")
            return redirect("observation", row.pk)
        case "withdraw":
            services.withdraw(request.person, row)
            messages.success(request, "已撤回，改好以后再交。")
            return redirect("observation_edit", row.pk)
        case "discard":
            services.discard(request.person, row)
            messages.success(request, "草稿删掉了。")
            return redirect("observation_list")
    raise Http404


@requires("observation.answer")
@require_POST
def observation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """授课教师回应: a few words, or just 看过了."""
    row = get_object_or_404(queries.received(request.person).select_related("observed", "school"), pk=pk)
    field = Words(most=1000, required=False)
    try:
        text = field.clean(request.POST.get("answer", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("observation", pk)
    services.answer(request.person, row, text or "看过了。")
    messages.success(request, "已回应，听课人能看到。")
    return redirect("observation", pk)


@requires("observation.read")
@require_GET
def observation_list(request: HttpRequest) -> HttpResponse:
    person = request.person
    tabs = {"made": ("我听的", queries.own(person)), "received": ("听我的", queries.received(person))} if person.teacher else {}
    tabs["all"] = ("全部", queries.readable(person).filter(state__in=queries.HANDED_IN))
    which = request.GET.get("which") if request.GET.get("which") in tabs else ("made" if person.teacher else "all")
    rows = tabs[which][1]
    if person.term:
        rows = rows.filter(term=person.term)
    page = Paginator(
        rows.select_related("observer", "observed", "response").defer("process", "strengths", "advice"), PER_PAGE
    ).get_page(request.GET.get("page"))
    return render(request, "observations/list.html", {
        "page": page, "which": which, "tabs": [(key, label) for key, (label, _) in tabs.items()],
    })


def _readable(request: HttpRequest, pk: int) -> Observation:
    rows = queries.readable(request.person).select_related(
        "observer", "observed", "term", "school", "response__instrument", "activity", "lesson__teacher", "typed_by"
    )
    return get_object_or_404(rows, pk=pk)


@requires("observation.read")
@require_http_methods(["GET", "POST"])
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    """One record with what both and those they asked say to it; sent here: 说几句, or 请人看看 by one of the two."""
    person, row = request.person, _readable(request, pk)
    ours = person.teacher is not None and person.teacher in (row.observer, row.observed)
    if request.method == "POST":
        return sharing.share(request, row) if ours and "user" in request.POST else sharing.comment(request, row)
    if row.state in queries.COMING:
        return redirect("lesson", row.lesson_id)
    if "beside" in request.GET:
        rows = queries.beside(person, row).select_related("observer", "observed", "response__instrument")
        return render(request, "lessons/compare.html", {
            "followed": row, "by_teacher": True, "columns": one_by_one(latest(list(rows), row)),
        })
    here = reverse("observation", args=[pk])
    me = getattr(person.teacher, "pk", None)
    steps = steps_for(person, row, OBSERVATION_STEPS)
    response = row.response
    return render(request, "observations/detail.html", {
        "row": row, "own": row.observer_id == me, "photos": row.photos.select_related("file"),
        "process": [(minute(row, part["at"]), part) for part in row.process],
        "answers": [(item, response.answers.get(item["code"]), answers.points(item, response.answers.get(item["code"])))
                    for item in response.instrument.items] if response else [],
        "level": answers.level(response.instrument.document, response.total) if response else "",
        "full": answers.full(response.instrument.document) if response else None,
        "steps": [step for step in steps if step.name == "withdraw" and row.observer_id == me],
        "talks": others_may_see(row), "comments": row.comments.all(), "may_comment": True, "comment_key": uuid.uuid4(),
        "comment_url": here, "share_url": here, "shares": row.shares.select_related("user") if ours else [],
        "beside": queries.beside(person, row).exclude(pk=pk).count(), "ours": ours, "invitable": invitable(person) if ours else [],
        "may_answer": row.observed_id == me and any(step.name == "answer" for step in steps),
    })


@requires("observation.read")
@require_GET
def observation_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    row = _readable(request, pk)
    return pdf(typeset(observation_paper(row), media=stored(row.school)), f"听课记录-{row.observed.name}-{row.day:%m%d}")
