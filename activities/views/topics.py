from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.topics import EditTopic, MilestoneForm, NewTopic
from activities.models import Milestone, Outcome, Topic
from activities.papers import topics as papers
from activities.queries import topics as queries
from activities.queries.works import readable
from activities.services import topics as service
from activities.states import TOPIC_STEPS, TopicState
from activities.views.pairs import as_pdf
from school import clock, uploads
from school.policy import fetch, has, requires, within
from school.workflow import Refused, steps_for


@require_GET
@requires("topic.read")
def topic_list(request: HttpRequest) -> HttpResponse:
    """课题登记, one's own marked."""
    person = request.person
    state = request.GET.get("state", "") if request.GET.get("state") in TopicState.values else ""
    rows = queries.listed(person)
    rows = rows.filter(state=state) if state else rows
    mine = set(queries.own(person).values_list("pk", flat=True)) if person.teacher else set()
    return render(request, "activities/topics/list.html", {
        "rows": rows, "states": TopicState.choices, "state": state, "mine": mine, "may_propose": person.teacher,
    })


@requires("topic.write")
def topic_new(request: HttpRequest) -> HttpResponse:
    form = NewTopic(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        topic = service.propose(request.person, values.pop("key"), values, values.pop("members"))
        messages.success(request, "申报好了，等教导处立项；阶段任务现在就可以加。")
        return redirect("topic", topic.pk)
    return render(request, "activities/topics/edit.html", {"form": form})


def _found(request: HttpRequest, action: str, pk: int) -> Topic:
    return fetch(request.person, action, Topic.objects.select_related("leader", "school", "decided_by"), pk=pk)


@require_GET
@requires("topic.read")
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: its tasks, outcomes and state."""
    person, found = request.person, _found(request, "topic.read", pk)
    mine = has(person, "topic.write") and within(person, "topic.write", Topic.objects.filter(pk=pk)).exists()
    open_to_me = mine and found.state not in service.OVER
    outcomes = list(found.outcomes.select_related("work", "file"))
    may_read = set(readable(person).filter(pk__in=[row.work_id for row in outcomes if row.work_id]).values_list("pk", flat=True))
    for row in outcomes:
        row.linked = row.work_id in may_read
    return render(request, "activities/topics/detail.html", {
        "topic": found, "milestones": found.milestones.all(), "outcomes": outcomes, "mine": mine, "open_to_me": open_to_me,
        "today": clock.today(), "task": MilestoneForm(), "works": queries.works_for(found, person)[:50] if open_to_me else [],
        "steps": [step for step in steps_for(person, found, TOPIC_STEPS) if step.action != "topic.write" or mine],
    })


@requires("topic.write")
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "topic.write", pk)
    names = ("title", "problem", "level", "outside", "since", "until", "conclusion")
    initial = {name: getattr(found, name) for name in (*names, "version")} | {"members": list(found.members.all())}
    form = EditTopic(request.POST or None, person=request.person, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        service.edit(request.person, found, data["version"], {name: data[name] for name in names}, data["members"])
        messages.success(request, "改好了。")
        return redirect("topic", pk)
    return render(request, "activities/topics/edit.html", {"form": form, "topic": found})


@require_POST
@requires("topic.read")
def topic_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "topic.read", pk)
    name = request.POST.get("step", "")
    step = next((step for step in TOPIC_STEPS if step.name == name), None)
    if step is None:
        raise Http404
    fetch(request.person, step.action, Topic.objects.all(), pk=pk)
    service.take_step(
        request.person, found, name, reason=request.POST.get("reason", ""), number=request.POST.get("number", "")
    )
    messages.success(request, f"现在是『{found.get_state_display()}』。")
    return redirect("topic", pk)


@require_POST
@requires("topic.write")
def topic_task(request: HttpRequest, pk: int) -> HttpResponse:
    """加一项阶段任务."""
    found = _found(request, "topic.write", pk)
    form = MilestoneForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        service.add_milestone(request.person, found, data["key"], data["title"], data["due"])
        messages.success(request, "加好了，到时候会提醒。")
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("topic", pk)


@require_POST
@requires("topic.write")
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "topic.write", Milestone.objects.select_related("topic__school"), pk=pk)
    service.finish_milestone(request.person, row, request.POST.get("note", ""))
    messages.success(request, "记下了。")
    return redirect("topic", row.topic_id)


@require_POST
@requires("topic.write")
def topic_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """加成果: one of the works, or files; each file that cannot be taken gets its own sentence."""
    found = _found(request, "topic.write", pk)
    number = request.POST.get("work", "")
    if number.isdecimal() and len(number) < 10:
        work = queries.works_for(found, request.person).filter(pk=number).first()
        if work is None:
            raise Refused("这一篇不在可选的材料里。", "请刷新页面重新选。", label=str(found))
        service.add_work(request.person, found, work)
        messages.success(request, "加好了。")
        return redirect("topic", pk)
    for upload in request.FILES.getlist("files"):
        try:
            service.add_file(request.person, found, uploads.read(upload), upload.name)
            messages.success(request, f"『{upload.name}』传好了。")
        except Refused as refusal:
            messages.error(request, str(refusal))
    if not request.FILES:
        messages.error(request, "还没有选材料或文件。")
    return redirect("topic", pk)


@require_POST
@requires("topic.write")
def outcome_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "topic.write", Outcome.objects.select_related("topic__school"), pk=pk)
    service.remove_outcome(request.person, row)
    messages.success(request, "去掉了。")
    return redirect("topic", row.topic_id)


@require_GET
@requires("topic.read")
def topic_register_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return as_pdf(papers.register(_found(request, "topic.read", pk)))


@require_GET
@requires("topic.read")
def topic_conclusion_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return as_pdf(papers.conclusion(_found(request, "topic.read", pk)))
