"""今天 and 现在: the one clock of the domain. The demo school lives on one fixed day (DEMO_DAY) in week 12."""
from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The time of an event as people will read it; leases, sessions and codes use the real clock instead."""
    real = timezone.localtime()
    if settings.DEMO_DAY is None:
        return real
    return real.replace(year=settings.DEMO_DAY.year, month=settings.DEMO_DAY.month, day=settings.DEMO_DAY.day)


def today() -> date:
    return now().date()
