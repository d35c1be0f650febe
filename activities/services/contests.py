"""评比: setting a contest up, taking entries in, choosing judges and giving them their sheets."""
from __future__ import annotations

from collections.abc import Iterable
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Activity, Contest, Entry, Judge, Judging, Work
from activities.models.contests import HANDED_IN
from activities.services import activities
from activities.states import CONTEST_STEPS, ActivityState, ContestState
from documents.nameless import Named, nameless
from school import audit, clock
from school.models import Group, Membership, Role, StoredFile, Teacher, User
from school.person import Person
from school.policy import Reach, reaches
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, advance, again, guarded

CLOSED = (ActivityState.CANCELLED, ActivityState.COMPLETE)


def create(person: Person, activity: Activity | None, key: UUID, **values: Any) -> Contest:
    """办一次评比 in an activity, one each; without one an activity of the same name is made. The same key gives the first row."""
    if known := Contest.objects.filter(key=key).first():
        return again(known, activity=activity or known.activity, **values)
    if activity is None:
        return _with_activity(person, key, values)
    if activity.state in CLOSED:
        raise Refused(f"活动现在是『{activity.get_state_display()}』，不能再办评比。", "请另建一个活动。", label=str(activity))
    try:
        with transaction.atomic():
            contest = Contest.objects.create(school=person.school, activity=activity, key=key, **values)
            audit.record(person, "contest.add", contest, after=_rules(contest))
    except IntegrityError:
        raise Refused("这个活动已经有一次评比。", "一个活动办一次评比，请打开那一次，或者另建活动。", label=str(activity)) from None
    return contest


def _with_activity(person: Person, key: UUID, values: dict[str, Any]) -> Contest:
    """A contest and its activity at once: for everybody, or for the group of the leader who holds it."""
    group = None if Reach.SCHOOL in reaches(person, "contest.run") else Group.objects.filter(pk__in=person.led_groups).first()
    about = {"title": values["title"], "group": group, "audience": {"groups": [group.name]} if group else {"all": True}}
    with transaction.atomic():
        activity = activities.create(person, uuid5(key, "activity"), about)
        return create(person, activity, key, **values)


def arrange(person: Person, contest: Contest, version: int, **values: Any) -> None:
    """改评比的规则, until the result is confirmed; the sheet itself only while nobody has begun to judge."""
    if contest.state == ContestState.DECIDED:
        raise Refused("结果已经确认，规则不能再改。", label=str(contest))
    _refuse_entrant(person, contest)
    if contest.state == ContestState.JUDGING and values.get("instrument", contest.instrument) != contest.instrument:
        raise Refused("评审已经开始，不能换评审表。", "先退回收作品，再换。", label=str(contest))
    before = _rules(contest)
    with transaction.atomic():
        rows = guarded(Contest).filter(pk=contest.pk, version=version).exclude(state=ContestState.DECIDED)
        if not rows.update(version=F("version") + 1, **values):
            mine = {**before, **{name: str(value) for name, value in values.items() if name in before}}
            contest.refresh_from_db()
            raise StaleEdit(mine=_said(mine), theirs=_said(_rules(contest)), version=contest.version, label=str(contest))
        contest.refresh_from_db()
        audit.record(person, "contest.arrange", contest, before=before, after=_rules(contest))


def _refuse_entrant(person: Person, contest: Contest) -> None:
    """Who has an entry in a contest he runs touches neither rules nor judges once points are coming in."""
    if contest.state == ContestState.JUDGING and person.teacher and contest.entries.filter(teacher=person.teacher).exists():
        raise Refused("你自己有作品参评，评审开始以后规则和评委要由别人改。", "请教导处别的人、副校长或校长来改。", label=str(contest))


def _rules(contest: Contest) -> dict[str, Any]:
    names = ("title", "blind", "own_group", "trim", "ties", "tie_item", "tier_by", "tiers", "praised", "gives", "level")
    return {name: getattr(contest, name) for name in names} | {"instrument": str(contest.instrument)}


