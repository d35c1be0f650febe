"""经费: lines asked for and approved, spendings entered by one person and approved by another."""
from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from plans.budget import table, yuan
from plans.models import Budget, BudgetLine, Plan, Spending
from plans.services.editing import state_of
from plans.states import BUDGET_STEPS, SPENDING_STEPS, BudgetState, SpendingState
from school import audit, clock
from school.models import User
from school.person import Person
from school.services.notices import tell
from school.uploads import keep
from school.workflow import Refused, StaleEdit, advance, again, guarded


def budget_of(plan: Plan) -> Budget:
    """经费预算 of a plan; an empty draft when nobody has begun one."""
    return Budget.objects.get_or_create(plan=plan, defaults={"school": plan.school})[0]


def save_lines(person: Person, budget: Budget, formset: Any, *, seen: str) -> None:
    """The lines of a draft. Raises StaleEdit when somebody changed them since the page was opened."""
    if budget.state != BudgetState.DRAFT:
        raise Refused(f"预算现在是『{budget.get_state_display()}』，不能改。", "要改请先『收回修改』，改好再提交批准。", label=str(budget))
    rows = budget.lines.all()
    with transaction.atomic():
        Budget.objects.select_for_update().get(pk=budget.pk)
        if state_of(rows, formset.columns) != seen:
            theirs = "\n".join(f"{row.get_category_display()}　{row.purpose}　{row.amount} 元" for row in rows)
            raise StaleEdit(mine="", theirs=theirs, version=0, label="经费预算")
        formset.save(commit=False)
        try:
            for row in formset.deleted_objects:
                row.delete()
        except ProtectedError as error:
            raise Refused("这一行已经有支出，不能删。", "用不完的把预算改小，改到已经支出的数为止。", label=str(row)) from error
        for row in [*formset.new_objects, *(changed for changed, _ in formset.changed_objects)]:
            row.budget = budget
            row.save()
        for number, row in enumerate(rows.order_by("order", "pk"), 1):
            if row.order != number:
                rows.filter(pk=row.pk).update(order=number)
        audit.record(person, "budget.save", budget, after=[[row.purpose, str(row.amount)] for row in rows])


def step(person: Person, budget: Budget, name: str, *, reason: str = "") -> None:
    """提交、收回、批准、退回; who submitted it does not approve it."""
    if name == "submit" and not budget.lines.exists():
        raise Refused("一行都没有，不能提交。", "先填上用途和金额。", label=str(budget))
    if name in ("approve_budget", "return") and budget.submitted_by_id == person.user.pk:
        raise Refused("这份预算是你自己提交的，不能自己批。", "请另一位提交，由校长批。", label=str(budget))
    changes: dict[str, Any] = {}
    if name == "submit":
        changes = {"submitted_by": person.user, "return_reason": ""}
    elif name in ("approve_budget", "return"):
        changes = {"decided_by": person.user, "decided_at": clock.now(), "return_reason": reason}
    with transaction.atomic():
        advance(person, budget, BUDGET_STEPS, name, reason=reason, **changes)
        if name == "submit":
            heads = User.objects.filter(roles__school=budget.school, roles__name="principal").distinct()
            _tell(budget, heads, f"《{budget.plan}》的经费预算等你批准。")
        elif name in ("approve_budget", "return"):
            said = "已批准" if name == "approve_budget" else f"被退回：{reason}"
            _tell(budget, User.objects.filter(pk=budget.submitted_by_id), f"经费预算{said}")


def spend(person: Person, line: BudgetLine, values: dict[str, Any], *, voucher: tuple[bytes, str] | None = None, key: UUID) -> Spending:
    """记一笔支出 on an approved budget; the same key again gives the one that is there."""
    if line.budget.state != BudgetState.APPROVED:
        raise Refused("预算还没有批准，不能记支出。", "请先提交预算，校长批准以后再记。", label=str(line))
    with transaction.atomic():
        if there := Spending.objects.filter(key=key).first():
            return again(there, line=line, **values)
        row = Spending.objects.create(
            school=line.budget.school, line=line, key=key, entered_by=person.user, entered_at=clock.now(), **values, **_kept(person, voucher)
        )
        audit.record(person, "spending.enter", row, after=_said(row))
    return row


def amend(person: Person, row: Spending, values: dict[str, Any], *, voucher: tuple[bytes, str] | None = None) -> None:
    """A spending that was returned, put right and handed in again."""
    with transaction.atomic():
        changed = Spending.objects.filter(pk=row.pk, state=SpendingState.RETURNED).update(
            state=SpendingState.ENTERED, entered_by=person.user, entered_at=clock.now(), return_reason="", **values, **_kept(person, voucher)
        )
        if not changed:
            raise Refused(f"这一笔现在是『{row.get_state_display()}』，不能改。", "只有退回的可以改。", label=str(row))
        row.refresh_from_db()
        audit.record(person, "spending.enter", row, after=_said(row))


def add_voucher(person: Person, row: Spending, voucher: tuple[bytes, str]) -> None:
    """补凭证 to a spending that was entered without one; what was approved stays as it is."""
    with transaction.atomic():
        if not guarded(Spending).filter(pk=row.pk, voucher=None).update(**_kept(person, voucher)):
            raise Refused("这一笔已经有凭证了。", "要换凭证，请核准的人退回，改好再交。", label=str(row))
        row.refresh_from_db()
        audit.record(person, "spending.voucher", row, after=row.voucher.sha256)


def decide(person: Person, row: Spending, name: str, *, reason: str = "") -> str:
    """核准 or 退回 by somebody else; gives a warning when the line is overspent now."""
    if row.entered_by_id == person.user.pk:
        raise Refused("这一笔是你自己记的，不能自己核准。", "请另一位有权核准的人处理。", label=str(row))
    with transaction.atomic():
        advance(person, row, SPENDING_STEPS, name, reason=reason, decided_by=person.user, decided_at=clock.now(), return_reason=reason)
    if name == "return":
        _tell(row.line.budget, User.objects.filter(pk=row.entered_by_id), f"『{row}』被退回：{reason}")
        return ""
    line = next(one for one in table(row.line.budget).lines if one.row.pk == row.line_id)
    return f"『{line.row}』已经超支 {yuan(-line.remaining)} 元。" if line.remaining < 0 else ""


def _kept(person: Person, voucher: tuple[bytes, str] | None) -> dict[str, Any]:
    return {"voucher": keep(person, *voucher)} if voucher else {}


def _said(row: Spending) -> dict[str, str]:
    return {"amount": str(row.amount), "payee": row.payee, "voucher": row.voucher_no}


def _tell(budget: Budget, users: Any, text: str) -> None:
    tell(budget.school, users, text, reverse("budget", args=[budget.plan_id]))
