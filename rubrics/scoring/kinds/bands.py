"""分段: a number, or what share of what was due was done, falls into the first band that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import Absent, Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..conditions import COMPARISONS, Test
from ..fields import Fields
from ..numbers import Number, divide
from ..problems import Problems, inside

BAND_WORDS = ("at_least", "more_than", "at_most", "fewer_than")


@dataclass(frozen=True)
class Bands(Rule):
    """分段计分: 90 以上 8 分，80 以上 6 分，其余 0 分."""

    kind = "bands"
    measures = ("number", "done", "of")
    bands: tuple[tuple[tuple[Test, ...], Number], ...]

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Bands":
        bands = []
        fields.required("bands", "各段的分值")
        members = fields.list("bands", "各段的分值")
        for index, raw in enumerate(members):
            band = Fields(raw, inside(fields.at("bands"), index), fields.problems, "分段")
            if not band.sound:
                continue
            band.required("points", "这一段的分值")
            points = band.number("points", 0)
            tests = tuple((word, band.number(word)) for word in BAND_WORDS if band.has(word))
            band.close()
            if band.sound:
                limits = dict(tests)
                lows = [limits[word] for word in ("at_least", "more_than") if word in limits]
                highs = [limits[word] for word in ("at_most", "fewer_than") if word in limits]
                if lows and highs and max(lows) > min(highs):
                    fields.problems.add(band.path, "这一段的下界大于上界")
                bands.append((tests, points))
        if fields.sound and (not bands or bands[-1][0]):
            fields.wrong("bands", "最后一段应当只写分值、不写条件，这样任何数都有着落")
        return cls(frame, tuple(bands))

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        return take_measure(raw, path, problems)

    def work(self, evidence: Any, case: Any) -> Score:
        value = evidence["number"]
        if value is None:
            return self.unsettled(case, "of_nothing")
        for tests, points in self.bands:
            if all(COMPARISONS[word](value, limit) for word, limit in tests):
                return Score.of(points, "band", number=value, done=evidence.get("done"), of=evidence.get("of"),
                                tests=tests, points=points)
        raise AssertionError("the last band is bare")

    def facts(self, evidence: Any) -> Mapping[str, Number | None]:
        return evidence

    def more(self, evidence: Any, score: Score) -> Reason | None:
        if isinstance(evidence, Absent) or evidence["number"] is None:
            return None
        value, had = evidence["number"], self.frame.clamp(score.reason.values["points"])
        better = []
        for tests, points in self.bands:
            lower = [limit for word, limit in tests if word in ("at_least", "more_than")]
            if lower and max(lower) >= value and self.frame.clamp(points) > had:
                better.append((max(lower), tests, points))
        if not better:
            return None
        _, tests, points = min(better, key=lambda found: found[0])
        return Reason("more_band", {"tests": tests, "gain": self.frame.weighed(self.frame.clamp(points) - had)})


def take_measure(raw: object, path: str, problems: Problems, *, number: bool = True) -> Any:
    """{"number": 92}, or {"done": 8, "of": 10} with its exact quotient (None of 0)."""
    fields = evidence_fields(raw, path, problems)
    if not fields.sound:
        return None
    found: dict[str, Any] = {}
    if number and fields.has("number"):
        found["number"] = fields.number("number")
        if fields.has("done") or fields.has("of"):
            fields.problems.add(path, "“number”与“done”“of”只能写一种")
            return None
    elif fields.required("done", "完成数") & fields.required("of", "应完成数"):
        found["done"] = fields.number("done")
        found["of"] = fields.number("of", least=0)
        if fields.sound:
            found["number"] = divide(found["done"], found["of"]) if found["of"] else None
    close_evidence(fields)
    return found
