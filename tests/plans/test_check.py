"""计划体检：每一种毛病有一句话；没有毛病的计划一句也没有。"""

import copy
from dataclasses import replace
from datetime import date

import pytest

from plans.check import Burden, Thing, check_plan

SOUND = {
    "stages": [
        {"name": "启动阶段", "start": "2026-09-01", "end": "2026-09-06"},
        {"name": "研修阶段", "start": "2026-09-07", "end": "2026-12-31"},
    ],
    "months": [{"month": "2026-09", "items": [{"order": 1, "content": "同课异构（高段）", "requirement": "面向高段教师，一人一课。"}]}],
    "contents": ["同课异构", "读书会", "师德师风"],  # the last one is what the second row is for, under another title
    "sections": [
        {"level": 1, "number": "一", "title": "研修方式", "text": "听课评课、交流研讨"},
        {"level": 1, "number": "二", "title": "保障", "text": ""},
    ],
    "schedule": [
        {"start": "2026-09-08", "end": "2026-09-08", "content": "同课异构（高段）", "forms": ["听课评课"],
         "sessions": [{"presenters": ["甲一"], "audience": "高段教师", "places": ["五年一班"]}]},
        {"start": "2026-09-15", "end": "2026-09-18", "content": "读书会", "item": "师德师风", "forms": ["交流研讨"],
         "sessions": [{"presenters": ["乙二"], "audience": "全体教师", "places": ["会议室"]}]},
    ],
    "rubric": None, "attachments": [],
}  # fmt: skip


def holiday(day: date) -> str:
    return "校庆" if (day.month, day.day) == (9, 16) else ""


def found(change, **options) -> str:
    plan = copy.deepcopy(SOUND)
    change(plan)
    return "\n".join(f"{f['place']}：{f['sentence']}" for f in check_plan(plan, **options))


def test_a_sound_plan_has_no_findings():
    assert check_plan(SOUND, holiday=lambda day: "", groups={"高段", "语文组"}) == []


def row(n: int, **values):
    return lambda plan: plan["schedule"][n].update(values)


def session(n: int, **values):
    return lambda plan: plan["schedule"][n]["sessions"][0].update(values)


def many(plan):
    plan["schedule"] += [copy.deepcopy(plan["schedule"][1]) for _ in range(4)]


@pytest.mark.parametrize(("change", "said"), [
    (lambda plan: plan["stages"][1].update(end="2026-09-01"), "研修阶段的结束（9月1日）早于开始（9月7日）"),
    (lambda plan: plan["stages"][1].update(start="2026-09-05"), "启动阶段到9月6日才结束"),
    (row(1, start="2026-08-20", end="2026-08-20"), "8月20日不在任何一个阶段里"),
    (row(1, start="2026-09-02", end="2026-09-02"), "9月2日排在9月8日（同课异构（高段））的后面"),
    (row(1, end="2026-09-10"), "结束（9月10日）早于开始（9月15日）"),
    (row(1, start=None, end=None), "没有定时间"),
    (row(1, forms=[]), "没有写研修方式"),
    (row(1, forms=["沙龙"]), "没有列进“研修方式”的方式：沙龙"),
    (session(1, places=[]), "没有写地点"),
    (session(1, presenters=[]), "没有写主讲"),
    (session(0, audience="低段教师"), "题目是高段，参加人员却写“低段教师”"),
    (row(1, start="2026-09-08", end="2026-09-08", sessions=[{"presenters": ["甲一"], "audience": "全体教师", "places": ["会议室"]}]),
     "主讲人甲一在9月8日同时排在第 1 行和第 2 行"),
    (many, "主讲太集中：乙二 5 次"),
    (lambda plan: plan["contents"].append("微课比赛"), "研修内容里有“微课比赛”，日程表里没有安排"),
    (lambda plan: plan["sections"][1].update(number="一"), "有 2 个标题都编作“一、”"),
    (lambda plan: plan["months"][0]["items"][0].update(requirement="授课教师有甲一、丙三。"), "日程只安排了 1 人，没有丙三"),
])  # fmt: skip
def test_each_mistake_is_said(change, said):
    assert said in found(change)


def test_days_without_a_year_wait_for_one():
    shifted = row(1, start="09-16", end="09-16")
    assert "校庆" not in found(shifted, holiday=holiday)
    assert "2026年9月16日是校庆" in found(shifted, year=2026, holiday=holiday)


def test_an_audience_the_roster_does_not_know():
    assert "“品德教师”对不上名册" in found(session(1, audience="品德教师"), groups={"高段"})


def test_a_term_may_run_into_the_new_year():
    assert "先后颠倒" not in found(
        lambda plan: (row(0, start="12-20", end="12-20")(plan), row(1, start="01-08", end="01-08")(plan))
    )


TEXT = {"level": 1, "number": "三", "body": "<p>x</p>"}


@pytest.mark.parametrize(("section", "said"), [
    ({"title": "经费", "text": "", "body": ""}, "正文“经费”：这一节还是空的"),
    ({"title": "目标", "text": "2025年秋季学期人人上一节课。"}, "写到2025年的学期，本计划是2026—2027 学年第一学期"),
    ({"title": "目标", "text": "校长（填姓名）负总责。"}, "还有没填的地方"),
    ({"title": "目标", "text": "听过的课有人说真话说过的话下一节课看得见。"}, "和“思路”里的话一字不差"),
])  # fmt: skip
def test_what_a_section_still_lacks(section, said):
    def change(plan):
        plan["term"] = "2026—2027 学年第一学期"
        plan["sections"] += [TEXT | {"title": "思路", "text": "听过的课有人说真话说过的话下一节课看得见。"}, TEXT | section]

    assert said in found(change)


def test_a_quota_that_the_weeks_left_cannot_hold():
    quota = {"name": "听课", "source": "observations:made", "number": 20, "unit": "节", "period": "每学期", "audience": "全体教师"}
    assert "全体教师每人 20 节，扣去节假日只剩 6 周，每周要 3.3 节" in found(lambda plan: plan.update(quotas=[quota]), weeks=6)
    assert "任务量" not in found(lambda plan: plan.update(quotas=[quota]), weeks=18)


def test_the_burden_above_the_ceiling():
    heavy = Burden([Thing("反思", 18, "篇", 30), Thing("心得", 10, "篇", 90)], weeks=18, ceiling=60, many=3)
    assert heavy.weekly == 80 and heavy.above
    assert "每周约 80 分钟" in found(lambda plan: None, burden=heavy) and "3 位教师超过" in found(lambda plan: None, burden=heavy)
    assert found(lambda plan: None, burden=replace(heavy, signed=80)) == ""


def test_a_finding_leads_to_its_row():
    plan = copy.deepcopy(SOUND)
    row(1, forms=[])(plan)
    assert [(one["part"], one["at"]) for one in check_plan(plan)] == [("schedule", "2")]
