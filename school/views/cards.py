"""个人卡: who has one, printing A4 sheets of eight, and ending the logins of a lost phone."""
from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from documents.typeset import typeset
from school import papers, queries
from school.models import Group
from school.policy import requires
from school.services import cards


@requires("cards")
@require_http_methods(["GET", "POST"])
def card_list(request: HttpRequest) -> HttpResponse:
    """个人卡: choose teachers, print; who has set his digits already is not chosen by 「全选没用过的」."""
    person = request.person
    if request.method == "POST":
        chosen = [int(text) for text in request.POST.getlist("teacher") if text.isdecimal() and len(text) < 18]
        teachers = [row for row in queries.card_holders(person) if row.pk in set(chosen)]
        slips = cards.print_cards(person, teachers)
        made = typeset(papers.cards_paper(person.school, [(slip, _address(request, slip.token)) for slip in slips]))
        return HttpResponse(made, content_type="application/pdf", headers={
            "Content-Disposition": content_disposition_header(True, f"{person.school}个人卡.pdf"), "Cache-Control": "no-store",
        })
    group = request.GET.get("group", "")
    rows = queries.card_holders(person, group=group)
    return render(request, "school/cards.html", {"rows": rows, "groups": Group.objects.all(), "group": group})


def _address(request: HttpRequest, token: str) -> str:
    """The address in the code, as the office reached the house; never a loop-back one, which no phone can open."""
    path = reverse("card", args=[token])
    here = request.build_absolute_uri(path)
    return f"{settings.BASE_URL}{path}" if urlsplit(here).hostname in ("127.0.0.1", "localhost", "::1") else here


@requires("cards")
@require_POST
def card_out(request: HttpRequest, pk: int) -> HttpResponse:
    """退出所有设备 of a teacher whose phone is lost."""
    user = get_object_or_404(queries.accounts(request.person), pk=pk)
    cards.end_all(request.person, user)
    messages.success(request, f"{user.name}在所有设备上都已退出。卡和六位数字请他重设：重印一张卡给他。")
    return redirect("card_list")
