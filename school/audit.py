"""日志: appending to the chain of what happened, and proving that nobody changed it afterwards."""
from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC
from typing import Any

from django.db import connection, models, transaction

from school import clock
from school.models import AuditEntry, AuditHead, School
from school.person import Person


def record(
    person: Person | None,
    action: str,
    obj: models.Model,
    *,
    school: School | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry in the caller's transaction; when it fails the whole act fails.

    `person` None: the system itself (a command). `before`, `after`: JSON values, amounts as strings.
    """
    place = school or (person and person.school) or obj.school
    with transaction.atomic():
        AuditHead.objects.get_or_create(school=place)
        heads = AuditHead.objects.filter(school=place)
        head = (heads.select_for_update() if connection.features.has_select_for_update else heads).get()
        entry = AuditEntry(
            school=place,
            seq=head.seq + 1,
            at=clock.now(),
            actor=person.user if person else None,
            actor_name=person.name if person else "系统",
            actor_roles=person.role_names if person else "",
            address=person.address if person else "",
            action=action,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            object_label=str(obj)[:200],
            before=before,
            after=after,
            reason=reason,
            previous=head.hash,
        )
        entry.hash = digest(entry)
        entry.save(force_insert=True)
        heads.update(seq=entry.seq, hash=entry.hash)
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the hash before and the entry in canonical JSON (sorted keys, NFC, UTC)."""
    body = {
        "seq": entry.seq, "at": entry.at.astimezone(UTC).isoformat(), "actor": entry.actor_id,
        "actor_name": entry.actor_name, "actor_roles": entry.actor_roles, "address": entry.address,
        "action": entry.action, "object_type": entry.object_type, "object_id": entry.object_id,
        "object_label": entry.object_label, "before": entry.before, "after": entry.after, "reason": entry.reason,
    }
    text = unicodedata.normalize("NFC", json.dumps(body, ensure_ascii=False, sort_keys=True))
    return hashlib.sha256(f"{entry.previous}\n{text}".encode()).hexdigest()


def first_break(school: School) -> int | None:
    """The first 序号 whose entry, place or hash is not what the chain says; None when the chain holds."""
    previous, expected = "0" * 64, 1
    entries = AuditEntry.objects.filter(school=school).order_by("seq")
    for entry in entries.iterator():
        if entry.seq != expected or entry.previous != previous or digest(entry) != entry.hash:
            return expected
        previous, expected = entry.hash, expected + 1
    head = AuditHead.objects.filter(school=school).first()
    if head and (head.seq, head.hash) != (expected - 1, previous):
        return expected
    return None
