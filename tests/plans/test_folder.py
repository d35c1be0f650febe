"""计划资料: budgets, problems, goals, rules, filings, longer plans and the school's Word file, each through its pages."""
from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.shared import RGBColor

from documents import template as word_templates
from documents.unreadable import Unreadable
from instruments.models import Response
from plans.budget import table
from plans.document import document
from plans.exports import word
from plans.models import (
    Budget,
    BudgetLine,
    CoreProblem,
    Filing,
    Goal,
    LeadershipMember,
    Plan,
    PlanDue,
    Problem,
    RuleVersion,
    Section,
    Spending,
    Stage,
    Theme,
)
from plans.network import network_of, rows, svg
from plans.services import budget as budgets
from plans.services import periods, problems, rules, team
from plans.services.periods import Owner
from plans.services.template import sample
from plans.todo import folder
from school import clock
from school.models import AuditEntry, Group, Notice, Term
from school.workflow import Refused
from tests.activities.records import a_photo
from tests.builders import TODAY
from tests.builders_surveys import ANSWERS, a_form, a_round


@pytest.fixture
def plan(cast) -> Plan:
    row = Plan.objects.create(
        school=cast.school, term=cast.term, title="校本研修计划", edited_by=cast.users["office"], edited_at=clock.now()
    )
    Section.objects.create(plan=row, order=1, title="研修目标", body="<p>上好每天的课。</p>")
    return row


def lines(*amounts: str) -> dict[str, str]:
    """The form of a budget with these amounts, one line each."""
    data = {"rows-TOTAL_FORMS": str(len(amounts)), "rows-INITIAL_FORMS": "0", "rows-MIN_NUM_FORMS": "0", "rows-MAX_NUM_FORMS": "100"}
    for at, amount in enumerate(amounts):
        data |= {f"rows-{at}-category": "图书资料", f"rows-{at}-purpose": f"用途{at}", f"rows-{at}-amount": amount, f"rows-{at}-order": str(at + 1)}
    return data


def seen(client, url: str) -> str:
    text = client.get(url).content.decode()
    return text.split('name="seen" value="')[1].split('"')[0]


def test_a_budget_is_approved_spent_and_audited_in_cents(cast, login, plan):
    url = f"/plans/folder/budget/{plan.pk}/"
    office = login("office")
    answer = office.post(url, lines("１，２００．１0元", "0.30") | {"seen": seen(office, url)})
    assert answer.status_code == 302, answer.content.decode()
    budget = Budget.objects.get()
    assert [line.amount for line in budget.lines.all()] == [Decimal("1200.10"), Decimal("0.30")]
    assert office.post(url, lines("5") | {"seen": "old"}).status_code == 409, "an old page never overwrites"
    assert office.post(f"{url}step/", {"step": "approve_budget"}).status_code == 403
    office.post(f"{url}step/", {"step": "submit"})
    assert login("principal").post(f"{url}step/", {"step": "return"}).status_code == 409, "a reason is asked for"
    login("principal").post(f"{url}step/", {"step": "approve_budget"})
    line = budget.lines.get(amount=Decimal("0.30"))
    spend = {"key": "0b8d9f60-1111-4a4a-9a9a-000000000001", "day": "2026-11-18", "amount": "0.20", "purpose": "签字笔", "payee": "文具店", "voucher_no": "7"}
    for _ in range(2):
        assert login("office").post(f"/plans/folder/budget/lines/{line.pk}/spend/", spend).status_code == 302
    one = Spending.objects.get()
    assert login("office").post(f"/plans/folder/budget/spendings/{one.pk}/step/", {"step": "approve_spending"}).status_code == 403
    login("leader").post(f"/plans/folder/budget/spendings/{one.pk}/step/", {"step": "approve_spending"})
    found = table(budget)
    assert (found.amount, found.spent, found.remaining) == (Decimal("1200.40"), Decimal("0.20"), Decimal("1200.20"))
    again = {**spend, "key": "0b8d9f60-1111-4a4a-9a9a-000000000002", "amount": "0.15"}
    login("office").post(f"/plans/folder/budget/lines/{line.pk}/spend/", again)
    page = login("leader").post(f"/plans/folder/budget/spendings/{Spending.objects.get(amount='0.15').pk}/step/", {"step": "approve_spending"}, follow=True)
    page = page.content.decode()
    assert "已经超支 0.05 元" in page and "预算 0.30 元，已支出 0.35 元，超出 0.05 元" in page and "−0.05" in page
    assert login("archivist").get(f"{url}budget.xlsx").status_code == 200


