"""Reads of plans, page-ready."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from documents.calendar import Calendar
from plans import timetable
from plans.burden import burden_of
from plans.check import Burden, check_plan
from plans.clashes import Board
from plans.document import document
from plans.live import Roster, live_lines
from plans.models import GroupPlan, PersonalPlan, Plan, PlanComment, PlanEdition, ScheduleEntry, Section
from plans.slots import findings as slot_findings
from plans.slots import slots_of
from plans.states import TRAINING_FORMS, PlanState
from plans.todo import folder
from school.clock import today
from school.models import Role, School, Term
from school.person import Person
from school.policy import has, within
from school.todo import Todo

WORKING_DAYS = 3  # a week with fewer is not a school week
DISCUSSED = (PlanState.CONSULTING, PlanState.SUBMITTED)


def school_plans() -> QuerySet[Plan]:
    """学校计划: those of groups and teachers have their own pages and rights."""
    return Plan.objects.filter(level=Plan.Level.SCHOOL).select_related("term", "school", "edited_by")


def term_plans() -> QuerySet[Plan]:
    """学校的学期计划: only these have a schedule."""
    return school_plans().filter(period=Plan.Period.TERM)


def readable(person: Person) -> QuerySet[Plan]:
    """Plans this person may read: those who draft see all, the school what is discussed or published, the district what is published."""
    rows = within(person, "plan.read", school_plans())
    if has(person, "plan.edit"):
        return rows
    published = Q(pk__in=PlanEdition.objects.values("plan"))
    return rows.filter(published if person.district else published | Q(state__in=DISCUSSED))


def of_term(person: Person, term: Term | None) -> Plan | None:
    return readable(person).filter(term=term).first() if term else None


def before(person: Person, term: Term) -> QuerySet[Plan]:
    """School plans of other terms, the latest first: what a new one may be copied from."""
    rows = Plan.objects.filter(school=person.school, level=Plan.Level.SCHOOL, period=Plan.Period.TERM).exclude(term=term)
    return rows.select_related("term", "school").order_by("-term__starts")


def leaders(school: School) -> list[dict[str, str]]:
    """领导小组 as a new plan would name it: 校长 leads, 副校长 and 教导处 stand by, the group leaders are members."""
    ranks = {Role.Name.PRINCIPAL: "组长", Role.Name.LEADER: "副组长", Role.Name.OFFICE: "组员", Role.Name.GROUP_LEADER: "组员"}
    rows = Role.objects.filter(school=school, name__in=ranks, user__teacher__isnull=False, user__teacher__left=None).select_related("user__teacher")
    found: dict[str, str] = {}
    for role in sorted(rows, key=lambda role: list(ranks).index(role.name)):
        found.setdefault(role.user.teacher.name, ranks[role.name])
    duties = {"组长": "主持研修工作，审批计划，定考核结果", "副组长": "起草计划，安排活动，检查落实", "组员": "组织本组研修，收齐记录"}
    return [{"role": role, "name": name, "duty": duties[role]} for name, role in found.items()]


def filled(person: Person, term: Term) -> dict[str, int]:
    """How much the plan of a term already holds, by part; what replacing would take away."""
    plan = Plan.objects.filter(school=person.school, term=term, level=Plan.Level.SCHOOL).first()
    if plan is None:
        return {}
    return {
        "sections": plan.sections.exclude(body="").count(), "stages": plan.stages.count(), "months": plan.months.count(),
        "contents": plan.contents.count(), "schedule": plan.schedule.count(), "leadership": plan.leadership.count(),
        "quotas": plan.quotas.count(), "goals": plan.goals.count(), "sources": plan.source_documents.count(),
    }


def comments(plan: Plan) -> list[PlanComment]:
    """意见 with their replies, the open ones first."""
    replies = PlanComment.objects.order_by("at")
    rows = plan.comments.filter(parent=None).select_related("section", "resolved_by").prefetch_related(Prefetch("replies", replies))
    return sorted(rows, key=lambda row: (row.resolved_at is not None, row.at))


def comments_for(person: Person, plan: Plan) -> list[PlanComment]:
    """意见 as this person may see them: who does not draft sees none while a new draft is only being written."""
    if person.school is None or plan.state == PlanState.DRAFT and not has(person, "plan.edit"):
        return []
    return comments(plan)


def training_forms(school: School) -> list[str]:
    """研修方式 to choose from: those in use everywhere and the school's own."""
    return list(dict.fromkeys([*TRAINING_FORMS, *school.settings.get("forms", [])]))


