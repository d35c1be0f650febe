"""附件、请人看看、同伴的话、用过: a work, an open lesson or a 听课记录 among colleagues. Nothing here decides or scores anything."""
from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from activities.models import ActivityFile, Observation, OpenLesson, Use, Work, WorkComment, WorkFile, WorkShare
from activities.models.sharing import Shown
from activities.queries.sharing import authors, invitable, others_may_see, page
from activities.services.works import OPEN, writer
from documents.chinese import normal
from school import audit, clock, uploads
from school.models import User
from school.person import Person
from school.services.notices import tell
from school.workflow import Refused, again

MOST_FILES = 5


def upload(person: Person, work: Work, sent: UploadedFile) -> WorkFile:
    """Add an uploaded file; one that is far too large is refused before it is read."""
    return attach(person, work, uploads.read(sent), sent.name)


@transaction.atomic
def attach(person: Person, work: Work, data: bytes, name: str) -> WorkFile:
    """Add a file to one's own draft (加附件); the same bytes twice stand once."""
    if work.state not in OPEN:
        raise Refused(f"这份材料现在是『{work.get_state_display()}』，附件不能再动。", "要改请先撤回。", label=str(work))
    stored = uploads.keep(person, data, name)
    if not work.files.filter(file=stored).exists() and work.files.count() >= MOST_FILES:
        raise Refused(f"一份材料最多 {MOST_FILES} 个附件，『{name}』没有加上。", "请先去掉不要的，或者打成一份。", label=str(work))
    return WorkFile.objects.get_or_create(work=work, file=stored)[0]


def detach(person: Person, row: WorkFile) -> None:
    """Take a file off one's own draft (去掉附件); what was handed in keeps it in its version."""
    if row.work.state not in OPEN:
        raise Refused(f"这份材料现在是『{row.work.get_state_display()}』，附件不能再动。", "要改请先撤回。", label=str(row.work))
    row.delete()


@transaction.atomic
def invite(person: Person, of: Shown, user: User) -> WorkShare:
    """请人看看: open this one work, lesson or 听课记录 for this one person and tell him; a second time changes nothing."""
    if not others_may_see(of):
        raise Refused(*_closed(of), label=str(of))
    if not invitable(person).filter(pk=user.pk).exists():
        raise Refused("只能请本校的同事和学校请来的专家。", "请从名单里选。", label=str(of))
    row, made = WorkShare.objects.get_or_create(**_on(of), user=user, defaults={"at": clock.now()})
    if made:
        audit.record(person, "work.share", of, after=user.name)
        _tell(of, [user], f"{person.name}请你看看{_named(of)}，说几句。")
    return row


def uninvite(person: Person, row: WorkShare) -> None:
    """不再请他看: closed from the next request on."""
    with transaction.atomic():
        audit.record(person, "work.unshare", row.of, before=row.user.name)
        row.delete()


def comment(person: Person, of: Shown, text: str, key: UUID) -> WorkComment:
    """说几句 to what one may read; its author is told, or those who spoke before when he answers himself.

    A 听课记录 belongs to two: who watched and who taught are told of each other's words and of everybody's.
    """
    text = normal(text)
    if not text:
        raise Refused("还没有写。", "写几句再发。", label=str(of))
    if not others_may_see(of):
        raise Refused(*_closed(of), label=str(of))
    if known := WorkComment.objects.filter(key=key).first():
        return again(known, author=person.user, text=text, **_on(of))
    try:
        with transaction.atomic():
            made = WorkComment.objects.create(**_on(of), author=person.user, author_name=person.name, text=text, at=clock.now(), key=key)
            whose = [teacher.user_id for teacher in authors(of)]
            heard = User.objects.filter(pk__in=[*whose, *of.comments.values_list("author", flat=True)] if person.user.pk in whose else whose)
            _tell(of, heard.exclude(pk=person.user.pk), f"{person.name}在{_named(of)}下面说了几句。")
    except IntegrityError:  # the same page sent twice at once
        return again(WorkComment.objects.get(key=key), author=person.user, text=text)
    return made


def _on(of: Shown) -> dict[str, object]:
    return {"school": of.school, {OpenLesson: "lesson", Observation: "observation", Work: "work"}[type(of)]: of}


def _named(of: Shown) -> str:
    if isinstance(of, Observation):
        return f"听课记录{of.named_topic}"
    return f"公开课{of.named_topic}" if isinstance(of, OpenLesson) else f"《{of}》"


def _closed(of: Shown) -> tuple[str, str]:
    if isinstance(of, OpenLesson):
        return "这节课取消了，不再请人看，也不再说。", "有话可以当面说。"
    return "草稿还没有交，别人看不到。", "先交上去，再请人看。"


def _tell(of: Shown, users: Iterable[User], text: str) -> None:
    tell(of.school, users, text, page(of))


def use(person: Person, *, work: Work | None = None, handout: ActivityFile | None = None, note: str = "") -> Use:
    """我用过: says where something of the 资源库 was used; said again the note is the newer one."""
    row, made = Use.objects.get_or_create(
        work=work, handout=handout, teacher=writer(person), defaults={"note": normal(note)[:100], "at": clock.now()}
    )
    if not made and normal(note):
        row.note = normal(note)[:100]
        row.save(update_fields=["note"])
    return row
