"""名次: points by the place among those compared."""

from dataclasses import dataclass
from typing import Any

from ..base import Frame, Score, close_evidence, evidence_fields
from ..fields import Fields
from ..numbers import Number, divide
from ..problems import Problems, inside
from .compared import Compared, take_values


@dataclass(frozen=True)
class Step:
    """前 n 名或前百分之几得 points 分."""

    top_share: Number | None
    top: Number | None
    points: Number

    def reached(self, rank: int, n: Number | None) -> bool:
        if self.top is not None and rank > self.top:
            return False
        return self.top_share is None or rank <= self.top_share * (n or 0)


@dataclass(frozen=True)
class Rank(Compared):
    """名次计分: by steps, along a line, or so much less for each place."""

    kind = "rank"
    measures = ("number", "rank", "of")
    steps: tuple[Step, ...]
    linear: tuple[Number, Number, Number | None] | None
    decrement: tuple[Number, Number] | None

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Rank":
        ways = [key for key in ("steps", "linear", "decrement") if fields.has(key)]
        if len(ways) != 1:
            fields.problems.add(fields.path, "名次计分应当写明 steps、linear、decrement 之一，而且只写一种")
        linear = decrement = None
        steps = _read_steps(fields)
        if fields.has("linear"):
            line = Fields(fields.raw("linear"), fields.at("linear"), fields.problems, "直线递减")
            for key, what in (("first", "第一名的分值"), ("last", "末名的分值")):
                line.required(key, what)
            linear = (line.number("first", 0), line.number("last", 0), line.number("over", above=0, null=True))
            line.close()
        if fields.has("decrement"):
            fall = Fields(fields.raw("decrement"), fields.at("decrement"), fields.problems, "逐名递减")
            for key, what in (("first", "第一名的分值"), ("by", "每低一名少几分")):
                fall.required(key, what)
            decrement = (fall.number("first", 0), fall.number("by", 0))
            fall.close()
        return cls(frame, *cls.read_comparison(fields), steps=steps, linear=linear, decrement=decrement)

    @property
    def needs_size(self) -> bool:
        return any(step.top_share is not None for step in self.steps) or (
            self.linear is not None and self.linear[2] is None)

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound:
            return None
        if not fields.has("rank"):
            if not fields.required("number", "数值，或名次 rank"):
                return None
            value = take_values(fields.raw("number"), fields.at("number"), problems)
            close_evidence(fields)
            return {"number": value}
        place = fields.number("rank", 1, least=1, whole=True)
        if self.needs_size:
            fields.required("of", "参加排名的人数")
        size = fields.number("of", None, least=1, whole=True)
        close_evidence(fields)
        if fields.sound and size is not None and place > size:
            fields.wrong("rank", f"名次 {place} 大于人数 {size}")
        return {"rank": place, "of": size}

    def number_of(self, evidence: Any) -> Any:
        return evidence.get("number")

    def work(self, evidence: Any, case: Any) -> Score:
        if "rank" in evidence:
            return self.at(evidence["rank"], evidence["of"], None)
        return self.best_of_places(evidence["number"], case)

    def in_pool(self, value: tuple[Number, ...], pool: Any, case: Any) -> Score:
        return self.at(pool.rank(value, self.low_is_better), len(pool), value)

    def at(self, rank: int, size: Number | None, value: Any) -> Score:
        points: Number = 0
        values: dict[str, Any] = {"rank": rank, "of": size, "number": value, "among": self.among.words}
        if self.decrement:
            first, by = self.decrement
            points = first - by * (rank - 1)
            values |= {"first": first, "by": by}
        elif self.linear:
            first, last, over = self.linear
            over = size if over is None else over
            points = _along(first, last, over or 1, rank)
            values |= {"first": first, "last": last, "over": over}
        else:
            for step in self.steps:
                if step.reached(rank, size):
                    points = step.points
                    values["step"] = step
                    break
        return Score.of(points, "rank", points=points, **values)

    def facts(self, evidence: Any) -> Any:
        return {"rank": evidence["rank"], "of": evidence["of"]} if "rank" in evidence else super().facts(evidence)


def _along(first: Number, last: Number, over: Number, rank: int) -> Number:
    """first − (first − last)·(rank − 1)/(over − 1); beyond it: last; over 1: first."""
    if over <= 1:
        return first if rank <= 1 else last
    if rank >= over:
        return last
    return first - divide((first - last) * (rank - 1), over - 1)


def _read_steps(fields: Fields) -> tuple[Step, ...]:
    steps = []
    for index, raw in enumerate(fields.list("steps", "名次分段")):
        step = Fields(raw, inside(fields.at("steps"), index), fields.problems, "名次分段")
        if not step.sound:
            continue
        step.required("points", "分值")
        steps.append(Step(step.number("top_share", least=0, null=True), step.number("top", least=0, null=True),
                          step.number("points", 0)))
        step.close()
    if fields.has("steps") and fields.sound and not steps:
        fields.wrong("steps", "名次分段是空的")
    return tuple(steps)
