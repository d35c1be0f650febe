"""收下一个文件: one door for every upload, whatever it belongs to."""
from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Any

import magic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum

from documents import photos
from documents.chinese import normal
from documents.zipped import PIECE, TooMuch, weighed
from school import files
from school.models import StoredFile
from school.person import Person
from school.workflow import Refused

MOST_BYTES = 20 << 20
_OLD_OFFICE = {"application/msword", "application/vnd.ms-powerpoint", "application/vnd.ms-excel", "application/x-ole-storage",
               "application/CDFV2", "application/vnd.ms-office"}
_ZIPPED = "application/vnd.openxmlformats-officedocument."
# extension → (type it is kept as, what its first bytes may look like)
PAPERS = {
    ".pdf": ("application/pdf", {"application/pdf"}),
    ".docx": (f"{_ZIPPED}wordprocessingml.document", {f"{_ZIPPED}wordprocessingml.document", "application/zip"}),
    ".pptx": (f"{_ZIPPED}presentationml.presentation", {f"{_ZIPPED}presentationml.presentation", "application/zip"}),
    ".xlsx": (f"{_ZIPPED}spreadsheetml.sheet", {f"{_ZIPPED}spreadsheetml.sheet", "application/zip"}),
    ".doc": ("application/msword", _OLD_OFFICE),
    ".ppt": ("application/vnd.ms-powerpoint", _OLD_OFFICE),
    ".xls": ("application/vnd.ms-excel", _OLD_OFFICE),
}
_INSIDE = {".docx": "word/", ".pptx": "ppt/", ".xlsx": "xl/"}
MOST_PARTS, MOST_UNPACKED = 4000, 200 << 20
_FETCHES = re.compile(
    rb"""<Relationship\b(?=[^>]*/(?:attachedTemplate|oleObject|subDocument|frame)["'])"""
    rb"""(?=[^>]*Target=["'](?:https?:|ftp:|mhtml:|\\\\|//|file:(?:////|\\\\)))""", re.IGNORECASE,
)
_STARTS = re.compile(rb"<w:instrText[^>]*>\s*DDE(?:AUTO)?\s")
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif"}


def read(sent: UploadedFile) -> bytes:
    """The bytes of an upload; one that is far too large is refused before it is read."""
    if sent.size > MOST_BYTES:
        raise _too_large(sent.size, sent.name)
    return sent.read()


def _too_large(size: int, name: str) -> Refused:
    return Refused(f"文件有 {size / (1 << 20):.0f} MB，超过 {MOST_BYTES >> 20} MB。", "请压缩以后再传，录像请另存在学校的盘里。", label=name)


def keep(person: Person, data: bytes, name: str) -> StoredFile:
    """The stored file of an upload: a photo made upright and small, or a paper whose bytes agree with its name.

    Raises Refused with a sentence when it cannot be taken; nothing is kept then.
    """
    if not data:
        raise Refused("这个文件是空的。", "请重新选一次。", label=name)
    if len(data) > MOST_BYTES:
        raise _too_large(len(data), name)
    ending, mime = PurePath(name).suffix.lower(), magic.from_buffer(data[:8192], mime=True)
    if ending in _PICTURES or mime in photos.KINDS:
        return keep_photo(person, data, name)
    if ending not in PAPERS:
        raise Refused("这种文件不能传。", "可以传照片，PDF，Word、PowerPoint、Excel 文件。", label=name)
    kept, looks = PAPERS[ending]
    if mime not in looks or (ending in _INSIDE and not _is_office(data, name, ending)):
        raise Refused(f"文件名是 {ending}，内容却不是。", "请用原来的软件打开，另存一份再传。", label=name)
    return _store(person, data, name=safe(name), mime=kept)


def keep_photo(person: Person, data: bytes, name: str) -> StoredFile:
    """The stored file of a photo; whether the school has that picture already is found out once, here."""
    try:
        photo = photos.normalise(data)
    except photos.Unreadable as error:
        raise Refused(str(error), "其余的都还在。", label=name) from error
    stored = _store(
        person, photo.data, name=safe(f"{PurePath(name).stem}.jpg"), mime=photo.mime, width=photo.width, height=photo.height,
        phash=photo.phash,
    )
    files.small(stored)
    if stored.twin_id is None:
        files.find_twin(stored)
    return stored


def _store(person: Person, data: bytes, name: str, **fields: Any) -> StoredFile:
    """Kept while the school has room; volumes may fill what is left, so that a term can always be closed."""
    used = files.of_school(person.school).aggregate(size=Sum("size"))["size"] or 0
    if used + len(data) > settings.SCHOOL_MOST_BYTES:
        raise Refused(
            f"学校的文件已经有 {used / (1 << 30):.1f} GB，满 {settings.SCHOOL_MOST_BYTES >> 30} GB 就不再收新的。",
            "请找系统管理员调大上限；已有的都还在。", label=name,
        )
    return files.store(person.school, data, name=name, person=person, **fields)


def safe(name: str) -> str:
    """The name people gave, without path and invisible signs; a long one keeps its ending."""
    whole = normal(PurePath(name.replace("\\", "/")).name)
    ending = PurePath(whole).suffix[:10]
    return whole.removesuffix(ending)[: 200 - len(ending)] + ending or "附件"


def _reaches_out(data: bytes, parts: frozenset[str]) -> bool:
    """Whether a template or object is fetched from the net, or a program started, when a colleague opens the file.

    A template on the author's own disk is everyday and harmless elsewhere; links that people click stay.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            _says(archive, part, _FETCHES if part.endswith(".rels") else _STARTS) for part in parts
            if part.endswith(".rels") or part.startswith("word/") and part.endswith(".xml")
        )


def _says(archive: zipfile.ZipFile, part: str, what: re.Pattern[bytes]) -> bool:
    """Whether a part holds such a place; read piece by piece, so that nothing large is ever in memory."""
    end = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            if what.search(end + piece):
                return True
            end = piece[-2000:]
    return False


def _is_office(data: bytes, name: str, ending: str) -> bool:
    """Whether a zipped file is what its ending says. Refuses macros and what would unpack without end on a colleague's desk."""
    try:
        parts = weighed(data, entries=MOST_PARTS, unpacked=MOST_UNPACKED)
    except TooMuch as error:
        raise Refused("文件解开以后大得不正常。", "请用原来的软件打开，压缩图片、另存一份再传。", label=name) from error
    except zipfile.BadZipFile:
        return False
    if any(part.endswith("vbaProject.bin") for part in parts):
        raise Refused("文件里带有宏。", f"请另存为不带宏的 {ending} 再传。", label=name)
    if _reaches_out(data, parts):
        raise Refused("这份文件一打开就会到别处取东西，或者启动程序。", "请存成 PDF 再传；或者把内容复制到新建的文件里再传。", label=name)
    return any(part.startswith(_INSIDE[ending]) for part in parts)
