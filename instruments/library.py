"""The usual forms that schools know (常用量表) as data; every school edits its own copy, old answers keep theirs.

课堂教学评价表: six indicators of 10 to 20 points, cut-offs 90, 80, 60 (spec 09). Four steps stand in for free points, so
that a thumb can fill it in while the lesson goes on.
"""
from __future__ import annotations

from typing import Any

from instruments.models import Instrument
from school.models import School

CUT_OFFS = [{"name": "优秀", "at_least": 90}, {"name": "良好", "at_least": 80}, {"name": "合格", "at_least": 60},
            {"name": "待提高", "at_least": 0}]


def _steps(code: str, name: str, hint: str, *points: int) -> dict[str, Any]:
    levels = [{"name": word, "points": value} for word, value in zip("优良中差", points, strict=True)]
    return {"code": code, "name": name, "kind": "levels", "hint": hint, "max": points[0], "levels": levels}


def _number(code: str, name: str, hint: str, points: int) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "number", "hint": hint, "max": points}


def _text(code: str, name: str, hint: str = "") -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "text", "hint": hint}


def _choice(code: str, name: str, *choices: str) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "choice", "choices": list(choices)}


def _form(minutes: int, *items: dict[str, Any], cut_offs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"sections": [{"name": "", "items": list(items)}], "base": 0, "cut_offs": cut_offs or [], "minutes": minutes}


LESSON_FORM = "课堂教学评价表"
FORMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (LESSON_FORM, Instrument.Purpose.LESSON, _form(
        3,
        _steps("goal", "教学目标", "具体，合课标，也合本班学生", 10, 8, 6, 4),
        _steps("content", "教学内容", "重点清楚，例子恰当，容量合适", 20, 17, 13, 8),
        _steps("course", "教学过程", "环节清楚，时间安排合理", 20, 17, 13, 8),
        _steps("pupils", "学生活动", "动手、动口的人多，有想的时间", 20, 17, 13, 8),
        _steps("craft", "教师素养", "语言、板书、应变、黑板使用", 15, 13, 10, 6),
        _steps("effect", "教学效果", "当堂练习做得怎样，后进的也有收获", 15, 13, 10, 6),
        cut_offs=CUT_OFFS,
    )),
    ("作品评审表", Instrument.Purpose.JUDGING, _form(
        5,
        _number("aim", "选题与目标", "问题真，目标说得清", 20), _number("body", "内容", "有自己的做法和学生的例子", 40),
        _number("use", "可用", "别的老师拿去能用", 25), _number("form", "规范", "格式、文字、图表", 15),
        cut_offs=CUT_OFFS,
    )),
    ("读书交流评分表", Instrument.Purpose.JUDGING, _form(
        3,
        _number("read", "读懂", "说得出书里的主要意思", 30), _number("link", "联系课堂", "有自己的事例", 40),
        _number("speak", "表达", "清楚，在规定时间内", 30), cut_offs=CUT_OFFS,
    )),
    ("活动效果问卷", Instrument.Purpose.SURVEY, _form(
        2,
        _choice("useful", "这次活动对你的课有用吗？", "很有用", "有一点", "没有"),
        _choice("time", "时间安排合适吗？", "合适", "太长", "太短"), _text("next", "下次最想学什么？"),
    )),
    ("自评互评表", Instrument.Purpose.RATING, _form(
        3,
        _steps("take", "参加研修", "按时来，有准备，肯发言", 30, 25, 20, 12),
        _steps("share", "帮助同伴", "资源、经验愿意给人", 30, 25, 20, 12),
        _steps("use", "用到课上", "学了就试，试了有记", 40, 34, 26, 16), cut_offs=CUT_OFFS,
    )),
    ("备课检查表", Instrument.Purpose.INSPECTION, _form(
        2,
        _number("count", "课时数", "", 40), _number("plan", "设计", "目标、环节、练习齐全", 40),
        _number("after", "课后记", "有，且是真的", 20), _text("note", "问题与建议"),
    )),
)


def seed_library(school: School) -> dict[str, Instrument]:
    """The usual forms a school begins with, by name; forms it has already stay as they are."""
    known = set(Instrument._base_manager.filter(school=school).values_list("name", flat=True))
    Instrument._base_manager.bulk_create(
        Instrument(school=school, name=name, purpose=purpose, document=document)
        for name, purpose, document in FORMS if name not in known
    )
    return {form.name: form for form in Instrument._base_manager.filter(school=school, retired=False).order_by("version")}
