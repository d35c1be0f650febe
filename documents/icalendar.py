"""iCalendar files (日历文件, RFC 5545) that phones and Outlook take in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True)
class Event:
    """One thing in the calendar (一件事): from and to with a time zone; whole days without an hour, and when it lasts several."""

    uid: str
    title: str
    day: date
    until: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    note: str = ""
    sequence: int = 0  # grows with each change, so that a calendar takes the newer one


def icalendar(name: str, events: Iterable[Event], stamp: datetime) -> bytes:
    """The .ics file; `stamp` is when it was made. The same events and stamp give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//yanxiu//schedule//ZH", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_utc(stamp)}", f"SEQUENCE:{event.sequence}", f"SUMMARY:{_text(event.title)}"]
        if event.starts and event.ends and not event.until:
            lines += [f"DTSTART:{_utc(event.starts)}", f"DTEND:{_utc(event.ends)}"]
        else:
            lines += [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{(event.until or event.day) + timedelta(days=1):%Y%m%d}"]
        lines += [f"LOCATION:{_text(event.place)}"] if event.place else []
        lines += [f"DESCRIPTION:{_text(event.note)}"] if event.note else []
        lines.append("END:VEVENT")
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> bytes:
    """No line is longer than 75 octets, and none is cut inside a letter."""
    parts, room = [b""], 75
    for letter in line:
        octets = letter.encode()
        if len(parts[-1]) + len(octets) > room:
            parts.append(b"")
            room = 74
        parts[-1] += octets
    return b"\r\n ".join(parts) + b"\r\n"
