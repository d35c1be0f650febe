"""One finding of the check (体检发现)."""

import re
from dataclasses import dataclass
from typing import Any

from rubrics.scoring.numbers import Number, plain
from rubrics.scoring.rubric import Item

Edit = tuple[tuple[Any, ...], Any]
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


@dataclass(frozen=True)
class Fix:
    """可以照办的办法: what a button says, and the values it puts into the rubric's document."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Finding:
    """发现: how grave, where, what, and what to do about it; fixes are those remedies a machine can apply."""

    level: str  # error, warning
    place: str
    sentence: str
    remedy: str
    fixes: tuple[Fix, ...] = ()

    def as_json(self) -> dict[str, str]:
        return {"level": self.level, "place": self.place, "sentence": self.sentence, "remedy": self.remedy}


def warning(place: str, sentence: str, remedy: str, *fixes: Fix) -> Finding:
    return Finding("warning", place, sentence, remedy, fixes)


def error(place: str, sentence: str, remedy: str, *fixes: Fix) -> Finding:
    return Finding("error", place, sentence, remedy, fixes)


def fix(label: str, path: tuple[Any, ...], value: Any) -> Fix:
    return Fix(label, ((path, value),))


def path_of(place: str) -> tuple[Any, ...]:
    """$.items[2].rule as the steps that lead there."""
    return tuple(int(index) if index else key for key, index in _STEP.findall(place))


def written(number: Number) -> int | str:
    """A number as the file keeps it."""
    return int(number) if number.denominator == 1 else plain(number) if len(plain(number)) < 12 else str(number)


def place_of(item: Item) -> str:
    """第 9 项“班级管理讲座”, as findings name an item."""
    return f"第 {item.code} 项“{item.name}”" if item.name else f"第 {item.code} 项"
