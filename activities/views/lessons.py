"""公开课: announced, booked, heard, put together, set side by side, recommended."""
from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from activities.forms.lessons import OpenLessonForm
from activities.models import Observation, OpenLesson
from activities.papers.lessons import lesson_paper
from activities.queries import lessons as queries
from activities.queries import sharing
from activities.queries.clashes import met_by_lesson
from activities.services import lessons as service
from activities.states import OPEN_LESSON_STEPS, RECOMMENDED, ObservationState, OpenLessonState
from activities.views.activities import warn
from activities.views.works import pdf
from documents.typeset import typeset
from school.clock import today
from school.policy import fetch, has, requires, within
from school.workflow import Refused, StaleEdit, steps_for

MOST_BESIDE = 6


@requires("lesson.read")
@require_GET
def lesson_list(request: HttpRequest) -> HttpResponse:
    """公开课 of the term: what comes first, then what was given."""
    person, term = request.person, request.person.term
    rows = list(queries.listed(person, term)) if term else []
    places = {}
    if person.teacher:
        mine = Observation.objects.filter(lesson__in=rows, observer=person.teacher)
        places = {row.lesson_id: row for row in mine.defer("process", "strengths", "advice")}
    for row in rows:
        row.mine = places.get(row.pk)
        row.full = row.capacity is not None and row.going >= row.capacity
    coming = [row for row in rows if row.day >= today() and row.state != OpenLessonState.CANCELLED]
    over = [row for row in reversed(rows) if row.day < today() or row.state == OpenLessonState.CANCELLED]
    return render(request, "lessons/list.html", {"coming": coming, "over": over, "may_announce": has(person, "lesson.write")})


@requires("lesson.write")
def lesson_new(request: HttpRequest) -> HttpResponse:
    form = OpenLessonForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        lesson = service.announce(request.person, form.cleaned_data["key"], form.values())
        messages.success(request, "公布了，本组的老师收到了通知，可以约座位。")
        warn(request, met_by_lesson(lesson))
        return redirect("lesson", lesson.pk)
    return render(request, "lessons/edit.html", {"form": form}, status=422 if form.errors else 200)


