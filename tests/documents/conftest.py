"""Papers and pictures the document tests share; nothing here needs Django."""

import io
import random
import re
import subprocess
from datetime import date

import pytest
from PIL import Image

from documents.paper import Paper

DAY = date(2026, 10, 15)


def picture(colour: tuple[int, int, int] = (200, 120, 40), size: tuple[int, int] = (120, 80)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


def words(pdf: bytes, first: int = 1, last: int = 0) -> str:
    pages = ["-f", str(first), "-l", str(last)] if last else []
    run = subprocess.run(["pdftotext", *pages, "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode()


def placed(pdf: bytes) -> list[list[tuple[float, float, str]]]:
    """For each page the words with their place: x and y of the upper left corner in points."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>')
    pages = run.stdout.decode().split("<page ")[1:]
    return [[(float(x), float(y), text) for x, y, text in word.findall(page)] for page in pages]


def prose(seed: int, length: int) -> str:
    """Invented Han text of so many characters, the same for the same seed."""
    pick = random.Random(seed)
    signs = "老师学生课堂上讲写听说想问题方法小组练习本子黑板同桌今天明天一二三四五错对改看做"
    return "".join(pick.choice(signs) for _ in range(length))


@pytest.fixture
def paper():
    def make(title: str = "教学反思", html: str = "", body_class: str = "form prose", **more) -> Paper:
        return Paper(title, "某校", DAY, html or f"<h1>{title}</h1><p>{prose(1, 200)}</p>", body_class, **more)

    return make
