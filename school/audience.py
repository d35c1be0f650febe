"""参加人员: a readable rule that resolves to a list of teachers on a day.

Shape: {"all": true} or any of {"tags": [name], "groups": [name], "roles": [name], "plus": [staff_no],
"minus": [staff_no]}; tags, groups and roles are joined by 或. An empty rule addresses nobody.
"""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from school.models import Role, School, Teacher, Term

Audience = dict[str, Any]
KEYS = ("all", "tags", "groups", "roles", "plus", "minus")


def in_service(school: School, day: date) -> QuerySet[Teacher]:
    """Teachers in service on a day: joined, not left (long leave counts as in service; attendance says 产假)."""
    return Teacher.objects.filter(school=school).filter(
        Q(joined=None) | Q(joined__lte=day), Q(left=None) | Q(left__gte=day)
    )


def resolve(audience: Audience, school: School, term: Term, day: date) -> QuerySet[Teacher]:
    """The teachers a rule addresses on a day, in roster order."""
    everybody = in_service(school, day)
    if audience.get("all"):
        chosen = Q()
    else:
        chosen = Q(pk__in=[])
        if tags := audience.get("tags"):
            chosen |= Q(pk__in=Teacher.objects.filter(tags__name__in=tags, school=school).values("pk"))
        if groups := audience.get("groups"):
            chosen |= Q(
                pk__in=Teacher.objects.filter(
                    memberships__group__name__in=groups, memberships__term=term, school=school
                ).values("pk")
            )
        if roles := audience.get("roles"):
            users = Role.objects.filter(school=school, name__in=roles).values("user")
            chosen |= Q(user__in=users)
        if plus := audience.get("plus"):
            chosen |= Q(staff_no__in=plus)
    found = everybody.filter(chosen)
    if minus := audience.get("minus"):
        found = found.exclude(staff_no__in=minus)
    return found


@dataclass(frozen=True)
class Traits:
    """What a rule can ask of one teacher: his 工号, groups, tags and roles."""

    staff_no: str
    groups: frozenset[str]
    tags: frozenset[str]
    roles: frozenset[str]


def traits(teacher: Teacher, term: Term | None) -> Traits:
    """One teacher as rules see him, in three queries for any number of rules."""
    return Traits(
        teacher.staff_no,
        frozenset(teacher.memberships.filter(term=term).values_list("group__name", flat=True)),
        frozenset(teacher.tags.values_list("name", flat=True)),
        frozenset(Role.objects.filter(user=teacher.user_id, school=teacher.school_id).values_list("name", flat=True)),
    )


def all_traits(school: School, term: Term | None, day: date) -> dict[int, Traits]:
    """Every teacher in service as rules see him, in four queries for any number of teachers and rules."""
    rows = list(in_service(school, day).values_list("pk", "staff_no", "user"))
    groups = _names(Teacher.objects.filter(school=school, memberships__term=term), "pk", "memberships__group__name")
    tags = _names(Teacher.objects.filter(school=school, tags__isnull=False), "pk", "tags__name")
    roles = _names(Role.objects.filter(school=school), "user", "name")
    return {pk: Traits(staff_no, groups[pk], tags[pk], roles[user]) for pk, staff_no, user in rows}


def _names(rows: QuerySet, key: str, name: str) -> defaultdict[int, frozenset[str]]:
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for pk, value in rows.order_by().values_list(key, name):
        found[pk] |= {value}
    return found


def includes(audience: Audience, who: Traits) -> bool:
    """Whether a rule addresses this one teacher; the same answer as `resolve`, without asking the database."""
    if who.staff_no in audience.get("minus", ()):
        return False
    return bool(
        audience.get("all")
        or who.staff_no in audience.get("plus", ())
        or who.groups & set(audience.get("groups", ()))
        or who.tags & set(audience.get("tags", ()))
        or who.roles & set(audience.get("roles", ()))
    )


def words(audience: Audience, names: dict[str, str] | None = None) -> str:
    """The rule as people say it: 「语文组、骨干，另加 方静宜，不含 马长福」. `names`: staff_no → 姓名."""
    names = names or {}

    def called(numbers: list[str]) -> str:
        return "、".join(names.get(number, number) for number in numbers)

    labels = dict(Role.Name.choices)
    parts = ["全体教师"] if audience.get("all") else [
        *audience.get("groups", []), *audience.get("tags", []), *(labels.get(role, role) for role in audience.get("roles", []))
    ]
    text = "、".join(parts)
    if plus := audience.get("plus"):
        text = f"{text}，另加 {called(plus)}" if text else called(plus)
    if minus := audience.get("minus"):
        text += f"，不含 {called(minus)}"
    return text or "未定"
