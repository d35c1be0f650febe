"""What the sentence of a rule is made of (句子里的空): words, fields, rows of fields, a rule inside a rule.

Every element does four things with flat values (`tiers.0.points` → "10"): `fill` them from the rule's data, `read` them
back, say them in words (`said`, only what is set), and lay them out whole for writing (`blocks`). What a person typed
goes into the rule as it stands: the core says what is wrong with it, and where.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from documents.chinese import half_width, normal
from rubrics.scoring.numbers import NotANumber, plain, read_number

ABSENT: Any = object()
Values = dict[str, str]
Saying = Callable[[Callable[[str], str]], str]  # the template to say, by what stands in the fields ("" where nothing is set)
_SLOT = re.compile(r"\{([\w.]+)\}")
_NUMBER_TAIL = re.compile(r"\s*[分次名人篇节]$")


@dataclass(frozen=True)
class Field:
    """One field (空): a number unless it has options or is words; the default is neither said nor written."""

    key: str
    label: str
    default: Any = None
    empty: str = ""  # what an empty field says
    options: Mapping[str, str] | None = None
    words: bool = False
    null: str = ""  # the word typed for null, where null is not the same as leaving it out
    wide: bool = False

    def show(self, data: Mapping[str, Any]) -> str:
        value = dig(data, self.key)
        if value is ABSENT:
            value = self.default
            return "" if value is None else spell(value)
        return self.null if value is None else spell(value)

    def take(self, text: str) -> Any:
        """The value for the file; ABSENT where the file need not say it."""
        text = text.strip()
        if self.options is not None:
            return ABSENT if text == self.ground else {"true": True, "false": False}.get(text, text)
        if not text:
            return ABSENT
        if self.words:
            return ABSENT if text == self.default else text
        if self.null and text == self.null:
            return None
        value = typed_number(text)
        return ABSENT if self.default is not None and same_number(value, self.default) else value

    @property
    def ground(self) -> str:
        """How the default stands in the field."""
        return "" if self.default is None else spell(self.default)

    def is_set(self, text: str) -> bool:
        return text.strip() != self.ground


@dataclass(frozen=True)
class Spoken(Field):
    """Words of the file that people say otherwise: all is 全体, group:备课组 is 本备课组, month is 月."""

    say: Callable[[str], str] = str
    hear: Callable[[str], str] = str

    def show(self, data: Mapping[str, Any]) -> str:
        return self.say(super().show(data))

    def take(self, text: str) -> Any:
        return super().take(self.hear(text.strip()))

    @property
    def ground(self) -> str:
        return self.say(super().ground)

    def is_set(self, text: str) -> bool:
        return text.strip() != self.ground


@dataclass(frozen=True)
class Share(Field):
    """几成: 0.3 stands and is said as 30%, 1/3 as 1/3; a weight of 2 stays 2."""

    def show(self, data: Mapping[str, Any]) -> str:
        text = super().show(data)
        try:
            number = read_number(text) * 100
        except NotANumber:
            return text
        percent = plain(number)
        return f"{percent}%" if 0 < number < 100 and len(percent) < 6 and "/" not in text else text


@dataclass(frozen=True)
class Input:
    """A field on the page, with what stands in it."""

    name: str
    field: Field
    value: str
    label: str

    @property
    def is_number(self) -> bool:
        return not self.field.words and self.field.options is None

    @property
    def says(self) -> str:
        if self.field.options is not None:
            return self.field.options.get(self.value, self.value)
        return self.value or self.field.empty


Piece = str | Input


@dataclass
class Block:
    """A stretch of the whole form: a line of pieces, a table of rows, or the rule inside."""

    kind: str  # line, rows, rule
    label: str = ""
    pieces: list[Piece] = field(default_factory=list)
    more: bool = False  # rarely needed: folded away until it is set
    rows: list[list["Block"]] = field(default_factory=list)
    name: str = ""
    inner: list["Block"] = field(default_factory=list)

    @property
    def folds(self) -> bool:
        """Whether something inside is folded away."""
        return any(block.more for block in self.inner)


class Notes(list[tuple[str, str]]):
    """What cannot even be written into a rule: (field, sentence)."""


def spell(value: Any) -> str:
    """A value of the file as it stands in a field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        number = read_number(str(value) if isinstance(value, float) else value)
    except NotANumber:
        return str(value)
    text = plain(number)
    return text if read_number(text) == number else str(number)  # 1/3 stays 1/3


