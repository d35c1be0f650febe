"""评价表: reading answers, total, level."""
from decimal import Decimal

import pytest

from instruments import answers
from instruments.library import FORMS, LESSON_FORM, seed_library
from instruments.models import Instrument
from tests.builders import Cast

LESSON = next(document for name, _, document in FORMS if name == LESSON_FORM)
BEST = {item["code"]: "优" for item in answers.items(LESSON)}


def test_the_lesson_form_of_the_library_makes_a_hundred():
    assert answers.full(LESSON) == 100
    assert answers.total(LESSON, BEST) == 100


def test_the_total_is_the_sum_of_the_levels_and_the_base():
    given = {**BEST, "goal": "良", "effect": "中"}
    assert answers.total(LESSON, given) == 100 - 2 - 5
    assert answers.total({**LESSON, "base": 5}, given) == 98


@pytest.mark.parametrize(("total", "word"), [("90", "优秀"), ("89.9", "良好"), ("80", "良好"), ("60", "合格"), ("59.5", "待提高")])
def test_a_level_begins_at_its_bound(total, word):
    assert answers.level(LESSON, Decimal(total)) == word


def test_an_open_indicator_leaves_no_total():
    given = {**BEST}
    del given["craft"]
    assert answers.total(LESSON, given) is None
    assert answers.missing(LESSON, given) == ["教师素养"]
    assert answers.level(LESSON, None) == ""


NUMBER = {"sections": [{"name": "", "items": [{"code": "n", "name": "内容", "kind": "number", "max": 40}]}]}


@pytest.mark.parametrize(("typed", "kept"), [("35", "35"), ("３５．５", "35.5"), ("35分", "35"), ("0", "0"), ("", None)])
def test_numbers_are_normalised_and_empty_is_not_zero(typed, kept):
    given, errors = answers.parse(NUMBER, {"n": typed})
    assert errors == {}
    assert given.get("n") == kept


@pytest.mark.parametrize("typed", ["-1", "40.1", "1e9", "NaN", "Infinity", "三十", "1.25"])
def test_a_number_that_cannot_stand_gets_a_sentence(typed):
    given, errors = answers.parse(NUMBER, {"n": typed})
    assert given == {} and "『内容』" in errors["n"]


def test_an_unknown_level_is_refused():
    _, errors = answers.parse(LESSON, {"goal": "极好"})
    assert "优、良、中、差" in errors["goal"]


def test_seeding_twice_gives_one_of_each(cast: Cast):
    seed_library(cast.school)
    seed_library(cast.school)
    assert Instrument.objects.count() == len(FORMS)
