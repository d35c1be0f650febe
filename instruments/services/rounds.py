"""发放与答卷: giving a form to people, taking their answers so that an anonymous one leads back to nobody."""
from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from instruments import aggregate
from instruments import answers as reading
from instruments.models import Instrument, Receipt, Response, Round
from instruments.results import FEW
from school import audit, clock
from school.audience import resolve
from school.models import Membership, School, Teacher, Term, User
from school.person import Person
from school.policy import has
from school.workflow import Refused, again, guarded

Pair = tuple[Teacher, Teacher | None]
MOST_EACH = 150  # forms that one person may be asked to fill in at once: a school's leaders rate all its teachers


def term_on(school: School, day: date) -> Term | None:
    """学期 of a day: the one that holds it, else the last begun."""
    return Term.objects.filter(school=school, starts__lte=day).order_by("-starts").first()


def asked(round: Round) -> list[Pair]:
    """Who is asked about whom by a round's rules, on the day it opens (应答名单)."""
    term = term_on(round.school, round.opens)
    if round.on_paper or term is None:
        return []
    people = list(resolve(round.audience, round.school, term, round.opens))
    match round.about:
        case Round.About.NOBODY:
            return [(one, None) for one in people]
        case Round.About.SELF:
            return [(one, one) for one in people]
        case Round.About.NAMED:
            named = list(resolve(round.about_whom, round.school, term, round.opens))
            return [(one, other) for one in people for other in named if one != other]
    return _among_groups(round, term, people)


def _among_groups(round: Round, term: Term, people: list[Teacher]) -> list[Pair]:
    """Each with the others of his groups of one kind that are addressed too; once, though they share two groups."""
    groups: dict[int, set[int]] = {}
    rows = Membership.objects.filter(term=term, group__kind=round.group_kind, group__school=round.school)
    for group, teacher in rows.values_list("group_id", "teacher_id"):
        groups.setdefault(group, set()).add(teacher)
    mates: dict[int, set[int]] = {}
    for members in groups.values():
        for one in members:
            mates.setdefault(one, set()).update(members - {one})
    return [(one, other) for one in people for other in people if other.pk in mates.get(one.pk, ())]


@transaction.atomic
def open_round(person: Person, round: Round, experts: Iterable[User] = ()) -> Round:
    """发放: the list of who is asked is made now, all at once; a survey comes at most once a month to anybody.

    experts: from outside, with an account here, asked by name in a round of 专家评; what others bring on paper is entered.
    Refused when nobody would be asked, and for a second survey in a month unless the 校长 gives a reason.
    """
    if found := Round.objects.filter(school=person.school, key=round.key).first():
        return found
    if round.instrument.draft or round.instrument.retired:
        raise Refused("这张表还没有启用，或者已经停用。", "请先启用，或者换一张。", label=round.instrument.name)
    pairs = asked(round)
    if not pairs and not round.on_paper:
        raise Refused("这样没有一个人要填。", "请看看对象和评谁：同组互评要求组里至少两个人。", label=round.title)
    each = max(Counter(one.pk for one, _ in pairs).values(), default=0)
    if each > MOST_EACH:
        raise Refused(f"这样一个人要填 {each} 份，太多了，一次最多 {MOST_EACH} 份。", "请少选几位被评的老师，或者改成同组互评。", label=round.title)
    _only_one_a_month(person, round, {one.pk for one, _ in pairs})
    round.school = person.school
    round.save()
    Receipt.objects.bulk_create((Receipt(round=round, teacher=one, about=other) for one, other in pairs), batch_size=1000)
    if round.party == Round.Party.EXPERTS:
        whom = list(about_people(round)) or [None]
        Receipt.objects.bulk_create(Receipt(round=round, expert=one, about=other) for one in experts for other in whom)
    audit.record(person, "survey.open", round, reason=round.reason)
    return round


def _only_one_a_month(person: Person, round: Round, teachers: set[int]) -> None:
    """No burden (spec 06): 每人每月最多一份问卷."""
    if round.instrument.purpose != Instrument.Purpose.SURVEY or not teachers:
        return
    again = Receipt.objects.filter(
        teacher__in=teachers, round__instrument__purpose=Instrument.Purpose.SURVEY, round__school=person.school,
        round__opens__year=round.opens.year, round__opens__month=round.opens.month,
    )
    titles = sorted(set(again.values_list("round__title", flat=True)))
    if not titles or (round.reason.strip() and has(person, "survey.exceed")):
        return
    number = again.values("teacher").distinct().count()
    raise Refused(
        f"{round.opens.month}月已经给 {number} 位老师发过『{'』『'.join(titles)}』，一个月最多一份问卷。",
        "请改到下个月；确有必要的，由校长写明理由再发。", label=round.title,
    )


