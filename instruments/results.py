"""What a round has brought (统计结果): by question, by teacher asked about, by group; anonymous answers only from five on."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from instruments import aggregate, answers
from instruments.models import Receipt, Response, Round
from school.models import Teacher

FEW = 5  # fewer anonymous answers than this are not shown: who wrote them could be guessed
MOST_DROPPED = 3


@dataclass(frozen=True)
class Bar:
    """One option with how many ticked it, and its share in 百分比."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Question:
    """一道题: who answered how, its mean where it has one, texts with a name where names are kept."""

    item: dict[str, Any]
    answered: int
    bars: list[Bar] = field(default_factory=list)
    mean: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def widest(self) -> int:
        return max((bar.count for bar in self.bars), default=0)


@dataclass(frozen=True)
class About:
    """被评的一位老师: how many were asked and came, the mean of their totals; None while it is not shown."""

    teacher: Teacher
    asked: int
    came: int
    mean: Decimal | None
    level: str


def handed_in(round: Round) -> list[Response]:
    """The answers of a round, texts in an order that says nothing about when they came."""
    rows = round.responses.filter(submitted_at__isnull=False).select_related("respondent", "about")
    return sorted(rows, key=lambda row: row.pk if not round.anonymous else hash_of(row))


def hash_of(row: Response) -> str:
    return repr(sorted(row.answers.items()))


def sheets(rows: Sequence[Response]) -> int:
    return sum(row.sheets for row in rows)


def shown(round: Round, rows: Sequence[Response]) -> bool:
    """Whether answers may be seen: named ones always, anonymous ones from five on and once nothing comes in any more.

    Who looked in between would see what each new answer changed.
    """
    return not round.anonymous or (round.over and sheets(rows) >= FEW)


def countable(round: Round, rows: Sequence[Response]) -> Sequence[Response]:
    """What all answers together are reckoned from: in an anonymous round about teachers only those about whom five came.

    Otherwise the few about one teacher would be the whole less what is shown about the others.
    """
    if not round.anonymous or round.about == Round.About.NOBODY:
        return rows
    number = Counter(row.about_id for row in rows)
    return [row for row in rows if number[row.about_id] >= FEW]


def questions(round: Round, rows: Sequence[Response], drop: int = 0) -> list[Question]:
    """All questions of a round's form over these answers."""
    named = not (round.anonymous or round.on_paper)
    return [_question(item, rows, drop, named=named) for item in round.instrument.items]


def _question(item: dict[str, Any], rows: Sequence[Response], drop: int, *, named: bool) -> Question:
    code = item["code"]
    given = [(row, row.answers[code]) for row in rows if code in row.answers]
    if item["kind"] == "text":
        texts = [(_name(row) if named else "", text) for row, text in given]
        return Question(item, len(texts), texts=texts if named else sorted(texts))
    if item["kind"] == "number":
        numbers = [Decimal(text) for _, text in given]
        return Question(item, len(numbers), _spread(item, numbers), **_figures(numbers, drop))
    counts, sheets_here = counted(item, rows)
    bars = [Bar(label, number, aggregate.share(number, sheets_here)) for label, number in counts.items()]
    values = _values(item)
    numbers = [values[label] for label, number in counts.items() for _ in range(number)] if values else []
    return Question(item, sheets_here, bars, **_figures(numbers, drop))


def counted(item: dict[str, Any], rows: Sequence[Response]) -> tuple[dict[str, int], int]:
    """How often each option was ticked, single answers and totals from paper together; and by how many sheets."""
    code = item["code"]
    ticked = [answers.chosen(row.answers[code]) if item["kind"] == "several" else [row.answers[code]]
              for row in rows if code in row.answers]
    found = Counter(aggregate.distribution(answers.options(item), (one for given in ticked for one in given)))
    number = len(ticked)
    for row in rows:
        if code in row.counts:
            found.update(row.counts[code])
            number += row.sheets if item["kind"] == "several" else sum(row.counts[code].values())
    return dict(found), number


def _values(item: dict[str, Any]) -> dict[str, Decimal]:
    if item["kind"] == "levels":
        return {level["name"]: Decimal(str(level["points"])) for level in item["levels"]}
    return {step: Decimal(step) for step in item["steps"]} if item["kind"] == "scale" else {}


def _figures(numbers: Sequence[Decimal], drop: int) -> dict[str, Decimal | None]:
    left = aggregate.kept(numbers, drop)
    if not left:
        return {}
    return {"mean": aggregate.rounded(aggregate.mean(left)), "lowest": left[0], "highest": left[-1]}


