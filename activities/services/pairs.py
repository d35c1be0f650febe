"""师徒结对, 一对一帮扶, 蹲点包组: made, signed, filled with what really happened, judged by both, ended."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Help, Pair
from activities.queries.pairs import rating_form
from activities.states import PAIR_STEPS, PairState
from documents.chinese import date_range, normal
from instruments.models import Instrument, Response
from instruments.services.answers import hand_in, keep_answers
from school import audit, clock
from school.models import Teacher
from school.person import Person
from school.queries import experts_of
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, advance, again, guarded

OTHER_SIDE = {"by_mentor": "by_helped", "by_helped": "by_mentor"}


def create(person: Person, key: uuid.UUID, values: dict[str, Any]) -> Pair:
    """新建结对 as a draft; both are told when the agreement is signed. The same key gives the same pair."""
    if known := Pair.objects.filter(key=key).first():
        return again(known, **values)
    _refuse_strangers(person, values)
    try:
        with transaction.atomic():
            pair = Pair.objects.create(school=person.school, key=key, **values)
            audit.record(person, "pair.add", pair, after=[pair.get_kind_display(), str(pair.since), str(pair.until)])
    except IntegrityError:
        known = Pair.objects.filter(key=key).first()
        if known is None:
            raise
        return known
    return pair


def _refuse_strangers(person: Person, values: dict[str, Any]) -> None:
    for name in ("mentor", "helped", "group"):
        row = values.get(name)
        if row is not None and row.school_id != person.school.pk:
            raise Refused("结对的人要是本校的。", "校外的教研员、专家请选在『校外师傅』里。", label=str(row))
    guide = values.get("guide")
    if guide is not None and not experts_of(person.school).filter(pk=guide.pk).exists():
        raise Refused("校外师傅要是学校请来的专家。", "请系统管理员先给他开专家账号。", label=guide.name)


def edit(person: Person, pair: Pair, version: int, values: dict[str, Any]) -> None:
    """改目标与期限 until the pair has ended."""
    if pair.state == PairState.FINISHED:
        raise Refused("这一对已经结束了，不能再改。", "要接着帮，请新建一对。", label=str(pair))
    with transaction.atomic():
        before = {name: str(getattr(pair, name)) for name in values}
        if not guarded(Pair).filter(pk=pair.pk, version=version).update(version=F("version") + 1, **values):
            pair.refresh_from_db()
            raise StaleEdit(mine=str(values.get("goals", "")), theirs=pair.goals, version=pair.version, label=str(pair))
        audit.record(person, "pair.edit", pair, before=before, after={name: str(value) for name, value in values.items()})


def take_step(person: Person, pair: Pair, name: str, signed_on: date | None = None) -> str:
    """签定协议 or 结束结对, never of the pair one belongs to; the sentence that says what happened."""
    if side_of(person, pair) and not pair.is_station:
        raise Refused("你就是这一对里的人，要由别人来签、来结束。", "请校长、副校长或教导处的另一位来办。", label=str(pair))
    changes = {}
    if name == "sign":
        if not pair.goals.strip():
            raise Refused("目标还空着，协议签不成。", "请先写上要达到什么。", label=str(pair))
        changes = {"signed_on": signed_on or clock.today()}
    with transaction.atomic():
        advance(person, pair, PAIR_STEPS, name, **changes)
        told = _tell(pair, users_of(pair), {
            "sign": f"{pair.get_kind_display()}『{pair}』的协议签好了，{date_range(pair.since, pair.until)}。",
            "end": f"{pair.get_kind_display()}『{pair}』结束了，请互相评一评。",
        }[name])
    return f"现在是『{pair.get_state_display()}』，通知了 {told} 人。"


def users_of(pair: Pair) -> list[int | None]:
    """Who belongs to a pair: the two, or the leader and the heads of his group; a 师傅 from outside by his account."""
    first = pair.mentor.user_id if pair.mentor_id else pair.guide_id
    if not pair.is_station:
        return [first, pair.helped.user_id]
    heads = Teacher.objects.filter(memberships__group=pair.group, memberships__leads=True, left=None)
    return [first, *heads.values_list("user", flat=True).distinct()]


def _tell(pair: Pair, users: Iterable[int | None], text: str) -> int:
    return tell(pair.school, users, text, reverse("pair", args=[pair.pk]))


def add_help(person: Person, pair: Pair, key: uuid.UUID, values: dict[str, Any]) -> Help:
    """记一笔帮带, or at a visit the problem found: told to the other side. The same key gives the same line."""
    if known := Help.objects.filter(key=key, pair=pair).first():
        return again(known, by=person.user, **values)
    if pair.state != PairState.RUNNING:
        raise Refused(f"这一对现在是『{pair.get_state_display()}』，还不能记。", "签了协议以后才记，结束以后不再记。", label=str(pair))
    if not pair.since <= values["day"] <= pair.until:
        raise Refused(f"结对是{date_range(pair.since, pair.until)}，这一天不在里面。", "请看看日期。", label=str(pair))
    try:
        with transaction.atomic():
            row = Help.objects.create(pair=pair, key=key, by=person.user, at=clock.now(), **values)
            audit.record(person, "pair.help", row, school=pair.school, after=[str(row.day), row.line])
            if row.problem:
                _tell(pair, (user for user in users_of(pair) if user != person.user.pk), f"{person.name}看到一个问题：{row.problem}。{row.follow_up}")
    except IntegrityError:
        return Help.objects.get(key=key)
    return row


def settle(person: Person, row: Help, outcome: str) -> None:
    """跟进完成: what came of the problem; said once."""
    with transaction.atomic():
        rows = guarded(Help).filter(pk=row.pk, done_on=None)
        if not rows.update(done_on=clock.today(), outcome=normal(outcome)[:200]):
            raise Refused("这个问题已经有结果了。", "请刷新页面看。", label=str(row))
        audit.record(person, "pair.settle", row, school=row.pair.school, after=normal(outcome)[:200])


def rate(person: Person, pair: Pair, answers: dict[str, Any]) -> None:
    """互评: the mentor judges the helped and the helped his mentor, each on the school's form.

    Sent again it takes the place of what was sent, as long as nothing was made of it (`is_settled`).
    """
    side, form = _rating(person, pair)
    about = pair.helped if side == "by_mentor" else pair.mentor
    with transaction.atomic():
        response = hand_in(person, keep_answers(person, None, form, answers, about=about))
        _put(person, pair, side, response)
        audit.record(person, "pair.rate", pair, after=str(form))


def take_back_rating(person: Person, pair: Pair) -> None:
    """撤回互评 by the one who gave it, until the other has judged too or the pair was recommended."""
    side, form = _rating(person, pair)
    if not getattr(pair, side):
        raise Refused("你还没有评，没有什么要撤回。", "", label=str(pair))
    with transaction.atomic():
        _put(person, pair, side, None)
        audit.record(person, "pair.unrate", pair, before=str(form))


def _rating(person: Person, pair: Pair) -> tuple[str, Instrument]:
    side, form = side_of(person, pair), rating_form(pair.school)
    if side is None or form is None or pair.is_station:
        raise Refused("这一对不用你评。", "只有师傅和徒弟互相评。", label=str(pair))
    if pair.state == PairState.DRAFT:
        raise Refused("协议还没有签，先不评。", "", label=str(pair))
    return side, form


def _put(person: Person, pair: Pair, side: str, response: Response | None) -> None:
    """One judgement in its place; the one that stood there goes. Refused once something was made of it."""
    other = OTHER_SIDE[side]
    before: Response | None = getattr(pair, side)
    rows = guarded(Pair).filter(pk=pair.pk, **{side: before})
    if before:
        rows = rows.filter(praise="", **{other: None})
    if not rows.update(**{side: response}):
        raise Refused("你已经评过了，现在不能再动。", "对方也评了，或者这一对已经被推荐；有新的情况，写进帮带记录。", label=str(pair))
    if before:
        before.delete()


def is_settled(pair: Pair, side: str) -> bool:
    """Whether something was made of a judgement already: the other side judged too, or the pair was recommended."""
    return bool(pair.praise or getattr(pair, OTHER_SIDE[side]))


def side_of(person: Person, pair: Pair) -> str | None:
    """Which of the two judgements is this person's to give."""
    if pair.guide_id == person.user.pk:
        return "by_mentor"
    me = getattr(person.teacher, "pk", None)
    return {pair.mentor_id: "by_mentor", pair.helped_id: "by_helped"}.get(me) if me else None


def praise(person: Person, pair: Pair, reason: str) -> None:
    """推荐优秀师徒, with the reason; nobody his own pair."""
    if side_of(person, pair):
        raise Refused("自己这一对不能自己推荐。", "请别的领导来写。", label=str(pair))
    if pair.state == PairState.DRAFT or not reason.strip():
        raise Refused("要签过协议、写明理由才能推荐。", "", label=str(pair))
    with transaction.atomic():
        guarded(Pair).filter(pk=pair.pk).update(praise=normal(reason), praised_by=person.user, praised_at=clock.now())
        audit.record(person, "pair.praise", pair, reason=reason)
        _tell(pair, users_of(pair), f"『{pair}』被推荐为优秀师徒：{reason}")
