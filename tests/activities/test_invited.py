"""邀请链接: an expert without an account judges by a link, and the link opens nothing else."""
from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from activities.models import Judging
from activities.services import contests
from instruments.library import seed_library
from instruments.models import Receipt, Response
from school.models import AuditEntry, User
from tests.activities.records import a_work
from tests.activities.test_contests import a_contest
from tests.builders import TODAY


def link_in(page: str) -> str:
    return re.search(r"/i/[\w.-]+:[\w.-]+:[\w-]+", page)[0]


def test_a_link_lets_one_person_judge_one_contest_and_nothing_else(cast, login):
    contest = a_contest(cast)
    contests.enter(cast.person("teacher"), contest, cast.teachers["teacher"], "分数课", uuid4(), work=a_work(cast, state="submitted"))
    office, phone = login("office"), Client()
    for _ in range(2):  # sent twice, he is asked once
        office.post(reverse("contest_judges", args=[contest.pk]), {"outside": "魏明、"})
    expert = User.objects.get(first_name="魏明")
    User.objects.filter(pk=expert.pk).update(must_change=True)  # as of an account whose first password nobody ever used
    assert not expert.has_usable_password() and contest.judges.get().user == expert
    page = office.get(reverse("contest", args=[contest.pk])).content.decode()
    link = link_in(page)
    assert "给魏明的链接" in page and "现在登录的是何淑芬" in office.get(link).content.decode()
    office.post(link)
    assert office.get(reverse("home")).status_code == 200, "who looks at the link stays who he is"
    assert "还在收作品" in phone.post(link).content.decode() and "sessionid" not in phone.cookies
    contests.begin(cast.person("office"), contest)
    assert "魏明，您好" in phone.get(link).content.decode()
    sheet = Judging.objects.get()
    assert phone.post(link).url == reverse("contest_judge", args=[contest.pk])
    page = phone.get(reverse("judging", args=[sheet.pk])).content.decode()
    assert "方静宜" not in page and reverse("contest_list") not in page and reverse("own_account") not in page
    given = {f"a-{item['code']}": item["levels"][0]["name"] if item["kind"] == "levels" else "9" for item in contest.instrument.items}
    phone.post(reverse("judging", args=[sheet.pk]), given | {"version": 0, "do": "hand_in"})
    sheet.refresh_from_db()
    assert sheet.total is not None and sheet.response.respondent == expert
    for name in ("home", "contest_list", "my_surveys", "own_account", "password_change", "more", "activity_list"):
        assert phone.get(reverse(name)).url.startswith("/i/"), name
    other = a_contest(cast)
    contests.enter(cast.person("colleague"), other, cast.teachers["colleague"], "又一节", uuid4())
    contests.set_judges(cast.person("office"), other, [expert])
    contests.begin(cast.person("office"), other)
    assert phone.get(reverse("contest_judge", args=[other.pk])).status_code == 404, "asked there too, by another link"
    assert phone.get(reverse("judging", args=[other.judges.get().judgings.get().pk])).status_code == 404
    assert AuditEntry.objects.filter(action="invited.open", actor=expert).count() == 1
    assert Client().get(link[:-3] + "xyz").status_code == 404
    User.objects.filter(pk=expert.pk).update(is_active=False)
    assert Client().get(link).status_code == 404


def test_a_link_lets_one_person_fill_in_one_form_until_it_closes(cast, login):
    form = seed_library(cast.school)["同伴互评表"]
    sent = {"key": uuid4(), "instrument": form.pk, "title": "专家评课", "party": "experts", "about": "named", "about_whom": "方静宜、郑国栋",
            "outside": "魏明", "anonymous": "", "opens": TODAY, "closes": TODAY + timedelta(days=5)}
    office, phone = login("office"), Client()
    assert "魏明</b>来填" in office.post(reverse("survey_new"), sent | {"do": "look"}).content.decode()
    assert not User.objects.filter(first_name="魏明").exists()
    office.post(reverse("survey_new"), sent | {"do": "open"})
    first, second = Receipt.objects.order_by("pk")
    link = link_in(office.get(reverse("survey", args=[first.round_id])).content.decode())
    given = {f"a-{item['code']}": item["levels"][0]["name"] if item["kind"] == "levels" else "9" for item in form.items if item["kind"] != "text"}
    assert phone.post(link).url == reverse("survey_answer", args=[first.pk])
    assert phone.post(reverse("survey_answer", args=[first.pk]), given).url == reverse("survey_answer", args=[second.pk])
    phone.post(reverse("survey_answer", args=[second.pk]), given)
    page = phone.get(reverse("my_surveys"), follow=True).content.decode()
    assert page.count("交过了") == 2 and {row.respondent.name for row in Response.objects.all()} == {"魏明"}
    first.round.closed = True
    first.round.save()
    assert "已经截止了" in Client().get(link).content.decode()
