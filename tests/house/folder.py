"""Thirty more of each thing in the plan's folder, for the count of queries."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from plans.models import CoreProblem, Filing, Goal, Plan, Problem, RuleReceipt, RuleVersion, SchoolRule, Spending, Theme
from school import clock
from tests.builders import TODAY

MANY = range(30)


def problems(made: SimpleNamespace, teachers: list) -> None:
    """Themes with problems, held activities and teachers who study them."""
    for no, teacher in enumerate(teachers):
        theme = Theme.objects.create(school=made.school, term=made.term, title=f"主题{no}", chosen=True)
        theme.entries.add(made.entry)
        Problem.objects.create(school=made.school, term=made.term, teacher=teacher, text="问题", theme=theme, at=clock.now(), key=uuid4())
        Problem.objects.create(school=made.school, term=made.term, teacher=teacher, text="又一个", at=clock.now(), key=uuid4())
        CoreProblem.objects.create(
            school=made.school, term=made.term, teacher=teacher, theme=made.theme, text="核心问题", saved_at=clock.now()
        )


def money(made: SimpleNamespace) -> None:
    for no in MANY:
        line = made.budget.lines.create(order=no + 2, category="其他", purpose=f"用途{no}", amount=Decimal("10"))
        Spending.objects.create(
            school=made.school, line=line, day=TODAY, amount=Decimal("1"), purpose="笔", payee="店", voucher_no="1", key=uuid4(),
            entered_by=made.cast.users["office"], entered_at=clock.now(), state="approved", decided_by=made.cast.users["leader"],
        )


def rules(made: SimpleNamespace) -> None:
    for no in MANY:
        rule = SchoolRule.objects.create(school=made.school, title=f"制度{no}")
        row = RuleVersion.objects.create(
            school=made.school, rule=rule, no=1, body="<p>第一条</p>", state="in_force", effective=TODAY, edited_by=made.cast.users["office"],
            edited_at=clock.now(),
        )
        RuleReceipt.objects.create(rule_version=row, user=made.user, at=clock.now())


def goals(made: SimpleNamespace) -> None:
    for no in MANY:
        Goal.objects.create(
            plan=made.plan, order=no + 2, text=f"目标{no}", number=3, unit="节", measure="数记录", by="教导处", result="reached", actual=3,
            judged_by=made.cast.users["office"], judged_at=clock.now(),
        )


def filings(made: SimpleNamespace) -> None:
    for _ in MANY:
        Filing.objects.create(
            school=made.school, term=made.term, to="县", package=made.filing.package, inside=["计划.pdf"], sent_by=made.cast.users["office"],
            sent_at=clock.now(), key=uuid4(), state="received", answered_by=made.cast.users["district"], answered_at=clock.now(), remark="收到",
        )


def longer(made: SimpleNamespace) -> None:
    for no in range(20):
        row = Plan.objects.create(
            school=made.school, period="years", starts=date(2030 + no, 9, 1), ends=date(2033 + no, 8, 31), title=f"规划{no}",
            edited_by=made.cast.users["office"], edited_at=clock.now(),
        )
        Plan.objects.create(
            school=made.school, period="year", starts=date(2030 + no, 9, 1), ends=date(2031 + no, 8, 31), title=f"学年{no}", parent=row,
            edited_by=made.cast.users["office"], edited_at=clock.now(),
        )
