"""书写负担: what the plan asks of a teacher this term, from its quotas and the minutes each kind of record costs.

Which record costs how much is known on the floor of the records: it tells its prices here when it starts.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from plans.check import Burden, Thing
from plans.live import Roster, live_lines
from plans.models import Plan, Quota
from school.models import School

Prices = Callable[[School], dict[str, int]]
_prices: list[Prices] = []


def tell_prices(prices: Prices) -> None:
    """Source of a quota → minutes of writing that one of it costs."""
    _prices.append(prices)


def prices_of(school: School) -> dict[str, int]:
    """What a quota of this school may ask for, in the order to choose from, and the minutes of writing each costs."""
    return {source: minutes for told in _prices for source, minutes in told(school).items()}


def burden_of(plan: Plan, weeks: int, months: int, day: date) -> Burden:
    """What the plan asks of the most asked teacher; a fixed number of queries for any number of teachers and quotas."""
    prices = prices_of(plan.school)
    roster = Roster(plan.school, plan.term, day)
    asked: dict[int, dict[str, Quota]] = defaultdict(dict)
    for quota in plan.quotas.all():
        for teacher in roster.meant(quota.audience):
            there = asked[teacher].get(quota.source)
            if there is None or there.audience.get("all") or not quota.audience.get("all"):
                asked[teacher][quota.source] = quota
    times = {Quota.Period.WEEK: weeks, Quota.Period.MONTH: months, Quota.Period.TERM: 1, Quota.Period.YEAR: 1}

    def things(teacher: int) -> list[Thing]:
        return [
            Thing(quota.name, quota.number * times[quota.period], quota.unit, prices.get(quota.source, 0))
            for quota in asked[teacher].values() if quota.number
        ]

    every = {teacher: Burden(things(teacher), weeks, plan.school.writing_ceiling, signed=plan.burden_minutes) for teacher in asked}
    most = max(every, key=lambda teacher: (every[teacher].minutes, every[teacher].number), default=None)
    if most is None:
        return Burden([], weeks, plan.school.writing_ceiling, hours=_hours(plan, roster, None), signed=plan.burden_minutes)
    return Burden(
        every[most].things, weeks, plan.school.writing_ceiling, hours=_hours(plan, roster, most), signed=plan.burden_minutes,
        many=sum(one.weekly > one.ceiling for one in every.values()),
    )


def _hours(plan: Plan, roster: Roster, teacher: int | None) -> str:
    """学时 of the planned activities this teacher is asked to."""
    entries = {line.entry: Decimal(line.hours) for line in live_lines(plan, roster) if line.hours and (teacher is None or teacher in line.who)}
    total = sum(entries.values(), Decimal())
    return f"{total.normalize():f}" if total else ""
