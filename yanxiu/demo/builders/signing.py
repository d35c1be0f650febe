"""报名、教研固定时间 of the demo school: two periods a week for each group, one course with more wishes than places."""
from __future__ import annotations

from datetime import date, time, timedelta

from activities.models import Activity, FixedSlot, Registration
from activities.states import ActivityState, RegistrationState, SignUp
from school.audience import resolve
from school.models import Membership
from yanxiu.demo import term
from yanxiu.demo.builders.places import Built
from yanxiu.demo.builders.plan import at

READ = ("语文课程标准：识字与写字", "语文课程标准：阅读与鉴赏", "数学课程标准：数与代数", "英语课程标准：听与说", "怎样上好综合课", "复式班的一节课")
PERIODS = (("第6节", time(14, 20), time(15, 0)), ("第7节", time(15, 10), time(15, 50)))
WAITING = 2


def build_signing(built: Built, activities: dict[str, Activity]) -> None:
    """Fixed slots of every group; the salon of the 班主任 asks for 报名 and is full."""
    _slots(built)
    planned = [
        activity for activity in activities.values()
        if activity.state == ActivityState.PLANNED and activity.audience.get("tags") and activity.sessions.count() == 1
    ]
    if planned:
        _sign_up(built, min(planned, key=lambda activity: (activity.sessions.get().day or date.max, activity.pk)))


def _slots(built: Built) -> None:
    rows = []
    for order, (name, group) in enumerate(built.groups.items()):
        readers = list(Membership.objects.filter(term=built.term, group=group).select_related("teacher").order_by("teacher__staff_no"))
        for number, (period, starts, ends) in enumerate(PERIODS):
            rows.append(FixedSlot(
                school=built.school, term=built.term, group=group, weekday=(order + number * 3) % 5 + 1, starts=starts, ends=ends,
                period=period, place=f"{name.removesuffix('组')}办公室", reading=READ[order % len(READ)] if not number else "",
                reader=readers[order % len(readers)].teacher if readers and not number else None,
            ))
    FixedSlot.objects.bulk_create(rows)


def _sign_up(built: Built, activity: Activity) -> None:
    """Two more want to come than there are places: they wait."""
    session = activity.sessions.get()
    activity.sign_up, activity.sign_up_until = SignUp.FIRST, at(session.day - timedelta(days=1), 17)
    activity.save(update_fields=["sign_up", "sign_up_until"])
    from_then = at(date(2026, 11, 16), 9)
    people = list(resolve(activity.audience, built.school, built.term, term.TODAY))
    places = max(1, len(people) - WAITING)
    session.places = places
    session.save(update_fields=["places"])
    Registration.objects.bulk_create(
        Registration(
            session=session, teacher=teacher, at=from_then + timedelta(minutes=17 * n),
            state=RegistrationState.PLACED if n < places else RegistrationState.WAITING,
        )
        for n, teacher in enumerate(people)
    )
