"""画出来的照片：一间教室（没有人脸）和一页手写的反思，用来代替真照片。"""

import math
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

_FONTS = ("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "/usr/share/fonts/opentype/lxgw-wenkai/LXGWWenKai-Regular.otf",
          "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


@cache
@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """楷体优先，没有就用宋体。"""
    found = next((name for name in _FONTS if Path(name).exists()), None)
    return ImageFont.truetype(found, size, layout_engine=ImageFont.Layout.BASIC) if found else ImageFont.load_default(size)


def classroom(rng: Random, caption: str = "") -> bytes:
    """一间教室：黑板、课桌、窗户，没有人。"""
    width, height = 960, 640
    wall = rng.choice(((232, 226, 210), (224, 228, 222), (238, 230, 220)))
    image = Image.new("RGB", (width, height), wall)
    draw = ImageDraw.Draw(image)
    floor = 400
    draw.rectangle((0, floor, width, height), fill=(181, 158, 128))
    for i in range(14):
        draw.line((i * 90 - 120, height, 360 + i * 17, floor), fill=(168, 144, 114))
    board = (190, 110, 190 + rng.randint(430, 490), 305)
    draw.rectangle((board[0] - 8, board[1] - 8, board[2] + 8, board[3] + 8), fill=(122, 92, 62))
    draw.rectangle(board, fill=rng.choice(((38, 74, 58), (44, 62, 70), (30, 60, 52))))
    mirrored = rng.random() < 0.5
    if not mirrored:
        draw.text((board[0] + 34, board[1] + 26), caption[:14], font=_font(42), fill=(236, 238, 228))
    for i in range(rng.randint(2, 4)):
        y = board[1] + 98 + i * 30
        draw.line((board[0] + 40, y, board[0] + rng.randint(160, 380), y + rng.randint(-2, 2)), fill=(210, 216, 204), width=4)
    for i in range(3):
        x = 720 + i % 2 * 110
        draw.rectangle((x, 90 + i // 2 * 150, x + 90, 200 + i // 2 * 150), fill=(196, 218, 232), outline=(140, 134, 124), width=6)
    for row in range(4):
        for col in range(5):
            size = 66 + row * 12
            x, y = 80 + col * (size + 62) + row * 6, floor + 18 + row * 52
            draw.rectangle((x, y, x + size, y + size // 2), fill=(196, 154, 96), outline=(140, 104, 60), width=2)
            if rng.random() < 0.7:
                draw.rectangle((x + 10, y + 6, x + 38, y + 22), fill=rng.choice(((206, 88, 72), (98, 132, 178), (232, 224, 206))))
    if mirrored:
        image = ImageOps.mirror(image)
        ImageDraw.Draw(image).text((width - board[2] + 34, board[1] + 26), caption[:14], font=_font(42), fill=(236, 238, 228))
    wide = rng.randint(430, 960)
    left, top = rng.randint(0, width - wide), rng.randint(0, height - wide * 2 // 3)
    image = image.crop((left, top, left + wide, top + wide * 2 // 3)).resize((width, height))
    light = Image.linear_gradient("L").rotate(rng.randint(0, 359)).crop((64, 64, 192, 192)).resize((width, height))
    image = Image.composite(image, ImageEnhance.Brightness(image).enhance(rng.uniform(0.45, 0.75)), light)
    image = image.rotate(rng.uniform(-1.6, 1.6), resample=Image.Resampling.BILINEAR, fillcolor=wall)
    return _jpeg(image, 74)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def handwriting(rng: Random, text: str, upside_down: bool = False) -> bytes:
    """一页手写的反思：横格纸、楷体、微微的倾斜；倒放的那一张转一百八十度。"""
    width, height, line = 750, 1000, 46
    paper = rng.choice(((251, 249, 240), (246, 244, 236), (250, 246, 228)))
    image = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(image)
    for y in range(104, height - 36, line):
        draw.line((42, y, width - 42, y), fill=(188, 206, 222), width=1)
    draw.line((92, 50, 92, height - 36), fill=(224, 170, 160), width=2)
    ink = rng.choice(((34, 44, 78), (40, 40, 44), (30, 54, 96)))
    font, y, x = _font(29), 104 - 35, 106.0
    for char in text:
        if y > height - 110:
            break
        if char == "\n" or x > width - 84:
            y, x = y + line, 106.0 + (58 if char == "\n" else 0)
            if char == "\n":
                continue
        wobble = 1.6 * math.sin(x / 37) + rng.uniform(-1.2, 1.2)
        draw.text((x + rng.uniform(-0.8, 0.8), y + wobble), char, font=font, fill=ink)
        x += draw.textlength(char, font=font) + rng.uniform(-1.5, 1.5)
    if rng.random() < 0.5:
        draw.line((106, y + line + 10, rng.randint(220, 380), y + line + 12), fill=(178, 44, 38), width=3)
    page = image.rotate(rng.uniform(-2.2, 2.2), resample=Image.Resampling.BILINEAR, fillcolor=(206, 196, 180))
    return _jpeg(page.rotate(180) if upside_down else page, 60)
