"""附件、请人看看、同伴的话, and the 资源库."""
from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from activities.models import OpenLesson, Work, WorkFile, WorkKind, WorkShare
from activities.models.sharing import Shown
from activities.queries import sharing as queries
from activities.queries.works import readable
from activities.services import sharing
from documents.chinese import normal, whole
from school.models import Teacher
from school.policy import fetch, requires
from school.workflow import Refused

PER_PAGE = 30


@requires("work.write")
@require_POST
def work_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Files sent one by one by the script; answers with the list of files."""
    work = fetch(request.person, "work.write", Work.objects.select_related("kind"), pk=pk)
    for sent in request.FILES.getlist("files"):
        sharing.upload(request.person, work, sent)
    return _files(request, work)


@requires("work.write")
@require_POST
def work_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "work.write", WorkFile.objects.select_related("work"), pk=pk)
    sharing.detach(request.person, row)
    return _files(request, row.work)


def _files(request: HttpRequest, work: Work) -> HttpResponse:
    if not request.headers.get("X-Strip"):
        return redirect("work_edit", work.pk)
    return render(request, "works/files.html", {"files": work.files.select_related("file")})


@requires("work.write")
@require_POST
def work_share(request: HttpRequest, pk: int) -> HttpResponse:
    """请人看看: one person more for one work."""
    return share(request, fetch(request.person, "work.write", Work.objects.select_related("kind", "school"), pk=pk))


@requires("work.write")
@require_POST
def lesson_share(request: HttpRequest, pk: int) -> HttpResponse:
    """请人看看: an expert or colleague asked to one open lesson of one's own."""
    mine = OpenLesson.objects.filter(teacher=request.person.teacher).select_related("teacher", "school")
    return share(request, fetch(request.person, "lesson.read", mine, pk=pk))


def share(request: HttpRequest, of: Shown) -> HttpResponse:
    """请人看看: one person more for one thing."""
    asked = request.POST.get("user", "")
    user = queries.invitable(request.person).filter(pk=whole(asked)).first()
    if user is None:
        raise Refused("没有选要请的人。", "请从名单里选一位。", label=str(of))
    sharing.invite(request.person, of, user)
    messages.success(request, f"已请{user.name}看看，他只看得到这一{'节' if isinstance(of, OpenLesson) else '份'}。")
    return redirect(queries.page(of))


@requires("work.write")
@require_POST
def work_unshare(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "work.write", WorkShare.objects.select_related("work", "lesson__teacher", "observation", "user"), pk=pk)
    sharing.uninvite(request.person, row)
    return redirect(queries.page(row.of))


@requires("work.comment")
@require_POST
def work_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """说几句 to a work one may read."""
    return comment(request, get_object_or_404(readable(request.person).select_related("author__user", "school", "kind"), pk=pk))


@requires("lesson.read")
@require_POST
def lesson_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """说几句 to an open lesson one may read."""
    return comment(request, fetch(request.person, "lesson.read", OpenLesson.objects.select_related("teacher", "school"), pk=pk))


def comment(request: HttpRequest, of: Shown) -> HttpResponse:
    """说几句, once however often it is sent."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    sharing.comment(request.person, of, request.POST.get("text", ""), key)
    return redirect(queries.page(of) + "#comments")


@requires("library.read")
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """资源库: what colleagues opened to all, and the handouts of what was held."""
    person = request.person
    words = normal(request.GET.get("q", ""))[:60]
    lectures = request.GET.get("what") == "handouts"
    kinds = list(WorkKind.objects.filter(school=person.school))
    subjects = sorted(set(Teacher.objects.filter(school=person.school).exclude(subject="").values_list("subject", flat=True)))
    kind = next((kind for kind in kinds if str(kind.pk) == request.GET.get("kind")), None)
    subject = request.GET.get("subject", "") if request.GET.get("subject") in subjects else ""
    excellent = request.GET.get("excellent") == "1"
    rows = queries.handouts(person, words=words) if lectures else queries.works(
        person, words=words, kind=kind, subject=subject, excellent=excellent
    ).defer("body")
    works, handouts = queries.mine(person)
    return render(request, "works/library.html", {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "words": words, "lectures": lectures,
        "kinds": kinds, "kind": kind, "subjects": subjects, "subject": subject, "excellent": excellent,
        "used": handouts if lectures else works, "asked": bool(words or kind or subject or excellent),
    })


@requires("library.read")
@require_POST
def library_use(request: HttpRequest) -> HttpResponse:
    """我用过: with a word on where."""
    number, handout = request.POST.get("pk", ""), request.POST.get("what") == "handouts"
    rows = queries.handouts(request.person) if handout else queries.works(request.person)
    found = get_object_or_404(rows, pk=whole(number))
    note = request.POST.get("note", "")
    sharing.use(request.person, **({"handout": found} if handout else {"work": found}), note=note)
    messages.success(request, "记下了，作者看得到。")
    if not handout:
        return redirect("work", found.pk)
    return redirect(f"{reverse('library')}?{urlencode({'what': 'handouts'})}")
