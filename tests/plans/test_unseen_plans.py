"""读没有见过的计划: what each of them says arrives, and what was not understood is told with its words; nothing vanishes."""
from __future__ import annotations

import pytest

from documents.reading import read_document
from plans.intake import take
from plans.reading import read_plan
from plans.vocabulary import Vocabulary

from . import unseen_plans as plans


def read(name: str, data: str | bytes) -> dict:
    return read_plan(read_document(name, data.encode() if isinstance(data, str) else data))


def rows(plan: dict) -> list[tuple]:
    return [(row["start"], row["end"], row["content"]) for row in plan["schedule"]]


def stages(plan: dict) -> list[tuple]:
    return [(stage["name"], stage["start"], stage["end"]) for stage in plan["stages"]]


def quotas(plan: dict) -> list[tuple]:
    return [(quota["name"], quota["number"], quota["unit"], quota["period"], quota["audience"]) for quota in plan["quotas"]]


def told(plan: dict, *words: str) -> bool:
    return any(all(word in doubt["why"] + doubt["text"] for word in words) for doubt in plan["doubts"])


def test_a_calendar_with_weeks_beside_days():
    plan = read("行事历.xlsx", plans.calendar_sheet())
    assert plan["title"].startswith("临川路小学") and rows(plan) == [
        ("2026-08-31", "2026-09-04", "学习研修方案"), ("2026-09-09", "2026-09-09", "备课标准培训"), ("2026-10-14", "2026-10-14", "同课异构"),
        ("2026-11-04", "2026-11-04", "作业设计评比"), ("2026-11-25", "2026-11-25", "读书分享"),
    ]  # fmt: skip
    assert told(plan, "第12周和11月25日对不上", "11月16日") and not told(plan, "第7周和") and not told(plan, "没有写到日")
    assert told(plan, "“备注”一栏没有读进日程表", "带教材")
    assert sum("没有写研修方式" in doubt["why"] for doubt in plan["doubts"]) == 1, "said once for the whole table"


def test_lines_pasted_from_a_chat():
    plan = read("群通知.txt", plans.CHAT)
    assert rows(plan) == [
        ("2026-09-09", "2026-09-09", "师德专题学习"), ("2026-09-23", "2026-09-23", "语文组课例研讨"), ("2026-10-08", "2026-10-14", "数学组同课异构"),
        ("2026-11-01", "2026-11-10", "青年教师基本功比赛"), ("2026-12-01", "2026-12-31", "期末总结会"), (None, None, "教研组活动"),
    ]  # fmt: skip
    first, second, third = plan["schedule"][:3]
    assert (first["starts"], first["sessions"][0]["presenters"], first["sessions"][0]["places"]) == ("15:00", ["林启明"], ["三楼会议室"])
    assert second["sessions"][0]["presenters"] == ["沈佳"] and third["sessions"][0]["presenters"] == ["白露", "丁宁"]
    assert [member["name"] for member in plan["leadership"]] == ["林启明", "沈佳", "白露", "丁宁"]
    assert told(plan, "第一个标题前面的话", "各位老师好")
    assert [(row["time"], row["content"], row["sessions"][0]["places"]) for row in read("a.txt", plans.SPACED)["schedule"]] == [
        ("9月2日", "备课", ["一室"]), ("10月14日下午2:30", "听课", ["三（1）班"]), ("11月第二周", "磨课", ["会议室"]), ("12月", "总结", ["会议室"]),
    ]  # fmt: skip


def test_a_notice_with_labels_and_a_head_of_two_lines():
    plan = read("通知.txt", plans.NOTICE)
    assert [(m["role"], m["name"]) for m in plan["leadership"]] == [("组长", "江涛"), ("副组长", "林溪")]
    assert stages(plan) == [("启动阶段", "2026-09-01", "2026-09-30"), ("研修阶段", "2026-10-01", "2026-12-31")]
    assert [[item["content"] for item in month["items"]] for month in plan["months"]] == [["师德学习", "制定计划"], ["同课异构"]]
    assert rows(plan) == [("2026-09-09", "2026-09-09", "师德讲座"), ("2026-10-08", "2026-10-12", "同课异构")]
    assert plan["schedule"][0]["sessions"] == [{"presenters": ["江涛"], "audience": "", "places": ["会议室"]}]
    plan = read("两行.docx", plans.two_heads_word())
    assert rows(plan) == [("2026-09-09", "2026-09-09", "讲座"), ("2026-10-08", "2026-10-09", "磨课")] and plan["schedule"][1]["weeks"] == [6, 6]
    assert told(plan, "后面还写着别的日子")


def test_lines_without_a_numbered_heading():
    plan = read("计划.txt", plans.UNNUMBERED)
    assert rows(plan) == [
        ("2026-08-31", "2026-08-31", "制定计划"), ("2026-09-16", "2026-09-16", "读书分享会"), (None, None, "磨课"), ("2026-11-02", "2026-11-06", "作业研究"),
    ]  # fmt: skip
    assert [row["sessions"][0]["audience"] for row in plan["schedule"]] == ["全体教师", "语文组", "数学组", "各组"]
    assert plan["schedule"][1]["sessions"][0]["presenters"] == ["陆羽"] and plan["schedule"][2]["weeks"] == [5, 6]
    assert told(plan, "期末  总结") and [member["name"] for member in plan["leadership"]] == ["杜康", "陆羽"]


