"""What rank, relative and ratio share (相互比较): whom one is compared with, and waiting for those still open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..base import LEFT_OUT, OPEN, Absent, Rule, Score, close_evidence, evidence_fields
from ..case import Among, Pool
from ..fields import Fields, number
from ..numbers import Number
from ..problems import Problems, inside, short


@dataclass(frozen=True)
class Compared(Rule):
    """A rule that needs the numbers of others (与他人比较的规则)."""

    measures = ("number",)
    among: Among
    low_is_better: bool

    @staticmethod
    def read_comparison(fields: Fields) -> tuple[Among, bool]:
        return read_among(fields), fields.choice("better", ("high", "low")) == "low"

    @property
    def compares(self) -> bool:
        """Whether others are looked at; else the evidence or the rule holds what it is compared with."""
        return True

    @property
    def looks_around(self) -> bool:
        return self.compares

    def number_of(self, evidence: Any) -> tuple[Number, ...] | None:
        return evidence["number"]

    def enter(self, evidence: Any, case: Any) -> None:
        if not self.compares or (isinstance(evidence, Absent) and (case.zero or evidence not in (LEFT_OUT, OPEN))):
            return
        for where in case.places(self.among):
            pool = case.pools.pool(self.frame.place, case.label, where)
            if isinstance(evidence, Absent):
                pool.waiting = True
            elif (value := self.number_of(evidence)) is not None:
                pool.entries[case.entrant] = value

    def best_of_places(self, value: tuple[Number, ...], case: Any) -> Score:
        """The score in the place where it is best; open while somebody there is still open."""
        best: Score | None = None
        waiting = False
        for where in case.places(self.among):
            score = self.in_pool(value, case.pools.pool(self.frame.place, case.label, where), case)
            waiting = waiting or case.pools.waits(self.frame.place, case.label, where)
            if best is None or score.points > best.points:
                best = score
        if best is None:
            return Score.of(0, "nobody_to_compare", among=self.among.words)
        if waiting and not best.open and not case.zero:
            return replace(best, open=True, most=None, reason=best.reason.then("waits"))
        return best

    def in_pool(self, value: tuple[Number, ...], pool: Pool, case: Any) -> Score:
        raise NotImplementedError

    def facts(self, evidence: Any) -> Mapping[str, Number | None]:
        return {"number": evidence["number"][0] if evidence.get("number") else None}


def read_among(fields: Fields, *, prefixed: bool = True) -> Among:
    """all, group:KIND, tag:NAME; in a grade the kind of group by itself."""
    raw = fields.text("among", "all")
    if raw == "all":
        return Among("all", "")
    kind, _, name = raw.partition(":")
    if kind in ("group", "tag") and name:
        return Among(kind, name)
    if not prefixed and raw:
        return Among("group", raw)
    fields.wrong("among", f"比较范围只能是 all、group:组别 或 tag:标签，现在是 {short(raw)}")
    return Among("all", "")


def take_values(raw: object, path: str, problems: Problems) -> tuple[Number, ...]:
    """A number, or a list compared in order (并列时比下一个数)."""
    if not isinstance(raw, (list, tuple)):
        return (number(raw, path, problems, 0),)
    if not raw:
        problems.add(path, "列表是空的，至少要有一个数")
        return (0,)
    return tuple(number(value, inside(path, index), problems, 0) for index, value in enumerate(raw))


def take_number(raw: object, path: str, problems: Problems) -> Any:
    fields = evidence_fields(raw, path, problems)
    if not fields.sound or not fields.required("number", "数值"):
        return None
    value = number(fields.raw("number"), fields.at("number"), problems, 0)
    close_evidence(fields)
    return {"number": (value,)}
