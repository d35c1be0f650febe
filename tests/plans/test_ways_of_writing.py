"""读各种写法的计划: Word as schools make it, days and people in running words, the year that is meant; and nothing of any of them vanishes."""
from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents.reading import Document, Paragraph, read_document
from documents.reading.output import as_json
from plans.intake import take
from plans.reading import read_plan
from plans.reading.dates import term_of
from plans.vocabulary import Vocabulary

from . import a_school_plan, unseen_plans

RUNNING = """竹溪学校校本培训计划
二〇二四年秋季学期
为做好培训，制定本计划，请各组照办，有事找教导处。
一、目标
建设队伍。
二、培训安排
九月三日 全体教师会，主讲：田野，地点：阶梯教室
９月１０日（周二）下午２：３０，在录播室举行语文教研活动，由教师高山执教，语文组全体教师参加。
11月5日
—8日 数学优质课评比
1.启动仪式。2024年9月6日在报告厅举行，全体教师参加，负责人：丁香。
2.期末总结（次年1月4日，会议室）
三、实施步骤
（一）9月1日—9月10日为准备阶段。成立机构。
（二）9月11日—12月31日为实施阶段。
四、组织
以校长田野为组长，教导主任方圆为副组长，教研组长高山、林间为组员。
附件：1.考勤办法
附件1
考勤办法
第一条 因病不能参加的，须提前请假。
本办法由教导处解释。
"""
PEOPLE = """晨光小学2023学年第二学期校本研修计划
一、领导小组
组长：周立（校长）副组长：吴梅、郑栋成员：冯静 陈亮 江月
（二）月度安排
三月：①师德培训②新教师过关课
四月份、五月份：
—— 教学开放日
二、暑期安排
2024年7月5日至6日。
5日上午：动员
6日：分组研讨，会议室
三、名单
时间\t地点\t内容\t主讲及参加人员
3月6日\t会议室\t讲座\t主讲：吴梅；参加：全体教师
3月20日\t同上\t磨课\t主讲：郑栋；参加：数学组
备注\t遇雨顺延\t\t
"""


