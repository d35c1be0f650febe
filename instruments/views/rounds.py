from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from documents.typeset import typeset
from instruments import exports, queries, results
from instruments.answers import full, level
from instruments.forms import AnswerForm
from instruments.forms.rounds import RoundForm, SheetForm, TotalsForm, whole
from instruments.models import Response, Round
from instruments.papers import round_paper
from instruments.services import rounds as service
from school.audience import words
from school.models import Teacher
from school.policy import fetch, requires, within
from school.services.accounts import invite
from school.workflow import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 40


@requires("survey.results")
@require_GET
def survey_list(request: HttpRequest) -> HttpResponse:
    """问卷与评价表: what has been given out, the latest first, with how many have answered."""
    rows = queries.listed(within(request.person, "survey.results", Round.objects))
    return render(request, "instruments/rounds.html", {"page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))})


@requires("survey.open")
def survey_new(request: HttpRequest) -> HttpResponse:
    """发放, with a look at who would be asked before anybody is."""
    person = request.person
    form = RoundForm(request.POST or None, person=person, initial={"instrument": request.GET.get("form")})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        round = form.round(person)
        if request.POST.get("do") == "open":
            try:
                with transaction.atomic():
                    experts = [*form.cleaned_data.get("experts", ()), *invite(person, form.cleaned_data["outside"])]
                    made = service.open_round(person, round, experts)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "发出去了，要填的人首页上看得到。" if made.receipts.exists() else "建好了，收齐纸质的以后在这里录合计。")
                return redirect("survey", made.pk)
        context |= {"round": round, "asked": _by_person(service.asked(round)), "small": service.small_groups(round),
                    "words": words(round.audience, _names(round))}
    return render(request, "instruments/round_new.html", context)


def _names(round: Round) -> dict[str, str]:
    return dict(Teacher.objects.filter(school=round.school).values_list("staff_no", "name"))


def _by_person(pairs: list[service.Pair]) -> list[tuple[Teacher, int]]:
    """Each person asked with how many forms he would fill in."""
    numbers: dict[Teacher, int] = {}
    for one, _ in pairs:
        numbers[one] = numbers.get(one, 0) + 1
    return list(numbers.items())


def found(request: HttpRequest, pk: int, action: str) -> Round:
    return fetch(request.person, action, Round.objects.select_related("instrument", "school"), pk=pk)


def _asked_for(request: HttpRequest, round: Round) -> dict[str, Any]:
    """The answers the address asks for: about one teacher, of one group, with extremes dropped."""
    came = results.handed_in(round)
    rows = results.countable(round, came)
    drop = whole(request.GET, "drop", most=results.MOST_DROPPED)
    groups = results.groups(round, rows)
    group = next((pair for pair in groups if str(pair[1]) == request.GET.get("group")), None)
    about = None
    if (pk := whole(request.GET, "about", most=2**31)) and round.about != Round.About.NOBODY:
        about = next((row.about for row in came if row.about_id == pk), None)
        if about is None:
            raise Http404
        came = rows = [row for row in came if row.about_id == pk]
    elif group:
        came = rows = [row for row in rows if row.group_id == group[1]]
    return {"rows": rows, "came": came, "drop": drop, "groups": groups, "group": group, "about": about}


@requires("survey.results")
@require_GET
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """结果: by question, by teacher asked about; who is missing by name or, in an anonymous round, by number."""
    round = found(request, pk, "survey.results")
    if request.GET.get("print"):
        paper = round_paper(round)
        name = content_disposition_header(False, f"{paper.title}.pdf")
        return HttpResponse(typeset(paper), content_type="application/pdf", headers={"Content-Disposition": name})
    chosen = _asked_for(request, round)
    rows, shown = chosen["rows"], results.shown(round, chosen["rows"])
    missing, asked, lacking = results.lacking(round)
    mean = results.mean_total(rows, chosen["drop"]) if shown else None
    earlier = queries.earlier(round)
    before = next((one for one in earlier if str(one.pk) == request.GET.get("with")), None)
    return render(request, "instruments/results.html", {
        "round": round, **chosen, "sheets": results.sheets(chosen["came"]), "shown": shown, "few": results.FEW, "drops": range(results.MOST_DROPPED + 1),
        "questions": results.questions(round, rows, chosen["drop"]) if shown else [],
        "people": results.by_teacher(round, chosen["came"], chosen["drop"]) if round.about != Round.About.NOBODY and not chosen["about"] else [],
        "missing": missing, "asked": asked, "lacking": lacking, "mean": mean, "full": full(round.instrument.document),
        "level": level(round.instrument.document, mean), "words": words(round.audience, _names(round)), "over": round.over,
        "joiners": 0 if round.on_paper or round.over else len(service.joiners(round)), "earlier": earlier, "before": before,
        "compared": results.compared(before, round, chosen["drop"]) if before and shown else [],
        "entered": [row for row in rows if row.key], "experts": [] if round.over else queries.experts_asked(round),
    })


@requires("survey.results")
@require_GET
def survey_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """结果 as .xlsx, with the same cut, the same extremes dropped and the same things hidden as on the page."""
    round = found(request, pk, "survey.results")
    chosen = _asked_for(request, round)
    data = exports.workbook(round, chosen["rows"], chosen["came"], chosen["drop"], chosen["about"], chosen["group"])
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": content_disposition_header(True, f"{round.title}结果.xlsx")})


@require_POST
@requires("survey.open")
def survey_step(request: HttpRequest, pk: int) -> HttpResponse:
    person, round = request.person, found(request, pk, "survey.open")
    match request.POST.get("step"):
        case "close":
            service.close(person, round)
            messages.success(request, "收卷了，不能再交。")
        case "extend":
            service.extend(person, round)
            messages.success(request, f"延到{round.closes.month}月{round.closes.day}日。")
        case "people":
            messages.success(request, f"加进 {service.add_joiners(person, round)} 份。")
        case "withdraw":
            service.withdraw(person, round)
            messages.success(request, "撤回了。")
            return redirect("survey_list")
        case _:
            raise Http404
    return redirect("survey", round.pk)


def _on_paper(request: HttpRequest, pk: int) -> tuple[Round, list[Teacher]]:
    round = fetch(request.person, "survey.open", Round.objects.filter(party__in=Round.ON_PAPER).select_related("instrument", "school"), pk=pk)
    people = [teacher for teacher in service.about_people(round) if teacher != request.person.teacher]
    return round, people


@requires("survey.open")
def survey_totals(request: HttpRequest, pk: int) -> HttpResponse:
    """录合计 of pupils, parents or experts."""
    round, people = _on_paper(request, pk)
    form = TotalsForm(request.POST or None, round=round, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        service.enter_totals(
            request.person, round, about=data.get("about"), sheets=data["sheets"], counts=data["counts"], texts=data["texts"], key=data["key"]
        )
        messages.success(request, f"{data['sheets']} 份的合计录好了。")
        return redirect("survey", round.pk)
    return render(request, "instruments/totals.html", {"round": round, "form": form})


@requires("survey.open")
def survey_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """代录一份 paper sheet."""
    round, people = _on_paper(request, pk)
    form = SheetForm(request.POST or None, people=people)
    answer = AnswerForm(round.instrument, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and answer.is_valid():
        data = form.cleaned_data
        service.enter_sheet(request.person, round, answer.answers, about=data.get("about"), key=data["key"])
        messages.success(request, "录好一份，可以接着录。")
        return redirect("survey_sheet", round.pk)
    return render(request, "instruments/sheet.html", {"round": round, "form": form, "answer": answer})


@require_POST
@requires("survey.open")
def entered_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch(request.person, "survey.open", Response.objects.filter(round__isnull=False).select_related("round__school"), pk=pk)
    service.remove_entered(request.person, row)
    messages.success(request, "删掉了这一笔。")
    return redirect("survey", row.round_id)
