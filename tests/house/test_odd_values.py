"""Numbers that are none, days that cannot be, addresses that are none of ours (B02, B10, B11)."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse

from activities.forms.activities import TermDay
from activities.forms.days import EventDay
from activities.forms.registration import Places
from activities.services.tests_import import _score
from evaluation.forms import PointsField
from instruments import answers
from plans.forms.budget import Money
from plans.forms.goals import Counted
from school import robots
from school.workflow import Refused
from tests.activities.event import an_activity

ROOT = Path(__file__).resolve().parents[2]
NONE = ("NaN", "sNaN", "Infinity", "-Infinity", "1e9", "1e400", "-1", "九十", "90x", "9" * 40, "0x10", "²")
SHEET = {"sections": [{"name": "", "items": [{"code": "a", "name": "教态", "kind": "number", "max": "100"}]}]}


def judged(text: str) -> Decimal:
    """A number on an evaluation sheet: 评课, 评比 and 问卷 read it the same way."""
    read, errors = answers.parse(SHEET, {"a": text})
    if errors:
        raise ValidationError(list(errors.values()))
    return Decimal(read["a"])


def _classes(of: type) -> Iterator[type]:
    for one in of.__subclasses__():
        yield one
        yield from _classes(one)


def _visible() -> dict[str, Callable]:
    """Every number that some form of the house asks for, found in the forms themselves."""
    get_resolver().url_patterns  # noqa: B018  the views bring their forms along
    for file in (*ROOT.glob("[a-z]*/forms*/*.py"), *ROOT.glob("[a-z]*/forms.py")):
        import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    return {
        f"{form.__module__}.{form.__qualname__}.{name}": field.clean
        for form in _classes(forms.BaseForm) if form.__module__.split(".")[0] in ("activities", "plans", "instruments", "rubrics", "school", "evaluation")
        for name, field in form.base_fields.items()
        if isinstance(field, forms.IntegerField) and not field.widget.is_hidden and name not in ("order", "no", "under")
    }


READERS = {
    "budget": Money().clean, "capacity": Places().clean, "goal": Counted().clean, "points": PointsField().clean, "test": _score, "judging": judged,
}


def test_b10_a_number_is_a_number_wherever_it_is_asked_for(db):
    """What is none is refused by the form itself; full-width digits are read. 改分 may take points away, so −1 stands there."""
    readers = _visible() | READERS
    assert len(readers) > 20
    wrong = []
    for name, read in readers.items():
        for text in NONE:
            if (name, text) == ("points", "-1") or (text == "1e9" and "hours" not in name and name not in READERS):
                continue  # whole numbers: 1e9 is no number for them; tried with 40 digits
            try:
                got = read(text)
            except (ValidationError, ValueError):
                continue
            if text == "9" * 40 and isinstance(got, int) and name.startswith("plans.forms.rows"):
                continue  # the row's own column says how large it may be
            wrong.append(f"{name} takes {text[:12]!r} for {got!r:.30}")
        if not name.endswith(("first_year", "writing_ceiling")) and read("１") != 1:  # 1 is too small for these two
            wrong.append(f"{name} does not read １")
    assert not wrong, "\n".join(wrong)


def test_b10_empty_is_not_zero():
    assert PointsField(required=False).clean("") is None and Places().clean("") is None and Counted(required=False).clean("") is None
    assert answers.parse(SHEET, {"a": ""}) == ({}, {}) and judged("0") == 0
    with pytest.raises(ValueError, match="缺考"):
        _score("")


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "明天", "2025-06-01", "0001-01-01", "99999-01-01", "2026-11-18T00:00"])
def test_b11_a_day_is_a_day_of_this_term(cast, day):
    for field in (TermDay(cast.term), EventDay(cast.term)):
        with pytest.raises(ValidationError) as caught:
            field.clean(day)
        assert caught.value.messages[0].endswith("。")


def test_b11_end_before_start_names_the_field_and_keeps_what_was_typed(cast, login):
    client, activity = login("office"), an_activity(cast)
    typed = {"version": 0, "day": "2026-11-20", "starts": "16:00", "ends": "15:00", "place": "多功能室甲"}
    answer = client.post(reverse("session_new", args=[activity.pk]), typed)
    assert answer.status_code != 302 and "结束要晚于开始" in answer.content.decode() and "多功能室甲" in answer.content.decode()
    assert activity.sessions.count() == 1
    page = login("admin").post(reverse("term_new"), {"code": "2026-2027-2", "starts": "2027-07-01", "ends": "2027-02-20"}).content.decode()
    assert "结束日要晚于开学日" in page and "2026-2027-2" in page
    page = login("admin").post(reverse("term_new"), {"code": "2026-2027-2", "starts": "2027-01-20", "ends": "2027-07-01"}).content.decode()
    assert "日期重叠" in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://127.0.0.1:6379/", "https://qyapi.weixin.qq.com@evil.example/"])
def test_b02_an_address_that_is_no_robots_is_refused(address):
    """The only addresses people type: where the reminders of a group are sent to."""
    with pytest.raises(Refused):
        robots.kind_of(address)