def exactly(value: Any) -> Any:
    """The same data with floats as the decimals people see: JSON from the database may hold 2.5."""
    if isinstance(value, float):
        return str(value)
    if isinstance(value, Mapping):
        return {key: exactly(member) for key, member in value.items()}
    return [exactly(member) for member in value] if isinstance(value, (list, tuple)) else value


def typed_number(text: str) -> Any:
    """What a person typed as the file keeps it: an int, or a decimal or fraction as text, 30% as "0.3"."""
    text = _NUMBER_TAIL.sub("", half_width(normal(text)).strip().replace("−", "-"))
    try:
        number = read_number(text.removesuffix("%"))
    except NotANumber:
        return text
    if text.endswith("%"):
        number = Fraction(number) / 100
        text = plain(number)
    return int(number) if number.denominator == 1 else text


def same_number(one: Any, other: Any) -> bool:
    try:
        return read_number(one) == read_number(other)
    except NotANumber:
        return False


def dig(data: Mapping[str, Any], key: str) -> Any:
    value: Any = data
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return ABSENT
        value = value[part]
    return value


def put(data: dict[str, Any], key: str, value: Any) -> None:
    *way, last = key.split(".")
    for part in way:
        data = data.setdefault(part, {})
    data[last] = value


class Element:
    """One element of a form."""

    def fill(self, data: Mapping[str, Any], at: str, values: Values) -> None:
        raise NotImplementedError

    def read(self, values: Values, at: str, data: dict[str, Any], notes: Notes) -> None:
        raise NotImplementedError

    def said(self, values: Values, at: str) -> Iterator[Piece]:
        raise NotImplementedError

    def blocks(self, values: Values, at: str) -> Iterator[Block]:
        raise NotImplementedError

    def is_set(self, values: Values, at: str) -> bool:
        raise NotImplementedError


class Line(Element):
    """Words with fields among them: 「每缺 {unit} 次扣 {per_missing} 分」; what stands in [ ] is said only when set."""

    def __init__(self, template: str, *fields: Field, always: bool = False, more: bool = False,
                 said: str | Saying = "") -> None:
        self.template, self.fields, self.always, self.more = template, fields, always, more
        self.saying = said or template

    def fill(self, data: Mapping[str, Any], at: str, values: Values) -> None:
        for one in self.fields:
            values[at + one.key] = one.show(data)

    def read(self, values: Values, at: str, data: dict[str, Any], notes: Notes) -> None:
        for one in self.fields:
            value = one.take(values.get(at + one.key, one.ground))
            if value is not ABSENT:
                put(data, one.key, value)

    def is_set(self, values: Values, at: str) -> bool:
        return any(one.is_set(values.get(at + one.key, one.ground)) for one in self.fields)

    def typed(self, values: Values, at: str) -> bool:
        """Whether something stands in a field that is not a choice."""
        return any(one.options is None and values.get(at + one.key, "").strip() not in ("", one.ground) for one in self.fields)

    def said(self, values: Values, at: str) -> Iterator[Piece]:
        if not (self.always or self.is_set(values, at)):
            return
        saying = self.saying if isinstance(self.saying, str) else self.saying(lambda key: self._set(values, at, key))
        for index, part in enumerate(re.split(r"[\[\]]", saying)):
            optional = index % 2 == 1
            if optional and not any(self._field(name).is_set(values.get(at + name, "")) for name in _SLOT.findall(part)
                                    if self._field(name).options is None):
                continue
            yield from self._pieces(part, values, at)

    def blocks(self, values: Values, at: str) -> Iterator[Block]:
        text = re.sub(r"[\[\]]", "", self.template).strip("；，")
        yield Block("line", pieces=list(self._pieces(text, values, at)), more=self.more and not self.is_set(values, at))

    def _set(self, values: Values, at: str, key: str) -> str:
        one = self._field(key)
        text = values.get(at + key, one.ground).strip()
        return text if one.is_set(text) else ""

    def _field(self, key: str) -> Field:
        return next(one for one in self.fields if one.key == key)

    def _pieces(self, template: str, values: Values, at: str) -> Iterator[Piece]:
        for index, part in enumerate(_SLOT.split(template)):
            if index % 2 == 0:
                if part:
                    yield part
            else:
                one = self._field(part)
                yield Input(at + one.key, one, values.get(at + one.key, one.ground), one.label)


