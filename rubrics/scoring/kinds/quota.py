"""定额: so many are due; each one missing costs, each one beyond may earn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import NONE, OPEN, Absent, Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..fields import Fields, number
from ..numbers import Number, ceiling, whole
from ..problems import Problems, inside, short
from .count import PART_UNITS, counted


@dataclass(frozen=True)
class Given:
    """What was done (实交), what the plan asked (应交; None: as the rule says), and by name."""

    count: Number
    of: Number | None
    by: Mapping[str, Number]
    why: str = ""  # by what rule the plan's number was reckoned


NOTHING = Given(0, None, {})


@dataclass(frozen=True)
class Quota(Rule):
    """任务量: base − min(missing_cap, per_missing · missing) + min(extra_cap, per_extra · extra)."""

    kind = "quota"
    when_left_out = NONE
    measures = ("count", "done", "of")
    base: Number
    required: Number | None
    per_missing: Number
    missing_cap: Number | None
    per_extra: Number
    extra_cap: Number | None
    unit: Number
    part_unit: str
    also: tuple[tuple[str, Number], ...]
    also_as: str
    each: str | None

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Quota":
        also = []
        for index, raw in enumerate(fields.list("also", "另外的要求")):
            more = Fields(raw, inside(fields.at("also"), index), fields.problems, "另外的要求")
            if not more.sound:
                continue
            if more.required("of", "名称") & more.required("required", "应有数"):
                name, needed = more.text("of"), more.number("required", 0, least=0)
                if name in dict(also):
                    more.wrong("of", f"“{short(name)}”重复")
                also.append((name, needed))
            more.close()
        return cls(
            frame,
            base=fields.number("base", frame.scale or 0),
            required=fields.number("required", least=0, null=True),
            per_missing=fields.number("per_missing", 0),
            missing_cap=fields.number("missing_cap", least=0, null=True),
            per_extra=fields.number("per_extra", 0),
            extra_cap=fields.number("extra_cap", least=0, null=True),
            unit=fields.number("unit", 1, above=0),
            part_unit=fields.choice("part_unit", PART_UNITS),
            also=tuple(also),
            also_as=fields.choice("also_as", ("larger", "sum")),
            each=fields.choice("each", (None, "week", "month")),
        )

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound:
            return None
        if self.each is None:
            given = self._take_given(fields)
            close_evidence(fields, by_is_text=False)
            return given
        found = {}
        if fields.required("by_period", "各期的数量"):
            for period, value in fields.object("by_period", "各期的数量").items():
                where = inside(fields.at("by_period"), period)
                if isinstance(value, dict):
                    inner = Fields(value, where, problems, "一期的依据")
                    found[period] = self._take_given(inner)
                    close_evidence(inner, by_is_text=False)
                else:
                    found[period] = Given(number(value, where, problems, 0, least=0), None, {})
        close_evidence(fields)
        return found

    def _take_given(self, fields: Fields) -> Given:
        key = "done" if fields.has("done") else "count"
        fields.required(key, "完成数")
        by = {}
        known = dict(self.also)
        for name, value in fields.object("by", "其中").items():
            where = inside(fields.at("by"), name)
            if name in known:
                by[name] = number(value, where, fields.problems, 0, least=0)
            else:
                fields.problems.add(where, f"规则里没有“{short(name)}”这项要求")
        return Given(fields.number(key, 0, least=0), fields.number("of", least=0, null=True), by, fields.text("why"))

    @property
    def prorated(self) -> bool:
        return True

    def due(self, required: Number, case: Any) -> Number:
        """Pro-rated by the share of the term served, half up (按在岗时间折算)."""
        return required if case.share == 1 else whole(required * case.share)

    def nothing(self, case: Any) -> Score:
        return self.work({} if self.each else NOTHING, case)

    def work(self, evidence: Any, case: Any) -> Score:
        if self.each is None:
            periods: list[tuple[str | None, Given]] = [(None, evidence)]
        else:
            names = case.periods.get(self.each)
            periods = [(name, evidence.get(name, NOTHING)) for name in (evidence if names is None else names)]
        missing, extra, rows = 0, 0, []
        for name, given in periods:
            required = given.of
            if required is None and self.required is not None:
                required = self.due(self.required, case)
            if required is None and not self.also:
                return self.unsettled(case, "no_plan_number")
            lacks = [max(0, required - given.count)] if required is not None else []
            extra += max(0, given.count - required) if required is not None else 0
            also = [(of, self.due(needed, case), given.by.get(of, 0)) for of, needed in self.also]
            lacks += [max(0, needed - had) for _, needed, had in also]
            lack = sum(lacks) if self.also_as == "sum" else max(lacks)
            missing += lack
            rows.append({"period": name, "required": required, "count": given.count, "missing": lack,
                         "also": tuple(also), "from_plan": given.of is not None, "why": given.why})
        off = self.per_missing * counted(missing, self.unit, self.part_unit)
        on = self.per_extra * counted(extra, self.unit, "drop")
        less = off if self.missing_cap is None else min(self.missing_cap, off)
        plus = on if self.extra_cap is None else min(self.extra_cap, on)
        return Score.of(self.base - less + plus, "quota", base=self.base, rows=tuple(rows), missing=missing, extra=extra,
                        off=off, less=less, on=on, plus=plus, per_missing=self.per_missing, per_extra=self.per_extra,
                        unit=self.unit, part_unit=self.part_unit, share=case.share, full=self.required)

    def events(self) -> frozenset[str]:
        return frozenset(of for of, _ in self.also)

    def facts(self, evidence: Any) -> Mapping[str, Number | None]:
        every = list(evidence.values()) if self.each else [evidence]
        total: dict[str, Number | None] = {"count": sum(given.count for given in every)}
        total["done"] = total["count"]
        if not self.each:
            total["of"] = evidence.of
        for given in every:
            for name, value in given.by.items():
                total[name] = (total.get(name) or 0) + value
        return total

    def more(self, evidence: Any, score: Score) -> Reason | None:
        if evidence is OPEN or evidence is Absent.EXCLUDED or score.open or score.reason.code != "quota" or self.each:
            return None
        values = score.reason.values
        if self.also or not values["missing"] or values["off"] > values["less"] or self.per_missing <= 0:
            return None
        had = self.base - values["less"] + values["plus"]
        gain = self.frame.clamp(had + values["less"]) - self.frame.clamp(had)
        if gain <= 0:
            return None
        return Reason("more_quota", {"times": values["missing"] if self.unit == 1 else ceiling(values["missing"]),
                                     "gain": self.frame.weighed(gain)})
