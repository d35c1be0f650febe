"""The frame around every page: who, where, which week, and the ways on that this person may take (导航)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from school.clock import today
from school.models import School, Term
from school.person import Person
from school.policy import has


@dataclass(frozen=True)
class Way:
    """一条去路: where it leads and which action of the policy opens it."""

    label: str
    name: str
    action: str
    says: str = ""
    unless: str = ""  # left out for whoever has this action and finds the page another way


@dataclass(frozen=True)
class Part:
    """导航里的一栏 with what lies below it; its own link is the first one the person may take."""

    label: str
    ways: tuple[Way, ...]


PARTS = (
    Part(
        "首页",
        (
            Way("首页", "home", "home", "今天有什么、等我做什么"),
            Way("通知", "notices", "home", "告诉过我的事"),
            Way("谁还差什么", "lacking", "remind", "到期没交的，问一声、提醒一次"),
        ),
    ),
    Part(
        "计划",
        (
            Way("研修计划", "plan_list", "plan.read", "本学期计划的正文、阶段和领导小组"),
            Way("活动日程表", "schedule", "plan.read", "附件1：哪一天、谁主讲、在哪里"),
            Way("计划与落实", "plan_against_term", "activity.read", "计划的每一行办了没有，改期和缘由"),
            Way("学期报告", "report_list", "personal_plan.read", "计划完成、出勤、材料、目标和问题的数字，写上几句就是总结"),
            Way("各组与个人计划", "team_plans", "personal_plan.read", "教研组和每位教师的学期计划"),
            Way("报送备案", "filing_list", "filing.read", "报给中心校、教体局的计划、日程、总结和学时"),
            Way("计划资料", "plan_hub", "rule.read", "规划、问题、目标、制度、经费、报送"),
        ),
    ),
    Part(
        "活动",
        (
            Way("活动", "activity_list", "activity.read", "每次活动的安排、签到和记录"),
            Way("结对 外出 课题", "fellowship", "activity.read", "师徒结对、外出学习、课题、校际活动、新教师"),
            Way("师徒结对", "pair_list", "pair.read", "我帮带的老师", unless="activity.read"),
            Way("评比", "contest_list", "contest.read", "参评、评审和结果"),
            Way("检查", "inspection_list", "finding.read", "检查结果、整改和巡课"),
            Way("问卷与评价表", "survey_list", "survey.results", "需求调查、满意度、自评互评：发放和结果"),
            Way("我的问卷", "my_surveys", "survey.answer", "等我填的和交过的"),
            Way("签到表照片", "sheet_photos", "sheet.file", "拍下签好的签到表，自己归到活动"),
            Way("请假", "leave_list", "leave.ask", "请假和批假"),
        ),
    ),
    Part(
        "记录",
        (
            Way("研修材料", "work_list", "work.read", "反思、心得、学习笔记等"),
            Way("听课记录", "observation_list", "observation.read", "听过的课和被听的课"),
            Way("公开课", "lesson_list", "lesson.read", "约座位去听；设计、听课记录、评分和反思收在一起"),
            Way("集体备课", "preparation_list", "activity.read", "主备稿、讨论和每人的二次备课"),
            Way("资源库", "library", "library.read", "同事公开的设计、课件、论文，讲座的讲稿"),
            Way("审阅", "review_queue", "work.review", "老师交来、等着看的材料"),
            Way("代录", "typed_list", "work.type_in", "替写在纸上的老师录入，请本人核对"),
        ),
    ),
    Part(
        "考核",
        (
            Way("考核汇总表", "score_sheet", "score.read", "全体教师逐项得分，点开见理由"),
            Way("我的得分", "my_score", "score.own", "逐项得分、理由和依据"),
            Way("评定录入", "mark_list", "mark.enter", "按活动录入档次和分数"),
            Way("先进班级", "award_list", "award.read", "每周公布的班级，班级管理一项的依据"),
            Way("师德考核记录", "conduct_list", "conduct.read", "少数人可看；本人可看、可说明"),
            Way("评价细则", "rubric_list", "rubric.read", "附件2：各项分值和计分规则"),
        ),
    ),
    Part(
        "档案",
        (
            Way("研修档案", "dossier_list", "dossier.read", "生成、归档和下载案卷"),
            Way("后台任务", "job_list", "job.read", "正在生成的案卷和表格"),
        ),
    ),
    Part(
        "区县",
        (Way("各校情况", "district", "district.read", "各校计划和落实，按校名排"),),
    ),
    Part(
        "设置",
        (
            Way("学校与学期", "settings", "settings", "校名、学期、校历"),
            Way("教研组", "groups", "settings", "组长和组员，按学期；分层标签给谁"),
            Way("材料种类", "kind_list", "settings", "老师写哪些材料，约几分钟，谁看得到"),
            Way("教师名册", "roster", "roster.read", "教师、教研组和分层标签"),
            Way("个人卡", "card_list", "cards", "印卡、谁登录过、手机丢了"),
            Way("账号与身份", "accounts", "accounts", "谁能登录、是什么身份"),
            Way("提醒", "reminder_settings", "reminders.set", "每天一次、考试周、群机器人"),
            Way("日志", "audit_log", "audit.read", "谁在什么时候做了什么"),
        ),
    ),
)

# 手机底栏: 首页 活动 ＋ 我的 更多
TABS = (
    Way("首页", "home", "home"),
    Way("活动", "activity_list", "activity.read"),
    Way("写", "write_new", "work.write"),
    Way("我的", "mine", "score.own"),
    Way("更多", "more", "home"),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    name: str
    current: bool = False
    says: str = ""
    below: tuple[Link, ...] = ()


def leads_nowhere_yet(way: Way) -> bool:
    """A way whose page does not exist yet is left out of the navigation."""
    try:
        reverse(way.name)
    except NoReverseMatch:
        return True
    return False


class Frame:
    """What base.html asks for; worked out on asking, so that a fragment pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.person: Person | None = getattr(request, "person", None)

    @property
    def demo_day(self) -> date | None:
        return settings.DEMO_DAY

    @property
    def today(self) -> date:
        return today()

    @cached_property
    def term(self) -> Term | None:
        return self.person.term if self.person else None

    @property
    def half(self) -> str:
        """第一学期 or 第二学期, below the school year."""
        return self.term.name.removeprefix(self.term.school_year) if self.term else ""

    @property
    def week(self) -> int | None:
        """周次 of today; none outside the term."""
        inside = self.term and self.term.starts <= self.today <= self.term.ends
        return self.term.week_of(self.today) if inside else None

    @property
    def place(self) -> str:
        """The school or the district the person works in now."""
        if not self.person:
            return ""
        return str(self.person.school or self.person.district or "")

    @property
    def other_places(self) -> list[School]:
        return [school for school in self.person.places if school != self.person.school] if self.person else []

    @property
    def other_terms(self) -> list[Term]:
        """The terms one may look at instead, the newest first."""
        return [term for term in reversed(self.person.terms) if term != self.term] if self.person else []

    @property
    def elsewhen(self) -> bool:
        """Whether another term than 本学期 is shown."""
        return bool(self.person and self.person.term != self.person.present)

    @property
    def here(self) -> str:
        """Where a change of term leads back to: this page, when it can be opened again."""
        return self.request.get_full_path() if self.request.method == "GET" else ""

    @cached_property
    def parts(self) -> list[Link]:
        """The columns of the navigation with what this person may open below each."""
        if self.person is None:
            return []
        columns = [(part, [way for way in part.ways if self._open(way)]) for part in PARTS]
        here = self._nearest(way for _, ways in columns for way in ways)
        links = []
        for part, ways in columns:
            if not ways:
                continue
            below = tuple(Link(way.label, reverse(way.name), way.name, way is here, way.says) for way in ways)
            links.append(Link(part.label, below[0].url, below[0].name, here in ways, below=below))
        return links

    @cached_property
    def tabs(self) -> list[Link]:
        """手机底栏 of this person."""
        if self.person is None:
            return []
        ways = [way for way in TABS if self._open(way)]
        here = self._nearest(ways)
        return [Link(way.label, reverse(way.name), way.name, way is here) for way in ways]

    def _open(self, way: Way) -> bool:
        elsewhere = bool(way.unless) and has(self.person, way.unless)
        return not self.person.only and has(self.person, way.action) and not elsewhere and not leads_nowhere_yet(way)

    def _nearest(self, ways: Iterable[Way]) -> Way | None:
        """The way whose address is the longest beginning of this one: a record belongs to its list."""
        path = self.request.path
        addresses = [(reverse(way.name), way) for way in ways]
        near = [(len(url), way) for url, way in addresses if path.startswith(url) and (url != "/" or path == "/")]
        return max(near, key=lambda pair: pair[0])[1] if near else None


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: `frame` and `person` in every template."""
    made = Frame(request)
    return {"frame": made, "person": made.person}
