"""合计: the parts added up."""

from dataclasses import dataclass
from typing import Any

from ..base import NOT_ASKED, Reason, Score
from .parts import Parted, most_of


@dataclass(frozen=True)
class Sum(Parted):
    """分项合计: the sum of the parts, each within its own max; what is open adds what is known."""

    kind = "sum"

    def work(self, evidence: Any, case: Any) -> Score:
        scored = self.scores(evidence, case)
        asked = [score for _, score in scored if not score.excluded]
        if not asked:
            return NOT_ASKED
        mosts = most_of(asked)
        return Score(sum(score.points for score in asked), Reason("sum", {"parts": tuple(scored)}),
                     None if mosts is None else sum(mosts), any(score.open for score in asked))
