"""收集: what belongs into a volume, in its order, and what is still missing (缺件) and whom to ask.

Order after spec 09: 依据文件, plan and rules → per activity its record, list and sign-in sheet, with its schools, contest and open
lessons, by day among them surveys and inspections → works chosen, observations → pairs, trips, topics → score sheet with reasons,
objections, what was made public → reports, money. Every reader of a volume may read what it binds (spec 02): of surveys
only figures, never what somebody wrote, for an archivist does not read answers.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from activities.states import WorkState
from archives.gather import activities, closing, plan, scores, together, written
from archives.gather.line import GROUPS, Collected, Missing
from archives.models import Dossier


@dataclass
class Contents:
    items: list[Collected] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def bound(self) -> list[Collected]:
        return [item for item in self.items if not item.absent]


def collect(dossier: Dossier, *, typeset: bool = True, tick: Callable[[int, str], None] = lambda n, title: None) -> Contents:
    """Everything of a volume; `tick` hears of each piece. typeset=False leaves the papers out: enough for the screen."""
    gather = {"term": _term, "teacher": _teacher, "group": _group, "anthology": _anthology}[dossier.kind]
    contents = Contents()
    for item in gather(dossier, typeset):
        contents.items.append(item)
        contents.missing.extend(item.missing)
        tick(len(contents.items), item.piece.title)
    place = {key: at for at, key in enumerate(dossier.order)}
    contents.items.sort(key=lambda item: (GROUPS.index(item.group), place.get(item.key, len(place))))
    return contents


def _term(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    yield from plan.of_school(dossier, typeset)
    yield from activities.of_school(dossier, typeset)
    yield from written.works(dossier, typeset, WorkState.EXCELLENT)
    yield from written.observations(dossier, typeset)
    yield from together.of_dossier(dossier, typeset)
    yield from scores.of_school(dossier, typeset)
    yield from closing.of_school(dossier, typeset)


def _teacher(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教师个人专业发展档案 (校本研修报告册): who he is, his plans, the lessons he gave and watched, his works, pairs, trips and topics, his points."""
    one = dossier.teacher
    yield from plan.of_person(dossier, typeset)
    yield from plan.of_team(dossier, typeset)
    yield from activities.of_teacher(dossier, typeset)
    yield from written.works(dossier, typeset, WorkState.EXCELLENT, WorkState.ACCEPTED, author=one)
    yield from written.observations(dossier, typeset, observer=one)
    yield from written.observations(dossier, typeset, observed=one)
    yield from together.of_dossier(dossier, typeset)
    yield from scores.of_teacher(dossier, typeset)
    yield from closing.of_owner(dossier, typeset)


def _group(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """教研组期末材料: its plan, activities, chosen works, its pairs, trips and topics; nobody's points."""
    yield from plan.of_team(dossier, typeset)
    yield from activities.of_group(dossier, typeset)
    members = {"author__memberships__group": dossier.group, "author__memberships__term": dossier.term}
    yield from written.works(dossier, typeset, WorkState.EXCELLENT, **members)
    yield from together.of_dossier(dossier, typeset)
    yield from closing.of_owner(dossier, typeset)


def _anthology(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    yield from written.works(dossier, typeset, WorkState.EXCELLENT)
