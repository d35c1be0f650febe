"""收下一个文件: vouchers, superiors' notices and summaries; a photo is made upright and small, other bytes must agree with their name."""
from __future__ import annotations

from pathlib import PurePath

import magic

from documents import photos
from documents.unreadable import Unreadable
from school import files
from school.models import StoredFile
from school.person import Person
from school.workflow import Refused

MOST_BYTES = 20 << 20
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# extension → (type it is kept as, what its first bytes may look like)
PAPERS = {
    ".pdf": ("application/pdf", {"application/pdf"}),
    ".docx": (_WORD, {_WORD, "application/zip"}),
    ".xlsx": (_EXCEL, {_EXCEL, "application/zip"}),
}


def keep(person: Person, data: bytes, name: str) -> StoredFile:
    """The stored file of an upload. Raises Refused with a sentence when it cannot be taken."""
    if not data:
        raise Refused("这个文件是空的。", "请重新选一次。", label=name)
    if len(data) > MOST_BYTES:
        raise Refused(f"文件有 {len(data) >> 20} MB，超过 20 MB。", "请压缩以后再传。", label=name)
    mime, ending = magic.from_buffer(data[:8192], mime=True), PurePath(name).suffix.lower()
    short = f"{PurePath(name).stem[:100]}"
    if mime in photos.KINDS:
        try:
            photo = photos.normalise(data)
        except Unreadable as error:
            raise Refused(str(error), "请换一张，或重新拍一张。", label=name) from error
        return files.store(
            person.school, photo.data, name=f"{short}.jpg", mime=photo.mime, person=person, width=photo.width, height=photo.height,
            phash=photo.phash,
        )
    kept, looks = PAPERS.get(ending, ("", set()))
    if mime not in looks:
        raise Refused("这里只收照片、PDF、.docx 和 .xlsx。", "请另存成其中一种再传。", label=name)
    return files.store(person.school, data, name=f"{short}{ending}", mime=kept, person=person)
