"""还能怎样: acts that can still happen, with the gain of the whole total; nothing promised, nothing written more."""
from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from activities.models import Attendance, Leave, Observation, Session
from evaluation import services
from evaluation.what_if import acts
from plans.models import Quota
from school import clock
from school.models import Service
from tests.evaluation import builders as make

AHEAD = date(2026, 12, 2)


def an_item(code: str, evidence: str, rule: dict, most: float | None = 10, **fields) -> dict:
    return {"code": code, "name": f"第{code}项", "max": most, "evidence": evidence, "rule": rule, **fields}


def a_rubric_of(*items: dict, **fields) -> dict:
    return {"format": "yanxiu-rubric/1", "title": "细则", "full_marks": 100, "total": "plain", "places": 1, "items": list(items), **fields}


LESSONS = an_item("1", "observations:made", {"kind": "quota", "required": 5, "per_missing": "0.5"}, 5)
JOINT = an_item("11", "part:城乡联合体活动", {"kind": "count", "points": {"参加": 2, "出课": 5}}, 5)
READING = an_item("13", "assessment:读书交流会", {"kind": "tiers", "tiers": {"一档": 10, "二档": 8, "三档": 5}})


def a_sheet(cast, document):
    make.a_plan(cast, document)
    return make.a_sheet(cast, document)


def lessons(cast, who: str, number: int) -> None:
    for _ in range(number):
        Observation.objects.create(
            school=cast.school, term=cast.term, observer=cast.teachers[who], observed=cast.teachers["other"],
            day=date(2026, 10, 14), state="submitted", saved_at=clock.now(),
        )


def ahead(cast, content: str, day: date | None = AHEAD, state: str = "planned", **audience):
    activity = make.an_activity(cast, content, day, state)
    activity.audience = audience or {"all": True}
    activity.save()
    return activity


def said(cast, sheet, who: str = "teacher") -> list[tuple[str, str]]:
    services.compute(sheet)
    sheet.refresh_from_db()
    return [(act.do, act.then) for act in acts(cast.person(who), sheet)]


def test_lessons_to_visit_until_the_quota_is_met(cast):
    sheet = a_sheet(cast, a_rubric_of(LESSONS))
    lessons(cast, "teacher", 2)
    assert said(cast, sheet) == [("再听 3 节课", "达标，+1.5 分")]
    lessons(cast, "teacher", 3)
    assert said(cast, sheet) == []


def test_lessons_of_the_plan_and_of_the_weeks_left(cast, settings):
    document = a_rubric_of(an_item("1", "observations:made", {"kind": "quota", "required": None, "per_missing": 1}, 20))
    make.a_plan(cast, document, notes=None)
    Quota.objects.create(
        plan=cast.term.plans.get(), order=1, name="听课", source="observations:made", audience={"all": True}, number=20
    )
    sheet = make.a_sheet(cast, document)
    assert said(cast, sheet) == [("再听 20 节课", "达标，+20 分")]
    settings.DEMO_DAY = date(2027, 1, 18)
    assert said(cast, sheet) == [("再听 3 节课", "+3 分")]


def test_an_activity_ahead_brings_what_taking_part_brings(cast):
    document = a_rubric_of(JOINT)
    sheet = a_sheet(cast, document)
    ahead(cast, "城乡联合体活动")
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+2 分")]
    ahead(cast, "城乡联合体活动", date(2026, 12, 16))
    ahead(cast, "城乡联合体活动", date(2026, 12, 23))
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "参加 1 次 +2 分，3 次都参加 +5 分")]


def test_what_others_judge_is_never_certain(cast):
    sheet = a_sheet(cast, a_rubric_of(READING))
    ahead(cast, "读书交流会")
    assert said(cast, sheet) == [("参加『读书交流会』", "若评为一档 +10 分，二档 +8 分，三档 +5 分")]
    make.tier(cast, "teacher", "读书交流会", "二档")
    assert said(cast, sheet) == [("参加『读书交流会』", "若评为一档 +2 分，二档不变，三档 −3 分")]
    make.tier(cast, "teacher", "读书交流会", "一档", date(2026, 10, 21))
    assert said(cast, sheet) == []