def _said(rules: dict[str, Any]) -> str:
    return "\n".join(f"{Contest._meta.get_field(name).verbose_name}：{value}" for name, value in rules.items())


def enter(
    person: Person, contest: Contest, teacher: Teacher, title: str, key: UUID, *, work: Work | None = None,
    file: StoredFile | None = None,
) -> Entry:
    """交参评作品: by the author himself, or by the office for him; one a person, changed until judging begins."""
    own = person.teacher and person.teacher.pk == teacher.pk
    if not own and not reaches(person, "contest.run"):
        raise Refused("只能交自己的作品。", label=str(contest))
    if work and work.author_id != teacher.pk:
        raise Refused(f"这份材料不是{teacher}写的。", "请选本人的材料，或者只填题目。", label=str(work))
    if file and contest.blind:
        _refuse_named(file)
    with transaction.atomic():
        _collecting(contest)
        known = Entry.objects.filter(contest=contest, teacher=teacher).first()
        if known and known.key == key:
            return known
        fields = {"title": title, "work": work, "file": file, "by": person.user, "at": clock.now()}
        if known:
            before, kept = known.title, known.file
            for name, value in fields.items():
                setattr(known, name, value)
            known.file = file or (None if work else kept)
            known.save()
            audit.record(person, "entry.change", contest, before=[teacher.staff_no, before], after=[teacher.staff_no, title])
            return known
        entry = Entry.objects.create(contest=contest, teacher=teacher, key=key, **fields)
        audit.record(person, "entry.add", contest, after=[teacher.staff_no, title])
    return entry


def _refuse_named(file: StoredFile) -> None:
    """匿名: a file that keeps its author's name whatever one does is not taken."""
    with file.blob.open("rb") as source:
        try:
            nameless(source.read(), file.mime)
        except Named:
            raise Refused(
                "匿名评审，这个文件里的作者信息去不掉。", "请另存为不加密的 PDF，或者 .docx、.pptx，再传。", label=file.name
            ) from None


def take_back(person: Person, entry: Entry) -> None:
    """撤回参评 while entries are still being taken in."""
    own = person.teacher and person.teacher.pk == entry.teacher_id
    if not own and not reaches(person, "contest.run"):
        raise Refused("只能撤回自己的作品。", label=str(entry))
    with transaction.atomic():
        _collecting(entry.contest)
        audit.record(person, "entry.take_back", entry.contest, before=[entry.teacher.staff_no, entry.title])
        entry.delete()


def _collecting(contest: Contest) -> None:
    """Holds the contest's row while entries change, so that judging does not begin in between."""
    if not guarded(Contest).filter(pk=contest.pk, state=ContestState.COLLECTING).update(state=ContestState.COLLECTING):
        contest.refresh_from_db()
        raise Refused(f"评比现在是『{contest.get_state_display()}』，作品不能再动。", "有特殊情况请找组织评比的老师。", label=str(contest))


def set_judges(person: Person, contest: Contest, users: Iterable[User]) -> None:
    """定评委: teachers and invited experts. Who has handed in a sheet stays; new ones get their sheets at once."""
    wanted = {user.pk: user for user in users}
    _refuse_entrant(person, contest)
    with transaction.atomic():
        held = guarded(Contest).filter(pk=contest.pk).exclude(state=ContestState.DECIDED)
        if not held.update(version=F("version") + 1):
            raise Refused("结果已经确认，评委不能再换。", label=str(contest))
        contest.refresh_from_db()
        now = {judge.user_id: judge for judge in contest.judges.select_related("user")}
        for pk, judge in now.items():
            if pk not in wanted:
                if judge.judgings.filter(HANDED_IN).exists():
                    raise Refused(f"{judge}已经交过评审表，不能去掉。", "他的评分照样算。", label=str(contest))
                judge.delete()
        Judge.objects.bulk_create(Judge(contest=contest, user=user) for pk, user in wanted.items() if pk not in now)
        if contest.state == ContestState.JUDGING:
            _give_sheets(contest)
            _tell(contest, [pk for pk in wanted if pk not in now])
        audit.record(
            person, "contest.judges", contest, before=sorted(str(judge) for judge in now.values()),
            after=sorted(user.name for user in wanted.values()),
        )


