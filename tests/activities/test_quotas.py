"""任务量: counted by the day of the event, week by week, a surplus never carries."""
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import OpenLesson, Topic
from activities.queries.quotas import quota_progress, quota_table
from activities.states import WorkState
from documents.reading import Paragraph
from plans.models import Plan, Quota
from plans.reading.quotas import quotas_of
from plans.vocabulary import Vocabulary
from school.models import Service
from tests.activities.event import an_activity
from tests.activities.records import a_work, an_observation
from tests.builders import Cast, a_teacher

ACCEPTED = WorkState.ACCEPTED


@pytest.fixture
def plan(cast: Cast) -> Plan:
    cast.school.holidays = {f"2026-10-0{day}": "国庆节" for day in range(1, 8)} | {"2026-10-08": "", "2026-10-09": "", "2026-10-10": "秋游"}
    cast.school.save()
    return Plan.objects.create(school=cast.school, term=cast.term, title="计划")


def owes(plan: Plan, source: str, number: int, period: str, audience: dict | None = None, order: int = 1) -> Quota:
    return Quota.objects.create(
        plan=plan, order=order, name=source, source=source, number=number, period=period, audience=audience or {"all": True}
    )


def test_a_week_is_full_once_and_the_next_one_empty(cast, plan):
    owes(plan, "works:反思", 1, "week")
    for day in (date(2026, 9, 8), date(2026, 9, 9), date(2026, 9, 10)):
        a_work(cast, state=ACCEPTED, day=day)
    a_work(cast, day=date(2026, 9, 16))
    a_work(cast, state=WorkState.RETURNED, day=date(2026, 9, 23))
    progress = quota_progress(cast.person("teacher"), cast.term)[0]
    assert (progress.done, progress.waiting) == (1, 1)
    assert progress.holes[:4] == ("W01", "W04", "W05", "W07")
    assert "W12" not in progress.holes  # this week is still running


def test_a_week_of_two_working_days_is_not_due(cast, plan):
    """国庆 leaves 28–30 September (three days: due) and 8–9 October (two: not due)."""
    owes(plan, "works:反思", 1, "week")
    progress = quota_progress(cast.person("teacher"), cast.term)[0]
    assert "W05" in progress.holes and "W06" not in progress.holes


def test_long_leave_takes_weeks_away(cast, plan):
    owes(plan, "works:反思", 1, "week")
    whole = quota_progress(cast.person("teacher"), cast.term)[0].due
    Service.objects.create(
        teacher=cast.teachers["teacher"], kind=Service.Kind.SICK, since=date(2026, 9, 14), until=date(2026, 9, 27)
    )
    progress = quota_progress(cast.person("teacher"), cast.term)[0]
    assert progress.due == whole - 2
    assert "W03" not in progress.holes and "W04" not in progress.holes and "W02" in progress.holes


def test_months_and_terms(cast, plan):
    owes(plan, "works:心得", 2, "month")
    owes(plan, "observations:made", 3, "term", order=2)
    for day in (date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)):
        a_work(cast, kind="心得", state=ACCEPTED, day=day)
    for period in ("第1节", "第2节"):
        an_observation(cast, period=period)
    an_observation(cast, state="draft")
    month, term = quota_progress(cast.person("teacher"), cast.term)
    assert (month.done, month.due, month.due_now, month.holes) == (2, 10, 6, ("2026-09",))
    assert (term.done, term.due, term.missing, term.met) == (2, 3, 1, False)


def test_only_passed_counts_where_the_kind_needs_review_and_topics_are_kept_apart(cast, plan):
    owes(plan, "works:学习笔记/政治", 10, "term")
    owes(plan, "works:反思", 9, "term", order=2)
    a_work(cast, kind="学习笔记", topic="政治")
    a_work(cast, kind="学习笔记", topic="业务")
    a_work(cast)
    notes, reflections = quota_progress(cast.person("teacher"), cast.term)
    assert (notes.done, notes.waiting) == (1, 0)
    assert (reflections.done, reflections.waiting) == (0, 1)


def test_the_last_quota_that_names_a_teacher_holds(cast, plan):
    owes(plan, "observations:made", 20, "term")
    owes(plan, "observations:made", 30, "term", {"roles": ["leader"]}, 2)
    owes(plan, "observations:made", 10, "term", {"plus": [cast.teachers["other"].staff_no]}, 3)
    table = quota_table(cast.term)
    found = {role: [one.due for one in table[cast.teachers[role].pk]] for role in ("teacher", "leader", "other")}
    assert found == {"teacher": [20], "leader": [30], "other": [10]}


