from __future__ import annotations

import secrets
import time as real

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from activities import codes
from activities.forms.people import TeacherNames
from activities.models import Attendance, Session
from activities.queries.activities import may, presenters_of
from activities.queries.attendance import Count, counts_of
from activities.services import sign_in
from activities.states import COUNTS_PRESENT, EXCUSED, LIVE, AttendanceState
from activities.views.activities import found, tab
from documents.qr import qr_svg
from school import clock
from school.links import absolute
from school.person import Person
from school.policy import fetch, has, requires, within
from school.workflow import Refused

DEVICE = "phone"  # a random number that tells one browser from another, nothing more
KEPT = "sign_in"  # what a scan before the login leaves in the browser's session
KEPT_FOR = 300
SMALL = 12  # people of a meeting that is taken in two taps
FEW = 2  # sessions that are all shown open


@never_cache
@require_GET
@login_not_required
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """扫码 by a phone's camera. Who is not logged in keeps the checked session for five minutes, so login loses nothing."""
    try:
        session, window = sign_in.check_token(token)
    except Refused as refusal:
        return _refused(request, refusal)
    if request.person is None:
        request.session[KEPT] = [session.pk, window, real.time()]
        messages.info(request, f"扫到了『{session.activity}』，登录以后接着签到。")
        return redirect(f"{reverse('login')}?next={reverse('sign_kept')}")
    return render(request, "activities/sign.html", {"session": session, "token": token})


@never_cache
@require_GET
@requires("attendance.sign")
def sign_kept(request: HttpRequest) -> HttpResponse:
    """登录以后接着签到: the scan from before the login still counts."""
    try:
        session = _kept(request)
    except Refused as refusal:
        return _refused(request, refusal)
    return render(request, "activities/sign.html", {"session": session, "token": ""})


def _kept(request: HttpRequest) -> Session:
    pk, _, first_seen = request.session.get(KEPT) or (0, 0, 0)
    session = Session.objects.select_related("activity").filter(pk=pk).first()
    if session is None or not 0 <= real.time() - first_seen <= KEPT_FOR:
        raise Refused("没有等着的签到，或者扫码已经超过五分钟。", "请看着投影重新扫一次，或者输入口令。")
    return session


@require_POST
@requires("attendance.sign")
def sign(request: HttpRequest) -> HttpResponse:
    """签到: the one POST behind scan and login."""
    try:
        token = request.POST.get("token", "")
        session = sign_in.check_token(token)[0] if token else _kept(request)
        device = _device(request)
        row = sign_in.sign(request.person, session, Attendance.How.QR, device, **_room(request))
    except Refused as refusal:
        return _refused(request, refusal)
    request.session.pop(KEPT, None)
    return _signed(row, device)


def _room(request: HttpRequest) -> dict[str, str]:
    """What tells somebody in the room from somebody at home: the number said aloud, the network."""
    return {"said": request.POST.get("said", ""), "address": request.META.get("REMOTE_ADDR", "")}


def _device(request: HttpRequest) -> str:
    """The random number this browser keeps, a new one when it has none; nothing about the phone itself."""
    known = request.COOKIES.get(DEVICE, "")
    return known if len(known) == 32 and known.isalnum() else secrets.token_hex(16)


