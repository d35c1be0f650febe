"""还能怎样: shown to a teacher about himself, when he asks."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluation import queries, services, what_if
from evaluation.services.sheets import MOVING
from school.policy import requires


@requires("score.own")
@require_GET
def what_more(request: HttpRequest) -> HttpResponse:
    """What one can still take part in this term and what it would bring."""
    mine = queries.my_points(request.person)
    sheet = services.fresh(mine.sheet) if mine else None
    moving = bool(sheet) and sheet.state in MOVING
    return render(request, "evaluation/what_if.html", {
        "mine": mine, "moving": moving, "acts": what_if.acts(request.person, sheet) if moving else [],
    })
