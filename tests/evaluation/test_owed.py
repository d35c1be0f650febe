"""任务量 on the home page and 应完成的数 in the score are one number, reckoned by the same rules."""
from __future__ import annotations

from datetime import date

from activities.queries.quotas import quota_table
from evaluation.evidence.setting import Setting
from plans.models import Plan, Quota
from school.models import Service, Teacher


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
