"""教研固定时间: filed by the group's leader with the office, two periods a week; the first minutes are theory read by a named one."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from activities.models import Activity, FixedSlot, Session
from activities.queries.clashes import taken_out
from school import audit
from school.person import Person
from school.policy import Reach, reaches
from school.workflow import Refused, StaleEdit, again, guarded


def file_slot(person: Person, key: uuid.UUID, values: dict[str, Any]) -> FixedSlot:
    """报固定时间: the same form sent twice files one period."""
    if known := FixedSlot.objects.filter(key=key).first():
        return again(known, **values)
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    try:
        with transaction.atomic():
            slot = FixedSlot.objects.create(school=person.school, term=person.term, key=key, **values)
            audit.record(person, "slot.save", slot, after={name: str(value) for name, value in values.items()})
    except IntegrityError:
        return FixedSlot.objects.get(key=key)
    return slot


def change_slot(person: Person, slot: FixedSlot, values: dict[str, Any], version: int) -> None:
    """改固定时间; somebody else's save in between raises StaleEdit with both texts."""
    with transaction.atomic():
        if not guarded(FixedSlot).filter(pk=slot.pk, version=version).update(**values, version=F("version") + 1):
            now = FixedSlot.objects.get(pk=slot.pk)
            mine, theirs = (
                "\n".join(f"{FixedSlot._meta.get_field(name).verbose_name}：{found if found is not None else ''}" for name, found in told.items())
                for told in (values, {name: getattr(now, name) for name in values})
            )
            raise StaleEdit(mine=mine, theirs=theirs, version=now.version, label=str(slot))
        audit.record(person, "slot.save", slot, after={name: str(value) for name, value in values.items()})


def keep_clear(person: Person, activity: Activity, sessions: Iterable[Session]) -> None:
    """教研固定时间不占用 (seed 000): who runs a group's activities takes nobody out of another group's hour; raises Refused.

    教导处 and the school's leaders may, and are told what they take: the hour is filed with them.
    """
    if Reach.SCHOOL not in reaches(person, "activity.run") and (said := taken_out(activity, sessions)):
        raise Refused(said[0], "确实要占用的，请教导处来排。", label=str(activity))


def remove_slot(person: Person, slot: FixedSlot) -> None:
    """撤回一个固定时间."""
    with transaction.atomic():
        audit.record(person, "slot.remove", slot, before=str(slot))
        slot.delete()
