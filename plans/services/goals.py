"""目标与达成: at term end each goal gets the number that came out, and whether that is reached."""
from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from plans.models import Goal
from school import audit, clock
from school.person import Person
from school.workflow import Refused


def judge(person: Person, goal: Goal, actual: Decimal | None, result: str, note: str) -> None:
    """写结果; a goal that was missed says why."""
    if result and actual is None:
        raise Refused("没有写实际的数。", "数出来再下结论；数不出来的，在说明里写为什么。", label=goal.text)
    if result in (Goal.Result.MISSED, Goal.Result.PARTLY) and not note.strip():
        raise Refused("没有达成的要写一句为什么。", "一句话就够，下学期看得懂。", label=goal.text)
    with transaction.atomic():
        before = {"result": goal.result, "actual": str(goal.actual) if goal.actual is not None else ""}
        goal.actual, goal.result, goal.note = actual, result, note.strip()[:200]
        goal.judged_by, goal.judged_at = person.user, clock.now()
        goal.save(update_fields=["actual", "result", "note", "judged_by", "judged_at"])
        audit.record(person, "goal.judge", goal, school=goal.plan.school, before=before, after={"result": result, "actual": str(actual or "")})
