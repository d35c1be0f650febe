"""公开课 for pages: announced and given, who goes, what belongs to one lesson, lessons side by side."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from activities.models import Attendance, Observation, OpenLesson, Work
from activities.queries import observations
from activities.states import COUNTS_PRESENT, ActivityState, ObservationState, OpenLessonState, Part, WorkState
from instruments import aggregate, answers
from instruments.models import Instrument
from school import files
from school.clock import today
from school.models import StoredFile, Teacher, Term
from school.person import Person
from school.policy import within

S = ObservationState
GOING = (S.BOOKED, S.DRAFT, S.SUBMITTED, S.ANSWERED)
DROP = 1  # 去掉一个最高分和一个最低分


def listed(person: Person, term: Term) -> QuerySet[OpenLesson]:
    """The open lessons of a term with how many go, wait and have handed in."""
    rows = within(person, "lesson.read", OpenLesson.objects.filter(term=term))
    return rows.select_related("teacher").annotate(
        going=Count("observations", Q(observations__state__in=GOING), distinct=True),
        waiting=Count("observations", Q(observations__state=S.WAITING), distinct=True),
        heard=Count("observations", Q(observations__state__in=observations.HANDED_IN), distinct=True),
    ).order_by("day", "starts", "pk")


def mine(person: Person, lesson: OpenLesson) -> Observation | None:
    """What I have to do with this lesson: a place, a draft, a record handed in."""
    return observations.own(person).filter(lesson=lesson).first()


def same_course(person: Person, lesson: OpenLesson) -> QuerySet[OpenLesson]:
    """同课异构, 同上一节课: the lessons of the term on the same 课题, this one among them, as far as the person reaches."""
    bare = lesson.topic.strip("《》 ")
    return within(person, "lesson.read", OpenLesson.objects).filter(term=lesson.term, subject=lesson.subject, topic__in=[bare, f"《{bare}》"]).exclude(
        state=OpenLessonState.CANCELLED
    ).order_by("day", "starts", "pk")


def of_teacher(person: Person, lesson: OpenLesson) -> QuerySet[OpenLesson]:
    """跟踪: the open lessons of the same teacher over time, those of earlier terms too."""
    rows = within(person, "lesson.read", OpenLesson.objects).filter(teacher=lesson.teacher)
    return rows.exclude(state=OpenLessonState.CANCELLED).order_by("day", "starts", "pk")


def matching(observed: Teacher, day: date, period: str) -> OpenLesson | None:
    """The open lesson that an observation is about although nobody said so: this teacher, this day, this period."""
    rows = OpenLesson.objects.filter(teacher=observed, day=day).exclude(state=OpenLessonState.CANCELLED)
    found = [row for row in rows if not period or row.period in ("", period)]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Mean:
    """课堂教学评价 of one lesson by one form: the mean of all observers, and without the highest and the lowest."""

    form: Instrument
    number: int
    full: Decimal
    mean: Decimal
    trimmed: Decimal | None
    level: str
    items: list[tuple[str, Decimal, Decimal]] = field(default_factory=list)  # indicator, most, mean


def means(rows: Iterable[Observation]) -> list[Mean]:
    """The means of what was handed in with points, form by form (two versions of a form are two forms)."""
    by_form: dict[int, list[Observation]] = {}
    for row in rows:
        if row.state in observations.HANDED_IN and row.response and row.response.total is not None:
            by_form.setdefault(row.response.instrument_id, []).append(row)
    return [_mean(found) for found in by_form.values()]


def _mean(rows: list[Observation]) -> Mean:
    form = rows[0].response.instrument
    totals = [row.response.total for row in rows]
    mean = aggregate.rounded(aggregate.mean(totals))
    items = []
    for item in form.items:
        if item["kind"] in answers.SCORED:  # all of them are answered, else it could not be handed in
            reached = [answers.points(item, row.response.answers[item["code"]]) for row in rows]
            items.append((item["name"], answers.most(item), aggregate.rounded(aggregate.mean(reached))))
    return Mean(
        form, len(rows), answers.full(form.document), mean,
        aggregate.rounded(aggregate.mean(totals, DROP)) if len(totals) > 2 * DROP else None,
        answers.level(form.document, mean), items,
    )


@dataclass
class Together:
    """一节公开课的全部: design, what each observer wrote as far as the reader may see it, the mean, the reflection."""

    lesson: OpenLesson | Observation
    observations: list[Observation]
    hidden: int
    means: list[Mean]
    design: Work | None
    reflection: Work | None


def one_by_one(rows: Iterable[Observation]) -> list[Together]:
    """跟踪听课: ordinary lessons of one teacher, each with the one record about it, in the columns of the open lessons."""
    return [Together(row, [row], 0, means([row]), None, None) for row in rows]


def together(person: Person, lessons: Iterable[OpenLesson]) -> list[Together]:
    """What belongs to these lessons, in a fixed number of queries.

    Who may read all that was handed in about a lesson also reads its mean; the others read what is theirs.
    """
    lessons = list(lessons)
    readable = set(observations.readable(person).filter(lesson__in=lessons).values_list("pk", flat=True))
    return _gathered(lessons, readable, person.teacher.pk if person.teacher else None)


def whole(lessons: Iterable[OpenLesson]) -> list[Together]:
    """All that was handed in about these lessons, as a volume keeps it; drafts stay with their authors."""
    return _gathered(list(lessons), None, None)


def _gathered(lessons: list[OpenLesson], readable: set[int] | None, me: int | None) -> list[Together]:
    """readable: the observations to show; None shows all."""
    handed = Observation.objects.filter(lesson__in=lessons, state__in=observations.HANDED_IN)
    rows = list(handed.select_related("observer", "observed", "response__instrument").order_by("submitted_at", "pk"))
    works = Work.objects.select_related("kind", "author").prefetch_related("photos__file").in_bulk(
        {pk for lesson in lessons for pk in (lesson.design_id, lesson.reflection_id) if pk}
    )
    found = []
    for lesson in lessons:
        all_ = [row for row in rows if row.lesson_id == lesson.pk]
        seen = [row for row in all_ if readable is None or row.pk in readable]
        shown = [_shown(works.get(pk), me) for pk in (lesson.design_id, lesson.reflection_id)]
        found.append(Together(lesson, seen, len(all_) - len(seen), means(all_) if len(seen) == len(all_) else [], *shown))
    return found


def _shown(work: Work | None, me: int | None) -> Work | None:
    """A design or reflection is put beside the lesson by its author; while it is a draft only he sees it."""
    return work if work and (work.state != WorkState.DRAFT or work.author_id == me) else None


@dataclass(frozen=True)
class Given:
    """一节上过的公开课, for quotas and points: an open lesson, or 出课 in an activity that has none."""

    teacher: int
    day: date
    label: str
    kind: str
    page: str
    pk: int


def given(term: Term, until: date | None = None, only: Iterable[Teacher] | None = None) -> list[Given]:
    """Open lessons of a term that took place: the day has come, and an observer handed in or the activity's list says that
    the teacher taught or presented on that day; to have sat in a lecture is no lesson given.

    出课 entered in the attendance of an activity counts too, unless that lesson stands among the open lessons already.
    """
    until = until or today()
    came = Attendance.objects.filter(
        session__activity=OuterRef("activity"), teacher=OuterRef("teacher"), state__in=COUNTS_PRESENT,
        part__in=[Part.TEACH, Part.PRESENT],
    ).filter(Q(session__day=OuterRef("day")) | Q(session__day__lte=OuterRef("day"), session__until__gte=OuterRef("day")))
    heard = Observation.objects.filter(lesson=OuterRef("pk"), state__in=observations.HANDED_IN)
    lessons = OpenLesson.objects.filter(term=term, day__lte=until).exclude(state=OpenLessonState.CANCELLED)
    taught = Attendance.objects.filter(
        session__activity__term=term, part=Part.TEACH, state__in=COUNTS_PRESENT, session__day__lte=until, session__cancelled=""
    ).exclude(session__activity__state=ActivityState.CANCELLED)
    if only is not None:
        lessons, taught = lessons.filter(teacher__in=only), taught.filter(teacher__in=only)
    rows = lessons.filter(Q(Exists(heard)) | Q(Exists(came))).order_by("day", "pk")
    found, kinds = [], dict(OpenLesson.Kind.choices)
    stands = set()
    for pk, teacher, day, topic, kind, activity in rows.values_list("pk", "teacher", "day", "topic", "kind", "activity"):
        found.append(Given(teacher, day, f"{kinds.get(kind, kind)}{topic}", kinds.get(kind, kind), "lesson", pk))
        stands |= {(teacher, activity), (teacher, day)}
    for teacher, day, activity, title in taught.order_by("session__day", "pk").values_list(
        "teacher", "session__day", "session__activity", "session__activity__title"
    ):
        if not stands & {(teacher, activity), (teacher, day)}:
            found.append(Given(teacher, day, f"{title}（出课）", "", "activity_detail", activity))
    return found


@files.owner
def _photo_beside_a_lesson(person: Person, stored: StoredFile) -> bool:
    """Photographed pages of a design or reflection that its author put beside an open lesson."""
    if not person.school:
        return False
    lessons = within(person, "lesson.read", OpenLesson.objects.exclude(state=OpenLessonState.CANCELLED))
    works = Work.objects.filter(photos__file=stored).exclude(state=WorkState.DRAFT).values("pk")
    return lessons.filter(Q(design__in=works) | Q(reflection__in=works)).exists()
