"""往期: while an earlier term is shown nothing new is put into it, whatever page it was written on.

What hangs on a row of its own (a correction, a step, a cell of the sheet) goes where that row is. What settles a term may
still be made for it: 考核汇总表, 学期报告, 案卷, and the records a reopened sheet is short of; such models say so by
`settles_term`.
"""
from __future__ import annotations

from typing import Any

from django.db.models import Model
from django_scopes import get_scope

from school.person import Person
from school.workflow import Refused

# The pages on which something new of a term is begun: refused before anything is typed.
BEGINNINGS = frozenset({
    "write_new", "work_new", "lesson_new", "observation_new", "activity_new", "preparation_new", "contest_new", "inspection_new",
    "trip_new", "joint_new",
})


def refuse(person: Person) -> None:
    """For what a new row alone does not show: whole lists that are replaced, and roles that hold today."""
    if person.looks_back:
        raise Refused(f"现在看的是{person.term}，新写的不能记进以前的学期。", "请先按页面上方的『回到本学期』，再来写。")


def refuse_new(sender: type[Model], instance: Model, **_: Any) -> None:
    """No row of an earlier term is begun by somebody who is looking back at it (pre_save of every model)."""
    person: Person | None = get_scope().get("past")
    if person is None or not instance._state.adding or getattr(sender, "settles_term", False):
        return
    if person.term and getattr(instance, "term_id", None) == person.term.pk:
        refuse(person)
