"""任务量和书写负担：剩下的周数排不下的，超过学校上限的。"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .findings import Finding, found

MOST_A_WEEK = {"observations": 3}  # lessons a teacher can watch beside his own; of anything written one
WRITTEN = 1


@dataclass(frozen=True)
class Thing:
    """One kind of what a plan asks of a teacher in a term: how many, and the minutes of writing each costs."""

    name: str
    number: int
    unit: str
    minutes: int


@dataclass(frozen=True)
class Burden:
    """负担: what the plan asks of the most asked teacher in a term, and the school's ceiling of writing a week."""

    things: list[Thing]
    weeks: int
    ceiling: int
    hours: str = ""
    signed: int | None = None  # minutes a week the principal has signed for
    many: int = 0  # teachers above the ceiling
    by_source: dict[str, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return sum(thing.number for thing in self.things)

    @property
    def minutes(self) -> int:
        return sum(thing.number * thing.minutes for thing in self.things)

    @property
    def weekly(self) -> int:
        return round(self.minutes / self.weeks) if self.weeks else 0

    @property
    def above(self) -> bool:
        """More than the ceiling and than what was signed for."""
        return self.weekly > max(self.ceiling, self.signed or 0)

    @property
    def said(self) -> str:
        things = "、".join(f"{thing.name} {thing.number} {thing.unit}" for thing in self.things)
        sitting = f"，另参加活动 {self.hours} 学时" if self.hours else ""
        return (f"任务最多的教师本学期 {self.number} 件（{things}），书写约 {self.minutes} 分钟，{self.weeks} 周合每周约 {self.weekly} 分钟"
                f"{sitting}。") if things else f"计划没有定任务量{sitting}。"


def too_much(plan: dict, weeks: int) -> Iterator[Finding]:
    """每学期的数在剩下的周数里排不下。"""
    for quota in plan.get("quotas") or []:
        if quota["period"] != "每学期" or not quota["number"]:
            continue
        most = MOST_A_WEEK.get(quota["source"].split(":")[0], WRITTEN)
        if quota["number"] > weeks * most:
            pace = f"每周要 {quota['number'] / weeks:.1f} {quota['unit']}" if weeks else "已经没有上课的周"
            yield found(f"任务量“{quota['name']}”", f"{quota['audience']}每人 {quota['number']} {quota['unit']}，扣去节假日只剩 {weeks} 周，{pace}。",
                        "减少数量，或者并到已有的活动里。", at=quota["name"])


def burden(value: Burden) -> Iterator[Finding]:
    """书写负担超过学校的上限，校长没有签字。"""
    if value.above:
        yield found("书写负担", f"{value.said}学校定的上限是每周 {value.ceiling} 分钟，{value.many} 位教师超过。",
                    "减少篇数；确实需要的，由校长写明理由签字后再发布。", "error")
