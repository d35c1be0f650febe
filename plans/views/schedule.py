"""活动日程表（附件1）: table, month, files and feed, and the form of one row."""
from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from plans import queries, timetable
from plans.exports_schedule import schedule_ics, schedule_xlsx
from plans.forms.schedule import EntryForm, sessions_of
from plans.held import laid_over
from plans.models import Plan, ScheduleEntry
from plans.services import editing
from plans.views import moving
from school.clock import now, today
from school.models import School, User
from school.person import person_of
from school.policy import fetch, has, requires
from school.workflow import Refused, StaleEdit

FEED = "plans.feed"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("plan.read")
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """The schedule as a table by weeks, as the calendar of a month or as the weeks of the term."""
    person = request.person
    plan = queries.of_term(person, person.term)
    may_edit = has(person, "plan.edit")
    if plan is None:
        return render(request, "plans/schedule.html", {"plan": None, "may_edit": may_edit})
    found = queries.schedule_of(person, plan)
    is_open = may_edit and plan.state in editing.EDITABLE
    if is_open:
        found.board.show_ways_out(queries.least_day(plan))
    context = {
        "plan": plan, "found": found, "may_edit": may_edit, "open": is_open,
        "this_week": plan.term.week_of(today()), "today": today(), "only": "only" in request.GET, "monday": plan.term.week_span(1)[0],
        "feed": request.build_absolute_uri(reverse("schedule_feed", args=[feed_token(request.user, plan.school)])),
        "undo": moving.undone(request.GET.get("undo", "")) if is_open else None, "here": request.get_full_path(),
        "tray": [line for line in found.lines if line.day is None],
    }
    return render(request, "plans/schedule.html", context | _way_of_seeing(request, plan, found))


def _way_of_seeing(request: HttpRequest, plan: Plan, found: queries.Schedule) -> dict[str, object]:
    """表格, 月历 or 时间线: the same lines arranged."""
    calendar = queries.calendar_of(plan.school)
    if "month" in request.GET:
        firsts = timetable.months(plan.term)
        wanted = next((first for first in firsts if f"{first:%Y-%m}" == request.GET["month"]), None)
        first = wanted or next((first for first in reversed(firsts) if first <= today()), firsts[0])
        return {"view": "month", "month": first, "months": firsts, "days": timetable.month(found.lines, first, calendar)}
    if request.GET.get("view") == "weeks":
        items = list(plan.contents.values_list("title", flat=True))
        return {
            "view": "weeks", "lanes": timetable.lanes(found.lines, plan.term, items), "heads": timetable.heads(plan.term, calendar),
            "stages": list(plan.stages.all()),
        }
    only = "only" in request.GET
    shown = timetable.weeks([line for line in found.lines if line.says or not only], plan.term)
    first = request.GET.get("from", "")
    now = plan.term.week_of(today()) - 1 if plan.term.starts <= today() <= plan.term.ends else 0
    return {"view": "table", "window": timetable.window(shown, int(first) if first.isdecimal() and len(first) < 4 else now)}


@requires("plan.read")
@require_GET
def schedule_file(request: HttpRequest, kind: str) -> HttpResponse:
    """附件1 as .xlsx or .ics."""
    plan = queries.of_term(request.person, request.person.term)
    if plan is None:
        raise Http404
    found = queries.schedule_of(request.person, plan).lines
    if kind == "xlsx":
        data, mime = schedule_xlsx(found, plan.term.week_of, plan.title, plan.school.name), XLSX
    else:
        data, mime = schedule_ics(found, plan.title, plan.pk, now()), "text/calendar; charset=utf-8"
    response = HttpResponse(data, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{plan.title}活动日程表.{kind}')}"
    return response


def feed_token(user: User, school: School) -> str:
    """The secret part of a person's calendar address; a new password makes a new one."""
    return signing.dumps([user.pk, school.pk, user.get_session_auth_hash()[:12]], salt=FEED)


@login_not_required
@require_GET
def schedule_feed(request: HttpRequest, token: str) -> HttpResponse:
    """日历订阅: the schedule a phone's calendar fetches by itself; the address is the key."""
    try:
        user_pk, school_pk, mark = signing.loads(token, salt=FEED)
    except signing.BadSignature as error:
        raise Http404 from error
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    person = person_of(user, school_pk) if user else None
    if person is None or person.school is None or person.school.pk != school_pk or user.get_session_auth_hash()[:12] != mark:
        raise Http404
    with scope(school=[person.school]):
        plan = queries.of_term(person, person.term) if has(person, "plan.read") else None
        found = laid_over(queries.schedule_of(person, plan).lines, plan) if plan else []
        data = schedule_ics(found, plan.title if plan else "校本研修", plan.pk if plan else 0, now())
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, plan_pk: int, pk: int = 0) -> HttpResponse:
    """One row of the schedule, new or changed, with its sessions."""
    plan = fetch(request.person, "plan.edit", queries.term_plans(), pk=plan_pk)
    entry = get_object_or_404(ScheduleEntry, plan=plan, pk=pk) if pk else ScheduleEntry(plan=plan)
    form = EntryForm(request.POST or None, instance=entry, plan=plan)
    sessions = sessions_of(entry, plan, request.POST or None)
    stale = None
    if request.method == "POST":
        editing.must_be_open(plan)
        if form.is_valid() and sessions.is_valid():
            try:
                saved = editing.save_entry(
                    request.person, plan, form.filled(), sessions,
                    version=form.cleaned_data["version"] or 0, key=form.cleaned_data["key"],
                )
            except StaleEdit as error:
                stale, form.data = error, {**form.data.dict(), "version": error.version}
            else:
                messages.success(request, f"『{saved.title}』已保存。")
                for sentence in queries.said_of(request.person, plan, saved):
                    messages.warning(request, f"『{saved.title}』{sentence}")
                return redirect("schedule")
    return render(request, "plans/entry.html", {
        "plan": plan, "entry": entry if pk else None, "form": form, "sessions": sessions, "training_forms": queries.training_forms(plan.school),
        "open": plan.state in editing.EDITABLE, "stale": stale,
    }, status=409 if stale else 200)


@requires("plan.edit")
@require_POST
def entry_step(request: HttpRequest, pk: int) -> HttpResponse:
    """上移、下移、删去 one row."""
    entry = get_object_or_404(ScheduleEntry.objects.select_related("plan"), pk=pk)
    fetch(request.person, "plan.edit", queries.term_plans(), pk=entry.plan_id)
    match request.POST.get("step"):
        case "up":
            editing.move_entry(request.person, entry, -1)
        case "down":
            editing.move_entry(request.person, entry, 1)
        case "remove":
            editing.remove_entry(request.person, entry)
            messages.success(request, f"『{entry.title}』已从日程里删去。")
        case _:
            raise Refused("没有这一步。", label=entry.title)
    return redirect("schedule")


@requires("plan.edit")
@require_GET
def plan_check(request: HttpRequest, pk: int) -> HttpResponse:
    """计划体检: what is wrong or doubtful in plan and schedule, each with a remedy."""
    plan = fetch(request.person, "plan.edit", queries.term_plans(), pk=pk)
    return render(request, "plans/check.html", {
        "plan": plan, "findings": queries.findings(plan), "burden": queries.burden(plan),
        "entries": list(plan.schedule.values_list("pk", flat=True)), "sections": dict(plan.sections.values_list("title", "pk")),
    })
