import subprocess
import sys
from datetime import date

import pytest

from documents import calendar, chinese, names


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 18), date(2026, 3, 22), "3月18日—22日"),
        (date(2026, 3, 30), date(2026, 4, 2), "3月30日—4月2日"),
        (date(2026, 12, 30), date(2027, 1, 3), "2026年12月30日—2027年1月3日"),
        (date(2026, 3, 18), date(2026, 3, 18), "3月18日"),
    ],
)
def test_ranges_of_days(first, last, text):
    assert chinese.date_range(first, last) == text


def test_days_and_numerals():
    assert chinese.short_date(date(2026, 3, 11)) == "3月11日（周三）"
    assert chinese.long_date(date(2026, 9, 1)) == "2026年9月1日"
    assert chinese.formal_date(date(2027, 1, 13)) == "二〇二七年一月十三日"
    assert [chinese.numeral(n) for n in (1, 10, 12, 20, 21, 105)] == ["一", "十", "十二", "二十", "二十一", "一百零五"]
    assert (chinese.first_level(3), chinese.second_level(11)) == ("三、", "（十一）")
    assert chinese.half_width("１２．５％（甲），ＡＢ") == "12.5%（甲），ＡＢ"
    assert chinese.normal("\u3000e\u0301\u200b甲\ufeff\x07 ") == "é甲"


def test_two_character_names_stand_on_three():
    assert [names.spaced(n) for n in ("王芳", "欧阳修", "𬍛宁", "Li")] == ["王　芳", "欧阳修", "𬍛　宁", "Li"]


def test_surnames_are_read_as_surnames():
    read = {
        "单雄信": "shan",
        "曾凡林": "zeng",
        "仇英": "qiu",
        "解缙": "xie",
        "区寄": "ou",
        "查慎行": "zha",
        "覃勇军": "qin",
    }
    assert {name: names.pinyin(name).split()[0] for name in read} == read
    assert names.pinyin("欧阳娜") == "ou yang na"
    assert names.split("尉迟恭") == ("尉迟", "恭") and names.split("司马") == ("司", "马")
    assert names.initials("曾凡林") == "zfl"
    assert sorted(["张三", "曾二", "安一"], key=names.pinyin_key) == ["安一", "曾二", "张三"]


def test_strokes_first_by_number_then_by_order():
    public = "丁一 王芳 冯大勇 牟建 何静 余长江 段涛 贺红英 龚明亮 董龑 廖凯 薛梦洁".split()
    assert sorted(reversed(public), key=names.stroke_key) == public
    assert sorted(["王芳芳", "王芳", "𬍛甲"], key=names.stroke_key) == ["王芳", "王芳芳", "𬍛甲"]


def test_stroke_data_brings_no_side_effects():
    code = "import sys; from documents.names import stroke_key; stroke_key('王')"
    code += "; print({'jieba', 'cn_sort'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


STARTS = date(2026, 9, 1)  # a Tuesday


def test_school_weeks():
    school = calendar.Calendar()
    weeks = {date(2026, 8, 30): 0, date(2026, 8, 31): 1, date(2026, 9, 6): 1, date(2026, 9, 7): 2, date(2026, 8, 3): 0}
    assert {day: school.week(day, STARTS) for day in weeks} == weeks
    assert school.weeks(STARTS, date(2026, 9, 20))[-1] == (3, date(2026, 9, 14), date(2026, 9, 20))
    late = calendar.Calendar({date(2026, 9, d): False for d in range(1, 8)})
    assert late.week(date(2026, 9, 6), STARTS) == 0 and late.week(date(2026, 9, 8), STARTS) == 1


def test_holidays_and_what_the_school_decides():
    school = calendar.Calendar({date(2026, 10, 1): True, date(2026, 9, 9): False}, {date(2026, 9, 9): "运动会"})
    assert school.holiday(date(2026, 10, 2)) == "国庆节" and school.is_working(date(2026, 10, 1))
    assert school.holiday(date(2026, 9, 9)) == "运动会" and school.holiday(date(2026, 9, 12)) == "周末"
    assert len(school.working_days(date(2026, 9, 7), date(2026, 9, 13))) == 4


def test_a_year_not_published_yet_is_said():
    year = next(y for y in range(2026, 2040) if not calendar.is_published(y))
    school = calendar.Calendar()
    assert not school.is_working(date(year, 1, 1)) and school.holiday(date(year, 1, 1)) == "元旦"
    assert school.is_working(next(day for day in (date(year, 3, d) for d in range(1, 8)) if day.weekday() == 0))
    assert f"{year}年的放假安排还没有公布" in calendar.word(date(year - 1, 9, 1), date(year, 1, 20))
    assert calendar.word(date(2026, 3, 1), date(2026, 7, 1)) == ""


@pytest.mark.parametrize(
    ("text", "printed"),
    [("教师 60 人，合计 103 分", "教师60人，合计103分"), ("9月2日 15:50", "9月2日 15:50"), ("2026—2027 学年", "2026—2027学年"), ("A 4", "A 4")],
)
def test_numbers_stand_close_to_their_words(text, printed):
    assert chinese.close_up(text) == printed
