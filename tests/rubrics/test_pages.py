"""The pages of the rubric: reading, deciding about 103, the vote, numbers in a sentence."""
from __future__ import annotations

from datetime import date

import pytest

from rubrics.models import Rubric
from rubrics.papers import rubric_paper
from rubrics.queries import rule_words
from school.models import AuditEntry
from tests.evaluation import builders as make

VOTE = {"day": "2026-09-04", "due": "60", "present": "５３", "agreed": "51"}


def test_103_is_said_in_words_with_three_choices(cast, login):
    rubric = make.a_rubric(cast, state="draft", vote=None)
    page = login("office").get(f"/rubrics/{rubric.pk}/").content.decode()
    assert "合计 103 分，不是 100 分" in page
    for word in ("封顶", "折算", "改分值", "剔除后折算", "平均分", "满分", "零分"):
        assert word in page


def test_decisions_are_written_into_the_draft(cast, login):
    rubric = make.a_rubric(cast, state="draft", vote=None)
    login("office").post(
        f"/rubrics/{rubric.pk}/decide/", {"edition": 0, "total": "rescale", "otherwise-3": "average", "otherwise-1": "full"}
    )
    rubric.refresh_from_db()
    items = {item["code"]: item for item in rubric.document["items"]}
    assert (rubric.document["total"], items["3"]["otherwise"], items["1"].get("otherwise")) == ("rescale", "average", None)


def test_put_in_use_needs_a_vote_that_carries(cast, login):
    rubric = make.a_rubric(cast, state="draft", vote=None)
    client = login("principal")
    assert client.post(f"/rubrics/{rubric.pk}/use/", {**VOTE, "agreed": "20"}).status_code == 409
    assert client.post(f"/rubrics/{rubric.pk}/use/", {**VOTE, "present": ""}).status_code == 400
    assert client.post(f"/rubrics/{rubric.pk}/use/", {**VOTE, "edition": "7"}).status_code == 409, "edited since the page was opened"
    client.post(f"/rubrics/{rubric.pk}/use/", {**VOTE, "edition": "0"})
    rubric.refresh_from_db()
    assert (rubric.state, rubric.vote["present"]) == ("in_use", 53)
    assert AuditEntry.objects.filter(action="rubric.use").count() == 1


def test_the_new_version_retires_the_old_one(cast, login):
    old = make.a_rubric(cast)
    client = login("principal")
    client.post("/rubrics/new/", {"of": old.pk})
    new = Rubric.objects.get(version=2)
    client.post(f"/rubrics/{new.pk}/use/", VOTE)
    old.refresh_from_db()
    assert (old.state, Rubric.objects.get(version=2).state) == ("retired", "in_use")


def test_numbers_in_a_sentence(cast, login):
    rubric = make.a_rubric(cast, state="draft", vote=None)
    client = login("office")
    typed = {"code": "3", "edition": 0, "max": "５", "r.tiers.0.points": "4", "r.tiers.1.points": "2 分", "r.tiers.2.points": "1.5"}
    client.post(f"/rubrics/{rubric.pk}/edit/", typed)
    rubric.refresh_from_db()
    item = rubric.document["items"][2]
    assert rule_words(item) == "分三档：一档 4 分，二档 2 分，三档 1.5 分；未参加 0 分。"
    assert item["max"] == 5
    stale = client.post(f"/rubrics/{rubric.pk}/edit/", {"code": "3", "edition": 0, "max": "5", "r.tiers.0.points": "5"})
    assert stale.status_code == 409
    assert "一档 5 分" in stale.content.decode() and "一档 4 分" in stale.content.decode()
    wrong = client.post(f"/rubrics/{rubric.pk}/edit/", {"code": "3", "edition": 1, "max": "5", "r.tiers.1.points": "四"})
    assert wrong.status_code == 400
    assert "$.items[2].rule.tiers.二档" in wrong.content.decode()


def test_in_use_is_frozen(cast, login):
    """B13: nothing of a rubric that scores were given by is changed or taken out; a new version is another row."""
    rubric = make.a_rubric(cast)
    answer = login("principal").post(f"/rubrics/{rubric.pk}/decide/", {"edition": 0, "total": "plain"})
    assert answer.status_code == 409
    rubric.refresh_from_db()
    assert rubric.document["total"] == "cap"


@pytest.mark.parametrize(("role", "status"), [("teacher", 404), ("archivist", 404), ("group_leader", 200), ("admin", 403)])
def test_who_reads_a_draft(cast, login, role, status):
    rubric = make.a_rubric(cast, state="draft", vote=None)
    assert login(role).get(f"/rubrics/{rubric.pk}/").status_code == status


def test_a_stranger_finds_nothing(cast, client):
    rubric = make.a_rubric(cast)
    client.force_login(cast.stranger.users["principal"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/rubrics/{rubric.pk}/").status_code == 404
    assert client.post(f"/rubrics/{rubric.pk}/use/", VOTE).status_code == 404


def test_a_teacher_may_not_decide(cast, login):
    rubric = make.a_rubric(cast)
    assert login("teacher").post(f"/rubrics/{rubric.pk}/decide/", {"edition": 0}).status_code == 403
    assert login("teacher").get(f"/rubrics/{rubric.pk}/").status_code == 200


def test_a_school_without_a_rubric_starts_from_the_reference(cast, login):
    client = login("office")
    assert "从参考细则起草" in client.get("/rubrics/").content.decode()
    client.post("/rubrics/new/")
    assert len(Rubric.objects.get().document["items"]) == 14


def test_any_schools_rubric_prints(cast):
    """Points as fractions, items without a name or without a ceiling, roles in Chinese, each way for the others said."""
    rule = {"kind": "quota", "required": 8, "per_missing": "0.5"}
    items = [{"code": "1", "max": "1/3", "rule": rule}, {"code": "2", "name": "甲", "max": None, "rule": {"kind": "judged"}},
             {"code": "3", "name": "乙", "max": 2.5, "rule": rule, "applies_to": {"roles": ["group_leader"]}, "otherwise": "full"},
             {"code": "4", "name": "丙", "max": 4, "rule": rule, "applies_to": {"tags": ["青年"]}, "otherwise": "average"}]
    rubric = make.a_rubric(cast, {"format": "yanxiu-rubric/1", "items": items})
    html = rubric_paper(rubric, "枫渡小学", date(2026, 11, 18)).html
    for words in ("<td>1/3</td>", "<td>—</td>", "<td>2.5</td>", "教研组长", "应有 8 次，每缺 1 次扣 0.5 分", "第 3 项只适用于部分教师，不适用的教师该项记满分",
                  "第 4 项只适用于部分教师，不适用的教师该项记平均分"):
        assert words in html, words


def test_any_schools_rubric_opens(cast, login):
    rule = {"kind": "gate", "when": {"any": ["tag:a", {"not": "role:x"}]}, "rule": {"kind": "judged"}}
    rubric = make.a_rubric(cast, {"format": "yanxiu-rubric/1", "items": [{"code": "a/1", "max": "1/3", "rule": rule}]}, state="draft", vote=None)
    client = login("office")
    for page in ("", "item/?code=a%2F1", "whole/", "compare/", "rubric.xlsx", "rubric.docx"):
        assert client.get(f"/rubrics/{rubric.pk}/{page}").status_code == 200, page
