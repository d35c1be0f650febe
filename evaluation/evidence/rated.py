"""What others gave by forms (评价表与互评): one form's mean about a teacher, and ratings by self, peers, leaders and others."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from evaluation.evidence import shapes
from evaluation.evidence.setting import Found, Record, Setting
from instruments.aggregate import rounded
from instruments.answers import full
from instruments.models import Receipt, Response, Round
from instruments.results import FEW
from rubrics.scoring.numbers import plain
from school import clock

# By which words in a rubric's own name of a side it is known: 「同事互评」 is 互评, 「学校考评」 the leaders'.
SIDES: tuple[tuple[Round.Party, tuple[str, ...]], ...] = (
    (Round.Party.SELF, ("自评", "自我", "本人")), (Round.Party.PUPILS, ("学生", "生评")), (Round.Party.PARENTS, ("家长",)),
    (Round.Party.EXPERTS, ("专家", "专班")), (Round.Party.PEERS, ("互评", "同伴", "同事", "同行", "教师", "群众")),
    (Round.Party.LEADERS, ("领导", "学校", "校长", "考核组", "考核小组", "教导处", "干部", "行政")),
)


def party_of(name: str) -> str:
    """Which side a rubric's weight speaks of; empty for one that no round brings."""
    return next((party for party, words in SIDES if any(word in name for word in words)), "")


def instrument(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """instrument:NAME: the mean of what others gave about a teacher, in closed rounds and in observations of this term.

    What one gives oneself does not count; anonymous sheets count from five on, like they are shown.
    """
    found = setting.each()
    rows = _given(setting, argument).filter(Q(round=None) | ~Q(round__party=Round.Party.SELF))
    free: dict[int, list[Decimal]] = {}
    for pk, given in _by_round(setting, [row for row in rows if not _own(setting, row)]).items():
        for key, votes in given.items():
            kept = _kept(found[pk], votes)
            free.setdefault(pk, []).extend(total for vote in kept for total in [vote.total] * vote.sheets)
            if key is None:
                found[pk].records += [Record(f"{argument} {shapes.exact(vote.total)} 分", vote.submitted_at.date()) for vote in kept]
            elif kept:
                found[pk].records.append(_record(kept))
    for pk, totals in free.items():
        if totals:
            mean = Fraction(sum(totals, Decimal())) / len(totals)
            found[pk].value = {"number": f"{mean.numerator}/{mean.denominator}"}
            found[pk].note = _and(f"{len(totals)} 份的平均：{plain(mean)}", found[pk].note)
    return found


def ratings(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """ratings:NAME: what each side gave a teacher with a form, brought to the rule's scale; who is missing is said.

    Only closed rounds count: while one is open its side is missing, and the rule says whether one waits for it.
    """
    found = setting.each()
    sides = {party_of(name): name for name in reversed(item["rule"].get("weights", {}))}
    sides.pop("", None)
    scale = item["rule"].get("out_of", 100)
    rows = _given(setting, argument).filter(round__party__in=sides)
    votes: dict[int, dict[str, list[str]]] = {}
    for pk, given in _by_round(setting, rows).items():
        for rated in given.values():
            kept = _kept(found[pk], rated)
            name = sides[rated[0].round.party]
            votes.setdefault(pk, {}).setdefault(name, []).extend(
                _brought(vote, scale) for vote in kept for _ in range(1 if vote.counts else vote.sheets)
            )
            if kept:
                found[pk].records.append(_record(kept))
    for pk, by_side in votes.items():
        ratings = {name: sorted(given) for name, given in by_side.items() if given}  # in no order of coming
        found[pk].value = {"ratings": ratings} if ratings else None
    _say_missing(setting, argument, found)
    return found


def _given(setting: Setting, name: str) -> QuerySet[Response]:
    """Answers about teachers handed in this term with a form of this name, not from rounds that still run."""
    closed = Q(round=None) | Q(round__closed=True) | Q(round__closes__lt=clock.today())
    return Response.objects.filter(
        closed, school=setting.school, instrument__name=name, about__isnull=False, total__isnull=False,
        submitted_at__date__range=(setting.term.starts, setting.term.ends),
    ).select_related("round", "instrument").order_by("submitted_at", "id")


def _own(setting: Setting, row: Response) -> bool:
    teacher = setting.teachers.get(row.about_id)
    return bool(teacher and teacher.user_id and teacher.user_id == row.respondent_id)


def _by_round(setting: Setting, rows: Iterable[Response]) -> dict[int, dict[int | None, list[Response]]]:
    """Per teacher of the sheet, the answers by the round they came in; None: not from a round."""
    grouped: dict[int, dict[int | None, list[Response]]] = {}
    for row in rows:
        if row.about_id in setting.teachers:
            grouped.setdefault(row.about_id, {}).setdefault(row.round_id, []).append(row)
    return grouped


def _kept(found: Found, rows: Sequence[Response]) -> Sequence[Response]:
    """Anonymous answers count from five on: the mean of fewer would say what one of them gave."""
    round = rows[0].round
    if round is None or not round.anonymous or len(rows) >= FEW:
        return rows
    found.note = _and(found.note, f"『{round.title}』匿名只收到 {len(rows)} 份，不满 {FEW} 份，不计")
    return ()


def _brought(row: Response, scale: Any) -> str:
    """A total on the rule's scale, exact: 54 of 60 is 90 of 100."""
    whole = Fraction(full(row.instrument.document))
    value = Fraction(row.total) if scale is None or not whole else Fraction(row.total) / whole * Fraction(str(scale))
    return f"{value.numerator}/{value.denominator}"


def _record(rows: Sequence[Response]) -> Record:
    """One line for a round: who gave how much stays in the round."""
    round, sheets = rows[0].round, sum(row.sheets for row in rows)
    mean = Fraction(sum((row.total * row.sheets for row in rows), Decimal())) / sheets
    return Record(f"{round.title}（{round.get_party_display()} {sheets} 份，平均 {rounded(mean)}）", round.closes)


def _say_missing(setting: Setting, name: str, found: Mapping[int, Found]) -> None:
    """Who was asked about a teacher and has not answered, as a number; and rounds that still run."""
    today = clock.today()
    rows = Receipt.objects.filter(
        round__school=setting.school, round__instrument__name=name, done=False, about__isnull=False,
        round__opens__range=(setting.term.starts, setting.term.ends),
    ).values_list("about_id", "round__title", "round__closes", "round__closed")
    lacking = Counter((about, title, closed or closes < today) for about, title, closes, closed in rows if about in found)
    for (about, title, over), number in lacking.items():
        found[about].note = _and(found[about].note, f"『{title}』还差 {number} 份" + ("" if over else "，还没有截止"))


def _and(first: str, second: str) -> str:
    return "；".join(filter(None, (first, second)))
