"""发放与答卷: who is asked about whom, once a month, once a sheet, and an anonymous answer that leads back to nobody."""
import json
from collections import Counter
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from instruments import queries, results
from instruments.library import seed_library
from instruments.models import Receipt, Response, Round
from instruments.services import rounds
from school.models import AuditEntry, Group, Role
from school.workflow import Refused
from tests.builders import TODAY, Cast, a_teacher, a_user
from tests.builders_surveys import ANSWERS, a_document, a_form, a_round


def opened(cast: Cast, form, who="office", **values) -> Round:
    row = Round(**{
        "school": cast.school, "instrument": form, "title": form.name, "audience": {"all": True}, "opens": TODAY,
        "closes": TODAY + timedelta(days=5), "key": uuid4(), **values,
    })
    return rounds.open_round(cast.person(who), row)


def a_crowd(cast: Cast, number: int = 6, group: str = "chinese") -> list:
    crowd = []
    for no in range(number):
        user = a_user(f"crowd-{group}-{no}", f"老师{no}")
        Role.objects.create(user=user, school=cast.school, name=Role.Name.TEACHER)
        crowd.append(a_teacher(cast.school, user.name, user=user, group=cast.groups[group], term=cast.term))
    return crowd


def test_who_is_asked_about_whom(cast: Cast):
    form = seed_library(cast.school)["同伴互评表"]
    mutual = opened(cast, form, about="group")
    asked = Counter(mutual.receipts.values_list("teacher__name", flat=True))
    members = cast.groups["chinese"].memberships.count()
    assert asked["方静宜"] == members - 1, "all of one's group but oneself"
    assert not mutual.receipts.filter(teacher=cast.teachers["teacher"], about=cast.teachers["other"]).exists(), "another group"
    own = opened(cast, form, about="self")
    assert all(receipt.about_id == receipt.teacher_id for receipt in own.receipts.all())
    named = opened(cast, form, about="named", about_whom={"plus": [cast.teachers["teacher"].staff_no]}, audience={"roles": ["leader", "office"]})
    assert {receipt.teacher.name for receipt in named.receipts.all()} == {"吴敬堂", "何淑芬"}
    with pytest.raises(Refused, match="没有一个人要填"):
        opened(cast, form, about="group", audience={"plus": [cast.teachers["teacher"].staff_no]})


def test_one_survey_a_month_unless_the_principal_says_why(cast: Cast):
    form = a_form(cast.school)
    opened(cast, form, title="第一份")
    with pytest.raises(Refused, match="第一份.*一个月最多一份"):
        opened(cast, form, title="第二份")
    with pytest.raises(Refused):
        opened(cast, form, who="office", reason="我要发")
    opened(cast, form, who="principal", title="第二份", reason="县里来检查")
    opened(cast, form, title="下个月", opens=TODAY + timedelta(days=20), closes=TODAY + timedelta(days=25))
    opened(cast, seed_library(cast.school)["同伴互评表"], about="group")  # a rating is no survey
    opened(cast, form, party="pupils", audience={})  # and paper burdens no teacher


def test_nobody_is_asked_for_hundreds_of_forms(cast: Cast, monkeypatch):
    """全体教师 about 全体教师 of a large school is a slip of the hand, not a survey."""
    form = seed_library(cast.school)["同伴互评表"]
    monkeypatch.setattr(rounds, "MOST_EACH", 3)
    with pytest.raises(Refused, match="一个人要填"):
        opened(cast, form, about="named", about_whom={"all": True}, party="peers")
    assert not Round.objects.exists() and not Receipt.objects.exists()


def test_one_sheet_however_often_it_is_sent(cast: Cast, login):
    round = opened(cast, a_form(cast.school))
    receipt = round.receipts.get(teacher=cast.teachers["teacher"])
    client, url = login("teacher"), reverse("survey_answer", args=[receipt.pk])
    sent = {"a-need": ["带班", "写字"], "a-use": "4", "a-time": "合适", "a-goal": "优", "a-say": "多听课"}
    half = client.post(url, {"a-use": "4", "a-say": "写了一半"})
    assert "还有 1 项没填：目标" in half.content.decode() and "写了一半" in half.content.decode()
    assert client.post(url, sent, headers={"Accept": "application/json"}).json() == {"url": reverse("my_surveys")}
    assert client.post(url, sent | {"a-use": "1"}).status_code == 302
    row = Response.objects.get(round=round)
    assert row.answers == {"need": "写字\n带班", "use": "4", "time": "合适", "goal": "优", "say": "多听课"} and row.total == 10
    client.post(reverse("survey_again", args=[receipt.pk]))
    row.refresh_from_db()
    assert row.submitted_at is None and "多听课" in client.get(url).content.decode(), "taken back with what was written"
    client.post(url, sent | {"a-use": "2"})
    assert Response.objects.get(round=round).answers["use"] == "2"
    rounds.close(cast.person("office"), round)
    assert client.post(reverse("survey_again", args=[receipt.pk])).status_code == 409


