"""先进班级 of a term by weeks and by classes, in the order in which a school names its classes."""
from __future__ import annotations

import re
from collections import Counter

from activities.models import ClassAward
from school.models import Teacher, Term
from school.people_forms import APART
from school.person import Person
from school.policy import within

GRADES = "一二三四五六七八九"


def order_of(class_name: str) -> tuple[int, int, str]:
    """一（2）班 before 一（10）班 before 二（1）班; whatever is written otherwise comes last."""
    grade = GRADES.find(class_name[:1]) + 1 if class_name else 0
    number = re.search(r"\d+", class_name)
    return grade or len(GRADES) + 1, int(number[0]) if number else 0, class_name


def by_weeks(person: Person, term: Term) -> dict[int, list[ClassAward]]:
    """周次 → its 先进班级, the latest week first."""
    weeks: dict[int, list[ClassAward]] = {}
    for award in within(person, "award.read", ClassAward.objects.filter(term=term)).select_related("teacher").order_by("-day"):
        weeks.setdefault(term.week_of(award.day), []).append(award)
    for awards in weeks.values():
        awards.sort(key=lambda award: (order_of(award.class_name), award.day))
    return weeks


def by_classes(weeks: dict[int, list[ClassAward]]) -> list[tuple[str, Teacher, int]]:
    """How often each class was named this term, in the order of the classes and never of the numbers."""
    times = Counter((award.class_name, award.teacher) for awards in weeks.values() for award in awards)
    return [(name, teacher, number) for (name, teacher), number in sorted(times.items(), key=lambda one: order_of(one[0][0]))]


def head_teachers(person: Person) -> list[tuple[Teacher, str]]:
    """班主任 with their class: the tag and the class of the roster."""
    rows = Teacher.objects.filter(school=person.school, left=None, tags__name="班主任").exclude(classes="")
    return sorted(((teacher, APART.split(teacher.classes)[0]) for teacher in rows), key=lambda row: order_of(row[1]))
