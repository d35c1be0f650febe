"""活动记录: one record per activity by one 记录人, with photos, handouts and the paper sign-in sheet."""
from __future__ import annotations

from django.db import transaction

from activities.models import Activity, ActivityFile
from activities.models.activity import RECORD_PARTS
from activities.states import ActivityState
from documents.chinese import normal
from school import audit, clock, uploads
from school.person import Person
from school.workflow import Refused, StaleEdit

LONGEST = 20_000  # characters in one part
MOST_FILES = 50


def save_record(person: Person, activity: Activity, texts: dict[str, str], version: int) -> int:
    """存活动记录 in place; the new version. A save from an old page raises StaleEdit with both texts.

    The first text also says when it was written; changing a confirmed record takes its confirmation back.
    """
    texts = {name: normal(text)[:LONGEST] for name, text in texts.items() if name in RECORD_PARTS}
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
                mine=_whole(texts), theirs=_whole({name: getattr(now, name) for name in texts}),
                version=now.record_version, by=now.recorded_by.name if now.recorded_by else "", label=f"{activity}记录",
            )
        audit.record(person, "record.save", activity, after={name: len(text) for name, text in texts.items()})
    return version + 1


def _whole(texts: dict[str, str]) -> str:
    return "\n\n".join(f"{label}\n{texts[name]}" for name, label in RECORD_PARTS.items() if texts.get(name))


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
    stored = uploads.keep(person, data, name)
    with transaction.atomic():
        row, made = ActivityFile.objects.get_or_create(
            activity=activity, file=stored, sign_in_sheet=sign_in_sheet,
            defaults={"caption": normal(caption)[:80], "order": activity.files.count() + 1},
        )
        if made:
            audit.record(person, "record.add_file", activity, after=[stored.name, stored.sha256])
    return row


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


def refuse_closed(activity: Activity) -> None:
    if activity.state in (ActivityState.COMPLETE, ActivityState.CANCELLED):
        raise Refused(f"活动现在是『{activity.get_state_display()}』，记录不能再改。", label=str(activity))
