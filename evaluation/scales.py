"""What may be written into a mark's cell (评定的写法): the rubric's own tiers, or a number within the item's points."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from documents.chinese import half_width, normal
from evaluation.evidence.shapes import NOT_TAKEN_PART, exact
from school.workflow import Refused

_NUMBER = re.compile(r"\d{1,5}(\.\d{1,2})?")


@dataclass(frozen=True)
class Value:
    """One mark as it is stored: exactly one of tier and number."""

    tier: str = ""
    number: Decimal | None = None

    @property
    def text(self) -> str:
        return self.tier or (exact(self.number) if self.number is not None else "")


EMPTY = Value()


@dataclass(frozen=True)
class Scale:
    """量: tiers by name with their points, or a number from `least` to `most` in steps."""

    tiers: Mapping[str, str]  # name → points
    most: Decimal | None = None
    step: Decimal | None = None
    unit: str = "分"

    @property
    def words(self) -> str:
        """一档 5 分、二档 3 分、三档 1 分，未参加不计分; or 0—10 分."""
        if self.tiers:
            named = "、".join(f"{name} {points} 分" if points else name for name, points in self.tiers.items())
            return f"{named}；没有参加写『{NOT_TAKEN_PART}』"
        return f"0—{exact(self.most)} {self.unit}" if self.most is not None else "数字"

    @property
    def short(self) -> str:
        return "档" if self.tiers else (f"0—{exact(self.most)}" if self.most is not None else "数")

    def read(self, typed: str, label: str) -> Value:
        """The mark somebody typed; full-width digits and blanks do not matter. Raises Refused with a sentence."""
        text = half_width(normal(typed)).replace(" ", "")
        if not text:
            return EMPTY
        return self._tier(text, label) if self.tiers else self._number(text, label)

    def _tier(self, text: str, label: str) -> Value:
        names = [*self.tiers, NOT_TAKEN_PART]
        if text in names:
            return Value(tier=text)
        short = [name for name in names if name.startswith(text)]
        if len(short) == 1:
            return Value(tier=short[0])
        raise Refused(f"写的是『{text[:20]}』，本项只有{'、'.join(names)}。", "改好这一格就行，其余已存。", label=label)

    def _number(self, text: str, label: str) -> Value:
        text = text.removesuffix("分")
        if text == NOT_TAKEN_PART:
            return Value(tier=NOT_TAKEN_PART)
        if not _NUMBER.fullmatch(text):
            raise Refused(f"『{text[:20]}』不是一个分数。", f"请写 {self.words}，最多两位小数。", label=label)
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise Refused(f"『{text[:20]}』不是一个分数。", label=label) from error
        if self.most is not None and number > self.most:
            raise Refused(f"{exact(number)} 超过了 {exact(self.most)} {self.unit}。", f"请写 {self.words}。", label=label)
        if self.step and number % self.step:
            raise Refused(f"{exact(number)} 不在分值的档上。", f"每 {exact(self.step)} 分一档。", label=label)
        return Value(number=number)


def scale_of(item: Mapping[str, Any]) -> Scale | None:
    """What an item takes from a marker; None where it takes neither tier nor number."""
    return _of_rule(item["rule"], item.get("max"))


def _of_rule(rule: Mapping[str, Any], most: Any) -> Scale | None:
    kind = rule["kind"]
    top = rule.get("out_of", most)
    if kind == "tiers":
        return Scale({name: str(points) for name, points in rule["tiers"].items()})
    if kind == "judged":
        step = rule.get("step")
        ceiling = rule.get("cap", top)
        return Scale({}, None if ceiling is None else Decimal(str(ceiling)), Decimal(str(step)) if step else None)
    if kind == "bands":
        bounds = [Decimal(str(value)) for band in rule["bands"] for key, value in band.items() if key not in ("points",)]
        return Scale({}, Decimal(100) if bounds and max(bounds) <= 100 else None, unit="分（测试分）")
    if kind in ("rank", "relative", "ratio"):
        return Scale({})
    if kind in ("gate", "group"):
        return _of_rule(rule["rule"], most)
    return None
