"""计划与落实: at any day what was planned, done, moved and is slipping, by content, week and group."""
from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from activities.models import Activity, Attendance, Session
from activities.queries.attendance import counts_of
from activities.queries.observations import observations_made
from activities.states import COUNTS_PRESENT, ActivityState
from plans.models import ContentItem, Plan, PlanEdition
from school.clock import today
from school.models import Group, Membership, School, Teacher, Term
from school.person import current_terms

DONE = (ActivityState.FINISHED, ActivityState.COMPLETE)
MARKS = {"done": "已办", "today": "今天", "planned": "计划", "late": "逾期未办", "moved": "已改期"}


@dataclass
class ContentRow:
    """One 研修内容 over the weeks: week → mark, and how much is done."""

    title: str
    weeks: dict[int, str] = field(default_factory=dict)
    done: int = 0
    planned: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def standing(self) -> tuple[str, str]:
        """(look, word): 办完, 按期 or 晚."""
        if "late" in self.weeks.values() or any("还没有新日期" in remark for remark in self.remarks):
            return "due", "晚了"
        return ("done", "办完") if self.planned and self.done == self.planned else ("run", "按期")


@dataclass(frozen=True)
class GroupRow:
    """One 教研组 in the school's fixed order; nothing is ranked."""

    group: Group
    leaders: str
    members: int
    done: int
    planned: int
    recorded: int
    attendance: int | None
    observations: float | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    contents: list[ContentRow]
    weeks: range
    stages: list[tuple[str, str, int]]
    done: int
    planned: int
    moved: int
    late: int


def overview(term: Term) -> Overview:
    """Planned against done by content item and week, in a fixed number of queries."""
    now = today()
    rows = {item.title: ContentRow(item.title) for item in ContentItem.objects.filter(plan__term=term, plan__level=Plan.Level.SCHOOL)}
    other = ContentRow("其他")
    sessions = (
        Session.objects.filter(activity__term=term, cancelled="").exclude(activity__state=ActivityState.CANCELLED)
        .select_related("activity__content_item").order_by("day")
    )
    moved: set[int] = set()
    late = 0
    seen: set[int] = set()
    for session in sessions:
        activity = session.activity
        row = rows.get(activity.content_item.title) if activity.content_item else other
        row = row or other
        done = activity.state in DONE or (activity.state == ActivityState.RUNNING and session.day and session.last < now)
        several = activity.state == ActivityState.RUNNING or (activity.pk not in seen)
        if several:
            row.planned += 1
            row.done += bool(done)
        seen.add(activity.pk)
        if activity.moves and activity.pk not in moved:
            moved.add(activity.pk)
            old = date.fromisoformat(activity.moves[0]["from"])
            row.weeks.setdefault(term.week_of(old), "moved")
            if session.day is None:
                row.remarks.append(f"{activity.title}还没有新日期")
            elif session.day >= now:
                row.remarks.append(f"第 {term.week_of(old)} 周的改到 {session.days_short}")
        if session.day is None:
            continue
        mark = "done" if done else "today" if session.on(now) else "planned" if session.day > now else "late"
        late += mark == "late"
        week = term.week_of(session.day)
        if row.weeks.get(week) in (None, "moved", "done") or mark == "late":
            row.weeks[week] = mark
    listed = [row for row in rows.values()] + ([other] if other.planned else [])
    return Overview(
        listed, range(1, term.weeks + 1), _stages(term), sum(r.done for r in listed), sum(r.planned for r in listed), len(moved), late
    )


def _stages(term: Term) -> list[tuple[str, str, int]]:
    """(name, look, weeks) along the term for the head of the table; gaps have no name."""
    plan = Plan.objects.filter(term=term, level=Plan.Level.SCHOOL).first()
    spans, at = [], 1
    for stage in plan.stages.order_by("starts") if plan else ():
        first, last = max(at, term.week_of(stage.starts)), min(term.weeks, term.week_of(stage.ends))
        if last < first:
            continue
        if first > at:
            spans.append(("", "", first - at))
        look = "past" if stage.ends < today() else "on" if stage.starts <= today() else ""
        spans.append((stage.name, look, last - first + 1))
        at = last + 1
    if at <= term.weeks:
        spans.append(("", "", term.weeks - at + 1))
    return spans