def test_the_to_do_says_what_it_costs_and_until_when(cast: Cast, login):
    form = seed_library(cast.school)["同伴互评表"]
    round = opened(cast, form, about="group", title="期中互评")
    number = round.receipts.filter(teacher=cast.teachers["teacher"]).count()
    (todo,) = queries.todo(cast.person("teacher"))
    assert (todo.detail, todo.due) == (f"{number} 位，约 {2 * number} 分钟", round.closes)
    page = login("teacher").get("/").content.decode()
    assert "期中互评" in page and todo.url in page
    rounds.close(cast.person("office"), round)
    assert queries.todo(cast.person("teacher")) == []


def everything() -> str:
    """All rows of the floor and the log, as a hostile reader of a backup would have them."""
    rows = [*Response._base_manager.all(), *Receipt._base_manager.all(), *Round._base_manager.all(), *AuditEntry._base_manager.all()]
    return serializers.serialize("json", rows)


def test_an_anonymous_answer_leads_back_to_nobody(cast: Cast, client, login):
    """Hostile office: the rows, the log, the times, the places and the page before and after one more answer."""
    crowd = a_crowd(cast)
    round = opened(cast, a_form(cast.school), anonymous=True)
    frame = everything()
    for no, teacher in enumerate(reversed(crowd[:4])):
        client.force_login(teacher.user, backend="django.contrib.auth.backends.ModelBackend")
        receipt = round.receipts.get(teacher=teacher)
        client.post(reverse("survey_answer", args=[receipt.pk]), {"a-goal": "优", "a-say": f"意见{no}"})
    office = login("office")
    page = office.get(reverse("survey", args=[round.pk])).content.decode()
    assert "意见0" not in page and "收卷以后才看得到" in page and "老师0" not in page, "and nobody is named as missing"
    for teacher in (crowd[4], cast.teachers["teacher"]):
        assert rounds.answer(cast.person("teacher"), round.receipts.get(teacher=teacher), {"goal": "良", "say": f"意见{teacher.pk}"})
    page = office.get(reverse("survey", args=[round.pk])).content.decode()
    assert "意见0" not in page, "before and after the next answer one would see what it was"
    rounds.close(cast.person("office"), round)
    with pytest.raises(Refused, match="不能再延期"):
        rounds.extend(cast.person("office"), round)
    page = office.get(reverse("survey", args=[round.pk])).content.decode()
    assert "意见0" in page and not any(teacher.name in page for teacher in crowd)
    book = openpyxl.load_workbook(BytesIO(office.get(reverse("survey_xlsx", args=[round.pk])).content))
    cells = {str(cell.value) for sheet in book for line in sheet for cell in line}
    assert "意见0" in cells and not any(teacher.name in text for teacher in crowd for text in cells)
    rows = list(Response.objects.filter(round=round))
    assert {row.respondent for row in rows} == {None} and {row.key for row in rows} == {None}
    assert len(rows) == 6 and all(row.pk < 0 for row in rows), "numbers drawn by lot, none between those of named answers"
    assert {(row.submitted_at.hour, row.submitted_at.minute, row.submitted_at.microsecond) for row in map(local, rows)} == {(0, 0, 0)}
    before = {one["pk"] for one in json.loads(frame) if one["model"] == "instruments.receipt"}
    after = {one["pk"] for one in json.loads(everything()) if one["model"] == "instruments.receipt"}
    assert before == after, "receipts come into being before anybody answers, so their numbers tell no order"
    assert not AuditEntry.objects.filter(action="survey.answer").exists()
    texts = [text for _, text in next(one for one in results.questions(round, results.handed_in(round)) if one.item["code"] == "say").texts]
    assert texts == sorted(texts), "texts in no order of coming"


def local(row: Response) -> Response:
    row.submitted_at = timezone.localtime(row.submitted_at)
    return row


def test_a_group_is_cut_out_only_when_neither_it_nor_the_rest_is_small(cast: Cast):
    maths = a_crowd(cast, 7, "maths")
    chinese = a_crowd(cast, 6, "chinese")
    round = opened(cast, a_form(cast.school), anonymous=True)
    office = cast.person("office")

    def answered_by(*teachers) -> list[str]:
        for teacher in teachers:
            rounds.answer(office, round.receipts.get(teacher=teacher), {"goal": "优"})
        return [name for name, _ in results.groups(round, results.handed_in(round))]

    assert answered_by(*maths[:5]) == ["数学组"]
    assert answered_by(*chinese[:2]) == [], "all less 数学组 would be two of 语文组"
    assert answered_by(*chinese[2:5]) == ["数学组", "语文组"]
    small = Group.objects.create(school=cast.school, name="音体美组")
    lone = a_teacher(cast.school, "独一个", group=small, term=cast.term)
    rounds.add_joiners(office, round)
    assert answered_by(lone) == ["数学组"], "one is left over: the smaller group goes too"
    assert not Response.objects.filter(round=round, group=small).exists()


