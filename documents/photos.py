"""Uploaded photos (照片): told by their content, turned upright, freed of hidden data, made small once."""

import hashlib
import io
from dataclasses import dataclass

import magic
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from .unreadable import Unreadable

pillow_heif.register_heif_opener()

MOST_PIXELS = 50_000_000
MOST_BYTES = 30 << 20
LONG_SIDE = 1600
KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}


@dataclass(frozen=True)
class Photo:
    """A photo ready to be stored and printed: JPEG, upright, at most 1600 px, no hidden data.

    `phash` is a perceptual hash of 64 bits in hex: photos that look alike differ in few bits.
    """

    data: bytes
    sha256: str
    width: int
    height: int
    phash: str
    mime: str = "image/jpeg"


def normalise(data: bytes) -> Photo:
    """Make an upload fit for the archive. Raises Unreadable with a sentence."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"照片有 {len(data) >> 20} MB，超过 {MOST_BYTES >> 20} MB；请先缩小再上传。")
    kind = KINDS.get(magic.from_buffer(data[:4096], mime=True))
    if kind is None:
        raise Unreadable("这不是照片文件。请上传 JPG、PNG、WEBP 或手机拍的 HEIC 照片。")
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the typesetter's library turns it on for the whole process
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Unreadable(f"照片有 {width} × {height} 个像素，太大了（最多五千万）；请先缩小再上传。")
            picture.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
            flat = _on_white(upright)
    except Unreadable:
        raise
    except Exception as error:  # decoders of damaged files raise anything
        raise Unreadable("照片文件已损坏或不完整，打不开；请重新拍摄或另存后再上传。") from error
    target = io.BytesIO()
    flat.save(target, "JPEG", quality=85, optimize=True)
    small = target.getvalue()
    return Photo(small, hashlib.sha256(small).hexdigest(), flat.width, flat.height, _phash(flat))


def distance(one: str, other: str) -> int:
    """How many of 64 bits differ; up to about 6 the photos are most likely the same scene."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in plain colours, what is transparent on white, without any metadata."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    flat = Image.new("RGB", picture.size)
    flat.paste(picture.convert("RGB"))
    return flat


def _phash(picture: Image.Image) -> str:
    """Whether each of 8 × 8 fields is brighter than its right neighbour (difference hash)."""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    dots = grey.tobytes()
    bits = [dots[9 * y + x] > dots[9 * y + x + 1] for y in range(8) for x in range(8)]
    return f"{sum(bit << n for n, bit in enumerate(bits)):016x}"
