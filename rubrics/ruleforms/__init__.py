"""每种计分规则的填法: a rule as a sentence with fields in it, and the fields as a rule again; pure functions.

`FORMS` holds one entry for every kind of rubrics.scoring; `words` says a rule, `pieces` says it with its numbers as
fields, `fill` and `read` go from rule to fields and back, `fits` whether nothing is lost on that way.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rubrics.scoring import Refusal

from . import combinators, comparing, leaves
from .elements import Block, Input, Notes, Piece, Values, typed_number
from .examples import EXAMPLES, Tried, alone, example_block, try_out
from .form import FORMS, Form, form_of, kind_input

FORMS.update({form.kind: form for form in (
    leaves.JUDGED, leaves.TIERS, leaves.BANDS, leaves.COUNT, leaves.QUOTA, leaves.RATIO, leaves.AWARDS, leaves.RATERS,
    comparing.RANK, comparing.RELATIVE, combinators.SUM, combinators.BEST, combinators.ALL, combinators.ANY,
    combinators.MEAN, combinators.GROUP, combinators.GATE,
)})

__all__ = ["EXAMPLES", "FORMS", "Block", "Form", "Input", "Notes", "Piece", "Tried", "Values", "alone", "example_block", "fill",
           "fits", "form_of", "kind_input", "means_the_same", "pieces", "read", "try_out", "typed_number", "words"]


def fill(rule: Mapping[str, Any], at: str = "") -> Values:
    """The fields of a rule with what stands in them."""
    values: Values = {}
    FORMS[rule["kind"]].fill(rule, at, values)
    return values


def read(values: Values, at: str = "") -> tuple[dict[str, Any], Notes]:
    """The rule the fields make, and what could not be written into one."""
    notes = Notes()
    return form_of(values, at).read(values, at, notes), notes


def pieces(rule: Mapping[str, Any], most: Any = None, at: str = "") -> Iterator[Piece]:
    """The sentence of a rule: words, and the fields among them."""
    form = FORMS[rule["kind"]]
    yield from form.said(fill(rule, at), at)
    if tail := form.tail(rule, most):
        yield tail
    yield "。" if fits(rule, most) else "（另有细节，见原始数据）。"


def words(rule: Mapping[str, Any], most: Any = None) -> str:
    """计分规则 as one sentence: 应有 10 次，每缺 1 次扣 1 分，扣完为止。"""
    return "".join(piece if isinstance(piece, str) else piece.says for piece in pieces(rule, most))


def fits(rule: Mapping[str, Any], most: Any = None) -> bool:
    """Whether the form can hold all that the rule says."""
    again, notes = read(fill(rule))
    return not notes and means_the_same(rule, again, most)


def means_the_same(one: Mapping[str, Any], other: Mapping[str, Any], most: Any = None) -> bool:
    """Whether two spellings of a rule come to the same."""
    return one["kind"] == other["kind"] and _meaning(one, most) == _meaning(other, most)


def _meaning(rule: Mapping[str, Any], most: Any) -> Any:
    """What a rule comes to when it is reckoned with, whatever its spelling."""
    try:
        return alone({"code": "1", "max": most, "rule": rule})
    except Refusal:
        return rule
