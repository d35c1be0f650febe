"""What a volume carries inside the file, and what a stranger's file may cost."""
from __future__ import annotations

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Name, Pdf

from archives import services
from archives.models import Dossier, Edition
from documents.attachments import attach
from documents.seal import MANIFEST
from tests.activities.records import a_work
from tests.evaluation import builders as make


@pytest.fixture
def sheet(cast):
    make.a_plan(cast, make.a_document())
    return make.a_sheet(cast)


def built(cast, kind: str, **whose) -> Edition:
    row = services.dossier(cast.person("archivist"), cast.school, cast.term, kind, **whose)
    edition = Edition.objects.create(dossier=row, school=cast.school, no=1, as_of=cast.term.starts, state="building")
    services.build(cast.person("archivist"), edition, lambda done, total, message: None)
    edition.refresh_from_db()
    return edition


def inside(edition: Edition) -> set[str]:
    with edition.pdf.blob.open("rb") as file, Pdf.open(file) as pdf:
        return set(pdf.attachments)


def test_a_collection_of_works_carries_nobodys_points(cast, sheet):
    a_work(cast, state="excellent")
    assert "scores.json" not in inside(built(cast, Dossier.Kind.ANTHOLOGY))
    assert "scores.json" not in inside(built(cast, Dossier.Kind.GROUP, group=cast.groups["chinese"]))
    assert "scores.json" in inside(built(cast, Dossier.Kind.TEACHER, teacher=cast.teachers["teacher"]))


def test_a_sealed_volume_proves_itself_to_anyone_and_names_nobody(cast, client):
    a_work(cast, state="excellent")
    edition = services.seal(cast.person("archivist"), built(cast, Dossier.Kind.ANTHOLOGY))
    with edition.pdf.blob.open("rb") as file:
        data = file.read()
    page = client.post("/verify/", {"file": SimpleUploadedFile("卷.pdf", data)}).content.decode()
    assert "和归档时一字不差" in page and edition.dossier.archive_no in page
    assert not [teacher.name for teacher in cast.teachers.values() if teacher.name in page]
    spoilt = data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]
    assert "不一致" in client.post("/verify/", {"file": SimpleUploadedFile("卷.pdf", spoilt)}).content.decode()


def test_a_file_that_unpacks_without_end_is_counted_and_never_opened(db, client, monkeypatch):
    pdf = Pdf.new()
    pdf.add_blank_page()
    attach(pdf, MANIFEST, b"{}", "application/json", "封存清单")
    pdf.attachments[MANIFEST].get_file().obj.write(zlib.compress(bytes(64 << 20), 9), filter=Name.FlateDecode)
    target = io.BytesIO()
    pdf.save(target, compress_streams=False)
    monkeypatch.setattr(Pdf, "open", None)
    page = client.post("/verify/", {"file": SimpleUploadedFile("炸.pdf", target.getvalue())})
    assert page.status_code == 200 and "没有可以辨认的封存校验码" in page.content.decode()
