"""中文文件里的数：全角、半角、汉字写法都认，每个字记得原来的位置。"""

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千半]+)"
SAME = str.maketrans(
    "０１２３４５６７８９，；：（）．％／－—–―─～﹣＋＞＜＝［］【】",
    "0123456789,;:().%/-----~-+><=[][]",
)


def parse(text: str) -> Decimal | None:
    """“十二”“0.5”“半”“两”都是数；不是数的为 None。"""
    text = text.translate(SAME).strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    if not text or not all(c in DIGITS or c in UNITS for c in text):
        return None
    if not any(c in UNITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total += (digit or 1) * UNITS[c]
            digit = 0
    return Decimal(total + digit)


NEXT = re.compile(
    r"\s*(?:\d{1,2}[.、．)）](?!\d)|[(（](?:\d{1,2}|[一二三四五六七八九十])[)）]|[①②③④⑤⑥⑦⑧⑨]|[一二三四五六七八九十]、)"
)


class Plain:
    """检索用的文字：空白去掉、全角改半角，每个字记得自己在全文的位置。

    It may be put together from several places of a document; `span` gives the characters of the document.
    """

    def __init__(self, *places: tuple[str, int]) -> None:
        characters: list[str] = []
        self.positions: list[int] = []
        for text, start in places:
            if characters and characters[-1] not in "。;":
                characters.append("。")
                self.positions.append(start)
            for i, c in enumerate(text.translate(SAME)):
                if not c.isspace():
                    characters.append(c)
                    self.positions.append(start + i)
                elif c == "\n" and characters and characters[-1] not in "。;" and NEXT.match(text, i):
                    characters.append("。")  # 1. 2. 3. on lines of their own are sentences of their own
                    self.positions.append(start + i)
                elif characters and characters[-1].isdigit() and text[i + 1 : i + 2].isdigit():
                    characters.append(" ")
                    self.positions.append(start + i)
        self.text = "".join(characters)

    def span(self, start: int, end: int) -> list[int]:
        return [self.positions[start], self.positions[end - 1] + 1]
