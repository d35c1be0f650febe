"""选人: the teachers whom a page with fields for names offers (名单)."""
from __future__ import annotations

from django import template

from documents.names import apart, initials
from school.models import Teacher
from school.person import Person

register = template.Library()


@register.inclusion_tag("parts/teacher_names.html", takes_context=True)
def teacher_names(context: template.Context) -> dict[str, list[tuple[str, str, str]]]:
    """Everybody in service once on a page: what goes into the field, what is read, how it sounds; namesakes go by 工号."""
    person: Person = context["person"]
    rows = list(Teacher.objects.filter(school=person.school, left=None).select_related("campus").order_by("pinyin", "order"))
    named: dict[str, list[Teacher]] = {}
    for row in rows:
        named.setdefault(row.name, []).append(row)
    label = {
        row.pk: said for name, same in named.items() if len(same) > 1
        for row, said in zip(same, apart(name, [one.marks for one in same]), strict=True)
    }
    return {"people": [
        (row.staff_no, label[row.pk], _sound(row)) if row.pk in label else (row.name, row.name, _sound(row)) for row in rows
    ]}


def _sound(row: Teacher) -> str:
    return f"{row.pinyin.replace(' ', '')} {initials(row.name)}"
