"""What every kind of rule shares (计分规则的共同部分): its scale, its clamp, and how evidence that is missing is taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from .fields import Fields
from .numbers import Number, divide
from .problems import Problems, inside, short

if TYPE_CHECKING:
    from .case import Case
    from .kinds import RuleReader


class Absent(Enum):
    """Evidence that is a word instead of a value."""

    LEFT_OUT = "left out"  # 没有填
    OPEN = "open"  # 待定
    NONE = "none"  # 未参加，没有做
    EXCLUDED = "excluded"  # 不作要求

    __hash__ = object.__hash__


LEFT_OUT, OPEN, NONE, EXCLUDED = Absent.LEFT_OUT, Absent.OPEN, Absent.NONE, Absent.EXCLUDED
_WORDS = {"open": OPEN, "none": NONE, "excluded": EXCLUDED}
UNKNOWN: Any = object()  # a name the evidence knows nothing of


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many points (得分理由): a code and the numbers a person needs to reckon it again by hand."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[tuple[Any, ...], ...] = ()

    def then(self, *step: Any) -> "Reason":
        return Reason(self.code, self.values, (*self.steps, step))


@dataclass(frozen=True, slots=True)
class Score:
    """What a rule gives (得分): points so far, the most still possible (None: no ceiling), and why."""

    points: Number
    reason: Reason
    most: Number | None
    open: bool = False
    excluded: bool = False
    blank: bool = False  # open and nothing known yet: 0 points whatever the floor says

    @classmethod
    def of(cls, points: Number, code: str, /, **values: Any) -> "Score":
        return cls(points, Reason(code, values), points)

    @classmethod
    def waiting(cls, code: str = "open", /, **values: Any) -> "Score":
        return cls(0, Reason(code, values), None, open=True, blank=True)


NOT_ASKED = Score(0, Reason("excluded"), 0, excluded=True)


@dataclass(frozen=True)
class Frame:
    """The scale a rule is reckoned on (量程): the word max in its formula, its floor and cap, and 百分制 × 权重."""

    place: str  # the rule's JSON path, by which those compared with each other find each other
    max: Number | None  # of the item or part it stands in
    scale: Number | None  # out_of, or else max
    low: Number | None
    high: Number | None
    out_of: Number | None = None

    @classmethod
    def read(cls, fields: Fields, maximum: Number | None, out_of: Number | None) -> "Frame":
        out_of = fields.number("out_of", out_of, above=0, null=True)
        scale = maximum if out_of is None else out_of
        low = fields.number("floor", None if scale is None else 0, null=True)
        high = fields.number("cap", scale, null=True)
        if low is not None and high is not None and low > high:
            fields.problems.add(fields.path, "规则的下限（floor）大于上限（cap）")
        return cls(fields.path, maximum, scale, low, high, out_of)

    def clamp(self, points: Number) -> Number:
        if self.high is not None and points > self.high:
            return self.high
        if self.low is not None and points < self.low:
            return self.low
        return points

    def weighed(self, points: Number) -> Number:
        """From the rule's own scale to the points of the item (得分 × 权重 ÷ 量程)."""
        if self.out_of is None or self.max is None:
            return points
        return divide(points * self.max, self.out_of)

    def bound(self, raw: Score) -> Score:
        """The clamp of the rule on its own scale, then out_of."""
        if raw.excluded:
            return raw
        points, reason = raw.points, raw.reason
        if not raw.blank:
            points = self.clamp(raw.points)
            if points != raw.points:
                reason = reason.then("capped" if points < raw.points else "floored", raw.points, points)
        most = points
        if raw.open:
            most = self.high if raw.most is None else self.clamp(raw.most)
        if self.out_of is not None and self.max is not None and self.out_of != self.max:
            weighed = self.weighed(points)
            if not raw.blank:
                reason = reason.then("weighed", points, self.max, self.out_of, weighed)
            points = weighed
            most = None if most is None else self.weighed(most)
        return Score(points, reason, most, raw.open, blank=raw.blank)

    def rebound(self, points: Number) -> Number:
        """The clamp of the part or item, on its scale, where the rule's own floor and cap hold instead of 0 … max."""
        low = None if self.low is None else self.weighed(self.low)
        high = None if self.high is None else self.weighed(self.high)
        if high is not None and points > high:
            return high
        return low if low is not None and points < low else points


