"""评比: the list, one contest for those who enter and those who run it, its rules and its judges."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.contests import ContestForm, EntryForm, JudgesForm
from activities.models import Contest, Entry
from activities.queries import contests as queries
from activities.services import contests as services
from activities.states import ContestState
from school import uploads
from school.person import Person
from school.policy import fetch, has, requires, within
from school.services.accounts import invite
from school.workflow import Refused, StaleEdit

FIRST = {
    "level": "校级", "blind": True, "ties": "same", "tier_by": "share", "praised": 1, "gives": "tier",
    "tiers": "一档 20、二档 30、三档 50",
}
RULES = ("title", "instrument", "level", "entries_due", "judging_due", "blind", "own_group", "trim", "ties", "tie_item", "tier_by",
         "tiers", "praised", "gives")


def found(person: Person, pk: int, action: str) -> Contest:
    rows = Contest.objects.select_related("activity__term", "activity__group", "instrument", "school", "confirmed_by")
    return fetch(person, action, rows, pk=pk)


def may_run(person: Person, contest: Contest) -> bool:
    return has(person, "contest.run") and within(person, "contest.run", Contest.objects.filter(pk=contest.pk)).exists()


def hides_names(person: Person, contest: Contest) -> bool:
    """Who runs a blind contest and judges in it sees numbers too, until the result stands."""
    return contest.blind and contest.state != ContestState.DECIDED and contest.judges.filter(user=person.user).exists()


@requires("contest.read")
@require_GET
def contest_list(request: HttpRequest) -> HttpResponse:
    """评比 of the term, what I have to judge first."""
    person = request.person
    rows = within(person, "contest.read", Contest.objects.filter(activity__term=person.term)).select_related("activity")
    entered = dict(Entry.objects.filter(teacher=person.teacher, contest__in=rows).values_list("contest_id", "title")) if person.teacher else {}
    return render(request, "activities/contests/list.html", {
        "rows": [(row, entered.get(row.pk, "")) for row in rows.order_by("-pk")], "judging": queries.waiting(person),
        "may_run": has(person, "contest.run"),
    })


@requires("contest.run")
def contest_new(request: HttpRequest) -> HttpResponse:
    person = request.person
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    asked = request.GET.get("activity", "")
    first = FIRST | {"key": uuid.uuid4(), "activity": asked if asked.isdecimal() else None}
    form = ContestForm(request.POST or None, person=person, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            contest = services.create(
                person, form.cleaned_data["activity"], form.cleaned_data["key"] or uuid.uuid4(), **form.values()
            )
        except Refused as refusal:
            form.add_error("activity", str(refusal))
        else:
            messages.success(request, f"『{contest}』建好了，接下来定评委、收作品。")
            return redirect("contest", contest.pk)
    return render(request, "activities/contests/edit.html", {"form": form})


@requires("contest.run")
def contest_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = request.person
    contest, stale = found(person, pk, "contest.run"), None
    first = {name: getattr(contest, name) for name in RULES} | {"version": contest.version}
    form = ContestForm(request.POST or None, person=person, contest=contest, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.arrange(person, contest, form.cleaned_data["version"] or 0, **form.values())
        except StaleEdit as refusal:
            stale = refusal
            form.data = form.data.copy()
            form.data["version"] = refusal.version
        else:
            messages.success(request, "规则改好了。")
            return redirect("contest", pk)
    return render(request, "activities/contests/edit.html", {"form": form, "contest": contest, "stale": stale}, status=409 if stale else 200)


@requires("contest.read")
@require_GET
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest: its rules in words, my entry, and for those who run it entries, judges and steps."""
    person = request.person
    row = found(person, pk, "contest.read")
    runs = may_run(person, row)
    own = row.entries.filter(teacher=person.teacher).select_related("teacher", "work", "contest").first() if person.teacher else None
    decided = row.state == ContestState.DECIDED
    item = next((one["name"] for one in row.instrument.items if one["code"] == row.tie_item), "")
    context: dict[str, Any] = {
        "contest": row, "own": own, "runs": runs, "tie_item": item, "praised": queries.praised(row),
        "remarks": queries.remarks(own) if own and decided else [], "entry_count": row.entries.count(),
        "may_enter": has(person, "contest.enter") and person.teacher and row.state == ContestState.COLLECTING,
        "judges": row.judges.filter(user=person.user).exists() and row.state == ContestState.JUDGING,
        "everybody": queries.asks_everybody(row),
    }
    if runs:
        context |= {
            "entries": row.entries.select_related("teacher", "work", "file").order_by("no", "pk"), "progress": queries.progress(row),
            "hidden": hides_names(person, row), "without": queries.without_entry(row),
        }
    return render(request, "activities/contests/contest.html", context)


