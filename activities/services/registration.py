"""报名: places, waiting list that moves up by itself, approval, and courses given out by order of wishes.

Every act that gives or frees a place holds the activity's row, so two phones never get the last place.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from activities.models import Activity, Attendance, Registration, Session
from activities.queries.activities import people_of
from activities.services import notices
from activities.services.lists import is_frozen
from activities.states import ActivityState, AttendanceState, RegistrationState, SignUp
from documents.chinese import normal, short_date
from school import audit, clock
from school.person import Person
from school.workflow import Refused, StaleEdit, guarded

R = RegistrationState
TAKING = (ActivityState.PLANNED, ActivityState.POSTPONED, ActivityState.OPEN)


def offer(
    person: Person, activity: Activity, how: str, until: datetime | None, places: dict[int, int | None], version: int
) -> int:
    """开放报名: how, until when, and how many places each session has; whoever may come is told. How many were told."""
    if activity.state not in TAKING:
        raise Refused(f"活动现在是『{activity.get_state_display()}』，报名办法不能再改。", label=str(activity))
    first = how and not activity.sign_up
    if first and is_frozen(activity):
        raise Refused("活动已经开放，名单定下来了，不能再改成报名。", "请在签到页『加入名单』。", label=str(activity))
    with transaction.atomic():
        rows = guarded(Activity).filter(pk=activity.pk, version=version)
        if not rows.update(sign_up=how, sign_up_until=until, version=F("version") + 1):
            now = Activity.objects.get(pk=activity.pk)
            mine, theirs = (f"报名：{SignUp(a).label}\n截止：{b or ''}" for a, b in ((how, until), (now.sign_up, now.sign_up_until)))
            raise StaleEdit(mine=mine, theirs=theirs, version=now.version, label=str(activity))
        for session in activity.sessions.all():
            guarded(Session).filter(pk=session.pk).update(places=places.get(session.pk), version=F("version") + 1)
        activity.refresh_from_db()
        for session in _lock(activity):
            _move_up(session, activity)
        told = notices.tell(activity, f"『{activity}』开始报名，{_until(activity)}。", url=_page(activity)) if first else 0
        audit.record(person, "registration.offer", activity, after=[how, str(until or ""), *map(str, places.values())])
    return told


def ask(person: Person, session: Session) -> Registration:
    """报名 for one session: a place when there is one, else 候补; by approval it waits for the organiser. Twice gives the same."""
    activity = session.activity
    if activity.sign_up == SignUp.CHOICE:
        raise Refused("这次是选课，要按志愿填。", "请在报名页选好志愿再交。", label=str(activity))
    _may_ask(person, activity, [session])
    with transaction.atomic():
        session = next(row for row in _lock(activity) if row.pk == session.pk)
        row = Registration.objects.filter(session=session, teacher=person.teacher).first()
        if row and row.state not in (R.WITHDRAWN, R.DECLINED):
            return row
        if row and row.state == R.DECLINED:
            raise Refused("主持人没有同意你的报名。", row.reason and f"理由：{row.reason}", label=str(activity))
        row = row or Registration(session=session, teacher=person.teacher)
        by_approval = activity.sign_up == SignUp.APPROVE
        row.state = R.ASKED if by_approval else R.PLACED if _free(session) else R.WAITING
        row.at, row.wish = clock.now(), 1
        row.save()
        if row.state == R.PLACED:
            _list(row, activity)
        audit.record(person, "registration.ask", row, school=activity.school, after=row.state)
    return row


def wish(person: Person, activity: Activity, sessions: Sequence[Session]) -> list[Registration]:
    """选课: the courses in the order of one's wishes; handing in again replaces the list and its time counts anew."""
    if activity.sign_up != SignUp.CHOICE:
        raise Refused("这次不是选课。", label=str(activity))
    if not sessions:
        raise Refused("还没有选第一志愿。", "请至少选一门再交。", label=str(activity))
    if len({session.pk for session in sessions}) < len(sessions):
        raise Refused("同一门课选了两次。", "请给每个志愿选不同的课。", label=str(activity))
    _may_ask(person, activity, sessions)
    with transaction.atomic():
        _lock(activity)
        own = Registration.objects.filter(session__activity=activity, teacher=person.teacher)
        if own.exclude(state__in=[R.ASKED, R.WITHDRAWN]).exists():
            raise Refused("课已经分好了，志愿不能再改。", "要换请找主持人，或者先退出。", label=str(activity))
        before = list(own.filter(state=R.ASKED).order_by("wish").values_list("session", flat=True))
        if before == [session.pk for session in sessions]:
            return list(own.filter(state=R.ASKED).order_by("wish"))
        own.delete()
        rows = [
            Registration(session=session, teacher=person.teacher, wish=n, at=clock.now()) for n, session in enumerate(sessions, 1)
        ]
        Registration.objects.bulk_create(rows)
        audit.record(person, "registration.wish", activity, after=[course(session) for session in sessions])
    return rows


