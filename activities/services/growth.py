"""校内讲师: what teachers offer to teach the others."""
from __future__ import annotations

from django.db import transaction

from activities.models import Offer
from school import audit
from school.models import Teacher
from school.person import Person


def offer(person: Person, teacher: Teacher, title: str, level: str, note: str) -> Offer:
    """我能讲: one topic of a teacher; said again it changes level and audience."""
    with transaction.atomic():
        row, made = Offer.objects.update_or_create(
            teacher=teacher, title=title, defaults={"school": person.school, "level": level, "note": note}
        )
        audit.record(person, "lecturer.offer", row, after=[teacher.name, title, row.get_level_display()])
    return row


def remove_offer(person: Person, row: Offer) -> None:
    """不再讲这一题."""
    with transaction.atomic():
        audit.record(person, "lecturer.offer_off", row, before=row.title)
        row.delete()
