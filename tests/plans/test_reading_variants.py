"""读没有见过的写法：县校、村小、周次、月份表、一格一行粘贴的表、Excel；坏文件各有一句话。"""

import datetime
import io

import openpyxl
import pytest

from documents.reading import read_document
from plans.intake import take
from plans.reading import read_plan
from plans.reading.dates import clock_of, listed_days, weeks_of
from plans.vocabulary import Vocabulary


def read(text: str) -> dict:
    return read_plan(read_document("a.txt", text.encode()))


def table(*rows: str) -> str:
    return "东山小学2025—2026学年第一学期校本研修计划\n一、活动安排\n" + "\n".join(rows) + "\n"


HEAD = "时间\t内容\t形式\t主讲\t参加人员\t地点\t学时"


@pytest.mark.parametrize(("text", "found"), [
    ("9月17日（周三）15:50—17:00", ("15:50", "17:00")), ("11月19日下午2:30", ("14:30", "")), ("下午3点半", ("15:30", "")), ("9月17日", ("", "")),
])  # fmt: skip
def test_the_hour(text, found):
    assert clock_of(text) == found


def test_weeks_and_listed_days():
    assert weeks_of("第5-6周") == (5, 6) and weeks_of("第十二周（周三）") == (12, 12) and weeks_of("周三") is None
    assert listed_days("11月5日、12日") == [(None, 11, 5), (None, 11, 12)]
    assert listed_days("11月5日—12日") == [] and listed_days("11月5日") == []


def test_a_week_a_time_and_several_days_reach_the_draft(cast):
    text = table(HEAD, "第3周\t磨课\t磨课\t何洁\t全体教师\t录播室\t2", "9月16日15:50—17:00\t讲座\t讲座\t何洁\t全体教师\t会议室\t2",
                 "11月5日、12日\t备课\t研讨\t何洁\t全体教师\t会议室\t")  # fmt: skip
    taken = take(read(text.replace("2025—2026", "2026—2027")), cast.term, Vocabulary(cast.school))
    week, timed, listed = taken.document["schedule"]
    assert (week["start"], week["end"], week["hours"]) == ("2026-09-14", "2026-09-18", "2")
    assert any("第3周" in doubt["why"] for doubt in taken.doubts["schedule"])
    session = timed["sessions"][0]
    assert (session["day"], session["starts"], session["ends"]) == ("2026-09-16", "15:50", "17:00")
    assert [one["day"] for one in listed["sessions"]] == ["2026-11-05", "2026-11-12"] and listed["end"] is None


def test_a_table_pasted_with_one_cell_a_line():
    cells = "时间 内容 形式 主讲教师 参加人员 地点 9月10日 师德培训 专题讲座 江涛 全体教师 会议室 10月15日—17日 汇报课 听课评课 方舟 新教师 录播室"
    plan = read("临江小学校本研修计划\n（2025—2026学年第一学期）\n附件1：活动日程表\n" + "\n".join(cells.split()) + "\n")
    assert [(row["start"], row["end"], row["content"], row["sessions"][0]["places"]) for row in plan["schedule"]] == [
        ("2025-09-10", "2025-09-10", "师德培训", ["会议室"]), ("2025-10-15", "2025-10-17", "汇报课", ["录播室"]),
    ]  # fmt: skip


def test_a_table_of_months_is_the_monthly_plan_not_the_schedule():
    plan = read(table("月份\t研修内容\t具体要求\t考核方式\t负责人", "9月\t听课\t每人2节\t查记录\t高阳", "10月\t赛课\t人人参加\t评比\t程远"))
    assert plan["schedule"] == []
    assert plan["months"][0] == {
        "month": "2025-09", "items": [{"order": 1, "content": "听课", "requirement": "每人2节", "assessed_by": "查记录", "responsible": "高阳"}],
    }  # fmt: skip


def test_a_village_school_writes_lines():
    plan = read("南坡小学2025-2026学年度下学期校本教研计划\n一．目标\n会教复式课，组长由校长江涛担任。\n（一）三月份\n1．学习案例。\n（二）四月份\n"
                "1．课堂展示。\n二．时间安排\n3月12日（周四）下午 学习案例，主讲：李春生，地点：办公室\n4月16日 课堂展示\n")  # fmt: skip
    assert [month["month"] for month in plan["months"]] == ["2026-03", "2026-04"]
    first, second = plan["schedule"]
    assert (first["content"], first["sessions"][0]) == ("学习案例", {"presenters": ["李春生"], "audience": "", "places": ["办公室"]})
    assert second["start"] == "2026-04-16" and plan["leadership"] == [{"role": "组长", "name": "江涛"}]
    assert any("逐行核对" in doubt["why"] for doubt in plan["doubts"])


def test_duties_on_lines_and_a_heading_that_is_no_name():
    plan = read("方案（2025年秋季）校本研修计划\n三、组织领导\n组长：程远\n成员：高阳、林溪\n（二）职责分工\n程远：全面负责校本研修工作。\n四、保障\n经费。\n")
    assert [member["name"] for member in plan["leadership"]] == ["程远", "高阳", "林溪"]
    assert {"who": "程远", "duty": "全面负责校本研修工作"} in plan["duties"]


def test_a_workbook_with_its_title_and_merged_cells():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "清河小学2025—2026学年第二学期校本研修活动日程表"
    sheet.merge_cells("A1:F1")
    for line in (["时间", "内容", "方式", "主讲", "参加人员", "地点"], [datetime.date(2026, 3, 18), "课例", "评课", "赵一", "语文组", "一班"],
                 [None, None, None, "钱二", "数学组", "二班"]):  # fmt: skip
        sheet.append(line)
    for column in "ABC":
        sheet.merge_cells(f"{column}3:{column}4")
    out = io.BytesIO()
    book.save(out)
    plan = read_plan(read_document("日程.xlsx", out.getvalue()))
    assert plan["title"].startswith("清河小学") and [s["presenters"] for s in plan["schedule"][0]["sessions"]] == [["赵一"], ["钱二"]]
