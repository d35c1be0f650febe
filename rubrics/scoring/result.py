"""The score sheets (考核汇总表) as values: points, states, reasons, totals, and the JSON people's tools read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .base import Reason, Rule, Score
from .case import Person
from .numbers import Number, fixed, plain
from .rubric import Item, Rubric
from .wording import more_sentence, sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """得分: an item's points for a teacher, with the reason as codes and numbers; sentences are made on demand."""

    item: Item
    points: Number
    most: Number | None  # still possible; None: no ceiling
    state: str  # scored, open, excluded, exempt, shown
    weight: Number
    why: Reason
    rule: Rule | None = None  # what scored it; None when no rule did
    evidence: Any = None
    score: Score | None = None

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def reason(self) -> str:
        """A sentence from which the points can be reckoned again by hand."""
        return sentence(self.item, self.why, self.points, self.state)

    @property
    def more_code(self) -> Reason | None:
        """What would still earn more, as a code and numbers."""
        if self.rule is None or self.score is None or self.state == "excluded":
            return None
        return self.rule.more(self.evidence, self.score)

    @property
    def more(self) -> str:
        """再获先进班级 2 次可加 2 分（上限 7 分）; empty where nothing is known."""
        code = self.more_code
        return more_sentence(self.item, code) if code else ""


@dataclass(slots=True)
class Sheet:
    """个人考核得分表: one teacher's items and totals."""

    person: Person
    items: tuple[Outcome, ...]
    places: int
    sections: dict[str, Number]
    earned: Number
    possible: Number | None
    bonus: Number
    total: Number  # rounded
    assessed: bool = True
    rank: int | None = None
    grade: str | None = None
    vetoes: tuple[dict[str, Any], ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether open items may still change total and grade (待定)."""
        return any(outcome.state == "open" for outcome in self.items)

    @property
    def by_code(self) -> dict[str, Outcome]:
        return {outcome.code: outcome for outcome in self.items}

    @property
    def total_text(self) -> str:
        return fixed(self.total, self.places)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.person.id,
            "items": [{"code": outcome.code, "points": plain(outcome.points), "state": outcome.state,
                       "reason": outcome.reason} for outcome in self.items],
            "sections": {code: plain(points) for code, points in self.sections.items()},
            "earned": plain(self.earned),
            "possible": None if self.possible is None else plain(self.possible),
            "bonus": plain(self.bonus),
            "total": self.total_text,
            "grade": self.grade,
            "rank": self.rank,
            "vetoes": list(self.vetoes),
        }


@dataclass(frozen=True)
class Result:
    """考核汇总表: all sheets in the order given, and what should be looked at."""

    rubric: Rubric
    sheets: tuple[Sheet, ...]
    findings: tuple[dict[str, str], ...] = field(default=())

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def as_json(self) -> dict[str, Any]:
        return {"teachers": [sheet.as_json() for sheet in self.sheets], "findings": list(self.findings)}
