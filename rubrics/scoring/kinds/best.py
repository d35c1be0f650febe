"""择优: of the parts the best one counts."""

from dataclasses import dataclass
from typing import Any

from ..base import NOT_ASKED, Reason, Score
from .parts import Parted, most_of


@dataclass(frozen=True)
class Best(Parted):
    """二选一，取最高: one part counts, never both; open while an open part could still give more."""

    kind = "best"

    def work(self, evidence: Any, case: Any) -> Score:
        scored = self.scores(evidence, case)
        asked = [score for _, score in scored if not score.excluded]
        if not asked:
            return NOT_ASKED
        return best_of(asked, Reason("best", {"parts": tuple(scored)}))


def best_of(scores: list[Score], reason: Reason) -> Score:
    known = [score.points for score in scores if not score.blank]
    points = max(known, default=0)
    waits = [score for score in scores if score.open and (not known or score.most is None or score.most > points)]
    mosts = most_of(scores)
    return Score(points, reason, None if mosts is None else max(mosts), bool(waits),
                 blank=not known)
