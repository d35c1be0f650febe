"""多方评分: self, mutual, leaders', pupils' ratings, each with its weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..base import Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..fields import Fields, number
from ..numbers import Number, divide, exact, floor
from ..problems import Problems, inside, short


@dataclass(frozen=True)
class Trim:
    """去掉极端票: so many highest and lowest, or the lowest share."""

    extremes: int = 0
    lowest_share: Number = 0

    def kept(self, votes: tuple[Number, ...]) -> tuple[Number, ...]:
        ordered = tuple(sorted(votes))
        if self.extremes and len(ordered) > 2 * self.extremes:
            ordered = ordered[self.extremes : len(ordered) - self.extremes]
        return ordered[floor(self.lowest_share * len(ordered)) :]


@dataclass(frozen=True)
class Raters(Rule):
    """多元评价: Σ w · mean of each side's ratings."""

    kind = "raters"
    default_out_of = 100
    weights: Mapping[str, Number]
    trim: Mapping[str, Trim]
    missing: str

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Raters":
        fields.required("weights", "各方的权重")
        weights = fields.numbers("weights", "各方的权重", least=0)
        if fields.sound and not sum(weights.values()):
            fields.wrong("weights", "各方的权重合计为 0，无法计算")
        trim: dict[str, Trim] = {}
        if fields.raw("trim") is not None:
            trim = _read_trim(fields, weights)
        return cls(frame, weights, trim, fields.choice("missing", ("open", "rescale")))

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound or not fields.required("ratings", "各方的评分"):
            return {}
        found = {}
        for name, votes in fields.object("ratings", "各方的评分").items():
            where = inside(fields.at("ratings"), name)
            if name not in self.weights:
                problems.add(where, f"没有“{short(name)}”这一方，只有 {'、'.join(self.weights)}")
            elif votes is None:
                found[name] = ()
            elif not isinstance(votes, (list, tuple)):
                problems.add(where, f"评分应当是一个列表（方括号），现在是 {short(votes)}")
            else:
                found[name] = tuple(number(vote, inside(where, i), problems, 0) for i, vote in enumerate(votes))
        close_evidence(fields)
        return found

    def work(self, evidence: Any, case: Any) -> Score:
        total: Any = 0
        known: Number = 0
        lacking: Number = 0
        rows = []
        for name, weight in self.weights.items():
            votes = evidence.get(name, ())
            kept = self.trim[name].kept(votes) if name in self.trim else votes
            mean = exact(Fraction(sum(kept)) / len(kept)) if kept else None
            rows.append({"name": name, "weight": weight, "votes": len(votes), "kept": len(kept), "mean": mean})
            if mean is None:
                lacking += weight
            else:
                total += weight * mean
                known += weight
        if not known or (lacking and self.missing == "open" and not case.zero):
            if case.zero:
                return Score.of(0, "counted_zero")
            every = known + lacking
            high = self.frame.high
            most = None if high is None else divide(total + lacking * high, every)
            return Score(divide(total, every), Reason("raters", {"rows": tuple(rows), "over": every}), most, open=True)
        over = known if self.missing == "rescale" else known + lacking
        return Score.of(divide(total, over), "raters", rows=tuple(rows), over=over)


def _read_trim(fields: Fields, weights: Mapping[str, Number]) -> dict[str, Trim]:
    raw = fields.object("trim", "去极端票")
    if not raw or "extremes" in raw or "lowest_share" in raw:
        trim = _read_one_trim(raw, fields.at("trim"), fields.problems)
        return dict.fromkeys(weights, trim) if raw else {}
    found = {}
    for name, value in raw.items():
        path = inside(fields.at("trim"), name)
        if name not in weights:
            fields.problems.add(path, f"没有“{short(name)}”这一方，只有 {'、'.join(weights)}")
        found[name] = _read_one_trim(value, path, fields.problems)
    return found


def _read_one_trim(raw: object, path: str, problems: Problems) -> Trim:
    fields = Fields(raw, path, problems, "去极端票")
    trim = Trim(fields.number("extremes", 0, least=0, whole=True), fields.number("lowest_share", 0, least=0, most=1))
    fields.close()
    return trim
