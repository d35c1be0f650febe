from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from instruments import answers, results
from instruments.models import Instrument, Receipt, Response, Round
from school import clock
from school.models import School, User
from school.person import Person
from school.policy import has
from school.todo import Todo


def forms(school: School, purpose: str) -> QuerySet[Instrument]:
    """The forms of a purpose in use, each in its newest version (在用的评价表)."""
    return newest(Instrument.objects.filter(school=school, purpose=purpose, retired=False, draft=False))


def newest(rows: QuerySet[Instrument]) -> QuerySet[Instrument]:
    """Without the versions that a later one in use has replaced."""
    later = Instrument.objects.filter(
        school=OuterRef("school"), name=OuterRef("name"), version__gt=OuterRef("version"), draft=False
    )
    return rows.exclude(Exists(later))


def lesson_form(school: School) -> Instrument | None:
    """课堂教学评价表 in use: the newest version of the school's first lesson-evaluation form."""
    return forms(school, Instrument.Purpose.LESSON).order_by("-version", "id").first()


def shelves(school: School) -> list[tuple[str, list[Instrument]]]:
    """All forms of a school by purpose, the newest version of each and drafts; the retired in a shelf of their own."""
    rows = list(newest(Instrument.objects.filter(school=school, draft=False))) + list(Instrument.objects.filter(school=school, draft=True))
    rows.sort(key=lambda row: (row.name, -row.version))
    found = [(label, [row for row in rows if row.purpose == value and not row.retired]) for value, label in Instrument.Purpose.choices]
    return [(label, shelf) for label, shelf in [*found, ("已停用", [row for row in rows if row.retired])] if shelf]


def answered(form: Instrument) -> int:
    """How many answers stand on this version."""
    return Response.objects.filter(instrument=form, submitted_at__isnull=False).count()


def rounds_of(form: Instrument) -> QuerySet[Round]:
    return Round.objects.filter(instrument=form).order_by("-opens", "-id")


def listed(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds for the list: how many forms were asked for, how many have come, how many paper sheets were entered."""
    sheets = Response.objects.filter(round=OuterRef("pk"), submitted_at__isnull=False).order_by().values("round")
    return rows.select_related("instrument").annotate(
        asked=Count("receipts"), came=Count("receipts", filter=Q(receipts__done=True)),
        entered=Coalesce(sheets.annotate(number=Sum("sheets")).values("number"), 0),
    ).order_by("-opens", "-id")


def earlier(round: Round) -> list[Round]:
    """Rounds of the same form about the same that began before this one: what can be compared (前后对比)."""
    rows = Round.objects.filter(school=round.school, instrument__name=round.instrument.name, about=round.about).exclude(pk=round.pk)
    before = rows.filter(Q(opens__lt=round.opens) | Q(opens=round.opens, pk__lt=round.pk))
    return list(before.select_related("instrument", "school").order_by("-opens", "-id")[:10])


def receipts_of(person: Person) -> QuerySet[Receipt]:
    """What this person is or was asked: as a teacher, or by name as an expert from outside."""
    return Receipt.objects.filter(Q(teacher=person.teacher) if person.teacher else Q(expert=person.user))


def open_receipts(person: Person) -> QuerySet[Receipt]:
    """What this person may fill in now (等我填的)."""
    today = clock.today()
    return receipts_of(person).filter(
        done=False, round__closed=False, round__opens__lte=today, round__closes__gte=today,
    ).select_related("round__instrument", "about").order_by("round__closes", "round", "id")


def mine(person: Person) -> tuple[list[tuple[Round, list[Receipt]]], list[Receipt]]:
    """我的问卷: what waits, by round; and what has been handed in, the latest rounds first."""
    waiting: dict[Round, list[Receipt]] = {}
    for receipt in open_receipts(person):
        waiting.setdefault(receipt.round, []).append(receipt)
    done = receipts_of(person).filter(done=True).select_related("round__instrument", "about")
    return list(waiting.items()), list(done.order_by("-round__opens", "round", "id")[:60])


def experts_asked(round: Round) -> list[User]:
    """The experts from outside who were asked by name, each of whom has a link."""
    return list(User.objects.filter(pk__in=Receipt.objects.filter(round=round, expert__isnull=False).values("expert")).order_by("pk"))


def following(person: Person, receipt: Receipt) -> Receipt | None:
    """The next one to fill in of the same round, so that six colleagues are six pages in a row."""
    return open_receipts(person).filter(round=receipt.round).exclude(pk=receipt.pk).first()


def left(person: Person, round: Round) -> int:
    return open_receipts(person).filter(round=round).count()


def todo(person: Person) -> list[Todo]:
    """等我填的: one line a round, with what it costs in minutes."""
    if not has(person, "survey.answer"):
        return []
    return [_todo(round, receipts) for round, receipts in mine(person)[0]]


def _todo(round: Round, receipts: list[Receipt]) -> Todo:
    number = len(receipts)
    minutes = round.instrument.document.get("minutes") or 3
    detail = f"{number} 位，约 {minutes * number} 分钟" if number > 1 else f"约 {minutes} 分钟"
    return Todo(f"填问卷：{round}", reverse("survey_answer", args=[receipts[0].pk]), "填写", detail, round.closes, number, order=15)


def top_answers(round: Round, code: str, n: int = 3) -> list[tuple[str, int]]:
    """最多人选的几项 of one question, for instance the needs that flow into the plan; nothing before answers may be seen."""
    rows = results.countable(round, results.handed_in(round))
    item = next((item for item in round.instrument.items if item["code"] == code), None)
    if item is None or not answers.options(item) or not results.shown(round, rows):
        return []
    counts, _ = results.counted(item, rows)
    return sorted(((option, number) for option, number in counts.items() if number), key=lambda pair: -pair[1])[:n]
