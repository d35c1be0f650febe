"""规划与学年计划: plans of three to five years or of a school year, above the plans of its terms."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from plans.models import Goal, LeadershipMember, Plan, Section
from plans.services.editing import must_be_open, touch
from school import audit, clock
from school.models import Group, Teacher
from school.person import Person
from school.workflow import Refused

SECTIONS = {
    Plan.Level.SCHOOL: ("现状和问题", "总目标", "分年安排", "重点工作", "条件和经费", "怎样检查"),
    Plan.Level.GROUP: ("本组的情况", "要达到的样子", "分年安排"),
    Plan.Level.TEACHER: ("我现在的样子", "三年后要会做什么", "每年做一件什么", "需要学校帮什么"),
}


@dataclass(frozen=True)
class Owner:
    """Whose plan it is: the school's, a group's or a teacher's."""

    level: str
    group: Group | None = None
    teacher: Teacher | None = None

    @property
    def name(self) -> str:
        return str(self.group or self.teacher or "")


def start(person: Person, owner: Owner, first_year: int, years: int) -> Plan:
    """起草: from September to August; asking again gives the one that is there. One year is a 学年计划, three to five a 规划."""
    if years not in (1, 3, 4, 5):
        raise Refused("规划是 3 到 5 年，学年计划是 1 年。", "请改一下年数。")
    period = Plan.Period.YEAR if years == 1 else Plan.Period.YEARS
    starts, ends = date(first_year, 9, 1), date(first_year + years, 8, 31)
    what = {"school": "校本研修", "group": "研修", "teacher": "个人研修"}[owner.level]
    title = f"{first_year}—{first_year + years} {'学年' if years == 1 else '年'}{what}{'计划' if years == 1 else '规划'}"
    with transaction.atomic():
        plan, made = Plan.objects.get_or_create(
            school=person.school, level=owner.level, group=owner.group, teacher=owner.teacher, period=period, starts=starts,
            defaults={"ends": ends, "title": f"{owner.name}：{title}" if owner.name else title, "edited_by": person.user,
                      "edited_at": clock.now(), "parent": _covering(person, owner, starts) if years == 1 else None},
        )
        if made:
            Section.objects.bulk_create(Section(plan=plan, order=at, title=name) for at, name in enumerate(SECTIONS[owner.level], 1))
            below = Plan.objects.filter(school=person.school, level=owner.level, group=owner.group, teacher=owner.teacher, parent=None)
            below.filter(term__starts__gte=starts, term__starts__lte=ends).update(parent=plan)
            if years > 1:
                below.filter(period=Plan.Period.YEAR, starts__gte=starts, starts__lte=ends).update(parent=plan)
            audit.record(person, "plan.start", plan)
    return plan


def _covering(person: Person, owner: Owner, day: date) -> Plan | None:
    """The 规划 that this day lies in."""
    rows = Plan.objects.filter(school=person.school, level=owner.level, group=owner.group, teacher=owner.teacher, period=Plan.Period.YEARS)
    return rows.filter(starts__lte=day, ends__gte=day).first()


def above(plan: Plan) -> Plan | None:
    """上一级计划: the one it names, else the shortest that its first day lies in."""
    if plan.parent_id:
        return plan.parent
    rows = Plan.objects.filter(school=plan.school, level=plan.level, group=plan.group, teacher=plan.teacher, term=None).exclude(pk=plan.pk)
    rows = rows.filter(starts__lte=plan.first_day, ends__gte=plan.last_day)
    return rows.exclude(period=plan.period).order_by("-starts", "ends").first()


def copy_last(person: Person, plan: Plan) -> Plan:
    """照上一份起草: text, leadership and goals of the last plan of the same length, its years made these years; results stay behind."""
    must_be_open(plan)
    rows = Plan.objects.filter(school=plan.school, level=plan.level, group=plan.group, teacher=plan.teacher, period=plan.period)
    last = rows.filter(starts__lt=plan.starts).order_by("-starts").first()
    if last is None:
        raise Refused("以前没有这样的计划，没有可照的。", "直接写就是。", label=plan.title)
    if plan.sections.exclude(body="").exists():
        raise Refused("这份计划里已经有内容，不覆盖。", "要重来，请先删去各节。", label=plan.title)
    shift = plan.starts.year - last.starts.year

    def moved(text: str) -> str:
        for year in range(last.ends.year + 1, last.starts.year - 1, -1):
            text = text.replace(str(year), f"\0{year + shift}\0")
        return text.replace("\0", "")

    with transaction.atomic():
        plan.sections.all().delete()
        Section.objects.bulk_create(
            Section(plan=plan, order=row.order, title=row.title, body=moved(row.body), edited_by=person.user, edited_at=clock.now())
            for row in last.sections.all()
        )
        if not plan.leadership.exists():
            LeadershipMember.objects.bulk_create(
                LeadershipMember(plan=plan, order=row.order, team=row.team, role=row.role, teacher=row.teacher, name=row.name, duty=row.duty)
                for row in last.leadership.all()
            )
        if not plan.goals.exists():
            Goal.objects.bulk_create(
                Goal(plan=plan, order=row.order, text=moved(row.text), number=row.number, unit=row.unit, measure=row.measure, by=row.by)
                for row in last.goals.all()
            )
        touch(person, plan)
        audit.record(person, "plan.write", plan, reason=f"照{last.period_name}的计划起草")
    return plan
