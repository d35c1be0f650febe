"""往期: while an earlier term is shown nothing new is put into it, whatever page it was written on.

What hangs on a row of its own (a correction, a step, a cell of the sheet) goes where that row is. What settles a term may
still be made for it: 考核汇总表, 学期报告, 案卷, and the records a reopened sheet is short of; such models say so by
`settles_term`.
"""
from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Model
from django.urls import Resolver404, resolve
from django_scopes import get_scope

from school.person import Person
from school.workflow import Refused

# Where something new of a term is begun: refused before anything is typed, and no page of an earlier term offers it.
BEGINNINGS = frozenset({
    "write_new", "work_new", "lesson_new", "observation_new", "activity_new", "preparation_new", "contest_new", "inspection_new",
    "trip_new", "joint_new", "plan_start", "plan_copy", "plan_pattern", "plan_read", "personal_plan_start", "group_plan_start",
})
OFFER = re.compile(r'<a ([^>]*?)href="([^"]+)"([^>]*)>(.*?)</a>|<form [^>]*?action="([^"]+)"[^>]*>.*?</form>', re.DOTALL)


def refuse(person: Person) -> None:
    """For what a new row alone does not show: whole lists that are replaced, and roles that hold today."""
    if person.looks_back:
        raise Refused(f"现在看的是{person.term}，新写的不能记进以前的学期。", "请先按页面上方的『回到本学期』，再来写。")


def without_beginnings(page: str) -> str:
    """A page of an earlier term without the buttons that begin something; a link within a sentence keeps its words."""
    return OFFER.sub(_kept, page)


def _kept(offer: re.Match[str]) -> str:
    before, address, after, words, action = offer.groups()
    if not _begins(address or action):
        return offer[0]
    return "" if action or 'class="' in before + after else words


def _begins(address: str) -> bool:
    try:
        return resolve(urlsplit(unescape(address)).path).url_name in BEGINNINGS
    except Resolver404:
        return False


def refuse_new(sender: type[Model], instance: Model, **_: Any) -> None:
    """No row of an earlier term is begun by somebody who is looking back at it (pre_save of every model)."""
    person: Person | None = get_scope().get("past")
    if person is None or not instance._state.adding or getattr(sender, "settles_term", False):
        return
    if person.term and getattr(instance, "term_id", None) == person.term.pk:
        refuse(person)