def groups(school: School, term: Term) -> list[GroupRow]:
    """各组进度: activities, records, attendance at the school's meetings, the median of lessons watched."""
    members: dict[int, list[Membership]] = defaultdict(list)
    for member in Membership.objects.filter(term=term).select_related("teacher"):
        members[member.group_id].append(member)
    of_teacher = {m.teacher_id: group for group, found in members.items() for m in found}
    activities: dict[int, list[Activity]] = defaultdict(list)
    for activity in Activity.objects.filter(term=term, group__isnull=False).exclude(state=ActivityState.CANCELLED):
        activities[activity.group_id].append(activity)
    made = dict(
        observations_made(term).order_by()
        .values_list("observer").annotate(n=Count("pk"))
    )
    present = _presence(term, of_teacher)
    rows = []
    for group in Group.objects.filter(school=school):
        people, held = members[group.pk], activities[group.pk]
        if not people:
            continue
        done = [a for a in held if a.state in (*DONE, ActivityState.RUNNING)]
        recorded = [a for a in done if a.process.strip() or a.paper_pages]
        watched = [made.get(m.teacher_id, 0) for m in people]
        notes = []
        if len(done) > len(recorded):
            notes.append(f"缺 {len(done) - len(recorded)} 次记录")
        if few := sum(number < 4 for number in watched):
            notes.append(f"{few} 人听课不足 4 节")
        rows.append(GroupRow(
            group, "、".join(m.teacher.name for m in people if m.leads), len(people), len(done), len(held), len(recorded),
            present.get(group.pk), statistics.median(watched), tuple(notes),
        ))
    return rows


def _presence(term: Term, of_teacher: dict[int, int]) -> dict[int, int]:
    """Percent present at meetings of the whole school, by group."""
    rows = (
        Attendance.objects.filter(session__activity__term=term, session__activity__group=None, session__cancelled="").exclude(state__in=["", "maternity"])
        .order_by().values_list("teacher").annotate(n=Count("pk"), came=Count("pk", filter=Q(state__in=COUNTS_PRESENT)))
    )
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for teacher, number, came in rows:
        if group := of_teacher.get(teacher):
            totals[group][0] += number
            totals[group][1] += came
    return {group: round(100 * came / number) for group, (number, came) in totals.items() if number}


def week(term: Term) -> list[tuple[str, int, int]]:
    """本周计划与落实: 全校活动, then each kind of group — planned sessions of this week and those held."""
    monday, sunday = term.week_span(term.week_of(today()))
    rows: dict[str, list[int]] = {}
    sessions = Session.objects.filter(activity__term=term, day__range=(monday, sunday)).exclude(activity__state=ActivityState.CANCELLED)
    for group_kind, state, day in sessions.values_list("activity__group__kind", "activity__state", "day").order_by("activity__group__kind"):
        label = f"{Group.Kind(group_kind).label}活动" if group_kind else "全校活动"
        row = rows.setdefault(label, [0, 0])
        row[0] += 1
        row[1] += state in DONE or (state == ActivityState.RUNNING and day < today())
    return sorted(((label, planned, done) for label, (planned, done) in rows.items()), key=lambda row: row[0] != "全校活动")


@dataclass(frozen=True)
class SchoolRow:
    """One school as the 区县 sees it: its published plan and how much is done; no names, no texts."""

    school: School
    term: Term | None
    plan: Plan | None
    published: bool
    done: int
    planned: int
    teachers: int


def schools(places: list[School]) -> list[SchoolRow]:
    """各校情况, by name: plan published or not, activities held against planned, number of teachers."""
    terms = current_terms(places)
    plans = {plan.term_id: plan for plan in Plan.objects.filter(term__in=terms.values(), level=Plan.Level.SCHOOL)
             .annotate(published=Exists(PlanEdition.objects.filter(plan=OuterRef("pk"))))}
    held = Q(state__in=(*DONE, ActivityState.RUNNING))
    found = Activity.objects.filter(term__in=terms.values()).exclude(state=ActivityState.CANCELLED)
    by_term = found.order_by().values_list("term").annotate(done=Count("pk", filter=held), planned=Count("pk"))
    counts = {term: (done, planned) for term, done, planned in by_term}
    people = dict(Teacher.objects.filter(school__in=places, left=None).values_list("school").annotate(Count("pk")).order_by())
    rows = []
    for place in sorted(places, key=lambda s: s.name):
        term = terms.get(place.pk)
        plan = plans.get(term.pk) if term else None
        done, planned = counts.get(term.pk, (0, 0)) if term else (0, 0)
        rows.append(SchoolRow(place, term, plan, bool(plan and plan.published), done, planned, people.get(place.pk, 0)))
    return rows


def last_meeting(term: Term):
    """上周出勤: the newest past session of the whole school with its count."""
    session = (
        Session.objects.filter(
            activity__term=term, activity__audience__all=True, day__lt=today(), cancelled="", attendances__state="present"
        )
        .select_related("activity").order_by("-day").distinct().first()
    )
    if session:
        session.count = counts_of([session]).get(session.pk)
    return session
