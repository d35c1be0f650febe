"""One finding of the check (体检发现)."""

from dataclasses import asdict, dataclass

from rubrics.scoring.rubric import Item


@dataclass(frozen=True)
class Finding:
    """发现: how grave, where, what, and what to do about it."""

    level: str  # error, warning
    place: str
    sentence: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def warning(place: str, sentence: str, remedy: str) -> Finding:
    return Finding("warning", place, sentence, remedy)


def error(place: str, sentence: str, remedy: str) -> Finding:
    return Finding("error", place, sentence, remedy)


def place_of(item: Item) -> str:
    """第 9 项“班级管理讲座”, as findings name an item."""
    return f"第 {item.code} 项“{item.name}”" if item.name else f"第 {item.code} 项"