def withdraw(person: Person, activity: Activity) -> int:
    """退出报名: the place goes to the first who waits, and he is told. How many rows were withdrawn."""
    if activity.state not in TAKING:
        raise Refused(f"活动现在是『{activity.get_state_display()}』，不能退出报名。", "来不了请请假。", label=str(activity))
    with transaction.atomic():
        sessions = _lock(activity)
        live = Registration.objects.filter(
            session__activity=activity, teacher=person.teacher, state__in=[R.ASKED, R.PLACED, R.WAITING]
        )
        rows = list(live.select_related("session", "teacher"))
        signed = Attendance.objects.filter(session__activity=activity, teacher=person.teacher).exclude(state="")
        if any(row.state == R.PLACED for row in rows) and signed.exists():
            raise Refused("你的考勤已经记了，不能退出报名。", "记错了请找主持人改。", label=str(activity))
        for row in rows:
            placed, row.state = row.state == R.PLACED, R.WITHDRAWN
            row.save(update_fields=["state"])
            if placed:
                Attendance.objects.filter(session=row.session, teacher=row.teacher, state=AttendanceState.PENDING).delete()
            audit.record(person, "registration.withdraw", row, school=activity.school)
        for session in sessions:
            _move_up(session, activity)
    return len(rows)


def decide(person: Person, row: Registration, accept: bool, reason: str = "") -> str:
    """审批报名: accepted while there is a place, then 候补; declined with a reason. The sentence for the organiser."""
    activity, reason = row.session.activity, normal(reason)[:100]
    if person.teacher and row.teacher_id == person.teacher.pk:
        raise Refused("自己的报名不能自己批。", "请教导处或另一位能主持的老师来批。", label=str(row))
    if not accept and not reason.strip():
        raise Refused("不同意要写明理由。", "请补上理由再提交。", label=str(row))
    with transaction.atomic():
        session = next(one for one in _lock(activity) if one.pk == row.session_id)
        row = Registration.objects.select_related("teacher", "session").get(pk=row.pk)
        if row.state not in (R.ASKED, R.WAITING) and not (row.state == R.PLACED and not accept):
            raise Refused(f"这份报名现在是『{row.get_state_display()}』，不能再批。", label=str(row))
        if accept and not _free(session) and row.state == R.WAITING:
            raise Refused("名额已经满了。", "请先加名额，或者等有人退出。", label=str(row))
        was = row.state
        row.state = (R.PLACED if _free(session) else R.WAITING) if accept else R.DECLINED
        row.decided_by, row.reason = person.user, reason
        row.save()
        if row.state == R.PLACED:
            _list(row, activity)
        if was == R.PLACED:
            Attendance.objects.filter(session=session, teacher=row.teacher, state=AttendanceState.PENDING).delete()
            _move_up(session, activity)
        _tell(row, activity, f"『{activity}』报名：{row.get_state_display()}。{reason}")
        audit.record(person, "registration.decide", row, school=activity.school, after=row.state, reason=reason)
    return f"{row.teacher}：{row.get_state_display()}。"


