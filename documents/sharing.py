"""Making a bound volume small (瘦身): parts carry the same fonts, photos and profiles; one copy of each is enough."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from pikepdf import Array, Dictionary, Object, Pdf, Stream
from weasyprint import HTML

from .typeset import calm, shared_style

STAMP_FONTS = ("YX-Song", "Noto-Serif-CJK-SC")
STAMP_SIGNS = "0123456789—"


@dataclass(frozen=True)
class StampFont:
    """The font the corner numbers are set in: its object, glyph by sign, width by glyph (1/1000 em)."""

    font: Object
    glyph: dict[str, int]
    widths: dict[int, float]


def _type0(pdf: Pdf) -> Iterator[tuple[str, Object, dict[int, str]]]:
    """Each composite font: its name without the subset's tag, the object, glyph → text."""
    for obj in pdf.objects:
        if isinstance(obj, Dictionary) and obj.get("/Subtype") == "/Type0":
            # The code space range <0000> <ffff> stands before beginbfchar and is no character.
            pairs = obj.ToUnicode.read_bytes().split(b"beginbfchar", 1)[1]
            glyphs = {
                int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                for glyph, text in re.findall(rb"<(\w{4})> <(\w{4,})>", pairs)
            }
            yield str(obj.BaseFont).split("+")[1], obj, glyphs


def share_fonts(pdf: Pdf) -> StampFont:
    """Let all parts use one font program per typeface, and give the font of the corner numbers.

    The parts' subsets come from the same files and keep their glyph numbers, so all characters in use are set once
    more on one page and that page's fonts take the place of the parts' own. A part with a glyph that is not among
    them keeps its font.
    """
    used: dict[str, set[str]] = {}
    for name, _, glyphs in _type0(pdf):
        used.setdefault(name, set()).update(glyphs.values())
    song = next((name for name in STAMP_FONTS if name in used), STAMP_FONTS[-1])
    used.setdefault(song, set()).update(STAMP_SIGNS)
    carrier = Pdf.open(io.BytesIO(_carrier(used)))
    shared = {
        name: (font, glyphs, pdf.copy_foreign(font.DescendantFonts[0].FontDescriptor))
        for name, font, glyphs in _type0(carrier)
    }
    for name, font, glyphs in list(_type0(pdf)):
        if name in shared and glyphs.keys() <= shared[name][1].keys():
            font.DescendantFonts[0].FontDescriptor = shared[name][2]
    font, glyphs, _ = shared[song]
    return StampFont(pdf.copy_foreign(font), {text: glyph for glyph, text in glyphs.items()}, _widths(font))


def _carrier(used: dict[str, set[str]]) -> bytes:
    """A PDF with every character in every typeface; digits and signs have other glyphs beside Han, Latin and alone."""
    lines = []
    for name, chars in sorted(used.items()):
        bold = name.endswith("-Bold")
        family = name.removesuffix("-Bold").replace("-", " ")
        signs = [c for c in sorted(chars) if not "一" <= c <= "鿿"]
        beside_han = "".join(sorted(chars, reverse=True)) + "".join(f"一{c}一" for c in signs)
        for text in (beside_han, "".join(signs), "".join(f"A{c}A" for c in signs)):
            lines.append(f'<p style="font-family:{family};font-weight:{700 if bold else 400}">{escape(text)}</p>')
    html = f'<html lang="zh-CN"><body style="overflow-wrap:anywhere;font-size:5pt;line-height:5pt">{"".join(lines)}'
    style, config = shared_style()
    with calm():
        return HTML(string=html).write_pdf(stylesheets=[style], font_config=config, pdf_variant="pdf/a-3u")


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
    """Keep one copy of each stream that stands several times (photos, fonts, profiles); gives the copies dropped."""
    seen: dict[bytes, Object] = {}
    swap: dict[tuple[int, int], Object] = {}
    objects = list(pdf.objects)
    for obj in objects:
        if isinstance(obj, Stream):
            key = hashlib.sha256(obj.stream_dict.unparse() + obj.read_raw_bytes()).digest()
            if seen.setdefault(key, obj).objgen != obj.objgen:
                swap[obj.objgen] = seen[key]

    def repoint(obj: Object) -> None:
        for key, value in list(obj.items() if isinstance(obj, Dictionary | Stream) else enumerate(obj)):
            if getattr(value, "is_indirect", False):
                if value.objgen in swap:
                    obj[key] = swap[value.objgen]
            elif isinstance(value, Dictionary | Array):
                repoint(value)

    if swap:
        for obj in objects:
            if isinstance(obj, Dictionary | Array | Stream):
                repoint(obj)
    return len(swap)
