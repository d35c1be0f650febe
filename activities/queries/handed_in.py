"""What the activities give to a filing and to the list for an inspection: 学时花名册 and how much of each record there is."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from activities.models import Activity, ActivityFile, Attendance, Observation, Work
from activities.queries.attendance import counting
from activities.queries.observations import outside_activities
from activities.states import COUNTS_PRESENT, ActivityState, WorkState
from documents.xlsx import Column, Workbook
from plans import filing
from plans.filing import Kept
from school.audience import in_service
from school.clock import today
from school.models import School, Teacher, Term


@dataclass(frozen=True)
class Hours:
    """学时 of one teacher: of how many activities and lessons observed, and what they come to."""

    activities: int
    lessons: int
    hours: Decimal


NONE = Hours(0, 0, Decimal())


def hours_of(school: School, term: Term, days: tuple[date, date] | None = None) -> dict[int, Hours]:
    """学时 by teacher, each activity once, and of lessons he observed; of a term or of some of its days."""
    rows = counting(term).filter(state__in=COUNTS_PRESENT, session__activity__hours__isnull=False)
    lessons, each = outside_activities(term), school.lesson_hours
    if days:
        rows, lessons = rows.filter(session__day__range=days), lessons.filter(day__range=days)
    worth: dict[int, dict[int, Decimal]] = {}
    for teacher, activity, hours in rows.order_by().values_list("teacher_id", "session__activity_id", "session__activity__hours"):
        worth.setdefault(teacher, {})[activity] = hours
    heard = Counter(lessons.order_by().values_list("observer_id", flat=True)) if each else Counter()
    return {
        teacher: Hours(len(worth.get(teacher, {})), heard[teacher], sum(worth.get(teacher, {}).values(), heard[teacher] * each))
        for teacher in worth.keys() | heard.keys()
    }


@dataclass(frozen=True)
class HourLine:
    """One line of 学时登记表: an activity or a lesson observed, and what it is worth."""

    day: date | None
    title: str
    forms: str
    hours: Decimal


def hours_lines(teacher: Teacher, term: Term) -> list[HourLine]:
    """What makes up one teacher's 学时 of a term, by day; the sum is that of `hours_of`."""
    rows = counting(term).filter(teacher=teacher, state__in=COUNTS_PRESENT, session__activity__hours__isnull=False)
    first = {}
    for row in rows.select_related("session__activity").order_by("session__day", "pk"):
        first.setdefault(row.session.activity_id, row.session)
    lines = [HourLine(one.day, one.activity.title, "、".join(one.activity.forms), one.activity.hours) for one in first.values()]
    if each := teacher.school.lesson_hours:
        heard = outside_activities(term).filter(observer=teacher).select_related("observed")
        lines += [HourLine(one.day, f"听{one.observed}的课{one.named_topic}", "听课", each) for one in heard]
    return sorted(lines, key=lambda one: (one.day or term.ends, one.title))


@filing.adds
def hours_roster(school: School, term: Term) -> filing.Piece | None:
    """学时花名册: the hours of each teacher in service; nothing without hours."""
    found, each = hours_of(school, term), school.lesson_hours
    if not found:
        return None
    book = Workbook("学时花名册", school.name)
    lessons = (Column("听课（节）", width=10),) if each else ()
    columns = (Column("序号", width=6), Column("工号", width=14), Column("姓名", width=12), Column("学科", width=10), Column("活动（次）", width=10),
               *lessons, Column("学时", width=10, places=1))
    table = []
    for number, person in enumerate(in_service(school, min(max(today(), term.starts), term.ends)), 1):
        one = found.get(person.pk, NONE)
        table.append([number, person.staff_no, person.name, person.subject, one.activities, *((one.lessons,) if each else ()), one.hours])
    book.table("学时", columns, table, title="校本研修学时花名册", subtitle=f"{school.name}　{term.name}", landscape=False)
    return "学时花名册.xlsx", book.bytes()


@filing.lists
def kept(school: School, term: Term) -> list[Kept]:
    """活动记录、签到、照片、听课、材料 of the term."""
    held = Activity.objects.filter(term=term, state__in=(ActivityState.FINISHED, ActivityState.COMPLETE))
    signed = Attendance.objects.filter(session__activity__in=held, state__in=COUNTS_PRESENT).values("session__activity").distinct()
    return [
        Kept("办过的活动", held.count(), "次", "活动", "activity_list"),
        Kept("活动记录", held.exclude(process="").count(), "份", "活动·记录", "activity_list"),
        Kept("签到", signed.count(), "次", "活动·考勤", "activity_list"),
        Kept("活动照片和讲稿", ActivityFile.objects.filter(activity__term=term).count(), "件", "活动·记录", "activity_list"),
        Kept("听课记录", Observation.objects.filter(term=term).exclude(state="draft").count(), "份", "听课记录", "observation_list"),
        Kept("教师研修材料", Work.objects.filter(term=term).exclude(state=WorkState.DRAFT).count(), "篇", "研修材料", "work_list"),
    ]
