"""材料与听课: what was handed in by kind, lessons watched and opened, and what people did together."""
from __future__ import annotations

from collections import Counter

from django.db.models import Q

from activities.models import Pair, Preparation, Topic, Trip, Work
from activities.queries.lessons import given
from activities.queries.observations import observations_made
from activities.queries.works import PASSED
from activities.states import PairState, TopicState, TripState, WorkState
from evaluation.report.asked import Asked
from evaluation.report.blocks import Block, bars, say, table


def records(asked: Asked) -> list[Block]:
    """Counts by kind; no text and nobody's name."""
    return [*_works(asked), *_lessons(asked)]


def _works(asked: Asked) -> list[Block]:
    rows = asked.of(Work.objects.filter(term=asked.term, event_day__range=asked.days), "author").exclude(state=WorkState.DRAFT)
    found: dict[tuple[str, str], Counter] = {}
    for kind, unit, state in rows.order_by("kind__order", "kind").values_list("kind__name", "kind__unit", "state"):
        found.setdefault((kind, unit), Counter())[state] += 1
    if not found:
        return [say("这些天里没有交来的材料。")]
    passed = {kind: sum(states[state] for state in PASSED) for kind, states in found.items()}
    lines = [(kind, unit, states.total(), passed[kind, unit], states[WorkState.EXCELLENT]) for (kind, unit), states in found.items()]
    handed, accepted, praised = (sum(line[at] for line in lines) for at in (2, 3, 4))
    made = [
        say(f"交来材料 {handed} 份，已通过 {accepted} 份，其中评为优秀 {praised} 份。"),
        table("各种材料", (("种类", 66), ("交来", 30), ("已通过", 30), ("评为优秀", 30)), [
            *((kind, f"{number} {unit}", ok, best) for kind, unit, number, ok, best in lines), ("合计", handed, accepted, praised),
        ]),
    ]
    if len(lines) > 1:
        made.append(bars("交来的材料", [(kind, number, "") for kind, _, number, _, _ in lines], "份"))
    return made


def _lessons(asked: Asked) -> list[Block]:
    term, (first, last) = asked.term, asked.days
    seen = observations_made(term).filter(day__range=asked.days)
    watched = list(asked.of(seen, "observer").values_list("observer", flat=True))
    opened = [one for one in given(term, last) if one.day >= first and (asked.teachers is None or one.teacher in asked.teachers)]
    prepared = Preparation.objects.filter(activity__in=asked.sessions().values("activity"))
    pairs = Pair.objects.filter(school=term.school, since__lte=last, until__gte=first).exclude(state=PairState.DRAFT)
    trips = Trip.objects.filter(term=term, state=TripState.APPROVED, first__range=asked.days)
    topics = Topic.objects.filter(school=term.school, since__lte=last, until__gte=first).exclude(state__in=(TopicState.PROPOSED, TopicState.DECLINED))
    if asked.teachers is not None:
        pairs = pairs.filter(Q(mentor__in=asked.teachers) | Q(helped__in=asked.teachers))
        trips = asked.of(trips, "teacher")
        topics = topics.filter(Q(leader__in=asked.teachers) | Q(members__in=asked.teachers))
    one = asked.report.teacher
    lines = [
        ("听课", f"{len(watched)} 节", "" if one else f"{len(set(watched))} 人听过课"),
        *((("被听课", f"{seen.filter(observed=one).count()} 节", ""),) if one else ()),
        ("公开课", f"{len(opened)} 节", "" if one else f"{len({lesson.teacher for lesson in opened})} 人开过课"),
        ("集体备课", f"{prepared.count()} 次", ""), ("结对", f"{pairs.distinct().count()} 对", ""),
        ("外出学习", f"{trips.count()} 人次", ""), ("课题", f"{topics.distinct().count()} 项", ""),
    ]
    shown = [line for line in lines if not line[1].startswith("0 ")]
    return [table("听课和一起做的事", (("项目", 66), ("数量", 40), ("说明", 50)), shown)] if shown else [say("没有听课和公开课的记录。")]
