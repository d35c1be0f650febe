"""各组计划与个人计划: who has handed in, the one page of a plan, its steps."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import richtext
from plans.models import Plan
from plans.services import team
from plans.services.team import GROUP, PERSONAL, Kind
from plans.states import PlanState
from school.models import Group
from school.policy import check, fetch, has, requires, within
from school.workflow import Refused, StaleEdit


@requires("personal_plan.read")
@require_GET
def team_plans(request: HttpRequest) -> HttpResponse:
    """This term's plans of groups and teachers that this person may read, and who is still missing."""
    person, term = request.person, request.person.term
    if term is None:
        return render(request, "plans/team.html", {"term": None})
    groups = list(GROUP.readable(person).filter(term=term).order_by("group__order"))
    personal = list(PERSONAL.readable(person).filter(term=term).order_by("teacher__order"))
    everybody = has(person, "plan.edit")
    return render(request, "plans/team.html", {
        "term": term, "groups": groups, "personal": personal, "everybody": everybody,
        "led": Group.objects.filter(pk__in=person.led_groups).exclude(pk__in=[plan.group_id for plan in groups]),
        "mine": next((plan for plan in personal if person.teacher and plan.teacher_id == person.teacher.pk), None),
        "may_write": has(person, "personal_plan.write") and person.teacher,
        "missing_groups": team.missing_groups(term, person.school) if everybody else [],
        "missing_teachers": team.missing_teachers(term, person.school) if everybody else [],
    })


@requires("personal_plan.write")
@require_POST
def personal_plan_start(request: HttpRequest) -> HttpResponse:
    if request.person.term is None:
        raise Refused("学校还没有学期，计划没有地方放。", "请找教导处先建本学期。")
    return redirect("personal_plan", pk=team.start_personal(request.person, request.person.term).pk)


@requires("group_plan.write")
@require_POST
def group_plan_start(request: HttpRequest, pk: int) -> HttpResponse:
    if request.person.term is None:
        raise Refused("学校还没有学期，计划没有地方放。", "请找教导处先建本学期。")
    group = get_object_or_404(Group, pk=pk, pk__in=request.person.led_groups)
    return redirect("group_plan", pk=team.start_group(request.person, group, request.person.term).pk)


@requires("group_plan.read")
@require_http_methods(["GET", "POST"])
def group_plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, GROUP, pk)


@requires("personal_plan.read")
@require_http_methods(["GET", "POST"])
def personal_plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, PERSONAL, pk)


@requires("group_plan.read")
@require_POST
def group_plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, GROUP, pk)


@requires("personal_plan.read")
@require_POST
def personal_plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, PERSONAL, pk)


def _page(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Read by who may; written in the same place by who writes it, while it is a draft."""
    person = request.person
    if request.method == "POST":
        check(person, kind.action("write"))
    plan = get_object_or_404(kind.readable(person), pk=pk)
    writes = has(person, kind.action("write")) and within(person, kind.action("write"), kind.rows()).filter(pk=pk).exists()
    stale = None
    sections = list(plan.sections.all())
    answers = [(section, richtext.plain(section.body)) for section in sections]
    version = plan.version
    if request.method == "POST":
        fetch(person, kind.action("write"), kind.rows(), pk=pk)
        texts = {section.pk: request.POST.get(f"text-{section.pk}", "") for section in sections}
        sent = request.POST.get("version", "")
        try:
            team.save(person, kind, plan, texts, version=int(sent) if sent.isdecimal() and len(sent) < 10 else -1)
        except StaleEdit as error:
            stale, version, answers = error, error.version, [(section, texts[section.pk]) for section in sections]
        else:
            if request.POST.get("then") == "hand_in":
                team.step(person, kind, plan, "hand_in")
                messages.success(request, "已提交，通过或退回都会通知你。")
            else:
                messages.success(request, "已保存。")
            return redirect(kind.url, pk=plan.pk)
    school_plan = Plan.objects.filter(school=plan.school, term=plan.term, level=Plan.Level.SCHOOL).first()
    stages = [{"name": s.name, "start": s.starts.isoformat(), "end": s.ends.isoformat()} for s in school_plan.stages.all()] if school_plan else []
    return render(request, "plans/team_plan.html", {
        "plan": plan, "kind": kind, "answers": answers, "stale": stale, "version": version, "stages": stages,
        "writes": writes and plan.state == PlanState.DRAFT, "steps": [s for s in kind.steps if s.name != "hand_in"],
        "steps_url": reverse(f"{kind.url}_step", args=[plan.pk]), "last": _last(kind, plan),
    }, status=409 if stale else 200)


def _last(kind: Kind, plan: Plan) -> Plan | None:
    """去年的（上学期的） plan of the same writer, to look at beside this one."""
    rows = kind.rows().filter(group=plan.group, teacher=plan.teacher, term__starts__lt=plan.term.starts, school=plan.school)
    return rows.order_by("-term__starts").first()


def _step(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    plan = get_object_or_404(kind.readable(request.person), pk=pk)
    step = next((step for step in kind.steps if step.name == request.POST.get("step")), None)
    if step is None:
        raise Refused("没有这一步。", label=plan.title)
    check(request.person, step.action)
    if not step.action.endswith("accept"):
        fetch(request.person, step.action, kind.rows(), pk=pk)
    team.step(request.person, kind, plan, step.name, reason=request.POST.get("reason", ""))
    messages.success(request, f"计划现在是『{plan.get_state_display()}』。")
    return redirect(kind.url, pk=plan.pk) if kind.readable(request.person).filter(pk=pk).exists() else redirect("team_plans")
