"""What waits for somebody among open lessons and group preparation (待办), for the home page."""
from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from activities.models import OpenLesson, Preparation, Work
from activities.queries import observations
from activities.states import ActivityState, ObservationState, WorkState
from documents.chinese import date_range
from school.clock import today
from school.person import Person
from school.todo import Todo

WEEK = timedelta(days=7)
GONE_BY = (ActivityState.CANCELLED, ActivityState.COMPLETE)


def todo_lessons(person: Person) -> list[Todo]:
    """今天去听的课、我的公开课上完以后的反思、要我主备的稿子、等我做的二次备课."""
    if person.teacher is None or person.term is None:
        return []
    return [*_to_hear(person), *_reflections(person), *_drafts(person), *_second_versions(person)]


def _to_hear(person: Person) -> list[Todo]:
    """Lessons in which I have a place, from their day on until I begin to write or give the place back."""
    rows = observations.own(person).filter(state=ObservationState.BOOKED, day__lte=today(), day__gt=today() - WEEK)
    return [
        Todo(f"去听{row.lesson}", reverse("observation_edit", args=[row.pk]), "记听课",
             "，".join(filter(None, (date_range(row.day, row.day) + row.period, row.place or row.class_name))), row.day, order=3)
        for row in rows.select_related("lesson__teacher").defer("process").order_by("day", "started")[:5]
    ]


def _reflections(person: Person) -> list[Todo]:
    """课后反思 of my open lesson, once somebody has handed in what he saw."""
    rows = OpenLesson.objects.filter(
        teacher=person.teacher, reflection=None, day__lte=today(), day__gt=today() - 2 * WEEK,
        observations__state__in=observations.HANDED_IN,
    ).distinct().order_by("day")
    return [
        Todo(f"写课后反思：{row.named_topic}", reverse("lesson", args=[row.pk]), "去写", "写几句就行，约 15 分钟", order=28) for row in rows[:3]
    ]


def _drafts(person: Person) -> list[Todo]:
    """主备稿 of a preparation whose 主备人 I am, while nothing is handed in."""
    rows = Preparation.objects.filter(activity__term=person.term, activity__sessions__presenters=person.teacher).exclude(
        activity__state__in=GONE_BY
    ).exclude(draft__state__in=[WorkState.SUBMITTED, WorkState.ACCEPTED, WorkState.EXCELLENT])
    return [
        Todo(f"写主备稿：{row}", reverse("preparation", args=[row.pk]), "去写", "写好交上去，组里就能看、能提意见", order=27)
        for row in rows.distinct()[:3]
    ]


def _second_versions(person: Person) -> list[Todo]:
    """二次备课: the draft was handed in within the last two weeks, and I stand on the list of that preparation."""
    handed = Preparation.objects.filter(
        activity__term=person.term, draft__submitted_at__date__gt=today() - 2 * WEEK, activity__sessions__attendances__teacher=person.teacher,
    ).exclude(draft__author=person.teacher).exclude(draft__state=WorkState.DRAFT).exclude(activity__state__in=GONE_BY)
    mine = Work.objects.filter(author=person.teacher, activity__preparation__isnull=False).values("activity")
    return [
        Todo(f"二次备课：{row}", reverse("preparation", args=[row.pk]), "去看稿子", "在主备稿上改成自己班的", order=45)
        for row in handed.exclude(activity__in=mine).distinct()[:3]
    ]
