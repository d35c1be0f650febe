"""District, schools with their 校点, terms, people, groups and accounts of the demo."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from documents import names
from school.models import District, Group, Membership, Role, School, Service, Tag, Teacher, Term, User
from yanxiu.demo import people, term
from yanxiu.demo.accounts import PASSWORD

TITLES = {"未评": ""}
LEAVES = {"产假": Service.Kind.MATERNITY, "病休": Service.Kind.SICK, "借调": Service.Kind.AWAY}


@dataclass
class Built:
    """One built school and the ways to find its people again."""

    school: School
    term: Term
    people: dict[str, people.Person]  # 工号 → facts
    teachers: dict[str, Teacher]  # 工号 → row
    groups: dict[str, Group]
    users: dict[str, User]  # 工号 → account

    def called(self, shown: str) -> Teacher:
        return self.teachers[people.by_name(list(self.people.values()), shown).no]

    def account(self, shown: str) -> User:
        return self.users[people.by_name(list(self.people.values()), shown).no]


def district() -> District:
    code, name = people.DISTRICT
    return District.objects.create(code=code.lower(), name=name)


def build_school(
    facts: people.SchoolFacts, roster: Sequence[people.Person], place: District, group_names: Sequence[str],
    leaders: dict[str, str], *, prefix: str = "",
) -> Built:
    """学校、校点、学期、教师、教研组、账号. `prefix` keeps usernames of further schools apart."""
    holidays = {
        (first + timedelta(days=offset)).isoformat(): name
        for name, first, last in term.HOLIDAYS for offset in range((last - first).days + 1)
    }
    holidays.update({day.isoformat(): "" for day in term.MADE_UP_DAYS})
    school = School.objects.create(
        code=facts.code.lower(), name=facts.name, short_name=facts.short, district=place, holidays=holidays
    )
    campuses = {
        campus.name: School.objects.create(
            code=campus.code.lower(), name=campus.name, short_name=campus.name, parent=school, district=None
        )
        for campus in facts.campuses[1:]
    }
    this_term = Term.objects.create(school=school, code=term.TERM_CODE, starts=term.TERM_STARTS, ends=term.TERM_ENDS)
    groups = {
        name: Group.objects.create(school=school, name=name, order=order) for order, name in enumerate(group_names)
    }
    tags = {
        name: Tag.objects.create(school=school, name=name)
        for name in ("新教师", "青年", "骨干", "老教师", "班主任", "代课", "特岗", "录课教师")
    }
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(username=person.account or f"{prefix}{person.no}", first_name=person.name, password=password) for person in roster
    )
    order = {name: index for index, name in enumerate(group_names)}
    ordered = sorted(range(len(roster)), key=lambda i: (order.get(roster[i].group, 99), i))
    position = {index: rank for rank, index in enumerate(ordered)}
    rows = Teacher.objects.bulk_create(
        Teacher(
            school=school, campus=campuses.get(person.campus), user=user, staff_no=person.no, name=person.name,
            pinyin=names.pinyin(person.name), gender="f" if person.woman else "m", subject=person.subject,
            grade=f"{people.GRADES[person.grade - 1]}年级", position=person.duty, title=TITLES.get(person.title, person.title),
            first_degree=person.first_degree, degree=person.degree, born=person.born, started=person.joined,
            joined=person.arrived, employment=person.employment, classes="、".join(person.classes),
            honours=[asdict(honour) for honour in person.honours], order=position[index],
        )
        for index, (person, user) in enumerate(zip(roster, users, strict=True))
    )
    Through = Teacher.tags.through
    Through.objects.bulk_create(
        Through(teacher_id=row.pk, tag_id=tags[tag].pk) for row, person in zip(rows, roster, strict=True) for tag in person.tags
    )
    Membership.objects.bulk_create(
        Membership(term=this_term, group=groups[person.group], teacher=row, leads=leaders.get(person.group) == person.shown)
        for row, person in zip(rows, roster, strict=True)
    )
    Service.objects.bulk_create(
        Service(teacher=row, kind=LEAVES[absence.kind], since=absence.start, until=absence.end)
        for row, person in zip(rows, roster, strict=True) for absence in person.absences
    )
    Role.objects.bulk_create(
        Role(user=user, school=school, name=role, group=groups[person.group] if role == "group_leader" else None)
        for user, person in zip(users, roster, strict=True) for role in person.roles
    )
    numbers = [person.no for person in roster]
    return Built(
        school, this_term, dict(zip(numbers, roster, strict=True)), dict(zip(numbers, rows, strict=True)), groups,
        dict(zip(numbers, users, strict=True)),
    )


def outsiders(built: Built, place: District) -> None:
    """系统管理员 and 区县观察员, who are no teachers."""
    password = make_password(PASSWORD)
    admin = User.objects.create(username="guanli", first_name="系统管理员", password=password)
    Role.objects.create(user=admin, school=built.school, name=Role.Name.ADMIN)
    observer = User.objects.create(username="quxian", first_name="县教研员", password=password)
    Role.objects.create(user=observer, district=place, name=Role.Name.DISTRICT)
