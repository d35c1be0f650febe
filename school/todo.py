from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Todo:
    """待办: one thing that waits for this person, computed on reading and never stored.

    Each app answers `queries.todo(person) -> list[Todo]`; the home page puts them together.
    """

    title: str
    url: str
    act: str
    detail: str = ""
    due: date | None = None
    count: int = 1
    order: int = 50
