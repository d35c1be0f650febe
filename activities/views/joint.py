from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from activities.forms.joint import DeclareForm, GuestForm, PartnerForm, TeachingForm
from activities.models import Attendance, Guest, Joint, Partner
from activities.papers.joint import joint_paper
from activities.queries import joint as queries
from activities.services import joint as service
from activities.states import Part
from activities.views.works import pdf
from documents.chinese import whole
from documents.typeset import typeset
from school.models import Teacher
from school.policy import fetch, has, requires, within
from school.workflow import Refused


def _errors(request: HttpRequest, form) -> None:
    messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))


@require_GET
@requires("joint.read")
def joint_list(request: HttpRequest) -> HttpResponse:
    """校际活动: ours, what other schools published to us, and the partner schools."""
    person = request.person
    rows = list(queries.listed(person))
    answered = {row.host_id for row in rows if row.host_id}
    return render(request, "activities/joint/list.html", {
        "rows": rows, "others": queries.published_to(person.school), "answered": answered,
        "partners": within(person, "joint.read", Partner.objects.all()).select_related("linked"),
        "may_arrange": has(person, "joint.arrange"), "form": PartnerForm(person=person),
    })


@require_POST
@requires("joint.arrange")
def partner_save(request: HttpRequest) -> HttpResponse:
    form = PartnerForm(request.POST, person=request.person)
    if form.is_valid():
        data = form.cleaned_data
        partner = service.save_partner(request.person, data["name"], data["kind"], data["linked"], data["note"])
        messages.success(request, f"『{partner}』存好了。")
    else:
        _errors(request, form)
    return redirect("joint_list")


@require_POST
@requires("joint.arrange")
def partner_remove(request: HttpRequest, pk: int) -> HttpResponse:
    service.remove_partner(request.person, fetch(request.person, "joint.arrange", Partner.objects.select_related("school"), pk=pk))
    messages.success(request, "去掉了。")
    return redirect("joint_list")


@requires("joint.arrange")
def joint_new(request: HttpRequest) -> HttpResponse:
    """把一次活动记为校际活动."""
    if request.person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    form = DeclareForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        joint = service.declare(request.person, data["activity"], data["kind"], data["partners"], data["published"])
        messages.success(request, "记好了。来宾和出课的老师在下面写。")
        return redirect("joint", joint.pk)
    return render(request, "activities/joint/new.html", {"form": form})


@require_POST
@requires("joint.arrange")
def joint_join(request: HttpRequest) -> HttpResponse:
    """参加别校公布的活动: an activity of our own beside it."""
    number = request.POST.get("host", "")
    joint = service.join(request.person, whole(number, 0))
    messages.success(request, "我校这边的活动建好了，参加人员和签到由我校自己管。")
    return redirect("activity_detail", joint.activity_id)


def _found(request: HttpRequest, action: str, pk: int) -> Joint:
    return fetch(request.person, action, Joint.objects.select_related("activity", "school"), pk=pk)


@require_GET
@requires("joint.read")
def joint(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = request.person, _found(request, "joint.read", pk)
    if request.GET.get("print"):
        paper = joint_paper(found)
        return pdf(typeset(paper), paper.title)
    teaching = Teacher.objects.filter(attendances__session__activity=found.activity, attendances__part=Part.TEACH).distinct()
    return render(request, "activities/joint/detail.html", {
        "joint": found, "partners": found.partners.all(), "guests": found.guests.all(), "sessions": found.activity.sessions.filter(cancelled=""),
        "teaching": teaching, "may_arrange": has(person, "joint.arrange"), "new_guest": GuestForm(),
        "listed": Attendance.objects.filter(session__activity=found.activity).exists(),
        "form": DeclareForm(person=person, joint=found), "teach": TeachingForm(person=person, initial={"teachers": list(teaching)}),
    })


@require_POST
@requires("joint.arrange")
def joint_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "joint.arrange", pk)
    form = DeclareForm(request.POST, person=request.person, joint=found)
    if form.is_valid():
        data = form.cleaned_data
        service.declare(request.person, found.activity, data["kind"], data["partners"], data["published"])
        messages.success(request, "改好了。")
    else:
        _errors(request, form)
    return redirect("joint", pk)


@require_POST
@requires("joint.arrange")
def guest_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "joint.arrange", pk)
    form = GuestForm(request.POST)
    if form.is_valid():
        service.add_guest(request.person, found, form.cleaned_data)
        messages.success(request, "来宾记下了。")
    else:
        _errors(request, form)
    return redirect("joint", pk)


@require_POST
@requires("joint.arrange")
def guest_remove(request: HttpRequest, pk: int) -> HttpResponse:
    guest = fetch(request.person, "joint.arrange", Guest.objects.select_related("joint__school", "joint__activity"), pk=pk)
    service.remove_guest(request.person, guest)
    messages.success(request, "去掉了。")
    return redirect("joint", guest.joint_id)


@require_POST
@requires("joint.arrange")
def joint_teaching(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "joint.arrange", pk)
    form = TeachingForm(request.POST, person=request.person)
    if not form.is_valid():
        _errors(request, form)
        return redirect("joint", pk)
    unlisted = service.set_teaching(request.person, found, form.cleaned_data["teachers"])
    if unlisted:
        names = "、".join(teacher.name for teacher in unlisted)
        messages.warning(request, f"{names}不在这次活动的名单上，没有记。请先在签到页『加入名单』，或者等活动开放。")
    else:
        messages.success(request, "出课的老师记好了。")
    return redirect("joint", pk)
