"""What a page answers when nobody is logged in (登录已过期), to a verb the house does not know, to more than it takes, to less than was sent."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.http.multipartparser import MultiPartParserError


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


class WholeForm:
    """A form that the network cut off gets 400 and changes nothing: the half that came would pass for the whole text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.content_type != "multipart/form-data":
            announced = request.META.get("CONTENT_LENGTH") or "0"
            if announced.isdecimal() and len(request.body) < int(announced[:12]):
                raise BadRequest("the body was cut")
        return self.get_response(request)


class WholeFiles(FileUploadHandler):
    """The same for files; it looks once the form has been read to its end."""

    def handle_raw_input(self, input_data: Any, META: dict, content_length: int, boundary: bytes, encoding: str | None = None) -> None:
        self.sent = input_data

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def upload_complete(self) -> None:
        stream = getattr(self.sent, "_stream", None)
        if isinstance(stream, LimitedStream) and stream._pos < stream.limit:
            raise MultiPartParserError("the body was cut")
