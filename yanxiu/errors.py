"""What a page answers when nobody is logged in (登录已过期), to a verb the house does not know, to more than it takes."""
from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse


class LoginRequired(LoginRequiredMiddleware):
    """Every page needs a login. A script gets 401 with a sentence, never the login page as if it were its answer:
    an autosave that takes a redirect for success would lose the text."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponseBase:
        if request.htmx or not request.accepts("text/html"):
            return JsonResponse({"error": "登录已过期。请另开一页登录，再回来保存；这一页上的字先不要关。"}, status=401)
        return super().handle_no_permission(request, view_func)


VERBS = ("GET", "HEAD", "OPTIONS", "POST")


class KnownVerbs:
    """Pages are opened and forms are posted; PUT, DELETE, TRACE and whatever else get 405 before any view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in VERBS else HttpResponseNotAllowed(VERBS)


class KnownSize:
    """A request larger than anything a page takes gets 413 before a byte of it lies on the disk, whoever sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length[:12]) > settings.MOST_REQUEST_BYTES:
            most = settings.MOST_REQUEST_BYTES >> 20
            return HttpResponse(f"一次最多传 {most} MB，这次太大了。请分几次传。", status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
