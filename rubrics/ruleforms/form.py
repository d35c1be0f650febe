"""The form of one kind of rule (计分规则的填法), and the rule that stands inside another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .elements import Block, Element, Field, Input, Line, Notes, Piece, Values

Unfold = Callable[[dict[str, Any]], dict[str, Any]]
Fold = Callable[[dict[str, Any], Notes], dict[str, Any]]

ENDS = ("；", "，", "：")
CLAMPS: tuple[Element, ...] = (
    Line("按 {out_of} 分制评定，再折算到分值", Field("out_of", "几分制"), more=True),
    Line("这条规则最高 {cap} 分", Field("cap", "最高分（不限就写不限）", null="不限"), more=True, said="最高 {cap} 分"),
    Line("这条规则最低 {floor} 分", Field("floor", "最低分（不限就写不限）", null="不限"), more=True, said="最低 {floor} 分"),
)


@dataclass(frozen=True)
class Form:
    """填法: the sentence of a kind, its fields, and how they make the rule and back."""

    kind: str
    label: str
    hint: str  # when a school takes this kind
    elements: tuple[Element, ...]
    unfold: Unfold = field(default=lambda rule: rule)
    fold: Fold = field(default=lambda data, notes: data)
    tail: Callable[[Mapping[str, Any], Any], str] = field(default=lambda rule, most: "")
    clamps: tuple[Element, ...] = CLAMPS

    @property
    def all(self) -> tuple[Element, ...]:
        return (*self.elements, *self.clamps)

    def fill(self, rule: Mapping[str, Any], at: str, values: Values) -> None:
        data = self.unfold(dict(rule))
        values[f"{at}kind"] = self.kind
        for element in self.all:
            element.fill(data, at, values)

    def read(self, values: Values, at: str, notes: Notes) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for element in self.all:
            element.read(values, at, data, notes)
        return {"kind": self.kind, **self.fold(data, notes)}

    def said(self, values: Values, at: str) -> Iterator[Piece]:
        before: Piece = "："
        for element in self.all:
            pieces = list(element.said(values, at))
            if not pieces:
                continue
            ended = isinstance(before, str) and before.endswith(ENDS)
            if not ended and not (isinstance(pieces[0], str) and pieces[0].startswith(ENDS)):
                yield "，"
            elif ended and isinstance(pieces[0], str):
                pieces[0] = pieces[0].lstrip("；，")
            yield from pieces
            before = pieces[-1]

    def blocks(self, values: Values, at: str) -> list[Block]:
        return [block for element in self.all for block in element.blocks(values, at)]

    def is_set(self, values: Values, at: str) -> bool:
        return any(element.is_set(values, at) for element in self.all)


FORMS: dict[str, Form] = {}


DEEPEST = 25  # as deep as the core nests rules


def form_of(values: Values, at: str) -> Form:
    """The form of the kind that was chosen here."""
    if at.count("rule.") > DEEPEST:
        return FORMS["judged"]
    return FORMS.get(values.get(f"{at}kind", ""), FORMS["judged"])


class Inner(Element):
    """The rule inside a combinator or a part (里面的规则), as deep as the school nests them."""

    def __init__(self, key: str = "rule", label: str = "里面的规则", *, beside: str = "") -> None:
        self.key, self.label, self.beside = key, label, beside  # beside: the field without which it is not used

    def fill(self, data: Mapping[str, Any], at: str, values: Values) -> None:
        rule = data.get(self.key)
        if isinstance(rule, Mapping) and rule.get("kind") in FORMS:
            FORMS[rule["kind"]].fill(rule, f"{at}{self.key}.", values)

    def read(self, values: Values, at: str, data: dict[str, Any], notes: Notes) -> None:
        here = f"{at}{self.key}."
        data[self.key] = form_of(values, here).read(values, here, notes)

    def is_set(self, values: Values, at: str) -> bool:
        here = f"{at}{self.key}."
        form = form_of(values, here)
        return form.kind != "judged" or form.is_set(values, here)

    def said(self, values: Values, at: str) -> Iterator[Piece]:
        if self.beside and not values.get(at + self.beside):
            return
        here = f"{at}{self.key}."
        form = form_of(values, here)
        pieces = list(form.said(values, here))
        yield from pieces or [form.label]

    def blocks(self, values: Values, at: str) -> Iterator[Block]:
        here = f"{at}{self.key}."
        form = form_of(values, here)
        yield Block("rule", self.label, pieces=[kind_input(form.kind, here, self.label)], inner=form.blocks(values, here), name=here)


def kind_input(kind: str, at: str, label: str) -> Input:
    """The choice of the kind of rule."""
    options = {form.kind: form.label for form in FORMS.values()}
    return Input(f"{at}kind", Field("kind", "计分办法", options=options), kind, f"{label}的计分办法")
