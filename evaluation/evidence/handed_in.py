"""What teachers handed in (交来的): works by kind and topic, lessons observed, open lessons given."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from activities.models import Observation, Work
from activities.queries.lessons import given
from activities.states import ObservationState, WorkState
from documents.chinese import titled
from evaluation.evidence import shapes
from evaluation.evidence.setting import Found, Record, Setting
from school.models import Teacher

ACCEPTED = (WorkState.ACCEPTED, WorkState.EXCELLENT)


def works(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """works:学习笔记/政治: accepted ones by the day of the event; where nobody reviews the kind, submitted ones too.

    For a rule of tiers the 类别 is the tier (一师一优课：一级指标), the best of what one handed in.
    """
    kind, _, topic = argument.partition("/")
    ranked = item["rule"]["kind"] == "tiers"
    terms = setting.terms(f"works:{argument}")
    rows = Work.objects.filter(
        term__in=terms, kind__name=kind, event_day__range=(terms[0].starts, setting.term.ends)
    ).exclude(state__in=[WorkState.DRAFT, WorkState.RETURNED])
    if topic:
        rows = rows.filter(topic=topic)
    found, waiting = setting.each(), dict.fromkeys(setting.teachers, 0)
    tiers: dict[int, list[str]] = {pk: [] for pk in found}
    for pk, author, title, day, state, review, tier in rows.order_by("event_day", "id").values_list(
        "pk", "author_id", "title", "event_day", "state", "kind__needs_review", "topic"
    ):
        if author not in found:
            continue
        if state in ACCEPTED or not review:
            found[author].records.append(Record(titled(title or kind) + tier if ranked else title or kind, day, "work", pk))
            tiers[author] += [tier] if day >= setting.term.starts else []
        elif day >= setting.term.starts:
            waiting[author] += 1
    for pk, one in found.items():
        _settle(setting, f"works:{argument}", pk, one, item["rule"])
        if ranked:
            one.value = shapes.best_tier(tiers[pk], item["rule"]) or (None if waiting[pk] else "none")
            one.note = "" if one.value or not tiers[pk] else f"细则里没有『{tiers[pk][-1]}』这一档"
        if waiting[pk]:
            one.note = "；".join(filter(None, (one.note, f"另有 {waiting[pk]} 篇待审阅，通过后计入")))
    return found


def observations(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """observations:made 听课 or observations:received 被听: submitted ones, each once."""
    made = argument == "made"
    rows = Observation.objects.filter(
        term__in=setting.terms(f"observations:{argument}"), state__in=[ObservationState.SUBMITTED, ObservationState.ANSWERED]
    ).order_by("day", "id")
    found = setting.each()
    for pk, observer, observed, day, class_name, topic in rows.values_list(
        "pk", "observer_id", "observed_id", "day", "class_name", "topic"
    ):
        mine, other = (observer, observed) if made else (observed, observer)
        if mine in found:
            lesson = f"{class_name}{topic and f'《{topic}》'}"
            label = f"听 {_name(setting, other)} {lesson}" if made else f"{_name(setting, other)} 来听 {lesson}"
            found[mine].records.append(Record(label.strip(), day, "observation", pk))
    for pk, one in found.items():
        _settle(setting, f"observations:{argument}", pk, one, item["rule"])
    return found


def open_lessons(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """open_lessons or open_lessons:示范课: lessons that were announced, given and heard; without a kind also 出课 in an activity."""
    found, source = setting.each(), f"open_lessons{argument and f':{argument}'}"
    for term in setting.terms(source):
        for one in given(term, setting.until):
            if one.teacher in found and argument in ("", one.kind):
                found[one.teacher].records.append(Record(one.label, one.day, one.page, one.pk))
    for pk, one in found.items():
        _settle(setting, source, pk, one, item["rule"])
    return found


def _settle(setting: Setting, source: str, pk: int, one: Found, rule: Mapping[str, Any]) -> None:
    """The number of records as evidence: in all, or by week or month where the rule asks so; the year's only for a 每学年."""
    owed = setting.owed(source, pk)
    if not (owed and owed.yearly and rule["kind"] in shapes.OWED):
        one.records = [record for record in one.records if not record.day or record.day >= setting.term.starts]
    if rule["kind"] == "quota" and rule.get("each"):
        days = [record.day for record in one.records]
        one.value = {"by_period": _by_period(setting, [day for day in days if day], rule["each"])}
        return
    one.value = shapes.amount(len(one.records), rule, owed)
    one.note = owed.note if owed else ""


def _by_period(setting: Setting, days: list[date], each: str) -> dict[str, int]:
    counted = dict.fromkeys(setting.periods[each], 0)
    for day in days:
        period = setting.period_of(day, each)
        if period in counted:
            counted[period] += 1
    return counted


def _name(setting: Setting, pk: int) -> str:
    teacher = setting.teachers.get(pk)
    return teacher.name if isinstance(teacher, Teacher) else "同事"