def distribute(person: Person, activity: Activity) -> tuple[int, int]:
    """按志愿分课: all first wishes first, among them who handed in earlier; then the second wishes for the places left, and so on.

    Each gets at most one course, everybody is told. How many got one, and how many none.
    """
    if activity.sign_up != SignUp.CHOICE or activity.state not in TAKING:
        raise Refused("现在没有要分的课。", label=str(activity))
    if activity.sign_up_until and clock.now() < activity.sign_up_until:
        raise Refused("报名还没有截止。", f"{_until(activity)}，到时再分；要提前分，请先把截止时间改早。", label=str(activity))
    with transaction.atomic():
        sessions = {session.pk: session for session in _lock(activity)}
        asked = list(
            Registration.objects.filter(session__activity=activity, state=R.ASKED).select_related("teacher", "session").order_by("wish", "at", "pk")
        )
        if not asked:
            raise Refused("没有等着分的志愿。", label=str(activity))
        left = {pk: _free(session) for pk, session in sessions.items()}
        got: dict[int, Registration] = {}
        for row in asked:
            if row.teacher_id not in got and left.get(row.session_id):
                left[row.session_id] -= 1
                got[row.teacher_id] = row
        for row in asked:
            row.state, row.decided_by = R.PLACED if got.get(row.teacher_id) is row else R.WAITING, person.user
        for row in asked:
            if row.state == R.WAITING and row.teacher_id in got:
                row.state = R.DECLINED
        Registration.objects.bulk_update(asked, ["state", "decided_by"])
        nobody = {}
        for row in asked:
            if row.state == R.PLACED:
                _list(row, activity)
                _tell(row, activity, f"『{activity}』分到：{course(row.session)}（第{row.wish}志愿）。")
            elif row.teacher_id not in got and row.teacher_id not in nobody:
                nobody[row.teacher_id] = row
                _tell(row, activity, f"『{activity}』的课满了，你在候补里，有人退出会自动补上。")
        named = {pk: course(session) for pk, session in {r.session_id: r.session for r in asked}.items()}
        audit.record(person, "registration.distribute", activity, after=[[r.teacher.name, named[r.session_id], r.wish, r.state] for r in asked])
    return len(got), len(nobody)


def course(session: Session) -> str:
    """A course by its presenter, place and time, for lists and notices."""
    names = "、".join([*(teacher.name for teacher in session.presenters.all()), *filter(None, [session.presenter_text])])
    at = f"{session.starts:%H:%M}" if session.starts else ""
    return " ".join(filter(None, [names, session.place, session.days, at])) or f"第{session.order}场"


def _lock(activity: Activity) -> list[Session]:
    """Hold the activity until the end of the transaction; its live sessions as they are now."""
    Activity._base_manager.select_for_update().get(pk=activity.pk)
    return list(activity.sessions.filter(cancelled="").prefetch_related("presenters"))


def _free(session: Session) -> int:
    if session.places is None:
        return 9999
    return max(0, session.places - session.registrations.filter(state=R.PLACED).count())


def _move_up(session: Session, activity: Activity) -> None:
    """候补 moves up by itself while there are places; in a 选课 by wish, otherwise by time."""
    waiting: QuerySet[Registration] = session.registrations.filter(state=R.WAITING).select_related("teacher", "session")
    free = _free(session)
    for row in waiting.order_by("wish", "at", "pk"):
        if not free:
            return
        row.state = R.PLACED
        row.save(update_fields=["state"])
        Registration.objects.filter(session__activity=activity, teacher=row.teacher, state=R.WAITING).update(state=R.DECLINED)
        free -= 1
        _list(row, activity)
        _tell(row, activity, f"『{activity}』有名额了，你从候补转为已报上。")


def _list(row: Registration, activity: Activity) -> None:
    """Who got a place after the list was made stands on it, marked 名单后加入."""
    if is_frozen(activity):
        Attendance.objects.get_or_create(session=row.session, teacher=row.teacher, defaults={"joined_later": True})


def _tell(row: Registration, activity: Activity, text: str) -> None:
    notices.tell(activity, text, [row.teacher.user_id], url=_page(activity))


def _page(activity: Activity) -> str:
    return reverse("activity_sign_up", args=[activity.pk])


def _until(activity: Activity) -> str:
    if activity.sign_up_until is None:
        return "没有截止时间"
    return f"截止{short_date(localtime(activity.sign_up_until))} {localtime(activity.sign_up_until):%H:%M}"


def _may_ask(person: Person, activity: Activity, sessions: Sequence[Session]) -> None:
    label = str(activity)
    if person.teacher is None:
        raise Refused("你的账号不是本校教师，不用报名。")
    if not activity.sign_up or activity.state not in TAKING:
        raise Refused("这次活动现在不接受报名。", f"活动是『{activity.get_state_display()}』。", label=label)
    if activity.sign_up_until and clock.now() > activity.sign_up_until:
        raise Refused("报名已经截止。", "还想参加请找主持人『加入名单』。", label=label)
    for session in sessions:
        if session.cancelled or session.activity_id != activity.pk:
            raise Refused("这一场已经取消。", "请选别的场次。", label=label)
        if person.teacher.pk not in people_of(activity, session, session.day or clock.today()):
            raise Refused("这次报名不面向你。", "参加范围写在概况页；觉得不对请找主持人。", label=label)