@pytest.mark.parametrize("state", ["finished", "complete", "cancelled"])
def test_what_is_over_is_not_offered(cast, state):
    sheet = a_sheet(cast, a_rubric_of(JOINT))
    ahead(cast, "城乡联合体活动", AHEAD, state)
    ahead(cast, "城乡联合体活动", date(2026, 11, 11))
    assert said(cast, sheet) == []


def test_today_counts_until_the_session_ends(cast):
    sheet = a_sheet(cast, a_rubric_of(JOINT))
    session = ahead(cast, "城乡联合体活动", date(2026, 11, 18), "open").sessions.get()
    Attendance.objects.create(session=session, teacher=cast.teachers["teacher"])
    for ends, offered in ((time(23, 59, 59), True), (time(0, 0, 1), False)):
        Session.objects.filter(pk=session.pk).update(ends=ends)
        assert bool(said(cast, sheet)) is offered


def test_only_what_one_is_asked_to(cast):
    sheet = a_sheet(cast, a_rubric_of(JOINT))
    ahead(cast, "城乡联合体活动", groups=["数学组"])
    assert said(cast, sheet) == []
    assert said(cast, sheet, "other") == [("参加『城乡联合体活动』", "+2 分")]


def test_who_has_leave_or_signed_in_is_not_asked_again(cast):
    sheet = a_sheet(cast, a_rubric_of(JOINT))
    session = ahead(cast, "城乡联合体活动").sessions.get()
    leave = Leave.objects.create(
        school=cast.school, session=session, teacher=cast.teachers["teacher"], kind="personal", reason="家事",
        state="approved", asked_at=clock.now(),
    )
    assert said(cast, sheet) == []
    leave.delete()
    today = ahead(cast, "城乡联合体活动", date(2026, 11, 18), "running").sessions.get()
    Attendance.objects.create(session=today, teacher=cast.teachers["teacher"], state="present")
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+2 分")]


def test_nobody_on_long_leave_is_told_to_do_anything(cast):
    sheet = a_sheet(cast, a_rubric_of(LESSONS, JOINT, READING))
    ahead(cast, "城乡联合体活动")
    ahead(cast, "读书交流会", None)
    Service.objects.create(teacher=cast.teachers["teacher"], kind=Service.Kind.MATERNITY, since=date(2026, 11, 1))
    assert said(cast, sheet) == []
    assert len(said(cast, sheet, "colleague")) == 3


def test_at_the_cap_nothing_more_is_offered(cast):
    full = an_item("2", "conduct", {"kind": "count", "base": 100, "points": {"严重": -10}}, 100)
    sheet = a_sheet(cast, a_rubric_of(full, JOINT, total="cap"))
    ahead(cast, "城乡联合体活动")
    assert said(cast, sheet) == []
    make.conduct(cast, "teacher", "严重")
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+2 分")]
    full["max"] = 99
    full["rule"]["base"] = 99
    sheet.document = a_rubric_of(full, JOINT, total="cap")
    sheet.save()
    assert said(cast, sheet, "colleague") == [("参加『城乡联合体活动』", "+1 分")], "the total gains 1, the item 2"


def test_what_does_not_apply_makes_the_rest_worth_more(cast):
    """20 of 40 points do not apply: each point of the rest counts twice."""
    for_some = an_item("3", "manual", {"kind": "judged"}, 20, applies_to={"tags": ["骨干"]}, otherwise="exclude")
    rest = an_item("4", "manual", {"kind": "judged"}, 15)
    sheet = a_sheet(cast, a_rubric_of(for_some, rest, JOINT))
    ahead(cast, "城乡联合体活动")
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+4 分")]
    make.tags(cast, "teacher", "骨干")
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+2 分")]


