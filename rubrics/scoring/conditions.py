"""Conditions (条件): when a gate closes, a teacher is exempt, a veto strikes, a requirement is met.

The answer is True, False, or None while a value has not come in (待定); None is carried as in a three-valued logic.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .fields import Fields, number
from .numbers import Number, plain
from .problems import inside, short

if TYPE_CHECKING:
    from .kinds import RuleReader

COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "is": lambda value, limit: value == limit,
    "at_least": lambda value, limit: value >= limit,
    "more_than": lambda value, limit: value > limit,
    "at_most": lambda value, limit: value <= limit,
    "fewer_than": lambda value, limit: value < limit,
}
IN_WORDS = {"is": "等于", "at_least": "不少于", "more_than": "多于", "at_most": "不多于", "fewer_than": "少于"}
PREFIXES = ("incident:", "leave:", "tag:", "role:")
PREFIX_WORDS = {"incident": "", "leave": "请假：", "tag": "属于", "role": "担任"}
NAMES = {"number": "数值", "count": "次数", "done": "完成数", "of": "应完成数", "rank": "名次", "reference": "参照数",
         "hours": "学时", "class_awards": "先进班级", "mentorship": "师徒结对"}
Test = tuple[str, Number]


class Answers:
    """Where conditions look things up; sheet.Case answers for a teacher."""

    def fact(self, prefix: str, name: str) -> Number:
        raise NotImplementedError

    def item_points(self, code: str) -> Any:
        """The item's points, None while open, EXCLUDED_ITEM when it is not asked of the teacher."""
        raise NotImplementedError


EXCLUDED_ITEM: Any = object()


def compare(value: Number | None, tests: tuple[Test, ...]) -> bool | None:
    return None if value is None else all(COMPARISONS[word](value, limit) for word, limit in tests)


def tests_in_words(tests: tuple[Test, ...]) -> str:
    return "且".join(f"{IN_WORDS[word]} {plain(limit)}" for word, limit in tests)


