"""Reads about 外出学习: what waits for a decision, and what a traveller still owes after his return."""
from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse

from activities.models import Activity, Trip, Work
from activities.queries.leave import below
from activities.states import ActivityState, TripState, WorkState
from documents.chinese import date_range
from school import clock
from school.person import Person
from school.policy import has, within
from school.todo import Todo

REPORTS = ("心得", "总结")  # the kinds of 研修材料 that stand for a report
RETRAINED = (ActivityState.FINISHED, ActivityState.COMPLETE)
HANDED_IN = (WorkState.SUBMITTED, WorkState.ACCEPTED, WorkState.EXCELLENT)


def listed(person: Person) -> QuerySet[Trip]:
    """外出学习 this person may read, the latest first."""
    return within(person, "trip.read", Trip.objects.all()).select_related("teacher", "report", "retraining", "decided_by")


def charged(person: Person) -> QuerySet[Trip]:
    """外出 that this person decides, takes back or waives: one level above the one who asks, never his own, as with 请假."""
    if not has(person, "trip.decide"):
        return Trip.objects.none()
    return within(person, "trip.decide", Trip.objects.all()).filter(below(person))


def decidable(person: Person) -> QuerySet[Trip]:
    """待批 of those."""
    return charged(person).filter(state=TripState.ASKED)


def owing(rows: QuerySet[Trip]) -> QuerySet[Trip]:
    """Trips that are over and still lack the report or the retraining."""
    unwritten = Q(report=None) | ~Q(report__state__in=HANDED_IN)
    untaught = Q(waiver="") & (Q(retraining=None) | ~Q(retraining__state__in=RETRAINED))
    return rows.filter(state=TripState.APPROVED, last__lt=clock.today()).filter(unwritten | untaught)


def owed(trip: Trip) -> list[str]:
    """还差什么 once the traveller is back."""
    if trip.state != TripState.APPROVED or trip.last >= clock.today():
        return []
    written = trip.report and trip.report.state in HANDED_IN
    taught = trip.waiver or (trip.retraining and trip.retraining.state in RETRAINED)
    return [name for name, done in (("学习心得", written), ("二次培训", taught)) if not done]


def reports_for(trip: Trip) -> QuerySet[Work]:
    """心得、总结 of the traveller since he left, for him to name one."""
    return Work.objects.filter(author=trip.teacher, kind__name__in=REPORTS, event_day__gte=trip.first).select_related("kind")


def lessons_for(trip: Trip) -> QuerySet[Activity]:
    """活动 since the trip in which the traveller presents."""
    return (
        Activity.objects.filter(sessions__presenters=trip.teacher, sessions__day__gte=trip.first, school=trip.school)
        .exclude(state=ActivityState.CANCELLED).distinct()
    )


def todo_trips(person: Person) -> list[Todo]:
    """外出申请 to decide; what I owe after my own trips; a planned retraining that nobody has linked yet."""
    found = []
    waiting = list(decidable(person).select_related("teacher")[:20])
    if waiting:
        title = str(waiting[0]) if len(waiting) == 1 else f"{waiting[0].teacher}等 {len(waiting)} 份外出申请"
        found.append(Todo(title, reverse("trip_list"), "批外出", due=min(trip.first for trip in waiting), count=len(waiting), order=6))
    if person.teacher:
        mine = owing(Trip.objects.filter(teacher=person.teacher)).select_related("report", "retraining").order_by("last")
        for trip in mine[:5]:
            found.append(Todo(
                f"外出学习回来：{trip.topic}", reverse("trip", args=[trip.pk]), "去补", f"还差{'、'.join(owed(trip))}，"
                f"{date_range(trip.last, trip.last)}回校", order=22,
            ))
    return found
