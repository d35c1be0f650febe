"""Reads about 教研固定时间: what the groups filed; what takes their people away then is said in clashes.py."""
from __future__ import annotations

from activities.models import FixedSlot
from plans.slots import FixedTime, tell_slots
from school.audience import in_service
from school.clock import today
from school.models import Group, Membership, Term

WEEKLY = 2  # periods a week that a group files (seed 000, 002)


def slots_by_group(term: Term) -> list[tuple[Group, list[FixedSlot]]]:
    """Every group that has people in the term with its filed periods; three queries."""
    groups = Group.objects.filter(school=term.school_id, memberships__term=term).distinct()
    found: dict[int, list[FixedSlot]] = {}
    for slot in FixedSlot.objects.filter(term=term).select_related("reader", "group"):
        found.setdefault(slot.group_id, []).append(slot)
    return [(group, found.get(group.pk, [])) for group in groups]


def filed(term: Term) -> list[FixedTime]:
    """What the groups filed, with the members in service: told to the plan, whose rows obey the same rule."""
    rows = list(FixedSlot.objects.filter(term=term).select_related("group"))
    if not rows:
        return []
    here = in_service(term.school, min(max(today(), term.starts), term.ends))
    members: dict[int, set[int]] = {}
    for group, teacher in Membership.objects.filter(term=term, teacher__in=here).values_list("group", "teacher"):
        members.setdefault(group, set()).add(teacher)
    return [
        FixedTime(row.group_id, row.weekday, f"{row.starts:%H:%M}", f"{row.ends:%H:%M}", row.group.name, _when(row),
             frozenset(members.get(row.group_id, ())))
        for row in rows
    ]


tell_slots(filed)


def slot_overlaps(slot: FixedSlot) -> list[str]:
    """Other groups' periods at the same time with the same people in both."""
    others = FixedSlot.objects.filter(
        term=slot.term, weekday=slot.weekday, starts__lt=slot.ends, ends__gt=slot.starts
    ).exclude(group=slot.group).select_related("group")
    own = set(Membership.objects.filter(term=slot.term, group=slot.group).values_list("teacher", flat=True))
    return [
        f"{other.group}也报了{_when(other)}，有 {both} 位老师两个组都在。" for other in others
        if (both := Membership.objects.filter(term=slot.term, group=other.group, teacher__in=own).count())
    ]


def _when(slot: FixedSlot) -> str:
    return f"{slot.get_weekday_display()}{slot.period} {slot.starts:%H:%M}—{slot.ends:%H:%M}"
