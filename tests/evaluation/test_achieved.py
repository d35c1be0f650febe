"""获奖 and 集体得分 as evidence: what teachers entered and the office confirmed, contests, tests; what a group did and won."""
from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from activities.kinds import seed_kinds
from activities.models import Activity, Assessment, Finding, Inspection, Session, Topic, Work
from evaluation.evidence.setting import Setting
from evaluation.models import Score
from school import clock
from school.models import Membership
from tests.builders import TODAY
from tests.evaluation import builders as make
from tests.evaluation.test_judged import a_decided_contest, ask

pytestmark = pytest.mark.django_db
TABLE = {"kind": "awards", "table": {"县级": {"一等奖": 4, "二等奖": 3}, "校级": {"一档": 2, "一等奖": 1}, "省级": 9}}


@pytest.fixture
def setting(cast) -> Setting:
    return Setting(cast.term, list(cast.teachers.values()), {})


def a_prize(cast, who: str, title: str, level: str, prize: str = "", *, kind: str = "获奖与发表", state: str = "accepted", **fields) -> Work:
    return Work.objects.create(
        school=cast.school, term=cast.term, author=cast.teachers[who], kind=seed_kinds(cast.school)[kind], title=title, level=level, prize=prize,
        **{"topic": "论文", "event_day": date(2026, 10, 20), **fields}, state=state, created_at=clock.now(), saved_at=clock.now(),
    )


def test_prizes_of_one_teacher_come_from_all_places_and_say_so(cast, setting, django_assert_num_queries):
    paper = a_prize(cast, "teacher", "识字分散难点", "县级", "二等奖", awarded_by="县教育学会")
    a_prize(cast, "teacher", "一堂课", "省级", topic="优质课")
    a_prize(cast, "teacher", "国培", "国家级", "优秀学员", topic="")
    a_prize(cast, "teacher", "还没核对", "县级", "一等奖", state="submitted")
    a_prize(cast, "teacher", "写着的", "县级", "一等奖", state="draft")
    a_prize(cast, "teacher", "优秀教研组", "校级", "一档", topic="集体")
    contest = a_decided_contest(cast, "教学设计评比", "一档")
    test = Activity.objects.create(school=cast.school, term=cast.term, title="粉笔字测试", state="complete", key=uuid4())
    for who, tier in (("teacher", "一等奖"), ("other", "合格")):
        Assessment.objects.create(activity=test, teacher=cast.teachers[who], tier=tier, by=cast.users["office"], at=clock.now())
    one, other = cast.teachers["teacher"], cast.teachers["other"]
    with django_assert_num_queries(3):
        found = ask(setting, "achievements", TABLE, one)
    assert found.value == {"awards": [
        {"level": "县级", "work": "识字分散难点", "prize": "二等奖"}, {"level": "省级", "work": "一堂课"},
        {"level": "校级", "work": "一节课", "prize": "一档"}, {"level": "校级", "work": "粉笔字测试", "prize": "一等奖"},
    ]}
    assert [(record.label, record.page, record.pk) for record in found.records] == [
        ("《识字分散难点》县级二等奖（县教育学会）", "work", paper.pk), ("《一堂课》省级", "work", paper.pk + 1),
        ("『教学设计评比』《一节课》校级一档", "contest", contest.pk), ("粉笔字测试：一等奖", "activity_detail", test.pk),
    ]
    assert found.note == "细则的分值表里没有『国家级优秀学员』，没有计入，请改记录或细则；另有 1 项待教导处核对，核对后计入"
    assert [award["work"] for award in ask(setting, "achievements:论文", TABLE, one).value["awards"]] == ["识字分散难点"]
    assert ask(setting, "achievements:设计", TABLE, one).value["awards"][0]["work"] == "一节课", "a contest by a word of its name"
    titles = {"kind": "awards", "table": {"县级": {"骨干教师": 2}, "校级": {"结题": 3, "在研": 1}}}
    setting.teachers[one.pk].honours = [{"level": "县级", "name": "县骨干教师", "body": "县教育局", "year": 2023}]
    topic = Topic.objects.create(
        school=cast.school, title="读写结合", problem="写不长", leader=cast.teachers["other"], since=date(2026, 9, 1), until=date(2027, 1, 20),
        state="finished", decided_at=clock.now(),
    )
    topic.members.add(one)
    held = ask(setting, "achievements:骨干", titles, one)
    assert held.value == {"awards": [{"level": "县级", "work": "县骨干教师", "prize": "骨干教师"}]}
    assert [record.label for record in held.records] == ["县骨干教师（县教育局，2023）"]
    studied = ask(setting, "achievements:课题", titles, one)
    assert studied.value == {"awards": [{"level": "校级", "work": "读写结合", "prize": "结题"}]} and studied.records[0].page == "topic"
    assert ask(setting, "achievements", TABLE, other).value == {"awards": []}, "合格 is no prize, and none won is nothing to wait for"
    assert ask(setting, "achievements", {"kind": "count", "points": {"获奖": 1}}, one).value == {"count": 4}