@dataclass(frozen=True)
class Rule:
    """One rule of the closed set (计分规则)."""

    kind: ClassVar[str]
    when_left_out: ClassVar[Absent] = OPEN
    default_out_of: ClassVar[Number | None] = None
    measures: ClassVar[tuple[str, ...]] = ()  # the numbers of its evidence a condition may name
    frame: Frame

    @classmethod
    def read(cls, fields: Fields, frame: Frame, reader: "RuleReader") -> "Rule":
        """The rule's parameters; whatever is wrong goes to the problems of `fields`."""
        raise NotImplementedError

    def take(self, raw: object, path: str, problems: Problems) -> Any:
        """Evidence as it is stored: checked, exact, ready to be reckoned with."""
        if raw is None:
            return LEFT_OUT
        if isinstance(raw, str):
            if raw in _WORDS:
                return _WORDS[raw]
            problems.add(path, f"依据只能是对象，或 \"open\"、\"none\"、\"excluded\" 之一，现在是 {short(raw)}")
            return OPEN
        return self.take_value(raw, path, problems)

    def take_value(self, raw: object, path: str, problems: Problems) -> Any:
        raise NotImplementedError

    def score(self, evidence: Any, case: "Case") -> Score:
        """Points on the scale of the part or item this rule stands in."""
        return self.frame.bound(self.judge(evidence, case))

    def judge(self, evidence: Any, case: "Case") -> Score:
        """Points before the clamp."""
        if evidence is LEFT_OUT:
            evidence = self.when_left_out
            if evidence is OPEN and case.zero:
                return Score.of(0, "counted_zero")
        if evidence is OPEN:
            return Score.of(0, "counted_zero") if case.zero else Score.waiting()
        if evidence is EXCLUDED:
            return NOT_ASKED
        if evidence is NONE:
            return self.nothing(case)
        return self.work(evidence, case)

    def nothing(self, case: "Case") -> Score:
        """Nothing done (未参加)."""
        return Score.of(0, "none")

    def work(self, evidence: Any, case: "Case") -> Score:
        """The arithmetic."""
        raise NotImplementedError

    def unsettled(self, case: "Case", code: str, /, **values: Any) -> Score:
        """A value that cannot be reckoned yet: open, or 0 where the rubric says that nothing counts as zero."""
        return Score.of(0, "counted_zero") if case.zero else Score.waiting(code, **values)

    def branches(self, evidence: Any, case: "Case") -> Iterator[tuple["Rule", Any, "Case"]]:
        """The rules inside this one with their own evidence."""
        return iter(())

    def children(self) -> tuple["Rule", ...]:
        return ()

    @property
    def looks_around(self) -> bool:
        """Whether other things than this evidence decide: conditions on the teacher, comparison with others."""
        return False

    @property
    def prorated(self) -> bool:
        """Whether the share of the term served counts."""
        return False

    def tree(self) -> Iterator["Rule"]:
        yield self
        for child in self.children():
            yield from child.tree()

    def enter(self, evidence: Any, case: "Case") -> None:
        """Join those one is compared with (参加比较)."""
        for child, inner, there in self.branches(evidence, case):
            child.enter(inner, there)

    def events(self) -> frozenset[str]:
        """Names that count 0 where they are not listed."""
        return frozenset()

    def facts(self, evidence: Any) -> Mapping[str, Number | None]:
        """The events and numbers of the evidence by name."""
        return {}

    def own(self, name: str, evidence: Any, case: "Case") -> Any:
        """An event or number of the evidence; None while it has not come in, UNKNOWN when there is no such name."""
        if evidence is LEFT_OUT:
            evidence = self.when_left_out
        if name in self.events():
            if evidence is NONE:
                return 0
            return None if isinstance(evidence, Absent) else self.facts(evidence).get(name, 0)
        if name in self.measures:
            if evidence is NONE:
                return 0
            return None if isinstance(evidence, Absent) else self.facts(evidence).get(name)
        for child, inner, there in self.branches(evidence, case):
            found = child.own(name, inner, there)
            if found is not UNKNOWN:
                return found
        return UNKNOWN

    def more(self, evidence: Any, score: Score) -> Reason | None:
        """What would still earn more (再做什么可以加分), where the kind knows it."""
        return None


BESIDE = ("at", "why", "records", "note")  # what evidence may carry along without being reckoned with


def evidence_fields(raw: object, path: str, problems: Problems) -> Fields:
    return Fields(raw, path, problems, "依据")


def close_evidence(fields: Fields, *, by_is_text: bool = True) -> None:
    """Name unknown keys; who gave it, when and why may stand beside any value."""
    for key in ("at", "why", "note", *(("by",) if by_is_text else ())):
        if fields.has(key) and key not in fields.asked and fields.raw(key) is not None:
            fields.text(key)
    fields.close(BESIDE)


def named_once(names: list[str], path: str, problems: Problems, what: str) -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name and name in seen:
            problems.add(inside(path, index), f"{what}“{short(name)}”重复")
        seen.add(name)
