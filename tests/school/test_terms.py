"""过学期: the groups come along, an earlier term can be looked at everywhere, and nothing new lands in it."""
from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Activity, ClassAward, Work, WorkKind
from evaluation.models import ScoreSheet
from plans.models import PersonalPlan
from rubrics.models import Rubric
from school.audience import resolve
from school.models import Membership, Term
from tests.activities.records import typed

SPRING = date(2027, 3, 3)


@pytest.fixture
def spring(cast, login, settings) -> Term:
    """A new term made on its page; 万里红 has left in the holidays."""
    cast.teachers["other"].left = date(2027, 1, 31)
    cast.teachers["other"].save()
    data = {"code": "2026-2027-2", "starts": "2027-03-01", "ends": "2027-07-10"}
    page = login("office").post(reverse("term_new"), data, follow=True).content.decode()
    assert "教研组的成员和组长照上学期带过来了" in page
    settings.DEMO_DAY = SPRING
    return Term.objects.get(code="2026-2027-2")


def test_a_new_term_brings_the_groups_along(cast, login, spring):
    before = set(Membership.objects.filter(term=cast.term).exclude(teacher=cast.teachers["other"]).values_list("group", "teacher", "leads"))
    assert set(Membership.objects.filter(term=spring).values_list("group", "teacher", "leads")) == before and len(before) == 7
    assert set(resolve({"groups": ["语文组"]}, cast.school, spring, SPRING)) == set(resolve({"groups": ["语文组"]}, cast.school, cast.term, date(2026, 11, 18)))
    client = login("office")
    page = client.get(reverse("groups")).content.decode()
    assert "照上学期带过来，请核对" in page and "2026—2027 学年第二学期" in page
    client.post(reverse("group_members", args=[cast.groups["maths"].pk]), {"leaders": [cast.teachers["office"].pk]})
    assert "照上学期带过来" not in client.get(reverse("groups")).content.decode()
    client.post(reverse("term_edit", args=[spring.code]), {"code": spring.code, "starts": "2027-03-02", "ends": "2027-07-10"})
    assert Membership.objects.get(term=spring, group=cast.groups["maths"]).leads, "editing a term brings nothing along again"


def a_work(cast, term: Term, title: str) -> Work:
    kind = WorkKind.objects.get_or_create(school=cast.school, name="教学反思")[0]
    return Work.objects.create(
        school=cast.school, term=term, author=cast.teachers["teacher"], kind=kind, title=title, body="写了一点。", event_day=term.starts,
        created_at="2026-11-01T00:00Z", saved_at="2026-11-01T00:00Z", key=uuid4(),
    )


def test_an_earlier_term_is_looked_at_everywhere_until_one_goes_back(cast, login, spring):
    old, new = a_work(cast, cast.term, "秋天的反思"), a_work(cast, spring, "春天的反思")
    Activity.objects.create(school=cast.school, term=cast.term, title="秋天的活动", forms=["专题讲座"], audience={"all": True}, key=uuid4())
    client = login("teacher")
    works, activities = reverse("work_list"), reverse("activity_list")
    today = client.get(works).content.decode()
    assert "春天的反思" in today and "秋天的活动" not in client.get(activities).content.decode()
    answer = client.post(reverse("switch_term"), {"term": cast.term.pk, "next": works}, follow=True)
    page = answer.content.decode()
    assert "秋天的反思" in page and "春天的反思" not in page and "现在看的是" in page and "回到本学期" in page
    begin = f'href="{reverse("write_new")}"'
    assert begin not in page and begin in today, "nothing is offered that would be refused"
    assert "秋天的活动" in client.get(activities + "?when=all").content.decode()
    assert client.get(reverse("write_new")).status_code == 409, "before anything is typed"
    answer = client.post(reverse("work_new", args=[old.kind_id]), typed(old.kind, title="写错地方"))
    assert answer.status_code == 409 and "新写的不能记进以前的学期" in answer.content.decode() and not Work.objects.filter(title="写错地方").exists()
    assert client.post(reverse("personal_plan_start")).status_code == 409 and not PersonalPlan.objects.exists()
    client.post(reverse("work_step", args=[old.pk]), {"step": "discard"})
    assert list(Work.objects.all()) == [new], "what hangs on its own row goes where that row is"
    assert client.post(reverse("switch_term"), {"term": cast.stranger.term.pk}).status_code == 404
    assert "春天的反思" in client.post(reverse("switch_term"), {"next": works}, follow=True).content.decode()
    assert "现在看的是" not in client.get(works).content.decode()


def test_the_sheet_of_an_earlier_term_has_an_address_and_takes_what_settles_it(cast, login, spring):
    rubric = Rubric.objects.create(school=cast.school, title="细则", document={"items": []}, state="in_use")
    ScoreSheet.objects.create(
        school=cast.school, term=cast.term, rubric=rubric, document={"items": [], "full_marks": 100, "grades": []}, core_version="1",
        opened_at="2026-09-01T00:00Z",
    )
    client = login("office")
    assert client.get(reverse("score_sheet")).context.get("sheet") is None
    client.post(reverse("switch_term"), {"term": cast.term.pk})
    assert client.get(reverse("score_sheet")).context["sheet"].term == cast.term
    client.post(reverse("award_week"), {"teacher": "方静宜", "class_name": "三（2）班", "day": "2026-11-16"})
    assert ClassAward.objects.get().term == cast.term
    before = set(Membership.objects.values_list("term", "group", "teacher", "leads"))
    assert client.post(reverse("group_members", args=[cast.groups["maths"].pk]), {"leaders": [cast.teachers["office"].pk]}).status_code == 409
    assert set(Membership.objects.values_list("term", "group", "teacher", "leads")) == before