def test_nobody_approves_what_he_entered(cast, plan):
    budget = Budget.objects.create(school=cast.school, plan=plan, state="approved", submitted_by=cast.users["office"])
    line = budget.lines.create(order=1, category="其他", purpose="用品", amount=Decimal("9"))
    spent = Spending.objects.create(
        school=cast.school, line=line, day=TODAY, amount=Decimal("1"), purpose="笔", payee="店", voucher_no="1", entered_by=cast.users["leader"],
        entered_at=clock.now(), key="0b8d9f60-1111-4a4a-9a9a-000000000003",
    )
    with pytest.raises(Refused, match="自己"):
        budgets.decide(cast.person("leader"), spent, "approve_spending")
    Budget.objects.update(state="submitted", submitted_by=cast.users["principal"])
    with pytest.raises(Refused, match="自己"):
        budgets.step(cast.person("principal"), Budget.objects.get(), "approve_budget")


def test_a_problem_is_posted_sorted_studied_and_carried_over(cast, login, plan):
    post = {"key": "0b8d9f60-2222-4a4a-9a9a-000000000001", "text": "问完就叫人", "where": "四年级数学"}
    for _ in range(2):
        login("teacher").post("/plans/folder/problems/", post)
    problem = Problem.objects.get()
    assert login("teacher").post("/plans/folder/problems/sort/", {"new": "1", "title": "等待"}).status_code == 403
    for title in ("等待", "等三秒"):
        login("office").post("/plans/folder/problems/sort/", {"new": "1", "title": title})
    wait, three = Theme.objects.get(title="等待"), Theme.objects.get(title="等三秒")
    login("office").post("/plans/folder/problems/sort/", {f"problem-{problem.pk}": three.pk, "chosen": [three.pk], f"merge-{three.pk}": wait.pk})
    problem.refresh_from_db()
    theme = Theme.objects.get()
    assert problem.theme == theme == wait and theme.chosen, "merged, with what hung on it"
    core = {"version": "0", "theme": theme.pk, "text": "提问后等三秒", "how": "数着"}
    assert login("teacher").post("/plans/folder/problems/mine/", core).status_code == 302
    assert login("teacher").post("/plans/folder/problems/mine/", {**core, "text": "再等等", "version": "9"}).status_code == 409
    row = CoreProblem.objects.get()
    assert login("other").get(f"/plans/folder/problems/cores/{row.pk}/").status_code == 404
    assert login("teacher").post(f"/plans/folder/problems/cores/{row.pk}/step/", {"step": "carry"}).status_code == 409, "a word why"
    login("teacher").post(f"/plans/folder/problems/cores/{row.pk}/step/", {"step": "carry", "reason": "才试了两节"})
    problems.step_theme(cast.person("office"), theme, "carry", reason="下学期接着做")
    spring = Term.objects.create(school=cast.school, code="2026-2027-2", starts=date(2027, 3, 1), ends=date(2027, 7, 10))
    taken = problems.take_up(cast.person("office"), spring, theme.pk)
    taken.refresh_from_db()
    nexts = problems.save_core(cast.person("teacher"), spring, taken, "提问后等三秒", "接着数", version=0)
    assert nexts.before == row and document(plan)["themes"][0]["outcome"] == "下学期接着做"


