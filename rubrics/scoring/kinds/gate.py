"""前提: when the condition strikes, so many points whatever the rule says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..base import LEFT_OUT, Frame, Reason, Rule, Score
from ..conditions import Condition, read_condition
from ..fields import Fields, number
from ..numbers import Number
from ..problems import Problems, inside


@dataclass(frozen=True)
class Gate(Rule):
    """一票否决本项: `then` when the condition holds, else the rule; open while the condition is."""

    kind = "gate"
    when: Condition | None
    then: Number
    rule: Rule | None

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Gate":
        when = None
        if fields.required("when", "条件"):
            when = read_condition(fields.raw("when"), fields.at("when"), reader)
        return cls(frame, when, fields.number("then", 0), reader.inner(fields, frame))

    def children(self) -> tuple[Rule, ...]:
        return (self.rule,) if self.rule else ()

    @property
    def looks_around(self) -> bool:
        return True

    def take(self, raw: object, path: str, problems: Problems) -> Any:
        assert self.rule
        values: dict[str, Number | None] = {}
        if isinstance(raw, dict) and "gate" in raw:
            values = take_gate(raw["gate"], inside(path, "gate"), problems)
            raw = {key: value for key, value in raw.items() if key != "gate"}
        given = LEFT_OUT if raw == {} else self.rule.take(raw, path, problems)
        return given, values

    def branches(self, evidence: Any, case: Any) -> Iterator[tuple[Rule, Any, Any]]:
        if self.rule:
            yield self.rule, evidence[0] if isinstance(evidence, tuple) else evidence, case

    def own(self, name: str, evidence: Any, case: Any) -> Any:
        if isinstance(evidence, tuple) and name in evidence[1]:
            return evidence[1][name]
        return super().own(name, evidence, case)

    def score(self, evidence: Any, case: Any) -> Score:
        assert self.rule and self.when
        given, values = evidence if isinstance(evidence, tuple) else (evidence, {})
        inner = self.rule.score(given, case)
        if inner.excluded:
            return inner
        within = self.frame.bound(inner)
        struck = case.ask(self.when, self.rule, given, values)
        words = {"when": self.when.words(), "inner": inner, "then": self.then}
        then = self.frame.rebound(self.then)
        if struck:
            return Score.of(then, "gate_struck", **words)
        if struck is None:
            if case.zero:
                return Score.of(0, "counted_zero")
            most = None if within.most is None else max(within.most, then)
            return Score(0, Reason("gate_open", words), most, open=True, blank=True)
        return Score(within.points, Reason("gate_passed", words, within.reason.steps[len(inner.reason.steps):]),
                     within.most, within.open, blank=within.blank)


def take_gate(raw: object, path: str, problems: Problems) -> dict[str, Number | None]:
    """What the sources of a condition gave, by source key; null has not come in."""
    fields = Fields(raw, path, problems, "条件的依据")
    return {name: None if value is None else number(value, fields.at(name), problems)
            for name, value in fields.data.items()}
