"""What waits for whom to be read (审阅)."""
from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from activities.models import Review, Work
from activities.states import WorkState
from school.models import Role
from school.person import Person
from school.policy import beyond, has, within

D = Review.Decision


@dataclass(frozen=True)
class Decision:
    """A button of the review page with its key."""

    decision: str
    label: str
    key: str


def reviewable(person: Person) -> QuerySet[Work]:
    """Handed-in works this person may review: not his own, nor those whose authors answer to somebody higher.

    What he typed in himself (代录) he passes only after its author has looked: nobody writes a paper and accepts it.
    """
    rows = within(person, "work.review", Work.objects.exclude(state=WorkState.DRAFT))
    others = Role.objects.filter(school=person.school, name__in=beyond(person), user__isnull=False).values("user")
    return rows.exclude(author__user__in=others).exclude(typed_by=person.user, confirmed_at=None)


def waiting(person: Person) -> QuerySet[Work]:
    """审阅队列, oldest first: for those who judge the kinds that need it; for a group leader what he has not read yet."""
    rows = reviewable(person).filter(state=WorkState.SUBMITTED)
    if has(person, "work.judge"):
        rows = rows.filter(kind__needs_review=True)
    else:
        read = Review.objects.filter(work=OuterRef("pk"), reviewer=person.user, at__gte=OuterRef("submitted_at"))
        rows = rows.filter(~Exists(read))
    return rows.order_by("submitted_at", "pk")


def decisions(person: Person, work: Work) -> list[Decision]:
    """What this person may decide about this work now."""
    if has(person, "work.judge"):
        return {
            WorkState.SUBMITTED: [Decision(D.ACCEPT, "通过", "A"), Decision(D.PRAISE, "优秀", "E"), Decision(D.RETURN, "退回修改", "R")],
            WorkState.ACCEPTED: [Decision(D.PRAISE, "改为优秀", "E")],
            WorkState.EXCELLENT: [Decision(D.ACCEPT, "改为通过", "A")],
        }.get(work.state, [])
    if work.state != WorkState.SUBMITTED:
        return []
    first = Decision(D.READ, "初读", "A") if work.kind.needs_review else Decision(D.ACCEPT, "查阅", "A")
    return [first, Decision(D.RETURN, "退回修改", "R")]


def own_remarks(person: Person, most: int = 8) -> list[str]:
    """常用批语: the short remarks this person has written most often."""
    rows = (
        Review.objects.filter(reviewer=person.user, work__school=person.school).exclude(remark="")
        .values("remark").annotate(times=Count("pk")).order_by("-times", "remark")[: most * 3]
    )
    return [row["remark"] for row in rows if len(row["remark"]) <= 60][:most]


def neighbours(person: Person, work: Work) -> tuple[int | None, int | None]:
    """The works before and after this one in the queue (上一份、下一份)."""
    queue = waiting(person).order_by()
    moment = work.submitted_at
    after = queue.filter(Q(submitted_at__gt=moment) | Q(submitted_at=moment, pk__gt=work.pk)).exclude(pk=work.pk)
    before = queue.filter(Q(submitted_at__lt=moment) | Q(submitted_at=moment, pk__lt=work.pk)).exclude(pk=work.pk)
    first = lambda rows, *order: rows.order_by(*order).values_list("pk", flat=True).first()  # noqa: E731
    return first(before, F("submitted_at").desc(), "-pk"), first(after, "submitted_at", "pk")
