"""集体备课: arranged, read and discussed on the phone, made one's own, compared."""
from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.preparations import NewPreparation, OfAnActivity, PreparationForm, Saying
from activities.forms.words import Words
from activities.models import Activity, Preparation, Remark
from activities.papers.activities import media_for
from activities.papers.preparations import preparation_paper
from activities.queries import preparations as queries
from activities.queries.activities import PREPARATION
from activities.queries.clashes import met
from activities.services import preparations as service
from activities.states import ActivityState, WorkState
from activities.views.activities import warn
from activities.views.works import pdf
from documents.typeset import typeset
from school.policy import fetch, has, requires, within
from school.workflow import StaleEdit

ROWS = Preparation.objects


@requires("activity.read")
@require_GET
def preparation_list(request: HttpRequest) -> HttpResponse:
    """集体备课 of the term; those of the plan that nobody has begun stand first for whoever runs them."""
    person, term = request.person, request.person.term
    rows = list(queries.listed(person, term)) if term else []
    for row in rows:
        row.speakers = queries.speakers(row)
        row.day = min((session.day for session in row.activity.sessions.all() if session.day), default=None)
    waiting = []
    if term and has(person, "activity.run"):
        planned = within(person, "activity.run", Activity.objects.filter(term=term, preparation=None)).exclude(
            state__in=[ActivityState.CANCELLED, ActivityState.COMPLETE]
        )
        waiting = [row for row in planned if PREPARATION in row.forms]
    return render(request, "preparations/list.html", {
        "rows": rows, "waiting": waiting, "may_run": has(person, "activity.run") and term is not None,
    })


@requires("activity.run")
def preparation_new(request: HttpRequest) -> HttpResponse:
    """安排集体备课; ?activity= takes one that stands in the plan already."""
    person, number = request.person, request.GET.get("activity", "")
    activity = fetch(person, "activity.run", Activity.objects, pk=number) if number.isdecimal() and len(number) < 10 else None
    if activity:
        form = OfAnActivity(request.POST or None, activity=activity)
    else:
        form = NewPreparation(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        if activity:
            row = service.take_up(person, activity, form.cleaned_data)
        else:
            row = service.plan(person, form.cleaned_data["key"], form.values(), form.activity_values(), form.session_values())
        messages.success(request, "安排好了，通知已经发出。主备人写好稿子交上来，大家就能看、能提问题。")
        warn(request, met(row.activity, row.activity.sessions.all()))
        return redirect("preparation", row.pk)
    return render(request, "preparations/new.html", {"form": form, "activity": activity}, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int, action: str) -> Preparation:
    rows = ROWS.select_related("activity__school", "activity__term", "activity__group", "activity__recorder", "draft__author", "draft__kind")
    return fetch(request.person, action, rows, pk=pk)


@requires("activity.read")
@require_GET
def preparation(request: HttpRequest, pk: int) -> HttpResponse:
    person, row = request.person, _found(request, pk, "activity.read")
    sessions = list(row.activity.sessions.prefetch_related("presenters"))
    may_edit = has(person, "activity.record") and within(person, "activity.record", ROWS.filter(pk=pk)).exists()
    presents = bool(person.teacher) and any(person.teacher in session.presenters.all() for session in sessions)
    draft, own = queries.draft_of(person, row), queries.own_version(person, row)
    handed = bool(draft) and draft.state != WorkState.DRAFT
    speakers = list(dict.fromkeys(teacher.name for session in sessions for teacher in session.presenters.all()))
    first = sessions[0] if sessions else None
    questions = queries.discussion(row)
    for question in questions:
        question.key_for_view = uuid.uuid4()  # one key for each form: sent twice it stands once
    return render(request, "preparations/detail.html", {
        "row": row, "activity": row.activity, "sessions": sessions, "may_edit": may_edit, "presents": presents, "speakers": speakers,
        "draft": draft, "handed": handed, "own": own, "versions": queries.second_versions(row), "questions": questions,
        "may_write": handed and person.teacher and draft.author_id != person.teacher.pk, "new_key": uuid.uuid4(),
        "words": f"集体备课：{row.topic}\n主备 {'、'.join(speakers) or '未定'}\n{_when(first)}\n先看主备稿，有问题写在下面的网页里。",
    })


def _when(session) -> str:
    if session is None or session.day is None:
        return "时间另定"
    at = f" {session.starts:%H:%M}" if session.starts else ""
    return f"{session.days_short}{at}　{session.place}"


@requires("activity.record")
def preparation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row, stale = _found(request, pk, "activity.record"), None
    form = PreparationForm(request.POST or None, preparation=row)
    if request.method == "POST" and form.is_valid():
        try:
            service.edit(request.person, row, form.cleaned_data["version"], form.values())
            messages.success(request, "存好了。")
            return redirect("preparation", pk)
        except StaleEdit as error:
            stale = error
            form.data = form.data.copy()
            form.data["version"] = error.version
    return render(
        request, "preparations/edit.html", {"form": form, "row": row, "stale": stale},
        status=409 if stale else 422 if form.errors else 200,
    )


@requires("activity.read")
@require_POST
def preparation_say(request: HttpRequest, pk: int) -> HttpResponse:
    """提问题、说看法."""
    row, form = _found(request, pk, "activity.read"), Saying(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(dict.fromkeys(text for texts in form.errors.values() for text in texts)))
        return redirect("preparation", pk)
    number = form.cleaned_data["under"]
    under = get_object_or_404(row.remarks.filter(under=None), pk=number) if number else None
    remark = service.say(request.person, row, form.cleaned_data["key"], form.cleaned_data["text"], under)
    return redirect(f"{request.path.removesuffix('say/')}#q{remark.under_id or remark.pk}")


@requires("activity.record")
@require_POST
def preparation_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """记共识."""
    rows = Remark.objects.filter(under=None, preparation__in=within(request.person, "activity.record", ROWS.all()))
    remark = get_object_or_404(rows.select_related("preparation__activity__school"), pk=pk)
    try:
        text = Words(most=500, required=False).clean(request.POST.get("agreed", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("preparation", remark.preparation_id)
    service.agree(request.person, remark.preparation, remark, text)
    messages.success(request, "共识记下了。")
    return redirect("preparation", remark.preparation_id)


@requires("work.write")
@require_POST
def preparation_write(request: HttpRequest, pk: int) -> HttpResponse:
    """写主备稿、做二次备课."""
    row = _found(request, pk, "activity.read")
    begin = service.write_draft if request.POST.get("what") == "draft" else service.write_second
    work = begin(request.person, row)
    return redirect("work_edit", work.pk)


@requires("activity.read")
@require_GET
def preparation_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """两稿对照: the 主备稿 and one 二次备课, or two of them."""
    row = _found(request, pk, "activity.read")
    draft, own = queries.draft_of(request.person, row), queries.own_version(request.person, row)
    works = [work for work in (draft, *queries.second_versions(row)) if work]
    if own and own not in works:
        works.append(own)
    by_pk = {str(work.pk): work for work in works}
    old = by_pk.get(request.GET.get("old", "")) or (works[0] if works else None)
    new = by_pk.get(request.GET.get("new", "")) or next((work for work in works if work != old), None)
    return render(request, "preparations/compare.html", {
        "row": row, "works": works, "draft": draft, "compared": queries.compared(old, new) if old and new else None,
    })


@requires("activity.read")
@require_GET
def preparation_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(request, pk, "activity.read")
    return pdf(typeset(preparation_paper(row), media=media_for(row.activity)), f"集体备课记录-{row.topic}")
