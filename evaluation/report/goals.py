"""目标与达成 and 经费: the plan's goals with the numbers that came out, 任务量 without names, and the money line by line."""
from __future__ import annotations

from decimal import Decimal

from activities.queries.quotas import Progress, quota_table
from evaluation.models import TermReport
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, bars, say, table
from plans.budget import table as budget_table
from plans.budget import yuan
from plans.models import Budget, Goal, Quota
from plans.states import BudgetState


def goals(asked: Asked) -> list[Block]:
    """Goals of the school's plan, then 任务量: by how many people it is fulfilled; of a teacher his own."""
    school = asked.report.level == TermReport.Level.SCHOOL
    made = _goals(list(asked.plan.goals.all())) if asked.plan and school else []
    return [*made, *_quotas(asked)] or [say("没有定有数的目标和任务量。")]


def _goals(rows: list[Goal]) -> list[Block]:
    if not rows:
        return []
    by = {result: sum(goal.result == result for goal in rows) for result in Goal.Result.values}
    R = Goal.Result
    return [
        say(f"目标 {len(rows)} 个：达成 {by[R.REACHED]} 个，部分达成 {by[R.PARTLY]} 个，没有达成 {by[R.MISSED]} 个"
            f"{f'，还没有结果的 {by[R.OPEN]} 个' if by[R.OPEN] else ''}。"),
        table("目标和结果", (("目标", 52), ("要达到", 22), ("怎样量（谁来量）", 36), ("实际", 18), ("结果", 28)), [
            (goal.text, f"{_plain(goal.number)} {goal.unit}", f"{goal.measure}（{goal.by}）",
             "—" if goal.actual is None else f"{_plain(goal.actual)} {goal.unit}", "：".join(filter(None, (goal.get_result_display(), goal.note))))
            for goal in rows
        ], left=(0, 2, 4)),
    ]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _quotas(asked: Asked) -> list[Block]:
    people = quota_table(asked.term)
    if asked.report.teacher:
        return _own(people.get(asked.report.teacher_id, []))
    found: dict[tuple[str, str, str], list[Progress]] = {}
    for teacher, lines in people.items():
        if asked.teachers is None or teacher in asked.teachers:
            for one in lines:
                asks = f"{Quota.Period(one.period).label} {one.number} {one.unit}"
                found.setdefault((one.label, asks, one.unit), []).append(one)
    if not found:
        return []
    met = {key: sum(one.done >= one.due_now for one in lines) for key, lines in found.items()}
    return [
        table("任务量完成的人数", (("任务量", 50), ("要求", 36), ("要做的人", 22), ("已做够的", 24), ("还没有做够的", 24)), [
            (label, asks, len(lines), met[label, asks, unit], len(lines) - met[label, asks, unit])
            for (label, asks, unit), lines in found.items()
        ]),
        bars("任务量已做够的人", [
            (f"{label} {lines[0].number} {unit}", met[label, asks, unit], f"共 {len(lines)}") for (label, asks, unit), lines in found.items()
        ], "人"),
    ]


def _own(lines: list[Progress]) -> list[Block]:
    if not lines:
        return []
    return [table("我的任务量", (("任务量", 60), ("要求", 36), ("本学期该做", 30), ("已完成", 30)), [
        (one.label, f"{Quota.Period(one.period).label} {one.number} {one.unit}", f"{one.due} {one.unit}", f"{one.done} {one.unit}") for one in lines
    ])]


def money(asked: Asked) -> list[Block]:
    """经费: approved budget, approved spending, what is left; vouchers stand in the 明细表."""
    budget = Budget.objects.filter(plan=asked.plan, state=BudgetState.APPROVED).first() if asked.plan else None
    if budget is None:
        return [say("没有批准的经费预算。")]
    spent = budget_table(budget)
    return [
        say(f"预算 {yuan(spent.amount)} 元，已支出 {yuan(spent.spent)} 元，结余 {yuan(spent.remaining)} 元"
            f"{f'；还有 {yuan(spent.waiting)} 元等核准' if spent.waiting else ''}。"),
        table("经费（元）", (("用途", 72), ("预算", 28), ("支出", 28), ("结余", 28)), [
            *((f"{line.row.get_category_display()}　{line.row.purpose}", yuan(line.row.amount), yuan(line.spent), yuan(line.remaining))
              for line in spent.lines),
            ("合计", yuan(spent.amount), yuan(spent.spent), yuan(spent.remaining)),
        ]),
    ]
