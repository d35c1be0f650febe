"""Who is asking: a user in one school with the roles that hold today."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from school.clock import today
from school.models import District, Role, School, Teacher, Term, User


@dataclass(frozen=True, eq=False)
class Person:
    """一个人在一所学校里的身份: the actor of every service and the subject of every policy question."""

    user: User
    school: School | None
    district: District | None = None
    roles: frozenset[str] = frozenset()
    led_groups: frozenset[int] = frozenset()
    teacher: Teacher | None = None
    address: str = ""
    places: tuple[School, ...] = field(default=())
    only: tuple[str, int] | None = None  # 邀请链接: the kind and number of the one thing he may open (school.invited)
    chosen_term: int | None = None  # 换学期看: a term of this school, else nothing was chosen

    @property
    def name(self) -> str:
        return self.teacher.name if self.teacher else self.user.name

    @property
    def role_names(self) -> str:
        """The roles in words, highest first: 「副校长、教师」."""
        return "、".join(label for value, label in Role.Name.choices if value in self.roles)

    @cached_property
    def terms(self) -> list[Term]:
        """The terms of the school, the oldest first."""
        return list(Term.objects.filter(school=self.school).order_by("starts")) if self.school else []

    @cached_property
    def present(self) -> Term | None:
        """本学期: the term that holds today, else the last begun."""
        return _holding(self.terms)

    @cached_property
    def term(self) -> Term | None:
        """The term every list and sheet is about: the one chosen to look at, else 本学期."""
        return next((term for term in self.terms if term.pk == self.chosen_term), self.present)

    @property
    def looks_back(self) -> bool:
        """Whether 往期 is shown: nothing new is put into it (school.past)."""
        return bool(self.present and self.term.starts < self.present.starts)


def current_term(school: School) -> Term | None:
    """本学期 of a school: the term that holds today, else the last begun, else the first one planned."""
    return current_terms([school]).get(school.pk)


def current_terms(schools: Iterable[School]) -> dict[int, Term]:
    """本学期 of each of these schools, in one query."""
    found: defaultdict[int, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(school__in=schools).order_by("starts"):
        found[term.school_id].append(term)
    return {school: _holding(terms) for school, terms in found.items()}


def _holding(terms: list[Term]) -> Term | None:
    """Of the terms of one school, the oldest first: the one that holds today, else the last begun, else the first planned."""
    begun = [term for term in terms if term.starts <= today()]
    return next((term for term in begun if term.ends >= today()), (begun[-1:] or terms[:1] or [None])[0])


def person_of(user: User, school_id: int | None = None, address: str = "", *, term_id: int | None = None) -> Person:
    """The person behind a login: roles that hold today, in the chosen school or else the first one.

    A 区县 observer has a district and no school; somebody with several schools chooses one. Who has left a school has no
    roles there any more; until that day he is its teacher, so that nobody slips out of 「不能给自己」 by a date.
    """
    day = today()
    roles = list(
        Role.objects.filter(user=user)
        .filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
        .select_related("school", "district")
        .order_by("id")
    )
    teacher = Teacher.objects.model._base_manager.filter(user=user).first()
    if teacher and teacher.left and teacher.left < day:
        roles, teacher = [role for role in roles if role.school_id != teacher.school_id], None
    places = {role.school_id: role.school for role in roles if role.school_id}
    school = places.get(school_id) or (teacher and places.get(teacher.school_id)) or next(iter(places.values()), None)
    if school is None:
        district = next((role.district for role in roles if role.district_id), None)
        names = frozenset(role.name for role in roles if role.district_id)
        return Person(user, None, district, names, address=address)
    here = [role for role in roles if role.school_id == school.pk]
    return Person(
        user=user,
        school=school,
        roles=frozenset(role.name for role in here),
        led_groups=frozenset(role.group_id for role in here if role.name == Role.Name.GROUP_LEADER),
        teacher=teacher if teacher and teacher.school_id == school.pk else None,
        address=address,
        places=tuple(places.values()),
        chosen_term=term_id,
    )
