"""Uploaded photos (照片): told by their content, turned upright, freed of hidden data, made small once.

Whether two show the same picture (一图一用) is asked in two steps: fingerprints find the few that come near, however many
there are; then the two are laid over each other, resized and cropped until they fit best, and what differs is weighed.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import magic
import pillow_heif
from PIL import Image, ImageChops, ImageFile, ImageFilter, ImageOps, ImageStat

from .unreadable import Unreadable

pillow_heif.register_heif_opener()

MOST_PIXELS = 50_000_000
MOST_BYTES = 30 << 20
LONG_SIDE, SMALL_SIDE = 1600, 360
Crop = tuple[float, ...]  # the shares taken off left, top, right, bottom
SIDE, LAID, FIELDS = 192, 96, 12  # pixels of the small grey picture and of two laid over each other; fields of a fingerprint
PRINT = FIELDS * FIELDS // 4  # hex digits of one fingerprint
CROPS = tuple(product((0.0, 0.05), repeat=4))
WIDER = tuple(product((0.0, 0.04, 0.08), repeat=4))
# Tried on 24 handwritten pages, 24 almost empty ones and 24 rooms: the same picture cropped by up to a twentieth comes within
# 30 bits and leaves 0.08 to 0.30 of itself; two different ones leave at least 0.33, written pages 0.46, rooms 0.63.
NEAR, SAME = 30, 0.30
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

    `phash` is the picture's fingerprint for `distance`.
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
            most = MOST_PIXELS if kind in ("JPEG", "HEIF") else MOST_PIXELS // 2  # the others are held whole, twice when transparent
            if width * height > most:
                raise Unreadable(f"照片有 {width} × {height} 个像素，太大了（最多 {most // 10_000} 万）；请先缩小再上传。")
            picture.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
            picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)  # small first: turning copies the picture
            flat = _on_white(ImageOps.exif_transpose(picture))
    except Unreadable:
        raise
    except Image.DecompressionBombError as error:
        raise Unreadable("照片的像素太多（最多 5000 万）；请先缩小再上传。") from error
    except Exception as error:  # decoders of damaged files raise anything
        raise Unreadable("照片文件已损坏或不完整，打不开；请重新拍摄或另存后再上传。") from error
    target = io.BytesIO()
    flat.save(target, "JPEG", quality=85, optimize=True)
    small = target.getvalue()
    return Photo(small, hashlib.sha256(small).hexdigest(), flat.width, flat.height, _fingerprint(flat))


def small(data: bytes) -> bytes:
    """小图 of a picture that was made fit before: for boards and lists on the phone."""
    target = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
        picture.convert("RGB").save(target, "JPEG", quality=75, optimize=True)
    return target.getvalue()


def distance(one: str, other: str) -> int:
    """How far two fingerprints are apart, in bits of 144: either picture whole, the other whole or cropped a little."""
    mine, theirs = _prints(one), _prints(other)
    return min(
        min((mine[0] ^ their).bit_count() for their in theirs), min((theirs[0] ^ my).bit_count() for my in mine)
    )


def same_picture(one: bytes, other: bytes) -> bool:
    """Whether two photos show the same picture, one of them perhaps resized, pressed harder or cropped by up to a tenth.

    Two pages of handwriting on the same paper are two pictures: the slow light is taken off and only the strokes count.
    """
    fine = [_fine(data) for data in (one, other)]
    return min(_rest(*fine), _rest(*reversed(fine))) < SAME


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


def _fingerprint(picture: Image.Image) -> str:
    """Of the whole picture and of fifteen cropped a little: is each of 12 × 12 fields brighter than its right neighbour?"""
    grey = _grey(picture)
    return "".join(f"{_print(grey, crop):0{PRINT}x}" for crop in CROPS)


def _grey(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)


def _print(grey: Image.Image, crop: Crop) -> int:
    dots = _cropped(grey, crop, FIELDS + 1, FIELDS).tobytes()
    bits = [dots[(FIELDS + 1) * y + x] > dots[(FIELDS + 1) * y + x + 1] for y in range(FIELDS) for x in range(FIELDS)]
    return sum(bit << n for n, bit in enumerate(bits))


def _prints(phash: str) -> list[int]:
    return [int(phash[at : at + PRINT], 16) for at in range(0, len(phash), PRINT)]


def _cropped(grey: Image.Image, crop: Crop, width: int, height: int) -> Image.Image:
    left, top, right, bottom = crop
    box = (SIDE * left, SIDE * top, SIDE * (1 - right), SIDE * (1 - bottom))
    return grey.resize((width, height), Image.Resampling.BOX, box=box)


def _fine(data: bytes) -> Image.Image:
    """The strokes and edges of a picture without its slow light."""
    with Image.open(io.BytesIO(data)) as picture:
        grey = _grey(picture)
    return ImageChops.subtract(grey, grey.filter(ImageFilter.BoxBlur(6)), offset=128)


def _rest(whole: Image.Image, part: Image.Image) -> float:
    """What remains between a picture and the best crop of another, as a share of what is to be seen in it.

    First the blurred pictures are laid over each other, for thin strokes miss each other by a hair; then the sharp ones.
    """
    crop = min(WIDER, key=_fit(*(picture.filter(ImageFilter.BoxBlur(4)) for picture in (whole, part))))
    for blur, steps in ((4, (0.03, 0.015)), (1, (0.015, 0.008)), (0, (0.008, 0.004))):
        left_over = _fit(*(picture.filter(ImageFilter.BoxBlur(blur)) for picture in (whole, part)))
        for step in steps:
            crop = _descend(left_over, crop, step)
    seen = _mean(whole, Image.new("L", whole.size, 128))
    return left_over(crop) / seen if seen else 1.0  # an empty picture is like no other


def _fit(whole: Image.Image, part: Image.Image) -> Callable[[Crop], float]:
    """How much differs when the other picture, cropped like this, is laid over the whole one."""
    target = whole.resize((LAID, LAID), Image.Resampling.BOX)
    return lambda crop: _mean(target, _cropped(part, crop, LAID, LAID))


def _descend(left_over: Callable[[Crop], float], crop: Crop, step: float) -> Crop:
    """The best crop in reach of single steps of one side."""
    while True:
        moved = (
            tuple(min(0.15, max(0.0, value + move * (side == at))) for at, value in enumerate(crop))
            for side, move in product(range(4), (step, -step))
        )
        better = min(moved, key=left_over)
        if left_over(better) >= left_over(crop):
            return crop
        crop = better


def _mean(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
