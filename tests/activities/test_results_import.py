"""导入测试成绩: a row that is wrong holds up all, the same file twice changes nothing."""
from __future__ import annotations

import io
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import Workbook

from activities.models import Activity, Assessment
from activities.services import tests_import as services
from activities.services.tests_import import Band
from school.workflow import Refused
from tests.builders import a_teacher

pytestmark = pytest.mark.django_db
BANDS = [Band("一档", Decimal(90)), Band("二档", Decimal(75)), Band("三档", Decimal(0))]


def a_book(*rows: tuple) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


@pytest.fixture
def activity(cast) -> Activity:
    return Activity.objects.create(school=cast.school, term=cast.term, title="教育理论测试", state="finished", audience={"all": True}, key=uuid4())


def test_every_bad_row_is_named_and_nothing_is_stored(cast, activity):
    a_teacher(cast.school, "方静宜", staff_no="fd-099", subject="英语")
    book = a_book(
        ("教育理论测试成绩",), ("姓名", "工号", "成绩"), ("方静宜", None, 88), ("郑国栋", "fd-099", 70), ("没有这人", None, 60),
        ("万里红", None, "九十"), ("胡月娥", None, None), ("唐建平", None, 92), ("唐建平", None, 92), ("郑国栋", None, 1001),
    )
    draft = services.read(cast.person("principal"), activity, book, [])
    said = [str(error) for error in draft.errors]
    assert [error.row for error in draft.errors] == [3, 4, 5, 6, 7, 9, 10]
    for sentence in (
        "有 2 位『方静宜』，请加『工号』一栏", "是方静宜，不是郑国栋", "名册里没有『没有这人』", "『九十』不是数字", "没有参加的写『缺考』", "只留一行",
    ):
        assert any(sentence in one for one in said), sentence
    with pytest.raises(Refused, match="一行也没有导入"):
        services.apply(cast.person("principal"), activity, draft)
    assert not Assessment.objects.exists()
    with pytest.raises(Refused, match="工号、姓名、成绩"):
        services.read(cast.person("office"), activity, a_book(("姓名", "电话"), ("方静宜", 1)), [])


def test_bands_the_second_time_and_ones_own_row(cast, activity, login):
    book = a_book(("工号", "姓名", "成绩"), ("", "方静宜", "９２"), ("", "郑国栋", 75), ("", "万里红", "缺考"), ("", "何淑芬", 100))
    office = cast.person("office")
    draft = services.read(office, activity, book, BANDS)
    assert draft.tiers == {"一档": 1, "二档": 1, "未参加": 1} and [str(one.teacher) for one in draft.left_out] == ["何淑芬"]
    assert services.apply(office, activity, draft) == 3
    marks = {row.teacher.name: (row.tier, row.remark, row.version) for row in Assessment.objects.select_related("teacher")}
    assert marks == {"方静宜": ("一档", "测试 92 分", 1), "郑国栋": ("二档", "测试 75 分", 1), "万里红": ("未参加", "缺考", 1)}
    assert services.apply(office, activity, services.read(office, activity, book, BANDS)) == 0
    client, url = login("office"), reverse("results_import", args=[activity.pk])
    preview = client.post(url, {"file": io.BytesIO(book), "bands": "", "preview": "1"}).content.decode()
    assert "不由你记" in preview and "3 人，其中 2 人有变化" in preview and Assessment.objects.filter(tier="一档").exists()
    wrong = client.post(url, {"file": io.BytesIO(book), "bands": "一档 60、二档 90"}).content.decode()
    assert "从高到低" in wrong
    assert client.post(url, {"file": io.BytesIO(book), "bands": ""}).status_code == 302
    assert Assessment.objects.get(teacher=cast.teachers["teacher"]).number == 92
