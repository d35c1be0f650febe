"""原文和疑问对上: where in the source each doubt of a plan that was read in stands, and which of them are settled."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import Any

from plans.intake import PARTS, Taken

MOST_LETTERS = 60  # of a doubt that are looked for in the source
Pieces = list[tuple[str, list[int]]]


def marked(text: str, taken: Taken, settled: Collection[str] = ()) -> Pieces:
    """The source cut into pieces with the numbers of the doubts that speak of each.

    A doubt gets its number `no`, a `key` that stays the same, whether it is `settled`, and `at` when it has a place.
    """
    places = []
    for number, doubt in enumerate((doubt for part in ("whole", *PARTS) for doubt in taken.doubts.get(part, [])), 1):
        key = hashlib.sha256(f"{doubt['where']}|{doubt['why']}".encode()).hexdigest()[:12]
        doubt |= {"no": number, "key": key, "settled": key in settled}
        if place := _find(text, doubt, _row(text, doubt, taken)):
            doubt["at"] = number
            places.append((*place, number))
    pieces: Pieces = []
    at = 0
    for first, last, number in sorted(places):
        if first < at:  # two doubts of one place
            pieces[-1][1].append(number)
            continue
        pieces += [(text[at:first], []), (text[first:last], [number])]
        at = last
    return [*pieces, (text[at:], [])]


def open_doubts(taken: Taken, parts: Collection[str]) -> list[dict[str, Any]]:
    """What nobody has settled yet of the parts that are written, and has words of the source."""
    return [
        doubt for part, found in taken.doubts.items() if part == "whole" or part in parts
        for doubt in found if doubt["text"].strip() and not doubt["settled"]
    ]


def _row(text: str, doubt: dict[str, Any], taken: Taken) -> tuple[int, int] | None:
    """Where the row of the schedule stands that a doubt speaks of; of the whole schedule its first."""
    named = re.match(r"日程表(?:第 ?(\d+))?", doubt["where"])
    number, rows = int(named[1] or 1) if named else 0, taken.document["schedule"]
    return _look(text, rows[number - 1]["content"]) if 0 < number <= len(rows) else None


def _find(text: str, doubt: dict[str, Any], row: tuple[int, int] | None) -> tuple[int, int] | None:
    """The words a doubt is about, those nearest to its row; without words the row itself."""
    named = re.search(r"第 ?\d+ [行项]（(.+)）$|“([^”]+)”", doubt["where"])
    said = [doubt["text"], *doubt["text"].split("\n")[:1], *doubt["text"].split()[:1]]
    quoted = [one or year for one, year in re.findall(r"[“『]([^”』]{2,40})[”』]|提到(\d{4}年)", doubt["why"])]
    words = [*said, *quoted, (named[1] or named[2]) if named else ""]
    return next((found for one in words if (found := _look(text, one, row[0] if row else 0))), row)


def _look(text: str, words: str, near: int = 0) -> tuple[int, int] | None:
    """Where these words stand, whatever signs and blanks are between the letters; of several places the one nearest to near."""
    letters = re.sub(r"[\W_]", "", words)[:MOST_LETTERS]
    if len(letters) < 2:
        return None
    found = [m.span() for m in re.finditer(r"[\W_]*".join(map(re.escape, letters)), text)]
    return min(found, key=lambda span: abs(span[0] - near)) if found else None
