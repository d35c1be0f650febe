from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from activities.forms.pairs import HelpForm, NewPair, PairForm
from activities.models import Help, Pair
from activities.papers import pairs as papers
from activities.queries import pairs as queries
from activities.services import pairs as service
from activities.states import PAIR_STEPS, PairState
from documents.chinese import whole
from documents.paper import Paper
from documents.typeset import typeset
from instruments.forms import AnswerForm
from school.policy import fetch, has, requires, within
from school.workflow import Refused, steps_for


@require_GET
@requires("pair.read")
def pair_list(request: HttpRequest) -> HttpResponse:
    """师徒结对、帮扶、蹲点 within reach, one's own first."""
    person, asked = request.person, request.GET
    rows = queries.listed(person)
    kind = asked.get("kind", "") if asked.get("kind") in Pair.Kind.values else ""
    state = asked.get("state", "") if asked.get("state") in PairState.values else ""
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(state=state) if state else rows
    return render(request, "activities/pairs/list.html", {
        "rows": rows, "kinds": Pair.Kind.choices, "states": PairState.choices, "kind": kind, "state": state,
        "may_arrange": has(person, "pair.arrange"),
    })


@requires("pair.arrange")
def pair_new(request: HttpRequest) -> HttpResponse:
    form = NewPair(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        pair = service.create(request.person, values.pop("key"), values)
        messages.success(request, "建好了。写好目标、双方看过以后，按『签定协议』。")
        return redirect("pair", pair.pk)
    return render(request, "activities/pairs/edit.html", {"form": form})


def _found(request: HttpRequest, action: str, pk: int) -> Pair:
    rows = Pair.objects.select_related("school", "mentor", "guide", "helped", "group", "by_mentor__instrument", "by_helped__instrument", "praised_by")
    return fetch(request.person, action, rows, pk=pk)


@require_GET
@requires("pair.read")
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair: the agreement, what happened between the two, what both say of each other."""
    person, found = request.person, _found(request, "pair.read", pk)
    mine = has(person, "pair.write") and within(person, "pair.write", Pair.objects.filter(pk=pk)).exists()
    side = service.side_of(person, found)
    arranges = has(person, "pair.arrange")
    return render(request, "activities/pairs/detail.html", {
        "pair": found, "events": queries.events(found), "mine": mine, "side": side,
        "steps": [] if side and not found.is_station else steps_for(person, found, PAIR_STEPS), "may_arrange": arranges,
        "may_praise": arranges and not side and found.state != PairState.DRAFT and not found.praise and not found.is_station,
        "may_rate": side and not found.is_station and found.state != PairState.DRAFT
        and not (getattr(found, side) and service.is_settled(found, side)) and queries.rating_form(person.school),
        "rated": side and getattr(found, side),
        "shown": [one for one in (
            ("by_mentor", "师傅评徒弟", found.by_mentor), ("by_helped", "徒弟评师傅", found.by_helped),
        ) if one[2] and (arranges or side == one[0])],
    })


@requires("pair.arrange")
def pair_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "pair.arrange", pk)
    names = ("goals", "skill", "since", "until")
    form = PairForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        service.edit(
            request.person, found, whole(version, -1),
            {name: form.cleaned_data[name] for name in names},
        )
        messages.success(request, "改好了。")
        return redirect("pair", pk)
    return render(request, "activities/pairs/edit.html", {"form": form, "pair": found})


@require_POST
@requires("pair.arrange")
def pair_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "pair.arrange", pk)
    name = request.POST.get("step", "")
    if name not in {step.name for step in PAIR_STEPS}:
        raise Http404
    messages.success(request, service.take_step(request.person, found, name))
    return redirect("pair", pk)


@requires("pair.write")
def pair_help(request: HttpRequest, pk: int) -> HttpResponse:
    """记一笔帮带, at a 蹲点 the visit slip."""
    found = _found(request, "pair.write", pk)
    if request.person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    form = HelpForm(request.POST or None, person=request.person, pair=found)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        service.add_help(request.person, found, values.pop("key"), values)
        messages.success(request, "记下了。")
        return redirect("pair", pk)
    return render(request, "activities/pairs/help.html", {"form": form, "pair": found})


@require_POST
@requires("pair.write")
def help_settle(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Help.objects.filter(~Q(problem="")).select_related("pair__school", "pair__mentor", "pair__guide", "pair__helped", "pair__group")
    row = fetch(request.person, "pair.write", rows, pk=pk)
    service.settle(request.person, row, request.POST.get("outcome", ""))
    messages.success(request, "结果记下了，这个问题不再提醒。")
    return redirect("pair", row.pair_id)


@requires("pair.write")
def pair_rate(request: HttpRequest, pk: int) -> HttpResponse:
    """互评 on the school's form."""
    found = _found(request, "pair.write", pk)
    form = queries.rating_form(found.school)
    side = service.side_of(request.person, found)
    if form is None or side is None or found.is_station:
        raise Refused("这一对不用你评，或者学校还没有互评的表。", "表名里有『师徒』的互评表，由教导处在『评价表与问卷』里准备。", label=str(found))
    given = getattr(found, side)
    if request.method == "POST" and request.POST.get("do") == "back":
        service.take_back_rating(request.person, found)
        messages.success(request, "撤回了，现在没有你的评定；想好了再评。")
        return redirect("pair", pk)
    answer = AnswerForm(form, request.POST if request.method == "POST" else None, given)
    if request.method == "POST" and answer.is_valid():
        service.rate(request.person, found, answer.answers)
        messages.success(request, "评好了，只有你和领导看得到；对方评以前可以再改。")
        return redirect("pair", pk)
    about = found.helped if side == "by_mentor" else found.mentor_name
    return render(request, "activities/pairs/rate.html", {"form": answer, "pair": found, "about": about, "given": given})


@require_POST
@requires("pair.arrange")
def pair_praise(request: HttpRequest, pk: int) -> HttpResponse:
    service.praise(request.person, _found(request, "pair.arrange", pk), request.POST.get("reason", ""))
    messages.success(request, "推荐理由存好了，双方会收到通知。")
    return redirect("pair", pk)


@require_GET
@requires("pair.read")
def pair_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    return as_pdf(papers.agreement(_found(request, "pair.read", pk)))


@require_GET
@requires("pair.read")
def pair_summary(request: HttpRequest, pk: int) -> HttpResponse:
    if request.person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    return as_pdf(papers.summary(_found(request, "pair.read", pk), request.person.term))


def as_pdf(paper: Paper) -> HttpResponse:
    answer = HttpResponse(typeset(paper), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{paper.title}.pdf")
    return answer
