"""书写负担: what the plan asks of a teacher this term: its quotas, the personal plan, entries for contests, records, surveys.

Which record costs how much is known on the floor of the records: it tells its prices here when it starts; a survey costs
what its form says.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Count

from instruments.models import Receipt, Round
from plans.check import Burden, Thing
from plans.live import Roster, live_lines
from plans.models import Plan, Quota
from plans.timetable import Line
from school.models import Membership, School, Term

# 一份约几分钟: what a plan asks beside its quotas; the forms say the same.
MINUTES = {"个人计划": 10, "参赛作品": 60, "活动记录": 10, "问卷": 3}
# 研修方式 that ask everybody who takes part for an entry: 教学竞赛, 论文撰写, and a school's own such as 说课比赛.
CONTEST = re.compile(r"竞赛|比赛|大赛|赛课|论文撰写")

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
    lines = live_lines(plan, roster)
    others = _others(plan.term, lines, roster)
    times = {Quota.Period.WEEK: weeks, Quota.Period.MONTH: months, Quota.Period.TERM: 1, Quota.Period.YEAR: 1}

    def things(teacher: int) -> list[Thing]:
        return [
            Thing(quota.name, quota.number * times[quota.period], quota.unit, prices.get(quota.source, 0))
            for quota in asked[teacher].values() if quota.number
        ] + others[teacher]

    every = {teacher: Burden(things(teacher), weeks, plan.school.writing_ceiling, signed=plan.burden_minutes) for teacher in roster.traits}
    most = max(every, key=lambda teacher: (every[teacher].minutes, every[teacher].number), default=None)
    if most is None:
        return Burden([], weeks, plan.school.writing_ceiling, hours=_hours(lines, None), signed=plan.burden_minutes)
    return Burden(
        every[most].things, weeks, plan.school.writing_ceiling, hours=_hours(lines, most), signed=plan.burden_minutes,
        many=sum(one.weekly > one.ceiling for one in every.values()),
    )


def _others(term: Term, lines: list[Line], roster: Roster) -> dict[int, list[Thing]]:
    """What every teacher is asked beside the quotas; the record of a group's activity is its leader's."""
    leaders: dict[int, int] = dict(Membership.objects.filter(term=term, leads=True).values_list("group", "teacher"))
    entries = {line.entry: line for line in lines}.values()
    times: dict[int, dict[str, int]] = {teacher: {"个人计划": 1} for teacher in roster.traits}
    for line in entries:
        called = {"参赛作品": line.who if any(map(CONTEST.search, line.forms)) else (), "活动记录": {leaders.get(line.group)} - {None}}
        for name, teachers in called.items():
            for teacher in teachers:
                if teacher in times:
                    times[teacher][name] = times[teacher].get(name, 0) + 1
    units = {"参赛作品": "件"}
    found = {teacher: [Thing(name, n, units.get(name, "份"), MINUTES[name]) for name, n in one.items()] for teacher, one in times.items()}
    rounds = Round.objects.filter(school=term.school, opens__range=(term.starts, term.ends)).values_list("pk", "instrument__document")
    costs = {pk: document.get("minutes") or MINUTES["问卷"] for pk, document in rounds}
    receipts = Receipt.objects.filter(round__in=costs, teacher__in=found).values("teacher", "round").annotate(n=Count("pk"))
    surveys: dict[int, list[int]] = defaultdict(list)
    for teacher, asked, number in receipts.values_list("teacher", "round", "n"):
        surveys[teacher] += [costs[asked]] * number
    for teacher, minutes in surveys.items():
        found[teacher].append(Thing("问卷", len(minutes), "份", round(sum(minutes) / len(minutes))))
    return defaultdict(list, found)


def _hours(lines: list[Line], teacher: int | None) -> str:
    """学时 of the planned activities this teacher is asked to."""
    entries = {line.entry: Decimal(line.hours) for line in lines if line.hours and (teacher is None or teacher in line.who)}
    total = sum(entries.values(), Decimal())
    return f"{total.normalize():f}" if total else ""
