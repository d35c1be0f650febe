"""Names of people in lists (姓名): how they are spaced, sorted and spelled."""

import json
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from pypinyin import Style, lazy_pinyin

# Surnames that a dictionary of common words reads wrong.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge",
    "覃": "qin", "缪": "miao", "卜": "bu", "召": "shao", "员": "yun", "乐": "yue", "重": "chong", "种": "chong",
    "秘": "bi", "翟": "zhai", "祭": "zhai", "黑": "he", "句": "gou", "牟": "mu", "郇": "xun", "粘": "nian",
    "长": "chang", "都": "du", "郗": "chi", "洗": "xian", "纪": "ji",
}  # fmt: skip
DOUBLE = {
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "夏侯", "令狐",
    "澹台", "轩辕", "端木", "百里", "东郭", "南宫", "呼延", "万俟", "闻人", "赫连", "钟离", "申屠", "太史", "仲孙",
}  # fmt: skip


def spaced(name: str) -> str:
    """A two-character name set on three, for printed lists only: 王芳 → 王　芳; others stay."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and all(_is_han(c) for c in name) else name


def in_cell(name: str) -> str:
    """A name as HTML for a narrow column: 王　芳; a long one small and on two lines, parted after its dot (阿卜杜热合曼·买买提)."""
    shown = escape(spaced(name))
    return f'<span class="xs">{shown.replace("·", "·<wbr>")}</span>' if len(name) > 5 else shown


def split(name: str) -> tuple[str, str]:
    """Surname and given name (姓、名); a two-character surname is known from a list."""
    at = 2 if name[:2] in DOUBLE and len(name) > 2 else 1
    return name[:at], name[at:]


def pinyin(name: str) -> str:
    """The name in pinyin without tones, syllables apart: 曾凡林 → zeng fan lin. People may correct it."""
    surname, given = split(name)
    first = SURNAMES.get(surname) or " ".join(lazy_pinyin(surname, style=Style.NORMAL))
    return " ".join([first, *lazy_pinyin(given, style=Style.NORMAL)]).strip().lower()


def initials(name: str) -> str:
    """First letters for finding people: 曾凡林 → zfl."""
    return "".join(syllable[0] for syllable in pinyin(name).split())


def apart(name: str, marks: list[tuple[str, ...]]) -> list[str]:
    """Namesakes as lists tell them apart: 李娜（语文）、李娜（数学）. marks: of each, what may tell (学科, 校点, 年级, 工号), the best first."""
    telling = next((one for one in zip(*marks, strict=True) if all(one) and len(set(one)) == len(one)), [""] * len(marks))
    return [f"{name}（{mark}）" if mark else name for mark in telling]


def pinyin_key(name: str) -> tuple[tuple[str, ...], str]:
    """Sort key 音序: by syllable, then by character, so that equal sounds keep surnames together."""
    return tuple(pinyin(name).split()), name


def stroke_key(name: str) -> tuple[int, ...]:
    """Sort key 姓氏笔画: character by character by number of strokes, then 横竖撇点折; shorter names first.

    A character outside the table (20,902 of them) comes last, by its code.
    """
    order = _strokes()
    return tuple(order.get(c, 1_000_000 + ord(c)) for c in name)


@cache
def _strokes() -> dict[str, int]:
    """The order of characters by strokes, read from the data of the package cn_sort without importing it.

    Importing it would set up logging and load a segmenter.
    """
    spec = find_spec("cn_sort")
    file = Path(spec.submodule_search_locations[0]) / "res" / "all_word.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["all_word"]
    return {row["chinese"]: row["stroke_increment_level"] for row in rows}


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff" or "㐀" <= character <= "䶿"
