"""Building forms (编评价表): a draft is written, put in use, replaced by a draft of the next version, retired."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from instruments.models import Instrument
from instruments.rows import problems_in_use, rows_of
from school import audit
from school.person import Person
from school.workflow import Refused, StaleEdit, guarded


@transaction.atomic
def start(person: Person, *, name: str, purpose: str, document: dict[str, Any], key: UUID) -> Instrument:
    """Begin a form as a draft (新建评价表); the same key again gives the same form."""
    if found := Instrument.objects.filter(school=person.school, key=key).first():
        return found
    try:
        with transaction.atomic():
            form = Instrument.objects.create(
                school=person.school, name=name, purpose=purpose, document=document, draft=True, key=key
            )
    except IntegrityError:
        raise Refused("这个名字已经用过了。", "请换一个名字，或者去改那一张。", label=name) from None
    audit.record(person, "instrument.start", form)
    return form


@transaction.atomic
def save(person: Person, form: Instrument, document: dict[str, Any], edits: int) -> None:
    """Keep a draft (存草稿). Refused for a form in use; stale when somebody saved in between."""
    rows = guarded(Instrument).filter(pk=form.pk, draft=True, edits=edits)
    if rows.update(document=document, edits=edits + 1):
        form.document, form.edits = document, edits + 1
        audit.record(person, "instrument.edit", form)
        return
    mine, label = in_words(document), form.name
    form.refresh_from_db()
    if not form.draft:
        raise Refused("这张表已经启用，不能再改。", "要改请起草新一版，已答的不受影响。", label=label)
    raise StaleEdit(mine=mine, theirs=in_words(form.document), version=form.edits, label=label)


def in_words(document: dict[str, Any]) -> str:
    """A form in plain lines, to hold two of them side by side."""
    return "\n".join(f"{row.name}　{row.detail}" for row in rows_of(document))


@transaction.atomic
def put_in_use(person: Person, form: Instrument) -> None:
    """启用: from now on people fill in this version; the version before stays with what was answered on it."""
    if problems := problems_in_use(form.document):
        raise Refused("".join(problems), "补好了再启用。", label=form.name)
    if guarded(Instrument).filter(pk=form.pk, draft=True).update(draft=False):
        form.draft = False
        audit.record(person, "instrument.use", form, after=form.version)


@transaction.atomic
def next_version(person: Person, form: Instrument) -> Instrument:
    """起草新一版 of a form in use; the draft that is there already, when somebody began one."""
    if form.draft:
        return form
    versions = Instrument.objects.filter(school=form.school, name=form.name).order_by("-version")
    newest = versions.first()
    if newest.draft:
        return newest
    draft = Instrument.objects.create(
        school=form.school, name=form.name, purpose=form.purpose, document=newest.document, version=newest.version + 1, draft=True
    )
    audit.record(person, "instrument.start", draft, after=draft.version)
    return draft


@transaction.atomic
def retire(person: Person, form: Instrument, *, retired: bool) -> None:
    """停用, or take it up again; what was answered stays readable."""
    if guarded(Instrument).filter(pk=form.pk, draft=False, retired=not retired).update(retired=retired):
        form.retired = retired
        audit.record(person, "instrument.retire" if retired else "instrument.restore", form)


@transaction.atomic
def discard(person: Person, form: Instrument) -> None:
    """不要了: a draft that nobody has filled in is thrown away."""
    if not form.draft:
        raise Refused("这张表已经启用，不能删。", "不用了可以停用。", label=form.name)
    audit.record(person, "instrument.discard", form)
    form.delete()
