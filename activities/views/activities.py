from __future__ import annotations

import calendar
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.activities import ActivityForm, NewActivity, PostponeForm
from activities.models import Activity
from activities.queries import activities as queries
from activities.queries import observations as lessons
from activities.queries.attendance import concerned, counts_of, may_write, signing_now
from activities.queries.clashes import met
from activities.queries.following import behind_schedule
from activities.queries.works import readable as readable_works
from activities.services import activities as service
from activities.states import ACTIVITY_STEPS, BEFORE_OPENING, ActivityState
from documents.chinese import whole
from plans.models import Plan
from school import clock
from school.audience import resolve, words
from school.models import Group, Teacher, Term
from school.policy import fetch, has, requires
from school.workflow import steps_for

MOST_WARNINGS = 5


@requires("activity.read")
@require_GET
def activity_list(request: HttpRequest) -> HttpResponse:
    person, term = request.person, request.person.term
    if term is None:
        return render(request, "activities/list.html", {"weeks": []})
    asked = request.GET
    first, last = _span(term, asked.get("when", ""))
    number = asked.get("group", "")
    group = Group.objects.filter(school=person.school, pk=whole(number)).first()
    state = asked.get("state", "") if asked.get("state") in ActivityState.values else ""
    weeks = queries.listed(person, term, first=first, last=last, group=group, mine=bool(asked.get("mine")), state=state)
    waiting = behind = 0
    if has(person, "activity.run"):
        waiting, behind = queries.plan_rows_without_activity(person, term).count(), len(behind_schedule(person, term))
    return render(request, "activities/list.html", {
        "weeks": weeks, "waiting": waiting, "behind": behind, "months": _months(term), "groups": Group.objects.filter(school=person.school),
        "states": ActivityState.choices, "when": asked.get("when", ""), "group": group, "mine": asked.get("mine"),
        "signing": signing_now(person.teacher, missing=True).first() if person.teacher else None,
        "state": state, "may_run": has(person, "activity.run"), "no_dates": state or group or asked.get("mine"),
    })


def _span(term: Term, when: str) -> tuple[date | None, date | None]:
    """The days that the choice 『时间』 means: this week on, a month, or the whole term."""
    if when == "all":
        return None, None
    for value, _ in _months(term):
        if value == when:
            year, month = map(int, value.split("-"))
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    today = clock.today()
    return (today - timedelta(days=today.weekday()) if term.starts <= today <= term.ends else None), None


def _months(term: Term) -> list[tuple[str, str]]:
    months, day = [], term.starts.replace(day=1)
    while day <= term.ends:
        months.append((f"{day:%Y-%m}", f"{day.month}月"))
        day = (day + timedelta(days=32)).replace(day=1)
    return months


@requires("activity.run")
def activity_new(request: HttpRequest) -> HttpResponse:
    form = NewActivity(request.POST or None, person=request.person, initial={"day": clock.today()})
    if request.method == "POST" and form.is_valid():
        activity = service.create(request.person, form.cleaned_data["key"], form.activity_values(), form.values())
        messages.success(request, f"『{activity}』已建好。还缺的可以以后补，结束时再问。")
        warn(request, met(activity, activity.sessions.all()))
        return redirect("activity_detail", activity.pk)
    return render(request, "activities/new.html", {"form": form})


def warn(request: HttpRequest, sentences: list[str]) -> None:
    """撞了什么, said after it was saved: the first few, and how many more."""
    for sentence in sentences[:MOST_WARNINGS]:
        messages.warning(request, sentence)
    if len(sentences) > MOST_WARNINGS:
        messages.warning(request, f"另有 {len(sentences) - MOST_WARNINGS} 处也撞了，改这些场次时会再提醒。")


@requires("activity.run")
def from_plan(request: HttpRequest) -> HttpResponse:
    """按日程生成活动."""
    person = request.person
    rows = queries.plan_rows_without_activity(person, person.term) if person.term else None
    if request.method == "POST" and rows is not None and "follow" in request.POST:
        return _follow(request)
    if request.method == "POST" and rows is not None:
        chosen = [int(number) for number in request.POST.getlist("entry") if number.isdecimal() and len(number) < 10]
        made = []
        for plan in Plan.objects.filter(pk__in=rows.filter(pk__in=chosen).values("plan")):
            made += service.create_from_schedule(person, plan, chosen)
        if made:
            messages.success(request, f"生成了 {len(made)} 项活动，都是『已计划』，开放前还可以改安排。")
            together = [activity.pk for activity in made]
            warn(request, [sentence for activity in made for sentence in met(activity, activity.sessions.all(), together)])
        else:
            messages.info(request, "没有新的活动要生成：选中的日程都已经有活动了。")
        return redirect("activity_list")
    entries = rows.select_related("plan", "group").prefetch_related("sessions__presenters") if rows is not None else []
    behind = behind_schedule(person, person.term) if person.term else []
    return render(request, "activities/from_plan.html", {"entries": entries, "behind": behind})


