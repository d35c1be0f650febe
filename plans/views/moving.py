"""改日期: one row or session of the schedule, or the border of a stage, to another day, by script or by a plain form."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.chinese import date_range, short_date, whole
from plans import queries
from plans.forms.schedule import MoveForm
from plans.models import Plan, PlannedSession, ScheduleEntry, Stage
from plans.services import editing, moving
from plans.timetable import Line
from school.policy import fetch, requires
from school.workflow import Refused

SALT = "plans.undo"
LIVES = 3600


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def entry_move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: 改日期 with the free slots; POST: the move, answered as JSON to the page's script."""
    plan, entry, session = _row(request, pk)
    if request.method == "GET":
        return _page(request, plan, entry, session, MoveForm(initial={"day": _line(request, plan, entry, session).day}))
    if days := undone(request.POST.get("undo", "")):
        moving.put_back(request.person, plan, entry, days["days"], version=_version(request, entry))
        return _answer(request, plan, entry, f"『{entry.title}』放回原来的日子。")
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, entry, session, form)
    before = moving.move(request.person, plan, entry, form.cleaned_data["day"], session=session, version=_version(request, entry))
    entry.refresh_from_db()
    return _answer(request, plan, entry, _told(entry, session), signing.dumps({"entry": entry.pk, "version": entry.version, "days": before,
                                                                             "title": entry.title}, salt=SALT))


def _row(request: HttpRequest, pk: int) -> tuple[Plan, ScheduleEntry, PlannedSession | None]:
    entry = get_object_or_404(ScheduleEntry.objects.select_related("plan__term", "plan__school"), pk=pk)
    plan = fetch(request.person, "plan.edit", queries.term_plans(), pk=entry.plan_id)
    asked = request.POST.get("session") or request.GET.get("session") or ""
    wanted = whole(asked, 0)
    return plan, entry, entry.sessions.filter(pk=wanted).first()


def _version(request: HttpRequest, entry: ScheduleEntry) -> int:
    text = request.POST.get("version", "")
    if not (text.isdecimal() and len(text) < 9):
        raise Refused("这一页太旧了，不知道你移的是哪一版。", "请刷新页面再移。", label=entry.title)
    return int(text)


def _line(request: HttpRequest, plan: Plan, entry: ScheduleEntry, session: PlannedSession | None) -> Line:
    """The line that is to be moved, among all others."""
    request.board = queries.schedule_of(request.person, plan).board
    own = [line for line in request.board.found if line.entry == entry.pk]
    return next((line for line in own if session and line.session == session.pk), own[0])


def _page(request: HttpRequest, plan: Plan, entry: ScheduleEntry, session: PlannedSession | None, form: MoveForm) -> HttpResponse:
    line = _line(request, plan, entry, session)
    return render(request, "plans/move.html", {
        "plan": plan, "entry": entry, "session": session, "form": form, "line": line, "open": plan.state in editing.EDITABLE,
        "slots": request.board.free(line, queries.least_day(plan), 5), "back": _back(request),
    })


def _told(entry: ScheduleEntry, session: PlannedSession | None) -> str:
    if session:
        session.refresh_from_db()
    day = session.day if session and session.day else entry.starts
    if day is None:
        return f"『{entry.title}』放回『还没排期』。"
    span = entry.ends and entry.ends != entry.starts and not (session and session.day)
    return f"『{entry.title}』移到{date_range(entry.starts, entry.ends) if span else short_date(day)}。"


def _answer(request: HttpRequest, plan: Plan, entry: ScheduleEntry, said: str, undo: str = "") -> HttpResponse:
    says = queries.said_of(request.person, plan, entry)
    if not request.accepts("text/html"):
        return JsonResponse({"said": said, "says": says, "undo": undo, "version": undone(undo)["version"] if undo else None})
    messages.success(request, said)
    for sentence in says:
        messages.warning(request, f"『{entry.title}』{sentence}")
    back = _back(request)
    return redirect(f"{back}{'&' if '?' in back else '?'}undo={undo}" if undo else back)


def _back(request: HttpRequest) -> str:
    """The way of seeing the schedule from which the row was moved."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    home = reverse("schedule")
    fine = asked.startswith(home) and "undo=" not in asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if fine else home


def undone(token: str) -> dict[str, Any] | None:
    """What the last move can be taken back to, as the page carries it."""
    try:
        return {**signing.loads(token, salt=SALT, max_age=LIVES), "token": token} if token else None
    except signing.BadSignature:
        return None


@requires("plan.edit")
@require_GET
def entry_days(request: HttpRequest, pk: int) -> HttpResponse:
    """What a row would meet on each day of the term, and the free slots: asked once when it is picked up."""
    plan, entry, session = _row(request, pk)
    line = _line(request, plan, entry, session)
    first, last = queries.days_of(plan)
    days = {}
    for n in range((last - first).days + 1):
        if says := request.board.meets(line, first + timedelta(days=n)):
            days[(first + timedelta(days=n)).isoformat()] = "".join(says)
    free = request.board.free(line, queries.least_day(plan))
    return JsonResponse({
        "days": days, "first": first.isoformat(), "last": last.isoformat(), "free": [{"day": slot.day.isoformat(), "said": slot.said} for slot in free],
    })


@requires("plan.edit")
@require_POST
def stage_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One end of a stage to another day."""
    stage = get_object_or_404(Stage.objects.select_related("plan"), pk=pk)
    plan = fetch(request.person, "plan.edit", queries.term_plans(), pk=stage.plan_id)
    try:
        day, was = (date.fromisoformat(request.POST.get(name, "")) for name in ("day", "was"))
    except ValueError as error:
        raise Refused("没有说移到哪一天。", "请在『阶段』里填日期。", label=stage.name) from error
    moving.move_border(request.person, plan, stage, "start" if request.POST.get("edge") == "start" else "end", day, was=was)
    stage.refresh_from_db()
    said = f"『{stage.name}』现在是{date_range(stage.starts, stage.ends)}。"
    if not request.accepts("text/html"):
        return JsonResponse({"said": said, "says": [], "undo": ""})
    messages.success(request, said)
    return redirect(_back(request))
