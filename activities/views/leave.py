from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.leave import LeaveForm
from activities.models import Attendance, Leave, Session
from activities.queries.attendance import just_over, upcoming
from activities.queries.leave import OPEN, decidable, open_for, own
from activities.services import leave as service
from activities.states import COUNTS_PRESENT
from school.clock import today
from school.policy import fetch, has, requires, within


@require_GET
@requires("leave.ask")
def leave_list(request: HttpRequest) -> HttpResponse:
    """请假: what waits for me, my own, and the next sessions I could ask for."""
    person = request.person
    deciding = has(person, "leave.decide")
    rows = Leave.objects.select_related("teacher", "session__activity", "decided_by").filter(
        session__activity__term=person.term
    )
    mine = list(own(person)) if person.teacher else []
    settled = {leave.session_id for leave in mine if leave.state in OPEN}
    settled |= set(Attendance.objects.filter(teacher=person.teacher, state__in=COUNTS_PRESENT, session__activity__term=person.term).values_list(
        "session", flat=True)) if person.teacher else set()
    return render(request, "activities/leaves.html", {
        "waiting": decidable(person).select_related("teacher", "session__activity"), "deciding": deciding,
        "decided": within(person, "leave.decide", rows.exclude(state="asked"))[:30] if deciding else [],
        "own": mine, "coming": [session for session in upcoming(person) if session.pk not in settled],
        "over": [session for session in just_over(person, today() - service.SICK_MAY_FOLLOW) if session.pk not in settled],
    })


@requires("leave.ask")
def leave_new(request: HttpRequest, pk: int) -> HttpResponse:
    session = fetch(
        request.person, "activity.read", Session.objects.select_related("activity__school", "activity__term"), pk=pk
    )
    over = session.day is not None and session.last < today()
    form = LeaveForm(request.POST or None, initial={"kind": Leave.Kind.SICK} if over else {})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        service.ask(request.person, session, data["kind"], data["reason"], data["key"])
        messages.success(request, "请假已经交上去，批了会通知你。")
        return redirect("leave_list")
    return render(request, "activities/leave.html", {"form": form, "session": session, "asked": open_for(request.person, session)})


@require_POST
@requires("leave.decide")
def leave_decide(request: HttpRequest, pk: int) -> HttpResponse:
    leave = fetch(request.person, "leave.decide", Leave.objects.select_related("teacher", "session", "school"), pk=pk)
    name = request.POST.get("step")
    if name not in ("approve", "decline"):
        raise Http404
    service.decide(request.person, leave, name, request.POST.get("reason", "").strip())
    messages.success(request, f"{leave.teacher}：{leave.get_state_display()}。")
    return redirect("leave_list")


@require_POST
@requires("leave.ask")
def leave_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    leave = fetch(request.person, "leave.ask", Leave.objects.all(), pk=pk)
    service.withdraw(request.person, leave)
    messages.success(request, "请假已经撤回。")
    return redirect("leave_list")
