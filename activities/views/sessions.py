from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from activities.forms.activities import MoveForm, SeriesForm, SessionForm
from activities.models import Activity, Session
from activities.queries.clashes import met
from activities.queries.quotas import calendar_of
from activities.services import sessions as service
from activities.views.activities import found, warn
from documents.calendar import days, word
from documents.chinese import whole
from plans.recurrence import Kind, Times, Unclear, read
from school.policy import fetch, requires

MOST_DAYS = 60
MOST_OF_A_STRETCH = 16


@requires("activity.run")
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _session(request, found(request, pk, "activity.run"), None)


@requires("activity.run")
def session_edit(request: HttpRequest, pk: int) -> HttpResponse:
    session = _found(request, pk)
    return _session(request, session.activity, session)


def _found(request: HttpRequest, pk: int) -> Session:
    return fetch(request.person, "activity.run", Session.objects.select_related("activity__term", "activity__school"), pk=pk)


def _session(request: HttpRequest, activity: Activity, session: Session | None) -> HttpResponse:
    form = SessionForm(request.POST or None, person=request.person, session=session)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved, told = service.save_session(
            request.person, activity, session, form.values(), data.get("reason", ""), data["version"]
        )
        messages.success(request, f"场次已经存好，通知了 {told} 人。" if told else "场次已经存好。")
        warn(request, met(activity, [saved]))
        return redirect("activity_detail", activity.pk)
    return render(request, "activities/session.html", {"form": form, "activity": activity, "session": session})


@require_POST
@requires("activity.run")
def session_remove(request: HttpRequest, pk: int) -> HttpResponse:
    session = _found(request, pk)
    service.remove_session(request.person, session)
    messages.success(request, "这一场已经去掉。")
    return redirect("activity_detail", session.activity_id)


@requires("activity.run")
def session_move(request: HttpRequest, pk: int) -> HttpResponse:
    """改期一场, or 取消这一场: the others stay as they are."""
    session = _found(request, pk)
    form = MoveForm(request.POST or None, person=request.person, session=session)
    if request.method == "POST" and form.is_valid():
        said = service.move_session(
            request.person, session, form.values(), form.cleaned_data["reason"], form.cleaned_data["version"]
        )
        messages.success(request, said)
        warn(request, met(session.activity, [session]))
        return redirect("activity_detail", session.activity_id)
    return render(request, "activities/session_move.html", {"form": form, "activity": session.activity, "session": session})


@require_POST
@requires("activity.run")
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    session, version = _found(request, pk), request.POST.get("version", "")
    said = service.cancel_session(
        request.person, session, request.POST.get("reason", ""), whole(version, -1)
    )
    messages.success(request, said)
    return redirect("activity_detail", session.activity_id)


@requires("activity.run")
def session_series(request: HttpRequest, pk: int) -> HttpResponse:
    """按规律排场次: the words first, then the days they mean, to be ticked; holidays stand apart for a decision."""
    activity = found(request, pk, "activity.run")
    asked = request.POST if request.method == "POST" else request.GET
    form = SeriesForm(asked or None, initial={"text": activity.time_text})
    times = None
    if asked and form.is_valid():
        try:
            times = read(form.cleaned_data["text"], activity.term.starts, activity.term.ends, calendar_of(activity.school))
        except Unclear as error:
            form.add_error("text", str(error))
    if request.method == "POST" and times is not None:
        chosen = _ticked(request, activity)
        text = activity.time_text if "each" in asked and activity.time_text else times.text  # a range cut into days prints as before
        count = service.add_series(request.person, activity, text, chosen, form.values())
        messages.success(request, f"排了 {count} 场。" if chosen else f"时间记成『{times.text}』，没有排场次。")
        warn(request, met(activity, activity.sessions.filter(day__in=chosen)))
        return redirect("activity_detail", pk)
    return render(request, "activities/series.html", {
        "activity": activity, "form": form, "times": times, "no_days": times and times.kind in (Kind.SPAN, Kind.DEADLINE, Kind.NONE),
        "within": _within(activity, times) if times else [], "each": "each" in asked,
        "unpublished": word(activity.term.starts, activity.term.ends) if times and times.days else "",
    })


def _within(activity: Activity, times: Times) -> list[tuple[date, str]]:
    """The days of a stretch (11月18日—22日, 9月中旬) to choose from, each with why nobody works then; a whole term has too many."""
    calendar = calendar_of(activity.school)
    found = [day for first, last in times.spans for day in days(first, last)]
    return [(day, calendar.holiday(day) or "") for day in found] if len(found) <= MOST_OF_A_STRETCH else []


def _ticked(request: HttpRequest, activity: Activity) -> list[date]:
    """The ticked days that lie in the term."""
    chosen = set()
    for text in request.POST.getlist("day")[:MOST_DAYS]:
        try:
            chosen.add(date.fromisoformat(text))
        except ValueError:
            continue
    return sorted(day for day in chosen if activity.term.starts <= day <= activity.term.ends)
