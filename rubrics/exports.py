"""评价细则 as files: the JSON the command line reads, and the usual four-column table as workbook and Word file."""
from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from documents.docx import Word
from documents.xlsx import Column, Workbook
from rubrics.models import Rubric
from rubrics.queries import rule_words
from rubrics.ruleforms.elements import spell
from rubrics.ruleforms.whole import whole_words

HEADS = ("序号", "考核内容", "分值", "考核标准及要求", "评价方式")


def as_json(rubric: Rubric) -> bytes:
    """yanxiu-rubric/1, as `check_rubric` and `score_rubric` read it."""
    return (json.dumps(rubric.document, ensure_ascii=False, indent=1) + "\n").encode()


def as_workbook(rubric: Rubric) -> bytes:
    """The four-column table as .xlsx."""
    book = Workbook(rubric.title, rubric.school.name)
    columns = [Column(HEADS[0], width=5), Column(HEADS[1], width=18, left=True), Column(HEADS[2], width=7),
               Column(HEADS[3], width=48, left=True), Column(HEADS[4], width=14, left=True)]
    book.table("评价细则", columns, table_rows(rubric.document), title=rubric.title, subtitle=_subtitle(rubric),
               notes=whole_words(rubric.document), landscape=False)
    return book.bytes()


def as_word(rubric: Rubric) -> bytes:
    """The four-column table as .docx."""
    word = Word(rubric.title, rubric.school.name)
    word.add(rubric.title, "公文标题")
    rows = [HEADS, *([str(cell) for cell in row] for row in table_rows(rubric.document))]
    word.table(rows, widths=(12, 36, 14, 70, 24))
    for line in whole_words(rubric.document):
        word.add(line)
    return word.bytes()


def table_rows(document: Mapping[str, Any]) -> list[list[Any]]:
    """A row per item: what it is, its points, its standard in the school's words or the rule's, its method."""
    return [[item["code"], item.get("name", ""), _points(item.get("max")),
             item.get("text") or rule_words(item), item.get("method", "")] for item in document["items"]]


def _points(most: Any) -> int | str:
    text = "" if most is None else spell(most)
    return int(text) if text.isdigit() else text


def _subtitle(rubric: Rubric) -> str:
    vote = rubric.vote
    passed = f"，{vote['date']} 教职工大会通过" if vote else ""
    return f"第 {rubric.version} 版，{rubric.get_state_display()}{passed}"
