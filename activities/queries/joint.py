"""Reads about 校际活动: our own, and what other schools publish to us, which is all that ever crosses between schools."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Prefetch, QuerySet

from activities.models import Attendance, Joint, Session
from activities.states import ActivityState, Part
from school.models import School
from school.person import Person
from school.policy import within

TOOK_PART = (Part.PRESENT, Part.HOST, Part.TEACH)


@dataclass(frozen=True)
class When:
    day: date | None
    until: date | None
    starts: time | None
    ends: time | None
    place: str


@dataclass(frozen=True)
class Published:
    """What a host lets a partner school read: title, time, place, form and the part of its own teachers. Nothing else."""

    pk: int
    host: str
    title: str
    kind: str
    forms: str
    sessions: tuple[When, ...]
    parts: tuple[str, ...]
    called_off: bool


def listed(person: Person) -> QuerySet[Joint]:
    """校际活动 of this school, the latest first."""
    return (
        within(person, "joint.read", Joint.objects.all()).select_related("activity", "host")
        .prefetch_related("partners", "activity__sessions", "guests").order_by("-activity_id")
    )


def districtmates(school: School) -> QuerySet[School]:
    """Schools of the same district that use this system, ourselves left out; 校点 belong to their 中心校."""
    if school.district_id is None:
        return School.objects.none()
    return School.objects.filter(district=school.district_id, parent=None).exclude(pk=school.pk)


def published_to(school: School) -> list[Published]:
    """别校公布给我们的校际活动. Rows of other schools are read here and nowhere else, and leave it as plain words."""
    rows = list(_published(school).order_by("-activity_id")[:50])
    taken: dict[int, list[str]] = {}
    attended = Attendance._base_manager.filter(session__activity__in=[row.activity_id for row in rows], part__in=TOOK_PART)
    for activity, name, part in attended.order_by("pk").values_list("session__activity", "teacher__name", "part"):
        words = f"{name}（{Part(part).label}）"
        if words not in taken.setdefault(activity, []):
            taken[activity].append(words)
    return [_words(row, taken.get(row.activity_id, [])) for row in rows]


def published_one(school: School, pk: int) -> tuple[Joint, Published] | None:
    """One of them, for the school that answers it; None when it was not published to this school."""
    row = _published(school).filter(pk=pk).first()
    return (row, _words(row, [])) if row else None


def _published(school: School) -> QuerySet[Joint]:
    """Published, to a partner that is this school, by a school of the same district."""
    return (
        Joint._base_manager.filter(
            published=True, partners__linked=school, school__district__isnull=False, school__district=school.district_id
        ).exclude(school=school).exclude(activity__state=ActivityState.PLANNED).distinct()
        .select_related("activity", "school")
        .prefetch_related(Prefetch("activity__sessions", Session._base_manager.order_by("day", "starts"), to_attr="shown"))
    )


def _words(row: Joint, parts: list[str]) -> Published:
    activity = row.activity
    return Published(
        row.pk, str(row.school), activity.title, row.get_kind_display(), "、".join(activity.forms),
        tuple(When(one.day, one.until, one.starts, one.ends, one.place) for one in activity.shown if not one.cancelled), tuple(parts),
        activity.state == ActivityState.CANCELLED,
    )
