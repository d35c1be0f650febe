"""Where a request really comes from (来源地址), when a proxy of our own stands before the server."""
from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class RealAddress:
    """X-Forwarded-For is believed only from a proxy named in TRUSTED_PROXIES, and read from the right: the last address
    that is not one of ours is whom our proxy saw. Everybody else may write what he likes into it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.ours = [ip_network(text, strict=False) for text in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.ours and self._is_ours(request.META.get("REMOTE_ADDR", "")):
            for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                seen = _address(hop)
                if seen is None:
                    break
                request.META["REMOTE_ADDR"] = str(seen)
                if not self._is_ours(str(seen)):
                    break
        return self.get_response(request)

    def _is_ours(self, text: str) -> bool:
        seen = _address(text)
        return seen is not None and any(seen in network for network in self.ours)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None
