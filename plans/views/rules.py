"""制度: the list, one rule with its versions, drafting, putting in force, confirming."""
from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents import richtext
from documents.typeset import typeset
from plans import papers_folder
from plans import rules as reads
from plans.forms.rules import RuleForm, VersionForm
from plans.models import RuleVersion, SchoolRule
from plans.services import rules
from plans.states import RULE_STEPS, RuleState
from school.clock import today
from school.policy import fetch, has, requires
from school.workflow import StaleEdit


@requires("rule.read")
@require_GET
def rule_list(request: HttpRequest) -> HttpResponse:
    return render(request, "plans/rules.html", {"rules": reads.rules(request.person), "writes": has(request.person, "rule.edit")})


@requires("rule.edit")
@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = rules.start(request.person, form.cleaned_data["title"], form.cleaned_data["key"])
        return redirect("rule_edit", pk=row.pk)
    return render(request, "plans/rule_new.html", {"form": form})


@requires("rule.read")
@require_GET
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in force, or an older one asked for; drafts only for who writes rules."""
    person = request.person
    row = fetch(person, "rule.read", SchoolRule.objects, pk=pk)
    writes = has(person, "rule.edit")
    versions = list(row.versions.select_related("school") if writes else row.versions.exclude(state=RuleState.DRAFT).select_related("school"))
    asked = request.GET.get("no", "")
    shown = next((one for one in versions if str(one.no) == asked), None) or next(
        (one for one in versions if one.state == RuleState.IN_FORCE), versions[0] if versions else None
    )
    if shown is None:
        return redirect("rule_list")
    done = shown.receipts.filter(user=person.user).first()
    missing = reads.unconfirmed(shown) if writes and shown.state == RuleState.IN_FORCE else None
    return render(request, "plans/rule.html", {
        "rule": row, "shown": shown, "versions": versions, "writes": writes, "done": done, "missing": missing,
        "confirmed": shown.receipts.count(), "steps": RULE_STEPS, "steps_url": reverse("rule_step", args=[shown.pk]),
        "drafting": any(one.state == RuleState.DRAFT for one in versions),
    })


@requires("rule.edit")
@require_POST
def rule_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """起草下一稿."""
    row = fetch(request.person, "rule.edit", SchoolRule.objects.select_related("school"), pk=pk)
    return redirect("rule_edit", pk=rules.draft(request.person, row).pk)


@requires("rule.edit")
@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "rule.edit", RuleVersion.objects.select_related("rule", "school"), pk=pk)
    if row.state != RuleState.DRAFT and request.method == "GET":
        return redirect("rule", pk=row.rule_id)
    initial = {"version": row.version, "body": richtext.plain(row.body), "why": row.why, "effective": row.effective}
    form, stale = VersionForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rules.save(request.person, row, body=richtext.from_plain(data["body"]), why=data["why"], effective=data["effective"],
                       version=data["version"])
        except StaleEdit as error:
            stale = error
            form.data = form.data | {"version": error.version}
        else:
            messages.success(request, "已保存。校长看过以后公布施行。")
            return redirect(f"{reverse('rule', args=[row.rule_id])}?no={row.no}")
    return render(request, "plans/rule_edit.html", {"row": row, "form": form, "stale": stale}, status=409 if stale else 200)


@requires("rule.enact")
@require_POST
def rule_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "rule.enact", RuleVersion.objects.select_related("rule", "school"), pk=pk)
    rules.enact(request.person, row)
    messages.success(request, f"《{row.rule.title}》已公布施行，通知了全校。")
    return redirect("rule", pk=row.rule_id)


@requires("rule.read")
@require_POST
def rule_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "rule.read", RuleVersion.objects.select_related("rule"), pk=pk)
    rules.confirm(request.person, row)
    messages.success(request, "记下了：已读，我会照办。")
    return redirect("rule", pk=row.rule_id)


@requires("rule.read")
@require_GET
def rule_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """制度 as 公文."""
    rows = RuleVersion.objects.select_related("rule", "school")
    if not has(request.person, "rule.edit"):
        rows = rows.exclude(state=RuleState.DRAFT)
    row = get_object_or_404(rows, pk=pk, school=request.person.school)
    response = HttpResponse(typeset(papers_folder.rule_paper(row, today())), content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{row.rule.title}.pdf')}"
    return response