def _spread(item: dict[str, Any], numbers: Sequence[Decimal]) -> list[Bar]:
    """分数段 in quarters of the most that can be given."""
    most = Decimal(str(item["max"]))
    edges = [most * part / 4 for part in range(5)]
    bars = []
    for low, high in zip(edges, edges[1:], strict=False):
        inside = sum(low <= number < high or (high == most and number == most) for number in numbers)
        bars.append(Bar(f"{low:f}—{high:f} 分", inside, aggregate.share(inside, len(numbers))))
    return bars[::-1]


def _name(row: Response) -> str:
    return row.respondent.name if row.respondent else ""


def totals(rows: Sequence[Response]) -> list[Decimal]:
    """总分 of each answer; a total of several sheets stands as often as it has sheets."""
    return [row.total for row in rows if row.total is not None for _ in range(row.sheets)]


def by_teacher(round: Round, rows: Sequence[Response], drop: int = 0) -> list[About]:
    """Everybody a round is about, in the order of the roster, never by points."""
    given: dict[int, list[Response]] = {}
    for row in rows:
        if row.about_id:
            given.setdefault(row.about_id, []).append(row)
    asked = Counter(round.receipts.exclude(about=None).values_list("about_id", flat=True))
    people = Teacher.objects.filter(school=round.school, pk__in={*asked, *given}).order_by("order", "staff_no")
    return [_about(round, teacher, asked[teacher.pk], given.get(teacher.pk, []), drop) for teacher in people]


def _about(round: Round, teacher: Teacher, asked: int, rows: list[Response], drop: int) -> About:
    mean = aggregate.mean(totals(rows), drop) if shown(round, rows) else None
    found = None if mean is None else aggregate.rounded(mean)
    return About(teacher, asked, sheets(rows), found, answers.level(round.instrument.document, found))


def groups(round: Round, rows: Sequence[Response]) -> list[tuple[str, int]]:
    """The 教研组 by which answers may be cut: each with five answers at least, and what is left over too, or nobody's.

    Otherwise the few that are left would be the whole less the groups shown. Not in an anonymous round about teachers, where
    one person answers several times: there a cut would be the votes of very few.
    """
    if round.anonymous and round.about != Round.About.NOBODY:
        return []
    counted_by = Counter(row.group_id for row in rows if row.group_id)
    names = dict(round.school.groups.filter(pk__in=counted_by).values_list("pk", "name"))
    wide = sorted((number, pk) for pk, number in counted_by.items() if number >= FEW)
    rest = len(rows) - sum(number for number, _ in wide)
    while wide and 0 < rest < FEW:
        rest += wide.pop(0)[0]
    return sorted(((names[pk], pk) for _, pk in wide))


def lacking(round: Round) -> tuple[list[Receipt], int, int]:
    """Who has not answered yet: named in a named round, only counted in an anonymous one; asked and missing."""
    receipts = list(round.receipts.select_related("teacher", "expert", "about").order_by("teacher__order", "teacher__staff_no", "id"))
    missing = [row for row in receipts if not row.done]
    return ([] if round.anonymous else missing), len(receipts), len(missing)


def mean_total(rows: Sequence[Response], drop: int = 0) -> Decimal | None:
    """总分的平均, to two places."""
    mean = aggregate.mean(totals(rows), drop)
    return None if mean is None else aggregate.rounded(mean)


@dataclass(frozen=True)
class Change:
    """前后对比 of one question: the mean, or the share of the first choice, before and now."""

    name: str
    what: str
    before: str
    now: str


def compared(before: Round, round: Round, drop: int = 0) -> list[Change]:
    """The questions both rounds asked with the same code: what was found before an activity and after it."""
    earlier, now = countable(before, handed_in(before)), countable(round, handed_in(round))
    if not (shown(before, earlier) and shown(round, now)):
        return []
    then = {question.item["code"]: question for question in questions(before, earlier, drop)}
    found = []
    for question in questions(round, now, drop):
        old = then.get(question.item["code"])
        if old is None or old.item["kind"] != question.item["kind"]:
            continue
        if question.mean is not None and old.mean is not None:
            found.append(Change(question.item["name"], "平均", f"{old.mean}", f"{question.mean}"))
        elif question.bars and old.bars and old.bars[0].label == question.bars[0].label:
            label = question.bars[0].label
            found.append(Change(question.item["name"], f"『{label}』", f"{old.bars[0].share}%", f"{question.bars[0].share}%"))
    return found
