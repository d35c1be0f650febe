"""Reads about 师徒结对 and its kin: the list, what happened between the two, what the term brought."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.urls import reverse

from activities.models import Help, Observation, Pair
from activities.states import ObservationState, PairState
from documents.chinese import date_range
from instruments.models import Instrument
from instruments.queries import forms
from school import clock
from school.models import School
from school.person import Person
from school.policy import has, within
from school.todo import Todo

SEEN = (ObservationState.SUBMITTED, ObservationState.ANSWERED)


@dataclass(frozen=True)
class Event:
    """One thing that happened between the two: a 帮带记录 or, by itself, a 听课记录 of one with the other."""

    day: date
    what: str
    line: str
    by: str
    help: Help | None = None
    lesson: Observation | None = None


def listed(person: Person) -> QuerySet[Pair]:
    """结对 this person may read, with how often and when last there was help."""
    rows = within(person, "pair.read", Pair.objects.all()).select_related("mentor", "guide", "helped", "group")
    return rows.annotate(times=Count("helps", distinct=True), latest=Max("helps__day"))


def own(person: Person) -> QuerySet[Pair]:
    """我的结对 as mentor or helped, without what has ended."""
    rows = Pair.objects.filter(Q(mentor=person.teacher) | Q(helped=person.teacher)).exclude(state=PairState.FINISHED)
    return rows.select_related("mentor", "guide", "helped", "group")


def lessons_between(pairs: list[Pair]) -> dict[int, list[Observation]]:
    """听课记录 between the two of each pair while it lasted, both ways; at a 蹲点 those of the leader in his group."""
    if not pairs:
        return {}
    people = {person for pair in pairs for person in (pair.mentor_id, pair.helped_id) if person}
    rows = list(
        Observation.objects.filter(Q(observer__in=people) | Q(observed__in=people), state__in=SEEN)
        .select_related("observer", "observed").defer("process")
    )
    stations = {pair.group_id for pair in pairs if pair.group_id}
    members: dict[int, set[int]] = {}
    if stations:
        from_terms = Pair.objects.filter(group__in=stations).values_list("group", "group__memberships__teacher")
        for group, teacher in from_terms:
            members.setdefault(group, set()).add(teacher)
    found: dict[int, list[Observation]] = {pair.pk: [] for pair in pairs}
    for pair in pairs:
        others = members.get(pair.group_id, set()) if pair.is_station else {pair.helped_id}
        for row in rows:
            there = pair.mentor_id and row.observer_id == pair.mentor_id and row.observed_id in others
            back = not pair.is_station and row.observer_id == pair.helped_id and row.observed_id == pair.mentor_id
            if (there or back) and pair.since <= row.day <= pair.until:
                found[pair.pk].append(row)
    return found


def events(pair: Pair, first: date | None = None, last: date | None = None) -> list[Event]:
    """帮带经过, the latest first; a lesson that was written down as a 听课记录 is not asked for twice."""
    helps = list(pair.helps.select_related("by"))
    lessons = lessons_between([pair])[pair.pk]
    recorded = {row.day for row in lessons}
    found = [
        Event(row.day, row.get_what_display(), row.line, row.by.name, help=row) for row in helps
        if row.what != Help.What.LESSON or row.day not in recorded or row.problem
    ]
    found += [Event(row.day, "听课记录", str(row), row.observer.name, lesson=row) for row in lessons]
    found = [event for event in found if (first is None or event.day >= first) and (last is None or event.day <= last)]
    return sorted(found, key=lambda event: event.day, reverse=True)


def rating_form(school: School) -> Instrument | None:
    """师徒互评 form in use: the school's first for rating whose name speaks of 师徒."""
    return forms(school, Instrument.Purpose.RATING).filter(name__contains="师徒").order_by("id").first()


def todo_pairs(person: Person) -> list[Todo]:
    """协议 to sign, 帮带 that has not happened for a month, problems of a visit whose day has come."""
    found, today = [], clock.today()
    if has(person, "pair.write"):
        own = Q(mentor=person.teacher) if person.teacher else Q(guide=person.user)
        mine = Pair.objects.filter(own, school=person.school, state=PairState.RUNNING, since__lte=today, until__gte=today)
        mine = mine.select_related("mentor", "guide", "helped", "group").prefetch_related(Prefetch("helps", Help.objects.order_by("-day")))
        pairs = list(mine[:20])
        lessons = lessons_between(pairs)
        for pair in pairs:
            last = max([row.day for row in pair.helps.all()] + [row.day for row in lessons[pair.pk]] + [pair.since])
            if (today - last).days >= 28:
                found.append(Todo(
                    f"帮带{pair.helped or pair.group}", reverse("pair", args=[pair.pk]), "记一笔",
                    f"上一次是{date_range(last, last)}", order=45,
                ))
        due = within(person, "pair.write", Help.objects.filter(done_on=None, due__lte=today)).exclude(problem="")
        for row in due.select_related("pair__mentor", "pair__guide", "pair__helped", "pair__group")[:5]:
            found.append(Todo(
                f"看跟进结果：{row.problem[:30]}", reverse("pair", args=[row.pair_id]), "写结果", str(row.pair), row.due, order=28
            ))
    if has(person, "pair.arrange"):
        drafts = Pair.objects.filter(school=person.school, state=PairState.DRAFT).count()
        if drafts:
            found.append(Todo(f"{drafts} 对结对还没有签协议", f"{reverse('pair_list')}?state=draft", "去看", count=drafts, order=44))
    return found
