"""按比例: what was done of what was due, or one's number against the best."""

from dataclasses import dataclass
from typing import Any

from ..base import Frame, Score
from ..fields import Fields
from ..numbers import Number, divide
from ..problems import Problems
from .bands import take_measure
from .compared import Compared, take_number


@dataclass(frozen=True)
class Ratio(Compared):
    """比例计分: max · (r − zero_at) / (full_at − zero_at); against the best: 以最高者为满分."""

    kind = "ratio"
    measures = ("number", "done", "of")
    of: str
    full_at: Number
    zero_at: Number
    nothing_below: Number | None

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Ratio":
        full_at, zero_at = fields.number("full_at", 1), fields.number("zero_at", 0)
        if full_at == zero_at:
            fields.wrong("full_at", "满分点与零分点相同，无法按比例计算")
        if frame.scale is None:
            fields.problems.add(fields.path, "本项没有分值上限（max 为 null），无法按比例计算")
        return cls(frame, *cls.read_comparison(fields), of=fields.choice("of", ("given", "best")), full_at=full_at,
                   zero_at=zero_at, nothing_below=fields.number("nothing_below", null=True))

    @property
    def compares(self) -> bool:
        return self.of == "best"

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        if self.compares:
            return take_number(raw, path, problems)
        return take_measure(raw, path, problems, number=False)

    def work(self, evidence: Any, case: Any) -> Score:
        if not self.compares:
            if evidence["number"] is None:
                return self.unsettled(case, "of_nothing")
            return self.by_ratio(evidence["number"], {"done": evidence["done"], "of": evidence["of"]})
        return self.best_of_places(evidence["number"], case)

    def in_pool(self, value: tuple[Number, ...], pool: Any, case: Any) -> Score:
        best = pool.best(self.low_is_better)
        top, under = (best, value[0]) if self.low_is_better else (value[0], best)
        if under == 0:
            return self.unsettled(case, "of_nothing")
        return self.by_ratio(divide(top, under), {"number": value[0], "best": best, "low": self.low_is_better})

    def by_ratio(self, ratio: Number, given: dict[str, Any]) -> Score:
        points: Number = 0
        if self.nothing_below is None or ratio >= self.nothing_below:
            points = divide((self.frame.scale or 0) * (ratio - self.zero_at), self.full_at - self.zero_at)
        return Score.of(points, "ratio", ratio=ratio, scale=self.frame.scale, full_at=self.full_at,
                        zero_at=self.zero_at, nothing_below=self.nothing_below, points=points, **given)

    def facts(self, evidence: Any) -> Any:
        return {"number": evidence["number"][0]} if self.compares else evidence
