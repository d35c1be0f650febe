"""一段规则的文字和分数，以及读出来的结果。"""

from dataclasses import dataclass, field
from decimal import Decimal

from .marks import Mark

SURE, LIKELY, LOOSE, UNSURE, UNREAD = 0.95, 0.8, 0.6, 0.5, 0.2


@dataclass
class Reading:
    """读出来的一条规则：计分方式、每个数的出处、把握、疑问。"""

    rule: dict
    numbers: list[tuple[Decimal, tuple[int, int]]] = field(default_factory=list)
    confidence: float = SURE
    doubts: list[str] = field(default_factory=list)
    weight: Decimal | None = None


@dataclass(frozen=True)
class Sentence:
    """要读的一段：全文、里面的“几分”（不含上限和基础分）、项目名称、分值、基础分。"""

    text: str
    marks: list[Mark]
    name: str
    weight: Decimal | None
    bases: list[Mark]


def judged(why: str = "", confidence: float = UNREAD) -> Reading:
    return Reading({"kind": "judged"}, confidence=confidence, doubts=[why] if why else [])


def numbers_of(marks: list[Mark]) -> list[tuple[Decimal, tuple[int, int]]]:
    found = []
    for m in marks:
        values = m.values if m.high is None else (m.values[0], m.high)
        found.extend(zip(values, m.spans, strict=True))
        found.extend(m.extra_spans)
        if m.bound is not None and m.bound.span is not None:
            found.append((m.bound.number, m.bound.span))
    return found
