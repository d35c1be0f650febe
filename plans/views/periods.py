"""规划与学年计划, the management network, and the school's Word template."""
from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.chinese import whole
from plans import network, queries
from plans.forms.periods import LongForm, NetworkForm, TemplateForm
from plans.models import Plan, WordTemplate
from plans.services import editing, periods, template
from plans.services.periods import Owner
from plans.services.team import GROUP, PERSONAL
from school import uploads
from school.models import Group
from school.policy import check, fetch, has, requires
from school.workflow import Refused


@requires("plan.read")
@require_GET
def long_plans(request: HttpRequest) -> HttpResponse:
    """规划 and 学年计划 of the school with the term plans below each, of the groups, and one's own."""
    person = request.person
    rows = queries.readable(person).filter(term=None).prefetch_related("editions", "children__term").order_by("-period", "-starts")
    own = PERSONAL.readable(person).filter(term=None, teacher=person.teacher) if person.teacher else []
    led = Group.objects.filter(pk__in=person.led_groups) if has(person, "group_plan.write") else Group.objects.none()
    groups = GROUP.readable(person).filter(term=None).order_by("group__order", "-starts") if has(person, "group_plan.read") else []
    return render(request, "plans/long.html", {
        "plans": list(rows), "own": list(own), "groups": list(groups), "led": list(led), "form": LongForm(),
        "may_edit": has(person, "plan.edit"), "may_write": person.teacher is not None,
    })


@requires("plan.read")
@require_POST
def long_start(request: HttpRequest) -> HttpResponse:
    """起草 for the school, for a group one leads, or for oneself."""
    person, form = request.person, LongForm(request.POST)
    own, group = request.POST.get("whose") == "mine", request.POST.get("group", "")
    check(person, "personal_plan.write" if own else "group_plan.write" if group else "plan.edit")
    if not form.is_valid():
        raise Refused("".join(error for errors in form.errors.values() for error in errors), "请返回改好再起草。")
    years, first = form.cleaned_data["years"], form.cleaned_data["first_year"]
    if own:
        if person.teacher is None:
            raise Refused("你的账号没有对应的教师，写不了个人规划。", "请管理员在名册里把账号连上。")
        return redirect("personal_plan", pk=periods.start(person, Owner(Plan.Level.TEACHER, teacher=person.teacher), first, years).pk)
    if group:
        led = get_object_or_404(Group, pk=whole(group, 0), pk__in=person.led_groups)
        return redirect("group_plan", pk=periods.start(person, Owner(Plan.Level.GROUP, group=led), first, years).pk)
    return redirect("plan_edit", pk=periods.start(person, Owner(Plan.Level.SCHOOL), first, years).pk)


@requires("plan.edit")
@require_POST
def long_copy(request: HttpRequest, pk: int) -> HttpResponse:
    plan = fetch(request.person, "plan.edit", queries.school_plans().filter(term=None), pk=pk)
    periods.copy_last(request.person, plan)
    messages.success(request, "已照上一份写进草稿，年份已经改过，请逐节看一遍。")
    return redirect("plan_edit", pk=plan.pk)


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_network(request: HttpRequest, pk: int) -> HttpResponse:
    """管理网络: what each level is called and what stands on it, the drawing and the table; kept, it stands in the plan."""
    plan = fetch(request.person, "plan.edit", queries.school_plans(), pk=pk)
    kept = plan.network or list(network.LABELS)
    form = NetworkForm(request.POST or None, kept=kept, standing=[network.written(boxes) for boxes in network.derived(plan)])
    if request.method == "POST" and ("keep" not in request.POST or form.is_valid()):
        template.set_network(request.person, plan, form.levels() if "keep" in request.POST else [])
        messages.success(request, "管理网络放进了计划。" if "keep" in request.POST else "计划里不再有管理网络。")
        return redirect("plan_network", pk=pk)
    levels = network.network_of(plan, kept)
    return render(request, "plans/network.html", {
        "plan": plan, "form": form, "rows": network.rows(levels), "drawing": mark_safe(network.svg(levels)) if levels else "",  # noqa: S308
        "open": plan.state in editing.EDITABLE,
    })


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def word_template(request: HttpRequest) -> HttpResponse:
    """Word 样板: the school's own .docx, or the usual look of a 公文."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    row = WordTemplate.objects.filter(school=request.person.school).select_related("file", "by").first()
    if request.method == "POST" and "remove" in request.POST:
        template.drop(request.person)
        messages.success(request, "样板已去掉，Word 用公文格式。")
        return redirect("word_template")
    if request.method == "POST" and form.is_valid():
        try:
            template.use(request.person, uploads.read(form.cleaned_data["file"]), form.cleaned_data["file"].name)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "样板收下了。以后下载的 Word 计划都用它的样子。")
            return redirect("word_template")
    return render(request, "plans/word_template.html", {"form": form, "row": row, "plan": queries.of_term(request.person, request.person.term)})


@requires("plan.edit")
@require_GET
def word_sample(request: HttpRequest) -> HttpResponse:
    """A template to begin with: the placeholders in the look of a 公文."""
    response = HttpResponse(template.sample(), content_type=template.WORD)
    response["Content-Disposition"] = 'attachment; filename="template.docx"'
    return response

