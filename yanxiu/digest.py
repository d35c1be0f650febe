"""每日提醒: what a day has to say to whom, and saying it once.

One digest a day and person: the group leader hears first who is behind, the teacher himself a day later and once a week;
a group hears numbers and never names. Nothing goes out in the hours and days that school/reminders.py keeps quiet.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django_scopes import scope

from activities.models import Session
from activities.queries.quotas import calendar_of
from activities.states import ActivityState
from documents.chinese import short_date
from school import clock, reminders, robots
from school.models import Digest, Group, Membership, Notice, Role, School, Term, User
from school.person import current_term, person_of
from school.todo import Todo
from school.workflow import Refused
from yanxiu.lacking import Lack, lacking, this_week

Way = Digest.Way
FEW = 6
SOON = timedelta(days=3)
Todos = Callable[[object], list[Todo]]


@dataclass(frozen=True)
class Message:
    """One thing to say: by which way, to whom, the text; `named`: teachers it calls late."""

    way: str
    to: str
    label: str
    text: str
    user: User | None = None
    url: str = ""
    named: tuple[int, ...] = ()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def quiet(school: School, moment: datetime) -> str:
    """Why nothing goes out at this moment; empty when it may."""
    return reminders.why_quiet(reminders.rules_of(school), calendar_of(school), current_term(school), moment)


def send_digest(school: School, todos: Todos, moment: datetime | None = None) -> list[Digest]:
    """Send what this day has to say, once; what went out. Nothing when reminders are off, it is too early or quiet.

    Each message has its row before it leaves, so that two workers or a second run never say it twice.
    """
    moment = moment or clock.now()
    rules = reminders.rules_of(school)
    with scope(school=[school]):
        if not rules.on or moment.time() < rules.at or quiet(school, moment):
            return []
        day, _ = Digest.objects.get_or_create(school=school, day=moment.date(), way=Way.DAY, to="", defaults={"at": moment})
        if day.done:
            return []
        sent = [row for message in compose(school, todos) if (row := _deliver(school, message, moment))]
        Digest.objects.filter(pk=day.pk).update(done=True)
    return sent


def _deliver(school: School, message: Message, moment: datetime) -> Digest | None:
    try:
        with transaction.atomic():
            row = Digest.objects.create(
                school=school, day=moment.date(), way=message.way, to=message.to, text=message.text, named=list(message.named), at=moment
            )
            if message.way == Way.APP:
                Notice.objects.create(
                    school=school, user=message.user, text=message.text[:300], url=message.url, at=moment, once=f"digest:{moment.date()}"
                )
    except IntegrityError:
        return None
    try:
        if message.way == Way.MAIL:
            send_mail(f"校本研修：{message.lines[0]}"[:120], message.text, settings.DEFAULT_FROM_EMAIL, [message.user.email])
        elif message.way == Way.ROBOT:
            robots.send(next(robot.url for robot in reminders.rules_of(school).robots if _to(robot) == message.to), message.text)
    except (Refused, OSError) as error:
        row.error = str(error)[:200]
    row.done = not row.error
    row.save(update_fields=["done", "error"])
    return row


def compose(school: School, todos: Todos) -> list[Message]:
    """Everything today has to say, in the order it goes out; reading only."""
    term = current_term(school)
    if term is None:
        return []
    late = lacking(term)
    leaders, own = _first_the_leader(term, late), _then_the_teacher(term, late)
    messages = []
    for user, group_late in leaders.items():
        names = "、".join(one.teacher.name for one in group_late)
        messages.append(Message(
            Way.APP, f"user:{user.pk}", user.name, f"还差材料的有 {len(group_late)} 人：{names}。问一声有什么难处；明天系统再提醒本人。",
            user, reverse("lacking"), tuple(one.teacher.pk for one in group_late),
        ))
    for one in own:
        user = one.teacher.user
        messages.append(Message(
            Way.APP, f"user:{user.pk}", user.name, f"还没有交的：{'；'.join(one.lines)}。写在纸上的交给组长也一样。", user, reverse("mine"),
            (one.teacher.pk,),
        ))
    told = {message.user.pk: message.text for message in messages}
    messages += _mails(school, todos, told)
    return messages + _robots(school, term)


def _told_this_week(term: Term) -> dict[str, set[int]]:
    """Who has been called late this week before today: 「user:5」 → teacher ids."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    rows = Digest.objects.filter(school=term.school_id, way=Way.APP, day__gte=monday, day__lt=clock.today())
    told: dict[str, set[int]] = defaultdict(set)
    for to, named in rows.values_list("to", "named"):
        told[to] |= set(named)
    return told


