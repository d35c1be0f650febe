"""Reads about paper 签到表: which wait to be filed, and which are photographed and not typed in yet."""
from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Activity, ActivityFile, Attendance, LooseSheet, Session
from activities.states import ActivityState
from school import clock
from school.person import Person
from school.policy import Reach, has, reaches, within

HELD = (ActivityState.OPEN, ActivityState.RUNNING, ActivityState.FINISHED)
RECENT = timedelta(days=60)


def loose_sheets(person: Person) -> QuerySet[LooseSheet]:
    """待归的照片: one's own, for the office and the clerk everybody's."""
    rows = LooseSheet.objects.filter(school=person.school).select_related("file", "by")
    return rows if Reach.SCHOOL in reaches(person, "sheet.file") else rows.filter(by=person.user)


def fileable(person: Person) -> QuerySet[Session]:
    """Sessions of the last weeks to which this person may file a photo, the newest first."""
    activities = within(person, "sheet.file", Activity.objects.filter(term=person.term, state__in=HELD))
    return Session.objects.filter(
        Session.not_over(clock.today() - RECENT), activity__in=activities.values("pk"), day__lte=clock.today(), cancelled=""
    ).select_related("activity").order_by("-day", "activity")


def to_type_in(person: Person) -> QuerySet[Session]:
    """待录: photographed, and people on the list without a mark."""
    if not has(person, "attendance.paper"):
        return Session.objects.none()
    photos = ActivityFile.objects.filter(activity=OuterRef("activity"), sign_in_sheet=True)
    pending = Attendance.objects.filter(session=OuterRef("pk"), state="")
    rows = within(person, "attendance.paper", Session.objects.filter(Q(day__lte=clock.today()), activity__state__in=HELD, cancelled=""))
    return rows.filter(Exists(photos), Exists(pending)).select_related("activity").order_by("-day")
