"""邀请链接: the page behind it says who is asked what by which school; one tap leads to the sheets."""
from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from activities.models import Contest
from activities.states import ContestState
from instruments.models import Receipt, Round
from school import audit
from school.invited import CONTEST, ONLY, narrowed, opened
from school.models import User
from school.person import person_of
from school.workflow import Refused
from yanxiu import sessions

GONE = Refused("这里已经不请您了。", "有疑问请问学校。")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """打开邀请链接. Looking at it changes nothing; 「开始」 lets the person in, for this one thing."""
    try:
        user, kind, pk = opened(token)
        thing = (Contest if kind == CONTEST else Round)._base_manager.select_related("school", "instrument").filter(pk=pk).first()
        if thing is None:
            raise GONE
        with scope(school=[thing.school]):
            asked = _contest(user, thing) if kind == CONTEST else _round(user, thing)
    except Refused as refusal:
        return render(request, "accounts/card_refused.html", {"refusal": refusal}, status=404)
    here = request.person
    asked["inside"] = inside = here is not None and here.user == user and here.only == (kind, pk)
    if here is not None and not inside and not here.only:
        asked["other"] = here.name
    elif request.method == "POST" and not asked["closed"] and not asked["waits"]:
        return _enter(request, user, kind, thing, asked)
    elif inside and kind == CONTEST and not asked["waits"] and not asked["closed"]:
        return redirect("contest_judge", pk)
    return render(request, "accounts/invited.html", asked | {
        "user": user, "school": thing.school, "title": thing.title, "minutes": thing.instrument.document.get("minutes") or 3,
    })


def _contest(user: User, contest: Contest) -> dict[str, Any]:
    if not contest.judges.filter(user=user).exists():
        raise GONE
    return {
        "asks": "评审", "due": contest.judging_due, "sheets": [],
        "waits": "还在收作品。开始评审以后，再点这个链接。" if contest.state == ContestState.COLLECTING else "",
        "closed": "评审已经结束，结果也确认了。谢谢您。" if contest.state == ContestState.DECIDED else "",
    }


def _round(user: User, round: Round) -> dict[str, Any]:
    sheets = list(Receipt.objects.filter(round=round, expert=user).select_related("about"))
    if not sheets:
        raise GONE
    return {
        "asks": "填", "due": round.closes, "sheets": sheets, "waits": "",
        "closed": "已经截止了。还想补的，请告诉学校延期。" if round.over else "",
    }


def _enter(request: HttpRequest, user: User, kind: str, thing: Contest | Round, asked: dict[str, Any]) -> HttpResponse:
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    sessions.begin(request, keep=False)
    request.session["school"], request.session[ONLY] = thing.school_id, [kind, thing.pk]
    with scope(school=[thing.school]):
        person = narrowed(person_of(user, thing.school_id, request.META.get("REMOTE_ADDR", "")), request.session[ONLY])
        audit.record(person, "invited.open", thing, school=thing.school)
    if kind == CONTEST:
        return redirect("contest_judge", thing.pk)
    first = next((sheet for sheet in asked["sheets"] if not sheet.done), None)
    return redirect(reverse("survey_answer", args=[first.pk]) if first else request.path)
