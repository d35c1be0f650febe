from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.growth import OfferForm
from activities.models import Joint, Offer, Pair, Topic, Trip
from activities.queries import growth as queries
from activities.queries import growth_lists as lists
from activities.queries import joint as joints
from activities.queries import pairs, topics, trips
from activities.services import growth as service
from activities.states import PairState, TripState
from school import clock
from school.models import Teacher, Term
from school.policy import fetch, has, requires, within
from school.workflow import Refused


@require_GET
@requires("activity.read")
def fellowship(request: HttpRequest) -> HttpResponse:
    """结对 外出 课题: five lists with their numbers and what waits, and what is one's own."""
    person, today = request.person, clock.today()
    reads = has(person, "pair.read")
    running = within(person, "pair.read", Pair.objects.filter(state=PairState.RUNNING)) if reads else Pair.objects.none()
    gone = within(person, "trip.read", Trip.objects.filter(state=TripState.APPROVED)) if reads else Trip.objects.none()
    live = Topic.objects.filter(school=person.school, state__in=topics.LIVE)
    own = {}
    if person.teacher:
        own = {
            "my_pairs": pairs.own(person),
            "my_trips": Trip.objects.filter(teacher=person.teacher)[:5], "my_topics": topics.own(person),
        }
    return render(request, "activities/growth/fellowship.html", {
        "reads": reads, "running": running.count(), "away": gone.filter(first__lte=today, last__gte=today).count(),
        "owing": trips.owing(gone).count(), "topics": live.count(), "joints": Joint.objects.filter(school=person.school).count(),
        "offered": len(joints.published_to(person.school)),
        "new": queries.new_teachers(person).count() if has(person, "growth.read") else 0,
        "lecturers": Offer.objects.filter(school=person.school, teacher__left=None).values("teacher").distinct().count(),
        "todos": [*pairs.todo_pairs(person), *trips.todo_trips(person), *topics.todo_topics(person)], **own,
    })


def _term(request: HttpRequest) -> Term:
    if request.person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    return request.person.term


@require_GET
@requires("growth.read")
def growth_list(request: HttpRequest) -> HttpResponse:
    """新教师培养: each with what was done of what the year asks."""
    found = queries.calendars(list(queries.new_teachers(request.person)), _term(request))
    return render(request, "activities/growth/list.html", {"rows": found, "years": queries.AIMS})


@require_GET
@requires("growth.read")
def growth_teacher(request: HttpRequest, pk: int) -> HttpResponse:
    """培养日历 of one teacher."""
    teacher = fetch(request.person, "growth.read", Teacher.objects.all(), pk=pk)
    found = queries.calendars([teacher], _term(request))
    return render(request, "activities/growth/calendar.html", {"teacher": teacher, "calendar": found[0] if found else None})


@require_GET
@requires("activity.read")
def lecturers(request: HttpRequest) -> HttpResponse:
    """校内讲师, searched by a word."""
    words = request.GET.get("q", "").strip()[:40]
    own = Offer.objects.filter(teacher=request.person.teacher) if request.person.teacher else []
    return render(request, "activities/growth/lecturers.html", {
        "rows": lists.lecturers(request.person, words), "q": words, "own": own, "form": OfferForm(),
    })


@require_POST
@requires("lecturer.write")
def offer_add(request: HttpRequest) -> HttpResponse:
    form = OfferForm(request.POST)
    if request.person.teacher is None:
        raise Refused("你的账号不是本校教师。", "校外讲师请写在场次的『校外主讲』里。")
    if form.is_valid():
        data = form.cleaned_data
        service.offer(request.person, request.person.teacher, data["title"], data["level"], data["note"])
        messages.success(request, "记下了，安排讲座的人查得到。")
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("lecturers")


@require_POST
@requires("lecturer.write")
def offer_remove(request: HttpRequest, pk: int) -> HttpResponse:
    service.remove_offer(request.person, fetch(request.person, "lecturer.write", Offer.objects.select_related("school"), pk=pk))
    messages.success(request, "去掉了。")
    return redirect("lecturers")


@require_GET
@requires("activity.read")
def lecture_list(request: HttpRequest) -> HttpResponse:
    return render(request, "activities/growth/lectures.html", {"rows": lists.lectures(_term(request))})


@require_GET
@requires("activity.read")
def basics(request: HttpRequest) -> HttpResponse:
    """基本功 by weeks."""
    return render(request, "activities/growth/basics.html", {
        "weeks": lists.board(request.person, _term(request), lists.BASICS), "kind": lists.kind_of(request.person, lists.BASICS),
        "to_review": lists.to_review(request.person, lists.BASICS),
    })


@require_GET
@requires("activity.read")
def best_lessons(request: HttpRequest) -> HttpResponse:
    """一师一优课."""
    return render(request, "activities/growth/best_lessons.html", {
        "rows": lists.best_lessons(request.person)[:200], "kind": lists.kind_of(request.person, lists.BEST_LESSON),
        "to_review": lists.to_review(request.person, lists.BEST_LESSON),
    })


@require_GET
@requires("activity.read")
def six_things(request: HttpRequest) -> HttpResponse:
    """四一六有."""
    return render(request, "activities/growth/six.html", {"rows": lists.six_things(_term(request))})
