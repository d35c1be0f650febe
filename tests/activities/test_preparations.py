"""集体备课 and 课表: arranged in one form, discussed, made one's own, compared, printed; whose lesson it is."""
import io
from datetime import date, time
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import FixedSlot, Preparation, TimetableSlot, Work
from activities.papers.preparations import preparation_paper
from activities.queries import preparations as queries
from activities.queries.timetable import class_key, lesson_at
from activities.queries.todo_records import todo_records
from activities.services import preparations as service
from activities.services import works
from activities.services.timetable import read
from school.models import Notice, Teacher
from school.workflow import StaleEdit
from tests.activities.lessons import a_preparation, a_slot, an_open_lesson
from tests.activities.records import kind_of
from tests.builders import TODAY, Cast

DRAFT = "先折一张纸。问哪里垂直。再画。"


def test_the_leader_opens_it_in_one_form(cast, login):
    """四定 with the group's filed weekly time already in the form; twice sent it stands once, and the group is told."""
    FixedSlot.objects.create(
        school=cast.school, term=cast.term, group=cast.groups["chinese"], weekday=4, starts=time(15, 50), ends=time(16, 40), place="备课室"
    )
    client = login("group_leader")
    page = client.get(reverse("preparation_new")).content.decode()
    assert 'value="2026-11-19"' in page and 'value="15:50"' in page and 'value="备课室"' in page
    post = {
        "key": str(uuid4()), "group": cast.groups["chinese"].pk, "topic": "落花生", "speaker": "方静宜", "day": "2026-11-19",
        "starts": "15:50", "ends": "16:40", "place": "备课室",
    }
    for _ in range(2):
        page = client.post(reverse("preparation_new"), post, follow=True)
    row = Preparation.objects.get()
    assert page.status_code == 200 and queries.speakers(row) == ["方静宜"]
    assert (row.activity.state, row.activity.forms, row.activity.recorder.name) == ("open", ["集体备课"], "方静宜")
    assert Notice.objects.filter(user=cast.users["colleague"]).count() == 1
    assert [one.title for one in todo_records(cast.person("teacher"))] == ["写主备稿：落花生"]
    missing = client.post(reverse("preparation_new"), {**post, "key": str(uuid4()), "speaker": "", "place": ""})
    assert missing.status_code == 422 and Preparation.objects.count() == 1


def drafted(cast: Cast) -> Preparation:
    kind_of(cast, "教学设计")
    row = a_preparation(cast)
    work = service.write_draft(cast.person("teacher"), row)
    Work.objects.filter(pk=work.pk).update(body=DRAFT)
    work.refresh_from_db()
    works.submit(cast.person("teacher"), work)
    row.refresh_from_db()
    return row


def test_draft_discussion_and_second_version(cast, login):
    kind_of(cast, "教学设计")
    row = a_preparation(cast)
    page = reverse("preparation", args=[row.pk])
    write = reverse("preparation_write", args=[row.pk])
    for what in ("second", "draft"):
        assert login("colleague").post(write, {"what": what}).status_code == 409
    for _ in range(2):
        login("teacher").post(write, {"what": "draft"})
    work = Work.objects.get()
    Work.objects.update(body=DRAFT)
    assert "先折一张纸" not in login("colleague").get(page).content.decode()
    work.refresh_from_db()
    works.submit(cast.person("teacher"), work)
    assert "先折一张纸" in login("colleague").get(page).content.decode()
    key = str(uuid4())
    for _ in range(2):
        login("colleague").post(reverse("preparation_say", args=[row.pk]), {"key": key, "text": "折纸会不会太久？"})
    question = row.remarks.get()
    login("teacher").post(reverse("preparation_say", args=[row.pk]), {"key": str(uuid4()), "text": "三分钟够了。", "under": question.pk})
    assert login("colleague").post(reverse("preparation_agree", args=[question.pk]), {"agreed": "不算数"}).status_code == 404
    login("group_leader").post(reverse("preparation_agree", args=[question.pk]), {"agreed": "只折一次"})
    shown = login("colleague").get(page).content.decode()
    assert "三分钟够了" in shown and "只折一次" in shown
    assert login("other").post(reverse("preparation_say", args=[row.pk]), {"key": str(uuid4()), "text": "我也说"}).status_code == 409
    assert sum("提了一个问题" in text for text in Notice.objects.filter(user=cast.users["teacher"]).values_list("text", flat=True)) == 1


def test_a_second_version_begins_as_the_draft_and_shows_what_changed(cast, login):
    row = drafted(cast)
    me = cast.person("colleague")
    mine = service.write_second(me, row)
    assert service.write_second(me, row) == mine and mine.body == DRAFT and mine.author == cast.teachers["colleague"]
    Work.objects.filter(pk=mine.pk).update(body=DRAFT.replace("再画。", "请两个孩子到前面比。"))
    compare = reverse("preparation_compare", args=[row.pk])
    assert "到前面比" not in login("other").get(compare).content.decode()
    mine.refresh_from_db()
    works.submit(me, mine)
    page = login("other").get(compare).content.decode()
    assert "</span>再画。</del>" in page and "</span>请两个孩子到前面比。</ins>" in page
    assert [work.author.name for work in queries.second_versions(row)] == ["郑国栋"]
    assert queries.listed(me, cast.term).get().designs == 1


