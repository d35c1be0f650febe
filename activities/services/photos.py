"""材料和听课记录的照片: handwritten pages, turned upright, small, in order; 1–20 of them are a full record."""
from __future__ import annotations

import io

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image

from activities.models import Observation, ObservationPhoto, Work, WorkPhoto
from activities.services.works import OPEN
from school import uploads
from school.person import Person
from school.workflow import Refused

MOST = 20


def _writable(of: Work | Observation) -> None:
    if of.state not in OPEN:  # a 听课记录 is open as a draft only
        raise Refused(f"这一份现在是『{of.get_state_display()}』，照片不能再动。", "要改请先撤回。", label=str(of))


def upload(person: Person, of: Work | Observation, sent: UploadedFile) -> WorkPhoto | ObservationPhoto:
    """Add an uploaded photo; one that is far too large is refused before it is read."""
    return add(person, of, uploads.read(sent), sent.name)


@transaction.atomic
def add(person: Person, of: Work | Observation, data: bytes, name: str) -> WorkPhoto | ObservationPhoto:
    """Add one photo; the same picture sent twice stands once. Refused: no photo, damaged, too large, more than 20."""
    _writable(of)
    stored = uploads.keep_photo(person, data, name)
    known = of.photos.filter(file=stored).first()
    if known:
        return known
    last = of.photos.order_by("-order").first()
    if of.photos.count() >= MOST:
        raise Refused(f"一份最多 {MOST} 张照片，『{name}』没有加上。", "请先去掉几张，或者分成两份。", label=str(of))
    return of.photos.create(file=stored, order=last.order + 1 if last else 1)


@transaction.atomic
def turn(person: Person, photo: WorkPhoto | ObservationPhoto) -> None:
    """Turn a page a quarter to the right (转正)."""
    _writable(photo.of)
    target = io.BytesIO()
    with photo.file.blob.open("rb") as source, Image.open(source) as picture:
        picture.transpose(Image.Transpose.ROTATE_270).save(target, "JPEG", quality=92)
    photo.file = uploads.keep_photo(person, target.getvalue(), photo.file.name)
    photo.save(update_fields=["file"])


def remove(person: Person, photo: WorkPhoto | ObservationPhoto) -> None:
    """Take a page out of a draft (去掉照片)."""
    _writable(photo.of)
    photo.delete()
