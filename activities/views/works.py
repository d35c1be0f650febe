"""写、看、交研修材料."""
from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from activities.forms.works import WorkForm
from activities.models import Activity, Work, WorkKind
from activities.papers import works as paper
from activities.queries import observations as lessons
from activities.queries import reviews as reading
from activities.queries import sharing
from activities.queries import works as queries
from activities.queries.attendance import taken_part
from activities.services import sharing as sharing_services
from activities.services import works
from activities.states import WORK_STEPS, ObservationState, WorkState
from activities.views import photos
from documents.chinese import whole
from documents.typeset import typeset
from school.clock import today
from school.policy import fetch, has, requires, within
from school.workflow import Refused, StaleEdit, steps_for

FIRST_KINDS = 3
PER_PAGE = 30
MOST_TYPESET = 60_000  # characters; more would keep a core busy for minutes while people wait for their pages


@requires("work.write")
@require_GET
def write_new(request: HttpRequest) -> HttpResponse:
    """＋: drafts first, then 反思 心得 学习笔记 听课, then every other kind with its minutes."""
    person = request.person
    works.writer(person)
    kinds = list(WorkKind.objects.filter(school=person.school, closed=False))
    activity = _asked(request)
    return render(request, "works/new.html", {
        "drafts": queries.own(person).filter(state__in=works.OPEN).select_related("kind").defer("body").order_by("-saved_at")[:20],
        "lessons": lessons.own(person).filter(state=ObservationState.DRAFT).select_related("observed").order_by("-saved_at")[:20],
        "first": kinds[:FIRST_KINDS], "others": kinds[FIRST_KINDS:],
        "activity": activity, "asked": f"?activity={activity.pk}" if activity else "",
    })


@requires("work.write")
def work_new(request: HttpRequest, kind: int) -> HttpResponse:
    found = get_object_or_404(WorkKind.objects.filter(school=request.person.school, closed=False), pk=kind)
    works.writer(request.person)
    if request.method == "POST":
        return _save(request, found, None)
    term = works.term_of(request.person)
    recent = taken_part(request.person.teacher, term)
    return _page(request, found, None, WorkForm(kind=found, term=term, recent=recent, initial=_first_values(request, found)))


def _asked(request: HttpRequest) -> Activity | None:
    """The activity from whose page somebody came to write."""
    number = whole(request.GET.get("activity", ""))
    return within(request.person, "activity.read", Activity.objects).filter(pk=number).first() if number else None


def _first_values(request: HttpRequest, kind: WorkKind) -> dict[str, Any]:
    term = works.term_of(request.person)
    values = {"key": uuid.uuid4(), "version": 0, "privacy": kind.privacy, "event_day": min(today(), term.ends),
              "topic": kind.topics[0] if kind.topics else ""}
    activity = _asked(request)
    if activity:
        days = [session.day for session in activity.sessions.all() if session.day and session.day <= today()]
        values |= {"activity": activity.pk, "event_day": days[-1] if days else values["event_day"]}
    return values


def _own(request: HttpRequest, pk: int) -> Work:
    return fetch(request.person, "work.write", Work.objects.select_related("kind", "term", "school", "activity"), pk=pk)


@requires("work.write")
def work_edit(request: HttpRequest, pk: int) -> HttpResponse:
    work = _own(request, pk)
    if request.method == "POST":
        return _save(request, work.kind, work)
    if work.state not in works.OPEN:
        return redirect("work", work.pk)
    recent = taken_part(work.author, work.term)
    return _page(request, work.kind, work, WorkForm(kind=work.kind, term=work.term, recent=recent, initial=_values(work)))


def _values(work: Work) -> dict[str, Any]:
    names = ("key", "version", "title", "body", "topic", "tags", "privacy", "event_day", "level", "prize", "awarded_by")
    return {name: getattr(work, name) for name in names} | {"activity": work.activity_id}


def _page(
    request: HttpRequest, kind: WorkKind, work: Work | None, form: WorkForm, *, stale: StaleEdit | None = None, status: int = 200
) -> HttpResponse:
    last = work and work.reviews.filter(decision="return").first() if work and work.state == WorkState.RETURNED else None
    return render(request, "works/write.html", {
        "kind": kind, "work": work, "form": form, "stale": stale, "last": last,
        "files": work.files.select_related("file") if work else [], **photos.strip(work),
        "post_to": reverse("work_edit", args=[work.pk]) if work else reverse("work_new", args=[kind.pk]),
    }, status=status)


def said_of(form: Form) -> list[str]:
    """What is wrong, each with the name of its field: a sentence beside no field must say which."""
    return [f"{form[name].label}：{text}" if name in form.fields else text for name, texts in form.errors.items() for text in texts]


