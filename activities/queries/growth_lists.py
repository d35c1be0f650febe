"""Living lists: who can teach what (校内讲师), lectures with handouts, 基本功, 一师一优课, 四一六有."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from activities.models import Activity, ActivityFile, Assessment, Attendance, Offer, Session, Work, WorkKind
from activities.queries.attendance import Count as Came
from activities.queries.attendance import counts_of
from activities.queries.reviews import waiting
from activities.queries.works import readable
from activities.states import ActivityState
from school import clock
from school.honours import said
from school.models import Teacher, Term
from school.person import Person
from school.policy import has

LECTURE, BACKBONE = "讲座", "骨干"
BASICS, BEST_LESSON, NOTES = "基本功", "一师一优课", "学习笔记"


@dataclass
class Lecturer:
    """校内讲师: a teacher, what he offers and when he last presented."""

    teacher: Teacher
    offers: list[Offer]
    last: date | None = None
    title: str = ""

    @property
    def honours(self) -> list[str]:
        """称号 with the year they were given: 市骨干教师（2021）."""
        years = [(said(one), one.get("year")) for one in self.teacher.honours]
        return [f"{name}（{year}）" if year else name for name, year in years]

    def answers(self, words: str) -> bool:
        offered = [text for offer in self.offers for text in (offer.title, offer.note)]
        return any(words in text for text in (self.teacher.name, self.teacher.subject, *offered, *self.honours))


def lecturers(person: Person, words: str = "") -> list[Lecturer]:
    """Who can teach what, and the 骨干 of the roster, who may be asked; found by a word of the topic, the subject, the name or the 称号.

    Those who wrote what they can teach come first; the last lecture is taken from 场次.
    """
    backbone = Q(offers__isnull=False) | Q(tags__name=BACKBONE) | ~Q(honours=[])
    teachers = Teacher.objects.filter(backbone, school=person.school, left=None).distinct().prefetch_related("offers").order_by("order", "pk")
    asked = [row for teacher in teachers if (row := Lecturer(teacher, list(teacher.offers.all()))).answers(words)]
    by_teacher = {row.teacher.pk: row for row in sorted(asked, key=lambda row: not row.offers)}
    given = Session.presenters.through.objects.filter(
        teacher__in=by_teacher, session__day__lte=clock.today(), session__cancelled=""
    ).exclude(session__activity__state__in=[ActivityState.CANCELLED, ActivityState.PLANNED])
    for teacher, day, title in given.order_by("session__day").values_list("teacher", "session__day", "session__activity__title"):
        by_teacher[teacher].last, by_teacher[teacher].title = day, title
    return list(by_teacher.values())


@dataclass
class Lecture:
    """专题讲座: one session with its speakers, handouts and who came."""

    session: Session
    speakers: str
    handouts: list[ActivityFile]
    came: Came | None


def lectures(term: Term) -> list[Lecture]:
    """专题讲座 of a term, the latest first: speaker, handout (讲稿), attendance."""
    papers = ActivityFile.objects.filter(sign_in_sheet=False).exclude(file__mime__startswith="image/").select_related("file")
    rows = (
        Session.objects.filter(activity__term=term, cancelled="").exclude(activity__state=ActivityState.CANCELLED)
        .select_related("activity").order_by("-day", "-pk")
        .prefetch_related("presenters", Prefetch("activity__files", papers, to_attr="papers"))
    )
    sessions = [row for row in rows if any(LECTURE in name for name in row.activity.forms)]
    counts = counts_of([row.pk for row in sessions])
    return [
        Lecture(row, "、".join([teacher.name for teacher in row.presenters.all()] + [row.presenter_text] * bool(row.presenter_text)),
                row.activity.papers, counts.get(row.pk) if row.day and row.day <= clock.today() else None)
        for row in sessions
    ]


def board(person: Person, term: Term, kind: str) -> list[tuple[int, list[Work]]]:
    """作品 of one kind by weeks, the latest first, with the first photo of each: what may be read, and nothing more."""
    rows = (
        readable(person).filter(kind__name=kind, term=term).exclude(state="draft").select_related("author", "kind")
        .prefetch_related("photos__file").defer("body").order_by("-event_day", "author__order")
    )
    weeks: dict[int, list[Work]] = {}
    for work in rows:
        work.first_photo = next(iter(work.photos.all()), None)
        weeks.setdefault(term.week_of(work.event_day), []).append(work)
    return list(weeks.items())


def best_lessons(person: Person) -> QuerySet[Work]:
    """一师一优课: level, the day it was finished, and the photos that prove the upload."""
    return (
        readable(person).filter(kind__name=BEST_LESSON).exclude(state="draft").select_related("author", "kind")
        .prefetch_related("photos__file").defer("body").order_by("-event_day")
    )


def to_review(person: Person, kind: str) -> set[int]:
    """Which works of a kind wait for this person to rate or confirm them."""
    if not has(person, "work.review"):
        return set()
    return set(waiting(person).filter(kind__name=kind).values_list("pk", flat=True))


def kind_of(person: Person, name: str) -> WorkKind | None:
    """The 材料种类 of that name, as the school has it."""
    return WorkKind.objects.filter(school=person.school, name=name).first()


@dataclass
class SixThings:
    """六有 of one learning activity: 材料 笔记 交流 签到 考评 测试, each yes or no."""

    activity: Activity
    day: date | None
    has: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def there(self) -> list[str]:
        return [name for name, there in self.has if there]

    @property
    def missing(self) -> list[str]:
        return [name for name, there in self.has if not there]


LEARNING = ("学习", "讲座", "培训", "师德", "师能", "读书")


def six_things(term: Term) -> list[SixThings]:
    """四一六有 (seed 003): which of the six things each learning activity that took place has, in a fixed number of queries."""
    rows = Activity.objects.filter(
        term=term, state__in=[ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE]
    ).annotate(
        day=Max("sessions__day", filter=Q(sessions__day__lte=clock.today())),
        papers=Exists(ActivityFile.objects.filter(activity=OuterRef("pk"), sign_in_sheet=False)),
        notes=Exists(Work.objects.filter(activity=OuterRef("pk"), kind__name=NOTES)),
        signed=Exists(Attendance.objects.filter(session__activity=OuterRef("pk")).exclude(state="")),
        marks=Exists(Assessment.objects.filter(activity=OuterRef("pk"), number=None)),
        tests=Exists(Assessment.objects.filter(activity=OuterRef("pk"), number__isnull=False)),
    ).order_by("-day", "pk")
    return [
        SixThings(row, row.day, [
            ("材料", row.papers), ("笔记", row.notes), ("交流", bool(row.interaction.strip())),
            ("签到", row.signed or bool(row.paper_pages)), ("考评", row.marks), ("测试", row.tests),
        ])
        for row in rows if _is_learning(row)
    ]


def _is_learning(activity: Activity) -> bool:
    """By its title or form; a check of notes is none."""
    said = (activity.title, *activity.forms)
    return not any("检查" in form for form in activity.forms) and any(word in text for text in said for word in LEARNING)