def _word() -> bytes:
    """A title in a text box, bold headings without numbers, a footnote-less form, a table that goes on over the page, one in a cell."""
    made = docx.Document()
    made.element.body.insert(0, parse_xml(
        f"<w:p {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>临河小学校本研修计划</w:t></w:r></w:p><w:p><w:r><w:t>2024—2025学年第二学期</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    ))
    for head, text in (("研修目标", "提升课堂。"), ("领导小组", "组长：孟浩\t副组长：柳青\t成员：白雪"), ("活动安排", "")):
        made.add_paragraph().add_run(head).bold = True
        if text:
            made.add_paragraph(text)
    head = ["周次", "时间", "培训主题", "研修内容", "主讲人", "地点"]
    for lines in (
        [head, ["1", "2月19日上午", "起步", "学习计划", "孟浩", "教室"], ["", "下午2:30", "起步", "分组会", "柳青", "教室"]],
        [["5", "3月19日", "磨课", "同课异构", "白雪", "录播室"]], [head, ["7", "4月2日", "作业", "作业评比", "柳青", "教室"]],
    ):
        _table(made, lines)
    made.add_paragraph("附：任务")
    outer = made.add_table(2, 2)
    for row, (label, text) in zip(outer.rows, (("工作要求", "按时签到，认真记录。"), ("经费保障", "安排专款。")), strict=True):
        row.cells[0].text, row.cells[1].text = label, text
    _table(outer.rows[1].cells[1], [["资料", "用处", "金额"], ["图书", "读书会", "五百元"]])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _table(place, lines: list[list[str]]) -> None:
    table = place.add_table(len(lines), len(lines[0]))
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text


DOCUMENTS = {
    "连写.txt": RUNNING, "名单.txt": PEOPLE, "框.docx": _word(), "镇.docx": a_school_plan.as_word(), "镇.txt": a_school_plan.as_text(),
    "行事历.xlsx": unseen_plans.calendar_sheet(), "群.txt": unseen_plans.CHAT, "通知.txt": unseen_plans.NOTICE, "行.txt": unseen_plans.UNNUMBERED,
    "村.txt": unseen_plans.VILLAGE, "县.docx": unseen_plans.county_word(), "横.docx": unseen_plans.lying_word(), "春.txt": unseen_plans.SPRING,
    "旬.txt": unseen_plans.THIRDS, "周.docx": unseen_plans.weekday_word(), "职责.docx": unseen_plans.duties_word(),
}  # fmt: skip


HEADS = {"研修内容", "主讲人", "参加人员", "地点", "上午", "下午"}  # of a table that lies on its side; an hour says which half of the day


@pytest.fixture(scope="module")
def sources() -> dict[str, Document]:
    return {name: read_document(name, data if isinstance(data, bytes) else data.encode()) for name, data in DOCUMENTS.items()}


def lost(source: Document, value: object) -> list[str]:
    """Words of the source, outside the heads of tables and labels, that are nowhere in the value."""
    held = "".join(re.findall(r"[\u4e00-\u9fff]|\|", re.sub(r'"', "|", as_json(value))))
    lines = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    lines += [cell.text for block in source.blocks if not isinstance(block, Paragraph) for row in block.rows[1:] for cell in row]
    lines = [re.sub(r"[\d一二三四五六七八九十]+[年月份周日号]+|周[一二三四五日]|[上中下]旬|阶段|[\u4e00-\u9fff]+\s*[：:]", " ", line) for line in lines]
    return [word for line in lines for word in re.findall(r"[\u4e00-\u9fff]{2,}", line) if word not in held and word not in HEADS]


def test_nothing_of_a_document_vanishes(sources):
    for name, source in sources.items():
        assert lost(source, read_plan(source)) == [], name


@pytest.mark.django_db
def test_nothing_vanishes_on_the_way_into_the_draft(cast, sources):
    vocabulary = Vocabulary(cast.school)
    for name, source in sources.items():
        read = read_plan(source)
        taken = take(read, cast.term, vocabulary)
        assert lost(source, [taken.document, taken.rubric, taken.doubts, read["term"], read["attachments"]]) == [], name


def test_word_as_schools_make_it(sources):
    plan = read_plan(sources["框.docx"])
    assert (plan["title"], plan["term"]) == ("临河小学校本研修计划", "2024—2025学年第二学期")
    assert [s["title"] for s in plan["sections"]][:3] == ["研修目标", "领导小组", "活动安排"]
    assert [(m["role"], m["name"]) for m in plan["leadership"]] == [("组长", "孟浩"), ("副组长", "柳青"), ("成员", "白雪")]
    assert [(row["start"], row["content"]) for row in plan["schedule"]] == [
        ("2025-02-19", "学习计划"), ("2025-02-19", "分组会"), ("2025-03-19", "同课异构"), ("2025-04-02", "作业评比"),
    ]  # fmt: skip
    assert plan["schedule"][1]["starts"] == "14:30" and any("“培训主题”一栏没有读进" in doubt["why"] for doubt in plan["doubts"])
    assert any("五百元" in doubt["text"] for doubt in plan["doubts"]), "a table inside a cell is told of"


def test_days_stages_and_people_in_running_words(sources):
    plan = read_plan(sources["连写.txt"])
    assert [(row["start"], row["end"], row["content"], row["sessions"][0]["presenters"], row["sessions"][0]["places"]) for row in plan["schedule"]] == [
        ("2024-09-03", "2024-09-03", "全体教师会", ["田野"], ["阶梯教室"]), ("2024-09-10", "2024-09-10", "语文教研活动", ["高山"], ["录播室"]),
        ("2024-11-05", "2024-11-08", "数学优质课评比", [], []), ("2024-09-06", "2024-09-06", "启动仪式", ["丁香"], ["报告厅"]),
        ("2025-01-04", "2025-01-04", "期末总结", [], ["会议室"]),
    ]  # fmt: skip
    assert [row["sessions"][0]["audience"] for row in plan["schedule"]] == ["", "语文组全体教师", "", "全体教师", ""]
    assert [(s["name"], s["start"], s["end"]) for s in plan["stages"]] == [
        ("准备阶段", "2024-09-01", "2024-09-10"), ("实施阶段", "2024-09-11", "2024-12-31"),
    ]  # fmt: skip
    assert [m["name"] for m in plan["leadership"]] == ["田野", "方圆", "高山", "林间"]
    assert {"附件1考勤办法", "正文"} <= {doubt["where"] for doubt in plan["doubts"]}
    plan = read_plan(sources["名单.txt"])
    assert [(m["role"], m["name"]) for m in plan["leadership"]] == [
        ("组长", "周立"), ("副组长", "吴梅"), ("副组长", "郑栋"), ("成员", "冯静"), ("成员", "陈亮"), ("成员", "江月"),
    ]  # fmt: skip
    assert [(m["month"], [i["content"] for i in m["items"]]) for m in plan["months"]] == [
        ("2024-03", ["师德培训", "新教师过关课"]), ("2024-04", ["教学开放日"]),
    ]  # fmt: skip
    assert [(row["start"], row["sessions"][0]) for row in plan["schedule"]] == [
        ("2024-03-06", {"presenters": ["吴梅"], "audience": "全体教师", "places": ["会议室"]}),
        ("2024-03-20", {"presenters": ["郑栋"], "audience": "数学组", "places": ["会议室"]}),
    ]  # fmt: skip
    assert any("这一行是备注" in doubt["why"] and "遇雨顺延" in doubt["text"] for doubt in plan["doubts"])


@pytest.mark.parametrize(("texts", "words", "months"), [
    (["星火小学计划", "2022—2023学年第二学期，我校获奖。", "二、安排（2024年3月—7月）"], "2024年3月—7月", {3: 2024, 6: 2024}),
    (["方案", "（2024.9—2025.1）"], "2024.9—2025.1", {9: 2024, 1: 2025}),
    (["三年规划（2022年9月—2025年7月）"], "", {9: None}),
    (["虹桥小学2025学年第一学期安排"], "2025学年第一学期", {10: 2025, 1: 2026}),
    (["2024年校本研修计划"], "", {10: 2024, 1: None}),
])  # fmt: skip
def test_the_year_that_is_meant(texts, words, months):
    term = term_of(texts)
    assert (term.words, {month: term.year_of(month) for month in months}) == (words, months)
