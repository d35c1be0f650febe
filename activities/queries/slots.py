"""Reads about 教研固定时间: what the groups filed, and which sessions would take their people away then."""
from __future__ import annotations

from collections.abc import Iterable

from activities.models import Activity, FixedSlot, Session
from activities.queries.activities import people_of
from documents.chinese import short_date
from school.models import Group, Membership, Term

WEEKLY = 2  # periods a week that a group files (seed 000, 002)


def slots_by_group(term: Term) -> list[tuple[Group, list[FixedSlot]]]:
    """Every group that has people in the term with its filed periods; three queries."""
    groups = Group.objects.filter(school=term.school_id, memberships__term=term).distinct()
    found: dict[int, list[FixedSlot]] = {}
    for slot in FixedSlot.objects.filter(term=term).select_related("reader", "group"):
        found.setdefault(slot.group_id, []).append(slot)
    return [(group, found.get(group.pk, [])) for group in groups]


def slot_clashes(activity: Activity, sessions: Iterable[Session]) -> list[str]:
    """One sentence for each session that addresses people of another group in that group's fixed period."""
    slots = list(FixedSlot.objects.filter(term=activity.term).exclude(group=activity.group_id).select_related("group"))
    if not slots:
        return []
    members: dict[int, set[int]] = {}
    for group, teacher in Membership.objects.filter(term=activity.term).values_list("group", "teacher"):
        members.setdefault(group, set()).add(teacher)
    sentences = []
    for session in sessions:
        if session.day is None or session.starts is None or session.cancelled:
            continue
        ends = session.ends or session.starts
        at = [
            slot for slot in slots
            if slot.weekday == session.day.isoweekday() and slot.starts <= ends and session.starts < slot.ends
        ]
        people = set(people_of(activity, session, session.day)) if at else set()
        for slot in at:
            shared = len(people & members.get(slot.group_id, set()))
            if shared:
                sentences.append(
                    f"{short_date(session.day)} {session.starts:%H:%M} 是{slot.group}的教研固定时间（{_when(slot)}），"
                    f"这一场要叫走其中 {shared} 人，请和组长商量，或者换个时间。"
                )
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
