"""How Chinese documents write days and numbers (日期与数字的写法)."""

import re
import unicodedata
from datetime import date as Day

import cn2an

WEEKDAYS = "一二三四五六日"
_HALF = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}  # ０…９
# A blank between Han and a number, but not before a time of day (9月2日 15:50).
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff〔（“，。：；、]) (?=\d+(?![\d:]))|(?<=\d) (?=[\u4e00-\u9fff])")
_HALF |= {ord("．"): ord("."), ord("－"): ord("-"), ord("＋"): ord("+"), ord("％"): ord("%")}


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五."""
    text = cn2an.an2cn(number)
    return text[1:] if text.startswith("一十") else text


def first_level(number: int) -> str:
    """The head of a first-level section of an official document (GB/T 9704): 一、"""
    return f"{numeral(number)}、"


def second_level(number: int) -> str:
    """The head of a second-level section (GB/T 9704): （一）"""
    return f"（{numeral(number)}）"


def long_date(day: Day) -> str:
    """2026年9月1日: no leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: Day) -> str:
    """3月11日（周三）"""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def date_range(first: Day, last: Day) -> str:
    """3月18日—22日, 3月30日—4月2日, across years 2026年12月30日—2027年1月3日; one day stands alone."""
    if first == last:
        return f"{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{long_date(first)}—{long_date(last)}"
    if first.month != last.month:
        return f"{first.month}月{first.day}日—{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日—{last.day}日"


def formal_date(day: Day) -> str:
    """二〇二七年一月十三日, for certificates."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def whole(text: str, otherwise: int | None = None) -> int | None:
    """The whole number that a page sent back (编号、页码、版本) of at most nine digits; anything else gives `otherwise`."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def close_up(text: str) -> str:
    """Numbers close to their words, as official documents print them (GB/T 9704): 教师 60 人 → 教师60人."""
    return _GAPS.sub("", text)


def half_width(text: str) -> str:
    """Full-width digits and signs of numbers made half-width (全角数字转半角); other signs stay."""
    return text.translate(_HALF)


def normal(text: str) -> str:
    """One way to write a text: NFC, no invisible signs, no blanks at the ends (规范文字)."""
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc")).strip(" \t\n\u3000")


def titled(text: str) -> str:
    """A 课题 in its book marks, once: some write them, some do not."""
    return text if text.startswith("《") or not text else f"《{text}》"
