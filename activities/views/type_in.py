"""代录: the page of the 资料员, and the author's 核对无误."""
from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from activities.forms.type_in import TypeInForm, TypeInLessonForm
from activities.models import Work
from activities.queries import observations as lesson_queries
from activities.queries import works as queries
from activities.services import observations, type_in
from activities.services.works import term_of
from school.clock import today
from school.policy import fetch, requires
from school.workflow import Refused

PER_PAGE = 30


@requires("work.type_in")
@require_http_methods(["GET", "POST"])
def typed_list(request: HttpRequest) -> HttpResponse:
    """代录: one more work or 听课记录, and what this person has typed in; nothing else of anybody."""
    person = request.person
    term, lessons = term_of(person), request.GET.get("what") == "lessons"
    day = min(today(), term.ends)
    first = {"key": uuid.uuid4(), "event_day": day, "day": day}
    kind = TypeInLessonForm if lessons else TypeInForm
    form = kind(request.POST or None, request.FILES or None, school=person.school, term=term, initial=first)
    wrong = None
    if request.method == "POST" and form.is_valid():
        try:
            take = observations.type_in if lessons else type_in.type_in
            row = take(person, **form.cleaned_data, pages=request.FILES.getlist("pages"))
        except Refused as refusal:
            wrong = refusal
        else:
            messages.success(request, f"录好了：{row.observer if lessons else row.author}的『{row}』。已经请本人核对，核对以前也算数。")
            return redirect(f"{reverse('typed_list')}?what=lessons" if lessons else "typed_list")
    rows = lesson_queries.typed_by(person) if lessons else queries.typed_by(person)
    return render(request, "works/typed.html", {
        "form": form, "wrong": wrong, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "lessons": lessons,
    }, status=422 if wrong or form.errors else 200)


@requires("work.write")
@require_POST
def work_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    work = fetch(request.person, "work.write", Work.objects.select_related("school"), pk=pk)
    type_in.confirm(request.person, work)
    messages.success(request, f"『{work}』已核对。")
    return redirect("work", work.pk)