def test_a_goal_ends_reached_or_says_why_not(cast, login, plan):
    goal = Goal.objects.create(plan=plan, order=1, text="人人一节公开课", number=30, unit="节", measure="数记录", by="教导处")
    url, name = f"/plans/folder/goals/{goal.pk}/judge/", f"g{goal.pk}"
    assert login("teacher").post(url).status_code == 403
    assert login("office").post(url, {f"{name}-actual": "２８", f"{name}-result": "missed", f"{name}-note": ""}).status_code == 409
    login("office").post(url, {f"{name}-actual": "２８", f"{name}-result": "missed", f"{name}-note": "两人产假"})
    goal.refresh_from_db()
    assert (goal.actual, goal.result, goal.note) == (Decimal("28"), "missed", "两人产假")
    assert document(plan)["goals"][0]["number"] == "30"


def test_a_rule_is_enacted_confirmed_and_superseded(cast, login):
    login("office").post("/plans/folder/rules/new/", {"key": "0b8d9f60-3333-4a4a-9a9a-000000000001", "title": "听评课制度"})
    first = RuleVersion.objects.get()
    edit = f"/plans/folder/rules/versions/{first.pk}/edit/"
    login("office").post(edit, {"version": "0", "body": "第一条　评课先说学生。"})
    assert login("office").post(edit, {"version": "0", "body": "改成别的"}).status_code == 409
    assert login("teacher").get(f"/plans/folder/rules/{first.rule_id}/").status_code == 302, "a draft is not for everybody"
    assert login("office").post(f"/plans/folder/rules/versions/{first.pk}/step/").status_code == 403
    login("principal").post(f"/plans/folder/rules/versions/{first.pk}/step/")
    login("teacher").post(f"/plans/folder/rules/versions/{first.pk}/confirm/")
    assert first.receipts.count() == 1 and Notice.objects.filter(user=cast.users["teacher"]).exists()
    assert not Notice.objects.filter(user=cast.users["admin"]).exists(), "who may not read it is not told"
    second = rules.draft(cast.person("office"), first.rule)
    assert second.no == 2 and "评课先说学生" in second.body
    rules.enact(cast.person("principal"), second)
    first.refresh_from_db()
    assert first.state == "superseded"
    with pytest.raises(Refused):
        rules.confirm(cast.person("teacher"), first)
    page = login("teacher").get(f"/plans/folder/rules/{first.rule_id}/?no=1").content.decode()
    assert "已被替换" in page and "评课先说学生" in page, "old versions stay readable"


def test_a_voucher_is_added_later_once(cast, login, plan):
    line = BudgetLine.objects.create(budget=budgets.budget_of(plan), category="图书资料", purpose="买书", amount=300, order=1)
    Budget.objects.update(state="approved")
    line.refresh_from_db()
    row = budgets.spend(cast.person("office"), line, {"day": clock.today(), "amount": 20, "purpose": "买书", "payee": "书店", "voucher_no": "7"}, key=uuid4())
    budgets.decide(cast.person("leader"), row, "approve_spending")
    page = f"/plans/folder/budget/spendings/{row.pk}/"
    assert "补上" in login("office").get(page).content.decode()
    assert "请选凭证" in login("office").post(page).content.decode()
    for _ in range(2):
        login("office").post(page, {"photo": SimpleUploadedFile("票.jpg", a_photo(), "image/jpeg")})
    row.refresh_from_db()
    assert row.voucher and row.state == "approved" and AuditEntry.objects.filter(action="spending.voucher").count() == 1


