"""选人: the teachers whom a page with fields for names offers (名单)."""
from __future__ import annotations

from collections import Counter

from django import template

from documents.names import initials
from school.models import Teacher
from school.person import Person

register = template.Library()


@register.inclusion_tag("parts/teacher_names.html", takes_context=True)
def teacher_names(context: template.Context) -> dict[str, list[tuple[str, str, str]]]:
    """Everybody in service once on a page: what goes into the field, what is read, how it sounds; namesakes go by 工号."""
    person: Person = context["person"]
    rows = list(Teacher.objects.filter(school=person.school, left=None).order_by("pinyin", "order"))
    often = Counter(row.name for row in rows)
    return {"people": [
        (row.staff_no, f"{row.name}（{row.subject or row.staff_no}）", _sound(row)) if often[row.name] > 1 else (row.name, row.name, _sound(row))
        for row in rows
    ]}


def _sound(row: Teacher) -> str:
    return f"{row.pinyin.replace(' ', '')} {initials(row.name)}"
