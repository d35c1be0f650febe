"""Who is asking, in which school's scope; and how a refusal becomes a page."""
from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_scopes import scope

from school import invited, past
from school.models import School
from school.person import person_of
from school.workflow import Refused

OPEN_WHILE_PASSWORD_IS_NEW = {"password_change", "password_change_done", "logout", "card"}


class PersonMiddleware:
    """Puts `request.person` and opens the scope of his school (a district: of its schools)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            request.person = None
            with scope(school=[]):
                return self.get_response(request)
        person = person_of(
            request.user, request.session.get("school"), request.META.get("REMOTE_ADDR", ""), term_id=request.session.get("term")
        )
        person = request.person = invited.narrowed(person, request.session.get(invited.ONLY))
        if person.district:
            schools = list(School.objects.filter(district=person.district))
        else:
            schools = [person.school] if person.school else []
        with scope(school=schools, past=person if "term" in request.session else None):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        user = request.user
        if user.is_authenticated and request.person.only:  # came by a link: no password of his is asked, or could be changed
            stays = not invited.strays(request.person, request.resolver_match.url_name or "")
            return None if stays else redirect(invited.address(user, *request.person.only))
        if user.is_authenticated and user.must_change and request.resolver_match.url_name not in OPEN_WHILE_PASSWORD_IS_NEW:
            return redirect("password_change")
        return None


class RefusalMiddleware:
    """One place turns `Refused` into a 409: JSON for scripts, a page with the sentence and both texts for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if _looks_back(request) and not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
            answer.content = past.without_beginnings(answer.content.decode())
        return answer

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if "term" in request.session and request.resolver_match.url_name in past.BEGINNINGS:
            try:
                past.refuse(request.person)
            except Refused as error:
                return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OverflowError):  # a number in a form or address that no database row can have
            error = Refused("填的数字太大，没有这样的一条。", "请回到上一页重新选。")
            error.status = 400
        if not isinstance(error, Refused):
            return None
        if request.accepts("text/html") and not request.htmx:
            came = request.META.get("HTTP_REFERER", "")  # most steps answer to POST alone: the way on is the page they were taken on
            back = came if url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure()) else ""
            return render(request, "refused.html", {"refusal": error, "back": back}, status=error.status)
        body = {"error": str(error)}
        body.update({key: getattr(error, key) for key in ("mine", "theirs", "version", "by") if hasattr(error, key)})
        return JsonResponse(body, status=error.status)


def _looks_back(request: HttpRequest) -> bool:
    person = getattr(request, "person", None)
    return "term" in request.session and person is not None and person.looks_back
