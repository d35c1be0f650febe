"""A small school's volume, asked for and built by its job; set parts stay on the shelf between the tests."""
from __future__ import annotations

from types import SimpleNamespace

import pytest

from archives import services, tasks
from school.models import Teacher
from tests.builders_term import a_full_term


@pytest.fixture
def term(cast) -> SimpleNamespace:
    """One of everything; one teacher has a rare character in the name."""
    made = a_full_term(cast)
    Teacher.objects.filter(pk=cast.teachers["colleague"].pk).update(name="孙龑")
    made.dossier.refresh_from_db()
    return made


def build(made: SimpleNamespace, role: str = "archivist", reason: str = ""):
    """The edition and its job after the worker has run."""
    edition, job = services.request_build(made.cast.person(role), made.dossier, reason=reason)
    tasks.build(job.pk)
    edition.refresh_from_db()
    job.refresh_from_db()
    return edition, job


def bytes_of(edition) -> bytes:
    with edition.pdf.blob.open("rb") as source:
        return source.read()
