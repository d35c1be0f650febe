"""计次: so many points for or off each event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import LEFT_OUT, NONE, Absent, Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..fields import Fields, number
from ..numbers import Number, ceiling, divide, floor, plain
from ..problems import Problems, inside, short
from .judged import read_range

PART_UNITS = ("drop", "whole", "share")


@dataclass(frozen=True)
class Count(Rule):
    """按次加分扣分: base + Σ points · max(0, n − free), each event and the sum of changes within their caps."""

    kind = "count"
    when_left_out = NONE
    base: Number
    points: Mapping[str, Number | tuple[Number, Number]]
    free: Mapping[str, Number]
    each_cap: Mapping[str, Number]
    change_cap: Number | None
    unit: Mapping[str, Number]
    part_unit: str

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Count":
        points: dict[str, Any] = {}
        if fields.required("points", "每种事件的分值") and fields.raw("points") == {}:
            fields.wrong("points", "没有写一种事件")
        for name, raw in fields.object("points", "每种事件的分值").items():
            path = inside(fields.at("points"), name)
            ranged = isinstance(raw, (list, tuple))
            value = read_range(raw, path, fields.problems) if ranged else number(raw, path, fields.problems)
            points[name] = 0 if value is None else value
        free = fields.numbers("free", "免计次数", least=0)
        each_cap = {name: abs(cap) for name, cap in fields.numbers("each_cap", "单项上限").items()}
        unit = fields.numbers("unit", "计次单位", above=0)
        for key in ("free", "each_cap", "unit"):
            for name in fields.object(key, "事件"):
                if name not in points:
                    fields.problems.add(inside(fields.at(key), name), f"事件“{short(name)}”没有分值，points 里没有它")
        change = fields.number("change_cap", null=True)
        return cls(frame, fields.number("base", 0), points, free, each_cap, None if change is None else abs(change),
                   unit, fields.choice("part_unit", PART_UNITS))

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound:
            return None
        found: dict[str, Any] = {}
        if fields.has("count") and not fields.has("counts"):
            if len(self.points) == 1:
                name = next(iter(self.points))
                found[name] = self._take_one(name, fields.raw("count"), fields.at("count"), problems)
            else:
                fields.wrong("count", f"有几种事件，应分别写在 counts 里：{'、'.join(self.points)}")
        elif fields.required("counts", "各种事件的次数"):
            for name, value in fields.object("counts", "各种事件的次数").items():
                where = inside(fields.at("counts"), name)
                if name in self.points:
                    found[name] = self._take_one(name, value, where, problems)
                else:
                    problems.add(where, f"没有“{short(name)}”这种事件，只有 {'、'.join(self.points)}")
        close_evidence(fields)
        return found

    def _take_one(self, name: str, raw: object, path: str, problems: Problems) -> Any:
        span = self.points[name]
        if not isinstance(span, tuple):
            return number(raw, path, problems, 0, least=0)
        if not isinstance(raw, (list, tuple)):
            problems.add(path, f"“{name}”视情节计分，应当列出每次的分值，例如 [{plain(span[0])}]")
            return ()
        amounts = []
        for index, value in enumerate(raw):
            amount = number(value, inside(path, index), problems)
            if amount is not None and not span[0] <= amount <= span[1]:
                problems.add(inside(path, index),
                             f"“{name}”每次应在 {plain(span[0])} 到 {plain(span[1])} 之间，现在是 {plain(amount)}")
            amounts.append(amount)
        return tuple(amounts)

    def nothing(self, case: Any) -> Score:
        return self.work({}, case)

    def work(self, evidence: Any, case: Any) -> Score:
        changes, rows = 0, []
        for name, points in self.points.items():
            given = evidence.get(name)
            if not given:
                continue
            change, units = self.change(name, given)
            rows.append({"event": name, "given": given, "points": points, "units": units, "change": change,
                         "free": self.free.get(name), "unit": self.unit.get(name), "each_cap": self.each_cap.get(name)})
            changes += change
        capped = changes
        if self.change_cap is not None:
            capped = max(-self.change_cap, min(self.change_cap, changes))
        return Score.of(self.base + capped, "count", base=self.base, rows=tuple(rows), changes=changes,
                        capped=capped, events=tuple(self.points))

    def change(self, name: str, given: Any) -> tuple[Number, Number | None]:
        """What one event changes, within its own cap, and how many units counted."""
        points = self.points[name]
        units: Number | None = None
        if isinstance(points, tuple):
            change = sum(given)
        else:
            units = counted(max(0, given - self.free.get(name, 0)), self.unit.get(name), self.part_unit)
            change = points * units
        cap = self.each_cap.get(name)
        if cap is not None:
            change = max(-cap, min(cap, change))
        return change, units

    def events(self) -> frozenset[str]:
        return frozenset(self.points)

    def facts(self, evidence: Any) -> Mapping[str, Number | None]:
        return {name: len(given) if isinstance(given, tuple) else given for name, given in evidence.items()}

    def own(self, name: str, evidence: Any, case: Any) -> Any:
        if name == "count" and "count" not in self.points and len(self.points) == 1:
            name = next(iter(self.points))
        return super().own(name, evidence, case)

    def more(self, evidence: Any, score: Score) -> Reason | None:
        """再获先进班级 2 次可加 2 分（上限 7 分）."""
        if evidence in (LEFT_OUT, NONE):
            evidence = {}
        if isinstance(evidence, Absent):
            return None
        had = self.frame.clamp(self.work(evidence, None).points)
        best: Reason | None = None
        for name, points in self.points.items():
            if isinstance(points, tuple) or points <= 0:
                continue
            reached = self.frame.high
            unit = self.unit.get(name, 1)
            times = 1 if reached is None else max(1, ceiling(divide(reached - had, points)))
            now = evidence.get(name, 0)
            after = self.frame.clamp(self.work({**evidence, name: now + times * unit}, None).points)
            if after > had:
                gain = self.frame.weighed(after - had)
                high = None if reached is None else self.frame.weighed(reached)
                found = Reason("more_event", {"event": name, "times": times * unit, "gain": gain, "high": high})
                if best is None or times < best.values["times"]:
                    best = found
        return best


def counted(amount: Number, unit: Number | None, part_unit: str) -> Number:
    """How many units an amount makes: a part of one dropped, taken as a whole one, or as its share."""
    if unit is None:
        return amount
    units = divide(amount, unit)
    if part_unit == "drop":
        return floor(units)
    return ceiling(units) if part_unit == "whole" else units