def test_a_package_is_sent_and_the_county_returns_it(cast, login, plan):
    send = {"key": "0b8d9f60-4444-4a4a-9a9a-000000000001", "way": "online", "to": "", "note": ""}
    assert "还没有发布" in login("office").post("/plans/folder/filings/new/", send).content.decode()
    plan.editions.create(no=1, at=clock.now(), by=cast.users["principal"], by_name="周", document=document(plan))
    for _ in range(2):
        assert login("office").post("/plans/folder/filings/new/", send).status_code == 302
    row = Filing.objects.get()
    data = b"".join(login("district").get(f"/plans/folder/filings/{row.pk}/package.zip").streaming_content)
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["1 活动日程表.xlsx"]
    assert login("office").post(f"/plans/folder/filings/{row.pk}/step/", {"step": "receive"}).status_code == 403
    login("district").post(f"/plans/folder/filings/{row.pk}/step/", {"step": "send_back", "reason": "缺总结"})
    assert "缺总结" in login("office").get("/plans/folder/filings/").content.decode()
    assert login("teacher").get("/plans/folder/filings/").status_code == 403


def test_a_longer_plan_stands_above_and_is_copied_to_the_next_year(cast, login, plan):
    assert login("office").post("/plans/folder/long/start/", {"whose": "school", "years": "2", "first_year": "2026"}).status_code == 409
    login("office").post("/plans/folder/long/start/", {"whose": "school", "years": "1", "first_year": "2026"})
    year = Plan.objects.get(period="year")
    plan.refresh_from_db()
    assert plan.parent == year and year.term is None
    for path in ("", "edit/", "plan.pdf?draft=1", "plan.docx?draft=1", "rows/goals/"):
        assert login("office").get(f"/plans/{year.pk}/{path}").status_code == 200, path
    assert login("office").get(f"/plans/{year.pk}/schedule/new/").status_code == 404, "only a term has a schedule"
    year.sections.filter(order=1).update(body="<p>2026 年底，2027 年接着做。</p>")
    nexts = periods.copy_last(cast.person("office"), periods.start(cast.person("office"), Owner("school"), 2027, 1))
    assert nexts.sections.first().body == "<p>2027 年底，2028 年接着做。</p>"
    login("teacher").post("/plans/folder/long/start/", {"whose": "mine", "years": "3", "first_year": "2026"})
    own = Plan.objects.get(level="teacher", period="years")
    assert login("teacher").get(f"/plans/team/personal/{own.pk}/").status_code == 200
    assert login("teacher").post("/plans/folder/long/start/", {"whose": "school", "years": "3", "first_year": "2026"}).status_code == 403


def test_a_group_has_longer_plans_and_the_plan_above_stands_beside(cast, login, plan):
    group = cast.groups["chinese"]
    sent = {"group": str(group.pk), "years": "3", "first_year": "2026"}
    assert "起草语文组的" in login("group_leader").get("/plans/folder/long/").content.decode()
    login("group_leader").post("/plans/folder/long/start/", sent)
    long = Plan.objects.get(level="group", period="years")
    assert long.group == group and login("group_leader").get(f"/plans/team/group/{long.pk}/").status_code == 200
    assert login("teacher").post("/plans/folder/long/start/", sent).status_code == 403
    other = Group.objects.exclude(pk__in=cast.person("group_leader").led_groups).first()
    assert login("group_leader").post("/plans/folder/long/start/", {**sent, "group": str(other.pk)}).status_code == 404
    long.sections.filter(order=2).update(body="<p>人人会上一节复习课。</p>")
    term = team.start_group(cast.person("group_leader"), group, cast.term)
    assert "人人会上一节复习课。" in login("group_leader").get(f"/plans/team/group/{term.pk}/").content.decode()
    year = periods.start(cast.person("office"), Owner("school"), 2026, 1)
    Goal.objects.create(plan=year, order=1, text="全校公开课", number=40, unit="节", measure="记录", by="学年末")
    Stage.objects.create(plan=year, order=1, name="摸底起步", starts=date(2026, 9, 1), ends=date(2026, 12, 31), text="")
    page = login("office").get(f"/plans/{plan.pk}/edit/").content.decode()
    assert "全校公开课：40 节" in page and "摸底起步" in page


