"""读研修计划：阶段、月份、日程、领导小组、内容、细则都到位，毛病都列出来。"""

import json

import pytest
from django.core.management import CommandError, call_command

from documents.reading import Unreadable, read_document
from plans.reading import read_plan
from plans.reading.dates import Term, find_span, term_of, written
from plans.reading.people import names_of

from . import a_school_plan

FORMS = {"文本": a_school_plan.as_text(), "Word": a_school_plan.as_word()}


@pytest.fixture(params=FORMS)
def plan(request):
    return read_plan(read_document(request.param, FORMS[request.param]))


def test_the_frame_of_the_plan(plan):
    assert plan["title"] == "柳河镇中心校校本研修工作计划"
    assert plan["term"] == ""
    assert plan["stages"] == [
        {"name": "启动阶段", "start": "03-04", "end": "03-10"},
        {"name": "研修阶段", "start": "03-11", "end": "06-30"},
        {"name": "总结阶段", "start": "07-01", "end": "07-10"},
    ]
    assert [(m["month"], [i["order"] for i in m["items"]]) for m in plan["months"]] == [
        ("03", [1, 2, 3]),
        ("04", [1, 2]),
        ("05", [1, 2]),
    ]
    assert plan["months"][0]["items"][1] == {
        "order": 2,
        "content": "教师礼仪培训",
        "requirement": "全体教师参加，从说话和衣着讲起。",
    }
    assert plan["contents"] == a_school_plan.CONTENTS
    assert [i["max"] for i in plan["rubric"]["items"]] == [10, 40, 40, 15]
    assert plan["attachments"] == ["校本研修活动日程表", "校本研修考评细则"]


def test_the_leadership_group_and_its_duties(plan):
    people = [(m["role"], m["name"]) for m in plan["leadership"]]
    assert people == [
        ("组长", "秦川"),
        ("副组长", "林海"),
        ("副组长", "苏敏"),
        ("组员", "江一帆"),
        ("组员", "何静"),
        ("组员", "司马青"),
    ]
    assert {"who": "林海", "duty": "主管培训的副校长"} in plan["duties"]
    assert {"who": "领导小组", "duty": "负责制定方案、检查和评估。"} in plan["duties"]


def test_the_schedule_row_by_row(plan):
    rows = plan["schedule"]
    assert [(r["start"], r["end"]) for r in rows] == [
        ("03-11", "03-11"), ("03-15", "03-15"), ("03-18", "03-22"), ("04-12", "04-12"),
        ("04-01", "04-29"), ("05-01", "05-01"), ("05-20", "05-24"),
    ]  # fmt: skip
    assert rows[2]["forms"] == ["听课评课", "技能训练"]
    assert rows[2]["sessions"] == [
        {"presenters": ["高远"], "audience": "低年教师", "places": ["一年二班"]},
        {"presenters": ["陆瑶"], "audience": "高年教师", "places": ["五年一班"]},
    ]
    assert rows[0]["sessions"] == [{"presenters": ["林海"], "audience": "全体教师", "places": ["综合报告厅"]}]
    assert rows[3]["sessions"][0]["audience"] == "班主任教师"
    assert rows[4]["content"] == "网络晒课（高段）" and rows[4]["sessions"][0]["places"] == ["高年组办公室"]
    assert rows[5]["sessions"] == [{"presenters": ["苏敏"], "audience": "骨干教师、特岗教师", "places": []}]


DIRT = [
    "没有写是哪个学期，文中提到2019年", "有 2 个标题都编作“二、”", "“1、指导思想”的序号和别的标题写法不同",
    "附件目录写“校本研修考评细则”，附件自己叫“校本研修评价细则”", "4月1日排在4月12日", "没有写地点", "题目是高段，参加人员却写“低段教师”",
    "正文写到青年教师，附件1 的参加人员是班主任教师", "正文写了 4 人（高远、陆瑶、方晴、白杨），日程只安排了 2 人，没有方晴、白杨",
    "没有列进“研修方式”的方式：情景模拟", "“三有指标”疑为“三级指标”", "像是抄来没有改", "项目是“心理健康讲座”，计分却看别的事",
    "2019年5月1日是劳动节", "各项分值合计 105 分，文件写满分 100 分", "没有写应完成多少",
]  # fmt: skip


@pytest.mark.parametrize("dirt", DIRT)
def test_what_is_wrong_in_it_is_listed(plan, dirt):
    assert any(dirt in doubt["why"] for doubt in plan["doubts"]), [d["why"] for d in plan["doubts"]]


@pytest.mark.parametrize(("text", "start", "end"), [
    ("3月18日\n—22日", "03-18", "03-22"),
    ("5月6日—10日", "05-06", "05-10"),
    ("5月28日至6月2日", "05-28", "06-02"),
    ("2024年9月2日", "2024-09-02", "2024-09-02"),
    ("2024年12月30日—2025年1月3日", "2024-12-30", "2025-01-03"),
    ("9.2—9.6", "09-02", "09-06"),
    ("９月３日（周二）", "09-03", "09-03"),
    ("2024-09-02", "2024-09-02", "2024-09-02"),
    ("九月上旬", "09-01", "09-10"),
    ("10月", "10-01", "10-31"),
])  # fmt: skip
def test_days_as_schools_write_them(text, start, end):
    span = find_span(text)
    assert (written(span.start, Term()), written(span.end, Term())) == (start, end)


@pytest.mark.parametrize("text", ["第三周", "待定", "13月5日", "2月30日"])
def test_what_is_no_day(text):
    assert find_span(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023—2024学年度第二学期研修计划", "2024-03-01"),
        ("2024年秋季研修计划", "2024-09-01"),
        ("2023-2024学年研修计划", "2023-09-01"),
    ],
)
def test_a_named_term_gives_the_year(text, day):
    assert written((None, int(day[5:7]), 1), term_of([text])) == day


def test_names_with_blanks_inside():
    assert [n for n, _ in names_of("王　五  赵  六  欧阳小明、钱七（副校长）")] == ["王五", "赵六", "欧阳小明", "钱七"]


def test_one_row_with_several_people_in_several_places():
    text = "时间\t内容\t主讲\t参加人员\t地点\n9月3日\t同课异构\t甲一、乙二、丙三\t语文组\t一年级、二年级、三年级\n"
    text += "第5周\t磨课\t语文组\t语文组\t\n"
    read = read_plan(read_document("a.txt", text.encode()))
    first, second = read["schedule"]
    assert [(s["presenters"], s["audience"], s["places"]) for s in first["sessions"]] == [
        (["甲一"], "语文组", ["一年级"]), (["乙二"], "语文组", ["二年级"]), (["丙三"], "语文组", ["三年级"]),
    ]  # fmt: skip
    assert second["start"] is None and any("第5周" in d["why"] for d in read["doubts"])


def test_a_story_is_no_plan():
    with pytest.raises(Unreadable, match="没有读到研修计划"):
        read_plan(read_document("a.txt", ("那年三月，他离开了村子。\n" * 300).encode()))


def test_the_command(tmp_path, capsys):
    path = tmp_path / "计划.docx"
    path.write_bytes(FORMS["Word"])
    call_command("read_plan", str(path))
    assert len(json.loads(capsys.readouterr().out)["schedule"]) == 7
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(CommandError, match="旧格式") as refused:
        call_command("read_plan", str(path))
    assert refused.value.returncode == 2
