"""课表: taken over by the office, asked by the forms that name a lesson."""
from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from activities.forms.timetable import TimetableForm
from activities.models import TimetableSlot
from activities.queries.timetable import lesson_at, period_number, starts_of
from activities.services import timetable as service
from activities.services.works import term_of
from documents.chinese import whole
from school import uploads
from school.models import Teacher
from school.policy import requires
from school.workflow import Refused


@requires("roster.edit")
def timetable(request: HttpRequest) -> HttpResponse:
    """What stands in the timetable, and taking a new one over: looked at first, stored when nothing is wrong."""
    person, draft = request.person, None
    term = term_of(person)
    form = TimetableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = form.cleaned_data["file"]
            draft = service.read(service.lines_of(uploads.read(sent)) if sent else form.cleaned_data["text"], person.school, term)
            if request.POST.get("do") == "store" and not draft.wrong:
                stored = service.store(person, draft, term)
                messages.success(request, f"导入了 {stored} 节课。听课时填了日期、节次和班级，就知道是谁的课。")
                return redirect("timetable")
            form = TimetableForm(initial={"text": draft.text})
        except Refused as refusal:
            form.add_error(None, str(refusal))
    rows = TimetableSlot.objects.filter(term=term)
    return render(request, "timetable/page.html", {
        "form": form, "draft": draft, "slots": rows.count(), "teachers": rows.values("teacher").distinct().count(),
        "columns": service.COLUMNS, "term": term,
    }, status=422 if form.errors else 200)


@requires("observation.write")
@require_GET
def timetable_lesson(request: HttpRequest) -> JsonResponse:
    """Whose lesson it is at ?day=&period=&class_name=&teacher=, as far as the timetable leaves one, and when that period begins:
    words for empty fields."""
    person, asked = request.person, request.GET
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return JsonResponse({})
    if person.term is None:
        return JsonResponse({})
    teacher = Teacher.objects.filter(school=person.school, pk=whole(asked.get("teacher", ""))).first()
    period = period_number(asked.get("period", ""))
    starts, slot = starts_of(person.term, period), lesson_at(
        person.term, day, period, class_name=asked.get("class_name", "")[:20], teacher=teacher
    )
    found = {"starts": f"{starts:%H:%M}"} if starts else {}
    if slot:
        found |= {"teacher": slot.teacher_id, "name": slot.teacher.name, "class_name": slot.class_name, "subject": slot.subject}
    return JsonResponse(found)
