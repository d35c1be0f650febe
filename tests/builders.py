"""Builders and one named cast: every role of one school, and a stranger from another."""
from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date

import pikepdf
from django_scopes import scopes_disabled

from school.models import District, Group, Membership, Role, School, Tag, Teacher, Term, User
from school.person import Person, person_of

PASSWORD = "yanxiu-demo"
TODAY = date(2026, 11, 18)


def a_school(code: str = "fd", name: str = "岚清县枫渡镇中心小学", district: District | None = None) -> School:
    return School.objects.create(code=code, name=name, short_name=name.removeprefix("岚清县"), district=district)


def a_term(school: School) -> Term:
    return Term.objects.create(school=school, code="2026-2027-1", starts=date(2026, 9, 1), ends=date(2027, 1, 24))


def a_user(username: str, name: str) -> User:
    user = User(username=username, first_name=name)
    user.set_unusable_password()
    user.save()
    return user


def a_teacher(
    school: School, name: str, *, staff_no: str = "", user: User | None = None, group: Group | None = None,
    leads: bool = False, term: Term | None = None, tags: tuple[str, ...] = (), **fields,
) -> Teacher:
    number = staff_no or f"{school.code}-{Teacher._base_manager.filter(school=school).count() + 1:03d}"
    count = Teacher._base_manager.filter(school=school).count()
    teacher = Teacher._base_manager.create(
        school=school, name=name, staff_no=number, user=user, order=count, joined=date(2020, 8, 20), **fields
    )
    for tag in tags:
        teacher.tags.add(Tag._base_manager.get_or_create(school=school, name=tag)[0])
    if group:
        Membership._base_manager.create(
            term=term or Term.objects.get(school=school), group=group, teacher=teacher, leads=leads
        )
    return teacher


@dataclass
class Cast:
    """枫渡 with every role; 河湾 with the same roles, whose rows nobody of 枫渡 may see."""

    school: School
    term: Term
    groups: dict[str, Group]
    users: dict[str, User] = field(default_factory=dict)
    teachers: dict[str, Teacher] = field(default_factory=dict)
    stranger: Cast | None = None

    def person(self, role: str) -> Person:
        return person_of(self.users[role])


ROLES = {
    "principal": ("周德厚", Role.Name.PRINCIPAL), "leader": ("吴敬堂", Role.Name.LEADER),
    "office": ("何淑芬", Role.Name.OFFICE), "group_leader": ("唐建平", Role.Name.GROUP_LEADER),
    "teacher": ("方静宜", None), "colleague": ("郑国栋", None), "other": ("万里红", None),
    "archivist": ("胡月娥", Role.Name.ARCHIVIST),
}


def a_cast(code: str = "fd", name: str = "岚清县枫渡镇中心小学", prefix: str = "") -> Cast:
    """Principal, leader, office, group leader (语文), teacher and colleague of his group, other (数学), archivist, admin."""
    with scopes_disabled():
        district = District.objects.get_or_create(code="lanqing", defaults={"name": "岚清县"})[0]
        school = a_school(code, name, district)
        term = a_term(school)
        groups = {
            key: Group._base_manager.create(school=school, name=label, order=order)
            for order, (key, label) in enumerate((("chinese", "语文组"), ("maths", "数学组")))
        }
        cast = Cast(school, term, groups)
        for key, (person, role) in ROLES.items():
            user = cast.users[key] = a_user(prefix + key, prefix + person)
            group = groups["maths"] if key in ("other", "office") else groups["chinese"]
            cast.teachers[key] = a_teacher(
                school, prefix + person, user=user, group=group, leads=key == "group_leader", term=term,
                tags=("班主任",) if key in ("teacher", "colleague") else (),
            )
            Role.objects.create(user=user, school=school, name=Role.Name.TEACHER)
            if role:
                Role.objects.create(user=user, school=school, name=role, group=group if key == "group_leader" else None)
        cast.users["admin"] = a_user(prefix + "admin", prefix + "管理员")
        Role.objects.create(user=cast.users["admin"], school=school, name=Role.Name.ADMIN)
        if not prefix:
            cast.users["district"] = a_user("district", "县观察员")
            Role.objects.create(user=cast.users["district"], district=district, name=Role.Name.DISTRICT)
            cast.stranger = a_cast("hw", "岚清县河湾小学", "河湾")
    return cast


def a_pdf(title: str) -> bytes:
    """One empty page; the title makes the bytes its own."""
    made, target = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = title
    made.save(target)
    return target.getvalue()
