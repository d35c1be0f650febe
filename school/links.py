"""网址: the address of a page as a phone in the same network can open it."""
from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest | None, path: str) -> str:
    """A path with the host under which this page was opened; never a loop-back one, which no other phone could open."""
    if request is None or path.startswith(("http://", "https://")):
        return path if path.startswith("http") else f"{settings.BASE_URL}{path}"
    here = request.build_absolute_uri(path)
    return f"{settings.BASE_URL}{path}" if urlsplit(here).hostname in ("127.0.0.1", "localhost", "::1") else here
