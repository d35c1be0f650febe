"""资源库 and whom one may ask to look: what colleagues have opened to all, found by words, kind and subject."""
from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from activities.models import ActivityFile, Observation, OpenLesson, Use, Work, WorkKind, WorkShare
from activities.models.sharing import Shown
from activities.queries.observations import HANDED_IN
from activities.states import ActivityState, ObservationState, OpenLessonState, WorkState
from documents.chinese import short_date
from school.models import Role, Teacher, User
from school.person import Person
from school.todo import Todo

PASSED = (WorkState.ACCEPTED, WorkState.EXCELLENT)
NOT_HANDED_IN = [state for state in ObservationState.values if state not in HANDED_IN]
HELD = (ActivityState.FINISHED, ActivityState.COMPLETE)


def others_may_see(of: Shown) -> bool:
    """Whether the work or record has left its author's hands; a lesson whether it is not called off."""
    if isinstance(of, Observation):
        return of.state in HANDED_IN
    return of.state not in (WorkState.DRAFT, WorkState.RETURNED, OpenLessonState.CANCELLED)


def authors(of: Shown) -> list[Teacher]:
    """Whose it is: a 听课记录 belongs to both, who watched and who taught."""
    if isinstance(of, Observation):
        return [of.observer, of.observed]
    return [of.teacher if isinstance(of, OpenLesson) else of.author]


def page(of: Shown) -> str:
    return reverse({OpenLesson: "lesson", Observation: "observation", Work: "work"}[type(of)], args=[of.pk])


def invitable(person: Person) -> QuerySet[User]:
    """Whom an author may ask to look: everybody with a role in the school who teaches, leads or was invited as an expert."""
    roles = Role.objects.filter(school=person.school, user=OuterRef("pk")).exclude(name__in=[Role.Name.ADMIN, Role.Name.CLERK])
    return User.objects.filter(Exists(roles), is_active=True).exclude(pk=person.user.pk).order_by("first_name", "pk")


def works(person: Person, *, words: str = "", kind: WorkKind | None = None, subject: str = "", excellent: bool = False) -> QuerySet[Work]:
    """Passed works of all terms that their authors opened to the school, the newest first."""
    rows = Work.objects.filter(school=person.school, state__in=PASSED, privacy=WorkKind.Privacy.SCHOOL)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(author__subject=subject) if subject else rows
    rows = rows.filter(state=WorkState.EXCELLENT) if excellent else rows
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(tags__icontains=word) | Q(body__icontains=word) | Q(topic__icontains=word)
            | Q(author__name__icontains=word)
        )
    return rows.select_related("kind", "author").annotate(used=Count("uses", distinct=True), pages=Count("files", distinct=True)).order_by("-event_day", "-pk")


def handouts(person: Person, *, words: str = "") -> QuerySet[ActivityFile]:
    """讲稿: handouts of activities that were held, the newest first; sign-in sheets and photos are none."""
    rows = ActivityFile.objects.filter(
        activity__school=person.school, activity__state__in=HELD, sign_in_sheet=False
    ).exclude(file__mime__startswith="image/")
    for word in words.split():
        rows = rows.filter(Q(caption__icontains=word) | Q(file__name__icontains=word) | Q(activity__title__icontains=word))
    return rows.select_related("file", "activity").annotate(used=Count("uses")).order_by("-activity", "order")


def mine(person: Person) -> tuple[set[int], set[int]]:
    """What this person said he used: works, handouts."""
    rows = list(Use.objects.filter(teacher=person.teacher).values_list("work", "handout")) if person.teacher else []
    return {work for work, _ in rows if work}, {handout for _, handout in rows if handout}


def asked(person: Person) -> list[Todo]:
    """待办: works, open lessons and 听课记录 somebody asked me to look at and that I have said nothing to yet."""
    if not person.school:
        return []
    rows = WorkShare.objects.filter(user=person.user, school=person.school)
    for name, closed in (
        ("work", [WorkState.DRAFT, WorkState.RETURNED]), ("lesson", [OpenLessonState.CANCELLED]), ("observation", NOT_HANDED_IN),
    ):
        rows = rows.exclude(**{f"{name}__comments__author": person.user}).exclude(**{f"{name}__state__in": closed})
    rows = rows.select_related("work__author", "work__kind", "lesson__teacher", "observation__observer", "observation__observed")
    return [_asked(row.of) for row in rows[:20]]


def _asked(of: Shown) -> Todo:
    if isinstance(of, Observation):
        title, detail = f"请你看看{of.observer}听{of.observed}的课{of.named_topic}", short_date(of.day)
    elif isinstance(of, OpenLesson):
        title, detail = f"{of.teacher}请你看看公开课{of.named_topic}", short_date(of.day)
    else:
        title, detail = f"{of.author}请你看看《{of}》", str(of.kind)
    return Todo(title, page(of), "看看", detail=detail, order=45)