def test_who_is_late_is_told_to_his_leader_first(cast, login):
    due = PlanDue.objects.create(school=cast.school, term=cast.term, level="teacher", day=TODAY - timedelta(days=2))
    leader, office = (login(who).get("/plans/team/").content.decode() for who in ("group_leader", "office"))
    assert "方静宜" in leader and "万里红" not in leader, "of his own group"
    assert "先由各教研组长催" in office and "方静宜" not in office
    PlanDue.objects.filter(pk=due.pk).update(day=TODAY - timedelta(days=4))
    assert "方静宜" in login("office").get("/plans/team/").content.decode()
    PlanDue.objects.create(school=cast.school, term=cast.term, level="group", day=TODAY - timedelta(days=1))
    todos = {who: [one.title for one in folder(cast.person(who))] for who in ("office", "group_leader", "principal")}
    assert "交教研组计划" not in "".join(todos["principal"]) and any("个组过了期限没交教研组计划" in title for title in todos["office"])
    assert "交教研组计划" in todos["group_leader"] and any("本组" in title for title in todos["group_leader"])
    assert login("office").post("/plans/team/due/", {"group": "2031-01-01"}).status_code == 409


def test_the_network_has_three_or_four_levels(cast, plan):
    four = network_of(plan, ["校长室", "教导处", "教研组", "教师"])
    assert [level["label"] for level in four] == ["校长室", "教导处", "教研组", "教师"]
    assert ("", "数学组", "2 人") in rows(four) and any(row[1] == "语文组" and row[2] == "唐建平" for row in rows(four))
    assert len(network_of(plan, ["校长", "", "教研组", "教师"])) == 3
    four[0]["boxes"][0]["name"] = "<script>"
    assert "<script>" not in svg(four) and svg(four).count("<rect") == 7


def test_the_network_follows_the_leadership_or_what_the_office_writes(cast, login, plan):
    for side, name in (("lead", "周德厚"), ("guide", "唐建平")):
        LeadershipMember.objects.create(plan=plan, order=1, team=side, role="head", name=name)
    typed = {"level0": "领导小组", "level1": "教科室", "boxes1": "教科室：何淑芬、任海涛\n教研站: 唐建平", "level3": "教师", "keep": "1"}
    assert login("office").post(f"/plans/{plan.pk}/network/", typed).status_code == 302
    plan.refresh_from_db()
    assert rows(network_of(plan, plan.network))[:3] == [("领导小组", "组长", "周德厚"), ("教科室", "教科室", "何淑芬、任海涛"), ("", "教研站", "唐建平")]
    assert ("", "研修指导组", "唐建平") in rows(network_of(plan, ["领导小组", "教导处"])), "who guides stands beside the office"
    word = Document(io.BytesIO(login("office").get(f"/plans/{plan.pk}/plan.docx?draft=1").content))
    assert any("何淑芬、任海涛" in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "要有叫法" in login("office").post(f"/plans/{plan.pk}/network/", {"boxes0": "校长：周德厚", "keep": "1"}).content.decode()


def test_the_page_of_the_plan_shows_what_lies_around_its_sections(cast, login, plan):
    """指导组、管理网络、目标 are part of the plan that everybody reads, not only of its paper."""
    Plan.objects.filter(pk=plan.pk).update(network=["校长室", "教导处", "教研组", "教师"])
    LeadershipMember.objects.create(plan=plan, order=1, team="guide", role="head", name="唐建平", since=date(2026, 9, 1), until=date(2029, 8, 31))
    Goal.objects.create(plan=plan, order=1, text="人人上一节同组听的课", measure="数活动记录", by="教导处", number=30, unit="人")
    page = login("office").get(f"/plans/{plan.pk}/").content.decode()
    assert "研修指导组" in page and "唐建平" in page and "<svg" in page
    assert "人人上一节同组听的课" in page and "没有发现问题" not in page


def test_groups_beside_the_leadership_never_sign_for_it(cast, plan):
    for side, name in (("lead", "周德厚"), ("guide", "唐建平")):
        LeadershipMember.objects.create(plan=plan, order=1, team=side, role="head", name=name, since=date(2026, 9, 1), until=date(2029, 8, 31))
    value = document(plan)
    assert [member["name"] for member in value["leadership"]] == ["周德厚"] and value["teams"][0]["team"] == "研修指导组"
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word(value, "枫渡小学", TODAY, None))).paragraphs)
    assert "任期2026年9月至2029年8月" in text and "研修指导组" in text


