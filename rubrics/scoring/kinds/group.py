"""集体得分: the rule is reckoned on the group's evidence and its points go to the members."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..base import LEFT_OUT, NOT_ASKED, OPEN, Absent, Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..fields import Fields
from ..numbers import Number, divide
from ..problems import Problems, inside
from .best import best_of


@dataclass(frozen=True)
class Group(Rule):
    """教研组得分: to each member the same, an equal share, or a factor of it; in two groups the better."""

    kind = "group"
    of: str
    rule: Rule | None
    share_as: str
    factor: Number

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Group":
        fields.required("of", "哪一种组")
        share_as = fields.choice("as", ("same", "share", "factor"))
        if share_as == "factor":
            fields.required("factor", "系数")
        return cls(frame, fields.text("of"), reader.inner(fields, frame), share_as, fields.number("factor", 1))

    def children(self) -> tuple[Rule, ...]:
        return (self.rule,) if self.rule else ()

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if not fields.sound:
            return ()
        if fields.has("groups"):
            found = []
            for index, member in enumerate(fields.list("groups", "各组的依据")):
                inner = evidence_fields(member, inside(fields.at("groups"), index), problems)
                if inner.sound:
                    found.append(self._take_one(inner))
                    close_evidence(inner)
            if not found and fields.sound:
                fields.wrong("groups", "没有写一个组")
        else:
            found = [self._take_one(fields)]
        close_evidence(fields)
        return tuple(found)

    def _take_one(self, fields: Fields) -> tuple[Any, Number | None]:
        if self.share_as == "share":
            fields.required("members", "组内人数")
        members = fields.number("members", least=1, null=True)
        if not fields.required("group", "组的依据") or self.rule is None:
            return OPEN, members
        return self.rule.take(fields.raw("group"), fields.at("group"), fields.problems), members

    def branches(self, evidence: Any, case: Any) -> Iterator[tuple[Rule, Any, Any]]:
        if self.rule is None:
            return
        names = case.person.groups.get(self.of, ())
        given = [OPEN if evidence is LEFT_OUT else evidence] if isinstance(evidence, Absent) else [e for e, _ in evidence]
        for index, inner in enumerate(given):
            name = names[index] if index < len(names) else f"{case.person.id}#{index}"
            yield self.rule, inner, case.of_group(self.of, name)

    def work(self, evidence: Any, case: Any) -> Score:
        scores = []
        for (rule, given, there), (_, members) in zip(self.branches(evidence, case), evidence, strict=True):
            whole = rule.score(given, there)
            if not whole.excluded:
                scores.append(self.passed_on(whole, members))
        if not scores:
            return NOT_ASKED
        best = best_of(scores, max(scores, key=lambda score: score.points).reason)
        return Score(best.points, best.reason, best.most, best.open)

    def passed_on(self, whole: Score, members: Number | None) -> Score:
        """What one member gets of the group's points."""

        def part(points: Number) -> Number:
            if self.share_as == "share":
                return divide(points, members or 1)
            return points * self.factor if self.share_as == "factor" else points

        reason = Reason("group", {"of": self.of, "whole": whole, "as": self.share_as, "members": members,
                                  "factor": self.factor, "points": part(whole.points)})
        most = None if whole.most is None else part(whole.most)
        return Score(part(whole.points), reason, most, whole.open, blank=whole.blank)
