from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from activities.forms.registration import SignUpForm
from activities.models import Activity, Registration
from activities.papers.registration import registration_paper
from activities.queries import registration as queries
from activities.queries.activities import may, people_of
from activities.services import registration as service
from activities.states import RegistrationState, SignUp
from activities.views.activities import found, tab
from activities.views.works import pdf
from documents.typeset import typeset
from school import clock
from school.policy import check, fetch, requires


@requires("activity.read")
def activity_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """报名: what is still free, my own place, and for the organiser who wants to come; with ?print=1 the list to hang up."""
    activity = found(request, pk, "activity.read")
    if request.method == "POST":
        return _act(request, fetch(request.person, "activity.read", Activity.objects.select_related("school", "term"), pk=pk))
    if request.GET.get("print"):
        paper = registration_paper(activity)
        return pdf(typeset(paper), paper.title)
    return render(request, "activities/sign_up.html", _page(request, activity, None))


def _act(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One thumb: 报名, 退出, or 交志愿."""
    person, do = request.person, request.POST.get("do")
    check(person, "registration.ask")
    sessions = {str(session.pk): session for session in activity.sessions.select_related("activity__school", "activity__term")}
    if do == "withdraw":
        service.withdraw(person, activity)
        messages.success(request, "已经退出报名。")
    elif do == "wish":
        chosen = [sessions[key] for n in range(1, len(sessions) + 1) if (key := request.POST.get(f"wish-{n}", "")) in sessions]
        service.wish(person, activity, chosen)
        messages.success(request, "志愿已经交上去，截止以后分课，结果会通知你。")
    elif request.POST.get("session") in sessions:
        row = service.ask(person, sessions[request.POST["session"]])
        said = {
            RegistrationState.PLACED: "报上了。", RegistrationState.WAITING: "名额满了，你在候补里；有人退出会自动补上并通知你。",
            RegistrationState.ASKED: "报名交上去了，批了会通知你。",
        }
        messages.success(request, said[row.state])
    else:
        messages.error(request, "还没有选是哪一场。")
    return redirect("activity_sign_up", activity.pk)


def _page(request: HttpRequest, activity: Activity, form: SignUpForm | None) -> dict[str, object]:
    person = request.person
    courses = queries.courses(activity, person.teacher)
    may_run = may(person, "activity.run", activity)
    mine = [one for one in courses if one.mine and one.mine.state in ("asked", "placed", "waiting")]
    open_now = queries.taking(activity)
    wished = {one.mine.wish: one.session.pk for one in mine}
    for one in courses:
        one.name = service.course(one.session)
        one.for_me = bool(
            open_now and not mine and person.teacher and person.teacher.pk in people_of(activity, one.session, one.session.day or clock.today())
        )
    sessions = [one.session for one in courses]
    settable = may_run and activity.state in service.TAKING
    return tab(
        request, activity, "sign_up", courses=courses, mine=mine, taking=open_now, choice=activity.sign_up == SignUp.CHOICE,
        wishes=[(n, wished.get(n)) for n in range(1, min(len(courses), 3) + 1)],
        may_wish=open_now and all(one.mine is None or one.mine.state in ("asked", "withdrawn") for one in courses)
        and any(one.for_me or one.mine for one in courses),
        form=(form or SignUpForm(person=person, activity=activity, sessions=sessions)) if settable else None,
        over=activity.sign_up_until is not None and clock.now() > activity.sign_up_until,
        waiting_wishes=any(one.asked for one in courses), placed=any(one.placed for one in courses),
    )


@require_POST
@requires("activity.run")
def sign_up_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """设报名办法, or 按志愿分课."""
    activity = found(request, pk, "activity.run")
    if request.POST.get("do") == "distribute":
        got, without = service.distribute(request.person, activity)
        messages.success(request, f"{got} 人分到了课" + (f"，{without} 人没有分到，排在候补里" if without else "") + "，都已通知。")
        return redirect("activity_sign_up", pk)
    sessions = list(activity.sessions.filter(cancelled="").prefetch_related("presenters"))
    form = SignUpForm(request.POST, person=request.person, activity=activity, sessions=sessions)
    if not form.is_valid():
        return render(request, "activities/sign_up.html", _page(request, activity, form), status=400)
    told = service.offer(
        request.person, activity, form.cleaned_data["how"], form.until(), form.places(), form.cleaned_data["version"]
    )
    messages.success(request, f"报名办法已经存好{f'，通知了 {told} 人' if told else ''}。")
    return redirect("activity_sign_up", pk)


@require_POST
@requires("activity.run")
def sign_up_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """审批一份报名."""
    row = fetch(
        request.person, "activity.run", Registration.objects.select_related("teacher", "session__activity__school"), pk=pk
    )
    said = service.decide(request.person, row, request.POST.get("do") == "accept", request.POST.get("reason", ""))
    messages.success(request, said)
    return redirect("activity_sign_up", row.session.activity_id)
