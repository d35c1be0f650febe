"""Reads about 教研固定时间: what the groups filed, and which sessions would take their people away then."""
from __future__ import annotations

from collections.abc import Iterable

from activities.models import Activity, FixedSlot, Session
from activities.queries.activities import people_of
from plans.slots import FixedTime, taken, tell_slots
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


def slot_clashes(activity: Activity, sessions: Iterable[Session]) -> list[str]:
    """One sentence for each session that takes people out of a group's fixed period."""
    slots, sentences = filed(activity.term), []
    weekdays = {slot.weekday for slot in slots}
    for session in sessions:
        if session.day is None or session.starts is None or session.cancelled or session.day.isoweekday() not in weekdays:
            continue
        speakers = set(session.presenters.values_list("pk", flat=True))
        who = speakers | set(people_of(activity, session, session.day))
        starts, ends = f"{session.starts:%H:%M}", f"{session.ends:%H:%M}" if session.ends else ""
        sentences += taken(slots, session.day, starts, ends, who, speakers, activity.group_id)
    return sentences


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
