"""从文件读入: the draft beside its source, and nothing stored before somebody agrees."""
from __future__ import annotations

import io

import pytest

from rubrics.models import Rubric
from tests.evaluation import builders as make

TEXT = """教师考核评分细则（满分30分）
1、学习笔记（10分）：每学期不少于8篇，每少一篇扣1分，扣完为止。
2、公开课（10分）：一等奖10分，二等奖8分，三等奖6分。
3、师德（10分）：视情况给分。
"""


def read(client, text: str = TEXT, **more):
    return client.post("/rubrics/read/", {"do": "read", "text": text, **more})


def test_draft_beside_its_source(cast, login):
    client = login("office")
    page = read(client).content.decode()
    assert "读到 3 项" in page and Rubric.objects.count() == 0
    assert '<mark title="第 1 项：8">8' in page
    assert "读得准" in page and "每缺 1 次扣 1 分" in page
    from html import unescape

    raw = unescape(page.partition('spellcheck="false">')[2].partition("</textarea>")[0])
    answer = client.post("/rubrics/read/", {"do": "agree", "raw": raw, "title": "评分细则"})
    row = Rubric.objects.get()
    assert answer.url == f"/rubrics/{row.pk}/"
    assert (row.title, row.state, len(row.document["items"])) == ("评分细则", "draft", 3)
    assert client.get(answer.url).status_code == 200


def test_a_draft_can_be_replaced_only_as_it_was_seen(cast, login):
    draft = make.a_rubric(cast, state="draft", vote=None)
    client = login("office")
    raw = '{"format": "yanxiu-rubric/1", "items": [{"code": "1", "name": "甲", "max": 100, "rule": {"kind": "judged"}}]}'
    late = client.post("/rubrics/read/", {"do": "agree", "into": "replace", "edition": "7", "raw": raw})
    assert late.status_code == 409
    client.post("/rubrics/read/", {"do": "agree", "into": "replace", "edition": "0", "raw": raw})
    draft.refresh_from_db()
    assert (len(draft.document["items"]), draft.document["title"]) == (1, draft.title)


@pytest.mark.parametrize(("typed", "word"), [
    ({"text": ""}, "请选一个文件"),
    ({"text": "今天天气很好。"}, "没有找到考核项目"),
    ({"text": '{"format": "yanxiu-rubric/1", "items": [{"code": "1"}]}'}, "$.items[0]"),
    ({"text": "{"}, "不是有效的 JSON"),
])
def test_what_cannot_be_read_gets_a_sentence(cast, login, typed, word):
    answer = login("office").post("/rubrics/read/", {"do": "read", **typed})
    assert answer.status_code == 400
    assert word in answer.content.decode()
    assert Rubric.objects.count() == 0


@pytest.mark.parametrize(("name", "data"), [("a.doc", b"\xd0\xcf\x11\xe0" + b"0" * 600), ("a.xlsx", b"PK\x03\x04junk"), ("a.docx", b"%PDF-1.7")])
def test_a_file_that_is_none(cast, login, name, data):
    upload = io.BytesIO(data)
    upload.name = name
    answer = login("office").post("/rubrics/read/", {"do": "read", "file": upload})
    assert answer.status_code == 400
    assert "invalid-feedback" in answer.content.decode()


def test_refused_json_is_kept(cast, login):
    answer = login("office").post("/rubrics/read/", {"do": "agree", "raw": '{"format": "x", "items": []}', "title": "细则"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "$.format" in page and "&quot;x&quot;" in page
