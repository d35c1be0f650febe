"""任务量 on the home page and 应完成的数 in the score are one number, reckoned by the same rules."""
from __future__ import annotations

from datetime import date

from activities.models import Observation
from activities.queries.quotas import quota_table
from evaluation.evidence import handed_in
from evaluation.evidence.setting import Setting
from plans.models import Plan, Quota
from school.models import Service, Teacher, Term
from tests.activities.records import an_observation
from yanxiu.lacking import lacking


def test_home_page_and_score_ask_for_the_same(cast):
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="计划")
    asked = (({"groups": ["语文组"]}, 18), ({"all": True}, 20), ({"roles": ["leader"]}, 30))
    for order, (audience, number) in enumerate(asked):
        Quota.objects.create(plan=plan, order=order, name="听课", source="observations:made", audience=audience, number=number)
    Service.objects.create(
        teacher=cast.teachers["colleague"], kind=Service.Kind.SICK, since=date(2026, 9, 16), until=date(2026, 10, 23)
    )
    Teacher.objects.filter(pk=cast.teachers["other"].pk).update(joined=date(2026, 10, 15))
    teachers = list(Teacher.objects.filter(school=cast.school))
    setting = Setting(cast.term, teachers, {})
    score = {one.name: setting.owed("observations:made", one.pk).number for one in teachers}
    home = quota_table(cast.term)
    assert score == {one.name: home[one.pk][0].due for one in teachers}
    assert score["方静宜"] == 18, "one that names people goes before one for everybody"
    assert score["吴敬堂"] == 30, "of these the plan's last"
    # 21 weeks. Away from Wednesday of week 3 (two days left) to the end of week 8: 15. Joined on Thursday of week 7: 14.
    assert setting.shares[cast.teachers["colleague"].pk] == (15, 21) and score["郑国栋"] == 13  # 18 · 15/21 = 12.86
    assert setting.shares[cast.teachers["other"].pk] == (14, 21) and score["万里红"] == 13  # 20 · 14/21 = 13.33


def test_what_a_school_year_asks_is_counted_over_both_terms_and_by_months_served(cast, settings):
    first = cast.term
    second = Term.objects.create(school=cast.school, code="2026-2027-2", starts=date(2027, 3, 1), ends=date(2027, 7, 9))
    plan = Plan.objects.create(school=cast.school, term=first, title="计划")
    Quota.objects.create(plan=plan, order=1, name="听课", source="observations:made", audience={"all": True}, number=7, period="year")
    Service.objects.create(
        teacher=cast.teachers["colleague"], kind=Service.Kind.SICK, since=date(2027, 3, 1), until=date(2027, 4, 30)
    )
    an_observation(cast, period="第1节")
    later = an_observation(cast, period="第2节", day=date(2027, 3, 9))
    Observation.objects.filter(pk=later.pk).update(term=second)
    teachers = list(Teacher.objects.filter(school=cast.school))
    mine, away = cast.teachers["teacher"].pk, cast.teachers["colleague"].pk
    item = {"rule": {"kind": "quota", "points": "4"}}

    def asked(term: Term) -> tuple:
        setting = Setting(term, teachers, {})
        home = quota_table(term)
        for pk in (mine, away):
            assert home[pk][0].due_now == setting.owed("observations:made", pk).number, "home page and score ask for the same"
        return setting, home[mine][0], home[away][0]

    settings.DEMO_DAY = date(2027, 1, 15)
    setting, own, _ = asked(first)
    assert (own.done, own.due, own.due_now) == (1, 7, 3), "five of ten months are gone: 3.5, rounded down"
    assert handed_in.observations(setting, "made", item)[mine].value == {"done": 1, "of": 3}
    settings.DEMO_DAY = date(2027, 7, 1)
    setting, own, other = asked(second)
    assert (own.done, own.due, own.due_now, other.due) == (2, 7, 7, 6), "the first term's plan holds; eight of ten months: 5.6"
    assert handed_in.observations(setting, "made", item)[mine].value == {"done": 2, "of": 7}
    assert handed_in.observations(setting, "made", {"rule": {"kind": "count", "points": {"节": "1"}}})[mine].value == {"count": 1}
    assert "在岗 8 个月" in setting.owed("observations:made", away).note
    assert any("听课：还差 5 次" in line for one in lacking(second) if one.teacher.pk == mine for line in one.lines)
    Quota.objects.create(
        plan=Plan.objects.create(school=cast.school, term=second, title="计划"), order=1, name="听课", source="observations:made",
        audience={"all": True}, number=10, period="term",
    )
    assert Setting(second, teachers, {}).owed("observations:made", mine).number == 10, "what the term's own plan says goes first"
