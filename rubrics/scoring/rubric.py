"""The rubric (评价细则) as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .base import Rule
from .case import Among
from .conditions import Condition
from .kinds.conditions_met import Met
from .kinds.gate import Gate
from .numbers import Number


@dataclass(frozen=True)
class Profile:
    """What decides whom an item is for (分层、职务、所在组)."""

    tags: frozenset[str]
    roles: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Audience:
    """For whom (适用对象): lists are joined by and, names in one list by or."""

    tags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    not_tags: frozenset[str] = frozenset()

    @property
    def everybody(self) -> bool:
        return not (self.tags or self.roles or self.groups or self.not_tags)

    def holds(self, person: Profile) -> bool:
        if self.tags and not self.tags & person.tags:
            return False
        if self.roles and not self.roles & person.roles:
            return False
        if self.groups and not any(self.groups.intersection(names) for names in person.groups.values()):
            return False
        return not self.not_tags & person.tags


@dataclass(frozen=True)
class Exempt:
    """不作要求或计满分: the first condition that holds decides."""

    when: Condition
    as_: str


@dataclass(frozen=True)
class Variant:
    """The max and rule that count for some of the teachers (分类要求)."""

    audience: Audience
    max: Number | None
    rule: Rule

    @property
    def weight(self) -> Number:
        return 0 if self.max is None else self.max


@dataclass(frozen=True)
class Item:
    """考核项目: one line of the rubric."""

    code: str
    name: str
    section: str
    method: str
    text: str
    evidence: str
    counts: str
    max: Number | None
    applies_to: Audience
    otherwise: str
    exempt: tuple[Exempt, ...]
    variants: tuple[Variant, ...]  # those of `by` first to last, then the item's own

    def variant_for(self, person: Profile) -> int:
        """Which variant counts for this teacher."""
        return next(index for index, variant in enumerate(self.variants) if variant.audience.holds(person))

    @property
    def rule(self) -> Rule:
        return self.variants[-1].rule


@dataclass(frozen=True)
class Section:
    """栏目: its items' sum between floor and cap."""

    code: str
    name: str
    cap: Number | None
    floor: Number | None
    warn_below: Number | None
    fail_below: Number | None


@dataclass(frozen=True)
class Grade:
    """等次: all that it names must hold."""

    name: str
    at_least: Number | None
    top_share: Number | None
    top: Number | None
    among: Among


@dataclass(frozen=True)
class Veto:
    """一票否决."""

    when: Condition
    raw: Any
    effect: str
    grade: str
    points: Number


@dataclass(frozen=True)
class Rubric:
    """评价细则: the whole of it."""

    title: str
    for_: str
    full_marks: Number
    total: str
    places: int
    grades: tuple[Grade, ...]
    grades_count_bonus: bool
    sections: tuple[Section, ...]
    vetoes: tuple[Veto, ...]
    without_evidence: str
    items: tuple[Item, ...]
    order: tuple[int, ...]  # items so that those a condition asks for come first
    place_of: Mapping[str, int]  # by code

    @property
    def weights(self) -> Number:
        """The sum of the items' weights; a section brings no more than its cap (分值合计)."""
        return weight_of(self.sections, [(item.section, item.max or 0) for item in self.items if item.counts == "full"])


def weight_of(sections: Iterable[Section], weights: Iterable[tuple[str, Number]]) -> Number:
    """Σ of weights, where a section brings min(cap, Σ max)."""
    by_section: dict[str, Number] = {}
    for section, weight in weights:
        by_section[section] = by_section.get(section, 0) + weight
    for section_ in sections:
        if section_.cap is not None and section_.code in by_section:
            by_section[section_.code] = min(section_.cap, by_section[section_.code])
    return sum(by_section.values())


def conditions_of(item: Item) -> Iterable[Condition]:
    """Every condition that decides about this item."""
    for exempt in item.exempt:
        yield exempt.when
    for variant in item.variants:
        for rule in variant.rule.tree():
            if isinstance(rule, Gate) and rule.when:
                yield rule.when
            elif isinstance(rule, Met):
                yield from (condition for condition in rule.conditions if isinstance(condition, Condition))
