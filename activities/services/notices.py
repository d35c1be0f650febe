"""通知 to the people of an activity."""
from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from activities.models import Activity, Session
from school import clock
from school.audience import resolve
from school.models import Teacher
from school.services import notices


def addressed(activity: Activity) -> Iterable[int]:
    """User ids of the people an activity concerns: its frozen list, or before that whom its audience means today."""
    frozen = Teacher.objects.filter(attendances__session__activity=activity)
    if frozen.exists():
        people = frozen
    else:
        people = resolve(activity.audience, activity.school, activity.term, clock.today())
    return people.exclude(user=None).values_list("user", flat=True).distinct().order_by()


def tell(activity: Activity, text: str, users: Iterable[int] | None = None, *, url: str = "") -> int:
    """Tell the people of an activity one sentence; how many were told. Call it inside the act's transaction."""
    return notices.tell(
        activity.school, addressed(activity) if users is None else users, text, url or reverse("activity_detail", args=[activity.pk])
    )


def listed(session: Session) -> list[int]:
    """User ids of one session's list; before it is frozen of whom the session addresses."""
    frozen = Teacher.objects.filter(attendances__session=session)
    rule = session.audience or session.activity.audience
    people = frozen if frozen.exists() else resolve(rule, session.activity.school, session.activity.term, clock.today())
    return list(people.exclude(user=None).values_list("user", flat=True).distinct().order_by())


def tell_teachers(teachers: Iterable[Teacher], text: str, url: str) -> int:
    """Tell these teachers of one school one sentence; those without an account hear nothing. How many were told."""
    people = list(teachers)
    return notices.tell(people[0].school, (teacher.user_id for teacher in people), text, url) if people else 0