def small_groups(round: Round) -> list[str]:
    """The people about whom an anonymous round can bring too few answers to show any, by name."""
    number = Counter(other.name for _, other in asked(round) if other)
    return sorted(name for name, votes in number.items() if round.anonymous and votes < FEW)


def is_open(round: Round) -> bool:
    return not round.closed and round.opens <= clock.today() <= round.closes


@transaction.atomic
def answer(person: Person, receipt: Receipt, given: reading.Answers) -> bool:
    """交卷, once however often it is sent; False when it was in already.

    An anonymous answer carries no name, no time finer than the day, no number in the order of coming, and leaves no line in the log.
    """
    round = receipt.round
    _refuse_when_not_open(round)
    if gaps := reading.missing(round.instrument.document, given):
        raise Refused(f"还有 {len(gaps)} 项没填：{'、'.join(gaps)}。", "请补上再交。", label=str(receipt))
    if not guarded(Receipt).filter(pk=receipt.pk, done=False).update(done=True):
        return False
    values = {"answers": given, "total": reading.total(round.instrument.document, given), "group_id": _group(round, receipt.teacher_id)}
    if round.anonymous:
        number = -1 - secrets.randbelow(2**52)  # not the next one, which would tell between which named answers it came
        Response.objects.create(pk=number, **_of(round, receipt), **values, submitted_at=_day_alone())
        return True
    Response.objects.update_or_create(
        **_of(round, receipt), respondent=person.user, defaults=values | {"submitted_at": clock.now()}
    )
    audit.record(person, "survey.answer", round, after=receipt.about and receipt.about.name)
    return True


def _of(round: Round, receipt: Receipt) -> dict[str, Any]:
    return {"school": round.school, "instrument": round.instrument, "round": round, "about": receipt.about}


def _day_alone():
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _group(round: Round, teacher: int) -> int | None:
    """教研组 of who answers, so that results can be cut; in an anonymous round only one of which five were asked."""
    term = term_on(round.school, round.opens)
    own = Membership.objects.filter(term=term, teacher=teacher, group__kind="research").values_list("group", flat=True).first()
    if own is None or not round.anonymous:
        return own
    members = Membership.objects.filter(term=term, group=own, teacher__in=round.receipts.values("teacher"))
    return own if members.values("teacher").distinct().count() >= FEW else None


def _refuse_when_not_open(round: Round) -> None:
    if round.over:
        raise Refused("已经截止了。", "确实要补的，请找教导处。", label=round.title)
    if clock.today() < round.opens:
        raise Refused(f"{round.opens.month}月{round.opens.day}日才开始。", "到那天再填。", label=round.title)


@transaction.atomic
def take_back(person: Person, receipt: Receipt) -> None:
    """拿回来改 until it closes; an anonymous answer cannot be found again, not even by its writer."""
    round = receipt.round
    _refuse_when_not_open(round)
    if round.anonymous:
        raise Refused("匿名交的不记谁写的，找不回来。", label=round.title)
    if guarded(Receipt).filter(pk=receipt.pk, done=True).update(done=False):
        kept = round.responses.filter(respondent=person.user, about=receipt.about)
        guarded(Response).filter(pk__in=list(kept.values_list("pk", flat=True))).update(submitted_at=None)
        audit.record(person, "survey.take_back", round, after=receipt.about and receipt.about.name)


def kept_answers(person: Person, receipt: Receipt) -> Response | None:
    """What this person took back to change, in a named round."""
    if receipt.round.anonymous:
        return None
    return receipt.round.responses.filter(respondent=person.user, about=receipt.about).first()


@transaction.atomic
def close(person: Person, round: Round) -> None:
    """收卷 before the day: from now on the results count."""
    if guarded(Round).filter(pk=round.pk, closed=False).update(closed=True):
        round.closed = True
        audit.record(person, "survey.close", round)