def _follow(request: HttpRequest) -> HttpResponse:
    """One activity follows its row of the plan, or stays as it is on purpose."""
    number = request.POST["follow"]
    behind = {str(one.entry.pk): one.entry for one in behind_schedule(request.person, request.person.term)}
    if number not in behind:
        messages.info(request, "这一项已经和日程一致了。")
        return redirect("activities_from_plan")
    keep = request.POST.get("do") == "keep"
    activity = service.follow_schedule(request.person, behind[number], keep=keep)
    messages.success(request, f"『{activity}』{'保持现在的安排' if keep else '跟上日程了，原来的日期留在改期经过里'}。")
    return redirect("activities_from_plan")


def found(request: HttpRequest, pk: int, action: str) -> Activity:
    rows = Activity.objects.select_related("entry", "term", "school", "group", "content_item", "host", "recorder")
    return fetch(request.person, action, rows, pk=pk)


def tab(request: HttpRequest, activity: Activity, current: str, **more: object) -> dict[str, object]:
    """What all tabs of an activity show: its head, its steps for those who run it, where we are."""
    may_run = queries.may(request.person, "activity.run", activity)
    found = steps_for(request.person, activity, ACTIVITY_STEPS) if may_run else []
    at_close = activity.state == ActivityState.FINISHED and may_run
    before = activity.state in BEFORE_OPENING
    missing = queries.missing_four(activity) if before else queries.missing_at_close(activity) if at_close else []
    return {
        "activity": activity, "current": current, "may_run": may_run, "missing": missing, "before": before,
        "steps": found, "stage": queries.stage_of(activity),
        "changes": may_run and activity.state not in (ActivityState.COMPLETE, ActivityState.CANCELLED), **more,
    }


@requires("activity.read")
@require_GET
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    activity = found(request, pk, "activity.read")
    sessions = list(activity.sessions.prefetch_related("presenters"))
    counts = counts_of(sessions)
    names = dict(Teacher.objects.filter(school=activity.school).values_list("staff_no", "name"))
    for session in sessions:
        session.count = counts.get(session.pk)
        session.presenter_names = queries.presenters_of(session)
        session.audience_words = words(session.audience, names) if session.audience else ""
        session.moved = queries.moved_words(activity, session)
    teacher = request.person.teacher
    mine = teacher and has(request.person, "leave.ask") and next(
        (one for one in sessions if not one.cancelled and not (one.day and one.last < clock.today()) and concerned(request.person)(one, activity)), None
    )
    listed = activity.state in BEFORE_OPENING and queries.may(request.person, "activity.run", activity)
    resolved = [
        teacher.name for teacher in resolve(activity.audience, activity.school, activity.term, clock.today())
    ] if listed else []
    return render(request, "activities/detail.html", tab(
        request, activity, "about", sessions=sessions, audience_words=words(activity.audience, names),
        people=sum(count.due + count.maternity for count in counts.values()), mine=mine,
        postpone=PostponeForm(person=request.person), moves=queries.all_moves(activity),
        may_ask=activity.state in (*BEFORE_OPENING, ActivityState.OPEN, ActivityState.RUNNING),
        for_chat=queries.chat_words(activity, sessions), resolved=resolved, writes=may_write(request.person, activity),
    ))


@require_POST
@requires("activity.run")
def activity_step(request: HttpRequest, pk: int) -> HttpResponse:
    activity = found(request, pk, "activity.run")
    name = request.POST.get("step", "")
    if name not in {step.name for step in ACTIVITY_STEPS}:
        raise Http404
    reason, day = request.POST.get("reason", ""), None
    if name == "postpone":
        form = PostponeForm(request.POST, person=request.person)
        if not form.is_valid():
            messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
            return redirect("activity_detail", pk)
        reason, day = form.cleaned_data["reason"], form.cleaned_data["day"]
    messages.success(request, service.take_step(request.person, activity, name, reason=reason, day=day))
    if day:
        warn(request, met(activity, activity.sessions.all()))
    return redirect("activity_detail", pk)


@requires("activity.run")
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = found(request, pk, "activity.run")
    form = ActivityForm(request.POST or None, person=request.person, activity=activity)
    frozen = service.is_frozen(activity)
    if frozen:
        for name in ("everybody", "groups", "tags", "plus", "minus"):
            del form.fields[name]
    if request.method == "POST" and form.is_valid():
        service.arrange(request.person, activity, form.values(), form.cleaned_data["version"])
        messages.success(request, "安排已经改好。")
        return redirect("activity_detail", pk)
    return render(request, "activities/edit.html", {
        "form": form, "activity": activity, "frozen": frozen
    })


@requires("activity.read")
@require_GET
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """材料: handouts, and what teachers wrote about this activity as far as the reader may see it."""
    person, activity = request.person, found(request, pk, "activity.read")
    works = readable_works(person).filter(activity=activity)
    seen = lessons.readable(person).filter(activity=activity).exclude(state__in=lessons.COMING)
    return render(request, "activities/materials.html", tab(
        request, activity, "materials", files=activity.files.select_related("file").exclude(sign_in_sheet=True),
        writes=may_write(person, activity), works=works.select_related("author", "kind"), observations=seen.select_related("observer", "observed"),
    ))
