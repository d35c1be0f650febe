"""集体备课 for pages: the list, who speaks, each member's 二次备课, two versions set against each other."""
from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from activities.models import Preparation, Remark, Work
from activities.states import WorkState
from plans.difference import sentences
from school import files
from school.models import StoredFile, Term
from school.person import Person
from school.policy import within

DESIGN = "教学设计"
_HANDED_IN = Q(kind__name=DESIGN) & ~Q(state=WorkState.DRAFT)


def listed(person: Person, term: Term) -> QuerySet[Preparation]:
    """The preparations of a term, the latest first, with how many questions were raised and how many versions handed in."""
    rows = Preparation.objects.filter(activity__in=within(person, "activity.read", term.activities.all()))
    return rows.select_related("activity__group", "draft").prefetch_related("activity__sessions__presenters").annotate(
        questions=Count("remarks", Q(remarks__under=None), distinct=True),
        designs=Count(
            "activity__works",
            Q(activity__works__kind__name=DESIGN) & ~Q(activity__works__state=WorkState.DRAFT)
            & (Q(draft=None) | ~Q(activity__works=F("draft"))), distinct=True,
        ),
    ).order_by("-pk")


def speakers(preparation: Preparation) -> list[str]:
    """主备人: who presents in the sessions of the activity."""
    rows = preparation.activity.sessions.all()
    return list(dict.fromkeys(teacher.name for session in rows for teacher in session.presenters.all()))


def discussion(preparation: Preparation) -> list[Remark]:
    """The questions with the views under each (问题—观点—共识)."""
    return list(preparation.remarks.filter(under=None).select_related("author").prefetch_related("views__author"))


def second_versions(preparation: Preparation) -> QuerySet[Work]:
    """二次备课 of the members: designs of the same activity that were handed in."""
    rows = Work.objects.filter(_HANDED_IN, activity=preparation.activity_id).exclude(pk=preparation.draft_id)
    return rows.select_related("author", "kind").order_by("author__order", "pk")


def own_version(person: Person, preparation: Preparation) -> Work | None:
    """My own 二次备课, a draft too."""
    if person.teacher is None:
        return None
    rows = Work.objects.filter(activity=preparation.activity_id, kind__name=DESIGN, author=person.teacher)
    return rows.exclude(pk=preparation.draft_id).first()


def draft_of(person: Person, preparation: Preparation) -> Work | None:
    """主备稿: its author's alone until he hands it in."""
    draft = preparation.draft
    mine = draft and person.teacher and draft.author_id == person.teacher.pk
    return draft if draft and (mine or draft.state != WorkState.DRAFT) else None


@dataclass(frozen=True)
class Compared:
    """两稿对照: what stayed, went and came, sentence by sentence."""

    old: Work
    new: Work
    text: list[tuple[str, str]]


def compared(old: Work, new: Work) -> Compared:
    return Compared(old, new, list(sentences(old.body, new.body)))


@files.owner
def _photo_of_a_draft(person: Person, stored: StoredFile) -> bool:
    """Photographed pages of a 主备稿 or 二次备课 belong to everybody who reads the preparation."""
    if not person.school:
        return False
    works = Work.objects.filter(_HANDED_IN, photos__file=stored)
    return within(person, "activity.read", Preparation.objects.filter(activity__works__in=works)).exists()