def test_anonymous_votes_about_a_few_are_no_difference_of_what_is_shown(cast: Cast, login):
    """Hostile office: all answers less those about the one who is shown; a cut by group that is one person's votes."""
    voters = a_crowd(cast, 5, "maths")
    about = {"plus": [cast.teachers[who].staff_no for who in ("teacher", "colleague", "other")]}
    round = opened(cast, a_form(cast.school), anonymous=True, about="named", about_whom=about, party="peers")
    office = cast.person("office")
    for voter in voters:
        rounds.answer(office, round.receipts.get(teacher=voter, about=cast.teachers["teacher"]), {"goal": "优", "say": "好"})
    for who in ("colleague", "other"):
        rounds.answer(office, round.receipts.get(teacher=voters[0], about=cast.teachers[who]), {"goal": "良", "say": f"对{who}的话"})
    rounds.close(office, round)
    page = login("office").get(reverse("survey", args=[round.pk])).content.decode()
    assert "5 人，100%" in page and "对other的话" not in page, "one vote about a colleague is in no sum"
    assert results.groups(round, results.handed_in(round)) == []
    one = login("office").get(reverse("survey", args=[round.pk]) + f"?about={cast.teachers['other'].pk}").content.decode()
    assert "满 5 份才看得到" in one and "对other的话" not in one
    book = openpyxl.load_workbook(BytesIO(login("office").get(reverse("survey_xlsx", args=[round.pk])).content))
    assert not any("对other" in str(cell.value) for sheet in book for line in sheet for cell in line)


def test_totals_from_paper_count_like_sheets(cast: Cast, login):
    round = opened(cast, a_form(cast.school), party="pupils", audience={})
    office, url = login("office"), reverse("survey_totals", args=[round.pk])
    key = str(uuid4())
    sent = {"key": key, "sheets": "４０", "n-need-0": "30", "n-need-2": "25", "n-time-0": "38人", "n-time-1": "2", "n-goal-0": "30", "n-goal-1": "10"}
    wrong = office.post(url, sent | {"n-time-1": "20", "n-say": "作业少一点"}).content.decode()
    assert "合起来 58 人，比收到的 40 份多" in wrong and "作业少一点" in wrong
    for _ in range(2):
        assert office.post(url, sent).status_code == 302
    office.post(reverse("survey_sheet", args=[round.pk]), {"key": str(uuid4()), "a-goal": "良", "a-time": "太长"})
    rows = results.handed_in(round)
    assert results.sheets(rows) == 41 and len(rows) == 2
    found = {question.item["code"]: question for question in results.questions(round, rows)}
    assert [(bar.label, bar.count) for bar in found["time"].bars] == [("合适", 38), ("太长", 3)]
    assert str(found["goal"].mean) == "9.46", "(30 · 10 + 11 · 8) / 41"
    assert [(bar.label, bar.share) for bar in found["need"].bars] == [("提问", 75), ("写字", 0), ("带班", 63)]
    assert queries.top_answers(round, "need", 2) == [("提问", 30), ("带班", 25)]
    office.post(reverse("entered_remove", args=[rows[0].pk]))
    assert Response.objects.filter(round=round).count() == 1


def test_results_name_the_missing_drop_extremes_and_compare(cast: Cast, login):
    form = a_form(cast.school)
    people = [cast.teachers[who] for who in ("teacher", "colleague", "other", "leader")]
    before = a_round(form, people, title="开学")
    now = a_round(form, people, title="期末", opens=TODAY)
    for round, steps in ((before, "122"), (now, "145")):
        for step, teacher in zip(steps, people, strict=False):
            Response.objects.create(school=cast.school, instrument=form, round=round, respondent=teacher.user, answers=ANSWERS | {"use": step},
                                    total=10, submitted_at="2026-11-18T10:00+08:00")
            round.receipts.filter(teacher=teacher).update(done=True)
    page = login("office").get(reverse("survey", args=[now.pk]), {"drop": "1", "with": before.pk})
    use = next(question for question in page.context["questions"] if question.item["code"] == "use")
    assert (use.mean, use.lowest, use.highest) == (4, 4, 4), "1 and 5 are dropped"
    assert [receipt.teacher.name for receipt in page.context["missing"]] == ["吴敬堂"]
    assert ("有用吗", "2", "4") in [(one.name, one.before, one.now) for one in page.context["compared"]]


