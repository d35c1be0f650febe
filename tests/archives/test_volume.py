"""From asking to the sealed file: the job, its rights, cancel, the text and numbers inside, the seal and its check."""
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archives import papers, services, tasks
from archives.models import Edition
from documents.chinese import close_up
from school import jobs
from school.models import Role
from school.workflow import Refused
from tests.archives.conftest import as_lived, build, bytes_of


def text_of(data: bytes, tmp_path: Path, *options: str) -> list[str]:
    file = tmp_path / "volume.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, text=True, check=True).stdout.split("\f")


def test_a_built_volume_reads_back(term, tmp_path):
    as_lived(term)
    edition, job = build(term)
    assert (edition.state, job.state, job.percent) == ("ready", "done", 100)
    data = bytes_of(edition)
    pages = text_of(data, tmp_path)
    assert "校本研修档案" in close_up(pages[0]) and any("孙龑" in page for page in pages)
    assert "卷内备考表" in re.sub(r"\s", "", pages[-2])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_outline() as outline:
            begins = {mark.title: pdf.pages.index(pikepdf.Page(mark.destination[0])) for mark in outline.root}
        assert pdf.Root.OutputIntents and "scores.json" in pdf.attachments
        assert len(pdf.pages) == edition.sides
    catalogue = " ".join(pages[2:begins[close_up(edition.pieces[0]["title"])]])
    papers = {f"round-{term.survey.pk}", f"round-{term.rating.pk}", f"joint-{term.joint.pk}", "walks", "objections", "public", "trips", "pairs-mentor"}
    assert papers <= {piece["key"] for piece in edition.pieces}
    said = re.sub(r"\s", "", "".join(pages))
    assert all(word in said for word in ("问卷结果", "巡课记录", "校际活动情况表", "选课名单", "考核异议登记与答复表", "现予公示"))
    assert "密句" not in said
    for piece in edition.pieces:
        corner = pages[begins[close_up(piece["title"])]].split()
        assert str(piece["page"]) in corner, piece["title"]
        assert str(piece["page"]) in catalogue


def test_what_is_unchanged_is_not_set_again(term):
    first, _ = build(term)
    files = set((settings.VAR / "pieces").glob("*/*"))
    again, job = build(term)
    assert again == first and job.state == "done"
    assert set((settings.VAR / "pieces").glob("*/*")) == files


def test_cancelled_it_leaves_the_last_whole_pdf(term, monkeypatch):
    edition, _ = build(term)
    kept = edition.pdf_id
    _, job = services.request_build(term.cast.person("archivist"), term.dossier)
    true = jobs.Running.progress

    def cancel_soon(self, done, total, message=""):
        if done > 20:
            jobs.cancel(term.cast.person("archivist"), job)
        true(self, done, total, message)

    monkeypatch.setattr(jobs.Running, "progress", cancel_soon)
    tasks.build(job.pk)
    job.refresh_from_db()
    edition.refresh_from_db()
    assert (job.state, edition.state, edition.pdf_id) == ("cancelled", "ready", kept)


def test_who_lost_the_right_gets_no_volume(term):
    edition, job = services.request_build(term.cast.person("office"), term.dossier)
    Edition.objects.filter(pk=edition.pk).update(pdf=None)
    Role.objects.filter(user=term.cast.users["office"]).delete()
    tasks.build(job.pk)
    job.refresh_from_db()
    edition.refresh_from_db()
    assert job.state == "failed" and "没有这项权限" in job.message
    assert (edition.state, edition.pdf) == ("failed", None)


def test_sealed_it_never_changes_and_a_new_edition_needs_a_reason(term, login):
    edition, _ = build(term)
    archivist = term.cast.person("archivist")
    with pytest.raises(PermissionDenied):
        services.seal(term.cast.person("office"), edition)
    client = login("archivist")
    client.post(reverse("edition_seal", args=[edition.pk]))
    edition.refresh_from_db()
    sealed = bytes_of(edition)
    assert edition.state == "sealed" and edition.seal.encode() in sealed
    with pytest.raises(Refused, match="已归档"):
        services.seal(archivist, edition)
    with pytest.raises(Refused, match="原因"):
        services.request_build(archivist, term.dossier)
    second, _ = build(term, reason="补进签到表")
    assert (second.no, second.state) == (2, "ready")
    mine, yours = papers.handover_papers([term.dossier], term.term)
    assert "移交人存" in mine.html and "接收人存" in yours.html and "第1版" in mine.html, "only what is sealed is handed over"
    assert f"<td>{edition.pages}</td>" in mine.html and term.dossier.archive_no in papers.catalogue_paper([term.dossier], term.term).html
    services.seal(archivist, second)
    second.refresh_from_db()
    edition.refresh_from_db()
    assert second.previous_seal == edition.seal
    assert bytes_of(edition) == sealed


