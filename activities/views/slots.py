from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from activities.forms.slots import SlotForm
from activities.models import FixedSlot
from activities.queries.slots import WEEKLY, slot_overlaps, slots_by_group
from activities.services import slots as service
from school.policy import check, fetch, has, requires, within


@requires("activity.read")
def slot_list(request: HttpRequest) -> HttpResponse:
    """教研固定时间 of every group, and the form with which a leader files his own."""
    person = request.person
    may_run = has(person, "activity.run")
    form = SlotForm(request.POST or None, person=person) if may_run and person.term else None
    if request.method == "POST":
        check(person, "activity.run")
        if form and form.is_valid():
            slot = service.file_slot(person, form.cleaned_data["key"], form.values())
            return _saved(request, slot)
    groups = slots_by_group(person.term) if person.term else []
    mine = set(within(person, "activity.run", FixedSlot.objects.filter(term=person.term)).values_list("pk", flat=True)) if may_run else set()
    return render(request, "activities/slots.html", {
        "groups": groups, "mine": mine, "form": form, "weekly": WEEKLY,
    }, status=400 if form and form.errors else 200)


def _saved(request: HttpRequest, slot: FixedSlot) -> HttpResponse:
    messages.success(request, f"{slot}的固定时间存好了，别的活动排在这时会提醒。")
    for sentence in slot_overlaps(slot):
        messages.warning(request, sentence)
    return redirect("slot_list")


@requires("activity.run")
def slot_edit(request: HttpRequest, pk: int) -> HttpResponse:
    slot = fetch(request.person, "activity.run", FixedSlot.objects.select_related("group", "term"), pk=pk)
    form = SlotForm(request.POST or None, person=request.person, slot=slot)
    if request.method == "POST" and form.is_valid():
        service.change_slot(request.person, slot, form.values(), form.cleaned_data["version"])
        slot.refresh_from_db()
        return _saved(request, slot)
    return render(request, "activities/slot.html", {"form": form, "slot": slot})


@require_POST
@requires("activity.run")
def slot_remove(request: HttpRequest, pk: int) -> HttpResponse:
    service.remove_slot(request.person, fetch(request.person, "activity.run", FixedSlot.objects.select_related("group"), pk=pk))
    messages.success(request, "这个固定时间已经撤回。")
    return redirect("slot_list")
