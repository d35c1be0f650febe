"""通知 to the people of an activity."""
from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from activities.models import Activity, Session
from school import clock
from school.audience import resolve
from school.models import Notice, Teacher


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
    at, url = clock.now(), url or reverse("activity_detail", args=[activity.pk])
    found = set(addressed(activity) if users is None else users)
    Notice.objects.bulk_create(
        Notice(school=activity.school, user_id=user, text=text[:300], url=url, at=at) for user in found
    )
    return len(found)


def listed(session: Session) -> list[int]:
    """User ids of one session's list; before it is frozen of whom the session addresses."""
    frozen = Teacher.objects.filter(attendances__session=session)
    rule = session.audience or session.activity.audience
    people = frozen if frozen.exists() else resolve(rule, session.activity.school, session.activity.term, clock.today())
    return list(people.exclude(user=None).values_list("user", flat=True).distinct().order_by())


def tell_teachers(teachers: Iterable[Teacher], text: str, url: str) -> int:
    """Tell these teachers one sentence with the place to go to; those without an account hear nothing. How many were told."""
    at = clock.now()
    found = {teacher.user_id: teacher.school_id for teacher in teachers if teacher.user_id}
    Notice.objects.bulk_create(Notice(school_id=school, user_id=user, text=text[:300], url=url, at=at) for user, school in found.items())
    return len(found)
