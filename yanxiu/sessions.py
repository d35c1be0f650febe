"""登录能保持多久: a teacher's own phone stays logged in, a login that sees everybody's marks does not.

Teachers (教师、教研组长、专家): 90 days since last used on a phone that was theirs (card, digits or 「只有我用」), else until
the browser closes and 12 hours at most. 校长、副校长、教导处、档案员、资料员、系统管理员、区县: 30 minutes unused, 12 hours
at most. Times are the real clock's; the mark in the session is renewed at most every few minutes, so that no page writes.
"""
from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from school import invited, pins

BEGAN, USED, KEPT = "login_began", "login_used", "login_kept"
MINUTE, HOUR, DAY = 60, 3600, 86_400
OWN_PHONE = 90 * DAY
IDLE, LONGEST = 30 * MINUTE, 12 * HOUR


def begin(request: HttpRequest, *, keep: bool) -> None:
    """Marks a fresh login; `keep`: on a device that only its owner uses."""
    now = int(time.time())
    request.session[BEGAN], request.session[USED], request.session[KEPT] = now, now, keep
    request.session.set_expiry(OWN_PHONE if keep else 0)


class Limits:
    """Ends a login that has been unused or open for too long, or that was made with digits by who needs a password now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.person
        if person is None or not person.user.is_authenticated:
            return self.get_response(request)
        why = self._over(request)
        if not why:
            return self.get_response(request)
        logout(request)
        if request.htmx or not request.accepts("text/html"):
            return JsonResponse({"error": f"{why}请另开一页登录，再回来保存；这一页上的字先不要关。"}, status=401)
        if person.only:
            return redirect(invited.address(person.user, *person.only))
        messages.warning(request, f"{why}登录以后回到刚才那一页。")
        back = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('login')}?{urlencode({'next': back})}")

    def _over(self, request: HttpRequest) -> str:
        session, now = request.session, int(time.time())
        began, used = session.get(BEGAN, now), session.get(USED, now)
        wide = not request.person.roles <= pins.PIN_ROLES
        if wide and session.get(BACKEND_SESSION_KEY) == pins.BACKEND:
            return "你现在有了管理身份，要用密码登录。"
        if wide and now - used > IDLE:
            return "半小时没有操作，为了大家的材料先退出了。"
        if now - began > LONGEST and (wide or not session.get(KEPT)):
            return "登录满 12 小时了，请再登录一次。"
        if now - used > (5 * MINUTE if wide else DAY) or BEGAN not in session:
            session[BEGAN], session[USED] = began, now
            if session.get(KEPT):
                session.set_expiry(OWN_PHONE)
        return ""
