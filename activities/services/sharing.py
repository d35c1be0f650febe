"""附件、请人看看、同伴的话、用过: a work among colleagues. Nothing here decides or scores anything."""
from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from activities.models import ActivityFile, Use, Work, WorkComment, WorkFile, WorkShare
from activities.queries.sharing import invitable, others_may_see
from activities.services.works import OPEN, writer
from documents.chinese import normal
from school import audit, clock, uploads
from school.models import Notice, User
from school.person import Person
from school.workflow import Refused

MOST_FILES = 5


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
def invite(person: Person, work: Work, user: User) -> WorkShare:
    """请人看看: open this one work for this one person and tell him; a second time changes nothing."""
    if not others_may_see(work):
        raise Refused("草稿还没有交，别人看不到。", "先交上去，再请人看。", label=str(work))
    if not invitable(person).filter(pk=user.pk).exists():
        raise Refused("只能请本校的同事和学校请来的专家。", "请从名单里选。", label=str(work))
    row, made = WorkShare.objects.get_or_create(work=work, user=user, defaults={"at": clock.now()})
    if made:
        audit.record(person, "work.share", work, after=user.name)
        _tell(work, [user], f"{person.name}请你看看《{work}》，说几句。")
    return row


def uninvite(person: Person, row: WorkShare) -> None:
    """不再请他看: closed from the next request on."""
    with transaction.atomic():
        audit.record(person, "work.unshare", row.work, before=row.user.name)
        row.delete()


def comment(person: Person, work: Work, text: str, key: UUID) -> WorkComment:
    """说几句 to a work one may read; its author is told, or those who spoke before when he answers himself."""
    text = normal(text)
    if not text:
        raise Refused("还没有写。", "写几句再发。", label=str(work))
    if not others_may_see(work):
        raise Refused("草稿还没有交，先不用说。", "", label=str(work))
    known = WorkComment.objects.filter(key=key).first()
    if known is None:
        try:
            with transaction.atomic():
                known = WorkComment.objects.create(
                    work=work, author=person.user, author_name=person.name, text=text, at=clock.now(), key=key
                )
                own = work.author.user_id == person.user.pk
                heard = User.objects.filter(pk__in=work.comments.values("author")) if own else User.objects.filter(pk=work.author.user_id)
                _tell(work, heard.exclude(pk=person.user.pk), f"{person.name}在《{work}》下面说了几句。")
        except IntegrityError:  # the same page sent twice at once
            known = WorkComment.objects.get(key=key)
    return known


def _tell(work: Work, users: object, text: str) -> None:
    url, at = reverse("work", args=[work.pk]), clock.now()
    Notice.objects.bulk_create(Notice(school=work.school, user=user, text=text[:300], url=url, at=at) for user in users)


def use(person: Person, *, work: Work | None = None, handout: ActivityFile | None = None, note: str = "") -> Use:
    """我用过: says where something of the 资源库 was used; said again the note is the newer one."""
    row, made = Use.objects.get_or_create(
        work=work, handout=handout, teacher=writer(person), defaults={"note": normal(note)[:100], "at": clock.now()}
    )
    if not made and normal(note):
        row.note = normal(note)[:100]
        row.save(update_fields=["note"])
    return row
