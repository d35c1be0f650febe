"""What was won (获奖与集体得分): prizes of each teacher, and what his group did and won."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from activities.kinds import COLLECTIVE
from activities.models import Assessment, Entry, Finding, Session, Topic, Work
from activities.states import ActivityState, ContestState, FindingState, InspectionState, TopicState, WorkState
from documents.chinese import titled
from evaluation.evidence import shapes
from evaluation.evidence.setting import Found, Record, Setting
from instruments.aggregate import mean
from rubrics.scoring.numbers import plain
from school.honours import said
from school.models import Group, Membership

HERE = "校级"  # the level of what a test of the school gives
HONOUR, TOPIC = "称号", "课题"
ONLY_BY_NAME = {COLLECTIVE, HONOUR, TOPIC}  # what a rubric has to ask for in so many words
OPENED = (ActivityState.OPEN, ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE)


@dataclass(frozen=True)
class Won:
    """一项获奖 of one teacher and the record that says so; `kinds`: what a rubric may call it behind the colon."""

    teacher: int
    level: str
    prize: str
    title: str
    kinds: tuple[str, ...]
    record: Record
    confirmed: bool = True
    by_name: bool = True  # a 档次 counts only where the rubric names it as a prize

    @property
    def said(self) -> str:
        return f"{self.level}{self.prize}"

    def asked_for(self, argument: str) -> bool:
        """Whether 获奖 of this kind are asked for; the group's own, 称号 and 课题 only by name."""
        return any(argument in kind for kind in self.kinds) if argument else not ONLY_BY_NAME.intersection(self.kinds)

    def worth(self, rule: Mapping[str, Any]) -> dict[str, str] | None:
        """The prize as the rule's table knows it; None when the table has no such level or prize."""
        cells = rule["table"].get(self.level)
        if isinstance(cells, Mapping):
            return {"level": self.level, "work": self.title, "prize": self.prize} if self.prize in cells else None
        return None if cells is None or not self.by_name else {"level": self.level, "work": self.title}


