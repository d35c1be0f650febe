from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from activities.forms.results import AnswerForm, AwardForm, ConductForm, DecisionForm
from activities.models import ClassAward, ConductRecord
from activities.queries import awards
from activities.services import results
from documents.chinese import whole
from school.clock import today
from school.models import Term
from school.policy import fetch, has, requires, within
from school.workflow import Refused


def _term(request: HttpRequest) -> Term:
    if request.person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    return request.person.term


@require_GET
@requires("award.read")
def award_list(request: HttpRequest) -> HttpResponse:
    """先进班级 by weeks, for everybody to see what was written down for his class."""
    weeks = awards.by_weeks(request.person, _term(request))
    return render(request, "activities/awards.html", {
        "weeks": weeks.items(), "classes": awards.by_classes(weeks), "may_enter": has(request.person, "award.enter"),
        "me": request.person.teacher,
    })


@requires("award.enter")
def award_week(request: HttpRequest) -> HttpResponse:
    """一周的先进班级: head teachers down, the days of the week across; a class that stands in no roster is entered by name."""
    person, term = request.person, _term(request)
    now = min(max(term.week_of(today()), 1), term.weeks)
    week = whole(request.GET.get("week", ""), now)
    week = week if 1 <= week <= term.weeks else now
    first, _ = term.week_span(week)
    days = [day for day in (first + timedelta(days=offset) for offset in range(5)) if term.starts <= day <= min(term.ends, today())]
    rows = awards.head_teachers(person)
    form = AwardForm(request.POST if "class_name" in request.POST else None, person=person, initial={"day": today()})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            results.add_award(person, data["teacher"], data["class_name"], data["day"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{data['class_name']}记好了，记在{data['teacher']}名下。")
            return redirect(f"{reverse('award_week')}?week={term.week_of(data['day'])}")
    elif request.method == "POST" and not form.is_bound:
        ticked = {(teacher.pk, day) for teacher, _ in rows for day in days if f"w-{teacher.pk}-{day}" in request.POST}
        added, gone = results.set_week(person, days, rows, ticked)
        messages.success(request, f"第 {week} 周存好了：添了 {added} 条" + (f"，去掉 {gone} 条。" if gone else "。"))
        return redirect(f"{reverse('award_week')}?week={week}")
    known = awards.by_weeks(person, term).get(week, [])
    there = {(award.teacher_id, award.class_name, award.day) for award in known}
    shown = {(teacher.pk, name, day) for teacher, name in rows for day in days}
    own = person.teacher and person.teacher.pk
    return render(request, "activities/awards_week.html", {
        "week": week, "days": days, "before": week - 1, "after": week + 1 if week < now else 0, "form": form,
        "rows": [
            (teacher, name, teacher.pk == own, [(day, (teacher.pk, name, day) in there) for day in days]) for teacher, name in rows
        ],
        "others": [award for award in known if (award.teacher_id, award.class_name, award.day) not in shown],
    })


@require_POST
@requires("award.enter")
def award_remove(request: HttpRequest, pk: int) -> HttpResponse:
    results.remove_award(request.person, fetch(request.person, "award.enter", ClassAward.objects.select_related("teacher"), pk=pk))
    messages.success(request, "已经去掉。")
    return redirect("award_list")


@require_GET
@requires("conduct.read")
def conduct_list(request: HttpRequest) -> HttpResponse:
    """师德考核记录: the 校长 sees all, the assigned leader his, a teacher his own and answers it."""
    return _conduct_page(request)


def _conduct_page(request: HttpRequest, typed: DecisionForm | AnswerForm | None = None, pk: int | None = None) -> HttpResponse:
    """The records with the forms below them; what was typed into one and could not be stored (`typed`) stands there again."""
    person, me = request.person, request.person.teacher and request.person.teacher.pk
    rows = within(person, "conduct.read", ConductRecord.objects.filter(term=person.term)).select_related("teacher", "assigned").prefetch_related("deciders")
    may_write, shown = has(person, "conduct.write"), []
    for record in rows:
        if typed and record.pk == pk:
            form = typed
        elif record.teacher_id == me:
            form = AnswerForm(record=record)
        else:
            form = DecisionForm(person=person, record=record) if may_write and person.term else None
        shown.append((record, form))
    return render(request, "activities/conduct.html", {
        "rows": shown, "may_write": may_write, "surveys": has(person, "survey.results"), "me": me, "typed": pk,
    })


@requires("conduct.write")
def conduct_new(request: HttpRequest) -> HttpResponse:
    _term(request)
    form = ConductForm(request.POST or None, person=request.person, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        results.add_conduct(request.person, values.pop("teacher"), values)
        messages.success(request, "记好了，本人会收到通知，可以写说明；领导小组决定以后才扣分。")
        return redirect("conduct_list")
    return render(request, "activities/conduct_new.html", {"form": form})


@require_POST
@requires("conduct.answer")
def conduct_answer(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ConductRecord.objects.filter(teacher=request.person.teacher)
    record = fetch(request.person, "conduct.answer", rows, pk=pk)
    form = AnswerForm(request.POST, record=record)
    if not form.is_valid():
        return _conduct_page(request, form, record.pk)
    results.answer_conduct(request.person, record, form.cleaned_data["answer"])
    messages.success(request, "说明已经存好，校长看得到。")
    return redirect("conduct_list")


@require_POST
@requires("conduct.write")
def conduct_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """记领导小组的决定, or take a record back that should not be there."""
    rows = ConductRecord.objects.select_related("teacher", "term", "school")
    record = fetch(request.person, "conduct.write", rows, pk=pk)
    if request.POST.get("do") == "take_back":
        results.take_back_conduct(request.person, record)
        messages.success(request, "这一条撤掉了，本人会收到通知。")
        return redirect("conduct_list")
    form = DecisionForm(request.POST, person=request.person, record=record)
    if form.is_valid():
        data = form.cleaned_data
        try:
            results.decide_conduct(request.person, record, data["decision"], data["decided_on"], data["deciders"], data["severity"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return _conduct_page(request, form, record.pk)
    counts = data["severity"] != ConductRecord.Severity.NONE
    messages.success(request, f"决定记好了，{'从现在起计入考核' if counts else '不扣分'}；本人会收到通知。")
    return redirect("conduct_list")
