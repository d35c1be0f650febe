"""照上学期起草 beyond the plan itself: what the floors above keep by the term and can take over. They tell it here when they start."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from school.models import Term
from school.person import Person


@dataclass(frozen=True)
class Carried:
    """Something a school keeps by the term. wanted: most schools keep it as it was, so it is ticked at first."""

    key: str
    label: str
    model: type[Model]
    take: Callable[[Person, Term, Term], int]  # from the old term into the new one; gives how many
    wanted: bool = True

    def number(self, term: Term) -> int:
        return self.model.objects.filter(term=term).count()


_carried: list[Carried] = []


def tell_carried(one: Carried) -> None:
    _carried.append(one)


def carried() -> list[Carried]:
    return list(_carried)
