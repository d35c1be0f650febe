"""活动记录: one record per activity by one 记录人, with photos, handouts and the paper sign-in sheet."""
from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePath

import magic
from django.db import transaction

from activities.models import Activity, ActivityFile
from activities.states import ActivityState
from documents import photos
from documents.chinese import normal
from school import audit, clock, files
from school.models import School, StoredFile
from school.person import Person
from school.workflow import Refused, StaleEdit

TEXTS = {"process": "过程", "interaction": "互动", "gains": "收获", "follow_up": "后续"}
LONGEST = 20_000  # characters in one part
MOST_BYTES = 20 << 20
MOST_FILES = 50
_OLD_OFFICE = {"application/msword", "application/vnd.ms-powerpoint", "application/vnd.ms-excel", "application/x-ole-storage",
               "application/CDFV2", "application/vnd.ms-office"}
_ZIPPED = "application/vnd.openxmlformats-officedocument."
# extension → (type it is kept as, what its first bytes may look like)
HANDOUTS = {
    ".pdf": ("application/pdf", {"application/pdf"}),
    ".docx": (f"{_ZIPPED}wordprocessingml.document", {f"{_ZIPPED}wordprocessingml.document", "application/zip"}),
    ".pptx": (f"{_ZIPPED}presentationml.presentation", {f"{_ZIPPED}presentationml.presentation", "application/zip"}),
    ".xlsx": (f"{_ZIPPED}spreadsheetml.sheet", {f"{_ZIPPED}spreadsheetml.sheet", "application/zip"}),
    ".doc": ("application/msword", _OLD_OFFICE),
    ".ppt": ("application/vnd.ms-powerpoint", _OLD_OFFICE),
    ".xls": ("application/vnd.ms-excel", _OLD_OFFICE),
}
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif"}


def save_record(person: Person, activity: Activity, texts: dict[str, str], version: int) -> int:
    """存活动记录 in place; the new version. A save from an old page raises StaleEdit with both texts.

    The first text also says when it was written; changing a confirmed record takes its confirmation back.
    """
    texts = {name: normal(texts.get(name, ""))[:LONGEST] for name in TEXTS}
    refuse_closed(activity)
    if activity.record_version == version and all(getattr(activity, name) == text for name, text in texts.items()):
        return version
    with transaction.atomic():
        rows = Activity.objects.filter(pk=activity.pk, record_version=version)
        if not rows.update(
            **texts, record_version=version + 1, recorded_at=clock.now(), recorded_by=person.user,
            record_confirmed_by=None, record_confirmed_at=None,
        ):
            now = Activity.objects.select_related("recorded_by").get(pk=activity.pk)
            raise StaleEdit(
                mine=_whole(texts), theirs=_whole({name: getattr(now, name) for name in TEXTS}),
                version=now.record_version, by=now.recorded_by.name if now.recorded_by else "", label=f"{activity}记录",
            )
        audit.record(person, "record.save", activity, after={name: len(text) for name, text in texts.items()})
    return version + 1


def _whole(texts: dict[str, str]) -> str:
    return "\n\n".join(f"{label}\n{texts[name]}" for name, label in TEXTS.items() if texts[name])


def confirm_record(person: Person, activity: Activity) -> None:
    """确认记录 by the leader or host; nobody confirms what he wrote himself."""
    if not activity.process.strip():
        raise Refused("记录还没有写『过程』，不能确认。", "请记录人先写。", label=str(activity))
    with transaction.atomic():
        rows = Activity.objects.filter(pk=activity.pk, record_version=activity.record_version, record_confirmed_by=None)
        if activity.recorded_by_id == person.user.pk:
            raise Refused("这份记录是你自己写的，要请别人确认。", "教研组长写的由教导处确认。", label=str(activity))
        if not rows.update(record_confirmed_by=person.user, record_confirmed_at=clock.now()):
            raise Refused("记录刚刚改过，或者已经确认了。", "请刷新看最新的一版再确认。", label=str(activity))
        audit.record(person, "record.confirm", activity)


