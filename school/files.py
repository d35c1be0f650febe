"""文件: bytes kept once, fetched only by whoever may see the thing they belong to."""
from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from documents import photos
from school.models import School, StoredFile
from school.person import Person

NEAREST = 5  # of those whose fingerprints come near, so many are laid over the new picture
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
    row.blob.name = f"blobs/{school.pk}/{sha256[:2]}/{sha256}"
    _write(Path(row.blob.path), data)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return of_school(school).get(sha256=sha256)
    return row


def _write(path: Path, data: bytes) -> None:
    """The whole file under its name or none: neither a power cut nor a second upload of the same bytes leaves a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as half:
        try:
            half.write(data)
            half.flush()
            os.fsync(half.fileno())
            os.chmod(half.name, 0o644)
            os.replace(half.name, path)
        except OSError:
            os.unlink(half.name)
            raise


def small(stored: StoredFile) -> Path:
    """小图 of a photo, beside it on the disk: made when the photo is kept, and again should it be missing."""
    path = Path(f"{stored.blob.path}.small.jpg")
    if not path.exists():
        _write(path, photos.small(_read(stored)))
    return path


def find_twin(stored: StoredFile) -> None:
    """一图一用: notes which earlier file of the school shows the same picture, resized or cropped a little.

    All that show one picture name the same first file, so that they find each other.
    """
    earlier = of_school(stored.school).filter(pk__lt=stored.pk).exclude(phash="").values_list("pk", "phash")
    apart = sorted((photos.distance(stored.phash, phash), pk) for pk, phash in earlier.iterator())
    for bits, pk in apart[:NEAREST]:
        other = StoredFile._base_manager.get(pk=pk)
        if bits <= photos.NEAR and photos.same_picture(_read(stored), _read(other)):
            stored.twin_id = other.twin_id or other.pk
            stored.save(update_fields=["twin"])
            return


def _read(stored: StoredFile) -> bytes:
    with stored.blob.open("rb") as source:
        return source.read()


def of_school(school: School) -> QuerySet[StoredFile]:
    return StoredFile._base_manager.filter(school=school)
