"""结对、外出与课题: agreements with what came of them, trips with their reports, topics from register to end."""
from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from activities.models import Help, Pair, Topic, Trip
from activities.papers import pairs as pair_papers
from activities.papers import topics as topic_papers
from activities.papers.trips import trip_paper
from activities.queries.pairs import lessons_between
from activities.queries.trips import owed
from activities.states import PairState, TopicState, TripState
from archives.gather.line import TOGETHER, Collected, Missing, absent, piece, quoted
from archives.models import Dossier
from documents.paper import Paper
from school.clock import today
from school.models import Term

REGISTERED = (TopicState.AGREED, TopicState.RUNNING, TopicState.FINISHED, TopicState.UNFINISHED)
ENDED = (TopicState.FINISHED, TopicState.UNFINISHED)


def of_dossier(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """All of the school, those of a group's members or those of one teacher."""
    yield from _pairs(dossier, typeset)
    yield from _trips(dossier, typeset)
    yield from _topics(dossier, typeset)


def _whose(dossier: Dossier, *paths: str) -> Q:
    """The rows of a volume's teacher, or of the members of its group, by the paths that lead to teachers."""
    found = Q()
    for path in paths:
        if dossier.teacher_id:
            found |= Q(**{path: dossier.teacher})
        elif dossier.group_id:
            found |= Q(**{f"{path}__memberships__group": dossier.group, f"{path}__memberships__term": dossier.term})
    return found



def _pairs(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """师徒结对协议 and 小结 by kind; what is not signed yet is missing."""
    term = dossier.term
    whose = _whose(dossier, "helped", "mentor")
    if dossier.group_id:
        whose = _whose(dossier, "helped") | Q(group=dossier.group)
    rows = list(
        Pair.objects.filter(whose, school=dossier.school, since__lte=min(term.ends, today()), until__gte=term.starts)
        .select_related("school", "mentor", "guide", "helped", "group").order_by("kind", "since", "pk").distinct()
    )
    idle = _idle(rows, term)
    for kind in Pair.Kind.values:
        found = [row for row in rows if row.kind == kind]
        signed = [row for row in found if row.state != PairState.DRAFT]
        gaps = tuple(
            Missing(f"pair-{row.pk}", f"{row}{pair_papers.TITLES[row.kind]}", f"{row.mentor_name}、教导处", ("pair", row.pk), "未签协议")
            for row in found if row.state == PairState.DRAFT or row.signed_on is None
        ) + tuple(
            Missing(f"helps-{row.pk}", f"{row}本学期的帮带记录", row.mentor_name, ("pair", row.pk), "没有记录") for row in signed if row in idle
        )
        if signed:
            day = min(max(row.signed_on or row.since for row in signed), today())
            unit = "组" if kind == Pair.Kind.STATION else "对"
            yield Collected(f"pairs-{kind}", TOGETHER, piece(
                f"{pair_papers.TITLES[kind]}与{pair_papers.summary_title(kind)}（{len(signed)}{unit}）", dossier.school.office_name, day,
                lambda signed=signed: [paper for row in signed for paper in _of_pair(row, term)], typeset), gaps)
        else:
            yield from (absent(TOGETHER, today(), gap) for gap in gaps)


def _idle(rows: list[Pair], term: Term) -> list[Pair]:
    """Pairs of a term that is over about whom nothing was written down: no help and no lesson."""
    if today() <= term.ends:
        return []
    helped = set(Help.objects.filter(pair__in=rows, day__range=(term.starts, term.ends)).values_list("pair", flat=True))
    lessons = lessons_between(rows)
    return [row for row in rows if row.pk not in helped and not any(term.starts <= one.day <= term.ends for one in lessons[row.pk])]


def _of_pair(row: Pair, term: Term) -> tuple[Paper, Paper]:
    return pair_papers.agreement(row), pair_papers.summary(row, term)


def _trips(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """外出学习审批及汇报表; whoever is back without a report, or has not passed on what he learnt, is asked."""
    rows = list(
        Trip.objects.filter(_whose(dossier, "teacher"), term=dossier.term, state=TripState.APPROVED, first__lte=today())
        .select_related("school", "term", "teacher", "decided_by", "waived_by", "report", "retraining")
        .prefetch_related("retraining__sessions").order_by("first", "pk").distinct()
    )
    if not rows:
        return
    gaps = tuple(
        Missing(f"trip-{row.pk}", f"{row.teacher.name}外出学习{quoted(row.topic)}的{'、'.join(left)}", row.teacher.name, ("trip", row.pk), "缺汇报")
        for row in rows if (left := owed(row))
    )
    yield Collected("trips", TOGETHER, piece(
        f"外出学习审批及汇报表（{len(rows)}份）", "教师", rows[-1].first, lambda: [trip_paper(row) for row in rows], typeset), gaps)


def _topics(dossier: Dossier, typeset: bool) -> Iterator[Collected]:
    """小课题登记表, and 结题表 of those that came to their end; past its last day without one it is missing."""
    term = dossier.term
    rows = list(
        Topic.objects.filter(
            _whose(dossier, "leader", "members"), school=dossier.school, state__in=REGISTERED, since__lte=min(term.ends, today()), until__gte=term.starts)
        .select_related("school", "leader", "decided_by").prefetch_related("members", "milestones", "outcomes").order_by("since", "pk").distinct()
    )
    if not rows:
        return
    gaps = tuple(
        Missing(f"topic-{row.pk}", f"课题{quoted(row.title)}结题表", row.leader.name, ("topic", row.pk), "未结题")
        for row in rows if row.state not in ENDED and row.until < today()
    )
    ended = sum(row.state in ENDED for row in rows)
    yield Collected("topics", TOGETHER, piece(
        f"小课题登记表{'、结题表' if ended else ''}（{len(rows)}项）", "教师", min(rows[-1].since, today()),
        lambda: [paper for row in rows for paper in _of_topic(row)], typeset), gaps)


def _of_topic(row: Topic) -> list[Paper]:
    return [topic_papers.register(row), *([topic_papers.conclusion(row)] if row.state in ENDED else [])]