def add_file(
    person: Person, activity: Activity, data: bytes, name: str, *, caption: str = "", sign_in_sheet: bool = False
) -> ActivityFile:
    """传照片或讲稿. Photos are turned upright and made small; of other files the kind must agree with the bytes."""
    refuse_closed(activity)
    if activity.files.count() >= MOST_FILES:
        raise Refused(f"一次活动最多 {MOST_FILES} 个附件。", "请先去掉不要的。", label=name)
    stored = keep_upload(person, activity.school, data, name)
    with transaction.atomic():
        row, made = ActivityFile.objects.get_or_create(
            activity=activity, file=stored, sign_in_sheet=sign_in_sheet,
            defaults={"caption": normal(caption)[:80], "order": activity.files.count() + 1},
        )
        if made:
            audit.record(person, "record.add_file", activity, after=[stored.name, stored.sha256])
    return row


def keep_upload(person: Person, school: School, data: bytes, name: str) -> StoredFile:
    """收下一个文件: a photo made upright and small, or a handout whose bytes agree with its name; Refused otherwise."""
    values = checked(data, name)
    return files.store(school, values.pop("data"), name=safe(name), person=person, **values)


def remove_file(person: Person, row: ActivityFile) -> None:
    """去掉一个附件; the bytes stay in the store, the audit names them."""
    refuse_closed(row.activity)
    with transaction.atomic():
        audit.record(person, "record.remove_file", row.activity, before=[row.file.name, row.file.sha256])
        row.delete()


def caption_file(person: Person, row: ActivityFile, caption: str) -> None:
    """写照片说明."""
    refuse_closed(row.activity)
    with transaction.atomic():
        row.caption = normal(caption)[:80]
        row.save(update_fields=["caption"])
        audit.record(person, "record.caption", row.activity, after=row.caption)


def set_paper_pages(person: Person, activity: Activity, pages: int | None) -> None:
    """纸质签到表页数: the signed sheet lies in the folder and counts like the screen."""
    with transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(paper_pages=pages)
        audit.record(person, "record.paper", activity, after=pages)
    activity.paper_pages = pages


def checked(data: bytes, name: str) -> dict[str, object]:
    """What `files.store` needs of an upload. Raises Refused with a sentence when it cannot be taken."""
    if not data:
        raise Refused("这个文件是空的。", "请重新选一次。", label=name)
    if len(data) > MOST_BYTES:
        raise Refused(f"文件有 {len(data) / (1 << 20):.0f} MB，超过 20 MB。", "请压缩以后再传，录像请另存在学校的盘里。", label=name)
    ending = PurePath(name).suffix.lower()
    mime = magic.from_buffer(data[:8192], mime=True)
    if ending in _PICTURES or mime in photos.KINDS:
        try:
            photo = photos.normalise(data)
        except photos.Unreadable as error:
            raise Refused(str(error), label=name) from error
        return {"data": photo.data, "mime": photo.mime, "width": photo.width, "height": photo.height, "phash": photo.phash}
    if ending not in HANDOUTS:
        raise Refused("这种文件不能传。", "可以传照片，PDF，Word、PowerPoint、Excel 文件。", label=name)
    kept, looks = HANDOUTS[ending]
    if mime not in looks or (kept.startswith(_ZIPPED) and not _is_office(data, ending)):
        raise Refused(f"文件名是 {ending}，内容却不是。", "请用原来的软件打开，另存一份再传。", label=name)
    return {"data": data, "mime": kept}


def _is_office(data: bytes, ending: str) -> bool:
    inside = {".docx": "word/", ".pptx": "ppt/", ".xlsx": "xl/"}[ending]
    try:
        with zipfile.ZipFile(BytesIO(data)) as box:
            return any(entry.startswith(inside) for entry in box.namelist()[:2000])
    except zipfile.BadZipFile:
        return False


def safe(name: str) -> str:
    """The name people gave, without path and invisible signs."""
    return normal(PurePath(name.replace("\\", "/")).name)[:200] or "附件"


def refuse_closed(activity: Activity) -> None:
    if activity.state in (ActivityState.COMPLETE, ActivityState.CANCELLED):
        raise Refused(f"活动现在是『{activity.get_state_display()}』，记录不能再改。", label=str(activity))
