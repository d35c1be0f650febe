"""纸上的签到表: its printed code files the photo, what cannot be read waits, the clerk ticks who signed."""
from __future__ import annotations

import io

import pikepdf
import pytest
import segno
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities import codes
from activities.models import ActivityFile, LooseSheet
from activities.papers.activities import sign_in_paper
from activities.services import attendance
from activities.states import AttendanceState as A
from documents.qr import read_qr
from school.models import Role, StoredFile
from tests.activities.event import opened
from tests.activities.records import a_photo
from tests.builders import a_user


def a_signed_sheet(session, *, turned: float = 4, tint: int = 250) -> bytes:
    """A photo of a printed sheet: the code small at the right above, the paper a little turned, JPEG from a phone."""
    address = f"http://192.168.1.8:8000{reverse('sheet_scan', args=[codes.sheet(session.pk, settings.SECRET_KEY)])}"
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=6, border=2)
    page = Image.new("RGB", (1800, 2500), (tint, tint, tint - 6))
    page.paste(Image.open(drawn).convert("RGB"), (1350, 120))
    page = page.rotate(turned, fillcolor=(90, 80, 70))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return out.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


@pytest.fixture
def clerk(cast, client):
    user = a_user("clerk", "资料员")
    Role.objects.create(user=user, school=cast.school, name=Role.Name.CLERK)

    def login():
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return login


def test_the_printed_sheet_carries_a_code_and_lines_for_visitors(cast):
    session = opened(cast)
    paper = sign_in_paper(session)
    html = paper.html
    assert "来宾姓名" in html and "学校或单位" in html
    assert html.count('class="qr') == 2 and "signin" in paper.body_class, "one beside the title, one that stands above each further page"
    assert '<th>实到</th><td class="c"></td>' in html, "written by hand while people are still to come"
    assert codes.sheet_session(codes.sheet(session.pk, settings.SECRET_KEY), settings.SECRET_KEY) == session.pk
    token = codes.sheet(session.pk, settings.SECRET_KEY)
    for at in range(len(token)):
        assert codes.sheet_session(f"{token[:at]}{'1' if token[at] != '1' else '2'}{token[at + 1:]}", settings.SECRET_KEY) is None


def test_photos_of_two_meetings_file_themselves_and_an_unreadable_one_waits(cast, clerk):
    one, two = opened(cast), opened(cast, title="听评课")
    client = clerk()
    client.post(reverse("sheet_photos"), {"photos": [
        upload("IMG_1.jpg", a_signed_sheet(one)), upload("IMG_2.jpg", a_signed_sheet(two, turned=-8)), upload("IMG_3.jpg", a_photo(5)),
    ]})
    assert {row.activity_id for row in ActivityFile.objects.filter(sign_in_sheet=True)} == {one.activity_id, two.activity_id}
    loose = LooseSheet.objects.get()
    page = client.get(reverse("sheet_photos")).content.decode()
    assert "IMG_3.jpg" in page and "等着登记的" in page and client.get(reverse("file", args=[loose.file_id])).status_code == 200
    client.post(reverse("sheet_assign", args=[loose.pk]), {"session": one.pk})
    assert ActivityFile.objects.filter(activity=one.activity_id, sign_in_sheet=True).count() == 2 and not LooseSheet.objects.exists()
    assert StoredFile.objects.count() == 3, "nothing lost, nothing twice"


def test_a_clerk_ticks_who_signed_beside_the_picture(cast, clerk):
    session = opened(cast)
    client = clerk()
    answer = client.post(reverse("sheet_photos"), {"photos": [upload("IMG_1.jpg", a_signed_sheet(session))]})
    url = reverse("sheet_entry", args=[session.pk])
    assert answer.url == url
    photo = ActivityFile.objects.get()
    assert reverse("file", args=[photo.file_id]) in client.get(url).content.decode()
    assert client.get(reverse("file", args=[photo.file_id])).status_code == 200
    own = session.attendances.get(teacher=cast.teachers["office"])
    attendance.mark(cast.person("office"), session, [attendance.Mark(own.pk, A.PRESENT, own.version)], paper=True)
    own.refresh_from_db()
    assert own.state == A.PENDING, "nobody copies his own name from the paper"
    rows = list(session.attendances.exclude(pk=own.pk)[:3])
    client.post(url, {"came": [row.pk for row in rows], **{f"v-{row.pk}": row.version for row in rows}, "visitors": "罗老师（河湾小学）"})
    session.refresh_from_db()
    assert {(row.state, row.how) for row in session.attendances.filter(pk__in=[row.pk for row in rows])} == {(A.PRESENT, "paper")}
    assert session.attendances.filter(state=A.PENDING).count() == session.attendances.count() - 3 and session.visitors == "罗老师（河湾小学）"
    assert client.get(reverse("roll", args=[session.pk])).status_code == 403, "the clerk copies paper, he takes no roll"


def test_a_recorder_files_his_own_and_not_anothers(cast, login):
    own, other = opened(cast, recorder=cast.teachers["teacher"]), opened(cast, title="数学教研", group="maths")
    client = login("teacher")
    client.post(reverse("sheet_photos"), {"photos": [upload("a.jpg", a_signed_sheet(own)), upload("b.jpg", a_signed_sheet(other))]})
    assert ActivityFile.objects.get().activity_id == own.activity_id and LooseSheet.objects.get().file.name == "b.jpg"
    loose = LooseSheet.objects.get()
    client.post(reverse("sheet_assign", args=[loose.pk]), {"session": other.pk})
    assert LooseSheet.objects.exists(), "nor by choosing it"
    assert login("colleague").get(reverse("file", args=[loose.file_id])).status_code == 404


def test_a_code_is_read_from_a_turned_photo_and_junk_gives_none():
    drawn = io.BytesIO()
    segno.make("甲", error="m").save(drawn, kind="png", scale=6)
    page = Image.new("L", (900, 900), 255)
    page.paste(Image.open(drawn).convert("L"), (300, 300))
    out = io.BytesIO()
    page.rotate(33, fillcolor=255).save(out, "PNG")
    assert read_qr(out.getvalue()) == ["甲"]
    junk = io.BytesIO()
    pikepdf.new().save(junk)
    assert read_qr(junk.getvalue()) == [] and read_qr(b"") == []
