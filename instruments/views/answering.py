from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from instruments import queries
from instruments.forms import AnswerForm
from instruments.models import Receipt
from instruments.services import rounds as service
from school.policy import fetch, requires


@requires("survey.answer")
@require_GET
def my_surveys(request: HttpRequest) -> HttpResponse:
    """我的问卷: what waits for this person, and what he has answered."""
    waiting, done = queries.mine(request.person)
    return render(request, "instruments/mine.html", {"waiting": waiting, "done": done})


def found(request: HttpRequest, pk: int) -> Receipt:
    rows = queries.receipts_of(request.person)
    return fetch(request.person, "survey.answer", rows.select_related("round__instrument", "round__school", "about", "teacher"), pk=pk)


@requires("survey.answer")
def survey_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """填一份 on the phone; sent twice, it is in once."""
    person, receipt = request.person, found(request, pk)
    round = receipt.round
    answer = AnswerForm(round.instrument, request.POST if request.method == "POST" else None, service.kept_answers(person, receipt))
    if request.method == "POST" and (receipt.done or answer.is_valid()):
        if not receipt.done:
            service.answer(person, receipt, answer.answers)
        following = queries.following(person, receipt)
        messages.success(request, f"『{receipt}』交上去了。" + ("" if following else "谢谢。"))
        url = reverse("survey_answer", args=[following.pk]) if following else reverse("my_surveys")
        return redirect(url) if request.accepts("text/html") else JsonResponse({"url": url})
    if request.method == "POST" and not request.accepts("text/html"):
        return JsonResponse({"error": "".join(answer.problems)}, status=422)
    return render(request, "instruments/answer.html", {
        "receipt": receipt, "round": round, "answer": answer, "open": service.is_open(round) and not receipt.done,
        "left": queries.left(person, round),
    })


@require_POST
@requires("survey.answer")
def survey_again(request: HttpRequest, pk: int) -> HttpResponse:
    """拿回来改 of a named answer."""
    receipt = found(request, pk)
    service.take_back(request.person, receipt)
    messages.success(request, "拿回来了，改好再交。")
    return redirect("survey_answer", receipt.pk)
