"""新教师培养: for each teacher in his first three years what is behind him and what is still to come, out of what exists."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from activities.models import Assessment, Attendance, Help, Observation, OpenLesson, Pair, Session
from activities.queries.lessons import given
from activities.queries.pairs import SEEN
from activities.states import COUNTS_PRESENT, ActivityState, OpenLessonState, Part
from school import clock
from school.models import Teacher, Term
from school.models.people import NEW_YEARS
from school.person import Person
from school.policy import within


@dataclass(frozen=True)
class Aim:
    """What the school sees to in one term of a year: so many lessons opened, visited, talks with the mentor, assessments."""

    opened: int
    visited: int
    met: int
    assessed: int


# An activity so called or so held is a lesson of whoever presents in it, and no lecture.
SHOWN = ("汇报课", "公开课", "开课", "听课评课", "示范观摩")
# 过关 in the first year, 站稳 in the second, 成形 in the third: less each year (A28 of the mission).
AIMS = {1: Aim(1, 8, 8, 1), 2: Aim(1, 4, 4, 1), 3: Aim(1, 2, 2, 1)}


@dataclass(frozen=True)
class Step:
    """One line of the calendar: a day, what it is, and whether it is done; without a day it is still to be planned."""

    day: date | None
    kind: str
    what: str
    done: bool
    page: str = ""
    pk: int | None = None


@dataclass
class Calendar:
    """培养日历 of one new teacher in one term."""

    teacher: Teacher
    year: int
    mentors: list[str]
    steps: list[Step]
    ways: dict[str, tuple[str, int]] = field(default_factory=dict)  # where a kind is written down

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """What was done of what the year asks, by kind."""
        aim = AIMS[self.year]
        asked = {"开课": aim.opened, "跟踪听课": aim.visited, "师徒交流": aim.met, "考核": aim.assessed}
        return [(kind, sum(step.kind == kind and step.done for step in self.steps), number) for kind, number in asked.items()]

    @property
    def to_come(self) -> list[Step]:
        """What has a day and lies ahead, then what is still to be planned."""
        ahead = sorted((step for step in self.steps if not step.done), key=lambda step: step.day)
        missing = [
            Step(None, kind, f"还差 {number - done - planned} 次", False, *self.ways.get(kind, ()))
            for kind, done, number in self.counts
            if (planned := sum(step.kind == kind for step in ahead)) + done < number
        ]
        return ahead + missing

    @property
    def behind(self) -> list[Step]:
        return sorted((step for step in self.steps if step.done), key=lambda step: step.day, reverse=True)


def year_of(teacher: Teacher, day: date) -> int | None:
    """第几年 since 参加工作; None after the third."""
    year = teacher.year_at_work(day)
    return year if 1 <= year <= NEW_YEARS else None


def new_teachers(person: Person) -> QuerySet[Teacher]:
    """新教师 within reach: in their first three years, by the day they began to work."""
    oldest = date(clock.today().year - NEW_YEARS - 1, 7, 1)
    return within(person, "growth.read", Teacher.objects.filter(left=None, started__gte=oldest)).order_by("-started", "order")


def calendars(teachers: list[Teacher], term: Term) -> list[Calendar]:
    """培养日历 of these teachers, in a fixed number of queries; who is past his third year is left out."""
    today = clock.today()
    found = {
        teacher.pk: Calendar(teacher, year, [], []) for teacher in teachers if (year := year_of(teacher, min(today, term.ends)))
    }
    _pairs(found, term)
    _lessons(found, term)
    _opened(found, term, today)
    marks = Assessment.objects.filter(  # of a test, or of an activity that says it assesses; a tier for any other is none
        Q(number__isnull=False) | Q(activity__title__contains="考核") | Q(activity__title__contains="过关") | Q(activity__title__contains="汇报课"),
        activity__term=term, teacher__in=found, preliminary=False,
    ).select_related("activity")
    for row in marks:
        found[row.teacher_id].steps.append(
            Step(localtime(row.at).date(), "考核", str(row.activity), True, "activity_detail", row.activity_id)
        )
    return list(found.values())


def _pairs(found: dict[int, Calendar], term: Term) -> None:
    pairs = Pair.objects.filter(helped__in=found, since__lte=term.ends, until__gte=term.starts).select_related("mentor", "guide")
    for pair in pairs:
        found[pair.helped_id].mentors.append(pair.mentor_name)
        found[pair.helped_id].ways["师徒交流"] = ("pair", pair.pk)
    rows = Help.objects.filter(pair__in=pairs, day__range=(term.starts, term.ends)).exclude(what=Help.What.LESSON)
    for row in rows.select_related("pair"):
        found[row.pair.helped_id].steps.append(
            Step(row.day, "师徒交流", f"{row.get_what_display()}：{row.line}", True, "pair", row.pair_id)
        )


def _lessons(found: dict[int, Calendar], term: Term) -> None:
    rows = Observation.objects.filter(observed__in=found, term=term, state__in=SEEN).select_related("observer").defer("process")
    for row in rows:
        found[row.observed_id].steps.append(
            Step(row.day, "跟踪听课", f"{row.observer}听{row.class_name}{row.named_topic}", True, "observation", row.pk)
        )


def _opened(found: dict[int, Calendar], term: Term, today: date) -> None:
    """开课: what was given, by the rule of the quotas, and lessons shown in an activity; what is announced stands ahead."""
    there = set()
    for lesson in given(term, only=list(found)):
        found[lesson.teacher].steps.append(Step(lesson.day, "开课", lesson.label, True, lesson.page, lesson.pk))
        there.add((lesson.teacher, lesson.day))
    shown = Attendance.objects.filter(
        teacher__in=found, session__activity__term=term, part=Part.PRESENT, state__in=COUNTS_PRESENT, session__day__lte=today,
        session__cancelled="",
    ).exclude(session__activity__state=ActivityState.CANCELLED)
    rows = shown.values_list("teacher", "session__day", "session__activity__title", "session__activity__forms", "session__activity")
    for teacher, day, title, forms, activity in rows:
        if (teacher, day) not in there and any(word in text for text in (title, *forms) for word in SHOWN):
            found[teacher].steps.append(Step(day, "开课", title, True, "activity_detail", activity))
    lessons = OpenLesson.objects.filter(term=term, teacher__in=found, day__gt=today).exclude(state=OpenLessonState.CANCELLED)
    for lesson in lessons:
        found[lesson.teacher_id].steps.append(Step(lesson.day, "开课", f"{lesson.get_kind_display()}{lesson.topic}", False, "lesson", lesson.pk))
    rows = Session.presenters.through.objects.filter(
        teacher__in=found, session__activity__term=term, session__day__gt=today, session__cancelled=""
    ).exclude(session__activity__state=ActivityState.CANCELLED)
    for teacher, day, title, activity in rows.values_list("teacher", "session__day", "session__activity__title", "session__activity"):
        found[teacher].steps.append(Step(day, "开课", title, False, "activity_detail", activity))
