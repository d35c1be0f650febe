"""问题即课题: posting, sorting, the page of a theme, and one's own core problem."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.chinese import whole
from documents.typeset import typeset
from plans import papers_folder, problems
from plans.forms.problems import CoreForm, ProblemForm
from plans.models import CoreProblem, Plan, Problem, ScheduleEntry, Theme
from plans.services import problems as services
from plans.states import CORE_STEPS, THEME_STEPS
from school.clock import today
from school.models import Term
from school.policy import check, fetch, has, requires
from school.workflow import Refused, StaleEdit


def _term(request: HttpRequest) -> Term:
    if request.person.term is None:
        raise Refused("学校还没有学期，问题没有地方放。", "请找教导处先建本学期。")
    return request.person.term


@requires("problem.read")
@require_http_methods(["GET", "POST"])
def problem_list(request: HttpRequest) -> HttpResponse:
    """The term's problems under their themes, mine above them; a POST posts one."""
    person, term = request.person, _term(request)
    form = ProblemForm(request.POST or None)
    if request.method == "POST":
        check(person, "core_problem.write")
        if form.is_valid():
            data = form.cleaned_data
            services.post(person, term, data["text"], data["where"], data["key"])
            messages.success(request, "提交了。教导处归类以后，看得到它归在哪个主题下。")
            return redirect("problem_list")
    return render(request, "plans/problems.html", {
        "term": term, "form": form, "themes": problems.themes(term), "unsorted": list(problems.unsorted(term)),
        "mine": problems.core_of(person.teacher, term), "sorts": has(person, "problem.sort"), "posts": person.teacher is not None,
        "cores": list(problems.cores(person, term)), "carried": list(problems.carried_themes(term)) if has(person, "problem.sort") else [],
        "core_steps": CORE_STEPS,
    })


@requires("problem.sort")
@require_POST
def problem_sort(request: HttpRequest) -> HttpResponse:
    """归类: the whole page of choices at once; or a new theme, or one carried over."""
    person, term = request.person, _term(request)
    if "new" in request.POST:
        theme = services.add_theme(person, term, request.POST.get("title", ""))
        messages.success(request, f"有了主题『{theme.title}』，把问题归到它下面。")
    elif "take_up" in request.POST:
        services.take_up(person, term, _number(request.POST["take_up"]) or 0)
        messages.success(request, "接着研究，放进了本学期的主题。")
    else:
        moved = services.sort(person, term, _choices(request, "problem-"), [_number(pk) for pk in request.POST.getlist("chosen")],
                              {pk: into for pk, into in _choices(request, "merge-").items() if into})
        messages.success(request, f"已保存，移动了 {moved} 个问题。")
    return redirect("problem_list")


def _choices(request: HttpRequest, prefix: str) -> dict[int, int | None]:
    found = {_number(name.removeprefix(prefix)): _number(value) for name, value in request.POST.items() if name.startswith(prefix)}
    return {pk: value for pk, value in found.items() if pk}


def _number(text: str) -> int | None:
    return whole(text)


@requires("core_problem.write")
@require_POST
def problem_remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.remove(request.person, fetch(request.person, "core_problem.write", Problem.objects, pk=pk))
    messages.success(request, "已收回。")
    return redirect("problem_list")


@requires("problem.read")
@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme: its problems, who studies it, what is held for it and what came of it."""
    person = request.person
    row = fetch(person, "problem.read", Theme.objects.select_related("term"), pk=pk)
    if request.method == "POST":
        check(person, "problem.sort")
        services.hold_for(person, row, [number for number in map(_number, request.POST.getlist("entries")) if number])
        messages.success(request, "记下了哪些日程是为它办的。")
        return redirect("theme", pk=pk)
    sorts = has(person, "problem.sort")
    entries = ScheduleEntry.objects.filter(plan__term=row.term, plan__level=Plan.Level.SCHOOL).order_by("starts", "order") if sorts else []
    return render(request, "plans/theme.html", {
        "theme": row, "one": next(one for one in problems.themes(row.term) if one.theme.pk == row.pk), "sorts": sorts, "entries": entries,
        "cores": list(problems.cores(person, row.term).filter(theme=row)), "steps": THEME_STEPS,
        "steps_url": reverse("theme_step", args=[pk]),
    })


@requires("problem.sort")
@require_POST
def theme_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "problem.sort", Theme.objects, pk=pk)
    services.step_theme(request.person, row, _step(request, THEME_STEPS), reason=request.POST.get("reason", ""))
    messages.success(request, f"『{row.title}』现在是『{row.get_state_display()}』。")
    return redirect("theme", pk=pk)


def _step(request: HttpRequest, steps: tuple) -> str:
    name = request.POST.get("step", "")
    if name not in {step.name for step in steps}:
        raise Refused("没有这一步。")
    return name


@requires("core_problem.write")
@require_http_methods(["GET", "POST"])
def core_problem_mine(request: HttpRequest) -> HttpResponse:
    """我的核心问题: chosen once a term, with what I mean to do about it."""
    person, term = request.person, _term(request)
    if person.teacher is None:
        raise Refused("你的账号没有对应的教师，选不了核心问题。", "请管理员在名册里把账号连上。")
    row, stale = problems.core_of(person.teacher, term), None
    carried = None if row else problems.carried_core(person.teacher, term)
    initial = {"text": carried.text, "how": carried.how} if carried else {}
    form = CoreForm(request.POST or None, instance=row, term=term, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.save_core(person, term, data["theme"], data["text"], data["how"], version=data["version"])
        except StaleEdit as error:
            stale = error
        else:
            messages.success(request, "已保存。")
            return redirect("problem_list")
    return render(request, "plans/core_problem.html", {"form": form, "row": row, "stale": stale, "carried": carried}, status=409 if stale else 200)


@requires("core_problem.read")
@require_GET
def core_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """问题—计划—行动—反思 of one teacher's core problem."""
    person = request.person
    row = fetch(person, "core_problem.read", CoreProblem.objects.select_related("teacher", "theme", "term", "before"), pk=pk)
    own = person.teacher is not None and row.teacher_id == person.teacher.pk
    return render(request, "plans/core.html", {
        "row": row, "own": own, "entries": row.theme.entries.order_by("starts", "order"), "steps": CORE_STEPS if own else (),
        "steps_url": reverse("core_problem_step", args=[pk]),
    })


@requires("core_problem.write")
@require_POST
def core_problem_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "core_problem.write", CoreProblem.objects, pk=pk)
    services.step_core(request.person, row, _step(request, CORE_STEPS), reason=request.POST.get("reason", ""))
    messages.success(request, f"你的核心问题现在是『{row.get_state_display()}』。")
    return redirect("core_problem", pk=pk)


@requires("problem.read")
@require_GET
def problem_pdf(request: HttpRequest) -> HttpResponse:
    """问题—计划—行动—反思 as the table of the report's last chapter, as this person may read it."""
    term = _term(request)
    paper = papers_folder.problem_paper(problems.themes(term, chosen=True), term, today(), problems.named(request.person))
    response = HttpResponse(typeset(paper), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="problems.pdf"'
    return response
