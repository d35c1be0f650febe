"""The usual forms that schools know (常用量表, spec 09) as data; every school edits its own copy, old answers keep theirs.

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


def _several(code: str, name: str, *choices: str) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "several", "choices": list(choices)}


def _scale(code: str, name: str, low: str = "很不同意", high: str = "很同意", steps: int = 5) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "scale", "steps": [str(step) for step in range(1, steps + 1)], "low": low, "high": high}


def _must(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "required": True}


def _parts(minutes: int, *sections: tuple[str, int | None, tuple[dict[str, Any], ...]], cut_offs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "sections": [{"name": name, "items": list(rows)} | ({} if weight is None else {"weight": weight}) for name, weight, rows in sections],
        "base": 0, "cut_offs": cut_offs, "minutes": minutes,
    }


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
    ("教师研修需求调查", Instrument.Purpose.SURVEY, _form(
        4,
        _must(_several("need", "这学期最想学什么？", "教材和课标", "课堂提问和练习设计", "新教师怎样带班", "信息化工具和白板", "作业和试卷讲评",
                       "个别学生的辅导", "听评课怎样听、怎样评", "课题和论文", "心理健康和家校沟通")),
        _several("way", "哪种办法对你最有用？", "有人来我课堂听、当面说", "一起备一节课", "看一节好课再议", "专家来讲", "自己读书、写一写", "外出听课"),
        _choice("time", "什么时候方便？", "周三下午教研时间", "没课的时候按组来", "放学后半小时", "寒暑假集中"),
        _scale("load", "现在手上要写、要交的东西多不多？", "很少", "太多", 5),
        _text("problem", "你班上现在最头疼的一件事是什么？"), _text("help", "你愿意给别人讲什么？"),
    )),
    ("研修满意度问卷", Instrument.Purpose.SURVEY, _form(
        3,
        _must(_scale("use", "学的东西课上用得着", "完全用不着", "几乎天天用")), _must(_scale("fit", "内容合我教的年级和学科")),
        _scale("talk", "有机会说自己的想法"), _scale("time", "时间安排合适"), _scale("all", "这学期的研修总的来说", "很不满意", "很满意"),
        _choice("keep", "下学期还按这样办吗？", "照办", "改一改", "换个办法"), _text("change", "最该改的一处是什么？"),
    )),
    ("教师自评表", Instrument.Purpose.RATING, _parts(
        5,
        ("师德与出勤", 30, (_steps("moral", "对学生", "不挖苦，不体罚，公平", 10, 8, 6, 3), _steps("on_time", "出勤和守时", "", 10, 8, 6, 3))),
        ("学习与用上", 40, (_steps("learn", "参加研修", "有准备，肯发言", 10, 8, 6, 3), _steps("try", "学了就试", "课上试过，说得出一个例子", 10, 8, 6, 3))),
        ("帮助同伴", 30, (_steps("share", "给人", "课件、做法愿意给人用", 10, 8, 6, 3),)),
        ("说一说", None, (_text("proud", "这学期最满意的一件事"), _text("next", "下学期想改的一件事"))),
        cut_offs=CUT_OFFS,
    )),
    ("同伴互评表", Instrument.Purpose.RATING, _form(
        2,
        _steps("prepare", "集体备课", "来以前看过，说得出自己的想法", 25, 21, 17, 10), _steps("open", "肯开课、肯听课", "", 25, 21, 17, 10),
        _steps("give", "帮人", "资源、经验愿意给", 25, 21, 17, 10), _steps("honest", "评课说真话", "说好处有根据，说问题有办法", 25, 21, 17, 10),
        cut_offs=CUT_OFFS,
    )),
    ("师德互评表", Instrument.Purpose.RATING, _form(
        2,
        _steps("law", "依法执教", "", 25, 20, 15, 5), _steps("love", "关爱学生", "", 25, 20, 15, 5), _steps("duty", "爱岗尽责", "", 25, 20, 15, 5),
        _steps("clean", "廉洁从教", "", 25, 20, 15, 5), cut_offs=CUT_OFFS,
    )),
    ("师徒互评表", Instrument.Purpose.RATING, _form(
        2,
        _steps("come", "进课堂", "常来常往，约好的做到", 25, 21, 17, 10), _steps("say", "说真话", "好在哪里、改哪一处，说得清", 25, 21, 17, 10),
        _steps("try", "学了就试", "说过的下一节就试", 25, 21, 17, 10), _steps("grow", "有长进", "比刚结对时看得出", 25, 21, 17, 10),
        _text("words", "想对他说的话"), cut_offs=CUT_OFFS,
    )),
    ("学生座谈汇总表", Instrument.Purpose.SURVEY, _form(
        3,
        _choice("clear", "老师讲的听得懂吗？", "都懂", "大半懂", "一半", "不大懂"), _choice("ask", "不懂的敢问吗？", "敢", "有时敢", "不敢"),
        _choice("homework", "作业多不多？", "不多", "刚好", "多"), _choice("fair", "老师对每个同学一样吗？", "一样", "差不多", "不一样"),
        _text("words", "孩子们说了什么（不记姓名）"),
    )),
    ("家长意见汇总表", Instrument.Purpose.SURVEY, _form(
        3,
        _choice("known", "孩子在校的情况老师会说吗？", "经常", "有时", "很少"), _choice("homework", "孩子写作业要多久？", "半小时内", "一小时内", "一小时以上"),
        _scale("all", "对老师的教学", "很不满意", "很满意"), _text("words", "意见和建议（不记姓名）"),
    )),
    ("集体备课检查表", Instrument.Purpose.INSPECTION, _form(
        3,
        _steps("fixed", "四定", "定时间、地点、内容、主备人", 20, 16, 12, 6), _steps("lead", "主备发言", "目标、重难点、练习说得清", 30, 25, 19, 10),
        _steps("talk", "讨论", "有问题、有不同意见、有办法", 30, 25, 19, 10), _steps("again", "二次备课", "按本班学生改过", 20, 16, 12, 6),
        _text("note", "问题与建议"), cut_offs=CUT_OFFS,
    )),
    ("作业批改检查表", Instrument.Purpose.INSPECTION, _form(
        3,
        _number("times", "次数", "按规定的次数", 30), _number("care", "批改", "对错清楚，有鼓励的话", 40), _number("mend", "订正", "错题订正过，再批过", 30),
        _choice("load", "作业量", "合适", "偏多", "偏少"), _text("note", "问题与建议"), cut_offs=CUT_OFFS,
    )),
    ("学习笔记检查表", Instrument.Purpose.INSPECTION, _form(
        2, _number("times", "次数", "", 40), _number("own", "有自己的话", "不是抄文件", 40), _number("neat", "工整", "", 20), _text("note", "问题与建议"),
        cut_offs=CUT_OFFS,
    )),
    ("普通话考核表", Instrument.Purpose.SKILL, _form(
        3,
        _number("sound", "字音", "平翘舌、前后鼻音", 40), _number("flow", "语调和停连", "", 30), _number("speak", "说话", "三分钟，有内容，不背稿", 30),
        cut_offs=CUT_OFFS,
    )),
    ("粉笔字考核表", Instrument.Purpose.SKILL, _form(
        2,
        _steps("right", "笔顺和规范", "没有错字、不规范字", 30, 25, 20, 10), _steps("shape", "结构", "", 40, 34, 26, 14),
        _steps("board", "章法", "行列齐，大小匀", 30, 25, 20, 10),
        cut_offs=CUT_OFFS,
    )),
    ("蹲点视导记录表", Instrument.Purpose.INSPECTION, _form(
        5,
        _several("seen", "看了什么", "随堂听课", "集体备课", "教研活动", "备课和作业", "和老师谈话", "和学生谈话"), _scale("class", "课堂", "问题较多", "扎实"),
        _scale("team", "教研组活动", "流于形式", "真研究"), _must(_text("good", "好的做法")), _must(_text("mend", "要改的和期限")),
        _text("again", "下次来看什么"),
    )),
)


def seed_library(school: School) -> dict[str, Instrument]:
    """The usual forms a school begins with, by name; forms it has already stay as they are."""
    known = set(Instrument._base_manager.filter(school=school).values_list("name", flat=True))
    Instrument._base_manager.bulk_create(
        Instrument(school=school, name=name, purpose=purpose, document=document)
        for name, purpose, document in FORMS if name not in known
    )
    return {form.name: form for form in Instrument._base_manager.filter(school=school, retired=False, draft=False).order_by("version")}
