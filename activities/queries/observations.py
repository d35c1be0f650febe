"""听课记录 for pages: made and received, and what waits for an answer."""
from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Observation, WorkShare
from activities.states import ObservationState
from school import files
from school.audience import in_service
from school.models import StoredFile, Teacher, Term
from school.person import Person
from school.policy import within

COMING = (ObservationState.BOOKED, ObservationState.WAITING)
HANDED_IN = (ObservationState.SUBMITTED, ObservationState.ANSWERED)


def own(person: Person) -> QuerySet[Observation]:
    """What I have to do with others' lessons: places taken, drafts, records handed in (我听的)."""
    return Observation.objects.filter(observer=person.teacher) if person.teacher else Observation.objects.none()


def received(person: Person) -> QuerySet[Observation]:
    """What was handed in about my lessons (听我的)."""
    rows = Observation.objects.filter(state__in=HANDED_IN)
    return rows.filter(observed=person.teacher) if person.teacher else rows.none()


def typed_by(person: Person) -> QuerySet[Observation]:
    """代录 of this term by this person, the newest first; topics and names, no notes."""
    rows = Observation.objects.filter(typed_by=person.user, term=person.term).select_related("observer", "observed")
    return rows.defer("process", "strengths", "advice").order_by("-saved_at", "-pk")


def beside(person: Person, row: Observation) -> QuerySet[Observation]:
    """跟踪听课: what this person may read of the lessons of the same teacher, by day, those of earlier terms too."""
    return readable(person).filter(observed=row.observed_id, state__in=HANDED_IN).order_by("day", "started", "pk")


def unchecked(person: Person) -> QuerySet[Observation]:
    """待本人核对: lessons I watched that somebody else typed in."""
    return own(person).filter(typed_by__isnull=False, confirmed_at=None, state__in=HANDED_IN)


def readable(person: Person) -> QuerySet[Observation]:
    """What this person may read; a draft is its observer's alone. 请人看看 opens one record to one person."""
    reached = within(person, "observation.read", Observation.objects.filter(state__in=HANDED_IN))
    rows = Q(pk__in=reached.order_by().values("pk"))
    asked = Exists(WorkShare.objects.filter(observation=OuterRef("pk"), user=person.user))
    rows |= Q(asked, school=person.school, state__in=HANDED_IN)
    if person.teacher:
        rows |= Q(observer=person.teacher)
    return Observation.objects.filter(rows)


def observations_made(term: Term) -> QuerySet[Observation]:
    """All that count this term, once for the observer."""
    return Observation.objects.filter(term=term, state__in=HANDED_IN)


def outside_activities(term: Term) -> QuerySet[Observation]:
    """Lessons observed by oneself; one that belongs to an activity has its hours from the attendance there."""
    return observations_made(term).filter(activity=None).filter(Q(lesson=None) | Q(lesson__activity=None))


def between(one: Teacher, other: Teacher, term: Term) -> QuerySet[Observation]:
    """互相听课: the lessons that two teachers watched of each other this term, as a pair's log needs them."""
    return observations_made(term).filter(
        Q(observer=one, observed=other) | Q(observer=other, observed=one)
    ).select_related("observer", "observed").order_by("day", "pk")


def colleagues(person: Person, day: date) -> QuerySet[Teacher]:
    """Whose lesson one may visit: the teachers in service but oneself, by pinyin."""
    rows = in_service(person.school, day)
    return (rows.exclude(pk=person.teacher.pk) if person.teacher else rows).order_by("pinyin", "order")


@files.owner
def _of_a_readable_record(person: Person, stored: StoredFile) -> bool:
    return bool(person.school) and readable(person).filter(photos__file=stored).exists()