def achievements(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """achievements or achievements:论文: prizes and publications the office confirmed, prizes of contests, prizes of tests.

    achievements:称号 (or 骨干 …) are the titles of the roster that a teacher holds, achievements:课题 the topics he works on.
    """
    found, rule = setting.each(), item["rule"]
    mine: dict[int, list[Won]] = {pk: [] for pk in found}
    waiting = dict.fromkeys(found, 0)
    studied = _studied(setting) if argument == TOPIC else ()
    for one in (*_handed_in(setting), *_contests(setting), *_marks(setting), *_honoured(setting), *studied):
        if one.teacher not in found or not one.asked_for(argument):
            continue
        if one.confirmed:
            mine[one.teacher].append(one)
        else:
            waiting[one.teacher] += 1
    for pk, one in found.items():
        _settle(one, mine[pk], rule)
        if waiting[pk]:
            one.note = "；".join(filter(None, (one.note, f"另有 {waiting[pk]} 项待教导处核对，核对后计入")))
    return found


def _settle(one: Found, prizes: list[Won], rule: Mapping[str, Any]) -> None:
    if rule["kind"] != "awards":
        prizes = [won for won in prizes if won.by_name]
        one.records = [won.record for won in prizes]
        one.value = shapes.amount(len(prizes), rule)
        return
    worth = [(won, won.worth(rule)) for won in prizes]
    one.value = {"awards": [value for _, value in worth if value]}
    one.records = [won.record for won, value in worth if value]
    unknown = [won.said for won, value in worth if value is None and won.by_name]
    if unknown:
        one.note = f"细则的分值表里没有『{'』『'.join(dict.fromkeys(unknown))}』，没有计入，请改记录或细则"


def _handed_in(setting: Setting) -> Iterator[Won]:
    """获奖与发表 as teachers or the office entered them, with the certificate."""
    rows = Work.objects.filter(term=setting.term, event_day__lte=setting.until).exclude(kind__levels=[]).exclude(level="").exclude(
        state__in=[WorkState.DRAFT, WorkState.RETURNED]
    )
    for pk, author, level, prize, body, title, topic, kind, review, day, state in rows.order_by("event_day", "id").values_list(
        "pk", "author_id", "level", "prize", "awarded_by", "title", "topic", "kind__name", "kind__needs_review", "event_day", "state"
    ):
        said = f"{titled(title)}{level}{prize}{body and f'（{body}）'}"
        yield Won(author, level, prize, title, (topic or kind,), Record(said, day, "work", pk), state != WorkState.SUBMITTED or not review)


def _contests(setting: Setting) -> Iterator[Won]:
    """Prizes of the school's own contests, once their results are confirmed."""
    rows = Entry.objects.filter(contest__activity__term=setting.term, contest__state=ContestState.DECIDED).exclude(tier="")
    for teacher, pk, name, level, at, title, tier, kind in rows.order_by("contest__confirmed_at", "contest_id").values_list(
        "teacher_id", "contest_id", "contest__title", "contest__level", "contest__confirmed_at", "title", "tier", "work__kind__name"
    ):
        day = at.astimezone().date()
        yield Won(teacher, level, tier, title, (name, kind or ""), Record(f"『{name}』{titled(title)}{level}{tier}", day, "contest", pk))


def _marks(setting: Setting) -> Iterator[Won]:
    """Tiers of tests and checks that the rubric names as prizes of the school (校级 一等奖); a contest speaks for itself."""
    rows = Assessment.objects.filter(activity__term=setting.term, activity__contest=None, preliminary=False).exclude(
        tier__in=["", shapes.NOT_TAKEN_PART]
    )
    for teacher, activity, title, tier, at in rows.order_by("at", "id").values_list(
        "teacher_id", "activity_id", "activity__title", "tier", "at"
    ):
        record = Record(f"{title}：{tier}", at.astimezone().date(), "activity_detail", activity)
        yield Won(teacher, HERE, tier, title, (title,), record, by_name=False)


def _honoured(setting: Setting) -> Iterator[Won]:
    """称号 of the roster: 「县级 骨干教师」 is a prize of that level, with the body and the year in the reason."""
    for pk, teacher in setting.teachers.items():
        for honour in teacher.honours:
            name, level = honour.get("name", ""), honour.get("level", "")
            given = "，".join(str(honour[key]) for key in ("body", "year") if honour.get(key))
            record = Record(f"{said(honour)}{given and f'（{given}）'}")
            yield Won(pk, level, name.removeprefix(level.removesuffix("级")), name, (HONOUR, name), record)


def _studied(setting: Setting) -> Iterator[Won]:
    """课题 under way in the term, or finished in it, for its leader and its members: 在研 or 结题 at its level."""
    rows = Topic.objects.filter(
        school=setting.school, state__in=[TopicState.AGREED, TopicState.RUNNING, TopicState.FINISHED],
        since__lte=setting.until, until__gte=setting.term.starts,
    ).prefetch_related("members")
    for topic in rows.order_by("since", "pk"):
        over, level = topic.state == TopicState.FINISHED, topic.get_level_display()
        prize, day = ("结题", topic.decided_at.astimezone().date()) if over else ("在研", topic.since)
        record = Record(f"{level}课题{titled(topic.title)}{prize}", day, "topic", topic.pk)
        for teacher in dict.fromkeys([topic.leader_id, *(member.pk for member in topic.members.all())]):
            yield Won(teacher, level, prize, topic.title, (TOPIC,), record)


@dataclass
class Together:
    """What one group did and won until today (一个组的依据)."""

    name: str
    members: int = 0
    due: int = 0
    held: list[Record] = field(default_factory=list)
    numbers: list[Decimal] = field(default_factory=list)
    results: list[Record] = field(default_factory=list)
    won: list[Won] = field(default_factory=list)

    def value(self, rule: Mapping[str, Any]) -> Any:
        """The group's evidence as the rule inside takes it: prizes, 活动 held of those due, the mean of what was found."""
        match rule["kind"]:
            case "awards":
                return {"awards": [value for won in self.won if (value := won.worth(rule))]}
            case "tiers":
                return shapes.best_tier([won.prize for won in self.won], rule) or "open"
            case "count" if len(rule["points"]) > 1:
                return shapes.by_name(Counter(won.prize for won in self.won) + Counter({"活动": len(self.held)}), rule)
            case "count" | "quota" if not rule.get("each"):
                return {"count": len(self.held)}
            case "ratio" | "bands":
                return {"done": len(self.held), "of": self.due}
        if not self.numbers:
            return "open"
        average = mean(self.numbers)
        return {"number": f"{average.numerator}/{average.denominator}"}

    def records(self, rule: Mapping[str, Any]) -> list[Record]:
        match rule["kind"]:
            case "awards" | "tiers":
                return [won.record for won in self.won]
            case "count" if len(rule["points"]) > 1:
                return [won.record for won in self.won] + self.held
            case "count" | "quota" | "ratio" | "bands":
                return self.held
        return self.results

    def note(self, rule: Mapping[str, Any]) -> str:
        match rule["kind"]:
            case "awards" | "tiers":
                return f"{self.name}：{'、'.join(won.said for won in self.won) or '还没有集体获奖的记录'}"
            case "count" | "quota" | "ratio" | "bands":
                return f"{self.name}：活动 {len(self.held)} 次，到期 {self.due} 次"
        return f"{self.name}：{len(self.numbers)} 项结果的平均{' ' + plain(mean(self.numbers)) if self.numbers else '，还没有'}"


def group(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """group:教研组: what the groups of this kind that a teacher belongs to did and won, for the rule inside."""
    found, inner = setting.each(), item["rule"].get("rule")
    groups = _groups(setting, argument)
    for pk, one in found.items():
        names = setting.groups.get(pk, {}).get(argument, [])
        mine = [groups[name] for name in names if name in groups]
        if not mine or not inner:
            one.note = "" if mine else f"没有编在哪个{argument}里"
            continue
        one.value = {"groups": [{"group": group.value(inner), "members": group.members} for group in mine]}
        one.records = [record for group in mine for record in group.records(inner)]
        one.note = "；".join(group.note(inner) for group in mine)
    return found


def _groups(setting: Setting, kind: str) -> dict[str, Together]:
    """All groups of one kind by name, in five queries."""
    code = {label: value for value, label in Group.Kind.choices}.get(kind, "")
    found: dict[int, Together] = {}
    leads: dict[int, dict[int, bool]] = {}
    members = Membership.objects.filter(term=setting.term, group__kind=code, group__school=setting.school)
    for pk, name, teacher, lead in members.values_list("group_id", "group__name", "teacher_id", "leads"):
        found.setdefault(pk, Together(name)).members += 1
        leads.setdefault(teacher, {})[pk] = lead
    _held(setting, found)
    _found(setting, found)
    for won in _handed_in(setting):
        if won.confirmed and COLLECTIVE in won.kinds:
            own = leads.get(won.teacher, {})
            for pk in [pk for pk, lead in own.items() if lead] or own:
                found[pk].won.append(won)
    return {group.name: group for group in found.values()}


def _held(setting: Setting, found: dict[int, Together]) -> None:
    """Sessions of the groups whose day has come, and those of activities that were opened."""
    rows = Session.objects.filter(
        activity__term=setting.term, activity__group__in=found, day__lte=setting.until, cancelled=""
    ).exclude(activity__state=ActivityState.CANCELLED)
    for pk, activity, title, day, state in rows.order_by("day", "id").values_list(
        "activity__group_id", "activity_id", "activity__title", "day", "activity__state"
    ):
        found[pk].due += 1
        if state in OPENED:
            found[pk].held.append(Record(f"{found[pk].name}活动：{title}", day, "activity_detail", activity))


def _found(setting: Setting, found: dict[int, Together]) -> None:
    """What was found in the groups by number: points of confirmed inspections of a group, marks of its activities."""
    findings = Finding.objects.filter(
        inspection__group__in=found, inspection__term=setting.term, inspection__state=InspectionState.CONFIRMED
    ).exclude(state=FindingState.PENDING)
    for pk, title, day, unit, number, total in findings.order_by("inspection__day", "pk").values_list(
        "inspection__group_id", "inspection__title", "inspection__day", "inspection__unit", "number", "response__total"
    ):
        value = number if number is not None and unit in ("分", "") else total
        if value is not None:
            _note(found[pk], value, Record(f"{found[pk].name}『{title}』", day))
    marks = Assessment.objects.filter(activity__group__in=found, activity__term=setting.term, preliminary=False, number__isnull=False)
    for pk, activity, title, number, at in marks.order_by("at", "pk").values_list(
        "activity__group_id", "activity_id", "activity__title", "number", "at"
    ):
        _note(found[pk], number, Record(f"{found[pk].name}活动的评定：{title}", at.astimezone().date(), "activity_detail", activity))


def _note(group: Together, number: Decimal, record: Record) -> None:
    group.numbers.append(number)
    if record not in group.results:
        group.results.append(record)
