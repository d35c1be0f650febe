"""经费: what was planned, spent and is left, by line and in all, in cents."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plans.models import Budget, BudgetLine, Spending
from plans.states import SpendingState

NOTHING = Decimal("0.00")


def yuan(amount: Decimal) -> str:
    """An amount as it is read and printed: 1,234.50, −16.50."""
    return f"{amount:,.2f}".replace("-", "−")


@dataclass(frozen=True)
class Line:
    """One line with its spendings: approved counts, entered waits, returned does not count."""

    row: BudgetLine
    spendings: tuple[Spending, ...]
    spent: Decimal
    waiting: Decimal

    @property
    def remaining(self) -> Decimal:
        return self.row.amount - self.spent

    @property
    def beyond(self) -> Decimal:
        """超出 of the line when everything that waits is approved too; nothing while the line holds."""
        return max(self.spent + self.waiting - self.row.amount, NOTHING)


@dataclass(frozen=True)
class Table:
    """经费 of a plan."""

    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        return sum((line.row.amount for line in self.lines), NOTHING)

    @property
    def spent(self) -> Decimal:
        return sum((line.spent for line in self.lines), NOTHING)

    @property
    def waiting(self) -> Decimal:
        return sum((line.waiting for line in self.lines), NOTHING)

    @property
    def remaining(self) -> Decimal:
        return self.amount - self.spent


def table(budget: Budget) -> Table:
    """The lines with their sums, added up in cents, in two queries."""
    found: dict[int, list[Spending]] = {}
    rows = Spending.objects.filter(line__budget=budget).select_related(
        "line", "entered_by__teacher", "decided_by__teacher", "voucher"
    )
    for spending in rows:
        found.setdefault(spending.line_id, []).append(spending)
    return Table(tuple(_line(line, found.get(line.pk, [])) for line in budget.lines.select_related("content_item")))


def _line(row: BudgetLine, spendings: list[Spending]) -> Line:
    def total(state: str) -> Decimal:
        return sum((one.amount for one in spendings if one.state == state), NOTHING)

    return Line(row, tuple(spendings), total(SpendingState.APPROVED), total(SpendingState.ENTERED))
