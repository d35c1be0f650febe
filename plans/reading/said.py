"""一句话有没有留下来：把读出来的各处文字合在一起，看原文的每个词在不在里面。"""

import re
from collections.abc import Iterator

PIECE = re.compile(r"[\u3400-\u9fffA-Za-z0-9%％]+")
NUMBERS = re.compile(r"(?!.*\d{5})[\d一二三四五六七八九十年月日号份旬上中下初底末周第次翌至分]+|(?:满分|总分|共计?)\d+分?")


class Said:
    """读出来的全部文字；holds 问一句话的每个词是不是都在。"""

    def __init__(self, value: object) -> None:
        self.text = "|".join("".join(PIECE.findall(text)) for text in _texts(value))

    def holds(self, text: str, *, numbers: bool = False) -> bool:
        """numbers：日子和序号已经读成了数，不必照原样在。"""
        return all(piece in self.text or (numbers and NUMBERS.fullmatch(piece)) for piece in pieces(text))


def pieces(text: str) -> Iterator[str]:
    """一句话里的词；许　明 分开的单字合成一个，单独一个字的不算。"""
    single = ""
    for m in re.finditer(r"(?P<word>[\u3400-\u9fffA-Za-z0-9%％]+)|\n|[^\s（）()]", text):
        word = m["word"] or ""
        if len(word) == 1:
            single += word
            continue
        if len(single) > 1:
            yield single
        single = ""
        if word:
            yield word
    if len(single) > 1:
        yield single


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)
