"""平均: the parts weighed, or one rule over months, classes, subjects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..base import (
    EXCLUDED,
    LEFT_OUT,
    NOT_ASKED,
    OPEN,
    Absent,
    Frame,
    Reason,
    Rule,
    Score,
    close_evidence,
    evidence_fields,
)
from ..case import EVERY_LABEL
from ..fields import Fields, number
from ..numbers import Number, divide
from ..problems import Problems, inside, short
from .parts import Part, most_of, read_parts


@dataclass(frozen=True)
class Mean(Rule):
    """平均分: the mean of the parts that are due, each after its own clamp."""

    kind = "mean"
    parts: tuple[Part, ...]
    over: str
    rule: Rule | None
    weights: Mapping[str, Number]
    missing: str

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Mean":
        parts: tuple[Part, ...] = ()
        rule, over = None, ""
        if fields.has("over") == fields.has("parts"):
            fields.problems.add(fields.path, "平均应当写明 parts（各分项），或 over 和一条 rule，二者选一")
            fields.raw("over"), fields.raw("parts"), fields.raw("rule")
        elif fields.has("parts"):
            parts = read_parts(fields, frame, reader, named=True)
        else:
            over, rule = fields.text("over"), reader.inner(fields, frame)
        weights = _read_weights(fields, parts)
        return cls(frame, parts, over, rule, weights, fields.choice("missing", ("open", "rescale", "zero")))

    def children(self) -> tuple[Rule, ...]:
        return (self.rule,) if self.rule else tuple(part.rule for part in self.parts)

    def rule_for(self, label: str) -> Rule | None:
        if self.rule:
            return self.rule
        return next((part.rule for part in self.parts if part.name == label), None)

    def weight(self, label: str) -> Number:
        return self.weights.get(label, 0) if self.weights else 1

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound or not fields.required("each", "各部分的依据"):
            return {}
        found = {}
        for label, given in fields.object("each", "各部分的依据").items():
            where = inside(fields.at("each"), label)
            rule = self.rule_for(label)
            if rule is None:
                problems.add(where, f"没有“{short(label)}”这一部分，只有 {'、'.join(part.name for part in self.parts)}")
            elif self.weights and label not in self.weights:
                problems.add(where, f"“{short(label)}”没有权重")
            else:
                found[label] = rule.take(given, where, problems)
        close_evidence(fields)
        return found

    def branches(self, evidence: Any, case: Any) -> Iterator[tuple[Rule, Any, Any]]:
        if isinstance(evidence, Absent):
            given = OPEN if evidence is LEFT_OUT else evidence
            for child in self.children():
                yield child, given, case.labelled(EVERY_LABEL) if self.rule else case
        else:
            for label, given in evidence.items():
                rule = self.rule_for(label)
                if rule is not None:
                    yield rule, given, case.labelled(label) if self.rule else case

    def work(self, evidence: Any, case: Any) -> Score:
        rows: list[tuple[str, Number, Score]] = []
        for label, given in evidence.items():
            rule = self.rule_for(label)
            if rule is None or given is EXCLUDED:
                continue
            score = rule.score(given, case.labelled(label) if self.rule else case)
            if not score.excluded:
                rows.append((label, self.weight(label), score))
        values = {"rows": tuple(rows), "over": self.over, "missing": self.missing}
        if not sum(weight for _, weight, _ in rows):
            return NOT_ASKED if evidence else self.unsettled(case, "nothing_due")
        counted, is_open = rows, any(score.open and weight for _, weight, score in rows)
        if self.missing == "rescale" and is_open:
            counted = [row for row in rows if not row[2].open]
            is_open = not sum(weight for _, weight, _ in counted)
            counted = rows if is_open else counted
        elif self.missing == "zero":
            is_open = False
        over = sum(weight for _, weight, _ in counted)
        points = divide(sum(weight * score.points for _, weight, score in counted), over)
        if not is_open:
            return Score(points, Reason("mean", values), points)
        mosts = most_of([score for _, weight, score in counted if weight])
        most = None
        if mosts is not None:
            most = divide(sum(weight * (score.most or 0) for _, weight, score in counted if weight), over)
        return Score(points, Reason("mean", values), most, open=True)


def _read_weights(fields: Fields, parts: tuple[Part, ...]) -> dict[str, Number]:
    raw = fields.raw("weights")
    if raw is None:
        return {}
    weights: dict[str, Number] = {}
    if isinstance(raw, list) and parts:
        if len(raw) != len(parts):
            fields.wrong("weights", f"有 {len(parts)} 个分项，权重却有 {len(raw)} 个")
            return {}
        for index, (part, weight) in enumerate(zip(parts, raw, strict=True)):
            weights[part.name] = number(weight, inside(fields.at("weights"), index), fields.problems, 0, least=0)
    else:
        weights = fields.numbers("weights", "权重", least=0)
        names = {part.name for part in parts}
        for name in weights:
            if parts and name not in names:
                fields.problems.add(inside(fields.at("weights"), name), f"没有“{short(name)}”这个分项")
        for name in sorted(names - set(weights)) if fields.sound else ():
            fields.wrong("weights", f"分项“{short(name)}”没有权重")
    if fields.sound and not sum(weights.values()):
        fields.wrong("weights", "权重合计为 0，无法计算")
    return weights