@transaction.atomic
def extend(person: Person, round: Round, days: int = 7) -> None:
    """延期一周, also when it has closed already; an anonymous one no more then, for its results have been open.

    Who looks before and after one more answer knows what that answer was.
    """
    if round.anonymous and round.over:
        raise Refused("匿名的收卷以后不能再延期：结果已经看得到，再收一份就知道是谁写的。", "确有必要，请另发一次。", label=round.title)
    round.closes = max(round.closes, clock.today()) + timedelta(days=days)
    round.closed = False
    round.save(update_fields=["closes", "closed"])
    audit.record(person, "survey.extend", round, after=str(round.closes))


@transaction.atomic
def withdraw(person: Person, round: Round) -> None:
    """撤回 what nobody has answered yet."""
    if round.responses.exists():
        raise Refused("已经有人答了，不能撤回。", "可以提前收卷。", label=round.title)
    audit.record(person, "survey.withdraw", round)
    round.delete()


def joiners(round: Round) -> list[Pair]:
    """Who belongs to a round's audience by now and was not there when it opened."""
    known = set(round.receipts.values_list("teacher_id", "about_id"))
    today = Round(**{field.attname: getattr(round, field.attname) for field in Round._meta.concrete_fields} | {"opens": clock.today()})
    return [(one, other) for one, other in asked(today) if (one.pk, other and other.pk) not in known]


@transaction.atomic
def add_joiners(person: Person, round: Round) -> int:
    """把后来的人加进名单; nobody is taken off."""
    pairs = joiners(round)
    Receipt.objects.bulk_create(Receipt(round=round, teacher=one, about=other) for one, other in pairs)
    if pairs:
        audit.record(person, "survey.people", round, after=[one.name for one, _ in pairs][:60])
    return len(pairs)


@transaction.atomic
def enter_totals(
    person: Person, round: Round, *, about: Teacher | None, sheets: int, counts: dict[str, dict[str, int]], texts: reading.Answers, key: UUID
) -> Response:
    """录合计: so many paper sheets of pupils, parents or experts with the counts of each choice; no accounts are made for them."""
    if found := Response.objects.filter(school=person.school, key=key).first():
        return again(found, round=round, about=about, sheets=sheets, counts=counts, answers=texts)
    document = round.instrument.document
    row = Response.objects.create(
        school=round.school, instrument=round.instrument, round=round, respondent=person.user, about=about, answers=texts,
        sheets=sheets, counts=counts, total=total_of_counts(document, counts), submitted_at=clock.now(), key=key,
    )
    audit.record(person, "survey.totals", round, after=[sheets, about.name if about else ""])
    return row


def total_of_counts(document: reading.Document, counts: dict[str, dict[str, int]]) -> Decimal | None:
    """总分 of counted sheets: the mean of each indicator brought together; None when one is without counts."""
    reached = {}
    for item in reading.items(document):
        if item["kind"] == "levels":
            worth = ((Decimal(str(level["points"])), counts.get(item["code"], {}).get(level["name"], 0)) for level in item["levels"])
            mean = aggregate.mean_of_counts(worth)
            if mean is None:
                return None
            reached[item["code"]] = mean
        elif item["kind"] == "number":
            return None
    return reading.brought(document, reached) if reached else None


@transaction.atomic
def enter_sheet(person: Person, round: Round, given: reading.Answers, *, about: Teacher | None, key: UUID) -> Response:
    """代录一份 paper sheet; who wrote it is not asked."""
    if found := Response.objects.filter(school=person.school, key=key).first():
        return again(found, round=round, about=about, answers=given)
    row = Response.objects.create(
        school=round.school, instrument=round.instrument, round=round, respondent=person.user, about=about, answers=given,
        total=reading.total(round.instrument.document, given), submitted_at=clock.now(), key=key,
    )
    audit.record(person, "survey.totals", round, after=[1, about.name if about else ""])
    return row


@transaction.atomic
def remove_entered(person: Person, row: Response) -> None:
    """删去录错的一笔 of a round on paper; what people answered themselves is never removed."""
    if not row.round.on_paper or row.key is None:
        raise Refused("自己交的不能删。", label=row.round.title)
    if person.teacher and row.about_id == person.teacher.pk:
        raise Refused("这是评你自己的，不能由你删。", "请教导处别的人来办。", label=row.round.title)
    audit.record(person, "survey.totals_remove", row.round, before=row.sheets)
    row.delete()


def about_people(round: Round) -> Iterable[Teacher]:
    """被评的老师 a paper sheet may be about."""
    term = term_on(round.school, round.opens)
    return resolve(round.about_whom, round.school, term, round.opens) if round.about == Round.About.NAMED and term else Teacher.objects.none()
