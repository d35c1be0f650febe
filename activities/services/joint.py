"""校际活动: partner schools, which activity is a joint one, its guests, and our own activity beside another school's."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from activities.models import Activity, Attendance, Guest, Joint, Partner
from activities.queries.joint import districtmates, published_one
from activities.services import activities
from activities.states import Part
from documents.chinese import normal
from school import audit
from school.models import School, Teacher
from school.person import Person
from school.workflow import Refused, guarded

_BESIDE = uuid.UUID("3b0b2f0e-55a1-5e0c-8f0e-0d7f5f6a2c11")  # namespace of keys: our activity beside another school's


def save_partner(person: Person, name: str, kind: str, linked: School | None, note: str) -> Partner:
    """加一所结对学校, or change what is known of it; only a school of the same district can be linked."""
    if linked and not districtmates(person.school).filter(pk=linked.pk).exists():
        raise Refused("只能选同一区县里也在用本系统的学校。", "别的学校写校名就行。", label=name)
    with transaction.atomic():
        partner, made = Partner.objects.update_or_create(
            school=person.school, name=name, defaults={"kind": kind, "linked": linked, "note": note}
        )
        audit.record(person, "joint.partner", partner, after=[partner.get_kind_display(), linked.name if linked else ""])
    return partner


def remove_partner(person: Person, partner: Partner) -> None:
    """去掉一所结对学校 that stands in no activity."""
    if partner.joints.exists():
        raise Refused("这所学校参加过活动，不能去掉。", "不再来往了，就不再选它。", label=partner.name)
    with transaction.atomic():
        audit.record(person, "joint.partner_off", partner, before=partner.name)
        partner.delete()


def declare(person: Person, activity: Activity, kind: str, partners: Iterable[Partner], published: bool) -> Joint:
    """记为校际活动: which schools take part, and whether those in this system may read title, time and place of it."""
    partners = list(partners)
    with transaction.atomic():
        joint, made = Joint.objects.update_or_create(
            activity=activity, defaults={"school": activity.school, "kind": kind, "published": published}
        )
        joint.partners.set(partners)
        audit.record(
            person, "joint.declare", joint, after=[joint.get_kind_display(), [row.name for row in partners], published]
        )
    return joint


def join(person: Person, pk: int) -> Joint:
    """参加别校的活动: an activity of our own with its title, time and place; attendance is ours alone. Twice gives the same."""
    found = published_one(person.school, pk)
    if found is None:
        raise Refused("没有这样一次公布给我校的活动。", "请刷新页面；对方可能收回了。")
    host, words = found
    first = words.sessions[0] if words.sessions else None
    inside = first and first.day and person.term and person.term.starts <= first.day <= (first.until or first.day) <= person.term.ends
    session = {"starts": first.starts, "ends": first.ends, "place": first.place[:60]} if first else {}
    with transaction.atomic():
        activity = activities.create(
            person, uuid.uuid5(_BESIDE, f"{person.school.pk}.{host.pk}"),
            {"title": words.title, "forms": list(host.activity.forms)}, {**session, **({"day": first.day, "until": first.until} if inside else {})},
        )
        partner = _partner_of(person, host)
        joint, made = Joint.objects.get_or_create(
            activity=activity, defaults={"school": person.school, "kind": host.kind, "host": host}
        )
        if made:
            joint.partners.add(partner)
            audit.record(person, "joint.join", joint, after=words.host)
    return joint


def _partner_of(person: Person, host: Joint) -> Partner:
    known = Partner.objects.filter(school=person.school, linked=host.school).first()
    if known:
        return known
    name = host.school.name[:60]
    return Partner.objects.get_or_create(school=person.school, name=name, defaults={"linked": host.school, "kind": host.kind})[0]


def add_guest(person: Person, joint: Joint, values: dict[str, Any]) -> Guest:
    """加一位来宾; the same name of the same school stands once."""
    part = normal(values.get("part", ""))
    try:
        with transaction.atomic():
            guest, made = Guest.objects.get_or_create(
                joint=joint, name=values["name"], from_school=values["from_school"], defaults={"part": part}
            )
            if made:
                audit.record(person, "joint.guest", joint, after=[guest.name, guest.from_school])
    except IntegrityError:
        return Guest.objects.get(joint=joint, name=values["name"], from_school=values["from_school"])
    return guest


def remove_guest(person: Person, guest: Guest) -> None:
    """去掉记错的来宾."""
    with transaction.atomic():
        audit.record(person, "joint.guest_off", guest.joint, before=[guest.name, guest.from_school])
        guest.delete()


def _names(teachers: Iterable[int]) -> list[str]:
    return sorted(Teacher.objects.filter(pk__in=teachers).values_list("name", flat=True))


def set_teaching(person: Person, joint: Joint, teachers: list[Teacher]) -> list[Teacher]:
    """出课、送教的老师: their 参与 on the list becomes 出课, that of the others who stood there before 参加 again.

    Gives those who are on no list of this activity; nobody enters his own.
    """
    me = getattr(person.teacher, "pk", None)
    rows = guarded(Attendance).filter(session__in=list(joint.activity.sessions.values_list("pk", flat=True)))
    wanted = {teacher.pk for teacher in teachers}
    before = set(rows.filter(part=Part.TEACH).values_list("teacher", flat=True))
    if me in wanted ^ before:
        raise Refused("自己的出课不能自己记。", "请教导处别的人或副校长来记。", label=str(joint))
    with transaction.atomic():
        rows.filter(part=Part.TEACH).exclude(teacher__in=wanted).update(part=Part.ATTEND, version=F("version") + 1)
        rows.filter(teacher__in=wanted).exclude(part=Part.TEACH).update(part=Part.TEACH, version=F("version") + 1)
        audit.record(person, "joint.teach", joint, before=_names(before), after=_names(wanted))
    listed = set(rows.values_list("teacher", flat=True))
    return [teacher for teacher in teachers if teacher.pk not in listed]
