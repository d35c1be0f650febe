"""材料种类: a school's own list of what teachers write."""
from __future__ import annotations

from django.db import transaction

from activities import kinds
from activities.models import WorkKind
from school import audit
from school.person import Person


def save(person: Person, kind: WorkKind) -> None:
    """Add or change one kind; what was written stays as it is."""
    with transaction.atomic():
        kind.save()
        audit.record(person, "kind.save", kind, after={"minutes": kind.minutes, "privacy": kind.privacy, "closed": kind.closed})


def add_usual(person: Person) -> list[str]:
    """补上常用的: the usual kinds this school has not got yet; gives their names."""
    with transaction.atomic():
        added = kinds.lacking(person.school)
        kinds.seed_kinds(person.school)
        for kind in WorkKind.objects.filter(school=person.school, name__in=added):
            audit.record(person, "kind.save", kind, after={"minutes": kind.minutes, "privacy": kind.privacy, "closed": kind.closed})
    return added
