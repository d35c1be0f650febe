"""分档: each tier has its points; who did not take part has none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import Absent, Frame, Reason, Rule, Score, close_evidence, evidence_fields
from ..fields import Fields
from ..numbers import Number
from ..problems import Problems, short


@dataclass(frozen=True)
class Tiers(Rule):
    """等次计分: the points of the tier one was given (一档 10 分，二档 8 分)."""

    kind = "tiers"
    tiers: Mapping[str, Number]
    none: Number

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: Any) -> "Tiers":
        if fields.required("tiers", "各档的分值") and fields.raw("tiers") == {}:
            fields.wrong("tiers", "没有写一个档次")
        return cls(frame, fields.numbers("tiers", "各档的分值"), fields.number("none", 0))

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        fields = evidence_fields(raw, path, problems)
        if fields.sound and fields.required("tier", "档次"):
            tier = fields.raw("tier")
            if not isinstance(tier, str) or tier not in self.tiers:
                fields.wrong("tier", f"没有“{short(tier)}”这一档，只有 {'、'.join(self.tiers)}")
            close_evidence(fields)
            return tier
        return None

    def work(self, evidence: Any, case: Any) -> Score:
        return Score.of(self.tiers[evidence], "tier", tier=evidence, points=self.tiers[evidence])

    def nothing(self, case: Any) -> Score:
        return Score.of(self.none, "tier_none", points=self.none)

    def more(self, evidence: Any, score: Score) -> Reason | None:
        if isinstance(evidence, Absent):
            return None
        had = self.frame.clamp(self.tiers[evidence])
        higher = [(points, name) for name, points in self.tiers.items() if self.frame.clamp(points) > had]
        if not higher:
            return None
        points, name = min(higher, key=lambda pair: pair[0])
        return Reason("more_tier", {"tier": name, "gain": self.frame.weighed(self.frame.clamp(points) - had)})
