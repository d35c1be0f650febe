"""各组计划与个人计划: who has handed in, the one page of a plan, its steps."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import richtext
from documents.chinese import half_width, whole
from plans import due
from plans.forms.filing import DueForm
from plans.models import Plan, Theme
from plans.models.team import COUNTED
from plans.problems import core_of
from plans.services import periods, team
from plans.services.filing import set_due
from plans.services.team import GROUP, PERSONAL, Kind
from plans.states import PlanState
from school import clock
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
    office = has(person, "plan.edit")
    return render(request, "plans/team.html", {
        "term": term, "groups": groups, "personal": personal, "office": office, "missing": due.missing(person, term),
        "led": Group.objects.filter(pk__in=person.led_groups).exclude(pk__in=[plan.group_id for plan in groups]),
        "mine": next((plan for plan in personal if person.teacher and plan.teacher_id == person.teacher.pk), None),
        "may_write": has(person, "personal_plan.write") and person.teacher, "form": DueForm(term=term) if office else None,
        "long": list(PERSONAL.readable(person).filter(term=None).order_by("teacher__order", "-starts")),
    })


@requires("plan.edit")
@require_POST
def team_due(request: HttpRequest) -> HttpResponse:
    """定交计划的期限."""
    if request.person.term is None:
        raise Refused("学校还没有学期，期限没有地方放。", "请先在『设置·学校与学期』里建本学期。")
    form = DueForm(request.POST, term=request.person.term)
    if not form.is_valid():
        raise Refused("".join(error for errors in form.errors.values() for error in errors), "请返回改好再存。")
    set_due(request.person, request.person.term, form.cleaned_data)
    messages.success(request, "期限已定。到期没交的，先由教研组长催。")
    return redirect("team_plans")


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
    """One plan: its writer fills it, others read; the school's stages, goals and problems and the last one stand beside."""
    person = request.person
    if request.method == "POST":
        check(person, kind.action("write"))
    plan = get_object_or_404(kind.readable(person), pk=pk)
    writes = has(person, kind.action("write")) and within(person, kind.action("write"), kind.rows()).filter(pk=pk).exists()
    stale = None
    sections = list(plan.sections.all())
    answers = [(section, richtext.plain(section.body)) for section in sections]
    version, numbers = plan.version, plan.numbers
    if request.method == "POST":
        fetch(person, kind.action("write"), kind.rows(), pk=pk)
        texts = {section.pk: request.POST.get(f"text-{section.pk}", "") for section in sections}
        numbers = _numbers(request, plan)
        sent = request.POST.get("version", "")
        try:
            team.save(person, kind, plan, texts, version=whole(sent, -1),
                      numbers=numbers if plan.teacher_id and plan.term_id else None)
        except StaleEdit as error:
            if not request.accepts("text/html"):
                raise
            stale, version, answers = error, error.version, [(section, texts[section.pk]) for section in sections]
        else:
            if not request.accepts("text/html"):
                return JsonResponse({"version": plan.version, "saved": f"已保存 {clock.now():%H:%M}"})
            if request.POST.get("then") == "hand_in":
                team.step(person, kind, plan, "hand_in")
                messages.success(request, "已提交，通过或退回都会通知你。")
            else:
                messages.success(request, "已保存。")
            return redirect(kind.url, pk=plan.pk)
    last = _last(kind, plan)
    return render(request, "plans/team_plan.html", {
        "plan": plan, "kind": kind, "answers": answers, "stale": stale, "version": version, "last": last,
        "last_sections": last.sections.all() if last else [], "writes": writes and plan.state == PlanState.DRAFT,
        "looks_back": writes and plan.state == PlanState.PUBLISHED, "steps": [s for s in kind.steps if s.name not in ("hand_in", "look_back")],
        "steps_url": reverse(f"{kind.url}_step", args=[plan.pk]),
        "numbers": [(key, label, unit, numbers.get(key, "")) for key, label, unit in COUNTED] if plan.teacher_id and plan.term_id else [],
        **_of_school(plan), "above": _above(request, kind, plan),
    }, status=409 if stale else 200)


def _numbers(request: HttpRequest, plan: Plan) -> dict[str, int]:
    """打算做多少, as typed; what is no number is left as it was."""
    found = dict(plan.numbers)
    for key, label, _ in COUNTED:
        text = half_width(request.POST.get(key, "")).strip()
        if text and not (text.isdecimal() and len(text) < 4):
            raise Refused(f"『{label}』要写一个数。", "请返回改好再存，写的都还在。", label=plan.title)
        if key in request.POST:
            found[key] = int(text) if text else 0
    return {key: number for key, number in found.items() if number}


def _of_school(plan: Plan) -> dict[str, object]:
    """What the plan inherits: stages, goals and chosen problems of the school's plan."""
    rows = Plan.objects.filter(school=plan.school, level=Plan.Level.SCHOOL)
    school_plan = rows.filter(term=plan.term).first() if plan.term_id else None
    if school_plan is None:
        return {"stages": []}
    stages = [{"name": s.name, "start": s.starts.isoformat(), "end": s.ends.isoformat()} for s in school_plan.stages.all()]
    return {
        "stages": stages, "goals": school_plan.goals.all(), "themes": Theme.objects.filter(term=plan.term, chosen=True),
        "school_plan": school_plan, "core": core_of(plan.teacher, plan.term),
    }


def _above(request: HttpRequest, kind: Kind, plan: Plan) -> Plan | None:
    """The longer plan this one stands below, when the person may read that one too."""
    above = periods.above(plan)
    return above if above and kind.readable(request.person).filter(pk=above.pk).exists() else None


def _last(kind: Kind, plan: Plan) -> Plan | None:
    """去年的（上学期的） plan of the same writer and length, to look at beside this one."""
    rows = kind.rows().filter(group=plan.group, teacher=plan.teacher, school=plan.school, period=plan.period)
    if plan.term:
        return rows.filter(term__starts__lt=plan.term.starts).order_by("-term__starts").first()
    return rows.filter(starts__lt=plan.starts).order_by("-starts").first()


def _step(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    plan = get_object_or_404(kind.readable(request.person), pk=pk)
    step = next((step for step in kind.steps if step.name == request.POST.get("step")), None)
    if step is None:
        raise Refused("没有这一步。", label=plan.title)
    check(request.person, step.action)
    if not step.action.endswith("accept"):
        fetch(request.person, step.action, kind.rows(), pk=pk)
    if step.name == "look_back":
        team.look_back(request.person, kind, plan, request.POST.get("review", ""))
    else:
        team.step(request.person, kind, plan, step.name, reason=request.POST.get("reason", ""))
    messages.success(request, f"计划现在是『{plan.get_state_display()}』。")
    return redirect(kind.url, pk=plan.pk) if kind.readable(request.person).filter(pk=pk).exists() else redirect("team_plans")