def calendar_of(school: School) -> Calendar:
    """校历: the published holidays with the school's own overrides."""
    days = {date.fromisoformat(day): name for day, name in (school.holidays or {}).items()}
    return Calendar({day: not name for day, name in days.items()}, {day: name for day, name in days.items() if name})


@dataclass(frozen=True)
class Schedule:
    """活动日程 as a person sees it: the live rows for who drafts or discusses, else those of the last edition."""

    lines: list[timetable.Line]
    edition: PlanEdition | None
    board: Board

    @property
    def rows(self) -> int:
        return len({line.row for line in self.lines})

    @property
    def wrong(self) -> int:
        return len({line.row for line in self.lines if line.says})


def schedule_of(person: Person, plan: Plan) -> Schedule:
    edition = None
    if plan.state == PlanState.DRAFT and not has(person, "plan.edit") or person.district:
        edition = plan.editions.first()
    names, slots = {}, []
    if edition:
        lines = timetable.lines(edition.document)
    else:
        roster = Roster(plan.school, plan.term, min(max(today(), plan.term.starts), plan.term.ends))
        lines, names, slots = live_lines(plan, roster), roster.names, slots_of(plan.term)
    board = Board(lines, calendar_of(plan.school), names, days_of(plan), slots)
    board.mark()
    return Schedule(lines, edition, board)


def days_of(plan: Plan) -> tuple[date, date]:
    """The days a plan may speak of: the term, and its first stage where that begins before."""
    return min([plan.term.starts, *plan.stages.values_list("starts", flat=True)]), plan.term.ends


def least_day(plan: Plan) -> date:
    """The first day a row can still be moved to: tomorrow, or the beginning of a term to come."""
    return max(plan.term.starts, today() + timedelta(days=1))


def said_of(person: Person, plan: Plan, entry: ScheduleEntry) -> list[str]:
    """What clashes or is missing in one row, right after it was saved."""
    found = schedule_of(person, plan)
    return list(dict.fromkeys(sentence for line in found.lines if line.entry == entry.pk for sentence in line.says))


def findings(plan: Plan) -> list[dict]:
    """计划体检 of the live plan, with the groups' 教研固定时间 that its rows would take."""
    calendar = calendar_of(plan.school)
    slots = slots_of(plan.term) if plan.term else []
    lines = live_lines(plan, Roster(plan.school, plan.term, min(max(today(), plan.term.starts), plan.term.ends))) if slots else []
    weeks = school_weeks(calendar, max(plan.term.starts, today()), plan.term.ends) if plan.term else None
    return [*check_plan(
        document(plan), year=plan.first_day.year, holiday=calendar.holiday, weeks=weeks, burden=burden(plan) if plan.term else None,
        days=(today(), plan.last_day),
    ), *slot_findings(slots, lines)]


def burden(plan: Plan) -> Burden:
    """What a term's plan asks of the most asked teacher."""
    term, calendar = plan.term, calendar_of(plan.school)
    weeks = school_weeks(calendar, term.starts, term.ends)
    return burden_of(plan, weeks, len(timetable.months(term)), min(max(today(), term.starts), term.ends))


def school_weeks(calendar: Calendar, first: date, last: date) -> int:
    """School weeks with at least three working days: in these a weekly quota is due."""
    if first > last:
        return 0
    worked = Counter(day - timedelta(days=day.weekday()) for day in calendar.working_days(first, last))
    return sum(number >= WORKING_DAYS for number in worked.values())


