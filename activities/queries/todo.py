"""待办 about 活动: what waits for whom, for the home page."""
from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from activities.models import Activity, Session
from activities.queries.activities import plan_rows_without_activity
from activities.queries.attendance import marked_later, signing_now
from activities.queries.following import behind_schedule
from activities.queries.leave import decidable
from activities.queries.registration import open_for
from activities.states import BEFORE_OPENING, ActivityState
from documents.chinese import short_date
from school import clock
from school.models import Role
from school.person import Person
from school.policy import Reach, has, reaches, within
from school.todo import Todo

SOON = timedelta(days=3)
RECENTLY = timedelta(days=14)


def todo_activities(person: Person) -> list[Todo]:
    """等我办的: sign in now, leave to decide, records to write and to confirm, activities to open and to close."""
    if person.term is None:
        return []
    return [*_own(person), *_to_decide(person), *_to_run(person)]


def _own(person: Person) -> list[Todo]:
    if person.teacher is None:
        return []
    todos = [
        Todo(f"签到：{session}", reverse("sign_code"), "输入口令", "扫投影上的码，或者输入口令", clock.today(), order=1)
        for session in signing_now(person.teacher, missing=True)
    ]
    todos += [
        Todo(f"给『{session}』开签到", reverse("activity_attendance", args=[session.activity_id]), "开始签到", due=clock.today(), order=2)
        for session in Session.objects.filter(
            presenters=person.teacher, day=clock.today(), sign_in_opened=None, cancelled="",
            activity__state__in=[ActivityState.OPEN, ActivityState.RUNNING],
        ).select_related("activity")
    ]
    todos += [
        Todo(
            f"报名：{activity}", reverse("activity_sign_up", args=[activity.pk]), "去报名",
            due=activity.sign_up_until and localtime(activity.sign_up_until).date(), order=8,
        )
        for activity in open_for(person)
    ]
    unwritten = Activity.objects.filter(
        term=person.term, recorder=person.teacher, process="", paper_pages=None,
        state__in=[ActivityState.RUNNING, ActivityState.FINISHED],
    )
    return todos + [
        Todo(f"写活动记录：{activity}", reverse("activity_record", args=[activity.pk]), "写记录", "约 15 分钟", order=20)
        for activity in unwritten[:5]
    ]


def _to_decide(person: Person) -> list[Todo]:
    leaves = list(decidable(person).select_related("teacher", "session__activity"))
    if not leaves:
        return []
    names = "、".join(dict.fromkeys(leave.teacher.name for leave in leaves[:3]))
    title = f"{leaves[0].teacher}请假：{leaves[0].session}" if len(leaves) == 1 else f"{names}等 {len(leaves)} 份请假"
    due = min((leave.session.day for leave in leaves if leave.session.day), default=None)
    return [Todo(title, reverse("leave_list"), "批假", due=due, count=len(leaves), order=5)]


def _arranges(person: Person) -> bool:
    """Whether the school's activities are this person's to arrange: 教导处, and where nobody is it, its leaders."""
    if Reach.SCHOOL not in reaches(person, "activity.run"):
        return False
    return Role.Name.OFFICE in person.roles or not Role.objects.filter(school=person.school, name=Role.Name.OFFICE).exists()


def _led_groups(person: Person) -> list[int]:
    """The groups of the school that have a leader: their meetings are his to open and to close."""
    rows = Role.objects.filter(group__school=person.school, name=Role.Name.GROUP_LEADER)
    return list(rows.values_list("group", flat=True).distinct())


def _turn(person: Person, office: bool, led: list[int]) -> Q:
    """Whose turn an activity is: the leader's of its group, else the office's, and always its host's; nobody else hears of it."""
    turn = Q(group__in=person.led_groups)
    if office:
        turn |= Q(group=None) | ~Q(group__in=led)
    return turn | Q(host=person.teacher) if person.teacher else turn


def _to_run(person: Person) -> list[Todo]:
    if not has(person, "activity.run"):
        return []
    today, todos = clock.today(), []
    office, led = _arranges(person), _led_groups(person)
    mine = within(person, "activity.run", Activity.objects.filter(term=person.term)).filter(_turn(person, office, led))
    opening = mine.filter(
        state__in=BEFORE_OPENING, sessions__day__range=(today, today + SOON)
    ).distinct()
    for activity in opening.prefetch_related("sessions")[:5]:
        day = min(session.day for session in activity.sessions.all() if session.day and session.day >= today)
        todos.append(Todo(
            f"开放活动：{activity}", reverse("activity_detail", args=[activity.pk]), "去开放", short_date(day), day, order=10
        ))
    confirming = within(person, "record.confirm", Activity.objects.filter(term=person.term)).filter(
        record_confirmed_at=None, state=ActivityState.FINISHED
    ).exclude(process="").exclude(recorded_by=person.user)
    # Whoever arranged it wrote it himself: the record goes one step up.
    above = Role.Name.GROUP_LEADER if office else Role.Name.OFFICE
    confirming = confirming.filter(_turn(person, office, led) | Q(recorded_by__roles__name=above)).distinct()
    for activity in confirming[:5]:
        todos.append(Todo(f"确认记录：{activity}", reverse("activity_record", args=[activity.pk]), "看记录", order=30))
    finished = mine.filter(state=ActivityState.FINISHED).count()
    if finished:
        todos.append(Todo(
            f"{finished} 次活动结束了，资料还没有收好", f"{reverse('activity_list')}?when=all&state=finished", "去收好",
            count=finished, order=40,
        ))
    arranges = office or bool(person.led_groups)
    waiting = plan_rows_without_activity(person, person.term).count() if arranges else 0
    if waiting:
        todos.append(Todo(f"日程里有 {waiting} 行还没有生成活动", reverse("activities_from_plan"), "生成", count=waiting, order=35))
    if office:
        todos += [
            Todo(f"补签超过一成：{title}", reverse("activity_attendance", args=[pk]), "去看", f"{later} 人", order=38)
            for pk, title, later in marked_later(person.term, today - RECENTLY)[:3]
        ]
    behind = len(behind_schedule(person, person.term)) if arranges else 0
    if behind:
        todos.append(Todo(f"日程改了 {behind} 处，活动还没跟上", reverse("activities_from_plan"), "去看", count=behind, order=34))
    return todos
