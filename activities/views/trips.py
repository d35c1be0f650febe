from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.trips import ReportForm, RetrainedForm, RetrainingForm, TripForm
from activities.models import Trip, WorkKind
from activities.papers import trips as papers
from activities.queries import trips as queries
from activities.services import trips as service
from activities.states import LeaveState, TripState
from activities.views.pairs import as_pdf
from school import clock
from school.policy import fetch, has, requires
from school.workflow import Refused


@require_GET
@requires("trip.read")
def trip_list(request: HttpRequest) -> HttpResponse:
    """外出学习: what waits for me, what is still owed after the return, and all the others."""
    person = request.person
    rows = queries.listed(person)
    owing = list(queries.owing(rows))
    for trip in owing:
        trip.owed = queries.owed(trip)
    waiting = queries.decidable(person).select_related("teacher")
    return render(request, "activities/trips/list.html", {
        "waiting": waiting, "deciding": has(person, "trip.decide"), "owing": owing,
        "rows": rows.exclude(pk__in=[trip.pk for trip in owing])[:100], "may_ask": person.teacher,
    })


@requires("trip.ask")
def trip_new(request: HttpRequest) -> HttpResponse:
    if request.person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    form = TripForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        trip = service.ask(request.person, values.pop("key"), values)
        messages.success(request, "申请交上去了，批了会通知你；这几天的活动到时自动记公出。")
        return redirect("trip", trip.pk)
    return render(request, "activities/trips/new.html", {"form": form})


def _found(request: HttpRequest, action: str, pk: int) -> Trip:
    rows = Trip.objects.select_related("teacher__user", "school", "term", "report__kind", "retraining", "decided_by", "waived_by")
    return fetch(request.person, action, rows, pk=pk)


@require_GET
@requires("trip.read")
def trip(request: HttpRequest, pk: int) -> HttpResponse:
    """One trip: the application, the 公出 it gave, the report and the retraining."""
    person, found = request.person, _found(request, "trip.read", pk)
    own = found.teacher_id == getattr(person.teacher, "pk", None)
    approved = found.state == TripState.APPROVED
    decides = queries.charged(person).filter(pk=pk).exists()
    reports = queries.reports_for(found).exists() if own and approved else False
    lessons = queries.lessons_for(found).exists() if own and approved else False
    owed = queries.owed(found)
    return render(request, "activities/trips/detail.html", {
        "trip": found, "own": own, "approved": approved, "decides": decides, "owed": owed,
        "done": approved and found.last < clock.today() and not owed,
        "may_decide": decides and found.state == TripState.ASKED,
        "duty": found.leaves.filter(state=LeaveState.APPROVED).select_related("session__activity").order_by("session__day"),
        "report": ReportForm(trip=found) if reports else None, "retrained": RetrainedForm(trip=found) if lessons else None,
        "arrange": RetrainingForm(person=person, trip=found) if decides and approved and person.term else None,
        "kinds": WorkKind.objects.filter(school=person.school, name__in=queries.REPORTS) if own and approved else [],
    })


@require_POST
@requires("trip.decide")
def trip_decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "trip.decide", pk)
    name = request.POST.get("step", "")
    if name not in ("approve", "decline", "recall"):
        raise Http404
    covered = service.decide(request.person, found, name, request.POST.get("reason", ""))
    messages.success(request, f"{found.teacher}：{found.get_state_display()}。" + (f"这几天 {covered} 场活动已记公出。" if covered else ""))
    return redirect("trip", pk)


@require_POST
@requires("trip.ask")
def trip_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    service.withdraw(request.person, _found(request, "trip.ask", pk))
    messages.success(request, "申请已经撤回。")
    return redirect("trip_list")


@require_POST
@requires("trip.ask")
def trip_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "trip.ask", pk)
    form = ReportForm(request.POST, trip=found)
    if form.is_valid():
        service.name_report(request.person, found, form.cleaned_data["report"])
        messages.success(request, "这一篇记作本次外出的心得。")
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("trip", pk)


@require_POST
@requires("trip.ask")
def trip_retrained(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "trip.ask", pk)
    form = RetrainedForm(request.POST, trip=found)
    if form.is_valid():
        service.name_retraining(request.person, found, form.cleaned_data["retraining"])
        messages.success(request, "这次活动记作二次培训，结束以后就算做完。")
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("trip", pk)


@require_POST
@requires("trip.decide")
def trip_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """建一次二次培训 that the traveller presents, or 不做 with the reason."""
    found = _found(request, "trip.decide", pk)
    if request.POST.get("do") == "waive":
        service.waive(request.person, found, request.POST.get("reason", ""))
        messages.success(request, "记下了，不再提醒二次培训。")
        return redirect("trip", pk)
    form = RetrainingForm(request.POST, person=request.person, trip=found)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("trip", pk)
    data = form.cleaned_data
    activity = service.arrange_retraining(request.person, found, data["title"], data["day"], data["starts"], data["place"])
    messages.success(request, f"『{activity}』建好了，还可以改安排；本人会收到通知。")
    return redirect("activity_detail", activity.pk)


@require_GET
@requires("trip.read")
def trip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return as_pdf(papers.trip_paper(_found(request, "trip.read", pk)))
