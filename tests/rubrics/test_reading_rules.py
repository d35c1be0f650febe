"""规则句子的小语法：每句读成对的规则、对的数，数的位置指着原文。"""

from decimal import Decimal

import pytest

from documents.reading.numbers import Plain, parse
from rubrics.reading.rules import LIKELY, read_rule

from .reading_sentences import SENTENCES, UNCERTAIN


def same(read, expected):
    """比较时数按值比，期望里没有写的键不比。"""
    if isinstance(expected, dict):
        return isinstance(read, dict) and all(k in read and same(read[k], v) for k, v in expected.items())
    if isinstance(expected, list):
        return isinstance(read, list | tuple) and len(read) == len(expected) and all(map(same, read, expected))
    if isinstance(read, Decimal) and isinstance(expected, int | str):
        return read == Decimal(expected)
    return read == expected


@pytest.mark.parametrize(("text", "weight", "expected"), SENTENCES, ids=[s[0][:24] for s in SENTENCES])
def test_a_plain_sentence_becomes_its_rule(text, weight, expected):
    plain = Plain((text, 0))
    reading = read_rule(plain, "项目", Decimal(weight))
    if expected is None:
        assert reading.rule == {"kind": "judged"}
        return
    assert same(reading.rule, expected), reading.rule
    assert reading.confidence >= LIKELY, (reading.confidence, reading.doubts)
    for value, span in reading.numbers:
        start, end = plain.span(*span)
        words = text[start:end]
        assert parse(words.rstrip("%")) in (value, value * 100), (words, value)


@pytest.mark.parametrize(("text", "weight"), UNCERTAIN, ids=[s[0][:24] for s in UNCERTAIN])
def test_what_is_not_plain_is_never_certain(text, weight):
    reading = read_rule(Plain((text, 0)), "项目", Decimal(weight))
    assert reading.confidence < LIKELY and reading.doubts
