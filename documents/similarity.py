"""Texts that are too much alike (雷同): which passages two works share, and which earlier works a new one resembles.

It shows passages side by side; whether something was copied is for people to judge.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

SHINGLE = 6  # characters
TRIED = 8  # places of the other text a passage is compared with
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Passage:
    """A passage that stands in both texts (相同段落): its words and where it begins in each."""

    text: str
    at: int
    other_at: int


@dataclass(frozen=True)
class Match:
    """An earlier work like the new one (相似作品): its key, and the share of the new text found in it, 0…1."""

    key: Hashable
    share: float


def passages(text: str, other: str, at_least: int = 13) -> list[Passage]:
    """The passages of at least so many characters that stand in both texts, longest first; signs count not.

    Each once, also where it stands several times or in another order. The time grows with the length of the texts alone.
    """
    mine, places = _letters(text)
    theirs, other_places = _letters(other)
    begins: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(theirs) - at_least + 1):
        known = begins[theirs[at : at + at_least]]
        if len(known) < TRIED:
            known.append(at)
    found: dict[str, Passage] = {}
    at = 0
    while at <= len(mine) - at_least:
        tried = [(_common(mine, at, theirs, begin), begin) for begin in begins.get(mine[at : at + at_least], ())]
        if not tried:
            at += 1
            continue
        size, begin = max(tried, key=lambda one: one[0])
        found.setdefault(mine[at : at + size], Passage(text[places[at] : places[at + size - 1] + 1], places[at], other_places[begin]))
        at += size
    return sorted(found.values(), key=lambda passage: -len(passage.text))


def _common(mine: str, at: int, theirs: str, begin: int) -> int:
    """How many characters the two texts have in common from these two places on."""
    most = min(len(mine) - at, len(theirs) - begin)
    return next((n for n in range(most) if mine[at + n] != theirs[begin + n]), most)


def like(text: str, works: Iterable[tuple[Hashable, str]], at_least: float = 0.2, most: int = 10) -> list[Match]:
    """The earlier works that hold at least this share of the text, most alike first.

    `works`: key and text of each, thousands at once. Passages under eight characters count not, nor does what stands
    in more than a tenth of the works found (a form's headings, a quotation that everybody uses).
    """
    mine = set(_shingles(text))
    hits = {}
    for key, other in works:
        letters = _SIGNS.sub("", other)
        # Every third place is enough: a shared passage of eight characters holds one of them.
        found = mine.intersection([letters[at : at + SHINGLE] for at in range(0, len(letters) - SHINGLE + 1, 3)])
        if found:
            hits[key] = (len(found), letters)
    likely = sorted(hits, key=lambda key: -hits[key][0])[: most * 5]
    shared = {key: mine.intersection(_shingles(hits[key][1])) for key in likely}
    spread = Counter(shingle for found in shared.values() for shingle in found)
    common = {shingle for shingle, count in spread.items() if count > max(20, len(hits) // 10)}
    telling = len(mine - common)
    matches = [Match(key, round(len(found - common) / telling, 3)) for key, found in shared.items() if telling]
    matches.sort(key=lambda match: -match.share)
    return [match for match in matches[:most] if match.share >= at_least]


def _shingles(text: str) -> list[str]:
    letters = _SIGNS.sub("", text)
    return [letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)]


def _letters(text: str) -> tuple[str, list[int]]:
    """The text without signs and blanks, and where each letter stood."""
    places = [at for at, c in enumerate(text) if not _SIGNS.match(c)]
    return "".join(text[at] for at in places), places
