"""与参照比较: so much for each point above or below the mean, the best, or a given number."""

from dataclasses import dataclass
from typing import Any

from ..base import Frame, Score, close_evidence, evidence_fields
from ..fields import Fields, number
from ..numbers import Number, divide
from ..problems import Problems
from .compared import Compared


@dataclass(frozen=True)
class Relative(Compared):
    """相对计分: base + per_above · d, or − per_below · −d, with d = (own − reference) / per."""

    kind = "relative"
    measures = ("number", "reference")
    to: str
    reference: Number | None
    base: Number
    per_above: Number
    per_below: Number
    per: Number

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Relative":
        return cls(frame, *cls.read_comparison(fields), to=fields.choice("to", ("mean", "best", "given")),
                   reference=fields.number("reference", null=True), base=fields.number("base", frame.scale or 0),
                   per_above=fields.number("per_above", 0, least=0), per_below=fields.number("per_below", 0, least=0),
                   per=fields.number("per", 1, above=0))

    @property
    def compares(self) -> bool:
        return self.to != "given"

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound or not fields.required("number", "数值"):
            return None
        value = number(fields.raw("number"), fields.at("number"), problems, 0)
        reference = fields.number("reference", null=True)
        close_evidence(fields)
        return {"number": (value,), "reference": reference}

    def work(self, evidence: Any, case: Any) -> Score:
        reference = evidence["reference"]
        if reference is None and self.to == "given":
            reference = self.reference
            if reference is None:
                return self.unsettled(case, "no_reference")
        if reference is not None:
            return self.against(evidence["number"][0], reference)
        return self.best_of_places(evidence["number"], case)

    def in_pool(self, value: tuple[Number, ...], pool: Any, case: Any) -> Score:
        return self.against(value[0], pool.mean() if self.to == "mean" else pool.best(self.low_is_better))

    def against(self, own: Number, reference: Number) -> Score:
        distance = divide(reference - own if self.low_is_better else own - reference, self.per)
        change = (self.per_above if distance > 0 else self.per_below) * distance
        return Score.of(self.base + change, "relative", number=own, reference=reference, distance=distance,
                        base=self.base, per_above=self.per_above, per_below=self.per_below, per=self.per, to=self.to)

    def facts(self, evidence: Any) -> Any:
        return {"number": evidence["number"][0], "reference": evidence["reference"]}
