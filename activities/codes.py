"""签到码: a code that turns every fifteen seconds, so that a picture of it is worthless at home (spec 07, 5.9).

Pure functions: the secret belongs to one opened session and never leaves the server; time is the server's real clock.
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import NamedTuple

from django.utils.http import base36_to_int, int_to_base36

WINDOW = 15  # seconds a code is shown as the current one
GRACE = 5  # seconds more, for a slow phone


class Token(NamedTuple):
    """A scanned 签到码, not yet believed."""

    session_id: int
    window: int
    mac: str


def new_secret() -> str:
    """256 bits, new at every opening."""
    return secrets.token_hex(32)


def window_at(seconds: float) -> int:
    return int(seconds // WINDOW)


def accepted(window: int, seconds: float) -> bool:
    """A code counts in its own window, in the next one and five seconds more."""
    begins = window * WINDOW
    return begins <= seconds < begins + 2 * WINDOW + GRACE


def token(session_id: int, secret: str, window: int) -> str:
    """What the QR code carries after /s/."""
    return f"{int_to_base36(session_id)}.{window}.{_mac(secret, 'signin.v1', session_id, window)}"


def parse(text: str) -> Token | None:
    """The three parts of a scanned code; None when it is none of ours."""
    parts = text.split(".")
    if len(parts) != 3 or not parts[1].isascii() or not parts[1].isdigit() or len(parts[1]) > 12:
        return None
    try:
        return Token(base36_to_int(parts[0]), int(parts[1]), parts[2])
    except ValueError:
        return None


def genuine(found: Token, secret: str) -> bool:
    """Whether this session's secret made the code."""
    made = _mac(secret, "signin.v1", found.session_id, found.window)
    return bool(secret) and hmac.compare_digest(made.encode(), found.mac.encode())


def spoken(session_id: int, secret: str, window: int) -> str:
    """口令 of six digits for those without a camera; it turns with the QR code."""
    digest = hmac.new(secret.encode(), f"spoken.v1|{session_id}|{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def spoken_now(text: str, session_id: int, secret: str, seconds: float) -> bool:
    """Whether these six digits are a 口令 of this session that still counts."""
    return _counts_now(spoken, text, session_id, secret, seconds)


def said(session_id: int, secret: str, window: int) -> str:
    """报的数: two digits said aloud in the room and shown on no wall, so that a code passed on is not enough (S08)."""
    digest = hmac.new(secret.encode(), f"said.v1|{session_id}|{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 100:02d}"


def said_now(text: str, session_id: int, secret: str, seconds: float) -> bool:
    """Whether these two digits are a number of this session that still counts."""
    return _counts_now(said, text, session_id, secret, seconds)


def _counts_now(made: Callable[[int, str, int], str], text: str, session_id: int, secret: str, seconds: float) -> bool:
    now = window_at(seconds)
    windows = [window for window in (now, now - 1, now - 2) if accepted(window, seconds)]
    return bool(secret) and any(hmac.compare_digest(made(session_id, secret, window).encode(), text.encode()) for window in windows)


def _mac(secret: str, purpose: str, session_id: int, window: int) -> str:
    digest = hmac.new(secret.encode(), f"{purpose}|{session_id}|{window}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:22]


def sheet(session_id: int, secret: str) -> str:
    """What the QR code of a printed 签到表 carries after /p/: which session it is, and that we printed it."""
    return f"{int_to_base36(session_id)}.{_mac(secret, 'sheet.v1', session_id, 0)}"


def sheet_session(text: str, secret: str) -> int | None:
    """The session a printed sheet belongs to; None when we did not print it."""
    number, _, mac = text.partition(".")
    try:
        session_id = base36_to_int(number)
    except ValueError:
        return None
    return session_id if hmac.compare_digest(sheet(session_id, secret).partition(".")[2].encode(), mac.encode()) else None
