"""The closed set of rule kinds (计分规则的种类): one small file each, one line each here."""

from typing import Any

from ..base import Frame, Rule
from ..fields import Fields
from ..numbers import Number
from ..problems import Problems, inside, short
from . import all as all_conditions
from . import any as any_condition
from . import awards, bands, best, count, gate, group, judged, mean, quota, rank, raters, ratio, relative, tiers
from . import sum as sum_of_parts

KINDS: dict[str, type[Rule]] = {
    "judged": judged.Judged,
    "tiers": tiers.Tiers,
    "bands": bands.Bands,
    "count": count.Count,
    "quota": quota.Quota,
    "ratio": ratio.Ratio,
    "awards": awards.Awards,
    "raters": raters.Raters,
    "rank": rank.Rank,
    "relative": relative.Relative,
    "sum": sum_of_parts.Sum,
    "best": best.Best,
    "all": all_conditions.All,
    "any": any_condition.AnyOf,
    "mean": mean.Mean,
    "group": group.Group,
    "gate": gate.Gate,
}


class RuleReader:
    """Reads the rules of one item; remembers which other items its conditions ask for."""

    DEEPEST = 25

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.item_references: list[tuple[str, str]] = []
        self._depth = 0

    def refers(self, code: str, path: str) -> None:
        self.item_references.append((code, path))

    def rule(self, raw: Any, path: str, maximum: Number | None) -> Rule | None:
        """A rule standing in an item or part with this max; None when something is wrong with it."""
        fields = Fields(raw, path, self.problems, "规则")
        if not fields.sound:
            return None
        kind = fields.raw("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            if "kind" in fields.data:
                fields.wrong("kind", f"没有“{short(kind)}”这种计分规则，只有 {'、'.join(KINDS)}")
            else:
                self.problems.add(path, "规则缺少“kind”（种类）")
            return None
        if self._depth >= self.DEEPEST:
            self.problems.add(path, f"规则嵌套超过 {self.DEEPEST} 层，无法计算")
            return None
        self._depth += 1
        try:
            frame = Frame.read(fields, maximum, KINDS[kind].default_out_of)
            rule = KINDS[kind].read(fields, frame, self)
        finally:
            self._depth -= 1
        fields.close()
        return rule if fields.sound else None

    def inner(self, fields: Fields, frame: Frame) -> Rule | None:
        """The one rule inside a combinator, on the combinator's scale."""
        if not fields.required("rule", "里面的规则"):
            return None
        return self.rule(fields.raw("rule"), inside(fields.path, "rule"), frame.scale)
