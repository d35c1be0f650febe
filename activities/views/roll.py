from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from activities.models import Attendance, Session
from activities.queries.attendance import counts_of
from activities.services import attendance, sign_in
from activities.services.attendance import Mark
from activities.states import LIVE
from activities.states import AttendanceState as A
from school import clock
from school.policy import fetch, requires, within

# 一行五格, one tap each; the rest opens at the name.
FIRST = (
    (A.PRESENT, "出勤", "calm"), (A.LATE, "迟到", "warn"), (A.PERSONAL, "请假", "warn"), (A.ON_DUTY, "公出", "warn"), (A.ABSENT, "未到", "warn"),
)
MORE = ((A.LEFT_EARLY, "早退"), (A.SICK, "病假"), (A.MATERNITY, "产假"), (A.PENDING, "未记"))


@requires("attendance.roll")
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """点名: 全部出席, then the exceptions; every tap is saved, and the whole list works as one form without scripts."""
    person = request.person
    session = fetch(person, "attendance.roll", Session.objects.select_related("activity__school"), pk=pk)
    if request.method == "POST":
        return _save(request, session)
    rows = list(session.attendances.select_related("teacher", "by"))
    others = set(within(person, "attendance.mark", session.attendances.all()).values_list("pk", flat=True))
    more = dict(MORE)
    for row in rows:
        row.may_mark = row.pk in others
        row.more = more.get(row.state, "") if row.state else ""
    return render(request, "activities/roll.html", {
        "session": session, "activity": session.activity, "rows": rows, "first": FIRST, "more": MORE,
        "today": session.activity.state in LIVE and session.on(clock.today()),
        "count": counts_of([session]).get(session.pk), "later": attendance.is_later(session),
        "paper": attendance.has_paper(session), "signed": sum(row.how in ("qr", "code") for row in rows),
    })


def _save(request: HttpRequest, session: Session) -> HttpResponse:
    data = request.POST
    how = {"reason": data.get("reason", ""), "paper": data.get("paper") == "1"}
    if data.get("do") == "all":
        count = attendance.all_present(request.person, session, **how)
        messages.success(request, f"{count} 人记为出勤。再点有变动的人。")
        return redirect("roll", session.pk)
    if data.get("do") == "me":
        sign_in.sign_here(request.person, session)
    outcome = attendance.mark(request.person, session, _marks(request), **how)
    if not request.accepts("text/html"):
        count = counts_of([session]).get(session.pk)
        return JsonResponse({
            "saved": {row.pk: row.version for row in outcome.saved}, "stale": [_stale(row) for row in outcome.stale],
            "count": counted(count),
        })
    if outcome.stale:
        messages.warning(request, "有几位刚才被别人改过，你的没有覆盖：" + "、".join(_stale(row) for row in outcome.stale))
    if data.get("do") == "me":
        messages.success(request, "你已签到。")
        return redirect("roll", session.pk)
    messages.success(request, f"存好了，改了 {len(outcome.saved)} 人。")
    return redirect("activity_attendance", session.activity_id)


def _marks(request: HttpRequest) -> list[Mark]:
    marks = []
    for name, value in request.POST.items():
        number = name.removeprefix("s-")
        version = request.POST.get(f"v-{number}", "")
        if name.startswith("s-") and number.isdecimal() and version.isdecimal() and len(number + version) < 18:
            marks.append(Mark(int(number), value, int(version)))
    return marks


def _stale(row: Attendance) -> str:
    return f"{row.teacher}（{row.get_state_display()}）"


def counted(count) -> str:
    """「出勤 11　迟到 1　公出 1　未记 2」"""
    parts = (
        ("出勤", count.present - count.late - count.early - count.duty), ("迟到", count.late), ("早退", count.early),
        ("公出", count.duty), ("请假", count.excused), ("产假", count.maternity), ("未到", count.absent), ("未记", count.pending),
    )
    return "　".join(f"{label} {number}" for label, number in parts if number)
