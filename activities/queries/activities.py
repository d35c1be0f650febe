"""Reads about 研修活动: the list by weeks, what is still missing, whose turn it is."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Min, Prefetch, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from activities.models import Activity, Attendance, Session
from activities.queries.attendance import Count, concerned, counts_of
from activities.states import BEFORE_OPENING, ActivityState
from documents.chinese import date_range, short_date
from plans.models import Plan, ScheduleEntry
from plans.states import PlanState
from school import clock
from school.audience import resolve, words
from school.models import Group, Notice, Teacher, Term
from school.person import Person
from school.policy import Reach, reaches, within

PREPARATION = "集体备课"


def people_of(activity: Activity, session: Session, day: date) -> list[int]:
    """Teacher ids whom this session addresses on a day: its own audience, else the activity's."""
    rule = session.audience or activity.audience
    return list(resolve(rule, activity.school, activity.term, day).values_list("pk", flat=True))


def told_on(activities: Iterable[int]) -> dict[int, date]:
    """On which day the people of these activities (by id) were first told of them; one query."""
    pages = {reverse("activity_detail", args=[pk]): pk for pk in activities}
    rows = Notice.objects.filter(url__in=pages).order_by().values_list("url").annotate(Min("at"))
    return {pages[url]: localtime(at).date() for url, at in rows}


def missing_four(activity: Activity, sessions: Iterable[Session] | None = None) -> list[str]:
    """四落实: which of time, place, people and content (for 集体备课 the 主备人 too) is not settled yet (seed 002)."""
    sessions = [s for s in (activity.sessions.all() if sessions is None else sessions) if not s.cancelled]
    missing = []
    entry = activity.entry
    if sessions:
        if any(session.day is None for session in sessions):
            missing.append("时间")
        if any(not session.place for session in sessions):
            missing.append("地点")
    elif entry is None or entry.starts is None:
        missing.append("时间")
    if not activity.audience and not (sessions and all(session.audience for session in sessions)):
        missing.append("参加人员")
    if not activity.title.strip():
        missing.append("内容")
    if PREPARATION in activity.forms and any(
        not session.presenters.all() and not session.presenter_text for session in sessions
    ):
        missing.append("主备人")
    return missing


def missing_at_close(activity: Activity) -> list[str]:
    """结束时还缺什么: 四落实 of a 临时活动, the record, attendance that nobody has taken."""
    missing = [] if activity.entry_id else missing_four(activity)
    if not (activity.process.strip() or activity.paper_pages):
        missing.append("活动记录")
    pending = sum(count.pending for count in counts_of(activity.sessions.all()).values())
    if pending:
        missing.append(f" {pending} 人的考勤")
    doubts = Attendance.objects.filter(session__activity=activity, doubt=Attendance.Doubt.OPEN).count()
    if doubts:
        missing.append(f" {doubts} 人疑似代签没有核实")
    return missing


@dataclass
class Row:
    """A line of the activity list: one session, or an activity that has none."""

    activity: Activity
    session: Session | None
    day: date | None
    until: date | None
    starts: time | None
    presenters: str
    audience: str
    count: Count | None
    missing: list[str]
    moved: str
    today: bool


@dataclass
class Week:
    """第几周 with its lines; None: not scheduled yet."""

    no: int | None
    first: date | None = None
    last: date | None = None
    rows: list[Row] = field(default_factory=list)


def listed(
    person: Person, term: Term, *, first: date | None = None, last: date | None = None,
    group: Group | None = None, mine: bool = False, state: str = "",
) -> list[Week]:
    """The activities of a term by weeks, those without a day at the end; a fixed number of queries."""
    activities = within(person, "activity.read", Activity.objects.filter(term=term))
    if group:
        activities = activities.filter(group=group)
    if state:
        activities = activities.filter(state=state)
    activities = list(
        activities.select_related("entry", "group", "content_item").prefetch_related(
            Prefetch("sessions", Session.objects.prefetch_related("presenters"))
        )
    )
    counts = counts_of([session.pk for activity in activities for session in activity.sessions.all()])
    names = dict(Teacher.objects.filter(school=term.school_id).values_list("staff_no", "name"))
    rows = [row for activity in activities for row in _rows(activity, counts, names)]
    if mine and person.teacher:
        is_his = concerned(person)
        rows = [row for row in rows if is_his(row.session, row.activity)]
    rows = [
        row for row in rows
        if row.day is None or ((first is None or (row.until or row.day) >= first) and (last is None or row.day <= last))
    ]
    rows.sort(key=lambda row: (row.day or date.max, row.starts or time.max, row.activity.pk))
    return _weeks(term, rows)


