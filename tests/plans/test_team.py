"""教研组计划与个人计划: written, handed in, accepted or returned by who stands above; nobody decides about himself."""
from __future__ import annotations

import io
import subprocess

import pytest
from docx import Document

from plans.models import Plan
from plans.services import team
from school.models import Notice
from school.workflow import Refused


def my_plan(cast, who: str = "teacher") -> Plan:
    return team.start_personal(cast.person(who), cast.term)


def fill(client, plan: Plan, kind: str, version: int = 0, **more):
    first = plan.sections.first()
    return client.post(f"/plans/team/{kind}/{plan.pk}/", {"version": version, f"text-{first.pk}": "把提问的等待时间数清楚。"} | more)


def test_a_personal_plan_from_draft_to_accepted(cast, login):
    assert login("teacher").post("/plans/team/mine/").status_code == 302
    plan = Plan.objects.get()
    assert login("group_leader").get(f"/plans/team/personal/{plan.pk}/").status_code == 404, "a draft is the writer's"
    assert fill(login("teacher"), plan, "personal", then="hand_in").status_code == 302
    address = f"/plans/team/personal/{plan.pk}/"
    assert "把提问的等待时间数清楚。" in login("group_leader").get(address).content.decode()
    assert login("other").get(address).status_code == 404, "another teacher's plan"
    assert "1 份个人计划待审阅" in login("group_leader").get("/").content.decode()
    assert login("group_leader").post(f"{address}step/", {"step": "give_back"}).status_code == 409, "a reason is asked for"
    login("group_leader").post(f"{address}step/", {"step": "give_back", "reason": "问题再小一点"})
    assert "问题再小一点" in login("teacher").get(address).content.decode() and Notice.objects.filter(user=cast.users["teacher"]).exists()
    plan.refresh_from_db()
    fill(login("teacher"), plan, "personal", version=plan.version, then="hand_in")
    login("group_leader").post(f"{address}step/", {"step": "accept"})
    page = login("teacher").get(address).content.decode()
    assert "已通过" in page and f"/plans/{plan.pk}/plan.pdf" in page
    paper = login("teacher").get(f"/plans/{plan.pk}/plan.pdf")
    text = subprocess.run(["pdftotext", "-", "-"], input=paper.content, capture_output=True, check=True).stdout.decode()
    assert "把提问的等待时间数清楚" in text and "计划人" in text and text.count("\f") == 1, "one page"
    word = Document(io.BytesIO(login("teacher").get(f"/plans/{plan.pk}/plan.docx").content))
    assert [one.text for one in word.paragraphs if one.text.startswith("一、")] and word.paragraphs[0].text.endswith("个人研修计划")
    for name in ("plan.pdf", "plan.docx"):
        assert login("other").get(f"/plans/{plan.pk}/{name}").status_code == 404, "another teacher's plan"
    assert fill(login("teacher"), plan, "personal", version=plan.version + 1).status_code == 409


def test_a_group_plan_goes_to_the_office(cast, login):
    group = cast.groups["chinese"]
    assert login("teacher").post(f"/plans/team/groups/{group.pk}/start/").status_code == 403
    assert login("group_leader").post(f"/plans/team/groups/{cast.groups['maths'].pk}/start/").status_code == 404
    login("group_leader").post(f"/plans/team/groups/{group.pk}/start/")
    plan = Plan.objects.get()
    fill(login("group_leader"), plan, "group", then="hand_in")
    address = f"/plans/team/group/{plan.pk}/"
    assert login("teacher").get(address).status_code == 200 and login("other").get(address).status_code == 404
    assert login("group_leader").post(f"{address}step/", {"step": "accept"}).status_code == 403
    assert "数学组" in login("office").get("/plans/team/").content.decode(), "who has not handed in"
    login("office").post(f"{address}step/", {"step": "accept"})
    plan.refresh_from_db()
    assert plan.state == "published"
    assert login("principal").post(f"{address}step/", {"step": "accept"}).status_code == 403


def test_nobody_accepts_his_own_or_his_superiors(cast):
    for who in ("group_leader", "office"):
        plan = my_plan(cast, who)
        Plan.objects.filter(pk=plan.pk).update(state="submitted")
        plan = team.PERSONAL.rows().get(pk=plan.pk)
        with pytest.raises(Refused):
            team.step(cast.person(who), team.PERSONAL, plan, "accept")
    with pytest.raises(Refused, match="不由你审阅"):
        team.step(cast.person("group_leader"), team.PERSONAL, plan, "accept")
    team.step(cast.person("leader"), team.PERSONAL, plan, "accept")


def test_a_stale_page_keeps_both_texts(cast, login):
    plan = my_plan(cast)
    fill(login("teacher"), plan, "personal")
    first = plan.sections.first()
    page = login("teacher").post(f"/plans/team/personal/{plan.pk}/", {"version": 0, f"text-{first.pk}": "另一台电脑上写的。"})
    text = page.content.decode()
    assert page.status_code == 409 and "另一台电脑上写的。" in text and "把提问的等待时间数清楚。" in text
    assert fill(login("teacher"), plan, "personal").status_code == 302, "the same text again is no conflict"


def test_school_plans_stay_by_themselves(cast, login):
    my_plan(cast)
    assert "个人研修计划" not in login("office").get("/plans/").content.decode()
    assert login("office").get(f"/plans/{Plan.objects.get().pk}/edit/").status_code == 404


def test_the_list_costs_the_same_for_many(cast, login):
    from tests.plans.test_drafting import _queries

    my_plan(cast)
    client = login("office")
    Plan.objects.update(state="submitted")
    before = _queries(client, "/plans/team/")
    for who in ("colleague", "group_leader", "other"):
        my_plan(cast, who)
    Plan.objects.update(state="submitted")
    assert _queries(client, "/plans/team/") == before
