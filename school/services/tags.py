"""分层标签: a tag is made, renamed and given; 新教师 follows 参加工作 by itself (spec 02)."""
from __future__ import annotations

import json

from django.apps import apps
from django.db import models, transaction

from school import audit, clock
from school.models import School, Tag, Teacher
from school.models.people import NEW_YEARS
from school.person import Person
from school.workflow import Refused

NEW = "新教师"


def refuse_own(person: Person | None, teacher: Teacher, what: str, why: str) -> None:
    """分层标签 and 长假 decide which items one is assessed by and what one owes: nobody sets his own."""
    if person and person.teacher and person.teacher.pk == teacher.pk:
        raise Refused(f"自己的{what}不能由自己改。", f"{why}，请教导处别的人或校长来改。", label=teacher.name)


def follow_roster(school: School, person: Person | None = None) -> None:
    """新教师: given in the first three school years since 参加工作, taken away after; who has no such date keeps what was set by hand."""
    day = clock.today()
    known = [teacher for teacher in Teacher.objects.filter(school=school, left=None) if teacher.started]
    new = {teacher.pk for teacher in known if 1 <= teacher.year_at_work(day) <= NEW_YEARS}
    tag = Tag.objects.filter(school=school, name=NEW).first()
    if tag is None:
        if not new:
            return
        tag = Tag.objects.create(school=school, name=NEW)
    now = set(tag.teachers.filter(pk__in=[teacher.pk for teacher in known]).values_list("pk", flat=True))
    if now == new:
        return
    with transaction.atomic():
        tag.teachers.add(*(new - now))
        tag.teachers.remove(*(now - new))
        names = {teacher.pk: teacher.name for teacher in known}
        audit.record(person, "tag.give", tag, school=school, before=sorted(names[pk] for pk in now), after=sorted(names[pk] for pk in new),
                     reason="按参加工作")


def add_tag(person: Person, name: str) -> Tag:
    with transaction.atomic():
        tag = Tag.objects.create(school=person.school, name=name)
        audit.record(person, "tag.save", tag, after=name)
    return tag


def change_tag(person: Person, tag: Tag, name: str, teachers: list[Teacher]) -> None:
    """Rename a tag, with every rule of participants that names it, and give it to these teachers."""
    with transaction.atomic():
        if name != tag.name:
            _rename(tag, name)
            before, tag.name = tag.name, name
            tag.save(update_fields=["name"])
            audit.record(person, "tag.save", tag, before=before, after=name)
        before, after = set(tag.teachers.filter(left=None)), set(teachers)
        if before == after:
            return
        for teacher in before ^ after:
            refuse_own(person, teacher, "分层标签", "标签关系到考核哪些项目")
        tag.teachers.add(*(after - before))
        tag.teachers.remove(*(before - after))
        audit.record(person, "tag.give", tag, before=sorted(t.name for t in before), after=sorted(t.name for t in after))


def _rename(tag: Tag, name: str) -> None:
    """Rules name a tag by its word: those of plans and activities get the new one, a rubric (`names_tags`) keeps its own."""
    if tag.name == NEW:
        raise Refused("『新教师』按参加工作自动给，不改名。", "要另分一类，请新建一个标签。", label=tag.name)
    for model in apps.get_models():
        if field := getattr(model, "names_tags", ""):
            rows = model.objects.filter(school=tag.school_id)
            holder = next((row for row in rows if _speaks_of(getattr(row, field), tag.name)), None)
            if holder:
                raise Refused(f"《{holder}》按这个名称计分，改了名那几项就没有人了。", "请新建一个标签，等细则换了版再停用旧的。", label=tag.name)
        elif any(isinstance(one, models.JSONField) and one.name == "audience" for one in model._meta.local_fields):
            for row in model.objects.filter(audience__has_key="tags"):
                if tag.name in row.audience["tags"]:
                    row.audience["tags"] = [name if one == tag.name else one for one in row.audience["tags"]]
                    row.save(update_fields=["audience"])


def _speaks_of(document: dict, name: str) -> bool:
    text = json.dumps(document, ensure_ascii=False)
    return f'"{name}"' in text or f'"tag:{name}"' in text