def test_a_village_school_of_nine():
    plan = read("计划.txt", plans.VILLAGE)
    assert [(month["month"], [item["content"] for item in month["items"]]) for month in plan["months"]] == [
        ("2026-09", ["制定教研计划", "一人一课（一、二年级）"]), ("2026-10", ["一人一课（三、四年级）", "个案研讨"]), ("2026-11", ["与中心校同备一课"]),
        ("2026-12", ["期末总结"]),
    ]  # fmt: skip
    assert told(plan, "几个月写在一起") and plan["schedule"] == []
    assert quotas(plan) == [
        ("听课", 15, "节", "每学期", "全体教师"), ("听课", 30, "节", "每学期", "校长"), ("反思", 2, "篇", "每月", "全体教师"),
        ("公开课", 1, "节", "每学期", "全体教师"), ("基本功", 1, "次", "每周", "青年教师"),
    ]  # fmt: skip
    assert [(item["name"], item["max"], item["rule"]["kind"]) for item in plan["rubric"]["items"]] == [
        ("出勤", 20, "count"), ("听课", 30, "quota"), ("反思", 30, "quota"), ("公开课", 20, "tiers"),
    ]  # fmt: skip
    assert {"who": "组长", "duty": "统筹安排，每月检查一次"} in plan["duties"]


def test_a_county_with_a_table_of_quotas_and_a_budget():
    plan = read("县.docx", plans.county_word())
    assert rows(plan) == [
        ("2026-09-16", "2026-09-18", "校长研修班"), ("2026-10-11", "2026-10-31", "优质课评选"), ("2026-11-20", "2026-11-20", "研修案例征集"),
    ]  # fmt: skip
    assert quotas(plan) == [("听课", 20, "节", "每学期", "全体教师"), ("反思", 1, "篇", "每月", "全体教师"), ("公开课", 2, "节", "每学年", "骨干教师")]
    assert plan["rubric"] is None and told(plan, "这张表没有读进计划", "专家讲课费、12000") and told(plan, "时间是截止")


def test_days_side_by_side_and_days_apart_from_hours():
    assert [row[0] for row in rows(read("横.docx", plans.lying_word()))] == ["2026-09-16", "2026-10-21", "2026-11-11"]
    plan = read("春.txt", plans.SPRING)
    assert stages(plan) == [("启动", "2027-03-01", "2027-03-12"), ("推进", "2027-03-15", "2027-06-25"), ("收尾", "2027-06-28", "2027-07-02")]
    first, second, third = plan["schedule"]
    assert (first["start"], first["starts"], first["ends"], first["hours"]) == ("2027-03-10", "14:30", "16:00", "2")
    assert [(one["presenters"], one["places"]) for one in second["sessions"]] == [(["江雪"], ["一楼"]), (["程野"], ["二楼"])]
    assert (third["start"], third["end"], third["sessions"][0]["presenters"]) == ("2027-05-11", "2027-05-20", ["程野"])


def test_thirds_of_months_and_points_in_lines():
    plan = read("旬.txt", plans.THIRDS)
    assert [(m["role"], m["name"]) for m in plan["leadership"]] == [("组长", "章程"), ("副组长", "温故"), ("副组长", "知新"), ("组员", "各学科教研组长")]
    assert {"who": "副组长", "duty": "落实计划，检查考核"} in plan["duties"]
    assert stages(plan)[0] == ("宣传发动", "2026-09-01", "2026-09-12") and len(plan["stages"]) == 3
    assert [[item["content"] for item in month["items"]] for month in plan["months"]] == [["制定计划", "新教师见面课"], ["集体备课展示", "教案检查"]]
    assert plan["months"][1]["items"][1] | {"order": 2} == {
        "order": 2, "content": "教案检查", "requirement": "每组一次", "responsible": "章程",
    }  # fmt: skip
    assert [item["max"] for item in plan["rubric"]["items"]] == [30, 40, 30]


@pytest.mark.django_db
def test_weeks_and_weekdays_become_days_of_the_term(cast):
    plan = read("周.docx", plans.weekday_word())
    assert [(stage.get("weeks"), stage["text"]) for stage in plan["stages"]] == [
        ([1, 2], "定主题，摸问题"), ([3, 17], "按日程开展"), (None, "整理材料"),
    ]  # fmt: skip
    week_by_week = take(plan, cast.term, Vocabulary(cast.school))
    taken = week_by_week.document
    assert stages(taken)[:2] == [("准备", "2026-08-31", "2026-09-11"), ("实施", "2026-09-14", "2026-12-25")]
    first, second, third = taken["schedule"]
    assert (first["start"], first["end"], first["sessions"][0]["starts"]) == ("2026-09-16", None, "15:30")
    assert second["start"] is None and any("10月1日是国庆节" in doubt["why"] for doubt in week_by_week.doubts["schedule"])
    assert [one["day"] for one in third["sessions"]] == ["2026-09-29", "2026-10-13"]
    plan = read("职责.docx", plans.duties_word())
    assert [m["name"] for m in plan["leadership"]] == ["孟远", "齐敏", "陶然"]
    assert [item["content"] for item in plan["months"][0]["items"]] == ["制定计划", "师徒结对"] and told(plan, "备注", "带教案")
    assert [quota[0] for quota in quotas(plan)] == ["听课", "听课", "反思", "论文"]
    read_in = take(plan, cast.term, Vocabulary(cast.school))
    lesson, talk, weekly = read_in.document["schedule"]
    assert (talk["start"], talk["end"]) == ("2026-12-16", None) and weekly["time_text"] == "每周三下午" and weekly["start"] < weekly["end"]
    assert not any("第16周" in doubt["why"] or "只写了周次" in doubt["why"] for one in read_in.doubts.values() for doubt in one), "answered"
    assert read_in.size("quotas") >= 3 and any("每周三下午" in doubt["why"] for doubt in read_in.doubts["schedule"])
