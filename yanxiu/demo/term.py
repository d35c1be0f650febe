"""演示学期：2026—2027 学年第一学期的阶段、研修内容和活动日程表，到第 12 周为止的真实情形。"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from yanxiu.demo.people import BAY, CENTRE, EAST, by_name, teachers

TERM_CODE = "2026-2027-1"
TERM_NAME = "2026—2027 学年第一学期"
TERM_STARTS, TERM_ENDS = date(2026, 9, 1), date(2027, 1, 22)
WEEK_ONE = date(2026, 8, 31)
TODAY = date(2026, 11, 18)  # 第 12 周周三，下午的读书交流会还没有开
HOLIDAYS = (
    ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
    ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
    ("元旦", date(2027, 1, 1), date(2027, 1, 3)),
)
MADE_UP_DAYS = (date(2026, 9, 20), date(2026, 10, 10))
EXAMS = (date(2027, 1, 13), date(2027, 1, 15))
STAGES = (
    ("启动", date(2026, 8, 31), date(2026, 9, 6)),
    ("研修", date(2026, 9, 7), date(2026, 12, 31)),
    ("总结", date(2027, 1, 1), date(2027, 1, 22)),
)
CONTENTS = (
    ("1", "政治理论学习"), ("2", "师德师风"), ("3", "新教师汇报课"), ("4", "心理健康培训"), ("5", "智慧黑板使用"),
    ("6", "精品课录制"), ("7", "教研论文评比"), ("8", "信息技术培训"), ("9", "班级管理"), ("10", "教师经验交流"),
    ("11", "校际联合活动"), ("12", "教学技能培训"), ("13", "读书交流会"), ("14", "教学创意设计"),
)
WEEKDAYS = "一二三四五六日"


def week_of(day: date) -> int:
    """学校周次：含第一个上课日的那一周是第 1 周。"""
    return (day - WEEK_ONE).days // 7 + 1


def is_school_day(day: date) -> bool:
    """上课日：周一到周五除去放假，加上调休补课的日子。"""
    if day in MADE_UP_DAYS:
        return True
    return day.weekday() < 5 and not any(first <= day <= last for _, first, last in HOLIDAYS)


def school_days(first: date, last: date) -> list[date]:
    """两天之间的上课日。"""
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return [day for day in days if is_school_day(day)]


@dataclass(frozen=True)
class SessionPlan:
    """场次：哪天几点、在哪里、谁主讲、给谁听。"""

    day: date | None
    start: time | None
    end: time | None
    presenters: tuple[str, ...]  # 工号
    audience: dict
    places: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """活动日程表的一行。"""

    no: int
    content: str  # 研修内容的编号，不属于十四项的为空
    title: str
    forms: tuple[str, ...]
    sessions: tuple[SessionPlan, ...]
    hours: int
    audience_text: str
    done: bool = False
    recurring: str = ""  # 周期的说法，如 隔周周二
    deadline_range: tuple[date, date] | None = None  # 一段时间里做完，没有固定场次
    moved_from: date | None = None
    moved_why: str = ""
    recorder: str = ""  # 工号
    note: str = ""

    @property
    def start(self) -> date | None:
        """开始的日子，未排期为空。"""
        if self.deadline_range:
            return self.deadline_range[0]
        return self.sessions[0].day if self.sessions else None

    @property
    def end(self) -> date | None:
        """最后一天。"""
        if self.deadline_range:
            return self.deadline_range[1]
        return self.sessions[-1].day if self.sessions else None


AFTERNOON = (time(15, 50), time(17, 0))
PERIODS_5_6 = (time(14, 20), time(15, 50))
PERIOD_6 = (time(15, 10), time(15, 50))
PERIOD_2 = (time(9, 20), time(10, 0))
PERIOD_3 = (time(10, 20), time(11, 0))
HALF_DAY = (time(9, 0), time(11, 40))
HALL, MEETING, STUDIO, LECTURE, COMPUTERS = "多功能室", "二楼会议室", "录播教室", "阶梯教室", "微机室"

_PEOPLE = teachers()
ALL = {"all": True}


def _no(shown: str) -> str:
    return by_name(_PEOPLE, shown).no


def _nos(shown: str) -> tuple[str, ...]:
    return tuple(_no(name) for name in shown.split())


def groups(*names: str, plus: str = "", minus: str = "") -> dict:
    """参加人员：几个教研组，可另加、另减几个人。"""
    return {"groups": list(names), "plus": list(_nos(plus)), "minus": list(_nos(minus))}


def tags(*names: str, plus: str = "") -> dict:
    """参加人员：按分层标签，可另加几个人。"""
    return {"tags": list(names), "plus": list(_nos(plus))}


def people_only(names: str) -> dict:
    """参加人员：点名的几位。"""
    return {"plus": list(_nos(names))}


def _at(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def _one(day: date, hours: tuple[time, time], presenters: str, audience: dict, *places: str) -> tuple[SessionPlan, ...]:
    return (SessionPlan(day, *hours, _nos(presenters), audience, places),)


def _many(days: str, hours: tuple[time, time], presenters: str, audience: dict, *places: str) -> tuple[SessionPlan, ...]:
    """同一安排的多个场次；日子写作 9-8 9-22，一月算下一年。"""
    found = []
    for text in days.split():
        month, day = map(int, text.split("-"))
        found.extend(_one(date(2027 if month == 1 else 2026, month, day), hours, presenters, audience, *places))
    return tuple(found)


@dataclass
class _Table:
    rows: list[Row] = field(default_factory=list)

    def add(self, content: str, title: str, forms: str, sessions: tuple[SessionPlan, ...], hours: int, text: str,
            recorder: str = "", **more: object) -> None:
        self.rows.append(Row(len(self.rows) + 1, content, title, tuple(forms.split()), sessions, hours, text,
                             recorder=_no(recorder) if recorder else "", **more))


def schedule() -> list[Row]:
    """活动日程表：46 行，已办 27 行，两行因县里检查改期，一行缺地点，一行未排期。"""
    t = _Table()
    whole = "全体教师"
    t.add("13", "读书交流会（第一次）：定书目，分领读", "读书汇报", _one(_at(9, 2), AFTERNOON, "梁书琴", ALL, HALL), 2,
          whole, "石晓红", done=True)
    t.add("", "讲解研修计划，讨论通过评价细则", "交流研讨", _one(_at(9, 4), AFTERNOON, "吴敬堂 周德厚", ALL, LECTURE), 2,
          whole, "胡月娥", done=True, note="教职工大会，应到 60，实到 53，同意 51")
    t.add("1", "政治理论学习", "专题讲座 交流研讨", _many("9-8 9-22 10-13 10-27 11-10 11-24 12-8 12-22 12-29 1-5",
          (time(15, 50), time(16, 30)), "周德厚", ALL, LECTURE), 1, whole, "胡月娥", recurring="隔周周二，共十次")
    t.add("5", "智慧黑板使用（第一步）：书写与批注", "技能训练", _one(_at(9, 9), AFTERNOON, "邱国庆", ALL, COMPUTERS), 2,
          whole, "田野", done=True)
    t.add("12", "师徒结对会", "结对互助 以老带新", _one(_at(9, 11), AFTERNOON, "梁书琴",
          tags("新教师", plus="沈玉兰 郑国栋 唐建平 苏婉清 段玉梅 马长福"), MEETING), 1, "新教师 6 人和师傅 6 人", "尹佳怡",
          done=True)
    t.add("12", "数学集体备课：角的度量", "集体备课", _one(_at(9, 15), PERIODS_5_6, "龚雪梅", groups("数学组"), STUDIO), 2,
          "数学组", "孔令飞", done=True)
    t.add("2", "师德专题讲座（第一次）：一句话的分量", "专题讲座", _one(_at(9, 16), AFTERNOON, "周德厚", ALL, HALL), 2, whole,
          "石晓红", done=True)
    t.add("12", "推门听课周", "听课评课 诊断剖析", (), 0, whole, done=True, deadline_range=(_at(9, 21), _at(9, 24)),
          note="每人至少听两节，校级领导四节")
    t.add("12", "高段语文集体备课：《圆明园的毁灭》", "集体备课",
          _one(_at(9, 22), PERIODS_5_6, "阎凤英", groups("高段语文组"), MEETING), 2, "高段语文组", "程思远", done=True)
    t.add("4", "心理健康培训（第一次）：孩子发脾气的时候", "专题讲座 咨询诊断", _one(_at(9, 23), AFTERNOON, "于海燕", ALL, HALL),
          2, whole, "石晓红", done=True)
    t.add("9", "班主任沙龙（第一次）：开学头一个月", "专题论坛", _one(_at(9, 24), (time(16, 0), time(17, 0)), "康丽华",
          tags("班主任"), MEETING), 1, "班主任 24 人", "谭小燕", done=True)
    t.add("5", "智慧黑板使用（第二步）：课件与批注同用", "技能训练", _one(_at(9, 30), AFTERNOON, "邱国庆", ALL, COMPUTERS), 2,
          whole, "田野", done=True)
    t.add("3", "新教师汇报课", "示范观摩 听课评课 诊断剖析", (
        *_one(_at(10, 13), PERIOD_2, "程思远", groups("高段语文组"), "四（3）班教室"),
        *_one(_at(10, 14), PERIOD_3, "夏雨晴", groups("低段语文组"), "二（3）班教室"),
        *_one(_at(10, 15), PERIOD_2, "孔令飞", groups("数学组"), "三（2）班教室"),
        *_one(_at(10, 20), PERIOD_3, "尹佳怡", groups("英语组"), "四（2）班教室"),
        *_one(_at(10, 21), PERIOD_2, "崔晓峰", groups("综合组"), "音乐教室"),
        *_one(_at(10, 22), PERIOD_3, "孙龑", groups("村小组"), EAST),
    ), 1, "同组教师", "任海涛", done=True)
    t.add("5", "智慧黑板使用（第三步）：一帮一练习", "一对一帮扶 技能训练", (
        *_one(_at(10, 14), AFTERNOON, "邱国庆", groups("低段语文组", "高段语文组"), COMPUTERS),
        *_one(_at(10, 14), AFTERNOON, "田野", groups("数学组", "英语组"), STUDIO),
        *_one(_at(10, 14), AFTERNOON, "崔晓峰", groups("综合组", "村小组"), "音乐教室"),
    ), 2, "全体教师，按组分三处", "尹佳怡", done=True)
    t.add("11", "城乡联合体活动日（第一次）", "校际结对 区域联盟", _one(_at(10, 16), (time(13, 30), time(16, 30)), "方静宜 龚雪梅",
          {**tags("骨干", "特岗"), "plus": list(_nos("方静宜"))}, STUDIO), 3, "骨干教师、特岗教师", "程思远", done=True,
          note="白石桥乡小学来校 9 人")
    t.add("12", "综合组集体备课：体育与科学的雨天课", "集体备课", _one(_at(10, 20), PERIODS_5_6, "雷鸣", groups("综合组"),
          MEETING), 2, "综合组", "崔晓峰", done=True)
    t.add("8", "信息技术培训（第一次）：微课与课件整理", "专题讲座 技能训练", _one(_at(10, 21), AFTERNOON, "田野", ALL, COMPUTERS),
          2, whole, "邱国庆", done=True)
    t.add("11", "送教到东岭小学", "送教下乡", _one(_at(10, 23), HALF_DAY, "侯雅丽 任海涛",
          groups("村小组", plus="侯雅丽 任海涛 吴敬堂"), EAST), 3, "村小组，随行 3 人", "孙龑", done=True)
    t.add("6", "精品课录制（第一批）", "示范观摩", (), 1, "承担录课 9 人", done=True, deadline_range=(_at(10, 26), _at(10, 30)),
          note="录播教室，每人一课时")
    t.add("10", "教师经验交流会（第一次）", "交流研讨", _one(_at(10, 28), AFTERNOON, "胡月娥 唐建平 石晓红 余小军", ALL, HALL), 2,
          whole, "侯雅丽", done=True)
    t.add("12", "教学技能培训（第一次）：朗读与口算", "技能训练", (
        *_one(_at(10, 29), AFTERNOON, "沈玉兰", groups("低段语文组", "高段语文组", "英语组"), LECTURE),
        *_one(_at(10, 29), AFTERNOON, "彭志刚", groups("数学组", "综合组", "村小组"), HALL),
    ), 2, "全体教师，分两处", "石晓红", done=True)
    t.add("14", "作业设计评比", "教学竞赛", (), 2, whole, done=True, deadline_range=(_at(11, 2), _at(11, 6)),
          note="每人一份，匿名评")
    t.add("12", "高段语文同课异构：《慈母情深》", "同课异构 听课评课", (
        *_one(_at(11, 3), PERIOD_2, "方静宜", groups("高段语文组"), "五（2）班教室"),
        *_one(_at(11, 3), PERIOD_3, "梁书琴", groups("高段语文组"), "五（4）班教室"),
    ), 2, "高段语文组", "程思远", done=True)
    t.add("5", "智慧黑板使用（第四步）：现场操作", "检查评比", _one(_at(11, 4), AFTERNOON, "任海涛 邱国庆", ALL, COMPUTERS), 2,
          whole, "任海涛", done=True, note="中途停电，纸质签到")
    t.add("11", "城乡联合体活动日（第二次）", "校际结对 区域联盟", _one(_at(11, 6), (time(9, 0), time(11, 40)), "郑国栋 江丽萍",
          {**tags("骨干"), "plus": list(_nos("雷鸣 侯雅丽 孔令飞"))}, "白石桥乡小学"), 3, "骨干教师及另 3 人", "孔令飞", done=True)
    t.add("7", "教研论文评比", "论文撰写 交流研讨", (), 2, whole, done=True, deadline_range=(_at(11, 9), _at(11, 13)),
          note="每人一篇，两位评委")
    t.add("", "期中质量分析", "交流研讨", _one(_at(11, 11), AFTERNOON, "任海涛", ALL, HALL), 2, whole, "石晓红", done=True)
    t.add("12", "低段、高段语文集体备课", "集体备课", _one(_at(11, 17), PERIODS_5_6, "沈玉兰 郑国栋",
          groups("低段语文组", "高段语文组"), MEETING), 2, "语文两组 21 人", "夏雨晴", done=True)
    t.add("12", "村小组教研", "教研活动", _many("9-15 9-29 10-13 10-27 11-10 11-24 12-8 12-22", PERIODS_5_6, "马长福",
          groups("村小组"), EAST), 2, "村小组", "余小军", recurring="隔周周二第 5、6 节")
    t.add("1", "查学习笔记", "检查评比", _many("9-29 10-30 11-27 12-25", PERIOD_6, "何淑芬", ALL, "教导处"), 0, whole,
          "任海涛", recurring="每月末")
    t.add("13", "读书交流会（第二次）：《给教师的建议》选读", "读书汇报", _one(TODAY, AFTERNOON, "侯雅丽 余小军", ALL, HALL), 2,
          whole, "石晓红")
    t.add("12", "教学技能培训（第二次）：粉笔字与板书", "技能训练", _one(_at(11, 19), AFTERNOON, "梁书琴", ALL, HALL), 2, whole,
          "石晓红", moved_from=_at(11, 12), moved_why="县里检查，全天查阅资料")
    t.add("12", "数学集体备课：分数的初步认识", "集体备课", _one(_at(11, 24), PERIODS_5_6, "姚桂英", groups("数学组"), STUDIO), 2,
          "数学组", "孔令飞")
    t.add("12", "期末命题分析", "交流研讨", _one(_at(11, 25), AFTERNOON, "何淑芬 任海涛",
          groups("低段语文组", "高段语文组", "数学组", "英语组")), 2, "语数英教师 40 人", "孔令飞")
    t.add("6", "精品课录制（第二批）", "示范观摩", _one(_at(11, 27), PERIOD_6, "田野",
          people_only("谭小燕 汪玉洁 梁书琴 阎凤英 任海涛 秦立新 傅志强 黎秀芳 孙龑"), STUDIO), 1, "承担录课 9 人", "田野")
    t.add("8", "信息技术培训（第二次）：批改与统计", "专题讲座", _one(_at(12, 2), AFTERNOON, "邱国庆", ALL, HALL), 2, whole, "田野")
    t.add("9", "班主任沙龙（第二次）：家长会怎样开短", "专题论坛", _one(_at(12, 2), (time(16, 0), time(17, 0)), "康丽华",
          tags("班主任"), HALL), 1, "班主任 24 人", "谭小燕")
    t.add("12", "英语组同课异构", "同课异构 听课评课", (
        *_one(_at(12, 8), PERIOD_2, "江丽萍", groups("英语组", plus="李娜（东岭）"), "六（2）班教室"),
        *_one(_at(12, 8), PERIOD_3, "尹佳怡", groups("英语组", plus="李娜（东岭）"), "六（2）班教室"),
    ), 2, "英语组，另约村小 1 人", "常欣悦")
    t.add("2", "师德专题讲座（第二次）", "专题讲座", _one(_at(12, 9), AFTERNOON, "周德厚", ALL, HALL), 2, whole, "石晓红")
    t.add("14", "教学创意设计评比", "教学竞赛", (), 2, whole, deadline_range=(_at(12, 14), _at(12, 18)),
          note="每人一份，匿名评；六年级提前一周交")
    t.add("4", "心理健康培训（第二次）：老师自己的累", "专题讲座", _one(_at(12, 16), AFTERNOON, "于海燕", ALL, HALL), 2, whole,
          "石晓红")
    t.add("10", "教师经验交流会（第二次）", "交流研讨", _one(_at(12, 23), AFTERNOON, "谭小燕 魏东升 钱美蓉", ALL, HALL), 2, whole,
          "侯雅丽")
    t.add("13", "读书交流会（第三次）", "读书汇报", _one(_at(12, 30), AFTERNOON, "梁书琴", ALL, HALL), 2, whole, "石晓红")
    t.add("11", "送教到下湾教学点", "送教下乡", (SessionPlan(None, None, None, _nos("秦立新 钱美蓉"),
          groups("村小组", plus="秦立新 钱美蓉 吴敬堂"), (BAY,)),), 3, "村小组 6 人，随行 3 人", "柯大勇",
          moved_from=_at(11, 4), moved_why="县里检查，车和人都走不开")
    t.add("", "整理材料，与教师见面", "交流研讨", _one(_at(1, 6, 2027), AFTERNOON, "何淑芬", ALL, HALL), 1, whole, "任海涛")
    t.add("", "学期总结会", "交流研讨", _one(_at(1, 20, 2027), HALF_DAY, "吴敬堂 周德厚", ALL, HALL), 2, whole, "胡月娥")
    return t.rows


BUDGET = (("书籍资料", 3600, 2180), ("外出学习", 6000, 2745), ("校际活动", 2400, 860), ("评比奖品", 1500, 0))
CAMPUS_ORDER = (CENTRE, EAST, BAY)