def test_a_prize_makes_points_with_its_reason(cast):
    a_prize(cast, "teacher", "识字分散难点", "县级", "一等奖")
    document = make.a_document() | {"items": [
        {"code": "1", "name": "个人获奖", "max": 10, "evidence": "achievements", "rule": TABLE},
        {"code": "2", "name": "集体", "max": 5, "evidence": "group:教研组", "rule": {"kind": "group", "of": "教研组", "as": "same", "rule": TABLE}},
        {"code": "3", "name": "优课", "max": 8, "evidence": "works:一师一优课", "rule": {"kind": "tiers", "tiers": {"一级指标": 8, "二级指标": "6"}}},
    ], "total": "plain"}
    document.pop("vetoes", None)
    for level in ("二级指标", "一级指标", "三级指标"):
        a_prize(cast, "teacher", level, "", kind="一师一优课", topic=level)
    a_prize(cast, "colleague", "语文组优秀教研组", "省级", topic="集体")
    sheet = make.a_sheet(cast, document)
    points = {
        who: {line["code"]: line["points"] for line in Score.objects.get(sheet=sheet, teacher=cast.teachers[who]).items}
        for who in ("teacher", "other")
    }
    assert points == {"teacher": {"1": "4", "2": "5", "3": "8"}, "other": {"1": "0", "2": "0", "3": "0"}}


def test_a_group_is_paid_by_what_it_did_and_won(cast, setting, django_assert_num_queries):
    chinese, one, other = cast.groups["chinese"], cast.teachers["teacher"], cast.teachers["other"]
    for no, (state, day) in enumerate((("finished", 7), ("running", 14), ("planned", 21), ("cancelled", 22), ("open", 25))):
        activity = Activity.objects.create(school=cast.school, term=cast.term, group=chinese, title=f"第 {no} 次教研", state=state, key=uuid4())
        Session.objects.create(activity=activity, day=date(2026, 10, day) if no < 4 else date(2026, 12, day))
    Assessment.objects.create(activity=Activity.objects.get(title="第 0 次教研"), teacher=one, number=90, by=cast.users["office"], at=clock.now())
    check = Inspection.objects.create(
        school=cast.school, term=cast.term, group=chinese, kind="备课", title="备课检查", unit="分", day=TODAY, state="confirmed",
        by=cast.users["office"], at=clock.now(), key=uuid4(),
    )
    Finding.objects.create(inspection=check, school=cast.school, teacher=cast.teachers["colleague"], state="ok", number=80)
    a_prize(cast, "group_leader", "优秀教研组", "校级", "一档", topic="集体")
    a_prize(cast, "group_leader", "自己的", "县级", "一等奖")

    def of_group(rule: dict, teacher=one):
        return ask(setting, "group:教研组", {"kind": "group", "of": "教研组", "as": "same", "rule": rule}, teacher)

    of_group(TABLE)
    with django_assert_num_queries(5):
        won = of_group(TABLE)
    members = Membership.objects.filter(group=chinese).count()
    assert won.value == {"groups": [{"group": {"awards": [{"level": "校级", "work": "优秀教研组", "prize": "一档"}]}, "members": members}]}
    assert won.note == "语文组：校级一档" and won.records[0].label == "《优秀教研组》校级一档"
    assert of_group({"kind": "tiers", "tiers": {"一档": 5}}).value["groups"][0]["group"] == {"tier": "一档"}
    held = of_group({"kind": "ratio"})
    assert held.value["groups"][0]["group"] == {"done": 2, "of": 3} and held.note == "语文组：活动 2 次，到期 3 次"
    assert [record.label for record in held.records] == ["语文组活动：第 0 次教研", "语文组活动：第 1 次教研"]
    assert of_group({"kind": "judged"}).value["groups"][0]["group"] == {"number": "85/1"}
    assert of_group(TABLE, other).value["groups"][0]["group"] == {"awards": []}, "语文组 won it, not 数学组"
    Membership.objects.filter(teacher=other).delete()
    setting.__dict__.pop("groups", None)
    assert of_group(TABLE, other).value is None and "没有编在哪个教研组里" in of_group(TABLE, other).note
