"""Making a bound volume small (瘦身): parts carry the same fonts, photos and profiles; one copy of each is enough."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from html import escape
from pathlib import Path

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from .paper import Paper

STAMP_FONTS = ("YX-Song", "Noto-Serif-CJK-SC")
STAMP_SIGNS = "0123456789—"
_PAIR = re.compile(rb"<(\w{4})> <(\w{4,})>")


@dataclass(frozen=True)
class StampFont:
    """The font the corner numbers are set in: its object, glyph by sign, width by glyph (1/1000 em)."""

    font: Object
    glyph: dict[str, int]
    widths: dict[int, float]


def _type0(pdf: Pdf) -> Iterator[tuple[str, Object, dict[bytes, bytes]]]:
    """Each composite font: its name without the subset's tag, the object, glyph → text as hexadecimal numbers."""
    for obj in pdf.objects:
        if isinstance(obj, Dictionary) and obj.get("/Subtype") == "/Type0":
            # The code space range <0000> <ffff> stands before beginbfchar and is no character.
            pairs = obj.ToUnicode.read_bytes().split(b"beginbfchar", 1)[1]
            yield str(obj.BaseFont).split("+")[1], obj, dict(_PAIR.findall(pairs))


def share_fonts(pdf: Pdf, set_papers: Callable[[Sequence[Paper]], Path]) -> StampFont:
    """Let all parts use one font program per typeface, and give the font of the corner numbers.

    The parts' subsets come from the same files and keep their glyph numbers, so all characters in use are set once
    more on one page (`set_papers`) and that page's fonts take the place of the parts' own. A part with a glyph that
    is not among them keeps its font.
    """
    fonts = list(_type0(pdf))
    used: dict[str, set[bytes]] = {}
    for name, _, glyphs in fonts:
        used.setdefault(name, set()).update(glyphs.values())
    characters = {name: {_text(code) for code in codes} for name, codes in used.items()}
    song = next((name for name in STAMP_FONTS if name in used), STAMP_FONTS[-1])
    characters.setdefault(song, set()).update(STAMP_SIGNS)
    carrier = Pdf.open(set_papers([_carrier(characters)]))
    shared = {
        name: (font, glyphs, pdf.copy_foreign(font.DescendantFonts[0].FontDescriptor))
        for name, font, glyphs in _type0(carrier)
    }
    for name, font, glyphs in fonts:
        if name in shared and glyphs.keys() <= shared[name][1].keys():
            font.DescendantFonts[0].FontDescriptor = shared[name][2]
    font, glyphs, _ = shared[song]
    signs = {_text(code): int(glyph, 16) for glyph, code in glyphs.items()}
    return StampFont(pdf.copy_foreign(font), signs, _widths(font))


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _carrier(used: dict[str, set[str]]) -> Paper:
    """Every character in every typeface; digits and signs have other glyphs beside Han, beside Latin and alone."""
    lines = []
    for name, chars in sorted(used.items()):
        bold = name.endswith("-Bold")
        family = name.removesuffix("-Bold").replace("-", " ")
        signs = [c for c in sorted(chars) if not "一" <= c <= "鿿"]
        beside_han = "".join(sorted(chars, reverse=True)) + "".join(f"一{c}一" for c in signs)
        for text in (beside_han, "".join(signs), "".join(f"A{c}A" for c in signs)):
            lines.append(f'<p style="font-family:{family};font-weight:{700 if bold else 400}">{escape(text)}</p>')
    html = f'<div style="overflow-wrap:anywhere;font-size:5pt;line-height:5pt">{"".join(lines)}</div>'
    return Paper("字体", "", Day.min, html)


def _widths(font: Object) -> dict[int, float]:
    widths: dict[int, float] = {}
    row = list(font.DescendantFonts[0].W)
    while row:  # either first [width …] or first last width
        first, second = int(row.pop(0)), row.pop(0)
        if isinstance(second, Array):
            more = [float(width) for width in second]
        else:
            more = [float(row.pop(0))] * (int(second) - first + 1)
        widths.update(enumerate(more, first))
    return widths


def dedupe(pdf: Pdf) -> int:
    """Keep one copy of each picture that stands several times (photos, a school's badge); gives the copies dropped."""
    seen: dict[bytes, Object] = {}
    swap: dict[tuple[int, int], Object] = {}
    for obj in pdf.objects:
        if isinstance(obj, Stream) and obj.get("/Subtype") == "/Image":
            key = hashlib.sha256(obj.stream_dict.unparse() + obj.read_raw_bytes()).digest()
            if seen.setdefault(key, obj).objgen != obj.objgen:
                swap[obj.objgen] = seen[key]
    if swap:
        for page in pdf.pages:
            pictures = page.resources.get("/XObject", Dictionary())
            for name, picture in list(pictures.items()):
                if picture.objgen in swap:
                    pictures[name] = swap[picture.objgen]
    return len(swap)
