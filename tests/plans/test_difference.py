"""两版对照: what was changed is said in words, and nothing else."""
from __future__ import annotations

import time
from copy import deepcopy

from plans.difference import difference, sentences
from plans.document import document
from plans.services import editing, publishing
from tests.plans.a_plan import a_draft, published


def test_nothing_changed_is_nothing_said(cast):
    value = document(a_draft(cast))
    assert difference(value, deepcopy(value)) == []


def test_sections_and_rows_in_words(cast):
    old = document(a_draft(cast, rows=3))
    new = deepcopy(old)
    new["sections"][0]["text"] = "问题从课堂上来。改也改在课堂上。"
    new["sections"].pop(1)
    new["schedule"][0]["start"] = new["schedule"][0]["sessions"][0]["day"] = "2026-09-16"
    new["schedule"][1]["sessions"][0]["places"] = ["操场"]
    new["schedule"].pop(2)
    new["quotas"][0]["number"] = 12
    new["leadership"].append({"role": "组员", "name": "何淑芬", "duty": "", "since": "2026-09-01"})
    parts = {part.name: part.changes for part in difference(old, new)}
    assert set(parts) == {"正文", "活动日程", "任务量", "领导小组"}
    assert {(change.kind, change.what) for change in parts["正文"]} == {("删了", "研修目标"), ("改了", "指导思想")}
    changed = next(change for change in parts["正文"] if change.kind == "改了")
    assert changed.text == (("", "问题从课堂上来。"), ("+", "改也改在课堂上。"))
    rows = {change.what: change for change in parts["活动日程"]}
    assert ("日期", "9月9日", "9月16日") in rows["第 1 次读书交流"].cells
    assert rows["第 2 次读书交流"].cells == (("地点", "第 2 会议室", "操场"),)
    assert rows["第 3 次读书交流"].kind == "删了"
    assert parts["领导小组"][0].cells == (("角色", "", "组员"), ("任期", "", "自2026年9月起"))
    assert parts["任务量"][0].cells == (("数量", "每学期 10 节", "每学期 12 节"),)


def test_an_endless_text_holds_nobody_up():
    began = time.process_time()
    for sign in "。字":
        assert any(op for op, _ in sentences(sign * 60_000, sign * 59_000 + "甲"))
    assert time.process_time() - began < 1.5


def test_a_touched_sentence_is_told_by_its_words():
    was = "上学期问题有四十一条，归并以后是三条；听课记录客气话多。"
    assert list(sentences(was, "上学期问题有四十二条，归并以后是三条；听课记录 客气话多。再加一条。")) == [
        ("", "上学期问题有四十"), ("-", "一"), ("+", "二"), ("", "条，归并以后是三条；"), ("", "听课记录客气话多。"), ("+", "再加一条。"),
    ]


def test_rows_of_one_name_are_told_apart(cast):
    old = document(a_draft(cast, rows=2))
    for row in old["schedule"]:
        row["content"] = "集体备课"
    new = deepcopy(old)
    new["schedule"].reverse()
    assert difference(old, new) == []
    new["schedule"][0]["hours"] = "1"
    assert [change.cells for change in difference(old, new)[0].changes] == [(("学时", "2.0", "1"),)]


def test_the_page_shows_the_draft_to_drafters_only(cast, login):
    plan = published(cast, a_draft(cast))
    assert "还只有一版" in login("teacher").get(f"/plans/{plan.pk}/compare/").content.decode()
    publishing.step(cast.person("office"), plan, "revise")
    editing.save_section(cast.person("office"), plan.sections.first(), title="指导思想", body="<p>换了一句。</p>", version=0)
    page = login("office").get(f"/plans/{plan.pk}/compare/").content.decode()
    assert "<del>问题从课堂上来。</del>" in page and "<ins>换了一句。</ins>" in page
    assert login("teacher").get(f"/plans/{plan.pk}/compare/?old=1&new=draft").status_code == 200
    assert "换了一句" not in login("teacher").get(f"/plans/{plan.pk}/compare/?old=1&new=draft").content.decode()
    publishing.step(cast.person("office"), plan, "submit")
    assert "换了一句" in login("principal").get(f"/plans/{plan.pk}/compare/").content.decode()
    publishing.step(cast.person("principal"), plan, "publish")
    assert "换了一句" in login("teacher").get(f"/plans/{plan.pk}/compare/?old=1&new=2").content.decode()
    assert login("teacher").get(f"/plans/{plan.pk}/compare/?old=1&new=7").status_code == 404
