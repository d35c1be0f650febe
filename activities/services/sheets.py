"""纸质签到表: photos of signed sheets file themselves by the code printed on them; what cannot be read waits, nothing is lost."""
from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from activities import codes
from activities.models import Activity, ActivityFile, LooseSheet, Session
from activities.services import records
from documents.qr import read_qr
from school import audit, clock, uploads
from school.models import StoredFile
from school.person import Person
from school.policy import within
from school.workflow import Refused

_ADDRESS = re.compile(r"/p/([0-9a-z]+\.[\w-]{22})$")


@dataclass(frozen=True)
class Filed:
    """What became of one photo: the session it went to, or None and the sentence why it waits."""

    name: str
    session: Session | None
    says: str = ""


def session_of(person: Person, text: str) -> Session | None:
    """The session of a printed code, when this person files sheets for it."""
    number = codes.sheet_session(text, settings.SECRET_KEY)
    session = Session.objects.select_related("activity__school").filter(pk=number).first() if number else None
    reached = session and within(person, "sheet.file", Activity.objects.filter(pk=session.activity_id)).exists()
    return session if reached else None


def take(person: Person, data: bytes, name: str) -> Filed:
    """收下一张签到表照片: at its activity when the code is read and it is this person's to file, else with those that wait."""
    stored = uploads.keep_photo(person, data, name)
    found = [match[1] for text in read_qr(data) if (match := _ADDRESS.search(text))]
    session = next(filter(None, (session_of(person, text) for text in found)), None)
    why = "没有认出上面的码" if not found else "码认出来了，但不归你上传"
    if session is not None:
        try:
            _file(person, session.activity, stored)
            return Filed(name, session)
        except Refused as refusal:
            why = refusal.what
    with transaction.atomic():
        LooseSheet.objects.get_or_create(school=person.school, file=stored, defaults={"by": person.user, "at": clock.now()})
    return Filed(name, None, why)


def assign(person: Person, loose: LooseSheet, session: Session) -> None:
    """归到一次活动 by hand, when the code could not be read."""
    with transaction.atomic():
        _file(person, session.activity, loose.file)
        loose.delete()


def drop(person: Person, loose: LooseSheet) -> None:
    """不要这张: a photo taken by mistake; the 日志 names it."""
    with transaction.atomic():
        audit.record(person, "record.remove_file", loose, before=[loose.file.name, loose.file.sha256])
        loose.delete()


def _file(person: Person, activity: Activity, stored: StoredFile) -> None:
    records.refuse_closed(activity)
    with transaction.atomic():
        _, made = ActivityFile.objects.get_or_create(
            activity=activity, file=stored, sign_in_sheet=True, defaults={"order": activity.files.count() + 1}
        )
        if made:
            audit.record(person, "sheet.file", activity, after=[stored.name, stored.sha256])
