"""审阅: text at the left, decision at the right, the next one loads itself."""
from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from activities.forms.works import ReviewForm
from activities.models import WorkKind
from activities.queries import reviews as queries
from activities.queries.works import alike, group_names
from activities.services import reviews
from school.policy import has, requires
from school.workflow import Refused

PER_PAGE = 30


@requires("work.review")
@require_GET
def review_queue(request: HttpRequest) -> HttpResponse:
    person = request.person
    waiting = queries.waiting(person)
    kinds = WorkKind.objects.filter(school=person.school, works__in=waiting.order_by()).distinct()
    kind = next((kind for kind in kinds if str(kind.pk) == request.GET.get("kind")), None)
    rows = waiting.filter(kind=kind) if kind else waiting
    page = Paginator(
        rows.select_related("kind", "author").defer("body").annotate(pages=Count("photos")).order_by("submitted_at", "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    groups = group_names({work.author_id for work in page}, person.term) if person.term else {}
    for work in page:
        work.group_name = groups.get(work.author_id, "")
    return render(request, "works/queue.html", {
        "page": page, "kinds": kinds, "kind": kind, "first": rows.values_list("pk", flat=True).first(),
        "judges": has(person, "work.judge"),
    })


@requires("work.review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One work with its decision; after a decision the next in the queue stands here."""
    person = request.person
    work = get_object_or_404(
        queries.reviewable(person).select_related("kind", "author", "term", "school", "activity"), pk=pk
    )
    before, after = queries.neighbours(person, work)
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                done = reviews.review(person, work, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return _page(request, work, before, after, form.cleaned_data["remark"], status=409)
            messages.success(request, f"{work.author.name}《{work}》：{done.get_decision_display()}。")
            following = after or before
            return redirect("review", following) if following else redirect("review_queue")
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return _page(request, work, before, after, request.POST.get("remark", ""), status=422)
    return _page(request, work, before, after, "")


def _page(request: HttpRequest, work, before: int | None, after: int | None, remark: str, status: int = 200) -> HttpResponse:
    person = request.person
    return render(request, "works/review.html", {
        "work": work, "before": before, "after": after, "remark": remark, "photos": work.photos.select_related("file"),
        "reviews": work.reviews.all(), "no": work.versions.count(), "decisions": queries.decisions(person, work),
        "remarks": queries.own_remarks(person), "left": queries.waiting(person).count(),
        "group": group_names({work.author_id}, work.term).get(work.author_id, ""),
        "alike": alike(person, work) if work.kind.compared else [], "files": work.files.select_related("file"),
    }, status=status)
