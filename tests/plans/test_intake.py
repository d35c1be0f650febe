"""读入: the school's own plan beside its source, nothing stored before the person agrees, bad files as sentences."""
from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.reading import read_document
from plans import intake
from plans.models import Plan, ScheduleEntry
from plans.reading import read_plan
from plans.vocabulary import Vocabulary
from rubrics.models import Rubric
from school import uploads
from school.models import AuditEntry
from tests.plans.a_school_plan import as_text, as_word

ALL = ["sections", "stages", "months", "contents", "schedule", "leadership", "rubric"]


def upload(client, name: str, data: bytes):
    return client.post("/plans/read/", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(("name", "data"), [("计划.docx", as_word()), ("计划.txt", as_text())])
def test_a_spring_plan_becomes_the_draft_of_this_autumn_by_school_week(cast, login, name, data):
    client = login("office")
    page = upload(client, name, data)
    text = page.content.decode()
    assert "什么都还没有存" in text and "不在2026—2027 学年第一学期里" in text
    assert "题目是高段，参加人员却写“低段教师”" in text and '<mark><a id="s-' in text
    doubts = [doubt for part in page.context["parts"] for doubt in part[4]]
    seen = next(doubt for doubt in reversed(doubts) if doubt["text"])
    assert not Plan.objects.exists() and not Rubric.objects.exists() and not AuditEntry.objects.exists()
    assert client.post("/plans/read/", {"step": "again", "carried": page.context["carried"], "base": "2019-03-04"}).status_code == 200
    assert not Plan.objects.exists()
    answer = client.post("/plans/read/", {"step": "agree", "carried": page.context["carried"], "base": "2019-03-04", "parts": ALL, "settled": seen["key"]})
    plan = Plan.objects.get()
    kept = [comment.text for comment in plan.comments.all()]
    assert any("青山县2019年教育工作要点" in text for text in kept), "what no chapter holds stays with the draft, with its words"
    assert not any(seen["why"] in text for text in kept), "settled on the page"
    assert "条意见没有处理" in client.get(f"/plans/{plan.pk}/edit/").content.decode()
    assert answer.status_code == 302 and plan.title == "柳河镇中心校校本研修工作计划" and plan.state == "draft"
    # 2019-03-04 was the Monday of the first week, 2026-08-31 is: the same weekday of the same week
    assert [(s.name, s.starts, s.ends) for s in plan.stages.all()] == [
        ("启动", date(2026, 8, 31), date(2026, 9, 6)), ("研修", date(2026, 9, 7), date(2026, 12, 27)), ("总结", date(2026, 12, 28), date(2027, 1, 6)),
    ]
    lesson = plan.schedule.get(title="新教师亮相课")
    assert (lesson.starts, lesson.ends, lesson.sessions.count()) == (date(2026, 9, 14), date(2026, 9, 18), 2)
    assert lesson.content_item.title == "新教师亮相课" and lesson.forms == ["听课评课", "技能训练"]
    assert [s.presenter_text for s in lesson.sessions.all()] == ["高远", "陆瑶"] and lesson.audience_text == "低年教师、高年教师"
    assert plan.schedule.get(title="学习会议精神").audience == {"all": True}
    assert plan.schedule.get(title="心理健康讲座").audience == {"tags": ["班主任"]}
    assert [m.name for m in plan.leadership.all()] == ["秦川", "林海", "苏敏", "江一帆", "何静", "司马青"]
    assert plan.leadership.get(name="林海").role == "deputy" and "主管培训的副校长" in plan.leadership.get(name="林海").duty
    assert plan.months.filter(content__startswith="新教师亮相课").exists() and plan.contents.count() == 7
    assert "以解决课堂上的真问题为主线。" in plan.sections.get(title="指导思想").body
    rubric = Rubric.objects.get()
    assert (rubric.state, len(rubric.document["items"])) == ("draft", 4)
    assert AuditEntry.objects.filter(action="plan.write", reason="读入学校的计划").exists()
    for address in (f"/plans/{plan.pk}/edit/", f"/plans/{plan.pk}/", "/plans/schedule/", f"/plans/{plan.pk}/check/"):
        assert client.get(address).status_code == 200, address


def test_without_a_first_week_the_days_stay_open_and_keep_their_words(cast, login):
    client = login("office")
    page = upload(client, "计划.txt", as_text())
    client.post("/plans/read/", {"step": "agree", "carried": page.context["carried"], "parts": ["contents", "schedule"]})
    row = ScheduleEntry.objects.get(title="新教师亮相课")
    assert (row.starts, row.time_text) == (None, "3月18日—3月22日")
    assert not Rubric.objects.exists() and Plan.objects.get().leadership.count() == 0


def test_what_is_there_is_only_replaced_when_chosen(cast, login):
    client = login("office")
    page = upload(client, "计划.txt", as_text())
    client.post("/plans/read/", {"step": "agree", "carried": page.context["carried"], "parts": ["contents", "leadership"]})
    page = upload(client, "计划.txt", as_text()).content.decode()
    assert "计划里已有 6 项，勾上就整个换掉" in page


def _zip(*names: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<Types/>")
    return data.getvalue()


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("计划.doc", b"\xd0\xcf\x11\xe0" + b"x" * 600, "旧格式"),
    ("计划.pdf", b"%PDF-1.4 ...", "这是 PDF 文件"),
    ("计划.docx", b"not a zip", "已经损坏"),
    ("计划.docx", _zip(), "不是 Word 或 Excel"),
    ("计划.docx", _zip("word/document.xml", "word/vbaProject.bin"), "带有宏"),
    ("计划.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "EncryptedPackage".encode("utf-16-le"), "加了打开密码"),
    ("照片.docx", b"\x89PNG....", "这是一张图片"),
    ("空.txt", b"  \n", "空的"),
    ("小说.txt", ("他走进院子，雨还在下。\n" * 400).encode(), "没有读到研修计划"),
])
def test_a_bad_file_gets_a_sentence_and_stores_nothing(cast, login, name, data, sentence):
    page = upload(login("office"), name, data)
    errors = page.context["form"].errors["file"]
    assert page.status_code == 200 and sentence in errors[0] and not Plan.objects.exists()


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(cast, login, monkeypatch):
    """Tried against a running server with 200 MB: 1.8 s, no memory. Here with a lower limit."""
    monkeypatch.setattr(uploads, "MOST_BYTES", 1 << 20)
    page = upload(login("office"), "计划.docx", b"PK" + b"x" * (3 << 19))
    assert "文件有 2 MB，超过 1 MB" in page.context["form"].errors["file"][0]


def test_nothing_given_and_a_page_that_was_meddled_with(cast, login):
    client = login("office")
    assert "请选一份文件" in client.post("/plans/read/", {}).content.decode()
    answer = client.post("/plans/read/", {"step": "agree", "carried": "made:up", "parts": ALL})
    assert answer.status_code == 409 and "请重新选一次文件" in answer.content.decode()
    assert login("teacher").get("/plans/read/").status_code == 403


def test_a_full_year_of_this_term_stays_where_it_is(cast):
    text = as_text().decode().replace("3月11日", "2026年9月14日").replace("3月15日", "2026年9月18日").encode()
    taken = intake.take(read_plan(read_document("计划.txt", text)), cast.term, Vocabulary(cast.school))
    assert taken.document["schedule"][0]["start"] == "2026-09-14"
