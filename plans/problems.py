"""问题—计划—行动—反思: problems of a term, the themes they fall under, who studies which, and how it ended (seed 001)."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from plans.models import CoreProblem, Problem, ScheduleEntry, Theme
from plans.states import ProblemState
from school.models import Teacher, Term
from school.person import Person
from school.policy import Reach, reaches, within

GOING = ((ProblemState.OPEN, "在研究"), (ProblemState.CLOSED, "已解决"), (ProblemState.CARRIED, "转到下学期"))


@dataclass(frozen=True)
class Studied:
    """One theme: the problems under it, who studies it, and the rows of the schedule held for it."""

    theme: Theme
    problems: tuple[Problem, ...]
    cores: tuple[CoreProblem, ...]
    entries: tuple[ScheduleEntry, ...]


def themes(term: Term, *, chosen: bool = False) -> list[Studied]:
    """The themes of a term with all that hangs on them, in four queries."""
    rows = Theme.objects.filter(term=term).prefetch_related(
        Prefetch("problems", Problem.objects.select_related("teacher")),
        Prefetch("cores", CoreProblem.objects.select_related("teacher")),
        Prefetch("entries", ScheduleEntry.objects.order_by("starts", "order")),
    )
    rows = rows.filter(chosen=True) if chosen else rows
    return [Studied(row, tuple(row.problems.all()), tuple(row.cores.all()), tuple(row.entries.all())) for row in rows]


def unsorted(term: Term) -> QuerySet[Problem]:
    return Problem.objects.filter(term=term, theme=None).select_related("teacher")


def carried_themes(term: Term) -> QuerySet[Theme]:
    """Themes that the term before carried over and this one has not taken up yet."""
    before = Term.objects.filter(school=term.school, starts__lt=term.starts).order_by("-starts").first()
    return Theme.objects.filter(term=before, state=ProblemState.CARRIED).exclude(
        title__in=list(Theme.objects.filter(term=term).values_list("title", flat=True))
    )


def core_of(teacher: Teacher | None, term: Term) -> CoreProblem | None:
    return CoreProblem.objects.filter(teacher=teacher, term=term).select_related("theme").first() if teacher else None


def carried_core(teacher: Teacher, term: Term) -> CoreProblem | None:
    """The core problem this teacher carried over from the term before."""
    rows = CoreProblem.objects.filter(teacher=teacher, state=ProblemState.CARRIED, term__starts__lt=term.starts)
    return rows.order_by("-term__starts").first()


def cores(person: Person, term: Term) -> QuerySet[CoreProblem]:
    rows = CoreProblem.objects.filter(term=term).select_related("teacher", "theme")
    return within(person, "core_problem.read", rows)


def named(person: Person) -> frozenset[int] | None:
    """Whose core problems this person may read, as teachers; None: everybody's. The others are counted only (`going`)."""
    if Reach.SCHOOL in reaches(person, "core_problem.read"):
        return None
    return frozenset(within(person, "core_problem.read", CoreProblem.objects.all()).order_by().values_list("teacher", flat=True))


def going(states: Iterable[str]) -> str:
    """How many study a theme and how it goes, without a name: 「2 位在研究，1 位已解决」."""
    found = Counter(states)
    return "，".join(f"{found[state]} 位{word}" for state, word in GOING if found[state])


def value(term: Term | None) -> list[dict]:
    """The chosen themes as they stand in a PlanDocument: title, how many asked, what is held for it, how it ended."""
    if term is None:
        return []
    return [
        {"title": one.theme.title, "problems": len(one.problems), "studied": len(one.cores),
         "entries": [entry.title for entry in one.entries], "state": one.theme.get_state_display(), "outcome": one.theme.outcome}
        for one in themes(term, chosen=True)
    ]
