"""Reads about 评比: the result as it stands, who still owes a sheet, what a judge and an entrant may see."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from activities.models import Contest, Entry, Judging
from activities.models.contests import HANDED_IN, WAITING
from activities.queries.contests_places import Order, Place, Sheet, settle
from activities.states import ContestState
from documents.names import stroke_key
from instruments import answers
from plans.burden import CONTEST
from school import clock
from school.audience import resolve
from school.models import Teacher
from school.person import Person
from school.policy import has, within


@dataclass(frozen=True)
class Result:
    """The places of a contest with their entries; `print` tells one result from another."""

    places: list[tuple[Place, Entry]]
    waiting: int
    sheets: int

    @property
    def unjudged(self) -> list[Entry]:
        return [entry for place, entry in self.places if place.mean is None]

    @property
    def open_ties(self) -> list[list[Entry]]:
        """并列而评委会还没有议定的, group by group."""
        groups: dict[object, list[Entry]] = {}
        for place, entry in self.places:
            if place.open:
                groups.setdefault(place.mean, []).append(entry)
        return list(groups.values())

    @property
    def print(self) -> str:
        """What was previewed, in short: the confirmation names it, so that nothing else is confirmed."""
        rows = [[entry.pk, str(place.mean), place.rank, place.tier, len(place.sheets)] for place, entry in self.places]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def result(contest: Contest) -> Result:
    """评审汇总: reckoned from the sheets that were handed in, in a fixed number of queries."""
    sheets = Judging.objects.filter(declined="").select_related("response", "judge__user")
    entries = list(
        contest.entries.select_related("teacher", "work", "contest").prefetch_related(Prefetch("judgings", sheets)).order_by("no", "id")
    )
    item = next((one for one in contest.instrument.items if one["code"] == contest.tie_item), None)
    places, waiting, total = [], 0, 0
    for entry in entries:
        handed = [row.response for row in entry.judgings.all() if row.total is not None]
        waiting += len(entry.judgings.all()) - len(handed)
        total += len(handed)
        found = [Sheet(row.total, answers.points(item, row.answers.get(item["code"])) if item else None) for row in handed]
        places.append(Place(entry.pk, found, entry.jury_place))
    by_pk = {entry.pk: entry for entry in entries}
    settled = settle(places, Order(contest.trim, contest.ties, contest.tier_by, contest.tiers))
    return Result([(place, by_pk[place.entry]) for place in settled], waiting, total)


def asks_everybody(contest: Contest) -> bool:
    """Whether everybody its activity addresses owes an entry, by the 研修方式 that the burden of the plan counts (教学竞赛)."""
    return any(map(CONTEST.search, contest.activity.forms))


def without_entry(contest: Contest) -> list[Teacher]:
    """还没有交的 of those who owe an entry, in roster order; judges owe none."""
    if not asks_everybody(contest) or contest.state != ContestState.COLLECTING:
        return []
    due = resolve(contest.activity.audience, contest.school, contest.activity.term, clock.today())
    return list(due.exclude(entries__contest=contest).exclude(user__in=contest.judges.values("user")))


def mine(person: Person) -> QuerySet[Judging]:
    """What I am to judge in contests under way; never my own."""
    return within(person, "contest.judge", Judging.objects.filter(entry__contest__state=ContestState.JUDGING))


def waiting(person: Person) -> list[Contest]:
    """Contests where sheets of mine are still owed, with how many."""
    if not has(person, "contest.judge"):
        return []
    rows = Contest.objects.filter(state=ContestState.JUDGING, judges__user=person.user).annotate(
        owed=Count("judges__judgings", filter=Q(judges__user=person.user) & _under("judges__judgings", WAITING))
    )
    return [contest for contest in rows.order_by("judging_due", "pk") if contest.owed]


def _under(path: str, condition: Q) -> Q:
    """A condition on a row, asked through the path that leads to it."""
    return Q(*[
        _under(path, child) if isinstance(child, Q) else (f"{path}__{child[0]}", child[1]) for child in condition.children
    ], _connector=condition.connector, _negated=condition.negated)


def progress(contest: Contest) -> list[dict[str, object]]:
    """How far each judge is: 评了几件，共几件，回避几件."""
    rows = contest.judges.select_related("user__teacher").annotate(
        of=Count("judgings"), done=Count("judgings", filter=_under("judgings", HANDED_IN) & Q(judgings__declined="")),
        away=Count("judgings", filter=~Q(judgings__declined="")),
    )
    return [{"judge": row, "of": row.of, "done": row.done, "away": row.away, "owed": row.of - row.done - row.away} for row in rows]


def praised(contest: Contest) -> list[Entry]:
    """公布的名单: only the tiers proposed for 表彰 (spec 02), within a tier by strokes (spec 09); no place and nobody below is named."""
    names = [tier["name"] for tier in contest.tiers[: contest.praised]]
    if contest.state != ContestState.DECIDED or not names:
        return []
    entries = contest.entries.filter(tier__in=names).select_related("teacher")
    return sorted(entries, key=lambda entry: (names.index(entry.tier), stroke_key(entry.teacher.name), entry.no))


def remarks(entry: Entry) -> list[str]:
    """评语 for the entrant, in an order that does not tell the judges."""
    rows = entry.judgings.exclude(remark="").filter(response__submitted_at__isnull=False)
    return sorted(rows.values_list("remark", flat=True))


def masked(entry: Entry, text: str) -> str:
    """A text for judges: the author's name and classes are covered where the contest is blind."""
    if not entry.contest.blind:
        return text
    teacher = entry.teacher
    for word in (teacher.name, *teacher.classes.replace("，", "、").split("、")):
        if len(word.strip()) > 1:
            text = text.replace(word.strip(), "＊" * len(word.strip()))
    return text