@requires("contest.run")
def contest_judges(request: HttpRequest, pk: int) -> HttpResponse:
    """定评委."""
    row = found(request.person, pk, "contest.run")
    form = JudgesForm(
        request.POST or None, users=services.may_be_judges(row),
        initial={"judges": list(row.judges.values_list("user", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            outside = invite(request.person, form.cleaned_data["outside"])
            services.set_judges(request.person, row, [*form.cleaned_data["judges"], *outside])
        messages.success(request, "评委定好了。" + ("校外专家的链接在『评委』下面，请发给他们。" if outside else ""))
        return redirect("contest", pk)
    return render(request, "activities/contests/judges.html", {"contest": row, "form": form})


@requires("contest.enter")
def contest_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """交作品: one's own, or with ?other=1 for a colleague by those who run the contest."""
    person = request.person
    row = found(person, pk, "contest.read")
    other = request.GET.get("other") == "1" and may_run(person, row)
    if not other and person.teacher is None:
        raise Refused("你的账号没有对应的教师，不能交自己的作品。", label=str(row))
    known = None if other else row.entries.filter(teacher=person.teacher).first()
    first = {"key": uuid.uuid4(), "title": known.title if known else "", "work": known and known.work_id}
    form = EntryForm(request.POST or None, request.FILES or None, person=person, contest=row, for_others=other, initial=first)
    if request.method == "POST" and form.is_valid():
        data, sent = form.cleaned_data, form.cleaned_data["file"]
        try:
            file = uploads.keep(person, uploads.read(sent), sent.name) if sent else None
            teacher = data["teacher"] if other else person.teacher
            services.enter(person, row, teacher, data["title"], data["key"], work=data.get("work"), file=file)
        except Refused as refusal:
            form.add_error("file" if sent else None, str(refusal))
        else:
            messages.success(request, f"『{data['title']}』收到了，评审开始以前还可以改。")
            return redirect("contest", pk)
    return render(request, "activities/contests/enter.html", {"contest": row, "form": form, "known": known, "other": other})


@require_POST
@requires("contest.enter")
def entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回参评: one's own, or by those who run the contest."""
    person = request.person
    row = Entry.objects.select_related("contest", "teacher").filter(pk=pk).first()
    if row is None or not (person.teacher and row.teacher_id == person.teacher.pk or may_run(person, row.contest)):
        raise Http404
    services.take_back(person, row)
    messages.success(request, "已经撤回。")
    return redirect("contest", row.contest_id)


@require_POST
@requires("contest.run")
def contest_step(request: HttpRequest, pk: int) -> HttpResponse:
    """开始评审、退回收作品."""
    row = found(request.person, pk, "contest.run")
    match request.POST.get("step"):
        case "judging_begin":
            services.begin(request.person, row)
            messages.success(request, "编号抽好了，评委收到了通知。")
        case "judging_back":
            services.back(request.person, row, request.POST.get("reason", ""))
            messages.success(request, "退回收作品，老师又可以改了。")
        case _:
            raise Http404
    return redirect("contest", pk)