class Condition:
    """One condition (条件)."""

    looked_up = True  # not answered by the list of `all` and `any`

    def holds(self, answers: Answers, own: Callable[[str], Any]) -> bool | None:
        raise NotImplementedError

    def items(self) -> Iterator[str]:
        """Codes of the items it asks for."""
        return iter(())

    def names(self) -> Iterator[str]:
        """Names it looks for in the item's own evidence."""
        return iter(())

    def words(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Fact(Condition):
    """An incident, leave, tag or role of the teacher (师德事件、请假、标签、职务)."""

    prefix: str
    name: str
    tests: tuple[Test, ...]

    def holds(self, answers: Answers, own: Callable[[str], Any]) -> bool | None:
        return compare(answers.fact(self.prefix, self.name), self.tests)

    def words(self) -> str:
        name = f"{PREFIX_WORDS[self.prefix]}{self.name}"
        if self.tests == (("at_least", 1),):
            return f"有{name}" if self.prefix in ("incident", "leave") else name
        return f"{name} {tests_in_words(self.tests)} 次"


@dataclass(frozen=True)
class Own(Condition):
    """An event or number of the item's own evidence, or what a source says (本项依据中的数)."""

    name: str
    tests: tuple[Test, ...]
    looked_up = False

    def holds(self, answers: Answers, own: Callable[[str], Any]) -> bool | None:
        return compare(own(self.name), self.tests)

    def names(self) -> Iterator[str]:
        yield self.name

    def words(self) -> str:
        name = NAMES.get(self.name) or self.name.partition(":")[2] or self.name
        return f"{name}{tests_in_words(self.tests)}"


@dataclass(frozen=True)
class ItemPoints(Condition):
    """The points of another item after its clamp (另一项的得分)."""

    code: str
    tests: tuple[Test, ...]

    def holds(self, answers: Answers, own: Callable[[str], Any]) -> bool | None:
        points = answers.item_points(self.code)
        return False if points is EXCLUDED_ITEM else compare(points, self.tests)

    def items(self) -> Iterator[str]:
        yield self.code

    def words(self) -> str:
        return f"第 {self.code} 项得分{tests_in_words(self.tests)}"


@dataclass(frozen=True)
class Several(Condition):
    """Any or all of several conditions (任一、全部)."""

    every: bool
    parts: tuple[Condition, ...]

    @property
    def looked_up(self) -> bool:  # type: ignore[override]
        return all(part.looked_up for part in self.parts)

    def holds(self, answers: Answers, own: Callable[[str], Any]) -> bool | None:
        return together([part.holds(answers, own) for part in self.parts], self.every)

    def items(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.items()

    def names(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.names()

    def words(self) -> str:
        return ("并且" if self.every else "或者").join(part.words() for part in self.parts)


@dataclass(frozen=True)
class Not(Condition):
    """The contrary (不满足)."""

    part: Condition

    @property
    def looked_up(self) -> bool:  # type: ignore[override]
        return self.part.looked_up

    def holds(self, answers: Answers, own: Callable[[str], Any]) -> bool | None:
        held = self.part.holds(answers, own)
        return None if held is None else not held

    def items(self) -> Iterator[str]:
        return self.part.items()

    def names(self) -> Iterator[str]:
        return self.part.names()

    def words(self) -> str:
        return f"不满足“{self.part.words()}”"


def together(answers: list[bool | None], every: bool) -> bool | None:
    """All or one of the answers; as soon as one decides, what is open no longer matters."""
    decisive = not every
    if any(answer is decisive for answer in answers):
        return decisive
    return None if None in answers else every


def read_condition(raw: object, path: str, reader: "RuleReader", depth: int = 0) -> Condition | None:
    """A condition as written in gate, exempt and vetoes; None (and a problem) when it cannot be understood."""
    problems = reader.problems
    if depth > reader.DEEPEST:
        problems.add(path, "条件嵌套太深，无法计算")
        return None
    if isinstance(raw, str):
        prefix, _, name = raw.partition(":")
        if f"{prefix}:" in PREFIXES and name:
            return Fact(prefix, name, (("at_least", 1),))
        problems.add(path, f"看不懂条件“{short(raw)}”，文字条件应以 incident:、leave:、tag: 或 role: 开头")
        return None
    fields = Fields(raw, path, problems, "条件")
    if not fields.sound:
        return None
    forms = [key for key in ("of", "item", "any", "all", "not") if fields.has(key)]
    if len(forms) != 1:
        problems.add(path, "条件应当写明 of、item、any、all、not 之一，而且只写一个")
        return None
    found: Condition | None = None
    if forms[0] in ("any", "all"):
        members = fields.list(forms[0], "条件")
        if not members and fields.sound:
            fields.wrong(forms[0], "条件的列表是空的")
        parts = [read_condition(part, inside(fields.at(forms[0]), index), reader, depth + 1)
                 for index, part in enumerate(members)]
        found = Several(forms[0] == "all", tuple(part for part in parts if part))
    elif forms[0] == "not":
        part = read_condition(fields.raw("not"), fields.at("not"), reader, depth + 1)
        found = Not(part) if part else None
    else:
        found = _comparison(fields, forms[0], reader)
    fields.close()
    return found if fields.sound else None


def _comparison(fields: Fields, form: str, reader: "RuleReader") -> Condition | None:
    name = fields.text(form)
    if not name and fields.sound:
        fields.wrong(form, "条件没有写明看什么")
    tests = []
    for word in COMPARISONS:
        if fields.has(word):
            limit = number(fields.raw(word), fields.at(word), fields.problems)
            if limit is not None:
                tests.append((word, limit))
    if not tests and fields.sound:
        fields.problems.add(fields.path, "条件没有写明怎样比较（is、at_least、more_than、at_most、fewer_than）")
    if not fields.sound:
        return None
    if form == "item":
        reader.refers(name, fields.at("item"))
        return ItemPoints(name, tuple(tests))
    prefix, _, rest = name.partition(":")
    if f"{prefix}:" in PREFIXES and rest:
        return Fact(prefix, rest, tuple(tests))
    return Own(name, tuple(tests))