def _signed(row: Attendance, device: str) -> HttpResponse:
    answer = redirect("signed", row.session_id)
    answer.set_cookie(DEVICE, device, max_age=366 * 24 * 3600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


@requires("attendance.sign")
def sign_code(request: HttpRequest) -> HttpResponse:
    """口令签到: six digits from the wall, for those without a camera."""
    if request.method == "POST":
        try:
            session = sign_in.by_spoken(request.person, request.POST.get("code", ""))
            device = _device(request)
            row = sign_in.sign(request.person, session, Attendance.How.CODE, device, **_room(request))
        except Refused as refusal:
            return _refused(request, refusal)
        return _signed(row, device)
    return render(request, "activities/code.html", {})


@require_GET
@requires("attendance.sign")
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """✓ my own attendance of this session, with what else there is to know."""
    rows = Attendance.objects.select_related("session__activity__recorder", "teacher").exclude(state="")
    row = rows.filter(session=pk, teacher=request.person.teacher).first() if request.person.teacher else None
    if row is None:
        raise Http404
    return render(request, "activities/signed.html", {"row": row, "came": row.state in COUNTS_PRESENT})


@require_POST
@requires("attendance.sign")
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """签退 of oneself from a session that asks for it."""
    rows = Attendance.objects.select_related("session__activity__school").filter(session=pk, teacher=request.person.teacher)
    row = rows.first() if request.person.teacher else None
    if row is None:
        raise Http404
    row = sign_in.sign_out(request.person, row.session)
    messages.success(request, f"已签退 {timezone.localtime(row.left_at):%H:%M}，{row.get_state_display()}。")
    return redirect("signed", pk)


@require_POST
@requires("attendance.mark")
def doubt_cleared(request: HttpRequest, pk: int) -> HttpResponse:
    """核实疑似代签: seen by the organiser, stays present."""
    row = fetch(request.person, "attendance.mark", Attendance.objects.select_related("session__activity__school", "teacher"), pk=pk)
    sign_in.clear_doubt(request.person, row)
    messages.success(request, f"{row.teacher}已核实，算到会。")
    return redirect("activity_attendance", row.session.activity_id)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "activities/sign_refused.html", {"refusal": refusal}, status=refusal.status)


def _session(request: HttpRequest, pk: int, action: str = "attendance.project") -> Session:
    return fetch(request.person, action, Session.objects.select_related("activity__school", "activity__term"), pk=pk)


@require_POST
@requires("attendance.project")
def sign_in_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """开始签到 or 截止签到."""
    session = _session(request, pk)
    if request.POST.get("do") == "close":
        sign_in.close_sign_in(request.person, session)
        messages.success(request, "签到已经截止。没签上的人请点名或补签。")
        return redirect("activity_attendance", session.activity_id)
    sign_in.open_sign_in(request.person, session, request.META.get("REMOTE_ADDR", ""))
    return redirect("projector", pk)


@never_cache
@require_GET
@requires("attendance.project")
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """投影: the code on the wall, how many have come, and who came last."""
    session = _session(request, pk)
    return render(request, "activities/projector.html", {
        "session": session, "activity": session.activity, **_wall(request, session),
        "presenters": presenters_of(session), "may_roll": may(request.person, "attendance.roll", session.activity),
    })


@never_cache
@require_GET
@requires("attendance.project")
def projector_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The same in JSON, asked every ten seconds; a closed sign-in has no code."""
    return JsonResponse(_wall(request, _session(request, pk)))


def _wall(request: HttpRequest, session: Session) -> dict[str, object]:
    count = counts_of([session]).get(session.pk, Count())
    came = session.attendances.filter(state__in=COUNTS_PRESENT).exclude(state=AttendanceState.ON_DUTY)
    names = list(came.order_by("-at", "-pk").values_list("teacher__name", flat=True)[:12])
    wall: dict[str, object] = {
        "came": count.came, "expected": count.expected, "due": count.due, "excused": count.excused, "duty": count.duty,
        "names": names, "svg": "", "spoken": "", "seconds": 0,
    }
    try:
        sign_in.check_open(session)
    except Refused as refusal:
        return wall | {"closed": str(refusal)}
    now = real.time()
    window = codes.window_at(now)
    token = codes.token(session.pk, session.secret, window)
    digits = codes.spoken(session.pk, session.secret, window)
    return wall | {
        "svg": qr_svg(absolute(request, reverse("scan", args=[token])), "签到二维码"), "spoken": f"{digits[:3]} {digits[3:]}",
        "seconds": codes.WINDOW - int(now) % codes.WINDOW, "closed": "",
    }


@never_cache
@require_GET
@requires("attendance.project")
def session_number(request: HttpRequest, pk: int) -> HttpResponse:
    """报的数: for the host's own phone, to be said aloud; it never stands on the wall."""
    session = _session(request, pk)
    try:
        sign_in.check_open(session)
    except Refused as refusal:
        return render(request, "activities/number.html", {"refusal": refusal})
    return render(request, "activities/number.html", {"number": codes.said(session.pk, session.secret, codes.window_at(real.time()))})


