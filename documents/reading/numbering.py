"""Word 的自动编号和标题级别：一、（一）1. 在文件里不是文字，要按编号定义算出来。"""

import re

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from documents.chinese import numeral

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


class Numbering:
    """一份文件的编号；按段落出现的先后问它。"""

    def __init__(self, package: Document) -> None:
        self.styles = {style.style_id: style for style in package.styles}
        self.counters: dict[str, dict[int, int]] = {}
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        try:
            part = package.part.numbering_part
        except (KeyError, NotImplementedError):
            return
        abstract = {
            item.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"), "0")): _definition(level) for level in item.findall(qn("w:lvl"))
            }
            for item in part.element.findall(qn("w:abstractNum"))
        }
        for item in part.element.findall(qn("w:num")):
            link = item.find(qn("w:abstractNumId"))
            if link is not None:
                self.levels[item.get(qn("w:numId"))] = abstract.get(link.get(qn("w:val")), {})

    def level(self, paragraph: etree._Element) -> int:
        """标题级别（1–9），正文为 0。"""
        properties = paragraph.find(qn("w:pPr"))
        style = None if properties is None else properties.find(qn("w:pStyle"))
        if style is None or style.get(qn("w:val")) not in self.styles:
            return 0
        name = self.styles[style.get(qn("w:val"))].name or ""
        found = re.fullmatch(r"(?:[Hh]eading|标题)\s*(\d)", name)
        return int(found[1]) if found else 0

    def label(self, paragraph: etree._Element) -> str:
        """这一段的自动编号，如“一、”；没有编号为空。"""
        number, level = self._place(paragraph)
        definition = self.levels.get(number, {}).get(level)
        if not definition:
            return ""
        counts = self.counters.setdefault(number, {})
        counts[level] = counts.get(level, definition[2] - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]

        def shown(match: re.Match) -> str:
            place = int(match[1]) - 1
            form, _, start = self.levels[number].get(place, ("decimal", "", 1))
            return _numeral(counts.get(place, start), form)

        return "" if definition[0] == "bullet" else re.sub(r"%(\d)", shown, definition[1])

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        found = properties.find(qn("w:numPr"))
        if found is None:
            style = properties.find(qn("w:pStyle"))
            owner = None if style is None else self.styles.get(style.get(qn("w:val")))
            found = None if owner is None else owner.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is None:
            return "", 0
        number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        place = level.get(qn("w:val"), "0") if level is not None else "0"
        return ("" if number is None else number.get(qn("w:val"), "")), int(place) if place.isdigit() else 0


def _definition(level: etree._Element) -> tuple[str, str, int]:
    def value(tag: str, default: str) -> str:
        found = level.find(qn(tag))
        return default if found is None else found.get(qn("w:val"), default)

    start = value("w:start", "1")
    return value("w:numFmt", "decimal"), value("w:lvlText", ""), int(start) if start.isdigit() else 1


def _numeral(number: int, form: str) -> str:
    if form.startswith(("chinese", "japanese", "ideograph", "taiwanese")) and number < 100:
        return numeral(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= len(CIRCLED):
        return CIRCLED[number - 1]
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((64 if form == "upperLetter" else 96) + number)
    return str(number)
