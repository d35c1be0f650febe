"""参加人员: a readable rule that resolves to a list of teachers on a day.

Shape: {"all": true} or any of {"tags": [name], "groups": [name], "subjects": [name], "roles": [name], "served": [[least, below]],
"aged": [[least, below]], "plus": [staff_no], "minus": [staff_no]}; what is named is joined by 或. served: 教龄 in full years,
aged: 周岁; least or below may be null. An empty rule addresses nobody.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from school import clock
from school.models import Role, School, Teacher, Term

Audience = dict[str, Any]
KEYS = ("all", "tags", "groups", "subjects", "roles", "served", "aged", "plus", "minus")
SPANS = (("served", "教龄", "年"), ("aged", "", "岁"))


def in_service(school: School, day: date) -> QuerySet[Teacher]:
    """Teachers in service on a day: joined, not left (long leave counts as in service; attendance says 产假)."""
    return Teacher.objects.filter(school=school).filter(
        Q(joined=None) | Q(joined__lte=day), Q(left=None) | Q(left__gte=day)
    )


def resolve(audience: Audience, school: School, term: Term, day: date) -> QuerySet[Teacher]:
    """The teachers a rule addresses on a day, in roster order."""
    everybody = in_service(school, day)
    if set(audience) == {"all"}:
        return everybody
    return everybody.filter(pk__in=[pk for pk, who in all_traits(school, term, day).items() if includes(audience, who)])


@dataclass(frozen=True)
class Traits:
    """What a rule can ask of one teacher: his 工号, groups, tags, roles, subject, and full years of 教龄 and of age."""

    staff_no: str
    groups: frozenset[str]
    tags: frozenset[str]
    roles: frozenset[str]
    subject: str = ""
    served: int | None = None
    aged: int | None = None


def traits(teacher: Teacher, term: Term | None) -> Traits:
    """One teacher as rules see him today, in three queries for any number of rules."""
    today = clock.today()
    return Traits(
        teacher.staff_no,
        frozenset(teacher.memberships.filter(term=term).values_list("group__name", flat=True)),
        frozenset(teacher.tags.values_list("name", flat=True)),
        frozenset(Role.objects.filter(user=teacher.user_id, school=teacher.school_id).values_list("name", flat=True)),
        teacher.subject, full_years(teacher.started, today), full_years(teacher.born, today),
    )


def all_traits(school: School, term: Term | None, day: date) -> dict[int, Traits]:
    """Every teacher in service as rules see him, in four queries for any number of teachers and rules."""
    rows = list(in_service(school, day).values_list("pk", "staff_no", "user", "subject", "started", "born"))
    groups = _names(Teacher.objects.filter(school=school, memberships__term=term), "pk", "memberships__group__name")
    tags = _names(Teacher.objects.filter(school=school, tags__isnull=False), "pk", "tags__name")
    roles = _names(Role.objects.filter(school=school), "user", "name")
    return {
        pk: Traits(staff_no, groups[pk], tags[pk], roles[user], subject, full_years(started, day), full_years(born, day))
        for pk, staff_no, user, subject, started, born in rows
    }


def full_years(since: date | None, day: date) -> int | None:
    """Full years from a day to another: 教龄 since 参加工作, 周岁 since birth; None where the roster does not know."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day)) if since else None


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
        or who.subject in audience.get("subjects", ())
        or _within(audience.get("served", ()), who.served)
        or _within(audience.get("aged", ()), who.aged)
    )


def _within(spans: Iterable[list[int | None]], years: int | None) -> bool:
    return years is not None and any((least is None or years >= least) and (below is None or years < below) for least, below in spans)


def words(audience: Audience, names: dict[str, str] | None = None) -> str:
    """The rule as people say it: 「语文组、骨干，另加 方静宜，不含 马长福」. `names`: staff_no → 姓名."""
    names = names or {}

    def called(numbers: list[str]) -> str:
        return "、".join(names.get(number, number) for number in numbers)

    labels = dict(Role.Name.choices)
    parts = ["全体教师"] if audience.get("all") else [
        *audience.get("groups", []), *audience.get("tags", []), *(f"{subject}学科" for subject in audience.get("subjects", [])),
        *(labels.get(role, role) for role in audience.get("roles", [])),
        *(_said(span, head, unit) for key, head, unit in SPANS for span in audience.get(key, ())),
    ]
    text = "、".join(parts)
    if plus := audience.get("plus"):
        text = f"{text}，另加 {called(plus)}" if text else called(plus)
    if minus := audience.get("minus"):
        text += f"，不含 {called(minus)}"
    return text or "未定"


def _said(span: list[int | None], head: str, unit: str) -> str:
    """「教龄满25年」「不满35岁」「教龄满5年不满10年」"""
    return head + "".join(f"{word}{years}{unit}" for word, years in zip(("满", "不满"), span, strict=True) if years is not None)
