"""师徒结对: one agreement, what happened between the two by itself, two judgements, papers, evidence."""
from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Help, Observation, Pair
from activities.papers import pairs as papers
from activities.queries.pairs import todo_pairs
from activities.services import pairs as service
from evaluation.evidence.mentoring import mentorship
from evaluation.evidence.setting import Setting
from instruments.library import seed_library
from instruments.models import Instrument, Response
from school import clock
from school.models import Notice, Role
from school.workflow import Refused, StaleEdit
from tests.activities.records import a_work
from tests.builders import TODAY, a_user
from tests.builders_people import SPAN, a_pair

GOALS = "一学期上好三种课型"


def made_of(cast) -> SimpleNamespace:
    return SimpleNamespace(cast=cast, school=cast.school, term=cast.term, user=cast.users["teacher"], group=cast.groups["chinese"])


@pytest.fixture
def pair(cast) -> Pair:
    """郑国栋 helps 方静宜."""
    return a_pair(made_of(cast), cast.teachers["colleague"], cast.teachers["teacher"])


def a_lesson(cast, observer: str, observed: str, day=TODAY, state: str = "submitted") -> Observation:
    return Observation.objects.create(
        school=cast.school, term=cast.term, observer=cast.teachers[observer], observed=cast.teachers[observed], day=day, topic="观潮",
        graded=False, state=state, saved_at=clock.now(), key=uuid4(),
    )


def test_the_office_signs_no_agreement_of_its_own(cast, login):
    own = a_pair(made_of(cast), cast.teachers["office"], cast.teachers["teacher"])
    Pair.objects.filter(pk=own.pk).update(state="draft", signed_on=None)
    client, url = login("office"), reverse("pair_step", args=[own.pk])
    assert 'value="sign"' not in client.get(reverse("pair", args=[own.pk])).content.decode()
    assert client.post(url, {"step": "sign"}).status_code == 409
    assert login("leader").post(url, {"step": "sign"}).status_code == 302


def test_the_story_of_a_pair(cast, login):
    """Made by the office, signed, told to both; recorded by the mentor; seen by the group leader and by no stranger."""
    form = {"key": uuid4(), "kind": "mentor", "mentor": "郑国栋", "helped": "方静宜", "goals": GOALS, "since": "2026-09-01", "until": "2027-08-31"}
    for _ in range(2):
        login("office").post(reverse("pair_new"), form)
    pair = Pair.objects.get()
    login("office").post(reverse("pair_step", args=[pair.pk]), {"step": "sign"})
    pair.refresh_from_db()
    assert (pair.state, pair.signed_on) == ("running", TODAY)
    assert Notice.objects.filter(text__contains="协议签好了").count() == 2
    line = {"key": uuid4(), "day": "2026-11-17", "what": "talk", "line": "先把导入压到三分钟"}
    login("colleague").post(reverse("pair_help", args=[pair.pk]), line)
    assert "先把导入压到三分钟" in login("teacher").get(reverse("pair", args=[pair.pk])).content.decode()
    assert login("group_leader").get(reverse("pair", args=[pair.pk])).status_code == 200
    assert login("other").get(reverse("pair", args=[pair.pk])).status_code == 404
    assert login("teacher").get(reverse("pair_new")).status_code == 403


def test_lessons_between_the_two_need_no_second_form(cast, pair, login):
    """Both directions appear, drafts and lessons of others do not; a 听课 line beside its 听课记录 stands once."""
    a_lesson(cast, "colleague", "teacher")
    a_lesson(cast, "teacher", "colleague", TODAY - timedelta(days=1))
    a_lesson(cast, "other", "teacher")
    a_lesson(cast, "colleague", "teacher", TODAY - timedelta(days=2), "draft")
    Help.objects.create(pair=pair, day=TODAY, what="lesson", line="听了《观潮》", by=cast.users["colleague"], at=clock.now())
    page = login("teacher").get(reverse("pair", args=[pair.pk])).content.decode()
    assert page.count("听课记录　") == 2 and "听了《观潮》" not in page


