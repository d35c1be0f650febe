"""活动与出勤: what was held, month by month, how many came, and the hours that came of it."""
from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from activities.queries.attendance import Count, tally
from activities.queries.handed_in import hours_of
from activities.states import COUNTS_PRESENT, Part
from evaluation.models import TermReport
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, bars, say, table

COLUMNS = (
    ("月份", 18), ("活动", 15), ("场次", 15), ("应到", 18), ("实到", 18), ("请假", 14), ("缺席", 14), ("没记", 14), ("出勤率", 17), ("迟到", 13),
)


def presence(asked: Asked) -> list[Block]:
    """Activities, sessions and 应到 实到 by month; who had a roll taken counts, nobody is named."""
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day, activity, session in asked.sessions().order_by("day").values_list("day", "activity", "pk").distinct():
        held[f"{day:%Y-%m}"].append((activity, session))
    if not held:
        return [say("这些天里还没有办过活动。")]
    states: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, state in asked.attendances().order_by().values_list("session__day", "state"):
        states[f"{day:%Y-%m}"][state] += 1
    counts = {month: tally(states[month]) for month in held}
    every = tally({state: sum(states[month][state] for month in held) for state in {state for month in held for state in states[month]}})
    activities = {activity for rows in held.values() for activity, _ in rows}
    sessions = sum(map(len, held.values()))
    found = [say(
        f"办了 {len(activities)} 次活动、{sessions} 场。" if not asked.report.teacher else f"在 {len(activities)} 次活动、{sessions} 场的名单上。",
        f"应到 {every.due} 人次，实到 {every.present} 人次，出勤率 {_rate(every)}%；请假 {every.excused}，迟到 {every.late}，缺席 {every.absent}"
        f"{f'，还没有记的 {every.pending}' if every.pending else ''}。", _taught(asked), _hours(asked),
    )]
    found.append(table("按月", COLUMNS, [
        (f"{int(month[5:])}月", len({activity for activity, _ in rows}), len(rows), one.due, one.present, one.excused, one.absent, one.pending,
         f"{_rate(one)}%", one.late)
        for month, rows in held.items() if (one := counts[month])
    ]))
    if len(held) > 1:
        found.append(bars("各月出勤率", [(f"{int(month[5:])}月", _rate(one), f"{one.present}／{one.due - one.pending}") for month, one in counts.items()], "%"))
    return found


def _rate(count: Count) -> int:
    """实到 of those whose attendance is known, in whole percent."""
    known = count.due - count.pending
    return round(100 * count.present / known) if known else 0


def _taught(asked: Asked) -> str:
    """主讲、上课: of a teacher how often."""
    if not asked.report.teacher:
        return ""
    number = asked.attendances().filter(part__in=(Part.TEACH, Part.PRESENT), state__in=COUNTS_PRESENT).count()
    return f"主讲或上课 {number} 次。" if number else ""


def _hours(asked: Asked) -> str:
    found = hours_of(asked.term.school, asked.term, asked.days)
    mine = [one.hours for teacher, one in found.items() if asked.teachers is None or teacher in asked.teachers]
    total = sum(mine, Decimal())
    if not total:
        return ""
    if asked.report.level == TermReport.Level.TEACHER:
        return f"折合 {total.normalize():f} 学时。"
    return f"合计 {total.normalize():f} 学时，人均 {total / max(asked.headcount, 1):.1f} 学时。"
