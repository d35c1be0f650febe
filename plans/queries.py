"""Reads of plans, page-ready."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from documents.calendar import Calendar
from plans.check import check_plan
from plans.document import document, schedule
from plans.models import Plan, PlanComment, PlanEdition, ScheduleEntry
from plans.states import PlanState
from school.models import Role, School, Term
from school.person import Person
from school.policy import has, within
from school.todo import Todo

DISCUSSED = (PlanState.CONSULTING, PlanState.SUBMITTED)


def readable(person: Person) -> QuerySet[Plan]:
    """Plans this person may read: those who draft see all, the school what is discussed or published, the district what is published."""
    rows = within(person, "plan.read", Plan.objects.select_related("term", "school", "edited_by")).filter(level=Plan.Level.SCHOOL)
    if has(person, "plan.edit"):
        return rows
    published = Q(pk__in=PlanEdition.objects.values("plan"))
    return rows.filter(published if person.district else published | Q(state__in=DISCUSSED))


def of_term(person: Person, term: Term | None) -> Plan | None:
    return readable(person).filter(term=term).first() if term else None


def before(person: Person, term: Term) -> QuerySet[Plan]:
    """School plans of other terms, the latest first: what a new one may be copied from."""
    rows = Plan.objects.filter(school=person.school, level=Plan.Level.SCHOOL).exclude(term=term)
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
        "quotas": plan.quotas.count(), "sources": plan.source_documents.count(),
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


def calendar_of(school: School) -> Calendar:
    """校历: the published holidays with the school's own overrides."""
    days = {date.fromisoformat(day): name for day, name in (school.holidays or {}).items()}
    return Calendar({day: not name for day, name in days.items()}, {day: name for day, name in days.items() if name})


@dataclass
class Line:
    """One line of 附件1 on the screen: a session (or the whole row) with what is wrong with it."""

    entry: ScheduleEntry
    session: object | None
    day: date | None
    says: list[str] = field(default_factory=list)
    level: str = ""
    first: bool = True


@dataclass
class Week:
    number: int | None
    first: date | None
    last: date | None
    lines: list[Line]


def schedule_weeks(plan: Plan) -> tuple[list[Week], int]:
    """The schedule by school weeks with clashes, gaps and holidays said below the row; and how many rows need a change."""
    entries = list(schedule(plan))
    calendar = calendar_of(plan.school)
    lines = []
    for entry in entries:
        sessions = list(entry.sessions.all())
        dated = [session for session in sessions if session.day]
        shown = dated or [sessions[0] if sessions else None]
        for at, session in enumerate(shown):
            day = session.day if session and session.day else entry.starts
            lines.append(Line(entry, session, day, first=at == 0))
    _gaps(lines, calendar)
    _clashes(lines)
    weeks: dict[int | None, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda row: (row.day is None, row.day or date.max, _time(row), row.entry.order)):
        weeks[plan.term.week_of(line.day) if line.day else None].append(line)
    found = [
        Week(number, *(plan.term.week_span(number) if number is not None else (None, None)), rows) for number, rows in weeks.items()
    ]
    return found, len({line.entry.pk for line in lines if line.says})


def _time(line: Line) -> str:
    return f"{line.session.starts:%H:%M}" if line.session and line.session.starts else ""


def _gaps(lines: list[Line], calendar: Calendar) -> None:
    for line in lines:
        session = line.session
        missing = []
        if line.day is None:
            missing.append("还没排期")
        timed = session is not None and session.starts is not None
        if timed and not session.place:
            missing.append("缺地点")
        if timed and not session.presenters.all() and not session.presenter_text:
            missing.append("缺主讲")
        if not (line.entry.audience or line.entry.audience_text or (session and session.audience)):
            missing.append("缺参加人员")
        if line.day and timed and not calendar.is_working(line.day):
            missing.append(f"这一天是{calendar.holiday(line.day)}")
        if missing:
            line.says.append("、".join(missing) + "。")
            line.level = "gap"


def _clashes(lines: list[Line]) -> None:
    """The same room or the same presenter at the same time."""
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        if line.day and line.session and line.session.starts and line.session.ends:
            by_day[line.day].append(line)
    for rows in by_day.values():
        for at, one in enumerate(rows):
            for other in rows[at + 1:]:
                if one.session.starts >= other.session.ends or other.session.starts >= one.session.ends:
                    continue
                shared = {t.name for t in one.session.presenters.all()} & {t.name for t in other.session.presenters.all()}
                reasons = []
                if one.session.place and one.session.place == other.session.place and one.entry.pk != other.entry.pk:
                    reasons.append(f"同一时间占用{one.session.place}")
                if shared and one.entry.pk != other.entry.pk:
                    reasons.append(f"{'、'.join(sorted(shared))}两边都要主讲")
                for line, against in ((one, other), (other, one)):
                    if reasons:
                        line.says.append(f"和『{against.entry.title}』{'；'.join(reasons)}。")
                        line.level = "bad"


def findings(plan: Plan) -> list[dict]:
    """计划体检 of the live plan."""
    calendar = calendar_of(plan.school)
    return check_plan(document(plan), year=plan.term.starts.year, holiday=lambda day: calendar.holiday(day))


def todo(person: Person) -> list[Todo]:
    """What waits in the plan: to publish, to answer, to read."""
    found = []
    if has(person, "plan.publish"):
        for plan in Plan.objects.filter(school=person.school, state=PlanState.SUBMITTED):
            found.append(Todo(f"{plan.title}待审批", reverse("plan", args=[plan.pk]), "去看", "同意后发布并通知全体教师", order=5))
    if has(person, "plan.edit") and person.school:
        for plan in Plan.objects.filter(school=person.school, state=PlanState.DRAFT).exclude(return_reason=""):
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