def test_a_problem_of_a_visit_is_followed_until_done(cast, login):
    leader, group = cast.teachers["leader"], cast.groups["chinese"]
    station = Pair.objects.create(school=cast.school, kind="station", mentor=leader, group=group, state="running", goals=GOALS, **SPAN)
    slip = {"key": uuid4(), "day": "2026-11-11", "what": "meeting", "line": "参加单元备课", "problem": "作业没有分层", "follow_up": "各出一份样子",
            "due": "2026-11-18"}
    login("leader").post(reverse("pair_help", args=[station.pk]), slip)
    row = Help.objects.get()
    assert Notice.objects.get(user=cast.users["group_leader"]).text.startswith("吴敬堂看到一个问题：作业没有分层")
    assert [todo.act for todo in todo_pairs(cast.person("leader"))] == ["写结果"]
    assert login("other").post(reverse("help_settle", args=[row.pk]), {"outcome": "x"}).status_code == 404
    login("group_leader").post(reverse("help_settle", args=[row.pk]), {"outcome": "三份样子贴在组里"})
    assert todo_pairs(cast.person("leader")) == []
    assert "发现问题 1 个，有结果 1 个" in papers.summary(station, cast.term).html


def best(form: Instrument) -> dict[str, str]:
    """The highest answer to everything that is rated."""
    return {
        item["code"]: item["levels"][0]["name"] if item["kind"] == "levels" else str(item.get("max", 1)) for item in form.items
        if item["kind"] in ("levels", "number", "scale")
    }


def test_both_judge_each_takes_it_back_until_the_other_did_and_nobody_praises_his_own(cast, pair, login):
    seed_library(cast.school)
    form = Instrument.objects.get(school=cast.school, name="师徒互评表")
    answers = {f"a-{code}": value for code, value in best(form).items()}
    url = reverse("pair_rate", args=[pair.pk])
    assert login("teacher").post(url, answers).status_code == 302
    pair.refresh_from_db()
    assert pair.by_helped.about == cast.teachers["colleague"] and pair.by_mentor is None
    assert "改评定、撤回" in login("teacher").get(reverse("pair", args=[pair.pk])).content.decode()
    assert login("teacher").post(url, {"do": "back"}).status_code == 302
    pair.refresh_from_db()
    assert pair.by_helped is None and not Response.objects.exists()
    for _ in range(2):  # sent again it takes the place of what was sent
        assert login("teacher").post(url, answers).status_code == 302
    assert Response.objects.count() == 1
    assert "徒弟评师傅" not in login("colleague").get(reverse("pair", args=[pair.pk])).content.decode()
    assert "徒弟评师傅" in login("office").get(reverse("pair", args=[pair.pk])).content.decode()
    assert login("colleague").post(url, answers).status_code == 302  # now that the other has judged too it stands
    assert login("teacher").post(url, {"do": "back"}).status_code == login("teacher").post(url, answers).status_code == 409
    own = a_pair(made_of(cast), cast.teachers["office"], cast.teachers["other"])
    with pytest.raises(Refused, match="自己这一对"):
        service.praise(cast.person("office"), own, "好")
    service.praise(cast.person("office"), pair, "每周都进课堂")
    pair.refresh_from_db()
    assert "每周都进课堂" in papers.summary(pair, cast.term).html


def test_what_cannot_be(cast, pair):
    office = cast.person("office")
    with pytest.raises(StaleEdit):
        service.edit(office, pair, pair.version + 1, {"goals": "新"})
    values = {"day": pair.since - timedelta(days=1), "what": "talk", "line": "早了", "problem": "", "follow_up": "", "due": None}
    with pytest.raises(Refused, match="不在里面"):
        service.add_help(cast.person("colleague"), pair, uuid4(), values)
    with pytest.raises(Refused, match="本校"):
        service.create(office, uuid4(), {"kind": "mentor", "mentor": cast.stranger.teachers["teacher"], "helped": pair.helped, "group": None, **SPAN})
    empty = a_pair(made_of(cast), cast.teachers["leader"], cast.teachers["other"], state="draft", goals="")
    with pytest.raises(Refused, match="目标还空着"):
        service.take_step(office, empty, "sign")


def test_the_agreement_names_both_and_has_lines_to_sign(cast, pair):
    html = papers.agreement(pair).html
    for words in ("师徒结对协议", "郑国栋", "方静宜", "2026年9月1日", "师　傅（签名）：<u></u>", "徒　弟（签名）：<u></u>"):
        assert words in html


