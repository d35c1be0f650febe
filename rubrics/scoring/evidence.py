"""The evidence (评价依据) of all teachers, checked against the rubric and ready to be reckoned with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .base import LEFT_OUT, Absent
from .case import Person
from .fields import Fields, guarded, load
from .kinds.gate import Gate, take_gate
from .numbers import Number
from .problems import Problems, inside, short
from .rubric import Item, Rubric


@dataclass(frozen=True, slots=True)
class Value:
    """One item's evidence (一项的依据), shared by all whose evidence reads the same."""

    given: Any
    gate: Mapping[str, Number | None]


NO_VALUE = Value(LEFT_OUT, {})


@dataclass(frozen=True, slots=True)
class Teacher:
    """A teacher and his evidence in the order of the rubric's items (一名教师的依据)."""

    person: Person
    profile: tuple[Any, ...]  # tags, roles, groups: what audiences ask for
    values: tuple[Value, ...]
    variants: tuple[int, ...]  # which variant of each item counts for him


@dataclass(frozen=True)
class Evidence:
    """评价依据: of every teacher, with the periods that are due."""

    periods: Mapping[str, tuple[str, ...]]
    teachers: tuple[Teacher, ...]


def parse_evidence(data: object, rubric: Rubric) -> Evidence:
    """The evidence from JSON text, bytes or values; raises Refusal with every problem at once."""
    return guarded(lambda: _Reader(rubric).read(load(data, "依据文件")), "依据文件")


class _Reader:
    """Reads each distinct value once: the same tier of a thousand teachers is checked one time."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.places = {item.code: index for index, item in enumerate(rubric.items)}
        self.problems = Problems()
        self.read_values: dict[tuple[int, int, str], Value] = {}
        self.profiles: dict[str, tuple[Any, ...]] = {}
        self.variants: dict[tuple[Any, ...], tuple[int, ...]] = {}

    def read(self, data: object) -> Evidence:
        fields = Fields(data, "$", self.problems, "依据文件")
        self.problems.refuse()
        periods = {}
        given = Fields(fields.raw("periods", {}), fields.at("periods"), self.problems, "各期")
        for name in given.data:
            periods[name] = given.texts(name, "各期")
        fields.required("teachers", "各教师的依据")
        teachers = []
        seen: set[str] = set()
        for index, raw in enumerate(fields.list("teachers", "各教师的依据")):
            teacher = self._teacher(raw, f"$.teachers[{index}]")
            if teacher is None:
                continue
            if teacher.person.id in seen:
                self.problems.add(f"$.teachers[{index}].id", f"教师编号“{short(teacher.person.id)}”重复")
            seen.add(teacher.person.id)
            teachers.append(teacher)
        fields.close()
        self.problems.refuse()
        return Evidence(periods, tuple(teachers))

    def _teacher(self, raw: object, path: str) -> Teacher | None:
        fields = Fields(raw, path, self.problems, "教师")
        if not fields.sound:
            return None
        if fields.required("id", "教师编号") and not fields.text("id") and fields.sound:
            fields.wrong("id", "教师编号是空的")
        fields.required("evidence", "各项的依据")
        tags, roles = fields.texts("tags", "标签"), fields.texts("roles", "职务")
        groups: dict[str, tuple[str, ...]] = {}
        if "groups" in fields.data:
            inner = Fields(fields.raw("groups"), fields.at("groups"), self.problems, "所在组")
            groups = {kind: inner.texts(kind, "所在组") for kind in inner.data}
        profile: tuple[Any, ...] = (tags, roles, groups)
        profile = self.profiles.setdefault(repr(profile), profile)
        share = fields.number("served_share", 1, least=0, most=1) if "served_share" in fields.data else 1
        fields.asked.add("served_share")
        incidents, leave = fields.numbers("incidents", "师德事件", least=0), fields.numbers("leave", "请假", least=0)
        person = Person(fields.text("id"), fields.text("name"), frozenset(tags), frozenset(roles), profile[2], share,
                        incidents, leave)
        evidence = fields.object("evidence", "各项的依据")
        fields.close()
        variants = self.variants.get(profile_key := id(profile))  # type: ignore[call-overload]
        if variants is None:
            variants = tuple(item.variant_for(person) for item in self.rubric.items)
            self.variants[profile_key] = variants  # type: ignore[index]
        values = [NO_VALUE] * len(self.rubric.items)
        for code, given in evidence.items():
            index = self.places.get(code)
            if index is None:
                self.problems.add(inside(f"{path}.evidence", code), f"细则里没有考核项目“{short(code)}”")
            else:
                values[index] = self._value(index, variants[index], given, path, code)
        return Teacher(person, profile, tuple(values), variants)

    def _value(self, index: int, variant: int, raw: object, path: str, code: str) -> Value:
        key = (index, variant, repr(raw))
        value = self.read_values.get(key)
        if value is None:
            before = len(self.problems)
            item = self.rubric.items[index]
            value = self._read_value(item, variant, raw, inside(f"{path}.evidence", code))
            if len(self.problems) == before:
                self.read_values[key] = value
        return value

    def _read_value(self, item: Item, variant: int, raw: object, path: str) -> Value:
        rule = item.variants[variant].rule
        gate: dict[str, Number | None] = {}
        if not isinstance(rule, Gate) and isinstance(raw, dict) and "gate" in raw and _asks_source(item):
            gate = take_gate(raw["gate"], inside(path, "gate"), self.problems)
            raw = {key: value for key, value in raw.items() if key != "gate"} or None
        given = rule.take(raw, path, self.problems)
        if isinstance(given, tuple) and isinstance(rule, Gate):
            gate = given[1]
            if given == (LEFT_OUT, {}):
                given = LEFT_OUT
        if given is LEFT_OUT and not gate:
            return NO_VALUE
        return Value(given, gate)


def _asks_source(item: Item) -> bool:
    """Whether a condition of the item looks for more than facts about the teacher."""
    if any(True for exempt in item.exempt for _ in exempt.when.names()):
        return True
    return any(isinstance(rule, Gate) for variant in item.variants for rule in variant.rule.tree())


__all__ = ["Absent", "Evidence", "Teacher", "Value", "parse_evidence"]