def begin(person: Person, contest: Contest) -> None:
    """开始评审: entries get their numbers by lot, every judge his sheets; nobody gets his own (避嫌)."""
    if not contest.entries.exists():
        raise Refused("还没有参评作品。", "请先收作品，或者替老师登记。", label=str(contest))
    if not contest.judges.exists():
        raise Refused("还没有评委。", "请先定评委。", label=str(contest))
    with transaction.atomic():
        advance(person, contest, CONTEST_STEPS, "judging_begin")
        entries = list(guarded(Entry).filter(contest=contest))
        numbers = list(range(1, len(entries) + 1))
        SystemRandom().shuffle(numbers)
        guarded(Entry).filter(contest=contest).update(no=None)
        for entry, no in zip(entries, numbers, strict=True):
            entry.no = no
        guarded(Entry).bulk_update(entries, ["no"])
        _give_sheets(contest)
        alone = [entry.number for entry in entries if not entry.judgings.exists()]
        if alone:
            raise Refused(f"{'、'.join(alone)}没有评委可评：评委都是本人或本组。", "请加一位别组的评委，或者允许评本组。", label=str(contest))
        _tell(contest, list(contest.judges.values_list("user", flat=True)))


def back(person: Person, contest: Contest, reason: str) -> None:
    """退回收作品: only while no judge has handed in a sheet."""
    with transaction.atomic():
        advance(person, contest, CONTEST_STEPS, "judging_back", reason=reason)
        rows = Judging.objects.filter(judge__contest=contest)
        if rows.filter(HANDED_IN).exists():
            raise Refused("已经有评委交了评审表，不能退回收作品。", "请接着评完。", label=str(contest))
        drafts = [row.response for row in rows.select_related("response") if row.response]
        rows.delete()
        for draft in drafts:
            draft.delete()


def _give_sheets(contest: Contest) -> None:
    """A sheet for each judge and entry, in the order of the numbers; not one's own, nor one's group where that is barred."""
    groups: dict[int, set[int]] = {}
    rows = Membership.objects.filter(term=contest.activity.term, group__kind=Group.Kind.RESEARCH)
    rows = rows.values_list("teacher_id", "group_id")
    for teacher, group in rows:
        groups.setdefault(teacher, set()).add(group)
    judges = list(contest.judges.select_related("user__teacher"))
    have = set(Judging.objects.filter(judge__contest=contest).values_list("judge_id", "entry_id"))
    made = []
    for entry in contest.entries.order_by("no"):
        for judge in judges:
            teacher = getattr(judge.user, "teacher", None)
            same = teacher and groups.get(teacher.pk, set()) & groups.get(entry.teacher_id, set())
            own = teacher and teacher.pk == entry.teacher_id
            if not own and not (same and not contest.own_group) and (judge.pk, entry.pk) not in have:
                made.append(Judging(judge=judge, entry=entry))
    Judging.objects.bulk_create(made)


def _tell(contest: Contest, users: Iterable[int]) -> None:
    until = f"，{contest.judging_due.month}月{contest.judging_due.day}日前评完" if contest.judging_due else ""
    tell(contest.school, users, f"请你做『{contest}』的评委{until}。", reverse("contest_judge", args=[contest.pk]))


def may_be_judges(contest: Contest) -> list[User]:
    """Who can be asked to judge: accounts of the school's teachers, and its experts (专家)."""
    experts = Role.objects.filter(school=contest.school, name=Role.Name.EXPERT).values("user")
    teachers = Teacher.objects.filter(school=contest.school, left=None).exclude(user=None).values("user")
    rows = User.objects.filter(is_active=True)
    return list((rows.filter(pk__in=experts) | rows.filter(pk__in=teachers)).select_related("teacher").order_by("teacher__order", "pk"))


def only_first_marks(person: Person) -> bool:
    """A 教研组长's results are first marks until the office confirms them."""
    return Reach.SCHOOL not in reaches(person, "contest.run")
