"""手写页的照片 on the pages where a work or a 听课记录 is written: add, turn, take away, one strip for both."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.models import Observation, Work
from activities.queries.photos import used_before
from activities.queries.works import Alike
from activities.services import photos
from documents.chinese import whole
from school.workflow import Refused

STEPS = ("photos", "turn", "remove")


def step_url(of: Work | Observation) -> str:
    return reverse("work_step" if isinstance(of, Work) else "observation_step", args=[of.pk])


def strip(of: Work | Observation | None) -> dict[str, object]:
    """What the strip of photos shows of a draft (works/photos.html)."""
    rows = of.photos.select_related("file") if of else []
    return {"photos": rows, "used": used_before(of) if of else {}, "photos_url": step_url(of) if of else "", "editing": True}


def step(request: HttpRequest, of: Work | Observation) -> HttpResponse:
    """Photos sent one by one by the script, 转 90 度, 去掉; answers with the strip of photos."""
    if request.POST["step"] == "photos":
        for sent in request.FILES.getlist("photos"):
            photos.upload(request.person, of, sent)
    else:
        photo = get_object_or_404(of.photos.select_related("file"), pk=whole(request.POST.get("photo", "")))
        {"turn": photos.turn, "remove": photos.remove}[request.POST["step"]](request.person, photo)
    if request.accepts("text/html") and not request.headers.get("X-Strip"):
        return redirect("work_edit" if isinstance(of, Work) else "observation_edit", of.pk)
    return render(request, "works/photos.html", strip(of))


def check(request: HttpRequest, of: Work | Observation, alike: Sequence[Alike] = ()) -> HttpResponse | None:
    """交之前看一眼: what resembles it and which of its photos the school has already; nothing when there is nothing to see."""
    used = used_before(of)
    if not alike and not used:
        return None
    return render(request, "works/check.html", {
        "alike": alike, "used": [(photo, used[photo.pk]) for photo in of.photos.all() if photo.pk in used],
        "edit_url": reverse("work_edit" if isinstance(of, Work) else "observation_edit", args=[of.pk]), "step_url": step_url(of),
    })


def taken_along(request: HttpRequest, of: Work | Observation, **more: Callable) -> bool:
    """Photos (and more, by the name of its field) that came with the text where scripts do not run.

    Each that cannot be taken gets its own sentence.
    """
    taken = True
    for name, take in ({"photos": photos.upload} | more).items():
        for sent in request.FILES.getlist(name):
            try:
                take(request.person, of, sent)
            except Refused as refusal:
                taken = False
                messages.error(request, str(refusal))
    return taken
