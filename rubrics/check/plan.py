"""细则与计划: evidence no activity will produce, activities no item asks for, more required than the plan holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rubrics.scoring import Rubric, plain
from rubrics.scoring.kinds.quota import Quota
from rubrics.scoring.numbers import Number
from rubrics.sources import argument_of, source_of

from .evidence import keys_of
from .finding import Finding, fix, path_of, place_of, warning, written

# What only an activity or a quota of the plan can produce; conduct, class awards, hours come from elsewhere.
FROM_THE_PLAN = ("works", "attendance", "part", "assessment", "contest", "inspection")


@dataclass(frozen=True)
class Supply:
    """What a plan will produce (计划的供给): a source key, how many where the plan says so, and what it is called."""

    key: str
    title: str
    number: Number | None = None


def check_against_plan(rubric: Rubric, supplies: Sequence[Supply]) -> list[Finding]:
    """The findings that need the plan too; pure, whoever knows the plan says what it supplies."""
    return [*_nothing_produces(rubric, supplies), *_nobody_asks(rubric, supplies), *_too_many(rubric, supplies)]


def _nothing_produces(rubric: Rubric, supplies: Sequence[Supply]) -> Iterator[Finding]:
    produced = {supply.key for supply in supplies}
    for item in rubric.items:
        for key in keys_of(item):
            source = source_of(key)
            if source and source.head in FROM_THE_PLAN and key not in produced:
                yield warning(place_of(item), f"依据是“{argument_of(key)}”的{source.label}，计划里没有活动会产生它",
                              "请在计划的日程或任务量里安排，或改依据来源")


def _nobody_asks(rubric: Rubric, supplies: Sequence[Supply]) -> Iterator[Finding]:
    """One finding for each thing planned, whatever kinds of evidence it could give."""
    asked = {argument_of(key) for item in rubric.items for key in keys_of(item)}
    asked |= {item.name for item in rubric.items}
    for title, arguments in _by_title(supplies).items():
        if not asked & {title, *arguments}:
            yield warning(f"计划“{title}”", "没有一个考核项目用到它", "如果不必计分，可以不理会；要计分的请在细则里加一项")


def _by_title(supplies: Sequence[Supply]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for supply in supplies:
        found.setdefault(supply.title, []).append(argument_of(supply.key))
    return found


def _too_many(rubric: Rubric, supplies: Sequence[Supply]) -> Iterator[Finding]:
    numbers = {supply.key: supply.number for supply in supplies if supply.number is not None}
    for item in rubric.items:
        planned = numbers.get(item.evidence)
        for rule in item.rule.tree():
            if planned is not None and isinstance(rule, Quota) and rule.required is not None and rule.required > planned:
                yield warning(place_of(item), f"要求 {plain(rule.required)} 次，计划只安排了 {plain(planned)} 次",
                              f"请把要求改为不超过 {plain(planned)} 次，或在计划里补足",
                              fix(f"要求改为 {plain(planned)} 次", (*path_of(rule.frame.place), "required"), written(planned)),
                              fix("改为按计划的数", (*path_of(rule.frame.place), "required"), None))
