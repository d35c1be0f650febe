"""文件: bytes kept once, fetched only by whoever may see the thing they belong to."""
from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from school.models import School, StoredFile
from school.person import Person

# Upper floors say which files a person may fetch: each function answers with the ids among the given file's owners.
_owners: list[Callable[[Person, StoredFile], bool]] = []


def owner(may_fetch: Callable[[Person, StoredFile], bool]) -> Callable[[Person, StoredFile], bool]:
    """Registers a question of an upper floor: does this file belong to something this person may read?"""
    _owners.append(may_fetch)
    return may_fetch


def may_fetch(person: Person, stored: StoredFile) -> bool:
    return any(asks(person, stored) for asks in _owners)


def store(
    school: School, data: bytes, *, name: str, mime: str, person: Person | None = None,
    width: int | None = None, height: int | None = None, phash: str = "",
) -> StoredFile:
    """Keep these bytes for a school; the same bytes again give the same row."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = of_school(school).filter(sha256=sha256).first()
    if known:
        return known
    row = StoredFile(
        school=school, sha256=sha256, name=name[:200], mime=mime, size=len(data), width=width, height=height,
        phash=phash, uploaded_by=person.user if person else None,
    )
    path = f"blobs/{school.pk}/{sha256[:2]}/{sha256}"
    storage = row.blob.storage
    if not storage.exists(path):
        path = storage.save(path, ContentFile(data))
    row.blob.name = path
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return of_school(school).get(sha256=sha256)
    return row


def of_school(school: School) -> QuerySet[StoredFile]:
    return StoredFile._base_manager.filter(school=school)