@dataclass(frozen=True)
class Beside:
    """体检 beside the section that is being written: its own findings, those of the frame, how many elsewhere."""

    own: list[dict]
    frame: list[dict]
    elsewhere: list[tuple[str, str, int]]  # part, name, findings


FRAME = ("stages", "quotas", "leadership")
NAMES = {"schedule": "活动日程表", "months": "月度安排", "contents": "研修内容", "rubric": "评价细则"}


def beside(plan: Plan, section: Section) -> Beside:
    found = findings(plan)
    own = [one for one in found if one["part"] == "sections" and (one["at"] == section.title or section.title in one["place"])]
    frame = [one for one in found if one["part"] in FRAME or one["part"] == "sections" and not one["at"] and one not in own]
    counts = Counter(one["part"] for one in found)
    return Beside(own, frame, [(part, name, counts[part]) for part, name in NAMES.items() if counts[part]])


def _team_todo(person: Person) -> list[Todo]:
    """Plans of groups and teachers: those to read and decide, and one's own that came back."""
    found = []
    for model, kind, level, label in (
        (GroupPlan, "group_plan", Plan.Level.GROUP, "教研组计划"), (PersonalPlan, "personal_plan", Plan.Level.TEACHER, "个人计划")
    ):
        rows = model.objects.filter(Q(term=person.term) | Q(term=None), level=level)
        if has(person, f"{kind}.accept") and (has(person, "group_plan.accept") or person.led_groups):
            waiting = within(person, f"{kind}.accept", rows.filter(state=PlanState.SUBMITTED)).count()
            if waiting:
                found.append(Todo(f"{waiting} 份{label}待审阅", reverse("team_plans"), "去看", "通过或写明理由退回", count=waiting, order=45))
        if has(person, f"{kind}.write"):
            back = within(person, f"{kind}.write", rows.filter(state=PlanState.DRAFT)).exclude(return_reason="")
            found += [Todo(f"{plan.title}被退回", reverse(kind, args=[plan.pk]), "去改", plan.return_reason, order=30) for plan in back]
    return found


def todo(person: Person) -> list[Todo]:
    """What waits in the plan: to publish, to answer, to read."""
    found = [*_team_todo(person), *folder(person)] if person.school and person.term else []
    if has(person, "plan.publish"):
        mine = Q(asked=person.user) | Q(asked=None)
        for plan in within(person, "plan.publish", school_plans()).filter(mine, state=PlanState.SUBMITTED):
            found.append(Todo(f"{plan.title}待审批", reverse("plan", args=[plan.pk]), "去看", "同意后发布并通知全体教师", order=5))
    if has(person, "plan.edit") and person.school:
        if person.term and not school_plans().filter(term=person.term).exists():
            found.append(Todo("本学期还没有研修计划", reverse("plan_list"), "去起草", "读入写好的 Word 计划、照以前的计划，或从范本开始", order=3))
        for plan in school_plans().filter(school=person.school, state=PlanState.DRAFT).exclude(return_reason=""):
            found.append(Todo(f"{plan.title}被退回", reverse("plan_edit", args=[plan.pk]), "去改", plan.return_reason, order=6))
        waiting = (
            Plan.objects.filter(school=person.school, term=person.term, level=Plan.Level.SCHOOL)
            .annotate(open=Count("comments", filter=Q(comments__resolved_at=None, comments__parent=None)))
        )
        for plan in waiting:
            if plan.open:
                found.append(Todo("计划的意见待答复", reverse("plan", args=[plan.pk]), "去答复", f"{plan.open} 条还没有了结", count=plan.open, order=40))
    if has(person, "plan.comment") and person.school:
        unread = (
            PlanEdition.objects.filter(plan__school=person.school, plan__term=person.term)
            .exclude(receipts__user=person.user).order_by("-no").select_related("plan").first()
        )
        newest = PlanEdition.objects.filter(plan__school=person.school, plan__term=person.term).order_by("-no").first()
        if unread and unread == newest:
            found.append(Todo(f"研修计划第 {unread.no} 版", reverse("plan", args=[unread.plan_id]), "看一看", "发布后还没有打开过", order=60))
    return found
