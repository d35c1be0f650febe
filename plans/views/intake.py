"""读入: the school's own plan from Word, Excel or pasted text beside its source; stored only when the person agrees."""
from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans import beside, intake, queries
from plans.forms.intake import BaseForm, ReadForm
from plans.models import Plan
from plans.services import editing, writing
from plans.vocabulary import Vocabulary
from school.clock import today
from school.policy import requires
from school.workflow import Refused

SALT = "plans.read"
LIVES = 6 * 3600


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def plan_read(request: HttpRequest) -> HttpResponse:
    term = request.person.term
    if term is None:
        raise Refused("学校还没有学期，计划没有地方放。", "请先在『设置·学校与学期』里建本学期。")
    if request.POST.get("step") in ("again", "agree"):
        return _review(request, *_carried(request))
    form = ReadForm(request.POST, request.FILES) if request.method == "POST" else ReadForm()
    if request.method == "POST" and form.is_valid():
        return _review(request, form.read, form.source.text)
    return render(request, "plans/read.html", {"form": form, "term": term, "shut": _shut(request)})


def _shut(request: HttpRequest) -> Plan | None:
    """This term's plan when it takes no changes now: told before anybody looks through fifty doubts."""
    plan = Plan.objects.filter(term=request.person.term, level=Plan.Level.SCHOOL).first()
    return plan if plan and plan.state not in editing.EDITABLE else None


def _carried(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """What was read, as the page carried it; signed, so that it is what was read."""
    try:
        carried = signing.loads(request.POST.get("carried", ""), salt=SALT, max_age=LIVES)
    except signing.BadSignature as error:
        raise Refused("这一页放得太久，或者不完整。", "请重新选一次文件；什么都还没有存。") from error
    return carried["read"], carried["text"]


def _review(request: HttpRequest, read: dict[str, Any], text: str) -> HttpResponse:
    person, step = request.person, request.POST.get("step")
    form = BaseForm(request.POST if step else None)
    base = form.cleaned_data["base"] if step and form.is_valid() else None
    taken = intake.take(read, person.term, Vocabulary(person.school), base=base, calendar=queries.calendar_of(person.school))
    there = queries.filled(person, person.term)
    pieces = beside.marked(text, taken, request.POST.getlist("settled"))
    fresh = {part for part in intake.PARTS if not there.get(part)}
    # what could not be ticked before, because nothing of it lay in the term, is ticked once the weeks are known
    chosen = {*request.POST.getlist("parts"), *fresh.difference(request.POST.getlist("offered"))} if step else fresh
    if step == "agree" and form.is_valid():
        parts = set(request.POST.getlist("parts"))
        if not parts:
            raise Refused("一部分都没有选。", "请返回，勾上要写进计划的部分。")
        plan = editing.start(person, person.term)
        told = writing.write(
            person, plan, taken.document, {*parts, "title"}, how="读入学校的计划", rubric=taken.rubric, doubts=beside.open_doubts(taken, parts),
        )
        messages.success(request, f"已写进草稿：{'、'.join(told)}。计划自己的毛病在『计划体检』里。")
        return redirect("plan_edit", pk=plan.pk)
    return render(request, "plans/taken.html", {
        "term": person.term, "shut": _shut(request), "taken": taken, "value": taken.document, "pieces": pieces,
        "form": form if step else BaseForm(initial={"base": _guess(read, text)}),
        "ask_base": base is not None or any(doubt["where"] == "日期" for doubt in taken.doubts.get("whole", [])),
        "parts": [
            (part, label, taken.size(part), there.get(part, 0), taken.doubts.get(part, []), part in chosen)
            for part, label in intake.PARTS.items()
        ],
        "carried": signing.dumps({"read": read, "text": text}, salt=SALT, compress=True),
    })


def _guess(read: dict[str, Any], text: str) -> date | None:
    """The first day the file names, in the year it speaks of most."""
    first = intake.first_day(read)
    if not first:
        return None
    years = Counter(int(year) for year in re.findall(r"(20\d\d) ?年", text))
    try:
        return date.fromisoformat(first if len(first) == 10 else f"{years.most_common(1)[0][0] if years else today().year}-{first}")
    except ValueError:
        return None
