"""每周三、单周周五、第3、7周周三 …: what the words mean, and what happens on holidays."""
from __future__ import annotations

from datetime import date

import pytest

from documents.calendar import Calendar
from plans.recurrence import Kind, Unclear, read

STARTS, ENDS = date(2026, 9, 1), date(2027, 1, 24)


def meant(text: str, **overrides):
    return read(text, STARTS, ENDS, Calendar(**overrides))


def days(text: str) -> list[str]:
    return [f"{day.month}.{day.day}" for day in meant(text).days]


@pytest.mark.parametrize(("text", "first"), [
    ("每周三", ["9.2", "9.9", "9.16", "9.23", "9.30", "10.14"]),
    ("逢周三", ["9.2", "9.9", "9.16", "9.23", "9.30", "10.14"]),
    ("单周周五", ["9.4", "9.18", "10.16", "10.30"]),
    ("双周星期五", ["9.11", "10.9", "10.23"]),
    ("隔周周二", ["9.1", "9.15", "9.29", "10.13"]),
    ("9月16日起每周三", ["9.16", "9.23", "9.30", "10.14"]),
    ("10月每周三", ["10.14", "10.21", "10.28"]),
    ("第3、7周周三", ["9.16", "10.14"]),
    ("第三、七周周三", ["9.16", "10.14"]),
    ("第3—4周周一、三", ["9.14", "9.16", "9.21", "9.23"]),
    ("第三周、第七周星期五下午", ["9.18", "10.16"]),
    ("第3周至第6周周三", ["9.16", "9.23", "9.30"]),
    ("第3—7周每周三", ["9.16", "9.23", "9.30", "10.14"]),
    ("每周三（第九周起）", ["10.28", "11.4"]),
    ("第3周周三、第4周周四", ["9.16", "9.24"]),
    ("两周一次，周三", ["9.2", "9.16", "9.30"]),
    ("隔周三", ["9.2", "9.16", "9.30"]),
    ("每周一到周三", ["9.1", "9.2", "9.7", "9.8", "9.9"]),
    ("每个工作日", ["9.1", "9.2", "9.3", "9.4", "9.7"]),
    ("每月第一个周三", ["9.2", "11.4", "12.2", "1.6"]),
    ("每月最后一个周五", ["10.30", "11.27", "12.25"]),
    ("每月15日", ["9.15", "10.15", "12.15", "1.15"]),
    ("9月16日、30日", ["9.16", "9.30"]),
    ("2026年9月16日", ["9.16"]),
])
def test_the_days_of_a_series(text, first):
    assert days(text)[:len(first)] == first


@pytest.mark.parametrize(("text", "kind", "first", "last"), [
    ("第5周", Kind.SPAN, (9, 28), (10, 4)), ("9月中旬", Kind.SPAN, (9, 11), (9, 20)), ("11月18日—22日", Kind.SPAN, (11, 18), (11, 22)),
    ("12月20日前", Kind.DEADLINE, None, (12, 20)), ("待定", Kind.NONE, None, None), ("", Kind.NONE, None, None),
    ("不定期", Kind.NONE, None, None), ("每学期两次", Kind.NONE, None, None), ("第3、4周", Kind.SPAN, (9, 14), (9, 27)),
])
def test_what_has_no_single_days(text, kind, first, last):
    found = meant(text)
    assert (found.kind, found.days, found.text) == (kind, (), text)
    assert found.first == (first and date(2026, *first)) and found.last == (last and date(2026, *last))


def test_weeks_apart_are_two_stretches():
    assert [(f"{first:%m%d}", f"{last:%m%d}") for first, last in meant("第3、7周").spans] == [("0914", "0920"), ("1012", "1018")]


def test_a_holiday_is_listed_with_the_made_up_day_near_it():
    found = meant("每周三")
    assert [(one.day, one.why, one.instead) for one in found.skipped] == [(date(2026, 10, 7), "国庆节", date(2026, 10, 10))]
    assert date(2026, 10, 7) not in found.days and date(2026, 10, 10) not in found.days, "offered, not taken"


def test_the_schools_own_free_day_and_made_up_day_have_the_last_word():
    found = meant("每周三", overrides={date(2026, 11, 18): False, date(2026, 11, 21): True}, reasons={date(2026, 11, 18): "运动会"})
    one = next(one for one in found.skipped if one.day == date(2026, 11, 18))
    assert (one.why, one.instead) == ("运动会", date(2026, 11, 21))


def test_tentative_is_kept_and_nonsense_gets_a_sentence():
    assert meant("暂定12月2日").tentative and meant("暂定12月2日").days == (date(2026, 12, 2),)
    for text, says in (
        ("随便", "看不懂"), ("每周", "星期几"), ("3月5日", "不在本学期"), ("星期三", "是每周，还是"), ("第40周周三", "周次"), ("9月31日", "看不懂"),
    ):
        with pytest.raises(Unclear, match=says):
            meant(text)