def test_mentorship_is_evidence_for_both(cast, pair):
    """Conditions in the school's words, with their numbers; who has no pair meets none; 蹲点 is no mentorship."""
    for days in (0, 7):
        a_lesson(cast, "colleague", "teacher", TODAY - timedelta(days=days))
    Help.objects.create(pair=pair, day=TODAY, what="lesson", line="就是那节", by=cast.users["colleague"], at=clock.now())
    Help.objects.create(pair=pair, day=TODAY, what="talk", line="谈板书", by=cast.users["colleague"], at=clock.now())
    people = [cast.teachers[name] for name in ("teacher", "colleague", "other", "leader")]
    Pair.objects.create(school=cast.school, kind="station", mentor=cast.teachers["leader"], group=cast.groups["chinese"], state="running", **SPAN)
    texts = ["签有师徒协议", "听徒弟课２节以上", "听课 3 节", "帮带记录 3 次", "双方互评", "评为优秀师徒", "有会议室"]
    rule = {"kind": "all", "conditions": texts, "points": 5}
    found = mentorship(Setting(cast.term, people, {}), "", {"code": "1", "rule": rule})
    wanted = [True, True, False, True, False, False, None]
    for name in ("teacher", "colleague"):
        one = found[cast.teachers[name].pk]
        assert one.value == {"conditions": wanted}
        assert [record.label for record in one.records] == ["师徒结对郑国栋—方静宜：听课 2 节，其他帮带 1 次"]
    for name in ("other", "leader"):
        assert found[cast.teachers[name].pk].value == {"conditions": [False] * 7}


def test_a_mentor_from_outside(cast, login, client):
    """A12, A26: an expert of the 教研室 is the 师傅; he sees his pair, notes what he did, both judge; nobody else's opens to him."""
    seed_library(cast.school)
    expert = cast.users["expert"] = a_user("expert", "教研员周")
    form = {"key": uuid4(), "kind": "mentor", "mentor": "", "helped": "方静宜", "goals": GOALS, "since": "2026-09-01", "until": "2027-08-31"}
    assert "请写上师傅" in login("office").post(reverse("pair_new"), form | {"guide": expert.pk}).content.decode(), "no expert of this school yet"
    Role.objects.create(user=expert, school=cast.school, name=Role.Name.EXPERT)
    assert "只留一个" in login("office").post(reverse("pair_new"), form | {"guide": expert.pk, "mentor": "郑国栋"}).content.decode()
    login("office").post(reverse("pair_new"), form | {"guide": expert.pk})
    pair, foreign = Pair.objects.get(), a_pair(made_of(cast), cast.teachers["colleague"], cast.teachers["other"])
    assert str(pair) == "教研员周—方静宜" and "教研员周" in papers.agreement(pair).html
    login("office").post(reverse("pair_step", args=[pair.pk]), {"step": "sign"})
    assert {notice.user.username for notice in Notice.objects.filter(text__contains="协议签好了")} == {"expert", "teacher"}
    assert "教研员周" in login("teacher").get(reverse("pair", args=[pair.pk])).content.decode()
    work = a_work(cast, state="accepted", privacy="pair")
    mine = login("expert")
    assert "师徒结对" in mine.get(reverse("home")).content.decode()
    listed = mine.get(reverse("pair_list")).content.decode()
    assert "教研员周—方静宜" in listed and str(foreign) not in listed and f'"{reverse("fellowship")}"' not in listed
    assert mine.get(reverse("work", args=[work.pk])).status_code == 200
    assert mine.post(reverse("pair_help", args=[pair.pk]), {
        "key": uuid4(), "day": TODAY, "what": "lesson", "line": "听了一节习作课", "problem": "指导太碎"}).status_code == 302
    assert Notice.objects.filter(user=cast.users["teacher"], text__contains="指导太碎").count() == 1
    assert "听了一节习作课" in mine.get(reverse("pair", args=[pair.pk])).content.decode()
    assert [mine.get(reverse(name, args=[foreign.pk])).status_code for name in ("pair", "pair_help", "pair_agreement")] == [404] * 3
    assert mine.get(reverse("pair_edit", args=[pair.pk])).status_code == 403
    sheet = Instrument.objects.get(school=cast.school, name="师徒互评表")
    for who in ("expert", "teacher"):
        service.rate(cast.person(who), Pair.objects.get(pk=pair.pk), best(sheet))
    pair.refresh_from_db()
    assert (pair.by_mentor.about, pair.by_helped.about, pair.by_helped.respondent) == (cast.teachers["teacher"], None, cast.users["teacher"])
    rule = {"kind": "all", "conditions": ["听课 1 节", "互评"], "points": 5}
    found = mentorship(Setting(cast.term, [cast.teachers["teacher"]], {}), "", {"code": "1", "rule": rule})
    assert found[cast.teachers["teacher"].pk].value == {"conditions": [True, True]}
