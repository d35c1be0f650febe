"""Bars of a few numbers (条形图), as a drawing for the PDF and as a picture for Word; every bar carries its number."""

import io
from collections.abc import Sequence
from html import escape

from PIL import Image, ImageDraw, ImageFont

from . import fonts

LABEL, LENGTH, ROW = 120, 250, 26
Bar = tuple[str, int, str]  # what, how many, the share in words


def bars_svg(title: str, bars: Sequence[Bar], unit: str = "人") -> str:
    """The bars as SVG, black on white; unit: what is counted."""
    most = max((number for _, number, _ in bars), default=1) or 1
    rows = "".join(
        f'<text x="0" y="{at * ROW + 18}" font-size="13">{escape(name)}</text>'
        f'<rect x="{LABEL}" y="{at * ROW + 6}" width="{number * LENGTH / most:.1f}" height="14" fill="#777"/>'
        f'<text x="{LABEL + number * LENGTH / most + 8:.1f}" y="{at * ROW + 18}" font-size="13">{number} {escape(unit)}　{escape(share)}</text>'
        for at, (name, number, share) in enumerate(bars)
    )
    said = "，".join(f"{name} {number} {unit}" for name, number, _ in bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 {len(bars) * ROW + 6}" width="500" height="{len(bars) * ROW + 6}" '
        f'role="img" aria-label="{escape(title)}：{escape(said)}">{rows}</svg>'
    )


def _face(size: int) -> ImageFont.FreeTypeFont:
    fonts.prepare()
    own = fonts.files().get("hei")
    if own:
        return ImageFont.truetype(str(own), size)
    file, index = fonts.system_file(*fonts.SMALL["hei"])
    return ImageFont.truetype(str(file), size, index=index)


def bars_png(bars: Sequence[Bar], unit: str = "人") -> bytes:
    """The same as a picture of 1500 pixels across."""
    scale = 3
    face = _face(13 * scale)
    picture = Image.new("L", (500 * scale, (len(bars) * ROW + 6) * scale), 255)
    draw, most = ImageDraw.Draw(picture), max((number for _, number, _ in bars), default=1) or 1
    for at, (name, number, share) in enumerate(bars):
        top, end = (at * ROW + 6) * scale, (LABEL + number * LENGTH / most) * scale
        draw.text((0, top - scale * 2), name, font=face, fill=0)
        draw.rectangle((LABEL * scale, top, max(end, LABEL * scale + 1), top + 14 * scale), fill=119)
        draw.text((end + 8 * scale, top - scale * 2), f"{number} {unit}  {share}", font=face, fill=0)
    target = io.BytesIO()
    picture.save(target, "PNG", dpi=(240, 240))
    return target.getvalue()
