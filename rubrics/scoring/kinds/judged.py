"""评分: somebody gives a number, within the range of a tier where the rubric names ranges."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import Frame, Rule, Score, close_evidence, evidence_fields
from ..fields import Fields, number
from ..numbers import Number, divide, plain
from ..problems import Problems, inside, short


@dataclass(frozen=True)
class Judged(Rule):
    """酌情评分: the number that was given, in steps, inside its tier's range."""

    kind = "judged"
    measures = ("number",)
    step: Number | None
    ranges: Mapping[str, tuple[Number, Number]]

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Judged":
        step = fields.number("step", above=0, null=True)
        ranges = {}
        for name, raw in fields.object("ranges", "档次区间").items():
            path = inside(fields.at("ranges"), name)
            span = read_range(raw, path, fields.problems)
            if span:
                ranges[name] = span
        return cls(frame, step, ranges)

    @property
    def limit(self) -> Number | None:
        """The most that may be given: the max of the scale, or a cap above it."""
        scale, high = self.frame.scale, self.frame.high
        if scale is None or high is None:
            return scale if high is None else high
        return max(scale, high)

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound or not fields.required("number", "评分"):
            return None
        value = fields.number("number")
        tier = None
        if self.ranges:
            if fields.required("tier", "档次"):
                tier = fields.raw("tier")
                if not isinstance(tier, str) or tier not in self.ranges:
                    fields.wrong("tier", f"没有“{short(tier)}”这一档，只有 {'、'.join(self.ranges)}")
        why = fields.text("why")
        close_evidence(fields)
        if not fields.sound:
            return None
        if self.step and divide(value, self.step).denominator != 1:
            fields.wrong("number", f"评分应当是 {plain(self.step)} 的整数倍，现在是 {plain(value)}")
        if tier is not None:
            low, high = self.ranges[tier]
            if not low <= value <= high:
                fields.wrong("number", f"“{tier}”应在 {plain(low)} 到 {plain(high)} 分之间，现在是 {plain(value)}")
            return value, tier, why
        low = self.frame.low
        least = None if self.frame.scale is None and low is None else min(0, low or 0)
        if least is not None and value < least:
            fields.wrong("number", f"评分不能小于 {plain(least)}，现在是 {plain(value)}")
        if self.limit is not None and value > self.limit:
            fields.wrong("number", f"评分不能大于 {plain(self.limit)}，现在是 {plain(value)}")
        return value, tier, why

    def work(self, evidence: Any, case: Any) -> Score:
        value, tier, why = evidence
        return Score.of(value, "judged", number=value, tier=tier, why=why)

    def facts(self, evidence: Any) -> Mapping[str, Number | None]:
        return {"number": evidence[0]}


def read_range(raw: object, path: str, problems: Problems) -> tuple[Number, Number] | None:
    """[lo, hi]; two ends, lo not above hi."""
    if not isinstance(raw, (list, tuple)) or len(raw) != 2:
        problems.add(path, f"区间应当写成 [低, 高]，现在是 {short(raw)}")
        return None
    low, high = (number(end, inside(path, index), problems) for index, end in enumerate(raw))
    if low is None or high is None:
        return None
    if low > high:
        problems.add(path, f"区间的低端 {plain(low)} 大于高端 {plain(high)}")
        return None
    return low, high
