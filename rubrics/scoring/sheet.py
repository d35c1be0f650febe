"""Scoring all teachers (计分): item by item for everybody, since some rules compare, then totals and grades."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .base import EXCLUDED, Reason, Score
from .case import Case, Pools
from .conditions import EXCLUDED_ITEM
from .evidence import Evidence, Teacher, Value
from .numbers import Number, exact
from .result import Outcome
from .rubric import Item, Rubric, conditions_of


@dataclass
class _Waiting:
    """Somebody who gets the mean of the others (平均分), known when all others are."""

    index: int
    variant: int


def score_items(rubric: Rubric, evidence: Evidence) -> list[list[Outcome]]:
    """For every item, in the rubric's order, the outcomes of all teachers."""
    columns: list[list[Outcome]] = [[] for _ in rubric.items]
    for place in rubric.order:
        columns[place] = _ItemScorer(rubric, evidence, place, columns).run()
    return columns


class _ItemScorer:
    """One item for all teachers."""

    def __init__(self, rubric: Rubric, evidence: Evidence, place: int, columns: list[list[Outcome]]) -> None:
        self.rubric, self.evidence, self.place, self.columns = rubric, evidence, place, columns
        self.item: Item = rubric.items[place]
        self.zero = rubric.without_evidence == "zero"
        self.pools = Pools()
        trees = [list(variant.rule.tree()) for variant in self.item.variants]
        self.looks_around = [any(rule.looks_around for rule in tree) for tree in trees]
        self.prorated = [any(rule.prorated for rule in tree) for tree in trees]
        self.needed = _needed_items(rubric, self.item)
        self.memo: dict[Any, Outcome] = {}

    def run(self) -> list[Outcome]:
        item, teachers = self.item, self.evidence.teachers
        found: list[Any] = [None] * len(teachers)
        scoring: list[int] = []
        plain = item.applies_to.everybody and not item.exempt
        if plain:
            scoring = list(range(len(teachers)))
        else:
            applies: dict[int, bool] = {}
            for index, teacher in enumerate(teachers):
                holds = applies.get(id(teacher.profile))
                if holds is None:
                    holds = applies[id(teacher.profile)] = item.applies_to.holds(teacher.profile)
                found[index] = self._beside(index, teacher, holds)
                if found[index] is None:
                    scoring.append(index)
        if any(self.looks_around):
            self._enter(scoring)
        self._score(scoring, found)
        self._average(found)
        return found

    def _case(self, index: int, teacher: Teacher, value: Value) -> Case:
        results = {code: _points(self.columns[place][index]) for code, place in self.needed.items()}
        variant = teacher.variants[self.place]
        return Case(teacher.person, self.evidence.periods, self.zero, results, self.pools,
                    self.item.variants[variant].rule, value.given, self.item.evidence, value.gate)

    def _beside(self, index: int, teacher: Teacher, applies: bool) -> Any:
        """The outcome of those the rule does not score; None for all others."""
        variant = teacher.variants[self.place]
        if not applies:
            return self._without_rule(index, variant, self.item.otherwise, "not_addressed")
        if self.item.exempt:
            value = teacher.values[self.place]
            case = self._case(index, teacher, value)
            for exempt in self.item.exempt:
                if case.ask(exempt.when, case.rule, value.given, value.gate):
                    return self._without_rule(index, variant, exempt.as_, "exempt", exempt.when.words())
        return None

    def _without_rule(self, index: int, variant: int, as_: str, code: str, when: str = "") -> Any:
        if as_ == "average":
            return _Waiting(index, variant)
        key = (variant, as_, code, when)
        if key not in self.memo:
            weight = self.item.variants[variant].weight
            points = weight if as_ == "full" else 0
            state = {"full": "exempt", "exclude": "excluded", "zero": "scored"}[as_]
            self.memo[key] = Outcome(self.item, points, points, state, weight,
                                     Reason(code, {"as": as_, "when": when, "points": points}))
        return self.memo[key]

    def _enter(self, scoring: list[int]) -> None:
        """Everybody stands among those he is compared with before anybody is scored."""
        for index in scoring:
            teacher = self.evidence.teachers[index]
            value = teacher.values[self.place]
            if value.given is EXCLUDED:
                continue
            case = self._case(index, teacher, value)
            if case.rule is not None:
                case.rule.enter(value.given, case)

    def _score(self, scoring: list[int], found: list[Any]) -> None:
        teachers, place, memo = self.evidence.teachers, self.place, self.memo
        for index in scoring:
            teacher = teachers[index]
            value = teacher.values[place]
            variant = teacher.variants[place]
            if self.looks_around[variant]:
                found[index] = self._outcome(variant, value, self._case(index, teacher, value))
                continue
            key: Any = (variant, id(value))
            if self.prorated[variant]:
                key = (*key, teacher.person.served_share)
            outcome = memo.get(key)
            if outcome is None:
                outcome = memo[key] = self._outcome(variant, value, self._case(index, teacher, value))
            found[index] = outcome

    def _outcome(self, variant: int, value: Value, case: Case) -> Outcome:
        rule, weight = self.item.variants[variant].rule, self.item.variants[variant].weight
        score = rule.score(value.given, case)
        if score.excluded:
            return Outcome(self.item, 0, 0, "excluded", weight, score.reason)
        state = "scored"
        if self.item.counts == "shown":
            state, score = "shown", closed(score)
        elif score.open and self.zero:
            score = closed(score)
        elif score.open:
            state = "open"
        most = score.most if score.open else score.points
        return Outcome(self.item, score.points, most, state, weight, score.reason, rule, value.given, score)

    def _average(self, found: list[Any]) -> None:
        """平均分: the mean of those who are scored by the rule, open while one of them is."""
        waiting = [place for place, outcome in enumerate(found) if isinstance(outcome, _Waiting)]
        if not waiting:
            return
        scored = [outcome for outcome in found if isinstance(outcome, Outcome) and outcome.rule is not None]
        weights = [variant.weight for variant in self.item.variants]
        if not scored:
            for place in waiting:
                found[place] = Outcome(self.item, 0, 0, "excluded", weights[found[place].variant],
                                       Reason("not_addressed", {"as": "average", "when": "", "n": 0}))
            return
        mean = _mean([outcome.points for outcome in scored])
        is_open = any(outcome.state == "open" for outcome in scored)
        mosts = [outcome.most for outcome in scored]
        most = None if None in mosts else _mean(mosts)  # type: ignore[arg-type]
        reason = Reason("not_addressed", {"as": "average", "when": "", "n": len(scored), "points": mean})
        for place in waiting:
            found[place] = Outcome(self.item, mean, most if is_open else mean, "open" if is_open else "exempt",
                                   weights[found[place].variant], reason)


def closed(score: Score) -> Score:
    """What is known, taken as final."""
    return Score(score.points, score.reason, score.points)


def _mean(values: list[Number]) -> Number:
    return exact(Fraction(sum(values)) / len(values))


def _points(outcome: Outcome) -> Any:
    """What a condition on another item sees."""
    if outcome.state == "excluded":
        return EXCLUDED_ITEM
    return None if outcome.state == "open" else outcome.points


def _needed_items(rubric: Rubric, item: Item) -> dict[str, int]:
    """The items its conditions ask for, with their places."""
    return {code: rubric.place_of[code] for condition in conditions_of(item) for code in condition.items()}
