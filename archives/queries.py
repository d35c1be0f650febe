from __future__ import annotations

from django.urls import reverse

from archives.models import Dossier, Edition
from archives.states import EditionState
from school.files import owner
from school.models import StoredFile
from school.person import Person
from school.policy import has, within
from school.todo import Todo


def dossiers(person: Person):
    """案卷 within reach with their editions, newest first."""
    return within(person, "dossier.read", Dossier.objects.select_related("term", "school", "teacher", "group")).prefetch_related("editions")


@owner
def of_editions(person: Person, stored: StoredFile) -> bool:
    """The PDF of a volume belongs to whoever may read the volume."""
    return has(person, "dossier.read") and within(person, "dossier.read", Edition.objects.filter(pdf=stored)).exists()


def todo(person: Person) -> list[Todo]:
    """Editions that wait to be sealed."""
    if not has(person, "dossier.seal") or person.school is None:
        return []
    rows = Edition.objects.filter(school=person.school, state=EditionState.READY).select_related("dossier")
    return [
        Todo(f"{row.dossier.title}第 {row.no} 版待归档", reverse("dossier", args=[row.dossier_id]), "去看", f"{row.pages} 页，看过再归档", order=45)
        for row in rows
    ]
