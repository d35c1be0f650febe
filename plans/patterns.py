"""计划范本: a first draft for a town centre school, a county school and a village school, filled from roster and calendar.

Each pattern is a PlanDocument of the school's own term; days follow the school week, and move off holidays by themselves.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from documents import chinese, richtext
from documents.calendar import Calendar
from plans.document import Document
from school.models import Term

WEDNESDAY, TUESDAY, FRIDAY = 2, 1, 4


@dataclass(frozen=True)
class Row:
    """A row of the schedule: school weeks, weekday, content item, title, forms, participants."""

    weeks: tuple[int, ...]
    weekday: int
    item: str
    title: str
    forms: tuple[str, ...]
    audience: str = "全体教师"
    hours: str = "2"


@dataclass(frozen=True)
class Pattern:
    """范本 of one kind of school."""

    key: str
    name: str
    says: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    contents: tuple[str, ...]
    rows: tuple[Row, ...]
    quotas: tuple[tuple[str, str, int, str, str, str], ...]  # name, source, number, unit, period, audience
    time: tuple[str, str] = ("15:50", "17:00")


STAFF = "师资现状"
_ASSESSED = (
    "考核办法", ("每项活动当场有结果：参加的记出勤，要交的看交没交，评的按档次记。得分由记录算出，每一分说得出来处。",
             "学期末与每位教师见面核对，有异议的七天内复核。确实没有做成的如实写明，不补造材料。"),
)
PATTERNS = (
    Pattern(
        "town", "镇中心小学", "一所中心校带几个校点，五六十位教师；教研组分开活动，校点一起教研。",
        (
            ("指导思想", ("研修为上好每天的课服务。问题从本校课堂上来，办法在本校课堂上试，试过以后说得清好在哪里、差在哪里。",
                     "中心校和校点是一支队伍：大活动一起办，小活动送到校点去，不让校点教师为一场讲座跑一整天。")),
            (STAFF, ()),
            ("研修目标", ("每位教师上一节让同组听得懂改在哪里的课；每个教研组解决一个说得清的教学问题。",
                     "参加工作不满三年的教师有师傅，一学期互听不少于八节；校点教师和中心校教师同备一课不少于两次。")),
            ("研修重点", ("一是备课：集体备课先各自备、再一起改、课后再改一次。二是听评课：建议写到哪一步、改成怎样。",
                     "三是读书：一学期共读一本，读了拿到课上用。")),
            ("研修方式", ("专题讲座、集体备课、听课评课、同课异构、读书汇报、技能训练、结对互助、送教下乡、交流研讨。",)),
            _ASSESSED,
            ("保障措施", ("全校活动放在周三下午，教研组活动放在周二下午，不占双休日，不占午休。校点教师来回的路上时间算研修时间。",
                     "请外面的人来讲，先说好听完能用上什么；书和打印费用从公用经费的教师培训部分列支，开支公开。")),
        ),
        ("师德专题", "集体备课", "新教师汇报课", "同课异构", "读书交流会", "教学技能培训", "送教到校点", "期末总结"),
        (
            Row((1,), WEDNESDAY, "师德专题", "讲解研修计划，师德专题（第一次）", ("专题讲座",)),
            Row((2, 6, 10, 14), TUESDAY, "集体备课", "教研组集体备课", ("集体备课",)),
            Row((3, 11, 17), WEDNESDAY, "读书交流会", "读书交流会", ("读书汇报", "交流研讨")),
            Row((4,), WEDNESDAY, "教学技能培训", "教学技能培训（第一次）", ("技能训练",)),
            Row((5, 7, 8), TUESDAY, "新教师汇报课", "新教师汇报课", ("听课评课",), "新教师"),
            Row((9,), WEDNESDAY, "师德专题", "师德专题（第二次）", ("专题讲座",)),
            Row((12, 13), WEDNESDAY, "同课异构", "同课异构：两个人上同一节课", ("同课异构", "听课评课")),
            Row((15,), FRIDAY, "送教到校点", "送教到校点，课后一起改", ("送教下乡", "听课评课")),
            Row((16,), WEDNESDAY, "教学技能培训", "教学技能培训（第二次）", ("技能训练",)),
            Row((19,), WEDNESDAY, "期末总结", "各组说做成了什么、没做成什么", ("交流研讨",)),
        ),
        (("听课", "observations:made", 12, "节", "每学期", "全体教师"), ("反思", "works:反思", 1, "篇", "每月", "全体教师"),
         ("学习笔记", "works:学习笔记", 10, "次", "每学期", "全体教师")),
    ),
    Pattern(
        "county", "县城学校", "一二百位教师，学科组大；骨干多，课题和比赛多，要管住总量。",
        (
            ("指导思想", ("学校大，研修最怕一刀切。全校只办少而要紧的几件事，其余交给学科组，由组里定题、定人、定时间。",
                     "骨干教师的经验要留得下来：讲过的有讲稿，上过的有课例，别人照着能再做一遍。")),
            (STAFF, ()),
            ("研修目标", ("每个学科组用一学期做完一个小题目，从问题到做法到效果，写成三页以内的一份报告。",
                     "骨干教师每人开一节公开课、带一名青年教师；青年教师一学期磨出一节拿得出手的课。")),
            ("研修重点", ("作业和命题：少而准，批了有用。课堂提问：问题问给谁，等几秒，接住学生的哪一句。分层：新教师学规矩，青年教师磨课，骨干教师带人。",)),
            ("研修方式", ("专题讲座、研课磨课、示范观摩、课题研究、案例分析、教学竞赛、以老带新、专题论坛、区域联盟。",)),
            _ASSESSED,
            ("保障措施", ("每位教师一周用在研修文字上的时间不超过六十分钟，超出的由校长书面说明理由。比赛一学期不超过两项，报名自愿。",
                     "外出学习回来的，二十分钟讲三件能用的事，替代书面汇报。")),
        ),
        ("师德专题", "课堂提问研究", "骨干示范课", "青年教师磨课", "命题与作业", "小课题", "学科论坛", "期末总结"),
        (
            Row((1,), WEDNESDAY, "师德专题", "讲解研修计划，师德专题", ("专题讲座",)),
            Row((2,), WEDNESDAY, "课堂提问研究", "课堂提问：看三段录像，数等待的秒数", ("案例分析",)),
            Row((3, 7, 11, 15), TUESDAY, "小课题", "学科组小课题研讨", ("课题研究",)),
            Row((4, 8, 12), WEDNESDAY, "骨干示范课", "骨干教师示范课", ("示范观摩", "听课评课")),
            Row((5, 9, 13), TUESDAY, "青年教师磨课", "青年教师磨课：三备两上", ("研课磨课", "以老带新"), "新教师"),
            Row((10,), WEDNESDAY, "命题与作业", "期中命题分析：每组带两道题来", ("交流研讨",)),
            Row((14,), WEDNESDAY, "命题与作业", "作业减量：删掉哪些、留下哪些", ("专题论坛",)),
            Row((17,), WEDNESDAY, "学科论坛", "学科论坛：一组十分钟", ("专题论坛",)),
            Row((19,), WEDNESDAY, "期末总结", "小课题交报告，与教师见面", ("交流研讨",)),
        ),
        (("听课", "observations:made", 15, "节", "每学期", "全体教师"), ("公开课", "open_lessons", 1, "节", "每学期", "全体教师"),
         ("反思", "works:反思", 1, "篇", "每月", "全体教师")),
    ),
    Pattern(
        "village", "乡村小规模学校", "十来位教师，一人教几科，人少路远；事情要小，办法要实。",
        (
            ("指导思想", ("人少，研修就在一张桌子上做。每次只谈一件事，谈完下一节课就能用。",
                     "一个人教几科不是短处：同一个班的几门课可以一起备，同一个孩子可以几个人一起看。")),
            (STAFF, ()),
            ("研修目标", ("人人一学期上两节大家都来听的课；全校一起弄清楚三个孩子是怎么学会、怎么没学会的。",
                     "和中心校或邻校每月一次一起备课，线上线下都行。")),
            ("研修重点", ("复式课和包班课怎样安排动静；朗读、书写、口算三样基本功；远程的课怎样用得上。",)),
            ("研修方式", ("听课评课、集体备课、案例分析、校际结对、线上研修、技能训练、读书汇报。",)),
            _ASSESSED,
            ("保障措施", ("每次不超过一小时，放在放学以后孩子走完再开。手写的材料拍照就算，不要求打印。出去学习由中心校派车或报路费。",)),
        ),
        ("一人一课", "个案研讨", "基本功训练", "校际同备一课", "读书交流会", "期末总结"),
        (
            Row((1,), FRIDAY, "期末总结", "定本学期做哪几件事", ("交流研讨",), hours="1"),
            Row((2, 5, 9, 12, 15), TUESDAY, "一人一课", "一人一课，听完就说", ("听课评课",), hours="1"),
            Row((3, 8, 14), FRIDAY, "个案研讨", "看一个孩子的本子", ("案例分析",), hours="1"),
            Row((4, 11), FRIDAY, "基本功训练", "朗读和粉笔字", ("技能训练",), hours="1"),
            Row((6, 10, 16), WEDNESDAY, "校际同备一课", "和邻校一起备一课", ("校际结对", "集体备课")),
            Row((13,), FRIDAY, "读书交流会", "读书交流会", ("读书汇报",), hours="1"),
            Row((18,), FRIDAY, "期末总结", "说说三个孩子的变化", ("交流研讨",), hours="1"),
        ),
        (("听课", "observations:made", 8, "节", "每学期", "全体教师"), ("反思", "works:反思", 1, "篇", "每月", "全体教师")),
        ("16:00", "17:00"),
    ),
)


def pattern(key: str) -> Pattern | None:
    return next((one for one in PATTERNS if one.key == key), None)


def draft(one: Pattern, term: Term, calendar: Calendar, leadership: list[dict[str, str]], staff: str, known: set[str]) -> Document:
    """The pattern as the plan of a term. staff: 师资现状 as rich text; known: the audiences the school has a word for."""
    sections = []
    for number, (title, paragraphs) in enumerate(one.sections, 1):
        body = staff if title == STAFF else richtext.from_plain("\n".join(paragraphs))
        sections.append({"level": 1, "number": chinese.numeral(number), "title": title, "body": body, "text": richtext.plain(body)})
    schedule = sorted(
        (entry for row in one.rows for entry in _entries(row, one, term, calendar, known)), key=lambda entry: entry["start"] or "9"
    )
    return {
        "title": f"{term.name}校本研修计划", "term": term.name, "sections": sections, "stages": _stages(term),
        "months": _months(schedule), "contents": list(one.contents), "schedule": schedule, "leadership": leadership,
        "quotas": [
            {"name": name, "source": source, "number": number, "unit": unit, "period": period, "audience": audience}
            for name, source, number, unit, period, audience in one.quotas
        ],
        "sources": [],
    }


def _entries(row: Row, one: Pattern, term: Term, calendar: Calendar, known: set[str]) -> list[dict]:
    audience = row.audience if row.audience in known else "全体教师"
    made = []
    for at, week in enumerate(row.weeks, 1):
        day = _working(term.week_span(week)[0] + timedelta(days=row.weekday), term, calendar)
        text = day.isoformat() if day else None
        many = len(row.weeks) > 1 and "（" not in row.title
        made.append({
            "start": text, "end": None, "time_text": "" if day else f"第 {week} 周", "item": row.item, "forms": list(row.forms),
            "content": f"{row.title}（第{chinese.numeral(at)}次）" if many else row.title, "audience": audience, "hours": row.hours,
            "sessions": [{"day": text, "starts": one.time[0], "ends": one.time[1], "presenters": [], "audience": audience, "places": []}],
        })
    return made


def _working(day: date, term: Term, calendar: Calendar) -> date | None:
    """The day itself, else the nearest working day of its week inside the term."""
    week = [day + timedelta(days=n) for n in range(-day.weekday(), 7 - day.weekday())]
    fit = [other for other in week if term.starts <= other <= term.ends and calendar.surely_works(other)]
    return min(fit, key=lambda other: abs((other - day).days), default=None)


def _stages(term: Term) -> list[dict]:
    second, last = term.week_span(2)[0], term.week_span(max(3, term.weeks - 2))[0]
    spans = (("启动", term.starts, second - timedelta(days=1)), ("研修", second, last - timedelta(days=1)), ("总结", last, term.ends))
    return [{"name": name, "start": start.isoformat(), "end": end.isoformat(), "text": ""} for name, start, end in spans]


def _months(schedule: list[dict]) -> list[dict]:
    """One line for each content item of a month."""
    months: dict[str, list[dict]] = {}
    for entry in schedule:
        if not entry["start"]:
            continue
        items = months.setdefault(entry["start"][:7], [])
        if all(item["content"] != entry["item"] for item in items):
            items.append({"order": len(items) + 1, "content": entry["item"], "requirement": "", "assessed_by": "", "responsible": ""})
    return [{"month": month, "items": items} for month, items in sorted(months.items())]