@require_POST
@requires("attendance.roll")
def session_join(request: HttpRequest, pk: int) -> HttpResponse:
    """加入名单, and the line of visitors."""
    session = _session(request, pk, "attendance.roll")
    if "visitors" in request.POST:
        sign_in.set_visitors(request.person, session, request.POST["visitors"])
        messages.success(request, "来宾已经记下。")
    else:
        field = TeacherNames(school=session.activity.school, required=True, error_messages={"required": "请写要加的人。"})
        try:
            teachers = field.clean(request.POST.get("names", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("activity_attendance", session.activity_id)
        count = sign_in.join(request.person, session, teachers)
        messages.success(request, f"加进了 {count} 人，标着『名单后加入』。" if count else "这些人已经在名单里。")
    return redirect("activity_attendance", session.activity_id)


@require_GET
@requires("activity.read")
def activity_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """签到: the sessions with their counts and lists, and what the reader may do there."""
    activity = found(request, pk, "activity.read")
    may_roll = may(request.person, "attendance.roll", activity)
    sessions = list(
        activity.sessions.prefetch_related("presenters", "attendances__teacher")
    )
    projects = set(within(request.person, "attendance.project", activity.sessions.all()).values_list("pk", flat=True))
    counts, shown = counts_of(sessions), _at_hand(sessions)
    for session in sessions:
        session.count, session.folded = counts.get(session.pk), len(sessions) > FEW and session != shown
        today = session.signing or session.day is None or session.on(clock.today())
        session.may_project = session.pk in projects and today
        session.coming = bool(session.day and session.day > clock.today())
        rows = list(session.attendances.all())
        session.groups = _grouped(rows, may_roll)
        later = sum(row.how == Attendance.How.LATER for row in rows)
        session.later = later if may_roll and later * 10 > len(rows) else 0
        session.all_here = _all_here(request.person, session, rows) if may_roll else 0
        session.elsewhere = [row for row in rows if row.elsewhere] if may_roll else []
        session.doubts = [row for row in rows if row.doubt == Attendance.Doubt.OPEN] if may_roll else []
        session.my_row = next((row for row in rows if request.person.teacher and row.teacher_id == request.person.teacher.pk), None)
    return render(request, "activities/attendance.html", tab(
        request, activity, "attendance", sessions=sessions, may_roll=may_roll, may_leave=has(request.person, "leave.ask"),
    ))


def _at_hand(sessions: list[Session]) -> Session | None:
    """The session of a series that its page opens: today's, else the next one, else the last; the others are one line each."""
    live = [session for session in sessions if session.day and not session.cancelled]
    return next((session for session in live if session.last >= clock.today()), live[-1] if live else None)


def _all_here(person: Person, session: Session, rows: list[Attendance]) -> int:
    """A small meeting of today on which nobody is recorded yet: how many the two taps 全部出席、确认 would set."""
    live = session.on(clock.today()) and not session.cancelled and session.activity.state in LIVE
    waiting = [row for row in rows if not row.state and row.teacher != person.teacher]
    return len(waiting) if live and len(rows) <= SMALL and len(waiting) >= len(rows) - 1 else 0


def _grouped(rows: list[Attendance], whole: bool) -> list[tuple[str, list[Attendance]]]:
    """The list by state; why somebody is on leave is for those who run the activity, everybody else reads 请假."""
    groups: dict[str, list[Attendance]] = {}
    for value, label in AttendanceState.choices:
        for row in rows:
            if row.state == value:
                groups.setdefault("请假" if value in EXCUSED and not whole else label, []).append(row)
    return list(groups.items())