def test_the_record_prints_question_view_and_agreement(cast):
    row = drafted(cast)
    question = service.say(cast.person("colleague"), row, uuid4(), "放开头<会不会>先入为主？")
    service.say(cast.person("group_leader"), row, uuid4(), "先对再错。", question)
    service.agree(cast.person("group_leader"), row, question, "先认二分之一")
    row = service.edit(cast.person("teacher"), row, row.version, {"goals": "会读会写", "changes": "导入减到两分钟"})
    works.submit(cast.person("colleague"), service.write_second(cast.person("colleague"), row))
    row.activity.sessions.get().attendances.create(teacher=cast.teachers["other"], state="sick")
    html = preparation_paper(Preparation.objects.get()).html
    for words in ("问题1", "&lt;会不会&gt;", "唐建平：先对再错", "先认二分之一", "会读会写", "导入减到两分钟", "二次备课：郑国栋，共1份", "万里红（请假）"):
        assert words in html
    assert "病假" not in html  # everybody who reads activities reads this record
    with pytest.raises(StaleEdit) as stale:
        service.edit(cast.person("group_leader"), row, row.version - 1, {"goals": "另一份"})
    assert "另一份" in stale.value.mine and "会读会写" in stale.value.theirs


def test_every_row_of_a_timetable_is_read_or_named(cast):
    Teacher.objects.create(school=cast.school, name="郑国栋", staff_no="fd-90", subject="体育")
    draft = read(
        "任课教师\t星期\t节次\t班级\t科目\n方静宜\t周三\t第2节\t四(1)班\t语文\n万里红\t３\t3-4\t四（2）班\t数学\n"
        "郑国栋\t周一\t1\t五（1）班\t体育\n没这人\t周一\t1\t五（1）班\t体育\n方静宜\t周八\t1\t四（1）班\t语文\n"
        "方静宜\t周一\t早读\t四（1）班\t语文\n\n方静宜\t三\t2\t四（1）班\t语文", cast.school, cast.term,
    )
    assert [(row.no, row.problem[:9]) for row in draft.wrong] == [
        (4, "有 2 位『郑国栋"), (5, "名册里没有『没这人"), (6, "星期写成『周八』看"), (7, "节次写成『早读』看"), (9, "和第 2 行是同一")
    ]
    assert [(slot.teacher.name, slot.weekday, slot.period) for slot in draft.slots] == [("方静宜", 3, 2), ("万里红", 3, 3), ("万里红", 3, 4)]


def test_the_office_takes_a_workbook_over_whole_or_not_at_all(cast, login):
    a_slot(cast, "other", class_name="旧的")
    book = openpyxl.Workbook()
    for line in (("教师", "班级", "学科", "星期", "节次"), ("郑国栋", "四（1）班", "数学", "星期三", 2), ("方静宜", "四（2）班", "语文", "星期三", "二")):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    client = login("office")
    page = client.post(reverse("timetable"), {"file": SimpleUploadedFile("课表.xlsx", stream.getvalue()), "do": "look"}).content.decode()
    assert "1 行要改" in page and "节次写成『二』" in page and "郑国栋\t四（1）班" in page
    text = "郑国栋\t四（1）班\t数学\t星期三\t2\n方静宜\t四（2）班\t语文\t星期三\t2"
    assert "检查通过" in client.post(reverse("timetable"), {"text": text, "do": "look"}).content.decode()
    assert TimetableSlot.objects.get().class_name == "旧的"
    assert client.post(reverse("timetable"), {"text": text, "do": "store"}).status_code == 302
    assert TimetableSlot.objects.count() == 2
    assert client.post(reverse("timetable"), {"file": SimpleUploadedFile("课表.xlsx", b"x" * 100), "do": "look"}).status_code == 422
    assert login("teacher").get(reverse("timetable")).status_code == 403


def test_day_period_and_class_know_whose_lesson_it_is(cast, login):
    a_slot(cast)
    a_slot(cast, "other", class_name="四（2）班")
    assert lesson_at(cast.term, TODAY, 2) is None and lesson_at(cast.term, date(2026, 11, 19), 2, class_name="四（1）班") is None
    assert class_key("四年级1班") == class_key("４（1）班") == class_key("四（一）班")
    client, url = login("teacher"), reverse("timetable_lesson")
    asked = {"day": "2026-11-18", "period": "第2节", "class_name": "4.1"}
    assert client.get(url, asked).json() == {
        "teacher": cast.teachers["colleague"].pk, "name": "郑国栋", "class_name": "四（1）班", "subject": "数学"
    }
    other = client.get(url, {"day": "2026-11-18", "period": "2", "teacher": cast.teachers["other"].pk}).json()
    assert other["class_name"] == "四（2）班"
    for odd in ({"day": "x", "period": "2"}, {"day": "2026-11-18", "period": "²"}, {}):
        assert client.get(url, odd).json() == {}
    an_open_lesson(cast, starts=time(9, 20))  # when a period begins is known from what the school wrote before
    assert client.get(url, asked).json()["starts"] == "09:20" and "starts" not in client.get(url, {**asked, "period": "3"}).json()
