"""QR codes as drawings (二维码)."""

import re
from functools import lru_cache

import segno


@lru_cache(1024)
def qr_svg(text: str, label: str = "二维码") -> str:
    """The text as an inline SVG of one path; size it with CSS. Raises segno.DataOverflowError beyond 2,900 bytes."""
    svg = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return re.sub("<svg ", f'<svg role="img" aria-label="{label}" ', svg, count=1)


@lru_cache(1024)
def qr_png(text: str) -> str:
    """The text as a PNG of black squares, as a data address for an <img>; phones can keep and send it."""
    return segno.make(text, error="m", micro=False).png_data_uri(scale=6, border=3)
