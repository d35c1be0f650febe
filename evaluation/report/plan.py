"""基本情况 and 计划完成情况: who, how long, what was planned, and what became of it, by stage and by content."""
from __future__ import annotations

from django.db.models import Count, Q

from activities.queries import serving
from activities.queries.against_plan import CANCELLED, PART, Tally, tallies
from documents.chinese import date_range, long_date
from evaluation.models import TermReport
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, bars, say, table
from instruments.models import Instrument, Round
from plans.models import Plan
from plans.models.team import accepted_or
from school.models import Group

Level = TermReport.Level


def basics(asked: Asked) -> list[Block]:
    """Days, weeks, people, the plan they follow, and how many answered the surveys of these days."""
    report, term, (first, until) = asked.report, asked.term, asked.days
    weeks = "—".join(dict.fromkeys(str(term.week_of(day)) for day in (first, until)))
    days = f"{long_date(report.first)}至{long_date(report.last)}，第 {weeks} 周"
    so_far = f"，数字截至 {date_range(until, until)}" if until < report.last else ""
    return [say(f"{days}{so_far}。", _people(asked), _plan(asked.plan)), *(_surveys(asked) if report.level == Level.SCHOOL else ())]


def _people(asked: Asked) -> str:
    report = asked.report
    if report.level == Level.TEACHER:
        return f"{report.teacher.name}，{report.teacher.grade}{report.teacher.subject}教师。" if report.teacher.subject else f"{report.teacher.name}。"
    if report.level == Level.GROUP:
        return f"{report.group.name}教师 {asked.headcount} 人。"
    groups = Group.objects.filter(memberships__term=asked.term).distinct().count()
    return f"在册教师 {asked.headcount} 人，分 {groups} 个组研修。"


def _plan(plan: Plan | None) -> str:
    if plan is None:
        return "没有写计划。"
    if plan.level != Plan.Level.SCHOOL:
        return f"《{plan.title}》{accepted_or(plan)}。"
    edition = plan.editions.first()
    if edition is None:
        return f"《{plan.title}》还没有发布。"
    day = edition.at.astimezone().date()
    return f"按《{plan.title}》第 {edition.no} 版（{date_range(day, day)}发布），分 {plan.stages.count()} 个阶段，研修内容 {plan.contents.count()} 项。"


def _surveys(asked: Asked) -> list[Block]:
    """How many were asked and answered; what they answered stays with those who may read it."""
    rows = Round.objects.filter(
        school=asked.term.school, instrument__purpose=Instrument.Purpose.SURVEY, party=Round.Party.TEACHERS, opens__range=asked.days
    ).annotate(asked=Count("receipts"), answered=Count("receipts", Q(receipts__done=True))).order_by("opens", "pk")
    return [say(*(f"问卷『{row}』发 {row.asked} 份，收回 {row.answered} 份。" for row in rows))] if rows else []


def against(asked: Asked) -> list[Block]:
    """计划与落实: the rows of the plan by stage and by content, and those that went otherwise, with the reason."""
    if asked.report.level == Level.TEACHER:
        return _meant(asked)
    rows = asked.rows
    if not rows:
        return [say("这些天里没有排进计划的活动。"), *_meant(asked)]
    whole = Tally("合计", rows)
    parts = (
        (f"计划 {whole.planned} 行", True), (f"已办 {whole.done} 行", True), (f"办了一部分 {whole.count(PART)} 行", whole.count(PART)),
        (f"过了日子没有办或没有日期 {whole.slipping} 行", whole.slipping), (f"不办了 {whole.cancelled} 行", whole.cancelled),
        (f"改过期 {whole.moved} 行", whole.moved), (f"计划外办了 {whole.extra} 次", whole.extra),
    )
    found = [say("，".join(words for words, there in parts if there) + "。")]
    if asked.report.level == Level.SCHOOL:
        items = tallies(rows, "item")
        found += [_counts("按阶段", "阶段", tallies(rows, "stage"), whole)] if asked.report.whole_term else []
        found += [_counts("按研修内容", "研修内容", items, whole),
                  bars("各项研修内容办了多少", [(one.name, one.done, f"共 {one.planned}") for one in items if one.planned], "行")]
    otherwise = [row for row in rows if row.behind or row.standing == CANCELLED or row.activity and row.activity.moves]
    if otherwise:
        found.append(table("没有照原来办的，和为什么", (("计划", 28), ("内容", 44), ("情况", 20), ("落实", 28), ("缘由", 36)), [
            (row.planned or "—", row.title, row.word, row.held or "—", row.reason or "没有写") for row in otherwise
        ], left=range(5)))
    return found + _meant(asked)


def _counts(caption: str, by: str, lines: list[Tally], whole: Tally) -> Block:
    return table(caption, ((by, 50), ("计划", 14), ("已办", 14), ("改过期", 16), ("没到日子", 18), ("逾期", 14), ("不办", 14), ("计划外", 16)), [
        (one.name, one.planned, one.done, *(number or "" for number in (one.moved, one.coming, one.slipping, one.cancelled, one.extra)))
        for one in [*lines, whole]
    ])


def _meant(asked: Asked) -> list[Block]:
    """打算和做成 of a group's or a teacher's own plan; a whole term's only, for it was meant for the whole term."""
    if asked.plan is None or asked.report.level == Level.SCHOOL or not asked.report.whole_term:
        return []
    return [table("打算和做成", (("项目", 96), ("打算", 30), ("做成", 30)), [
        (one.label, "—" if one.meant is None else f"{one.meant} {one.unit}", f"{one.done} {one.unit}") for one in serving.counts(asked.plan)
    ])]

