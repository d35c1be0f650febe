"""写、交、撤回研修材料. Drafts save themselves in place; each handing in keeps a version."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from activities.models import Work, WorkKind, WorkVersion
from activities.states import WORK_STEPS, WorkState
from school import clock
from school.models import Teacher, Term
from school.person import Person
from school.workflow import Refused, StaleEdit, advance

OPEN = (WorkState.DRAFT, WorkState.RETURNED)


def writer(person: Person) -> Teacher:
    """The teacher behind the account; whoever has none cannot write records of his own."""
    if person.teacher is None:
        raise Refused("你的账号没有对应的教师，不能写自己的材料。", "请系统管理员在名册里把账号和教师连起来。")
    return person.teacher


def term_of(person: Person) -> Term:
    if person.term is None:
        raise Refused("学校还没有学期，材料没有地方放。", "请教导处先在设置里建学期。")
    return person.term


@transaction.atomic
def keep(person: Person, *, key: UUID, version: int, kind: WorkKind, **fields: Any) -> Work:
    """Save a draft in place (存草稿). The first save with a key makes the row, however often it is sent.

    fields: title, body, topic, event_day, privacy, activity; level, prize, awarded_by of what was won. What is there
    already, word for word, is no stale edit: an answer that got lost on the way is sent again. Raises StaleEdit when
    another page has saved in between.
    """
    author = writer(person)
    row = Work.objects.filter(key=key).first()
    if row is None:
        try:
            with transaction.atomic():
                return Work.objects.create(
                    school=person.school, term=term_of(person), author=author, kind=kind, key=key, version=1,
                    created_at=clock.now(), saved_at=clock.now(), **fields,
                )
        except IntegrityError:
            row = Work.objects.filter(key=key).first()
    if row is None or row.author_id != author.pk:
        raise Refused("这一页的编号已经用过了。", "请复制文字，重新点『写』再贴进去。")
    if all(getattr(row, name) == value for name, value in fields.items()):
        return row
    if row.state not in OPEN:
        raise Refused(f"这份材料现在是『{row.get_state_display()}』，不能再改。", "要改请先撤回。", label=str(row))
    saved = Work.objects.filter(pk=row.pk, version=version, state__in=OPEN).update(
        version=F("version") + 1, saved_at=clock.now(), **fields
    )
    if not saved:
        row.refresh_from_db()
        raise StaleEdit(
            mine=_text(fields["title"], fields["body"]), theirs=_text(row.title, row.body), version=row.version,
            by="你在另一个页面上", label=str(row),
        )
    row.refresh_from_db()
    return row


def _text(title: str, body: str) -> str:
    return f"{title}\n\n{body}" if title else body


def complete(work: Work, *, pages: int) -> None:
    """Refused while a work lacks what its kind asks for: text or pages; a 级别 for what was won; a proof, and of what (一师一优课)."""
    if not work.body and not pages and not work.kind.proof:
        raise Refused("还没有正文，也没有照片和附件。", "请写几句，或者拍下手写的那几页再交。", label=str(work))
    if work.kind.levels and not work.level:
        raise Refused("还没有选级别。", f"请选{'、'.join(work.kind.levels)}中的一级再交。", label=str(work))
    if work.kind.proof and not pages:
        raise Refused("还没有证明。", "请拍下证书或上传成功的截图，加上再交。", label=str(work))
    if work.kind.proof and work.kind.topics and not work.kind.levels and not work.topic:
        raise Refused("还没有选类别。", f"请选{'、'.join(work.kind.topics)}中的一样再交。", label=str(work))


@transaction.atomic
def submit(person: Person, work: Work) -> Work:
    """Hand a work in (提交): what was handed in is kept as a version. A second press finds it handed in."""
    if work.state == WorkState.SUBMITTED:
        return work
    photos, files = list(work.photos.values_list("file", flat=True)), list(work.files.values_list("file", flat=True))
    complete(work, pages=len(photos) + len(files))
    title = work.title or f"第 {work.term.week_of(work.event_day)} 周{work.kind}"
    checked = {"confirmed_at": clock.now()} if work.unchecked else {}  # 代录: handing it in oneself is checking it
    advance(person, work, WORK_STEPS, "submit", submitted_at=clock.now(), title=title, **checked)
    WorkVersion.objects.create(
        work=work, no=work.versions.count() + 1, title=title, body=work.body, photos=photos, files=files, at=work.submitted_at
    )
    return work


def withdraw(person: Person, work: Work) -> None:
    """撤回 by the author, until somebody has judged it."""
    advance(person, work, WORK_STEPS, "withdraw")


@transaction.atomic
def discard(person: Person, work: Work) -> None:
    """Throw a draft away (删草稿) that was never handed in; what was handed in stays on the record."""
    if work.state != WorkState.DRAFT or work.versions.exists():
        raise Refused("交过的材料不能删，要留原样。", "不想要可以放着不交。", label=str(work))
    work.photos.all().delete()
    work.files.all().delete()
    work.delete()