def test_no_sealing_while_it_is_built_and_no_building_over_a_seal(term):
    edition, _ = build(term)
    principal = term.cast.person("principal")
    asked, job = services.request_build(term.cast.person("office"), term.dossier)
    with pytest.raises(Refused, match="生成中"):
        services.seal(principal, asked)
    Edition.objects.filter(pk=edition.pk).update(state="ready")  # as if a slow worker came back after the seal
    edition.refresh_from_db()
    services.seal(principal, edition)
    tasks.build(job.pk)
    job.refresh_from_db()
    edition.refresh_from_db()
    assert job.state == "failed" and edition.state == "sealed"
    assert services.verify(bytes_of(edition)).ok


def test_any_changed_byte_is_found_on_the_page_and_by_the_command(term, client, tmp_path):
    edition, _ = build(term)
    services.seal(term.cast.person("archivist"), edition)
    edition.refresh_from_db()
    good = bytes_of(edition)
    for at in (5, len(good) // 3, good.index(edition.seal.encode()) + 7, len(good) - 3):
        bad = bytearray(good)
        bad[at] ^= 1
        assert not services.verify(bytes(bad)).ok, at
    page = reverse("verify")
    told = client.post(page, {"file": SimpleUploadedFile("卷.pdf", good)}).content.decode()
    assert "一致" in told and "不一致" not in told and term.teacher.name not in told
    told = client.post(page, {"file": SimpleUploadedFile("卷.pdf", bytes(bad))}).content.decode()
    assert "不一致" in told

    file = tmp_path / "volume.pdf"
    file.write_bytes(good)
    env = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/none.sqlite3", "VAR": str(tmp_path), "DEBUG": "1"}
    command = [sys.executable, "manage.py", "verify_dossier", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, env=env, cwd=settings.BASE_DIR, check=False)
    assert run.returncode == 0 and run.stdout.startswith("一致") and "没有连接数据库" in run.stdout, run.stderr
    file.write_bytes(bad)
    run = subprocess.run(command, capture_output=True, text=True, env=env, cwd=settings.BASE_DIR, check=False)
    assert run.returncode == 1 and run.stdout.startswith("不一致")


def test_a_file_sealed_elsewhere_is_not_ours(term):
    edition, _ = build(term)
    services.seal(term.cast.person("archivist"), edition)
    edition.refresh_from_db()
    data = bytes_of(edition)
    Edition.objects.filter(pk=edition.pk).update(seal="0" * 64)
    verdict = services.verify(data)
    assert not verdict.ok and "没有封存过" in verdict.problems[0]


@pytest.mark.parametrize(
    ("role", "read", "make", "seal"),
    [("principal", 200, 403, 302), ("archivist", 200, 302, 302), ("office", 200, 302, 403), ("teacher", 403, 403, 403)],
)
def test_who_may_do_what(term, login, role, read, make, seal):
    client = login(role)
    edition = term.dossier.editions.get()
    assert client.get(reverse("dossier", args=[term.dossier.pk])).status_code == read
    assert client.get(reverse("edition_pdf", args=[edition.pk])).status_code == read
    assert client.post(reverse("edition_seal", args=[edition.pk])).status_code == seal
    assert client.post(reverse("dossier_build", args=[term.dossier.pk]), {"reason": "补件"}).status_code == make


def test_a_stranger_finds_nothing(term, client):
    client.force_login(term.cast.stranger.users["archivist"], backend="django.contrib.auth.backends.ModelBackend")
    edition = term.dossier.editions.get()
    for name, pk in (("dossier", term.dossier.pk), ("edition_pdf", edition.pk), ("dossier_spine", term.dossier.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    for name, pk in (("edition_seal", edition.pk), ("dossier_build", term.dossier.pk), ("dossier_note", term.dossier.pk)):
        assert client.post(reverse(name, args=[pk])).status_code == 404


def test_a_photographed_sheet_is_bound_and_what_is_missing_is_told_at_the_end(term, tmp_path):
    photo = term.activity_file
    photo.sign_in_sheet = True
    photo.save()
    term.activity.process = ""
    term.activity.save()
    edition, _ = build(term)
    pages = text_of(bytes_of(edition), tmp_path)
    assert any("纸质签到表第1页" in re.sub(r"\s", "", page) for page in pages)
    note = re.sub(r"\s", "", pages[-2])
    assert f"本卷共{len(edition.pieces)}件{edition.pages}页，其中照片1张" in note
    assert "缺《教学技能比赛》活动记录：待补（方静宜）" in note
    assert all(word in note for word in ("立卷人", "检查人", "立卷时间"))
