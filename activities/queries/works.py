"""研修材料 for pages: what somebody may read and what resembles it."""
from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Pair, Work, WorkKind, WorkShare
from activities.states import PairState, WorkState
from documents import similarity
from documents.chinese import titled
from documents.similarity import Passage
from school import files
from school.models import Membership, StoredFile, Term
from school.person import Person
from school.policy import within

PASSED = (WorkState.ACCEPTED, WorkState.EXCELLENT)


def own(person: Person) -> QuerySet[Work]:
    """My works of all kinds, drafts included."""
    return Work.objects.filter(author=person.teacher) if person.teacher else Work.objects.none()


def typed_by(person: Person) -> QuerySet[Work]:
    """代录 of this term by this person, the newest first; titles and names, no texts."""
    rows = Work.objects.filter(typed_by=person.user, term=person.term).select_related("author", "kind").defer("body")
    return rows.order_by("-created_at", "-pk")


def unchecked(person: Person) -> QuerySet[Work]:
    """待本人核对: what others typed in for this person."""
    return own(person).filter(typed_by__isnull=False, confirmed_at=None).exclude(state__in=[WorkState.DRAFT, WorkState.RETURNED])


def readable(person: Person) -> QuerySet[Work]:
    """What this person may read: his own; what was handed in within his reach; what colleagues passed on to all.

    A draft is its author's alone. 师徒可见 opens a passed work to those the author is paired with, 本组可见 to his groups of
    that term, 全校可见 to the school; 请人看看 opens one handed-in work to one person.
    """
    reached = within(person, "work.read", Work.objects.exclude(state=WorkState.DRAFT))
    rows = Q(pk__in=reached.order_by().values("pk"))
    asked = Exists(WorkShare.objects.filter(work=OuterRef("pk"), user=person.user))
    rows |= Q(asked, school=person.school) & ~Q(state__in=[WorkState.DRAFT, WorkState.RETURNED])
    guided = Exists(Pair.objects.filter(guide=person.user, helped=OuterRef("author"), state=PairState.RUNNING))
    rows |= Q(guided, school=person.school, state__in=PASSED, privacy=WorkKind.Privacy.PAIR)
    if person.teacher:
        rows |= Q(author=person.teacher)
        together = Membership.objects.filter(
            teacher=person.teacher, term=OuterRef("term"), group__memberships__teacher=OuterRef("author"),
            group__memberships__term=OuterRef("term"),
        )
        shown = Q(privacy=WorkKind.Privacy.SCHOOL) | Q(Q(privacy=WorkKind.Privacy.GROUP) & Q(Exists(together)))
        paired = Pair.objects.filter(
            Q(mentor=person.teacher, helped=OuterRef("author")) | Q(helped=person.teacher, mentor=OuterRef("author")),
            state=PairState.RUNNING,
        )
        shown |= Q(privacy=WorkKind.Privacy.PAIR) & Q(Exists(paired))
        rows |= Q(shown, school=person.school, state__in=PASSED)
    return Work.objects.filter(rows)


def group_names(teachers: set[int], term: Term) -> dict[int, str]:
    """教研组 of each teacher in a term, in one query."""
    found: dict[int, str] = {}
    for row in Membership.objects.filter(term=term, teacher__in=teachers).select_related("group"):
        found.setdefault(row.teacher_id, row.group.name)
    return found


@dataclass(frozen=True)
class Alike:
    """相似的一篇 and the passages that stand in both; a work the author may not read keeps its title to itself."""

    share: int
    what: str
    passages: list[Passage]


def alike(person: Person, work: Work) -> list[Alike]:
    """Earlier works of the school that hold a fifth or more of this one (查相似); nothing is deducted.

    Shown to the author before he hands it in, and to the reviewer of a kind that says so (论文、教学设计).
    """
    if len(work.body) < 40:
        return []
    earlier = Work.objects.filter(school=work.school).exclude(pk=work.pk).exclude(body="").exclude(
        Q(state=WorkState.DRAFT) & ~Q(author=work.author)
    )
    matches = similarity.like(work.body, earlier.values_list("pk", "body").iterator(), most=3)
    if not matches:
        return []
    others = {row.pk: row for row in Work.objects.filter(pk__in=[m.key for m in matches]).select_related("author", "kind")}
    open_to_me = set(readable(person).filter(pk__in=others).values_list("pk", flat=True))
    found, whose = [], "你自己" if person.teacher == work.author else "作者自己"
    for match in matches:
        other = others[match.key]
        passages = similarity.passages(work.body, other.body)
        if passages:
            named = f"{other.author.name}{titled(str(other))}" if other.pk in open_to_me else f"另一位老师的{other.kind}"
            what = f"{whose}的{titled(str(other))}" if other.author_id == work.author_id else named
            found.append(Alike(round(match.share * 100), what, passages[:6]))
    return found


@files.owner
def _of_a_readable_work(person: Person, stored: StoredFile) -> bool:
    if not person.school:
        return False
    return readable(person).filter(Q(photos__file=stored) | Q(files__file=stored)).exists()
