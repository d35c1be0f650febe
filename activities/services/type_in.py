"""代录: an 资料员 or the office types in or photographs what a colleague wrote on paper; the author is asked to check.

It counts from the moment it is typed in, like a paper handed to the office; who typed it and that the author has not
looked yet stands beside it.
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from activities.models import Observation, Work, WorkKind, WorkVersion
from activities.services import photos
from activities.services.works import complete, term_of
from activities.states import TYPE_IN
from school import audit, clock
from school.models import Teacher
from school.person import Person
from school.services.notices import tell
from school.workflow import Refused, advance, again, guarded


@transaction.atomic
def type_in(
    person: Person, author: Teacher, *, key: UUID, kind: WorkKind, event_day: date, topic: str = "", title: str = "", body: str = "",
    level: str = "", prize: str = "", awarded_by: str = "", pages: Iterable[UploadedFile] = (),
) -> Work:
    """代录材料 in somebody's name, handed in at once; the same key again is the same work.

    Raises Refused for one's own, and when there is not what the kind asks for.
    """
    if person.teacher and author.pk == person.teacher.pk:
        raise Refused("这是你自己的材料，不用代录。", "请从『写』里自己写或拍照交。", label=author.name)
    if known := Work.objects.filter(key=key, typed_by=person.user).first():
        return again(known, author=author, kind=kind, event_day=event_day, body=body.strip())
    term, pages = term_of(person), list(pages)
    work = Work(
        school=person.school, term=term, author=author, kind=kind, topic=topic, event_day=event_day, body=body.strip(), privacy=kind.privacy,
        title=title or f"第 {term.week_of(event_day)} 周{kind}", typed_by=person.user, version=1, created_at=clock.now(),
        saved_at=clock.now(), key=key, level=level, prize=prize, awarded_by=awarded_by,
    )
    complete(work, pages=len(pages))
    work.save()
    for page in pages:
        photos.upload(person, work, page)
    advance(person, work, TYPE_IN, "work.type_in", submitted_at=clock.now())
    WorkVersion.objects.create(
        work=work, no=1, title=work.title, body=body, photos=list(work.photos.values_list("file", flat=True)), at=work.submitted_at
    )
    words = f"{person.name}替你录入了『{work}』，请核对；有出入可以撤回改正。"
    tell(work.school, [author.user_id], words, reverse("work", args=[work.pk]))
    return work


def confirm(person: Person, row: Work | Observation) -> None:
    """核对无误, by the author of a work or the observer of a lesson alone."""
    whose = {"observer" if isinstance(row, Observation) else "author": person.teacher}
    with transaction.atomic():
        mine = guarded(type(row)).filter(pk=row.pk, typed_by__isnull=False, confirmed_at=None, **whose)
        if not mine.update(confirmed_at=clock.now()):
            raise Refused("这一份不用核对，或者已经核对过。", label=str(row))
        audit.record(person, "work.confirm", row)
