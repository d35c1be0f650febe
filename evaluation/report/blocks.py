"""What the figures of a report are made of: sentences, headings, tables and bars, as plain values that page, PDF, Word and the frozen report share."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
Cell = str | int | list | None  # None: the same as above, one cell over several rows; a list: said for each reader (problems.read_by)


def say(*sentences: str) -> Block:
    """A paragraph of sentences; the empty ones are left out."""
    return {"kind": "say", "text": "".join(sentences)}


def head(text: str) -> Block:
    """A heading inside a chapter."""
    return {"kind": "head", "text": text}


def table(caption: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]], *, left: Iterable[int] = (0,)) -> Block:
    """columns: head and width in mm, together the 156 of the paper; left: columns of words, the others hold numbers."""
    return {
        "kind": "table", "caption": caption, "columns": [list(column) for column in columns], "left": list(left),
        "rows": [[cell if cell is None or isinstance(cell, list) else str(cell) for cell in row] for row in rows],
    }


def bars(caption: str, lines: Iterable[tuple[str, int, str]], unit: str) -> Block:
    """lines: what, how many, a word beside the number."""
    return {"kind": "bars", "caption": caption, "unit": unit, "bars": [list(line) for line in lines]}


def spans(block: Block) -> list[list[tuple[str, int, bool]]]:
    """The rows of a table as drawn: text, over how many rows, whether of words; what is the same as above is not drawn again."""
    rows, left = block["rows"], set(block["left"])
    return [
        [(cell, _height(rows, at, place), place in left) for place, cell in enumerate(row) if cell is not None]
        for at, row in enumerate(rows)
    ]


def _height(rows: list[list[Cell]], at: int, place: int) -> int:
    below = at + 1
    while below < len(rows) and rows[below][place] is None:
        below += 1
    return below - at