def _rows(activity: Activity, counts: dict[int, Count], names: dict[str, str]) -> list[Row]:
    sessions = list(activity.sessions.all())
    today = clock.today()
    before, live = activity.state in BEFORE_OPENING, activity.state in (ActivityState.OPEN, ActivityState.RUNNING)
    missing = missing_four(activity, sessions) if before else []
    if not sessions:
        day, until = (activity.entry.starts, activity.entry.ends) if activity.entry else (None, None)
        who = words(activity.audience, names)
        return [Row(activity, None, day, until, None, "", who, None, missing, moved_words(activity, None), False)]
    return [
        Row(
            activity, session, session.day, session.until, session.starts, presenters_of(session),
            words(session.audience or activity.audience, names), counts.get(session.pk), missing,
            moved_words(activity, session), session.on(today) and live and not session.cancelled,
        )
        for session in sessions
    ]


def presenters_of(session: Session) -> str:
    names = [teacher.name for teacher in session.presenters.all()]
    return "、".join([*names, *([session.presenter_text] if session.presenter_text else [])])


def chat_words(activity: Activity, sessions: list[Session]) -> str:
    """The notice as it goes to the group chat: 主题 时间 地点 主讲 带什么, one line each."""
    if activity.state == ActivityState.CANCELLED:
        return f"【{activity.title}】取消了，不用来"
    lines = [f"【{activity.title}】"]
    for session in [one for one in sessions if not one.cancelled][:6]:
        at = f"{session.starts:%H:%M}" if session.starts else ""
        at += f"—{session.ends:%H:%M}" if session.starts and session.ends else ""
        lines.append(f"时间：{session.days or '日期另定'} {at}".rstrip() + (f"　地点：{session.place}" if session.place else ""))
        if names := presenters_of(session):
            lines.append(f"主讲：{names}")
        if moved := moved_words(activity, session):
            lines.append(f"改期：{moved}")
    if activity.sign_up and activity.sign_up_until:
        until = localtime(activity.sign_up_until)
        lines.append(f"报名截止：{short_date(until)} {until:%H:%M}，点开下面的链接报名")
    if activity.bring:
        lines.append(f"请带：{activity.bring}")
    return "\n".join(lines)


def moved_words(activity: Activity, session: Session | None) -> str:
    """「原定 11月12日，县检查改期」: where a session stood before, the last move first."""
    if session is not None and session.cancelled:
        return f"这一场取消，{session.cancelled}"
    for move in reversed(activity.moves):
        if move.get("from") and (session is None or move.get("session") in (None, session.pk)):
            return f"原定 {moved_day(move, 'from')}{move.get('reason') and '，' + move['reason']}"
    return ""


def moved_day(move: dict[str, str | None], end: str) -> str:
    """The day, or the days, of one end of a move: from, to."""
    first, last = move.get(end), move.get(f"{end}_until")
    return date_range(date.fromisoformat(first), date.fromisoformat(last or first)) if first else ""


def all_moves(activity: Activity) -> list[str]:
    """改期经过 in words, the first move first: 「12月2日改到12月9日，县检查（何淑芬）」."""
    return [
        f"{moved_day(move, 'from') or '未定'}{f'改到{to}' if (to := moved_day(move, 'to')) else '改期，日期另定'}"
        f"{move.get('reason') and '，' + move['reason']}（{move.get('by', '')}）"
        for move in activity.moves
    ]


def _weeks(term: Term, rows: list[Row]) -> list[Week]:
    weeks: dict[int | None, Week] = {}
    for row in rows:
        no = term.week_of(row.day) if row.day else None
        if no not in weeks:
            weeks[no] = Week(no, *(term.week_span(no) if no is not None else (None, None)))
        weeks[no].rows.append(row)
    return list(weeks.values())


def plan_rows_without_activity(person: Person, term: Term) -> QuerySet[ScheduleEntry]:
    """日程 of published plans from which no activity was made yet; a group leader sees his groups' rows."""
    rows = ScheduleEntry.objects.filter(
        plan__term=term, plan__school=person.school, plan__state=PlanState.PUBLISHED, activities=None
    ).exclude(plan__level=Plan.Level.TEACHER)
    found = reaches(person, "activity.run")
    if Reach.SCHOOL in found:
        return rows
    return rows.filter(group__in=person.led_groups) if Reach.GROUP in found else rows.none()


def groups_run(person: Person) -> QuerySet[Group]:
    """The groups whose activities this person may arrange."""
    groups = Group.objects.filter(school=person.school)
    return groups if Reach.SCHOOL in reaches(person, "activity.run") else groups.filter(pk__in=person.led_groups)


def may(person: Person, action: str, activity: Activity) -> bool:
    """Whether this activity lies within this person's reach for an action; pages show only buttons that work."""
    return within(person, action, Activity.objects.filter(pk=activity.pk)).exists()


def stage_of(activity: Activity) -> str:
    """阶段 of the school plan in which the activity lies."""
    session = activity.sessions.first()
    day = (session and session.day) or (activity.entry and activity.entry.starts)
    if day is None:
        return ""
    plan = Plan.objects.filter(term=activity.term, level=Plan.Level.SCHOOL).first()
    stage = plan and plan.stages.filter(starts__lte=day, ends__gte=day).first()
    return stage.name if stage else ""


