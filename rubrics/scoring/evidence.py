"""The evidence (评价依据) of all teachers, checked against the rubric and ready to be reckoned with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .base import LEFT_OUT, named_once
from .case import Person
from .fields import Fields, guarded, load
from .kinds.gate import Gate, take_gate
from .numbers import Number
from .problems import Problems, inside, short
from .rubric import Item, Profile, Rubric


@dataclass(frozen=True, slots=True)
class Value:
    """One item's evidence (一项的依据), shared by all whose evidence reads the same."""

    given: Any
    gate: Mapping[str, Number | None]


NO_VALUE = Value(LEFT_OUT, {})
NOTHING: dict[str, Number] = {}


@dataclass(frozen=True, slots=True)
class Teacher:
    """A teacher and his evidence in the order of the rubric's items (一名教师的依据)."""

    person: Person
    profile: Profile
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
        self.problems = Problems()
        self.read_values: list[list[dict[str, Value]]] = [[{} for _ in item.variants] for item in rubric.items]
        self.profiles: dict[str, tuple[Profile, tuple[int, ...]]] = {}

    def read(self, data: object) -> Evidence:
        fields = Fields(data, "$", self.problems, "依据文件")
        self.problems.refuse()
        periods = {}
        given = Fields(fields.raw("periods", {}), fields.at("periods"), self.problems, "各期")
        for name in given.data:
            periods[name] = given.texts(name, "各期")
            named_once(list(periods[name]), given.at(name), self.problems, "这一期")
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
        if not isinstance(raw, dict):
            return None
        fields.required("id", "教师编号")
        code = fields.text("id")
        if not code and fields.has("id") and fields.sound:
            fields.wrong("id", "教师编号是空的")
        fields.required("evidence", "各项的依据")
        profile, variants = self._profile(fields)
        share = fields.number("served_share", 1, least=0, most=1)
        incidents = fields.numbers("incidents", "师德事件", least=0) if "incidents" in raw else NOTHING
        leave = fields.numbers("leave", "请假", least=0) if "leave" in raw else NOTHING
        person = Person(code, fields.text("name"), profile.tags, profile.roles, profile.groups, share,
                        incidents, leave)
        evidence = fields.object("evidence", "各项的依据")
        fields.close()
        values = [NO_VALUE] * len(self.rubric.items)
        for code, given in evidence.items():
            index = self.rubric.place_of.get(code)
            if index is None:
                self.problems.add(inside(f"{path}.evidence", code), f"细则里没有考核项目“{short(code)}”")
                continue
            known = self.read_values[index][variants[index]]
            text = repr(given)
            if text in known:
                values[index] = known[text]
                continue
            before = len(self.problems)
            values[index] = self._read_value(self.rubric.items[index], variants[index], given,
                                             inside(f"{path}.evidence", code))
            if len(self.problems) == before:
                known[text] = values[index]
        return Teacher(person, profile, tuple(values), variants)

    def _profile(self, fields: Fields) -> tuple[Profile, tuple[int, ...]]:
        """What audiences ask for, shared by all who are alike, and the variants that then count."""
        text = repr([fields.raw(key) for key in ("tags", "roles", "groups")])
        if text in self.profiles:
            return self.profiles[text]
        before = len(self.problems)
        groups: dict[str, tuple[str, ...]] = {}
        if fields.has("groups"):
            inner = Fields(fields.raw("groups"), fields.at("groups"), self.problems, "所在组")
            groups = {kind: inner.texts(kind, "所在组") for kind in inner.data}
        profile = Profile(frozenset(fields.texts("tags", "标签")), frozenset(fields.texts("roles", "职务")), groups)
        found = profile, tuple(item.variant_for(profile) for item in self.rubric.items)
        if len(self.problems) == before:
            self.profiles[text] = found
        return found

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
