"""Word 样板 and 管理网络 of the school: what it keeps so that its plan looks like its own."""
from __future__ import annotations

from django.db import transaction

from documents import template
from documents.docx import Word
from documents.unreadable import Unreadable
from plans.models import Plan, WordTemplate
from plans.services.editing import must_be_open, touch
from school import audit, clock, files, uploads
from school.models import School
from school.person import Person
from school.workflow import Refused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def use(person: Person, data: bytes, name: str) -> WordTemplate:
    """收下样板; what cannot be filled is refused with a sentence, the old one stays."""
    try:
        template.opened(data)
    except Unreadable as error:
        raise Refused(str(error), label=name) from error
    with transaction.atomic():
        stored = files.store(person.school, data, name=uploads.safe(name), mime=WORD, person=person)
        row, _ = WordTemplate.objects.update_or_create(
            school=person.school, defaults={"file": stored, "by": person.user, "at": clock.now()}
        )
        audit.record(person, "word_template.use", row)
    return row


def drop(person: Person) -> None:
    """不用样板: back to the look of a 公文."""
    with transaction.atomic():
        if row := WordTemplate.objects.filter(school=person.school).first():
            audit.record(person, "word_template.drop", row)
            row.delete()


def of(school: School) -> bytes | None:
    """The bytes of the school's template; None when it has none."""
    row = WordTemplate.objects.filter(school=school).select_related("file").first()
    return row.file.blob.open("rb").read() if row else None


def sample() -> bytes:
    """A template to begin with."""
    file = Word("样板")
    file.add(template.TITLE, "公文标题")
    file.add(template.TEXT)
    file.sign(template.HEADS, template.DAY)
    file.add(template.ANNEX1).paragraph_format.page_break_before = True
    file.add(template.ANNEX2).paragraph_format.page_break_before = True
    return file.bytes()


def set_network(person: Person, plan: Plan, labels: list[str]) -> None:
    """放进计划 with what its levels are called; no labels take it out."""
    must_be_open(plan)
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(network=labels)
        touch(person, plan)
        audit.record(person, "plan.network", plan, after=labels)
    plan.refresh_from_db()
