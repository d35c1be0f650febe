from __future__ import annotations

import io
import subprocess
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities.models import Activity, ActivityFile, Attendance, ConductRecord
from activities.queries.awards import order_of
from activities.services import records, sign_in
from school.workflow import Refused, StaleEdit
from tests.activities.event import an_activity, opened, signing

TEXTS = {"process": "15:50 点名。\n两人一组读第三章。", "interaction": "问得多", "gains": "会做读书卡", "follow_up": "下次带卡来"}


def recorded(cast, **fields) -> Activity:
    return an_activity(cast, recorder=cast.teachers["teacher"], **fields)


def a_photo(colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(target, "JPEG")
    return target.getvalue()


def a_docx() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("word/document.xml", "<w/>")
    return target.getvalue()


def text_of(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_the_recorder_writes_and_the_leader_confirms(cast, login):
    activity = recorded(cast)
    url = reverse("activity_record", args=[activity.pk])
    client = login("teacher")
    answer = client.post(url, TEXTS | {"version": 0}, headers={"accept": "application/json"})
    assert answer.json()["version"] == 1
    assert client.post(reverse("record_confirm", args=[activity.pk])).status_code == 403
    assert login("colleague").post(url, TEXTS | {"version": 1}).status_code == 404
    assert "两人一组" in login("colleague").get(url).content.decode()
    login("office").post(reverse("record_confirm", args=[activity.pk]))
    activity.refresh_from_db()
    assert activity.record_confirmed_by == cast.users["office"]
    records.save_record(cast.person("teacher"), activity, TEXTS | {"gains": "改了一句"}, 1)
    activity.refresh_from_db()
    assert activity.record_confirmed_by is None


def test_a_stale_save_gets_both_texts_and_loses_nothing(cast, login):
    activity = recorded(cast)
    records.save_record(cast.person("teacher"), activity, TEXTS, 0)
    url = reverse("activity_record", args=[activity.pk])
    answer = login("office").post(url, {"process": "我写的", "version": 0}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    found = answer.json()
    assert "我写的" in found["mine"] and "两人一组" in found["theirs"] and found["version"] == 1
    with pytest.raises(StaleEdit):
        records.save_record(cast.person("office"), activity, {"process": "再来"}, 0)
    activity.refresh_from_db()
    assert activity.process == TEXTS["process"]


def test_nobody_confirms_his_own_record(cast, login):
    activity = recorded(cast)
    records.save_record(cast.person("office"), activity, TEXTS, 0)
    activity.refresh_from_db()
    with pytest.raises(Refused, match="你自己写的"):
        records.confirm_record(cast.person("office"), activity)
    mine = an_activity(cast, recorder=cast.teachers["group_leader"], group="chinese")
    assert login("group_leader").post(reverse("record_confirm", args=[mine.pk])).status_code == 404


def test_files_are_kept_or_refused_with_a_sentence(cast, login):
    activity = recorded(cast)
    client = login("teacher")
    url = reverse("activity_files", args=[activity.pk])
    files = [
        SimpleUploadedFile("合影.jpg", a_photo()), SimpleUploadedFile("讲稿.docx", a_docx()),
        SimpleUploadedFile("假照片.jpg", b"<html>hello</html>"), SimpleUploadedFile("网页.pdf", b"<html>hello</html>"),
        SimpleUploadedFile("程序.exe", b"MZ00"), SimpleUploadedFile("空.pdf", b""),
    ]
    page = client.post(url, {"files": files}, follow=True).content.decode()
    assert "传好了 2 个文件" in page
    for sentence in ("这不是照片文件", "文件名是 .pdf，内容却不是", "这种文件不能传"):
        assert sentence in page
    assert ActivityFile.objects.count() == 2
    photo = ActivityFile.objects.get(file__mime="image/jpeg")
    assert client.get(reverse("file", args=[photo.file_id])).status_code == 200
    assert login("admin").get(reverse("file", args=[photo.file_id])).status_code == 404
    client = login("teacher")
    client.post(reverse("activity_file", args=[photo.pk]), {"caption": "分组练习"})
    client.post(reverse("activity_file", args=[ActivityFile.objects.exclude(pk=photo.pk).get().pk]), {"do": "remove"})
    assert [(row.caption) for row in ActivityFile.objects.all()] == ["分组练习"]
    assert login("colleague").post(reverse("activity_file", args=[photo.pk]), {"do": "remove"}).status_code == 404


def test_too_large_a_file_is_refused(cast):
    with pytest.raises(Refused, match="超过 20 MB"):
        records.add_file(cast.person("teacher"), recorded(cast), b"%PDF-1.4" + b"0" * (21 << 20), "大.pdf")


def test_the_record_as_pdf(cast, login):
    activity = recorded(cast)
    records.save_record(cast.person("teacher"), activity, TEXTS, 0)
    records.add_file(cast.person("teacher"), activity, a_photo(), "合影.jpg", caption="分组练习")
    answer = login("teacher").get(reverse("record_pdf", args=[activity.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for words in ("研修活动记录", "读书交流会", "两人一组读第三章", "照片1", "第12周", "记录人"):
        assert words in text.replace(" ", "")


def test_the_sign_in_sheet_has_two_name_columns_and_what_was_signed(cast, login):
    session = signing(cast)
    sign_in.sign(cast.person("teacher"), session, Attendance.How.QR)
    text = text_of(login("teacher").get(reverse("sign_in_sheet", args=[session.pk])).content)
    assert text.count("序号") == 2 and "扫码" in text and "8人" in text.replace(" ", "")
    for name in ("周德厚", "方静宜", "万里红"):
        assert name in text


def test_class_awards(cast, login):
    client = login("office")
    url = reverse("award_week")
    data = {"class_name": "三（２）班", "teacher": "方静宜", "day": "2026-11-16"}
    assert "记在方静宜名下" in client.post(url, data, follow=True).content.decode()
    assert "已经记过了" in client.post(url, data).content.decode()
    assert login("teacher").get(url).status_code == 403
    assert "三（2）班" in login("teacher").get(reverse("award_list")).content.decode()
    names = ["二（1）班", "一（10）班", "东岭班", "一（2）班"]
    assert sorted(names, key=order_of) == ["一（2）班", "一（10）班", "二（1）班", "东岭班"]


def test_conduct_records_are_read_by_few_and_answered_by_the_teacher(cast, login):
    data = {"teacher": "方静宜", "day": "2026-11-10", "severity": "较轻", "clause": "迟到三次", "talk": "谈过一次"}
    login("principal").post(reverse("conduct_new"), data)
    record = ConductRecord.objects.get()
    pages = {who: login(who).get(reverse("conduct_list")) for who in ("principal", "leader", "office", "teacher", "colleague")}
    seen = {who for who, page in pages.items() if "迟到三次" in page.content.decode()}
    assert seen == {"principal", "teacher"}
    assert login("colleague").post(reverse("conduct_answer", args=[record.pk]), {"answer": "x"}).status_code == 404
    login("teacher").post(reverse("conduct_answer", args=[record.pk]), {"answer": "已经改了"})
    record.refresh_from_db()
    assert record.answer == "已经改了"
    data["teacher"] = "周德厚"
    assert "不能给自己记" in login("principal").post(reverse("conduct_new"), data).content.decode()


def test_materials_and_paper_pages(cast, login):
    session = opened(cast, recorder=cast.teachers["teacher"])
    client = login("teacher")
    url = reverse("activity_paper", args=[session.activity_id])
    assert "页数『很多』不对" in client.post(url, {"paper_pages": "很多"}, follow=True).content.decode()
    assert "纸质原件 2 页" in client.post(url, {"paper_pages": "２"}, follow=True).content.decode()
    assert client.get(reverse("activity_materials", args=[session.activity_id])).status_code == 200
