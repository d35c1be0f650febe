"""A part (分项): a small item inside sum, best and mean, clamped to its own max."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..base import (
    LEFT_OUT,
    OPEN,
    Absent,
    Frame,
    Rule,
    Score,
    close_evidence,
    evidence_fields,
    named_once,
)
from ..fields import Fields
from ..numbers import Number
from ..problems import Problems, inside


@dataclass(frozen=True)
class Part:
    """分项: its name, source, max and rule."""

    name: str
    evidence: str
    max: Number | None
    rule: Rule

    def score(self, evidence: Any, case: Any) -> Score:
        return self.rule.score(evidence, case)


def read_parts(fields: Fields, frame: Frame, reader: Any, *, named: bool = False) -> tuple[Part, ...]:
    parts, names = [], []
    fields.required("parts", "各分项")
    members = fields.list("parts", "各分项")
    if not members and fields.sound:
        fields.wrong("parts", "没有写一个分项")
    for index, raw in enumerate(members):
        part = Fields(raw, inside(fields.at("parts"), index), fields.problems, "分项")
        if not part.sound:
            continue
        if named:
            part.required("name", "名称")
        name, source = part.text("name"), part.text("evidence")
        maximum = part.number("max", frame.scale, least=0, null=True)
        names.append(name)
        if part.required("rule", "计分规则"):
            rule = reader.rule(part.raw("rule"), part.at("rule"), maximum)
            if rule:
                parts.append(Part(name, source, maximum, rule))
        part.close()
    if named:
        named_once(names, fields.at("parts"), fields.problems, "分项名称")
    return tuple(parts)


@dataclass(frozen=True)
class Parted(Rule):
    """A rule made of parts that are answered in order (由分项组成的规则)."""

    parts: tuple[Part, ...]

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> Any:
        return cls(frame, read_parts(fields, frame, reader))

    def children(self) -> tuple[Rule, ...]:
        return tuple(part.rule for part in self.parts)

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound or not fields.required("parts", "各分项的依据"):
            return None
        members = fields.list("parts", "各分项的依据")
        close_evidence(fields)
        if not fields.sound:
            return None
        if len(members) != len(self.parts):
            fields.wrong("parts", f"应有 {len(self.parts)} 个分项的依据，现在是 {len(members)} 个")
            return None
        return tuple(part.rule.take(member, inside(fields.at("parts"), index), problems)
                     for index, (part, member) in enumerate(zip(self.parts, members, strict=True)))

    def branches(self, evidence: Any, case: Any) -> Iterator[tuple[Rule, Any, Any]]:
        if isinstance(evidence, Absent):
            for part in self.parts:
                yield part.rule, OPEN if evidence is LEFT_OUT else evidence, case
        else:
            for part, given in zip(self.parts, evidence, strict=True):
                yield part.rule, given, case

    def scores(self, evidence: Any, case: Any) -> list[tuple[Part, Score]]:
        return [(part, part.score(given, case)) for part, given in zip(self.parts, evidence, strict=True)]


def most_of(scores: list[Score]) -> list[Number] | None:
    """The most each can still reach; None when one has no ceiling."""
    mosts = [score.most for score in scores]
    return None if None in mosts else mosts  # type: ignore[return-value]