def test_somebody_elses_sheet_does_not_exist_and_leaders_alone_see_results(cast: Cast, login):
    round = opened(cast, a_form(cast.school))
    receipt = round.receipts.get(teacher=cast.teachers["teacher"])
    assert login("colleague").get(reverse("survey_answer", args=[receipt.pk])).status_code == 404
    assert login("office").post(reverse("survey_answer", args=[receipt.pk]), {"a-goal": "优"}).status_code == 404
    assert login("teacher").get(reverse("survey", args=[round.pk])).status_code == 403


def test_opening_in_the_browser_shows_first_who_would_be_asked(cast: Cast, login):
    form = a_form(cast.school, purpose="rating", document=a_document())
    office, url = login("office"), reverse("survey_new")
    sent = {
        "key": str(uuid4()), "instrument": form.pk, "title": "互评", "about": "group", "anonymous": "1", "everybody": "on", "party": "",
        "group_kind": "research", "opens": "2026-11-18", "closes": "2026-11-25", "do": "look",
    }
    look = office.post(url, sent).content.decode()
    assert "方静宜" in look and "收不到 5 份" in look and not Round.objects.exists()
    assert "截止要在开始以后" in office.post(url, sent | {"closes": "2026-11-17"}).content.decode()
    assert "没有『无此人』" in office.post(url, sent | {"about": "named", "about_whom": "无此人"}).content.decode()
    for _ in range(2):
        office.post(url, sent | {"do": "open"})
    assert Round.objects.get().anonymous


def test_results_about_many_cost_the_same_for_thirty(cast: Cast):
    round = opened(cast, seed_library(cast.school)["同伴互评表"], about="group")

    def spent() -> int:
        with CaptureQueriesContext(connection) as queries_spent:
            rows = results.handed_in(round)
            results.questions(round, rows), results.by_teacher(round, rows), results.groups(round, rows), results.lacking(round)
        return len(queries_spent)

    few = spent()
    for receipt in round.receipts.all()[:30]:
        Response.objects.create(school=cast.school, instrument=round.instrument, round=round, respondent=receipt.teacher.user,
                                about=receipt.about, answers={"prepare": "优"}, total=90, submitted_at="2026-11-18T10:00+08:00", group=cast.groups["maths"])
    assert spent() <= few + 1  # the names of the groups


def test_an_invited_expert_fills_in_what_asks_him_and_nothing_else(cast: Cast, client):
    """A25: asked by name in a round of 专家评, about two teachers; no other expert and no teacher sees his forms."""
    for name in ("expert", "guest"):
        cast.users[name] = a_user(name, f"专家{name}")
        Role.objects.create(user=cast.users[name], school=cast.school, name=Role.Name.EXPERT)
    form = seed_library(cast.school)["同伴互评表"]

    def into(who: str):
        client.force_login(cast.users[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    sent = {"key": uuid4(), "instrument": form.pk, "title": "专家评课", "party": "experts", "about": "named", "about_whom": "方静宜、郑国栋",
            "experts": [cast.users["expert"].pk], "anonymous": "", "opens": TODAY, "closes": TODAY + timedelta(days=5), "do": "open"}
    wrong = into("office").post(reverse("survey_new"), sent | {"party": "peers"})
    assert "『谁来填』要选『专家评』" in wrong.content.decode()
    into("office").post(reverse("survey_new"), sent)
    asked = list(Receipt.objects.order_by("pk"))
    assert [(one.expert.username, one.about.name, one.teacher) for one in asked] == [("expert", "方静宜", None), ("expert", "郑国栋", None)]
    page = client.get(reverse("survey", args=[asked[0].round_id])).content.decode()
    assert "还没有交的 2 份" in page and "专家expert（评 方静宜）" in page
    assert "填问卷：专家评课" in into("expert").get(reverse("home")).content.decode()
    assert "评 方静宜" in client.get(reverse("my_surveys")).content.decode()
    address = reverse("survey_answer", args=[asked[0].pk])
    given = {f"a-{item['code']}": item["levels"][0]["name"] if item["kind"] == "levels" else "9" for item in form.items if item["kind"] != "text"}
    for _ in range(2):
        client.post(address, given)
    answer = Response.objects.get()
    assert (answer.respondent, answer.about.name, asked[0].round.responses.count()) == (cast.users["expert"], "方静宜", 1)
    for who in ("guest", "teacher"):
        assert into(who).get(address).status_code == 404, who
    assert client.get(reverse("my_surveys")).status_code == 200 and "专家评课" not in into("guest").get(reverse("my_surveys")).content.decode()
    page = into("office").get(reverse("survey", args=[asked[0].round_id])).content.decode()
    assert "专家expert（评 方静宜）" not in page and "专家expert（评 郑国栋）" in page and "录错了" not in page
    assert client.post(reverse("entered_remove", args=[answer.pk])).status_code == 409, "what he handed in himself stays"
