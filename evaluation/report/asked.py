"""Of whom and of which days a report speaks."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from activities.models import Session
from activities.queries.against_plan import Row, against_plan
from activities.queries.attendance import counting
from activities.queries.serving import DONE
from activities.states import ActivityState
from evaluation.models import TermReport
from plans.models import Plan
from school import clock
from school.audience import in_service
from school.models import Membership, Term
from school.person import Person


@dataclass(frozen=True)
class Asked:
    """The school, a group or a teacher, and the days from the first until today at the latest; `person` asks."""

    person: Person
    report: TermReport

    @property
    def term(self) -> Term:
        return self.report.term

    @property
    def days(self) -> tuple[date, date]:
        return self.report.first, max(self.until, self.report.first)

    @property
    def until(self) -> date:
        return min(self.report.last, clock.today())

    @cached_property
    def teachers(self) -> frozenset[int] | None:
        """Whose records count; None: everybody's."""
        if self.report.teacher_id:
            return frozenset({self.report.teacher_id})
        if self.report.group_id:
            rows = Membership.objects.filter(term=self.term, group=self.report.group_id)
            return frozenset(rows.values_list("teacher", flat=True))
        return None

    def of(self, rows: QuerySet, path: str) -> QuerySet:
        """The rows of these teachers."""
        return rows if self.teachers is None else rows.filter(**{f"{path}__in": self.teachers})

    @cached_property
    def headcount(self) -> int:
        """在册 on the last of these days."""
        return self.of(in_service(self.term.school, max(self.until, self.term.starts)), "pk").count()

    def sessions(self) -> QuerySet[Session]:
        """Sessions that were held in these days: all, the group's own, or those the teacher was at the list of."""
        rows = Session.objects.filter(
            activity__term=self.term, activity__state__in=(ActivityState.RUNNING, *DONE), cancelled="", day__range=self.days
        )
        if self.report.group_id:
            return rows.filter(activity__group=self.report.group_id)
        return rows.filter(attendances__teacher=self.report.teacher_id) if self.report.teacher_id else rows

    def attendances(self) -> QuerySet:
        """考勤 of these sessions; of a teacher his own."""
        rows = counting(self.term).filter(session__day__range=self.days)
        if self.report.group_id:
            return rows.filter(session__activity__group=self.report.group_id)
        return rows.filter(teacher=self.report.teacher_id) if self.report.teacher_id else rows

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the school's plan in these days as they stand; of a group its own."""
        found = against_plan(self.person, self.term, max(self.until, self.term.starts))
        if not self.report.whole_term:
            found = [row for row in found if row.day and self.report.first <= row.day <= self.report.last]
        return [row for row in found if row.names["group"] == (self.report.group.name,)] if self.report.group else found

    @cached_property
    def plan(self) -> Plan | None:
        """The term's plan of the school, the group or the teacher."""
        return Plan.objects.filter(term=self.term, level=self.report.level, group=self.report.group_id, teacher=self.report.teacher_id).first()
