"""What was judged and inspected (评出来的、查出来的): results of contests, findings of inspections."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from activities.models import Entry, Finding
from activities.states import ContestState, FindingState, InspectionState
from evaluation.evidence import shapes
from evaluation.evidence.setting import Found, Record, Setting
from instruments.aggregate import mean
from rubrics.scoring.numbers import plain

MEASURED = "分"  # a round that gives points is averaged, one that counts things is added up


def contest(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """contest:NAME: tier or place in the confirmed contest of this name (or of this content), or all prizes with their level."""
    found = setting.each()
    named = Q(contest__title=argument) | Q(contest__activity__content_item_id=setting.contents.get(argument, 0))
    rows = (
        Entry.objects.filter(named, contest__activity__term=setting.term, contest__state=ContestState.DECIDED)
        .annotate(of=Count("contest__entries"))
        .order_by("contest__confirmed_at", "contest_id")
        .values_list("teacher_id", "contest_id", "contest__title", "contest__level", "contest__confirmed_at", "title", "rank", "tier", "mean", "of")
    )
    for teacher, pk, name, level, at, title, rank, tier, score, of in rows:
        if teacher not in found:
            continue
        one, day = found[teacher], at.astimezone().date()
        one.records.append(Record(f"『{name}』{title}：第 {rank} 名，{shapes.exact(score)} 分{tier and f'，{tier}'}", day, "contest", pk))
        match item["rule"]["kind"]:
            case "awards":
                one.value = one.value or {"awards": []}
                if tier:
                    prize = {"prize": tier} if _has_prizes(item["rule"], level) else {}
                    one.value["awards"].append({"level": level, "work": title, **prize})
            case "rank" | "relative":
                one.value = {"rank": rank, "of": of}
            case "tiers" if tier and tier not in item["rule"]["tiers"]:
                one.value, one.note = None, f"评比定的是『{tier}』，细则里没有这一档，请改评比的档名或细则"
            case "tiers":
                one.value = {"tier": tier} if tier else None
                one.note = "" if tier else "参评了，没有进档"
            case _:
                one.value = {"number": shapes.exact(score)}
    return found


def _has_prizes(rule: Mapping[str, Any], level: str) -> bool:
    return isinstance(rule["table"].get(level), Mapping)


def inspection(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """inspection:NAME: confirmed rounds of this name or kind: points averaged, things counted added up, or 符合 and 有问题 by number."""
    found = setting.each()
    numbers: dict[int, list[tuple[str, Decimal]]] = {pk: [] for pk in found}
    states: dict[int, Counter[str]] = {pk: Counter() for pk in found}
    levels: dict[int, str] = {}
    rows = (
        Finding.objects.filter(
            Q(inspection__title=argument) | Q(inspection__kind=argument), inspection__term=setting.term,
            inspection__state=InspectionState.CONFIRMED,
        )
        .exclude(state=FindingState.PENDING)
        .order_by("inspection__day", "inspection_id")
        .values_list(
            "teacher_id", "pk", "inspection__title", "inspection__day", "inspection__unit", "state", "level", "number", "response__total"
        )
    )
    for teacher, pk, title, day, unit, state, level, number, total in rows:
        if teacher not in found:
            continue
        said = "符合" if state == FindingState.OK else "有问题" if state == FindingState.PROBLEM else "有问题，已整改"
        states[teacher][level or said] += 1
        levels[teacher] = level or said
        if number is not None:
            numbers[teacher].append((unit, number))
        elif total is not None:
            numbers[teacher].append((MEASURED, total))
        amount = f"，{shapes.exact(number)} {unit}" if number is not None else f"，{shapes.exact(total)} 分" if total is not None else ""
        found[teacher].records.append(Record(f"『{title}』{level or said}{amount}", day, "finding", pk))
    for pk, one in found.items():
        if item["rule"]["kind"] == "count":
            one.value = shapes.by_name(states[pk], item["rule"]) if one.records else None
        elif item["rule"]["kind"] == "tiers":
            _tier(one, levels.get(pk, ""), item["rule"])
        elif numbers[pk]:
            _number(one, numbers[pk])
    return found


def _tier(one: Found, level: str, rule: Mapping[str, Any]) -> None:
    """The level of the last round, where the rubric knows it."""
    if level in rule["tiers"]:
        one.value = {"tier": level}
        one.note = f"查过 {len(one.records)} 次，按最近一次" if len(one.records) > 1 else ""
    elif level:
        one.note = f"检查记的是『{level}』，细则里没有这一档"


def _number(one: Found, given: list[tuple[str, Decimal]]) -> None:
    """Points are averaged, as 备课检查 is; what is counted is added up, as 查笔记 is."""
    values = [number for _, number in given]
    if all(unit in (MEASURED, "") for unit, _ in given):
        average = mean(values)
        one.value = {"number": f"{average.numerator}/{average.denominator}"}
        one.note = f"{len(values)} 次检查的平均：{plain(average)}" if len(values) > 1 else ""
    else:
        total = sum(values, Decimal())
        one.value = {"number": shapes.exact(total)}
        one.note = f"{len(values)} 次检查合计 {shapes.exact(total)} {given[-1][0]}" if len(values) > 1 else ""
