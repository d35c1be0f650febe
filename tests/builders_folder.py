"""计划资料 of the full term: one of each thing that has a page, marked like the rest."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from plans.models import (
    Budget,
    BudgetLine,
    CoreProblem,
    Filing,
    Goal,
    LeadershipMember,
    Plan,
    Problem,
    RuleVersion,
    SchoolRule,
    Spending,
    Theme,
    WordTemplate,
)
from plans.services import template
from school import clock, files
from tests.builders import TODAY


def a_folder(made: SimpleNamespace, mark: str) -> None:
    """经费, 问题, 目标, 制度, 报送 and 规划 beside the plan."""
    office = made.cast.users["office"]
    made.budget = Budget.objects.create(school=made.school, plan=made.plan, state="approved", submitted_by=office)
    made.budget_line = BudgetLine.objects.create(
        budget=made.budget, order=1, category="图书资料", purpose=f"{mark}教研用书", amount=Decimal("600.00")
    )
    made.spending = Spending.objects.create(
        school=made.school, line=made.budget_line, day=TODAY, amount=Decimal("128.50"), purpose=f"{mark}买书", payee=f"{mark}书店",
        voucher_no=f"{mark}0017", entered_by=office, entered_at=clock.now(), key=uuid4(),
    )
    made.theme = Theme.objects.create(school=made.school, term=made.term, title=f"{mark}课堂提问", chosen=True)
    made.theme.entries.add(made.entry)
    made.problem = Problem.objects.create(
        school=made.school, term=made.term, teacher=made.teacher, text=f"{mark}问完就叫人", where=f"{mark}数学课", at=clock.now(), key=uuid4()
    )
    made.core = CoreProblem.objects.create(
        school=made.school, term=made.term, teacher=made.teacher, theme=made.theme, text=f"{mark}等几秒", how=f"{mark}数着秒", saved_at=clock.now()
    )
    made.goal = Goal.objects.create(
        plan=made.plan, order=1, text=f"{mark}人人上一节公开课", number=1, unit="节", measure=f"{mark}数活动记录", by=f"{mark}教导处"
    )
    LeadershipMember.objects.create(
        plan=made.plan, order=9, team="guide", role="head", name=f"{mark}指导", duty=f"{mark}进课堂", since=date(2026, 9, 1)
    )
    made.school_rule = SchoolRule.objects.create(school=made.school, title=f"{mark}听评课制度", key=uuid4())
    made.rule_version, made.rule_draft = (
        RuleVersion.objects.create(
            school=made.school, rule=made.school_rule, no=no, body=f"<p>{mark}评课先说学生。</p>", why=f"{mark}改了说法", state=state,
            effective=date(2026, 9, 1), edited_by=office, edited_at=clock.now(),
        )
        for no, state in ((1, "in_force"), (2, "draft"))
    )
    package = files.store(made.school, f"{mark}包".encode(), name=f"{mark}报送材料.zip", mime="application/zip", person=made.cast.person("office"))
    made.filing = Filing.objects.create(
        school=made.school, term=made.term, to=f"{mark}县教育局", note=f"{mark}说明", package=package, inside=[f"{mark}计划.pdf"],
        remark=f"{mark}意见", sent_by=office, sent_at=clock.now(), key=uuid4(),
    )
    made.long_plan = Plan.objects.create(
        school=made.school, period="years", starts=date(2026, 9, 1), ends=date(2029, 8, 31), title=f"{mark}三年规划", edited_by=office,
        edited_at=clock.now(),
    )
    stored = files.store(made.school, template.sample(), name=f"{mark}样板.docx", mime=template.WORD, person=made.cast.person("office"))
    WordTemplate.objects.create(school=made.school, file=stored, by=office, at=clock.now())