def _save(request: HttpRequest, kind: WorkKind, work: Work | None) -> HttpResponse:
    person, script = request.person, not request.accepts("text/html")
    term = work.term if work else works.term_of(person)
    recent = taken_part(person.teacher, term) if person.teacher and not script else ()
    form = WorkForm(request.POST, kind=kind, term=term, recent=recent)
    if not form.is_valid():
        if script:
            return JsonResponse({"error": " ".join(said_of(form))}, status=422)
        return _page(request, kind, work, form, status=422)
    fields = {"topic": "", **form.cleaned_data}
    try:
        work = works.keep(person, kind=kind, **fields)
    except StaleEdit as stale:
        if script:
            raise
        form.data = form.data.copy()
        form.data["version"] = stale.version
        work = work or Work.objects.filter(key=fields["key"]).first()
        return _page(request, kind, work, form, stale=stale, status=409)
    if script:
        return JsonResponse({
            "version": work.version, "saved": f"{work.saved_at.astimezone():%H:%M}", "url": reverse("work_edit", args=[work.pk]),
            "photos": photos.step_url(work), "files": reverse("work_files", args=[work.pk]),
        })
    taken = photos.taken_along(request, work, files=sharing_services.upload)
    if request.POST.get("do") != "submit" or not taken:
        messages.success(request, "已存为草稿，随时可以接着写。")
        return redirect("work_edit", work.pk)
    return _hand_in(request, work)


def _hand_in(request: HttpRequest, work: Work) -> HttpResponse:
    """Before the first handing in, the author is shown what resembles the work; he decides."""
    alike = queries.alike(request.person, work)
    if work.state in works.OPEN and (page := photos.check(request, work, alike)):
        return page
    return _submit(request, work)


def _submit(request: HttpRequest, work: Work) -> HttpResponse:
    try:
        works.submit(request.person, work)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("work_edit", work.pk)
    messages.success(request, "交上去了。审阅以前可以撤回再改。" if work.kind.needs_review else "交上去了，已经计入。")
    return redirect("work", work.pk)


@requires("work.write")
@require_POST
def work_step(request: HttpRequest, pk: int) -> HttpResponse:
    """交上去、撤回、删草稿, and what is done to the photos of a draft."""
    work = _own(request, pk)
    match request.POST.get("step"):
        case step if step in photos.STEPS:
            return photos.step(request, work)
        case "submit":
            return _submit(request, work)
        case "withdraw":
            works.withdraw(request.person, work)
            messages.success(request, "已撤回，改好以后再交。")
            return redirect("work_edit", work.pk)
        case "discard":
            works.discard(request.person, work)
            messages.success(request, "草稿删掉了。")
            return redirect("write_new")
    raise Http404


@requires("work.read")
@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    person = request.person
    others = request.GET.get("whose") == "others" or person.teacher is None
    mine = queries.own(person)
    rows = queries.readable(person).exclude(pk__in=mine.order_by().values("pk")) if others else mine
    if person.term:
        rows = rows.filter(term=person.term)
    kinds = list(WorkKind.objects.filter(school=person.school))
    kind = next((kind for kind in kinds if str(kind.pk) == request.GET.get("kind")), None)
    state = request.GET.get("state") if request.GET.get("state") in WorkState.values else ""
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(state=state) if state else rows
    page = Paginator(
        rows.select_related("kind", "author").defer("body").annotate(pages=Count("photos")).order_by("-event_day", "-pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    groups = queries.group_names({work.author_id for work in page}, person.term) if others and person.term else {}
    for work in page:
        work.group_name = groups.get(work.author_id, "")
    return render(request, "works/list.html", {
        "page": page, "others": others, "kinds": kinds, "kind": kind, "state": state,
        "states": [choice for choice in WorkState.choices if not others or choice[0] != WorkState.DRAFT],
        "widely": has(person, "work.review") or has(person, "dossier.read"),
    })


def _readable(request: HttpRequest, pk: int) -> Work:
    rows = queries.readable(request.person).select_related("kind", "author", "term", "school", "activity")
    return get_object_or_404(rows, pk=pk)


@requires("work.read")
@require_GET
def work(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = request.person, _readable(request, pk)
    own = found.author_id == getattr(person.teacher, "pk", None)
    judges = not own and reading.reviewable(person).filter(pk=pk).exists()
    seen = own or judges or has(person, "work.judge")
    shared = found.privacy == WorkKind.Privacy.SCHOOL and found.state in queries.PASSED
    return render(request, "works/detail.html", {
        "work": found, "own": own, "photos": found.photos.select_related("file"),
        "reviews": found.reviews.all() if seen else [], "versions": found.versions.all() if seen else [],
        "steps": [step for step in steps_for(person, found, WORK_STEPS) if own and step.name == "withdraw"],
        "decisions": reading.decisions(person, found) if judges else [],
        "files": found.files.select_related("file"), "talks": sharing.others_may_see(found), "comments": found.comments.all(),
        "may_comment": has(person, "work.comment"), "comment_key": uuid.uuid4(),
        "comment_url": reverse("work_comment", args=[pk]), "share_url": reverse("work_share", args=[pk]),
        "shares": found.shares.select_related("user") if own else [], "invitable": sharing.invitable(person) if own else [],
        "uses": found.uses.select_related("teacher") if shared else None,
        "group": queries.group_names({found.author_id}, found.term).get(found.author_id, ""),
    })


@requires("work.read")
@require_GET
def work_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = _readable(request, pk)
    if len(found.body) > MOST_TYPESET:
        raise Refused(
            f"这一篇有 {len(found.body)} 个字，超过 {MOST_TYPESET} 个，不能在网页上排成 PDF。", "请作者分成几篇，或者直接看正文。", label=str(found)
        )
    return pdf(typeset(paper.work_paper(found), media=paper.stored(found.school)), f"{found.kind}-{found}")


def pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    return answer