def test_the_schools_own_word_file_keeps_its_look(cast, login, plan):
    own = Document()
    own.add_paragraph("枫渡镇中心小学文件")
    own.add_paragraph("{{标题}}")
    body = own.add_paragraph().add_run("{{正文}}")
    body.font.color.rgb = RGBColor(0xC0, 0, 0)
    own.add_paragraph("{{日期}}")
    target = io.BytesIO()
    own.save(target)
    wrong = io.BytesIO(b"PK not a word file")
    wrong.name = "a.docx"
    assert "另存为" in login("office").post("/plans/folder/word/", {"file": wrong}).content.decode()
    good = io.BytesIO(target.getvalue())
    good.name = "样板.docx"
    assert login("office").post("/plans/folder/word/", {"file": good}).status_code == 302
    made = Document(io.BytesIO(login("office").get(f"/plans/{plan.pk}/plan.docx?draft=1").content))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == "枫渡镇中心小学文件" and texts[1] == "校本研修计划" and not any("{{" in text for text in texts)
    told = next(paragraph for paragraph in made.paragraphs if paragraph.text == "上好每天的课。")
    assert told.runs[0].font.color.rgb == RGBColor(0xC0, 0, 0), "the text wears the look of the place it stands in"
    assert made.tables, "附件1 follows at the end"
    with pytest.raises(Unreadable, match="单独占一段"):
        doc = Document()
        doc.add_paragraph("以下{{正文}}")
        target = io.BytesIO()
        doc.save(target)
        word_templates.opened(target.getvalue())
    assert word_templates.opened(sample())


def test_the_first_answers_of_a_survey_go_into_a_section_once(cast, login, plan):
    form = a_form(cast.school)
    round = a_round(form, list(cast.teachers.values()), title="开学需求调查")
    for who, need in (("teacher", "提问\n带班"), ("colleague", "提问"), ("other", "写字\n提问")):
        Response.objects.create(
            school=cast.school, instrument=form, round=round, respondent=cast.users[who], answers=ANSWERS | {"need": need},
            submitted_at=clock.now(),
        )
        round.receipts.filter(teacher=cast.teachers[who]).update(done=True)
    url, section = f"/plans/{plan.pk}/needs/", plan.sections.get()
    office = login("office")
    running = a_round(form, list(cast.teachers.values()), title="期中需求调查", opens=clock.today())
    results = office.get(f"/surveys/{round.pk}/").content.decode()
    assert f'href="{url}?round={round.pk}"' in results, "from the results into the plan that is being written"
    page = office.get(url)
    shown = page.content.decode()
    assert page.context["chosen"] == round and "放进去，我再改" in shown, "the newest with results"
    assert f'<a href="?round={running.pk}">' in shown and "还在收" in shown
    section.refresh_from_db()
    assert section.body == "<p>上好每天的课。</p>", "looking writes nothing"
    sent = {"round": str(round.pk), "section": str(section.pk)}
    assert office.post(url, sent).status_code == 302
    section.refresh_from_db()
    assert section.body.startswith("<p>上好每天的课。</p><p>按『") and "<td>提问</td><td>3</td>" in section.body
    assert section.body.index("提问") < section.body.index("写字"), "what most people chose comes first"
    assert "还想说" not in section.body, "words are nobody's vote"
    again = office.post(url, sent)
    assert again.status_code == 409 and "已经在这一节里了" in again.content.decode()
    assert office.post(url, {"round": str(round.pk), "section": "²"}).status_code == 409
    assert login("teacher").get(url).status_code == 403
