"""QR codes as drawings (二维码)."""

import io
import re
from functools import lru_cache

import segno
import zxingcpp
from PIL import Image, ImageOps

from .photos import MOST_PIXELS


@lru_cache(1024)
def qr_svg(text: str, label: str = "二维码") -> str:
    """The text as an inline SVG of one path; size it with CSS. Raises segno.DataOverflowError beyond 2,900 bytes."""
    svg = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return re.sub("<svg ", f'<svg role="img" aria-label="{label}" ', svg, count=1)


@lru_cache(1024)
def qr_png(text: str) -> str:
    """The text as a PNG of black squares, as a data address for an <img>; phones can keep and send it."""
    return segno.make(text, error="m", micro=False).png_data_uri(scale=6, border=3)


def read_qr(data: bytes) -> list[str]:
    """The texts of the QR codes in a photo, turned and slanted ones too; none when there is no readable one."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return []
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (OSError, ValueError, SyntaxError):
        return []
    return [found.text for found in zxingcpp.read_barcodes(upright, formats=zxingcpp.BarcodeFormat.QRCode)]
