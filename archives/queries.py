from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from archives.contents import Contents
from archives.gather.line import GROUPS, Missing
from archives.models import Dossier, Edition
from archives.states import EditionState
from school.files import owner
from school.models import Job, StoredFile
from school.person import Person
from school.policy import has, within
from school.todo import Todo


def dossiers(person: Person):
    """案卷 within reach with their editions, newest first."""
    return within(person, "dossier.read", Dossier.objects.select_related("term", "school", "teacher", "group")).prefetch_related("editions")


@dataclass(frozen=True)
class Line:
    """One line of 卷内目录 on the screen."""

    key: str
    no: int | None
    by: str
    title: str
    day: date
    pages: str
    missing: tuple[Missing, ...]
    noted: bool
    remark: str


def catalogue(row: Dossier, contents: Contents, newest: Edition | None) -> list[tuple[str, list[Line]]]:
    """卷内目录 by group: the running number it will have, and its 页次 in the newest edition."""
    numbers = {item.key: no for no, item in enumerate(contents.bound, 1)}
    printed = {piece.get("key"): piece for piece in newest.pieces} if newest else {}
    groups: dict[str, list[Line]] = {name: [] for name in GROUPS}
    for item in contents.items:
        piece = item.piece
        groups[item.group].append(Line(
            item.key, numbers.get(item.key), "学校" if piece.responsible == row.school.name else piece.responsible,
            f"{piece.title}（{piece.number}）" if piece.number else piece.title, piece.date, _span(printed.get(item.key)),
            item.missing, all(row.notes.get(gap.key) for gap in item.missing), piece.remark,
        ))
    return [(name, lines) for name, lines in groups.items() if lines]


def _span(piece: dict[str, Any] | None) -> str:
    if piece is None:
        return "—"
    return str(piece["page"]) if piece["page"] == piece["last"] else f"{piece['page']}—{piece['last']}"


def job_of(edition: Edition | None) -> Job | None:
    """The newest job that builds this edition: tried again it is another one."""
    return edition and Job.objects.filter(target=f"edition:{edition.pk}").order_by("-pk").first()


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
