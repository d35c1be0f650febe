"""The case of one teacher (一名教师的情况): who he is, what he is compared with, what his other items gave."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from .base import LEFT_OUT, UNKNOWN, Rule
from .conditions import Answers, Condition
from .numbers import Number, exact

EVERY_LABEL = object()  # the parts of a mean are not known yet: whoever waits, waits in each of them


@dataclass(frozen=True)
class Among:
    """Whom one is compared with (比较范围): all, group:备课组, tag:班主任."""

    kind: str
    name: str

    @property
    def words(self) -> str:
        return {"all": "全体", "group": f"本{self.name}", "tag": self.name}[self.kind]


class Pool:
    """Those who are compared with each other (同组比较)."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[Number, ...]] = {}
        self.waiting = False
        self._sorted: list[tuple[Number, ...]] | None = None
        self._mean: Number | None = None

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def ordered(self) -> list[tuple[Number, ...]]:
        if self._sorted is None:
            self._sorted = sorted(self.entries.values())
        return self._sorted

    def rank(self, value: tuple[Number, ...], low_is_better: bool) -> int:
        """Ties share the better rank (并列取前)."""
        if low_is_better:
            return bisect_left(self.ordered, value) + 1
        return len(self.ordered) - bisect_right(self.ordered, value) + 1

    def best(self, low_is_better: bool) -> Number:
        return self.ordered[0 if low_is_better else -1][0]

    def mean(self) -> Number:
        if self._mean is None:
            self._mean = exact(Fraction(sum(value[0] for value in self.entries.values())) / len(self.entries))
        return self._mean


class Pools:
    """All comparisons of one item."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[Any, ...], Pool] = {}

    def pool(self, place: str, label: tuple[Any, ...], where: str) -> Pool:
        key = (place, label, where)
        if key not in self.by_key:
            self.by_key[key] = Pool()
        return self.by_key[key]

    def waits(self, place: str, label: tuple[Any, ...], where: str) -> bool:
        """Whether somebody among those compared is still open."""
        asked = [label] if not label else [label, (EVERY_LABEL,) * len(label)]
        return any((pool := self.by_key.get((place, each, where))) is not None and pool.waiting for each in asked)


@dataclass(frozen=True, slots=True)
class Person:
    """The facts about a teacher that conditions and audiences ask for (教师的基本情况)."""

    id: str
    name: str
    tags: frozenset[str]
    roles: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]
    served_share: Number
    incidents: Mapping[str, Number]
    leave: Mapping[str, Number]


@dataclass(frozen=True)
class Case(Answers):
    """What a rule may know beside its own evidence."""

    person: Person
    periods: Mapping[str, tuple[str, ...]]
    zero: bool
    item_results: Mapping[str, Any] = field(default_factory=dict)
    pools: Pools = field(default_factory=Pools)
    rule: Rule | None = None  # the item's whole rule and evidence, for conditions
    evidence: Any = LEFT_OUT
    source: str = ""
    gate: Mapping[str, Number | None] = field(default_factory=dict)
    label: tuple[Any, ...] = ()
    group: tuple[str, str] | None = None  # inside `group`: whose evidence it is

    @property
    def share(self) -> Number:
        """A group's evidence is nobody's share of the term."""
        return 1 if self.group else self.person.served_share

    @property
    def entrant(self) -> str:
        return "/".join(self.group) if self.group else self.person.id

    def labelled(self, label: Any) -> "Case":
        return replace(self, label=(*self.label, label))

    def of_group(self, kind: str, name: str) -> "Case":
        return replace(self, group=(kind, name))

    def places(self, among: Among) -> tuple[str, ...]:
        """The comparisons one stands in; two when one is in two groups, none when in no group."""
        if among.kind == "all":
            return ("",)
        if among.kind == "tag":
            return (among.name,) if among.name in self.person.tags else ()
        return tuple(dict.fromkeys(self.person.groups.get(among.name, ())))

    def fact(self, prefix: str, name: str) -> Number:
        person = self.person
        if prefix == "tag":
            return int(name in person.tags)
        if prefix == "role":
            return int(name in person.roles)
        return (person.incidents if prefix == "incident" else person.leave).get(name, 0)

    def item_points(self, code: str) -> Any:
        return self.item_results[code]

    def ask(self, condition: Condition, rule: Rule | None, evidence: Any, gate: Mapping[str, Any]) -> bool | None:
        """Whether a condition holds, asked beside this rule and its evidence."""
        return condition.holds(self, lambda name: self.value(name, rule, evidence, gate))

    def value(self, name: str, rule: Rule | None = None, evidence: Any = None, gate: Mapping[str, Any] | None = None) -> Any:
        """What a name stands for: a gate's source, an event or number of the evidence, the item's own source."""
        for values in (gate or {}, self.gate):
            if name in values:
                return values[name]
        for asked, given in ((rule, evidence), (self.rule, self.evidence)):
            if asked is None:
                continue
            found = asked.own(name, given, self)
            if found is UNKNOWN and name == self.source:
                found = main_number(asked, given, self)
            if found is not UNKNOWN:
                return found
        return None


def main_number(rule: Rule, evidence: Any, case: Case) -> Any:
    """The number an item's own source gave (本项来源的数)."""
    for name in ("number", "count", "done"):
        found = rule.own(name, evidence, case)
        if found is not UNKNOWN and found is not None:
            return found
    return None
