"""帮助: the main thing of each role step by step, and how points, sign-in and volumes work."""
from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from school.policy import requires


@dataclass(frozen=True)
class Topic:
    """帮助里的一页; roles: for whom it stands first, empty: for everybody."""

    slug: str
    title: str
    says: str
    roles: frozenset[str] = frozenset()


TOPICS = (
    Topic("teacher", "教师：签到、写反思、记听课", "一部手机就够，每件事几分钟", frozenset({"teacher", "group_leader"})),
    Topic("group-leader", "教研组长：开展活动、点名、初审材料", "本组的活动和材料", frozenset({"group_leader"})),
    Topic("office", "教导处：拟计划、管活动、录评定", "从一份计划到一张汇总表", frozenset({"office", "leader"})),
    Topic("principal", "校长：发布计划、看落实、作决定", "该由校长点头的几件事", frozenset({"principal", "leader"})),
    Topic("archivist", "档案员：生成、归档、校验案卷", "从缺件清单到一本装订好的案卷", frozenset({"archivist"})),
    Topic("admin", "系统管理员：名册、账号、备份", "开学前后要做的事", frozenset({"admin"})),
    Topic("expert", "专家：评审、看课、带徒弟", "请到你的几件事，一件一件怎样做", frozenset({"expert"})),
    Topic("district", "区县观察员：看各校计划与落实", "看得到什么，看不到什么", frozenset({"district"})),
    Topic("schedule", "排日程、边写边体检、看落实", "拖动日程、体检和书写负担、计划与落实", frozenset({"office", "leader", "principal"})),
    Topic("cards", "个人卡和六位数字", "发卡、第一次登录、手机丢了", frozenset({"office", "admin"})),
    Topic("typing", "代录", "替写在纸上的老师录入，本人核对", frozenset({"clerk"})),
    Topic("reminders", "提醒和手机日历", "一天最多一次，什么时候不打扰"),
    Topic("lessons", "公开课、听课与集体备课", "约座位、边听边记、并排看；主备稿、讨论、二次备课"),
    Topic("library", "资源库、附件、请人看看", "公开的材料怎样找，自己的一份怎样只给一个人看"),
    Topic("points", "怎样算分", "每一分从哪里来，怎样核对和提出异议"),
    Topic("fellowship", "结对、外出、课题", "师徒结对、蹲点、外出学习、小课题、校际活动和新教师"),
    Topic("judged", "评比、测试、检查与巡课", "匿名评审、分档、导入成绩、抽查和整改"),
    Topic("sign-in", "签到", "会变的二维码、点名、补签和请假"),
    Topic("surveys", "问卷、自评和互评", "怎样发、怎样填、匿名怎么保证、结果怎么看"),
    Topic("folder", "计划资料和学期报告", "规划、问题、学期报告、目标、制度、经费、报送和 Word 样板"),
    Topic("volumes", "归档与校验", "案卷怎样装订、封存，怎样验真"),
)


@requires("home")
@require_GET
def help_index(request: HttpRequest) -> HttpResponse:
    """帮助首页: this person's own pages first."""
    own = [topic for topic in TOPICS if topic.roles & request.person.roles]
    everybody = [topic for topic in TOPICS if not topic.roles]
    others = [topic for topic in TOPICS if topic.roles and topic not in own]
    return render(request, "help/index.html", {"own": own, "everybody": everybody, "others": others})


@requires("home")
@require_GET
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    topic = next((topic for topic in TOPICS if topic.slug == slug), None)
    if topic is None:
        raise Http404
    return render(request, f"help/{topic.slug}.html", {"topic": topic})


@requires("home")
@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """更多: on the phone, everything this person may open."""
    return render(request, "parts/more.html")
