"""设置: school, terms, groups, roster, accounts, log and background jobs."""
from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from school import audit, honours, jobs, log_words, queries, uploads
from school.forms import GroupForm, LeaveFormSet, MembersForm, RosterUpload, SchoolForm, TagForm, TeacherForm, TermForm
from school.models import Group, Job, Role, Service, Tag, Teacher, Term, User
from school.policy import fetch, has, requires
from school.services import accounts as account_services
from school.services import roster as roster_services
from school.services import settings as services
from school.services import tags as tag_services
from school.workflow import Refused


@requires("settings")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    school = request.person.school
    form = SchoolForm(request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in SchoolForm.Meta.fields}
        hours = form.cleaned_data["lesson_hours"]
        school.refresh_from_db()
        services.edit_school(
            request.person, school, {**values, "holidays": form.cleaned_data["calendar"]},
            kept={"lesson_hours": str(hours) if hours else None, "writing_ceiling": form.cleaned_data["writing_ceiling"],
                  "forms": form.cleaned_data["training_forms"] or None, "lesson_kinds": form.cleaned_data["lesson_kinds"] or None},
        )
        messages.success(request, "学校设置已保存。")
        return redirect("settings")
    terms = Term.objects.filter(school=school)
    return render(request, "school/settings.html", {"form": form, "school": school, "terms": terms})


@requires("settings")
@require_http_methods(["GET", "POST"])
def term_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    school = request.person.school
    term = fetch_term(request, code) if code else Term(school=school)
    form = TermForm(request.POST or None, instance=term, school=school)
    if request.method == "POST" and form.is_valid():
        saved = services.save_term(request.person, form.instance, is_new=not code)
        messages.success(request, f"『{saved}』已保存，第 1 周从 {saved.week_span(1)[0]:%Y-%m-%d} 算起。")
        if not code and queries.carried(saved):
            messages.info(request, "教研组的成员和组长照上学期带过来了，请到『教研组』核对。")
        return redirect("settings")
    return render(request, "school/term.html", {"form": form, "term": term if code else None})


def fetch_term(request: HttpRequest, code: str) -> Term:
    return get_object_or_404(Term, school=request.person.school, code=code)


@requires("roster.read")
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    person, asked = request.person, request.GET
    rows = queries.roster(
        person, person.term, group=asked.get("group", ""), tag=asked.get("tag", ""), name=asked.get("name", "").strip()
    )
    page = Paginator(rows, 100).get_page(asked.get("page"))
    return render(request, "school/roster.html", {
        "page": page, "groups": Group.objects.all(), "tags": Tag.objects.all(), "asked": asked,
        "may_edit": has(person, "roster.edit"),
    })


@requires("roster.edit")
@require_http_methods(["GET", "POST"])
def teacher_edit(request: HttpRequest, pk: int) -> HttpResponse:
    teacher = fetch(request.person, "roster.edit", Teacher.objects, pk=pk)
    leaving = "leave-TOTAL_FORMS" in request.POST
    form = TeacherForm(request.POST if request.method == "POST" and not leaving else None, instance=teacher)
    away = [{"kind": one.kind, "since": one.since, "until": one.until} for one in teacher.services.exclude(kind=Service.Kind.SERVICE)]
    leaves = LeaveFormSet(request.POST if leaving else None, prefix="leave", initial=away)
    if leaving and leaves.is_valid():
        services.save_leaves(request.person, teacher, leaves.rows())
        messages.success(request, f"{teacher.name}的长假已保存。")
        return redirect("teacher_edit", pk=pk)
    if form.is_bound and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "tags"}
        teacher = fetch(request.person, "roster.edit", Teacher.objects, pk=pk)
        services.save_teacher(request.person, teacher, values, list(form.cleaned_data["tags"]))
        messages.success(request, f"{teacher.name}的名册已保存。")
        return redirect("roster")
    return render(request, "school/teacher.html", {"form": form, "teacher": teacher, "leaves": leaves})


@requires("roster.edit")
@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest) -> HttpResponse:
    """上传名册: a preview first; what was previewed is kept in the session and applied on the second button."""
    person, school = request.person, request.person.school
    form = RosterUpload(request.POST or None, request.FILES or None)
    context = {"form": form, "columns": [*roster_services.COLUMNS, *roster_services.LISTS], "honour": honours.SHAPE}
    if request.method == "POST" and form.is_valid():
        if person.term is None:
            raise Refused("学校还没有学期，教研组成员记不到学期里。", "请先在『学校与学期』里建本学期。")
        try:
            draft = roster_services.read(uploads.read(form.cleaned_data["file"]), school, person.term)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            if draft.errors or "preview" in request.POST:
                context["draft"] = draft
            else:
                added, changed = roster_services.apply(person, school, person.term, draft)
                messages.success(request, f"名册已导入：新增 {added} 人，更新 {changed} 人。")
                return redirect("roster")
    return render(request, "school/roster_import.html", context, status=200)