def _asks_after(term: Term) -> dict[int | None, list[User]]:
    """Whom a group's gaps are told first: its leaders; without one, and for who is in no group, the 教导处 (None)."""
    found: dict[int | None, list[User]] = defaultdict(list)
    for row in Membership.objects.filter(term=term, leads=True, teacher__user__isnull=False).select_related("teacher__user"):
        found[row.group_id].append(row.teacher.user)
    found[None] = [role.user for role in Role.objects.filter(school=term.school_id, name=Role.Name.OFFICE).select_related("user")]
    return found


def _first_the_leader(term: Term, late: list[Lack]) -> dict[User, list[Lack]]:
    """组长先知道: each group's gaps to its leader, once a week, and never his own."""
    told, asks = _told_this_week(term), _asks_after(term)
    found: dict[User, list[Lack]] = defaultdict(list)
    for one in late:
        users = [user for group in one.groups for user in asks.get(group, ())] or asks[None]
        for user in dict.fromkeys(users):
            if user.pk != one.teacher.user_id and one.teacher.pk not in told[f"user:{user.pk}"] and one not in found[user]:
                found[user].append(one)
    return {user: rows for user, rows in found.items() if rows}


def _then_the_teacher(term: Term, late: list[Lack]) -> list[Lack]:
    """一天以后本人: whom a leader has heard of on an earlier day of this week, and who has not been told himself."""
    told = _told_this_week(term)
    leaders_know = {pk for named in told.values() for pk in named}
    return [
        one for one in late
        if one.teacher.user_id and one.teacher.pk in leaders_know and one.teacher.pk not in told[f"user:{one.teacher.user_id}"]
    ]


def _mails(school: School, todos: Todos, told: dict[int, str]) -> list[Message]:
    """One mail to each who wants it: today's activities, what is due within days, what is behind."""
    users = User.objects.filter(daily_mail=True, is_active=True, roles__school=school).exclude(email="").distinct().order_by("pk")
    found = []
    for user in users:
        waiting = [todo for todo in todos(person_of(user, school.pk)) if todo.due is None or todo.due <= clock.today() + SOON][:FEW]
        lines = [f"· {todo.title}{f'（{short_date(todo.due)}前）' if todo.due else ''}" for todo in waiting]
        lines += [told[user.pk]] if user.pk in told else []
        if lines:
            head = f"{short_date(clock.today())}，要做的 {len(waiting)} 件" if waiting else f"{short_date(clock.today())}，说一声"
            text = "\n".join([head, *lines, "", f"打开首页：{settings.BASE_URL}/", "不想收：登录以后到『我的』→『登录与提醒』关掉。"])
            found.append(Message(Way.MAIL, f"user:{user.pk}", user.name, text, user))
    return found


def _to(robot: reminders.Robot) -> str:
    return f"group:{robot.group}" if robot.group else "school"


def _robots(school: School, term: Term) -> list[Message]:
    """What a group hears: the next day's activities and numbers; never a name of somebody late."""
    groups = dict(Group.objects.filter(school=school).values_list("pk", "name"))
    found = []
    for robot in reminders.rules_of(school).robots:
        if robot.group and robot.group not in groups:
            continue
        lines = [*_coming(term, robot.group), *this_week(term, robot.group)]
        if lines:
            head = f"校本研修 {short_date(clock.today())}（第 {term.week_of(clock.today())} 周）"
            label = groups.get(robot.group, "全校") + "群"
            found.append(Message(Way.ROBOT, _to(robot), label, "\n".join([head, *lines, f"{settings.BASE_URL}/"])))
    return found


def _coming(term: Term, group: int | None) -> list[str]:
    """今天还没开始的 and 明天的活动, of the school or of one group."""
    now = clock.now()
    rows = Session.objects.filter(
        Q(day__range=(now.date(), now.date() + timedelta(days=1))) | Session.held_on(now.date()), activity__term=term, activity__group=group,
        activity__state__in=[ActivityState.OPEN, ActivityState.RUNNING, ActivityState.PLANNED],
    ).select_related("activity").order_by("day", "starts")
    lines = []
    for session in rows:
        if session.on(now.date()) and session.starts and session.starts <= now.time():
            continue
        at = "".join(["今天" if session.on(now.date()) else "明天", f" {session.starts:%H:%M}" if session.starts else ""])
        lines.append(f"{at} {session.activity.title}{f'，{session.place}' if session.place else ''}")
    return lines
