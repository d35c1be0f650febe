"""登录与提醒: what a person settles for himself — digits, devices, the daily mail, the calendar on his phone."""
from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from activities.models import Activity, Session
from activities.queries import quotas
from activities.queries.attendance import concerned
from activities.states import ActivityState
from documents.icalendar import Event, icalendar
from plans.models import Quota
from school import clock, pins
from school.models import User
from school.person import Person, person_of
from school.policy import requires


class MailForm(forms.Form):
    email = forms.EmailField(label="邮箱", required=False, max_length=254)
    daily_mail = forms.BooleanField(label="每天最多一封，告诉我有什么要做", required=False)

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if given.get("daily_mail") and not given.get("email") and "email" not in self.errors:
            self.add_error("email", "要收邮件，请写上邮箱。")
        return given


@require_http_methods(["GET", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = MailForm(request.POST or None, initial={"email": user.email, "daily_mail": user.daily_mail})
    if request.method == "POST" and form.is_valid():
        user.email, user.daily_mail = form.cleaned_data["email"], form.cleaned_data["daily_mail"]
        user.save(update_fields=["email", "daily_mail"])
        messages.success(request, "存好了。" if user.daily_mail else "存好了，不发邮件。")
        return redirect("own_account")
    feed = request.build_absolute_uri(reverse("own_feed", args=[user.feed_key])) if user.feed_key else ""
    return render(request, "accounts/own.html", {
        "form": form, "may_pin": pins.may_use_pin(user), "feed": feed, "web_feed": "webcal" + feed[feed.index(":"):] if feed else "",
        "may_feed": request.person.teacher is not None,
    })


@requires("score.own")
@require_POST
def own_feed_step(request: HttpRequest) -> HttpResponse:
    """开通、换新、关掉 the calendar address; the old one is dead at once."""
    closing = request.POST.get("step") == "close"
    User.objects.filter(pk=request.user.pk).update(feed_key=None if closing else secrets.token_urlsafe(24))
    messages.success(request, "日历地址关掉了。" if closing else "地址好了，照下面的步骤加到手机日历。")
    return redirect("own_account")


@login_not_required
@require_GET
def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """我的日历: my activities with what I do there, and what is still owed; the address is the key."""
    user = User.objects.filter(feed_key=token, is_active=True).first()
    person = person_of(user) if user else None
    if person is None or person.teacher is None:
        raise Http404
    with scope(school=[person.school]):
        events = [*_sessions(person), *_owed(person)] if person.term else []
        data = icalendar(f"{person.name}的校本研修", events, clock.now())
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


def _sessions(person: Person) -> list[Event]:
    """场次 on my list, that I present, record or host, or that mean me before the list is made."""
    rows = (
        Session.objects.filter(activity__term=person.term, day__isnull=False).exclude(activity__state=ActivityState.CANCELLED)
        .select_related("activity").prefetch_related("presenters").order_by("day", "starts")
    )
    is_his, me, events = concerned(person), person.teacher, []
    for session in rows:
        part = _part(session, session.activity, me.pk)
        if not part and not is_his(session, session.activity):
            continue
        events.append(Event(
            f"session-{session.pk}@yanxiu", f"{session.activity.title}{f'（{part}）' if part else ''}", session.day, session.until,
            _at(session.day, session.starts), _ends(session), session.place,
            settings.BASE_URL + reverse("activity_detail", args=[session.activity_id]),
            len(session.activity.moves) + session.version,
        ))
    return events


def _part(session: Session, activity: Activity, me: int) -> str:
    parts = (("我主讲", any(teacher.pk == me for teacher in session.presenters.all())), ("我主持", activity.host_id == me),
             ("我记录", activity.recorder_id == me))
    return "、".join(word for word, so in parts if so)


def _at(day, hour) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, hour)) if hour else None


def _ends(session: Session) -> datetime | None:
    starts = _at(session.day, session.starts)
    return _at(session.day, session.ends) or (starts + timedelta(minutes=40) if starts else None)


def _owed(person: Person) -> list[Event]:
    """What this week or month still lacks, on its last day, while it is missing; a term's tasks on the term's last day."""
    term, today = person.term, min(max(clock.today(), person.term.starts), person.term.ends)
    sunday = term.week_span(term.week_of(today))[1]
    month_end = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    last = {Quota.Period.WEEK: sunday, Quota.Period.MONTH: min(month_end, term.ends), Quota.Period.TERM: term.ends}
    if term.ends_its_year:
        last[Quota.Period.YEAR] = term.ends
    return [
        Event(
            f"owed-{one.source}-{last[one.period]}@yanxiu", f"{one.label}还差 {missing} {one.unit}", last[one.period],
            note=settings.BASE_URL + reverse("mine"),
        )
        for one in quotas.quota_progress(person, term)
        if (missing := max(one.due_now - one.done - one.waiting, 0)) and one.period in last
    ]