@requires("lesson.write")
def lesson_edit(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = fetch(request.person, "lesson.write", OpenLesson.objects.select_related("teacher", "term", "school"), pk=pk)
    form = OpenLessonForm(request.POST or None, person=request.person, lesson=lesson)
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = service.edit(request.person, lesson, form.cleaned_data["version"], form.values())
            messages.success(request, "改好了。")
            warn(request, met_by_lesson(saved))
            return redirect("lesson", pk)
        except StaleEdit as error:
            stale = error
            form.data = form.data.copy()
            form.data["version"] = error.version
    return render(
        request, "lessons/edit.html", {"form": form, "lesson": lesson, "stale": stale},
        status=409 if stale else 422 if form.errors else 200,
    )


def _found(request: HttpRequest, pk: int) -> OpenLesson:
    rows = OpenLesson.objects.select_related("teacher", "term", "school", "activity")
    return fetch(request.person, "lesson.read", rows, pk=pk)


@requires("lesson.read")
@require_GET
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = request.person, _found(request, pk)
    going = found.observations.select_related("observer").defer("process", "strengths", "advice").order_by("pk")
    own = bool(person.teacher) and found.teacher_id == person.teacher.pk
    reachable = {
        action: within(person, action, OpenLesson.objects.filter(pk=pk)).exists()
        for action in ("lesson.write", "lesson.recommend", "lesson.recommend_in_school", "lesson.recommend_to_county") if has(person, action)
    }
    steps = [step for step in steps_for(person, found, OPEN_LESSON_STEPS) if reachable.get(step.action)]
    over = found.day < today()
    rows = list(going)
    full = found.capacity is not None and len([row for row in rows if row.state in queries.GOING]) >= found.capacity
    return render(request, "lessons/detail.html", {
        "lesson": found, "own": own, "mine": queries.mine(person, found), "over": over, "begun": found.day <= today(), "full": full,
        "going": [row for row in rows if row.state != ObservationState.WAITING],
        "waiting": [row for row in rows if row.state == ObservationState.WAITING],
        "all": queries.together(person, [found])[0], "may_edit": reachable.get("lesson.write"),
        "steps": [step for step in steps if step.name == "call_off" or found.day <= today()],
        "recommended": found.state in RECOMMENDED, "cancelled": found.state == OpenLessonState.CANCELLED,
        "same": queries.same_course(person, found).exclude(pk=pk).count(),
        "others": queries.of_teacher(person, found).exclude(pk=pk).count(),
        "talks": sharing.others_may_see(found), "comments": found.comments.all(), "may_comment": True,
        "comment_key": uuid4(), "comment_url": reverse("lesson_comment", args=[pk]), "share_url": reverse("lesson_share", args=[pk]),
        "shares": found.shares.select_related("user") if own else [], "invitable": sharing.invitable(person) if own else [],
        "words": f"{found.get_kind_display()}：{found.named_topic}\n{found.teacher} {found.class_name}\n{service.when_words(found)}",
    })


@requires("lesson.read")
@require_POST
def lesson_step(request: HttpRequest, pk: int) -> HttpResponse:
    """约、不去了、记听课、写设计和反思、推荐、取消."""
    person, found = request.person, _found(request, pk)
    step, reason = request.POST.get("step", ""), request.POST.get("reason", "")
    match step:
        case "book":
            row = service.book(person, found)
            said = "约好了，那天点『记听课』，课题班级都填好了。" if row.state == ObservationState.BOOKED else "座位满了，已经排上候补；有人不去会通知你。"
            messages.success(request, said)
        case "give_back":
            service.give_back(person, found)
            messages.success(request, "座位让出来了。")
        case "begin":
            return redirect("observation_edit", service.begin(person, found).pk)
        case service.DESIGN | service.REFLECTION:
            return redirect("work_edit", service.write(person, found, step).pk)
        case "call_off":
            service.call_off(person, fetch(person, "lesson.write", OpenLesson.objects.select_related("teacher", "school"), pk=pk), reason)
            messages.success(request, "取消了，约了座位的老师都收到了通知。")
        case _:
            found_step = next((one for one in OPEN_LESSON_STEPS if one.name == step), None)
            if found_step is None:
                raise Http404
            service.recommend(person, fetch(person, found_step.action, OpenLesson.objects.select_related("teacher", "school"), pk=pk), step, reason)
            messages.success(request, f"{found_step.label}：已记下，授课教师收到了通知。")
    return redirect("lesson", pk)


@requires("lesson.read")
@require_GET
def lesson_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """并排看: the lessons on the same 课题, or those of the same teacher over time."""
    found = _found(request, pk)
    by_teacher = request.GET.get("by") == "teacher"
    rows = queries.of_teacher(request.person, found) if by_teacher else queries.same_course(request.person, found)
    lessons = latest(list(rows.select_related("teacher", "term")), found)
    return render(request, "lessons/compare.html", {
        "lesson": found, "by_teacher": by_teacher, "columns": queries.together(request.person, lessons),
    })


def latest(rows: list, found: object) -> list:
    """At most so many beside each other: the latest ones, and always the one we come from."""
    last = rows[-MOST_BESIDE:]
    return last if found in last else [found, *last]


@requires("lesson.read")
@require_GET
def lesson_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """课堂教学评价汇总: for whoever may read all that was written about the lesson."""
    found = _found(request, pk)
    whole = queries.together(request.person, [found])[0]
    if whole.hidden:
        raise Refused("汇总由授课教师本人和能看全部听课记录的人打印。", "你写的那一份可以在听课记录里打印。", label=str(found))
    return pdf(typeset(lesson_paper(whole)), f"课堂教学评价汇总-{found.teacher}-{found.day:%m%d}")
