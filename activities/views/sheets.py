from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from activities.models import LooseSheet, Session
from activities.queries.attendance import counts_of
from activities.queries.sheets import fileable, loose_sheets, to_type_in
from activities.services import attendance, sheets, sign_in
from activities.services.attendance import Mark
from activities.states import AttendanceState as A
from documents.chinese import whole
from school import uploads
from school.policy import fetch, has, requires, within
from school.workflow import Refused

MOST_PHOTOS = 20


@requires("sheet.file")
def sheet_photos(request: HttpRequest) -> HttpResponse:
    """上传签到表照片: several at once; each goes to its activity by the code printed on it."""
    if request.method == "POST":
        return _take(request)
    sessions = list(fileable(request.person)[:60]) if request.person.term else []
    return render(request, "activities/sheets.html", {
        "loose": loose_sheets(request.person), "sessions": sessions, "typing": to_type_in(request.person)[:30],
        "may_type": has(request.person, "attendance.paper"),
    })


def _take(request: HttpRequest) -> HttpResponse:
    given, filed = request.FILES.getlist("photos"), []
    if not given:
        messages.error(request, "还没有选照片。")
    if len(given) > MOST_PHOTOS:
        messages.warning(request, f"一次最多 {MOST_PHOTOS} 张，后面的请再传一次。")
    for upload in given[:MOST_PHOTOS]:
        try:
            filed.append(sheets.take(request.person, uploads.read(upload), upload.name))
        except Refused as refusal:
            messages.error(request, str(refusal))
    at = {one.session.pk: one.session for one in filed if one.session}
    for session in at.values():
        count = sum(one.session == session for one in filed)
        messages.success(request, f"{count} 张归到了『{session}』。")
    for one in filed:
        if one.session is None:
            messages.warning(request, f"『{one.name}』{one.says}，先放在下面，请选是哪次活动；照片没有丢。")
    if len(at) == 1 and len(filed) == len(given) and all(one.session for one in filed):
        session = next(iter(at.values()))
        if has(request.person, "attendance.paper") and within(request.person, "attendance.paper", Session.objects.filter(pk=session.pk)).exists():
            return redirect("sheet_entry", session.pk)
    return redirect("sheet_photos")


@require_POST
@requires("sheet.file")
def sheet_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """归到选定的一场, or 不要."""
    loose: LooseSheet | None = loose_sheets(request.person).filter(pk=pk).first()
    if loose is None:
        raise Http404
    if request.POST.get("do") == "drop":
        sheets.drop(request.person, loose)
        messages.success(request, "这张照片已经去掉。")
        return redirect("sheet_photos")
    number = request.POST.get("session", "")
    session = fileable(request.person).select_related("activity__school").filter(
        pk=whole(number, 0)
    ).first()
    if session is None:
        messages.error(request, "还没有选是哪次活动。")
        return redirect("sheet_photos")
    sheets.assign(request.person, loose, session)
    messages.success(request, f"归到了『{session}』。")
    return redirect("sheet_photos")


@require_GET
@requires("sheet.file")
def sheet_scan(request: HttpRequest, token: str) -> HttpResponse:
    """The code on a printed sheet, scanned by a phone: to the page where its photo is taken."""
    session = sheets.session_of(request.person, token)
    if session is None:
        raise Http404
    messages.info(request, f"这是『{session}』的签到表，请拍照上传，会自己归好。")
    return redirect("sheet_photos")


@requires("attendance.paper")
def sheet_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """照签到表登记（代录）: the picture beside the list, one tick for each who signed, visitors typed in."""
    person = request.person
    session = fetch(person, "attendance.paper", Session.objects.select_related("activity__school"), pk=pk)
    if request.method == "POST":
        return _enter(request, session)
    rows = list(session.attendances.select_related("teacher"))
    able = set(within(person, "attendance.paper", session.attendances.all()).values_list("pk", flat=True))
    for row in rows:
        row.open = row.pk in able and row.state in (A.PENDING, A.ABSENT) and row.teacher != person.teacher
    photos = session.activity.files.filter(sign_in_sheet=True).select_related("file")
    return render(request, "activities/sheet_entry.html", {
        "session": session, "activity": session.activity, "rows": rows, "photos": photos, "count": counts_of([session]).get(session.pk),
        "paper": attendance.has_paper(session), "back": reverse("sheet_photos"),
    })


def _enter(request: HttpRequest, session: Session) -> HttpResponse:
    marks = []
    for number in request.POST.getlist("came"):
        version = request.POST.get(f"v-{number}", "")
        if number.isdecimal() and version.isdecimal() and len(number + version) < 18:
            marks.append(Mark(int(number), A.PRESENT, int(version)))
    outcome = attendance.mark(request.person, session, marks, paper=True)
    if request.POST.get("visitors", "").strip() != session.visitors:
        sign_in.set_visitors(request.person, session, request.POST.get("visitors", ""))
    if outcome.stale:
        messages.warning(request, "有几位刚才被别人改过，没有覆盖：" + "、".join(str(row.teacher) for row in outcome.stale))
    messages.success(request, f"照签到表登记了 {len(outcome.saved)} 人。")
    return redirect("sheet_entry", session.pk)
