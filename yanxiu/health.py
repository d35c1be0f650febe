"""健康检查 for whoever watches the machine: do database, files and queue answer?"""
from __future__ import annotations

import logging
import os
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yanxiu.celery import app


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def storage() -> None:
    """Write, read and remove one small file where uploads and volumes are kept."""
    name = default_storage.save("health", ContentFile(b"ok"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"ok":
                raise OSError(f"{name} was read back differently")
    finally:
        default_storage.delete(name)


def queue() -> None:
    """The broker takes messages: Redis answers, or the folder of the file-system broker can be written."""
    if settings.REDIS_URL:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    elif not os.access(settings.QUEUE / "in", os.W_OK):
        raise OSError(f"{settings.QUEUE / 'in'} cannot be written")


logger = logging.getLogger(__name__)

CHECKS: dict[str, Callable[[], None]] = {"database": database, "storage": storage, "queue": queue}


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything answers, else 503; the reason is written to the log, not to a stranger."""
    answers = {}
    for name, check in CHECKS.items():
        try:
            check()
            answers[name] = "ok"
        except Exception:
            logger.exception("health: %s does not answer", name)
            answers[name] = "failed"
    well = set(answers.values()) == {"ok"}
    return JsonResponse({"status": "ok" if well else "failed", **answers}, status=200 if well else 503)
