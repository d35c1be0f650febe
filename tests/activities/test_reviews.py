"""审阅: who reads whose works, in which order, and what a decision does."""
import pytest
from django.urls import reverse

from activities.models import Review, Work
from activities.queries import reviews as queries
from activities.queries.todo_records import todo_records
from activities.services import reviews, works
from activities.states import WorkState
from school.models import Role
from school.workflow import Refused
from tests.activities.records import a_work, queries_of
from tests.builders import Cast

D = Review.Decision


def test_passing_praising_and_changing_ones_mind(cast: Cast):
    office, work = cast.person("office"), a_work(cast)
    reviews.review(office, work, D.PRAISE, no=1)
    work.refresh_from_db()
    assert work.state == WorkState.EXCELLENT
    reviews.review(office, work, D.ACCEPT, no=1, remark="先按通过")
    work.refresh_from_db()
    assert work.state == WorkState.ACCEPTED
    assert [row.decision for row in work.reviews.all()] == [D.ACCEPT, D.PRAISE]


def test_returned_rewritten_and_handed_in_again(cast, login):
    work = a_work(cast)
    client = login("office")
    url = reverse("review", args=[work.pk])
    without = client.post(url, {"decision": D.RETURN, "no": 1, "remark": ""})
    assert without.status_code == 409 and "要写明理由" in without.content.decode()
    client.post(url, {"decision": D.RETURN, "no": 1, "remark": "写写那个学生怎么说的"})
    work.refresh_from_db()
    assert work.state == WorkState.RETURNED
    assert "写写那个学生怎么说的" in login("teacher").get(reverse("work_edit", args=[work.pk])).content.decode()
    works.submit(cast.person("teacher"), work)
    assert (work.state, work.versions.count()) == (WorkState.SUBMITTED, 2)


def test_a_decision_about_an_older_version_is_refused(cast):
    work = a_work(cast)
    works.withdraw(cast.person("teacher"), work)
    works.submit(cast.person("teacher"), work)
    with pytest.raises(Refused, match="又交了一次"):
        reviews.review(cast.person("office"), work, D.ACCEPT, no=1)
    assert not work.reviews.exists()


def test_the_group_leader_reads_first_and_the_office_judges(cast, login):
    work = a_work(cast)
    leader = cast.person("group_leader")
    assert [one.decision for one in queries.decisions(leader, work)] == [D.READ, D.RETURN]
    reviews.review(leader, work, D.READ, no=1, remark="例子好")
    work.refresh_from_db()
    assert work.state == WorkState.SUBMITTED
    assert work not in queries.waiting(leader) and work in queries.waiting(cast.person("office"))
    with pytest.raises(Refused):
        reviews.review(leader, work, D.PRAISE, no=1)
    assert "例子好" in login("office").get(reverse("review", args=[work.pk])).content.decode()


def test_notes_that_need_no_review_are_settled_by_the_group_leader(cast):
    notes = a_work(cast, kind="学习笔记", topic="政治")
    assert notes not in queries.waiting(cast.person("office"))
    reviews.review(cast.person("group_leader"), notes, D.ACCEPT, no=1)
    notes.refresh_from_db()
    assert notes.state == WorkState.ACCEPTED


@pytest.mark.parametrize(("author", "who"), [
    ("teacher", {"group_leader", "office", "leader", "principal"}), ("other", {"office", "leader", "principal"}),
    ("group_leader", {"office", "leader", "principal"}), ("office", {"leader", "principal"}), ("leader", {"principal"}),
    ("principal", {"leader"}),
])
def test_whose_works_go_to_whom(cast, login, author, who):
    work = a_work(cast, author)
    everybody = ("group_leader", "office", "leader", "principal")
    assert {role for role in everybody if work in queries.waiting(cast.person(role))} == who
    assert {role for role in everybody if login(role).get(reverse("review", args=[work.pk])).status_code == 200} == who


def test_two_offices_do_not_judge_each_other(cast):
    Role.objects.create(user=cast.users["other"], school=cast.school, name=Role.Name.OFFICE)
    work = a_work(cast, "other")
    with pytest.raises(Refused, match="不归你审阅"):
        reviews.review(cast.person("office"), work, D.ACCEPT, no=1)


def test_a_teacher_has_no_queue_and_a_stranger_finds_nothing(cast, login, client):
    work = a_work(cast)
    assert login("teacher").get(reverse("review_queue")).status_code == 403
    assert login("archivist").post(reverse("review", args=[work.pk]), {}).status_code == 403
    client.force_login(cast.stranger.users["office"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("review", args=[work.pk])).status_code == 404
    assert work.title not in client.get(reverse("review_queue")).content.decode()


def test_the_next_one_loads_itself_and_the_last_leads_back(cast, login):
    first, second = a_work(cast), a_work(cast, "colleague")
    client = login("office")
    html = client.get(reverse("review_queue")).content.decode()
    assert html.index(first.title) < html.index(second.title)
    answer = client.post(reverse("review", args=[first.pk]), {"decision": D.ACCEPT, "no": 1, "remark": "实在"})
    assert answer.url == reverse("review", args=[second.pk])
    page = client.get(answer.url).content.decode()
    assert ">实在<" in page and "通过" in page
    assert client.post(answer.url, {"decision": D.ACCEPT, "no": 1, "remark": ""}).url == reverse("review_queue")
    assert Work.objects.filter(state=WorkState.ACCEPTED).count() == 2


def test_a_second_reviewer_is_told_what_happened(cast, login):
    work = a_work(cast)
    reviews.review(cast.person("leader"), work, D.RETURN, no=1, remark="补例子")
    answer = login("office").post(reverse("review", args=[work.pk]), {"decision": D.ACCEPT, "no": 1, "remark": "我的批语"})
    assert answer.status_code == 409
    assert "现在是『退回修改』" in answer.content.decode() and work.reviews.count() == 1


def test_the_queue_costs_the_same_for_1_and_30(cast, login):
    client, url = login("office"), reverse("review_queue")
    a_work(cast)
    one = queries_of(client, url)
    for who in ("teacher", "colleague", "other") * 10:
        a_work(cast, who)
    assert queries_of(client, url) == one


def test_todo_says_what_waits(cast):
    a_work(cast, state=WorkState.DRAFT, title="没写完")
    returned = a_work(cast, title="退回的")
    reviews.review(cast.person("office"), returned, D.RETURN, no=1, remark="补")
    a_work(cast, "colleague")
    assert [todo.title for todo in todo_records(cast.person("teacher"))] == ["『退回的』退回修改", "没写完"]
    assert [(todo.title, todo.count) for todo in todo_records(cast.person("office"))] == [("1 份材料等你看", 1)]
    assert todo_records(cast.person("admin")) == []