class Rows(Element):
    """A list in the sentence (几档、几段、几种事件): each row a line, and perhaps a rule of its own."""

    def __init__(self, key: str, label: str, line: Line, *, intro: Callable[[int], str] | str = "", between: str = "，",
                 rule: "Element | None" = None, more: bool = False, ends: str = "") -> None:
        self.key, self.label, self.line, self.intro, self.between = key, label, line, intro, between
        self.rule, self.more, self.ends = rule, more, ends

    def fill(self, data: Mapping[str, Any], at: str, values: Values) -> None:
        for index, row in enumerate(data.get(self.key, ())):
            here = f"{at}{self.key}.{index}."
            self.line.fill(row, here, values)
            if self.rule:
                self.rule.fill(row, here, values)

    def places(self, values: Values, at: str) -> list[str]:
        """The rows in which something stands, in order."""
        found = {int(rest[0]) for name in values if name.startswith(f"{at}{self.key}.")
                 and (rest := name.removeprefix(f"{at}{self.key}.").split("."))[0].isdecimal() and len(rest[0]) < 6}
        here = [f"{at}{self.key}.{index}." for index in sorted(found)]
        return [place for place in here if self._typed(values, place)]

    def _typed(self, values: Values, place: str) -> bool:
        return self.line.typed(values, place) or bool(self.rule and self.rule.is_set(values, place))

    def read(self, values: Values, at: str, data: dict[str, Any], notes: Notes) -> None:
        rows = []
        for place in self.places(values, at):
            row: dict[str, Any] = {}
            self.line.read(values, place, row, notes)
            if self.rule:
                self.rule.read(values, place, row, notes)
            rows.append(row)
        if rows:
            data[self.key] = rows

    def is_set(self, values: Values, at: str) -> bool:
        return bool(self.places(values, at))

    def said(self, values: Values, at: str) -> Iterator[Piece]:
        places = self.places(values, at)
        if places and self.intro:
            yield self.intro if isinstance(self.intro, str) else self.intro(len(places))
        for index, place in enumerate(places):
            if index:
                yield self.between
            yield from self._named(self.line.said(values, place), values, place)
            if self.rule:
                yield from self.rule.said(values, place)
                yield self.ends

    def _named(self, pieces: Iterator[Piece], values: Values, place: str) -> Iterator[Piece]:
        """Fields of a row are told apart by its name: 一档：几分."""
        name = values.get(f"{place}name") or values.get(f"{place}level") or values.get(f"{place}of") or ""
        for piece in pieces:
            if isinstance(piece, Input) and name and piece.value != name:
                piece = Input(piece.name, piece.field, piece.value, f"{name}：{piece.label}")
            yield piece

    def blocks(self, values: Values, at: str) -> Iterator[Block]:
        places = self.places(values, at)
        free = 1 + max((int(place.rstrip(".").rpartition(".")[2]) for place in places), default=-1)
        shown = [*places, f"{at}{self.key}.{free}."]
        rows = []
        for number, place in enumerate(shown, start=1):
            row = [Block("line", pieces=[self._numbered(piece, number) for piece in block.pieces])
                   for block in self.line.blocks(values, place)]
            if self.rule and place in places:
                row += self.rule.blocks(values, place)
            rows.append(row)
        yield Block("rows", self.label, rows=rows, name=f"{at}{self.key}", more=self.more and not places)

    def _numbered(self, piece: Piece, number: int) -> Piece:
        if isinstance(piece, Input):
            return Input(piece.name, piece.field, piece.value, f"{self.label}第 {number} 行：{piece.label}")
        return piece


def table(rows: Any, name: str, value: str, notes: Notes, what: str) -> dict[str, Any]:
    """Rows of a name and a value as an object; a name that is missing or stands twice is noted, not lost."""
    found: dict[str, Any] = {}
    for index, row in enumerate(rows or ()):
        key = row.get(name, "")
        if not key:
            notes.append((f"{what}第 {index + 1} 行", "没有写名称"))
        elif key in found:
            notes.append((f"{what}第 {index + 1} 行", f"“{key}”写了两次"))
        elif value in row:
            found[key] = row[value]
        else:
            notes.append((f"{what}“{key}”", "没有写数"))
    return found


def rows_of(mapping: Mapping[str, Any] | None, name: str, value: str) -> list[dict[str, Any]]:
    return [{name: key, value: one} for key, one in (mapping or {}).items()]