def test_a_quota_for_a_subject_or_for_years_of_service_and_of_age(cast, plan):
    a_teacher(cast.school, "画画的", term=cast.term, subject="美术")
    veteran = a_teacher(cast.school, "老教师", term=cast.term, subject="数学", started=date(2001, 11, 19), born=date(1976, 11, 18))
    words = Vocabulary(cast.school)
    for text, rule in (
        ("数学学科", {"subjects": ["数学"]}), ("教龄 25 年以上", {"served": [[25, None]]}), ("满50周岁的教师", {"aged": [[50, None]]}),
        ("35岁及以下", {"aged": [[None, 36]]}), ("教龄满5年不满10年、教龄不满3年", {"served": [[5, 10], [None, 3]]}),
    ):
        assert words.rule(text) == words.rule(words.said(rule)) == rule
    written = "语文教研组每学期听课不少于20节，美术教师每学期上公开课1节，教龄25年以上的教师每学期听课10节"
    assert [words.rule(one["audience"]) for one in quotas_of([Paragraph(written, 0, len(written))], [])] == [
        {"groups": ["语文组"]}, {"subjects": ["美术"]}, {"served": [[25, None]]}], "as a school's own plan says it"
    owes(plan, "observations:made", 20, "term")
    owes(plan, "works:反思", 4, "term", words.rule("教龄满25年"), 2)  # tomorrow it is 25 years
    owes(plan, "works:心得", 3, "term", words.rule("满50岁"), 3)
    owes(plan, "observations:made", 10, "term", words.rule("数学学科"), 4)
    table = quota_table(cast.term)
    assert [(one.source, one.due) for one in table[veteran.pk]] == [("observations:made", 10), ("works:心得", 3)]
    assert [one.due for one in table[cast.teachers["teacher"].pk]] == [20]


def test_the_table_of_all_costs_the_same_for_few_and_many(cast, plan):
    owes(plan, "works:反思", 1, "week")
    owes(plan, "observations:made", 20, "term", order=2)

    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            table = quota_table(cast.term)
        assert all(len(rows) == 2 for rows in table.values())
        return len(queries)

    a_work(cast)
    few = spent()
    for no in range(30):
        a_teacher(cast.school, f"老师{no}", group=cast.groups["maths"], term=cast.term)
        a_work(cast)
    assert spent() == few


def test_a_term_is_pro_rated_by_the_weeks_served(cast, plan):
    owes(plan, "observations:made", 20, "term")
    Service.objects.create(teacher=cast.teachers["teacher"], kind=Service.Kind.MATERNITY, since=date(2026, 11, 16))
    (progress,) = quota_progress(cast.person("teacher"), cast.term)
    assert progress.due == 10  # ten of twenty weeks: in week 6 two days only, from week 12 on leave


def test_what_is_done_and_not_written_may_be_owed_too(cast, plan, login):
    """新三课 by kind, 讲座 and 课题: each offered to the plan in words, and counted."""
    mine, colleague = cast.teachers["teacher"], cast.teachers["colleague"]
    for order, source in enumerate(("open_lessons:示范课", "lectures", "topics", "observations:received"), 1):
        owes(plan, source, 1, "term", order=order)
    lesson = OpenLesson.objects.create(
        school=cast.school, term=cast.term, teacher=mine, kind="demonstration", day=date(2026, 10, 14), class_name="四班", topic="落花生"
    )
    an_observation(cast, "colleague", "teacher", day=lesson.day, lesson=lesson)
    session = an_activity(cast, day=date(2026, 10, 21)).sessions.get()
    session.attendances.create(teacher=mine, part="present", state="present")
    topic = Topic.objects.create(
        school=cast.school, title="等待时间", problem="p", leader=colleague, since=date(2026, 6, 1), until=date(2027, 6, 1), state="running"
    )
    topic.members.add(mine)
    Topic.objects.create(school=cast.school, title="未批", problem="p", leader=mine, since=date(2026, 9, 1), until=date(2027, 6, 1))
    assert [row.done for row in quota_progress(cast.person("teacher"), cast.term)] == [1, 1, 1, 1]
    assert [row.done for row in quota_progress(cast.person("colleague"), cast.term)] == [0, 0, 1, 0]
    page = login("office").get(f"/plans/{plan.pk}/rows/quotas/").content.decode()
    assert "公开课：示范课" in page and "课题（主持或参加）" in page
