"""计划资料 of the demo school: 规划, 目标, 网络, 问题与主题, 经费, 制度, 报送, and plans of groups and teachers."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from plans.models import (
    Budget,
    BudgetLine,
    CoreProblem,
    Filing,
    Goal,
    LeadershipMember,
    Plan,
    PlanDue,
    PlanEdition,
    Problem,
    RuleReceipt,
    RuleVersion,
    ScheduleEntry,
    SchoolRule,
    Section,
    Spending,
    Theme,
)
from plans.network import LABELS
from plans.services import filing as filings
from plans.services import publishing
from plans.services.periods import SECTIONS
from plans.services.team import GROUP, PERSONAL, Kind
from school.person import person_of
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

LONG = (
    "近三年参加工作的教师多，校点分散，集体备课常常凑不齐人。", "三年里每个教研组说得清自己解决了什么问题，每位新教师能独立上好常规课。",
    "第一年把听评课做实，第二年各组做一个小题目，第三年把课例整理成册。", "集体备课、听评课、校点送教。", "每年从公用经费里列支，开支公开。",
    "每学年末对照目标看一次，没做成的写清为什么。",
)
GOALS = (
    ("每位教师上一节同组听得懂改在哪里的课", 56, "人", "数活动记录里的出课", "教导处"),
    ("新教师听师傅的课", 8, "节", "数听课记录，取最少的一位", "教研组长"),
    ("读书交流会上人人说一处用到课上的地方", 3, "次", "数读书交流会的记录", "教导处"),
)
BESIDE = (
    ("guide", "head", "郑国栋", "到各组听集体备课，每月一次", ), ("guide", "member", "唐建平", "带数学组的课例"),
    ("judge", "head", "吴敬堂", "组织评比，公布评分"), ("judge", "member", "苏婉清", "复核分数"),
    ("support", "head", "胡月娥", "管教研书和录课设备"),
)
PROBLEMS = (
    ("课堂等待时间", True, "读书交流会", (
        ("方静宜", "问完就叫人，多数学生还没想好", "四年级数学，一节课数了三次"),
        ("梁书琴", "举手的总是那几个", "三年级语文"), ("程思远", "学生一停顿我就替他说了", "五年级语文录音"))),
    ("作业批了没有用", True, "集体备课", (("柯大勇", "错题订正了，下次还错", "六年级单元卷"), ("苏婉清", "抄写作业和听写对不上", "四年级英语"))),
    ("学具一拿出来就乱", False, "", (("唐建平", "分学具花掉八分钟", "二年级数学"),)),
)
CORES = (
    ("方静宜", 0, "提问以后等三秒，回答的人会不会多", "每节课挑两个问题数秒，请同组的人记谁举了手", "open", ""),
    ("程思远", 0, "不替学生把话说完", "录两节课，数自己打断了几次", "open", ""),
    ("柯大勇", 1, "同类错题隔一周再练一次", "六年级两个班，错题本按类贴", "closed", "隔周再练的班，同类错题少了一半"),
)
LINES = (
    ("图书资料", "书籍资料，每人一本共读书", "3600.00"), ("外出学习", "外出学习的车费、住宿和资料", "6000.00"),
    ("外出学习", "送教和联合体活动来回车费、午餐", "2400.00"), ("表彰", "评比奖品", "1500.00"),
)
SPENT = (
    (0, date(2026, 9, 22), "3420.00", "买共读书 57 本", "县新华书店", "2026-09-031", "approved"),
    (1, date(2026, 10, 21), "1862.40", "两位老师外出学习车费和住宿", "市师范附小会务组", "2026-10-018", "approved"),
    (3, date(2026, 11, 6), "1516.50", "笔记本和粉笔盒", "镇文具店", "2026-11-006", "approved"),
    (2, date(2026, 11, 12), "480.00", "联合体活动来回包车", "镇客运站", "2026-11-009", "entered"),
)
RULES = (
    ("校本研修学习制度", (
        ("第一条　研修时间不另占双休日和午休，每周三下午为全校研修时间。", "第二条　各组集体备课先各自备，再一起改，课后再改一次。"),
        ("第一条　研修时间不另占双休日和午休，每周三下午为全校研修时间；校点教师路上的时间算研修时间。",
         "第二条　各组集体备课先各自备，再一起改，课后再改一次。",
         "第三条　一学期共读一本书，读书笔记写到用在哪一课为止。"))),
    ("听课评课制度", (("第一条　评课先说学生：谁学会了，谁没有，在哪里看出来的。", "第二条　建议写到改哪一步、改成怎样。", "第三条　听课人当天交听课记录。"),)),
)
TEAM = {
    "高段语文组": ("accepted", (
        "六个班里有一半学生写作文不会起头。", "每人上一节起头怎么教的课，整理成四个例子。",
        "第4、8、12、16周周二下午集体备课，郑国栋负责。", "学期末拿同一个题目再写一次，和开学时比。")),
    "低段语文组": ("accepted", (
        "一年级新教师两位，识字课拖堂。", "把一节识字课分成四段，段段有时间。",
        "单周周二备课，双周听课，沈玉兰负责。", "数拖堂的次数。")),
    "数学组": ("accepted", ("应用题读完就动笔。", "找到三种让学生先画图的办法。", "每月一个题目，唐建平负责。", "同类题的错误率。")),
    "英语组": ("submitted", ("听写和口头对不上。", "每周三次三分钟对话。", "苏婉清负责。", "期末口头测一次。")),
    "综合组": ("returned", ("课多人少。", "上好课。", "大家一起。", "看效果。")),
}
PERSONAL_PLANS = {
    "方静宜": (
        "accepted", ("让更多学生开口。", "提问以后等三秒。", "上一节公开课，听十五节。", "读完一本讲课堂提问的书。"),
        {"lessons": 1, "observations": 15, "books": 1}),
    "柯大勇": ("accepted", ("错题本用起来。", "同类错题隔一周再练。", "听十节。", "读一本讲作业的书。"), {"observations": 10, "books": 1}),
    "程思远": ("accepted", ("少说，多听。", "不替学生把话说完。", "上一节汇报课，听师傅八节。", "读一本。"), {"lessons": 1, "observations": 8, "books": 1}),
    "梁书琴": ("submitted", ("让不举手的也说。", "怎样点名不吓人。", "听十五节。", "读一本。"), {"observations": 15, "books": 1}),
    "尹佳怡": ("returned", ("努力工作。", "", "", ""), {}),
}


def before_publishing(built: Built, plan: Plan, entries: list[ScheduleEntry]) -> None:
    """What stands in the published plan itself: goals, the groups beside, the network, the themes; and the 规划 above it."""
    office, day = built.account("何淑芬"), date(2026, 8, 28)
    long = Plan.objects.create(
        school=built.school, period=Plan.Period.YEARS, starts=date(2026, 9, 1), ends=date(2029, 8, 31), title="2026—2029 年校本研修规划",
        edited_by=office, edited_at=at(day), state="submitted",
    )
    Section.objects.bulk_create(
        Section(plan=long, order=order, title=title, body=f"<p>{text}</p>", edited_by=office, edited_at=at(day))
        for order, (title, text) in enumerate(zip(SECTIONS[Plan.Level.SCHOOL], LONG, strict=True), 1)
    )
    edition = publishing.publish(person_of(built.account("周德厚")), long)
    PlanEdition.objects.filter(pk=edition.pk).update(at=at(day, 17))
    Plan.objects.filter(pk=plan.pk).update(network=list(LABELS), parent=long)
    plan.refresh_from_db()
    Goal.objects.bulk_create(
        Goal(plan=plan, order=order, text=text, number=number, unit=unit, measure=measure, by=by)
        for order, (text, number, unit, measure, by) in enumerate(GOALS, 1)
    )
    first = plan.leadership.count() + 1
    LeadershipMember.objects.bulk_create(
        LeadershipMember(plan=plan, order=first + order, team=team, role=role, teacher=built.called(name), name=name, duty=duty)
        for order, (team, role, name, duty) in enumerate(BESIDE)
    )
    plan.leadership.filter(team="lead").update(since=date(2026, 9, 1), until=date(2029, 8, 31))
    _problems(built, entries)


def _problems(built: Built, entries: list[ScheduleEntry]) -> None:
    themes = []
    for title, chosen, held, posted in PROBLEMS:
        theme = Theme.objects.create(school=built.school, term=built.term, title=title, chosen=chosen)
        theme.entries.set([entry for entry in entries if held and held in entry.title])
        themes.append(theme)
        Problem.objects.bulk_create(
            Problem(school=built.school, term=built.term, teacher=built.called(name), text=text, where=where, theme=theme,
                    at=at(date(2026, 8, 30), 19, number), key=_key(text))
            for number, (name, text, where) in enumerate(posted)
        )
    CoreProblem.objects.bulk_create(
        CoreProblem(school=built.school, term=built.term, teacher=built.called(name), theme=themes[theme], text=text, how=how, state=state,
                    outcome=outcome, saved_at=at(date(2026, 9, 8), 18))
        for name, theme, text, how, state, outcome in CORES
    )


def _key(text: str):
    return uuid5(NAMESPACE_URL, text)


def after_publishing(built: Built, plan: Plan) -> None:
    """What goes on beside the plan through the term."""
    _budget(built, plan)
    _rules(built)
    for name, (state, answers) in TEAM.items():
        _team(built, GROUP, name, state, answers, {}, group=built.groups[name])
    for name, (state, answers, numbers) in PERSONAL_PLANS.items():
        _team(built, PERSONAL, name, state, answers, numbers, teacher=built.called(name))
    PlanDue.objects.bulk_create(
        PlanDue(school=built.school, term=built.term, level=level, day=date(2026, 9, day)) for level, day in (("group", 11), ("teacher", 18))
    )


def _budget(built: Built, plan: Plan) -> None:
    leader, office = built.account("吴敬堂"), built.account("何淑芬")
    budget = Budget.objects.create(
        school=built.school, plan=plan, state="approved", submitted_by=office, decided_by=built.account("周德厚"), decided_at=at(date(2026, 9, 3))
    )
    contents = {item.title: item for item in plan.contents.all()}
    serve = {"书籍资料，每人一本共读书": "读书交流会", "送教和联合体活动来回车费、午餐": "校际联合活动"}
    lines = [
        BudgetLine.objects.create(budget=budget, order=order, category=category, purpose=purpose, amount=Decimal(amount),
                                  content_item=contents.get(serve.get(purpose, "")))
        for order, (category, purpose, amount) in enumerate(LINES, 1)
    ]
    for line, day, amount, purpose, payee, number, state in SPENT:
        Spending.objects.create(
            school=built.school, line=lines[line], day=day, amount=Decimal(amount), purpose=purpose, payee=payee, voucher_no=number, state=state,
            entered_by=built.account("傅志强"), entered_at=at(day), key=_key(number),
            **({"decided_by": leader, "decided_at": at(day, 17)} if state == "approved" else {}),
        )


def _rules(built: Built) -> None:
    office = built.account("何淑芬")
    for title, versions in RULES:
        rule = SchoolRule.objects.create(school=built.school, title=title, key=_key(title))
        for no, lines in enumerate(versions, 1):
            current = no == len(versions)
            row = RuleVersion.objects.create(
                school=built.school, rule=rule, no=no, body="".join(f"<p>{line}</p>" for line in lines), why="写清校点路上的时间，加共读" if no > 1 else "",
                state="in_force" if current else "superseded", effective=date(2026, 9, 1) if current else date(2025, 9, 1), edited_by=office,
                edited_at=at(date(2026, 8, 29)),
            )
            if current:
                read = [user for user in built.users.values() if user.username not in ("jiaoshi", "zuzhang")]
                RuleReceipt.objects.bulk_create(RuleReceipt(rule_version=row, user=user, at=at(date(2026, 9, 2))) for user in read[:41])


def _team(built: Built, kind: Kind, name: str, state: str, answers: tuple[str, ...], numbers: dict[str, int], **owner) -> None:
    who = built.account({"高段语文组": "郑国栋", "低段语文组": "沈玉兰", "数学组": "唐建平", "英语组": "苏婉清", "综合组": "秦立新"}.get(name, name))
    what = "研修计划" if kind is GROUP else "个人研修计划"
    plan = Plan.objects.create(
        school=built.school, term=built.term, level=kind.level, title=f"{name}：{built.term.name}{what}", numbers=numbers, edited_by=who,
        edited_at=at(date(2026, 9, 10), 17), state={"accepted": "published", "submitted": "submitted", "returned": "draft"}[state],
        return_reason="太大了，写到哪几节课、谁来做。" if state == "returned" else "", **owner,
    )
    Section.objects.bulk_create(
        Section(plan=plan, order=order, title=question, body=f"<p>{answer}</p>" if answer else "")
        for order, (question, answer) in enumerate(zip(kind.questions, answers, strict=True), 1)
    )


def hand_in(built: Built) -> None:
    """报送一次: the package with plan, calendar and hours, sent this morning and waiting for the county."""
    row = filings.send(
        person_of(built.account("何淑芬")), built.term, to="岚清县教育体育局", online=True, note="学时截至第 11 周", key=_key("filing")
    )
    Filing.objects.filter(pk=row.pk).update(sent_at=at(date(2026, 11, 18), 9))
