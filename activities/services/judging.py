"""评审: a judge's sheet, what the jury settles, and the one confirmation that makes places into 评定结果."""
from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Contest, Entry, Judging
from activities.queries import contests as queries
from activities.queries.contests_places import Place
from activities.services.contests import only_first_marks
from activities.services.results import set_mark
from activities.states import CONTEST_STEPS, ContestState
from instruments.answers import Answers
from instruments.services import answers as instruments
from school import audit, clock
from school.person import Person
from school.services.notices import tell
from school.templatetags.words import points
from school.workflow import Refused, StaleEdit, advance, guarded


def keep_sheet(
    person: Person, row: Judging, answers: Answers, remark: str, version: int, *, hand_in: bool = False
) -> Judging:
    """存评审表; handed in it counts, and can be mended until the result is confirmed. A sheet from an old page is refused."""
    contest = row.judge.contest
    with transaction.atomic():
        _under_judging(contest)
        if not guarded(Judging).filter(pk=row.pk, version=version).update(version=F("version") + 1):
            now = Judging.objects.select_related("response").get(pk=row.pk)
            if now.response and now.response.answers == answers and now.remark == remark:
                return now
            raise StaleEdit(
                mine=_said(answers, remark), theirs=_said(now.response.answers if now.response else {}, now.remark),
                version=now.version, by="你在另一个页面上", label=row.entry.number,
            )
        row.refresh_from_db()
        row.response = instruments.keep_answers(person, row.response, contest.instrument, answers)
        row.remark, row.declined = remark, ""
        row.save(update_fields=["response", "remark", "declined"])
        if hand_in or row.response.submitted_at:
            instruments.hand_in(person, row.response)
            audit.record(person, "judging.hand_in", contest, after=[row.entry.number, points(row.response.total)])
    return row


def _said(answers: Answers, remark: str) -> str:
    return "\n".join([*(f"{code}：{value}" for code, value in answers.items()), *([remark] if remark else [])])


def _under_judging(contest: Contest) -> None:
    """Holds the contest's row: a sheet and the confirmation never pass each other; afterwards every sheet is frozen."""
    if not guarded(Contest).filter(pk=contest.pk, state=ContestState.JUDGING).update(state=ContestState.JUDGING):
        contest.refresh_from_db()
        raise Refused(f"评比现在是『{contest.get_state_display()}』，评审表不能再动。", "有异议请找组织评比的老师。", label=str(contest))


def decline(person: Person, row: Judging, reason: str) -> None:
    """回避 one entry, with a reason: a kinsman, one's own pupil."""
    if not reason.strip():
        raise Refused("回避要写原因。", "例如：作者是亲属。", label=row.entry.number)
    with transaction.atomic():
        _under_judging(row.judge.contest)
        if row.response and row.response.submitted_at:
            raise Refused("这一件你已经评过交了。", "要改请直接改评审表。", label=row.entry.number)
        guarded(Judging).filter(pk=row.pk).update(declined=reason.strip()[:100], version=F("version") + 1)
        audit.record(person, "judging.decline", row.judge.contest, after=row.entry.number, reason=reason.strip()[:100])


def settle_tie(person: Person, contest: Contest, places: dict[int, int], reason: str) -> None:
    """评委会议定同分的先后, with a reason; entry → place among its equals. Nobody settles a tie he is part of."""
    if not reason.strip():
        raise Refused("议定同分的先后要写理由。", "例如：评委会复议，03 号的学生事例更充分。", label=str(contest))
    with transaction.atomic():
        _under_judging(contest)
        groups = [group for group in _equals(contest) if {entry.pk for entry in group} & set(places)]
        if not groups:
            raise Refused("这几件现在不同分了。", "请刷新看最新的汇总。", label=str(contest))
        for group in groups:
            if person.teacher and person.teacher.pk in {entry.teacher_id for entry in group}:
                raise Refused("同分的里面有你自己的作品，要由别人议定。", label=str(contest))
            given = [places.get(entry.pk) for entry in group]
            if sorted(filter(None, given)) != list(range(1, len(group) + 1)):
                raise Refused(f"{len(group)} 件同分，请排成 1 到 {len(group)}，不重复。", label=str(contest))
            for entry in group:
                guarded(Entry).filter(pk=entry.pk).update(jury_place=places[entry.pk], jury_reason=reason.strip()[:100])
            audit.record(
                person, "contest.tie", contest, after={entry.number: places[entry.pk] for entry in group}, reason=reason.strip()[:100]
            )


def _equals(contest: Contest) -> list[list[Entry]]:
    groups: dict[object, list[Entry]] = {}
    for place, entry in queries.result(contest).places:
        if place.equal:
            groups.setdefault(place.mean, []).append(entry)
    return list(groups.values())


def confirm(person: Person, contest: Contest, seen: str, *, without_the_rest: bool = False) -> int:
    """确认结果: what was previewed (`seen`) is stored, and becomes 评定结果 of the activity; how many were written.

    Places are reckoned again from the sheets in the same transaction. Nobody confirms a contest he has an entry in.
    """
    if person.teacher and contest.entries.filter(teacher=person.teacher).exists():
        raise Refused("你自己有作品参评，结果要由别人确认。", "请教导处别的人、副校长或校长来确认。", label=str(contest))
    with transaction.atomic():
        advance(
            person, contest, CONTEST_STEPS, "contest_decide", confirmed_by=person.user, confirmed_at=clock.now(),
            version=F("version") + 1,
        )
        found = queries.result(contest)
        if found.print != seen:
            raise Refused("你看过以后又有评委交了评审表，结果变了。", "请看最新的汇总再确认。", label=str(contest))
        if found.unjudged:
            raise Refused(f"{'、'.join(entry.number for entry in found.unjudged)}还没有人评。", "请评委评完，或者加评委。", label=str(contest))
        if found.open_ties:
            raise Refused("还有同分没有议定。", "请评委会排出先后，写明理由。", label=str(contest))
        if found.waiting and not without_the_rest:
            raise Refused(f"还有 {found.waiting} 份评审表没有交。", "等评委交齐，或者勾选『没交的不算』再确认。", label=str(contest))
        written = 0
        for place, entry in found.places:
            guarded(Entry).filter(pk=entry.pk).update(mean=place.mean, rank=place.rank, tier=place.tier)
            written += _mark(person, contest, place, entry)
        _tell(contest, [entry for _, entry in found.places])
    return written


def _mark(person: Person, contest: Contest, place: Place, entry: Entry) -> bool:
    """One place as 评定结果; whoever reached no tier has none, unless the mean itself is what counts."""
    remark = f"『{contest}』第 {place.rank} 名，{points(place.mean)} 分"
    first = only_first_marks(person)
    if contest.gives == Contest.Gives.NUMBER:
        return set_mark(person, contest.activity, entry.teacher, number=place.mean, remark=remark, preliminary=first, reason=remark)
    if not place.tier:
        return False
    return set_mark(person, contest.activity, entry.teacher, tier=place.tier, remark=remark, preliminary=first, reason=remark)


def _tell(contest: Contest, entries: list[Entry]) -> None:
    words = f"『{contest}』的结果出来了，可以看你的成绩和评语。"
    tell(contest.school, (entry.teacher.user_id for entry in entries), words, reverse("contest", args=[contest.pk]))
