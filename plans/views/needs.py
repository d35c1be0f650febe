"""需求调查进计划: the first answers of a survey, proposed as a paragraph and a table for one section; nothing goes in unseen."""
from __future__ import annotations

from html import escape

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from instruments.models import Instrument, Round
from instruments.queries import top_answers
from plans import queries
from plans.models import Plan, Section
from plans.services import editing
from school.clock import today
from school.policy import fetch, requires
from school.workflow import Refused

FEW = LATEST = 5
Needs = list[tuple[str, list[tuple[str, int]]]]


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_needs(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a survey and a section, look at what would be written, then put it at the end of the section."""
    plan = fetch(request.person, "plan.edit", queries.school_plans(), pk=pk)
    surveys = Round.objects.filter(school=plan.school, instrument__purpose=Instrument.Purpose.SURVEY, opens__lte=today())
    rounds = list(surveys.select_related("instrument").order_by("-opens")[:20])
    asked = request.POST.get("round") or request.GET.get("round", "")
    chosen = next((round for round in rounds if str(round.pk) == asked), None)
    found = _needs(chosen) if chosen else []
    for round in rounds[:LATEST] if chosen is None else ():  # the newest with results; the very newest may still be running
        if found := _needs(round):
            chosen = round
            break
    chosen = chosen or next(iter(rounds), None)
    sections = list(plan.sections.all())
    if request.method == "POST":
        editing.must_be_open(plan)
        section = next((row for row in sections if str(row.pk) == request.POST.get("section")), None)
        if section is None or not found:
            raise Refused("没有选放进哪一节，或者这次调查还没有结果可用。", "请返回选好再放。", label=plan.title)
        _put(request, plan, section, block(chosen, found))
        return redirect(f"{reverse('plan_edit', args=[plan.pk])}?section={section.pk}")
    likely = next((row for row in sections if any(word in row.title for word in ("需求", "重点", "现状", "问题"))), None)
    return render(request, "plans/needs.html", {
        "plan": plan, "rounds": rounds, "chosen": chosen,
        "running": [round for round in rounds if not round.over and round != chosen],
        "proposal": block(chosen, found) if found else "", "sections": sections, "likely": likely,
    })


def _needs(round: Round) -> Needs:
    """The questions with choices, each with its most chosen answers."""
    found = []
    for item in round.instrument.items:
        unit = " 分" if item["kind"] == "scale" else ""
        if answers := top_answers(round, item["code"], FEW):
            found.append((item.get("name") or item.get("text") or item["code"], [(f"{answer}{unit}", number) for answer, number in answers]))
    return found


def block(round: Round, found: Needs) -> str:
    """One sentence and a table: what was asked, what most people chose, how many."""
    rows = "".join(
        "<tr>" + (f'<td rowspan="{len(answers)}">{escape(question)}</td>' if at == 0 else "") + f"<td>{escape(answer)}</td><td>{number}</td></tr>"
        for question, answers in found for at, (answer, number) in enumerate(answers)
    )
    return (
        f"<p>按『{escape(str(round))}』的结果，选得最多的几项如下。</p>"
        f"<table><tr><th>问题</th><th>回答</th><th>人数</th></tr>{rows}</table>"
    )


def _put(request: HttpRequest, plan: Plan, section: Section, text: str) -> None:
    if text in section.body:
        raise Refused("这些已经在这一节里了。", "要换新的结果，请先在正文里删去旧的。", label=section.title)
    editing.save_section(request.person, section, title=section.title, body=section.body + text, version=section.version)
    messages.success(request, f"已放在『{section.title}』末尾，请改成自己的话。")
