"""文字与规则: the text says another number than the rule, a name pays for something else, an item counts papers."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from rubrics.scoring import Rubric, plain
from rubrics.scoring.numbers import Number, exact, read_number
from rubrics.scoring.rubric import Item
from rubrics.sources import source_of

from .finding import Finding, place_of, warning

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SPOKEN = re.compile(r"([一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九])(?=分)")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*分(?!钟|之|档|为|等|值)")
_LEARNING = re.compile("讲座|培训|学习|交流会|研讨|报告会")
_PAPERS = re.compile("查笔记|笔记|照片|截图|台账|留痕|查档案|查看上传|材料份数|心得.{0,4}篇|查记录")


def check(rubric: Rubric) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for item in rubric.items:
        place = place_of(item)
        if item.name and item.name in names:
            yield warning(place, f"与第 {names[item.name]} 项同名", "请改名，免得混淆")
        names.setdefault(item.name, item.code)
        yield from _other_numbers(item)
        yield from _pays_for_else(item)
        if _PAPERS.search(item.method + item.text):
            found = _PAPERS.search(item.method) or _PAPERS.search(item.text)
            word = found.group() if found else ""
            yield warning(place, f"按“{word}”计分，数的是纸面材料",
                          "可以照旧；也可以改为看做了什么：上了一节课、听了一次课、交的一份成果评为几档。照片和截图不应成为必交")


def _other_numbers(item: Item) -> Iterator[Finding]:
    """The text says a number of points the rule knows nothing of."""
    said = _numbers_in(item.text)
    known = {abs(number) for variant in item.variants for number in _numbers_of(variant.rule)}
    known |= {abs(variant.max) for variant in item.variants if variant.max is not None}
    strange = [number for number in said if number not in known]
    if strange:
        numbers = "、".join(f"{plain(number)} 分" for number in strange)
        yield warning(place_of(item), f"文字里写着 {numbers}，计分规则里没有这个数", "请核对，改文字或改规则")


def _numbers_in(text: str) -> list[Number]:
    """The points a text names, Arabic, full-width or Chinese."""
    plain_text = _SPOKEN.sub(lambda found: str(_spoken(found.group(1))), text.translate(_HALF_WIDTH))
    return list(dict.fromkeys(read_number(found.group(1)) for found in _POINTS.finditer(plain_text)))


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def _spoken(word: str) -> int:
    if "十" not in word:
        return _DIGITS[word]
    tens, _, ones = word.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _numbers_of(value: Any) -> Iterator[Number]:
    """Every number that stands in a rule."""
    if isinstance(value, bool):
        return
    if isinstance(value, (int, Fraction)):
        yield exact(value)
    elif isinstance(value, dict):
        for member in value.values():
            yield from _numbers_of(member)
    elif isinstance(value, (tuple, list)):
        for member in value:
            yield from _numbers_of(member)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _numbers_of(getattr(value, field.name))


def _pays_for_else(item: Item) -> Iterator[Finding]:
    """An item called 讲座 that pays for 先进班级: attendance or learning in the name, something else in the rule."""
    source = source_of(item.evidence) if item.evidence else None
    if source is None or not _LEARNING.search(item.name):
        return
    if source.head in ("class_awards", "achievements", "open_lessons", "hours"):
        yield warning(place_of(item), f"名为“{item.name}”，实际按“{source.label}”计分，参加不参加都不影响得分",
                      "请改名，或改为按参加情况计分")