@requires("settings")
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """教研组 of the term and 分层标签, each with its line to add one."""
    tagging = "add_tag" in request.POST
    form = GroupForm(request.POST if request.method == "POST" and not tagging else None, person=request.person)
    tag_form = TagForm(request.POST if tagging else None, person=request.person, prefix="tag")
    if tagging and tag_form.is_valid():
        tag = tag_services.add_tag(request.person, tag_form.cleaned_data["name"])
        messages.success(request, f"标签『{tag}』已建好，请选给谁。")
        return redirect("tag_members", pk=tag.pk)
    if form.is_bound and form.is_valid():
        group = services.add_group(request.person, form.cleaned_data["name"], form.cleaned_data["kind"])
        messages.success(request, f"『{group}』已建好，请选成员和组长。")
        return redirect("group_members", pk=group.pk)
    term = request.person.term
    return render(request, "school/groups.html", {
        "form": form, "tag_form": tag_form, "groups": queries.groups(term), "carried": queries.carried(term), "term": term,
        "tags": Tag.objects.annotate(number=Count("teachers", Q(teachers__left=None))), "new": tag_services.NEW,
    })


@requires("settings")
@require_http_methods(["GET", "POST"])
def tag_members(request: HttpRequest, pk: int) -> HttpResponse:
    """One 分层标签: its name and whom it is given to; 新教师 is only shown."""
    person = request.person
    tag = fetch(person, "settings", Tag.objects, pk=pk)
    form = TagForm(request.POST if request.method == "POST" else None, person=person, tag=tag)
    if form.is_bound and form.is_valid():
        tag_services.change_tag(person, tag, form.cleaned_data["name"], list(form.cleaned_data["members"]))
        messages.success(request, f"『{tag}』已保存。")
        return redirect("groups")
    return render(request, "school/tag_members.html", {"form": form, "tag": tag, "follows": tag.name == tag_services.NEW})


@requires("settings")
@require_http_methods(["GET", "POST"])
def group_members(request: HttpRequest, pk: int) -> HttpResponse:
    person = request.person
    group = fetch(person, "settings", Group.objects, pk=pk)
    now = list(group.memberships.filter(term=person.term))
    initial = {"members": [m.teacher_id for m in now], "leaders": [m.teacher_id for m in now if m.leads]}
    form = MembersForm(request.POST or None, person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_members(person, group, person.term, list(form.cleaned_data["members"]), list(form.cleaned_data["leaders"]))
        messages.success(request, f"『{group}』的成员已保存。")
        return redirect("groups")
    return render(request, "school/group_members.html", {"form": form, "group": group})


@requires("accounts")
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    return render(request, "school/accounts.html", {"users": queries.accounts(request.person)})


@requires("accounts")
@require_http_methods(["GET", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = request.person
    user = _account(request, pk)
    if request.method == "POST":
        account_services.set_roles(person, user, set(request.POST.getlist("role")) & set(account_services.GIVEN_BY_ADMIN))
        messages.success(request, f"{user.name}的身份已保存，下一次打开页面就生效。")
        return redirect("accounts")
    mine = set(Role.objects.filter(user=user, school=person.school).values_list("name", flat=True))
    choices = [(value, label, value in mine) for value, label in Role.Name.choices if value in account_services.GIVEN_BY_ADMIN]
    return render(request, "school/account.html", {"account": user, "choices": choices})


def _account(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(queries.accounts(request.person), pk=pk)


@requires("accounts")
@require_POST
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    user = _account(request, pk)
    password = account_services.first_password(request.person, user)
    response = render(request, "school/password_once.html", {"account": user, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@requires("accounts")
@require_POST
def account_active(request: HttpRequest, pk: int) -> HttpResponse:
    user = _account(request, pk)
    account_services.set_active(request.person, user, request.POST.get("active") == "1")
    messages.success(request, f"{user.name}的账号已{'启用' if user.is_active else '停用'}。")
    return redirect("accounts")


@requires("audit.read")
@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    rows = queries.audit_entries(request.person, words=request.GET.get("q", "").strip())
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    log_words.explain(page.object_list)
    broken = audit.first_break(request.person.school) if "check" in request.GET else None
    return render(request, "school/audit.html", {"page": page, "checked": "check" in request.GET, "broken": broken})


@requires("job.read")
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.jobs(), 30).get_page(request.GET.get("page"))
    return render(request, "school/jobs.html", {"page": page})


@requires("job.read")
@require_GET
def job_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar of one job, asked for every second by the page that shows it."""
    job = fetch(request.person, "job.read", Job.objects, pk=pk)
    if request.htmx:
        response = render(request, "school/job_bar.html", {"job": job})
        if not job.open:
            response["HX-Refresh"] = "true"  # what the page says around the bar has changed too
        return response
    return JsonResponse({"state": job.state, "done": job.done, "total": job.total, "message": job.message, "open": job.open})


@requires("job.read")
@require_POST
def job_step(request: HttpRequest, pk: int) -> HttpResponse:
    """取消 or 再试一次."""
    job = fetch(request.person, "job.read", Job.objects, pk=pk)
    if request.POST.get("step") == "cancel":
        jobs.cancel(request.person, job)
        messages.success(request, "已请求取消。")
    else:
        again = jobs.retry(request.person, job)
        jobs.send(again)
        messages.success(request, "已重新排队。")
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    return redirect(back if safe else "job_list")