def test_a_condition_is_asked_again(cast):
    """Below two lessons the item gives nothing: the first lesson brings none, the second all."""
    other = an_item("5", "manual", {"kind": "judged"})
    gated = an_item("1", "observations:made", {"kind": "bands", "bands": [{"at_least": 2, "points": 5}, {"points": 0}]}, 5)
    sheet = a_sheet(cast, a_rubric_of(gated, other))
    assert said(cast, sheet) == [("再听 2 节课", "+5 分")]


def test_attendance_and_hours_of_one_activity_count_together(cast):
    document = a_rubric_of(
        an_item("1", "attendance:读书交流会", {"kind": "ratio"}, 10),
        an_item("2", "hours", {"kind": "bands", "bands": [{"at_least": 4, "points": 6}, {"points": 0}]}),
    )
    make.a_plan(cast, make.a_document())
    sheet = make.a_sheet(cast, document)
    activity = ahead(cast, "读书交流会")
    activity.hours = Decimal(4)
    activity.save()
    assert said(cast, sheet) == [("参加『读书交流会』", "+16 分")]


def test_parts_of_a_sum(cast):
    both = an_item("1", "", {"kind": "sum", "parts": [
        {"name": "联合体", "evidence": "part:城乡联合体活动", "max": 5, "rule": {"kind": "count", "points": {"参加": 2}}},
        {"name": "读书", "evidence": "assessment:读书交流会", "max": 5, "rule": {"kind": "tiers", "tiers": {"好": 5}}},
    ]})
    make.a_plan(cast, make.a_document())
    sheet = make.a_sheet(cast, a_rubric_of(both))
    ahead(cast, "城乡联合体活动")
    ahead(cast, "读书交流会", date(2026, 12, 9))
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+2 分"), ("参加『读书交流会』", "若评为好 +5 分")]


def test_a_rubric_that_compares_is_scored_with_everybody(cast):
    """An item that gives others the mean: one's own gain is one's own only."""
    joint = JOINT | {"applies_to": {"tags": ["班主任"]}, "otherwise": "average"}
    sheet = a_sheet(cast, a_rubric_of(joint, LESSONS))
    lessons(cast, "teacher", 5)
    ahead(cast, "城乡联合体活动")
    assert said(cast, sheet) == [("参加『城乡联合体活动』", "+2 分")]


def test_writing_more_is_never_offered(cast):
    notes = an_item("1", "works:学习笔记/政治", {"kind": "quota", "required": 10, "per_missing": 1})
    sheet = a_sheet(cast, a_rubric_of(notes))
    assert said(cast, sheet) == []


def test_class_awards_only_as_if(cast):
    awards = an_item("9", "class_awards", {"kind": "count", "points": {"先进班级": 1}}, 7)
    sheet = a_sheet(cast, a_rubric_of(awards))
    make.awards(cast, "teacher", 4)
    assert said(cast, sheet) == [("班级评先进班级", "若再获 1 次 +1 分，3 次 +3 分")]
    assert said(cast, sheet, "other") == []


def test_a_decided_sheet_offers_nothing(cast, login):
    sheet = a_sheet(cast, a_rubric_of(LESSONS))
    assert said(cast, sheet)
    client = login("teacher")
    assert "再听 5 节课" in client.get("/evaluation/mine/what-if/").content.decode()
    sheet.state = "decided"
    sheet.save()
    assert acts(cast.person("teacher"), sheet) == []
    assert "已经审定" in client.get("/evaluation/mine/what-if/").content.decode()
    assert "what-if" not in client.get("/evaluation/mine/").content.decode()


def test_everybody_asks_only_about_himself(cast, login):
    lessons(cast, "colleague", 2)
    a_sheet(cast, a_rubric_of(LESSONS))
    assert login("teacher").get("/evaluation/mine/what-if/").content.decode().count("再听 5 节课") == 1
    assert login("colleague").get("/evaluation/mine/what-if/").content.decode().count("再听 3 节课") == 1
    assert login("admin").get("/evaluation/mine/what-if/").status_code == 403
