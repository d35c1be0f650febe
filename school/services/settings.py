"""学校、学期、教研组和教师的设置: each change is one transaction with its audit entry."""
from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from documents import names
from school import audit, past, queries
from school.models import Group, Membership, Role, School, Service, Teacher, Term
from school.person import Person
from school.services.tags import follow_roster, refuse_own


def change(person: Person, row: Model, values: dict[str, Any], action: str) -> tuple[str, ...]:
    """Set what differs and write down both values; the names of the changed fields."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return ()
    before = {name: str(getattr(row, name) or "") for name in changed}
    with transaction.atomic():
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        audit.record(person, action, row, school=person.school, before=before,
                     after={name: str(value or "") for name, value in changed.items()})
    return tuple(changed)


def save_term(person: Person, term: Term, *, is_new: bool) -> Term:
    """建学期 brings the 教研组成员 and their leaders along from the term before; the school then looks over them."""
    with transaction.atomic():
        term.save()
        if is_new:
            Membership.objects.bulk_create(
                Membership(term=term, group_id=group, teacher_id=teacher, leads=leads)
                for group, teacher, leads in sorted(queries.members_before(term))
            )
        audit.record(person, "term.add" if is_new else "term.edit", term, school=person.school,
                     after={"code": term.code, "starts": str(term.starts), "ends": str(term.ends)})
    return term


def add_group(person: Person, name: str, kind: str) -> Group:
    with transaction.atomic():
        order = Group.objects.filter(school=person.school).count()
        group = Group.objects.create(school=person.school, name=name, kind=kind, order=order)
        audit.record(person, "group.add", group)
    return group


def set_members(person: Person, group: Group, term: Term, members: list[Teacher], leaders: list[Teacher]) -> None:
    """教研组成员 of this term, and who leads it; a leader's role follows."""
    past.refuse(person)
    with transaction.atomic():
        before = sorted(Membership.objects.filter(group=group, term=term).values_list("teacher__name", flat=True))
        chosen = {teacher.pk: teacher for teacher in [*members, *leaders]}
        Membership.objects.filter(group=group, term=term).exclude(teacher__in=chosen).delete()
        leading = {teacher.pk for teacher in leaders}
        for pk, teacher in chosen.items():
            Membership.objects.update_or_create(group=group, term=term, teacher=teacher, defaults={"leads": pk in leading})
        Role.objects.filter(group=group, name=Role.Name.GROUP_LEADER).exclude(user__teacher__in=leading).delete()
        for teacher in leaders:
            if teacher.user_id:
                Role.objects.get_or_create(user=teacher.user, school=group.school, group=group, name=Role.Name.GROUP_LEADER)
        audit.record(person, "group.members", group, before=before, after=sorted(t.name for t in chosen.values()))


def save_teacher(person: Person, teacher: Teacher, values: dict[str, Any], tags: list) -> None:
    """Edit one teacher of the roster; a changed name brings its 拼音 along unless that was typed by hand."""
    with transaction.atomic():
        if values.get("name") != teacher.name and values.get("pinyin") == teacher.pinyin:
            values["pinyin"] = names.pinyin(values["name"])
        change(person, teacher, values, "teacher.edit")
        before, after = sorted(tag.name for tag in teacher.tags.all()), sorted(tag.name for tag in tags)
        if before != after:
            refuse_own(person, teacher, "分层标签", "标签关系到考核哪些项目")
            teacher.tags.set(tags)
            audit.record(person, "teacher.tags", teacher, before=before, after=after)
        follow_roster(teacher.school, person)
        if teacher.user_id and teacher.user.first_name != teacher.name:
            teacher.user.first_name = teacher.name
            teacher.user.save(update_fields=["first_name"])


def save_leaves(person: Person, teacher: Teacher, rows: list[tuple[str, date, date | None]]) -> None:
    """长假 (产假、病休、借调在外) of one teacher as typed: they decide what he owes and whether an absence is one."""
    kept = Service.objects.filter(teacher=teacher).exclude(kind=Service.Kind.SERVICE)
    before = sorted(kept.values_list("kind", "since", "until"), key=str)
    if before == sorted(rows, key=str):
        return
    refuse_own(person, teacher, "长假", "长假关系到任务量和考核")
    with transaction.atomic():
        kept.delete()
        Service.objects.bulk_create(Service(teacher=teacher, kind=kind, since=since, until=until) for kind, since, until in rows)
        audit.record(person, "teacher.leave", teacher, before=_in_words(before), after=_in_words(rows))


def _in_words(rows: list[tuple[str, date, date | None]]) -> list[str]:
    labels = dict(Service.Kind.choices)
    return [f"{labels[kind]} {since}至{until or '今'}" for kind, since, until in rows]


def edit_school(person: Person, school: School, values: dict[str, Any], *, kept: dict[str, Any]) -> None:
    """改学校设置. kept: what stands in the school's settings by name, None for what the school has not decided.

    Beside these the settings keep the addresses of group robots, which are keys: the 日志 names only what was changed here.
    """
    with transaction.atomic():
        change(person, school, values, "school.edit")
        now = School.objects.select_for_update().get(pk=school.pk)
        changed = {name: value for name, value in kept.items() if now.settings.get(name) != value}
        if not changed:
            return
        before = {name: str(now.settings.get(name, "")) for name in changed}
        now.settings = {name: value for name, value in {**now.settings, **changed}.items() if value is not None}
        now.save(update_fields=["settings"])
        audit.record(person, "school.edit", now, school=now, before=before, after={name: str(value or "") for name, value in changed.items()})
