"""What was found about teachers (评定的): marks, class awards, conduct, entries by hand."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from activities.models import Assessment, ClassAward, ConductRecord
from documents.chinese import date_range
from evaluation.evidence import shapes
from evaluation.evidence.setting import Found, Record, Setting
from evaluation.models import ManualEntry


class Mark(NamedTuple):
    """一次评定 of one teacher; a tuple, since a school's sheet reads thousands of them."""

    day: date | None
    activity: int
    title: str
    tier: str
    number: Decimal | None
    counts: dict[str, int] | None


def assessment(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """assessment:CONTENT: the mark of the activity that came last; the reason names the others.

    Marks of a 教研组长 that the office has not confirmed do not count yet.
    """
    found = setting.each()
    marks: dict[int, list[Mark]] = {}
    rows = (
        Assessment.objects.filter(activity__term=setting.term, activity__content_item_id=setting.contents.get(argument))
        .annotate(day=Coalesce(Max("activity__sessions__day"), "activity__entry__ends", "activity__entry__starts"))
        .values_list("teacher_id", "preliminary", "day", "activity_id", "activity__title", "tier", "number", "counts")
    )
    for teacher, preliminary, *mark in rows:
        if teacher not in found:
            continue
        if preliminary:
            found[teacher].note = "组长已初评，教导处确认后计入"
        else:
            marks.setdefault(teacher, []).append(Mark(*mark))
    for pk, mine in marks.items():
        mine.sort(key=lambda mark: (mark.day or date.min, mark.activity), reverse=True)
        one, latest = found[pk], mine[0]
        if _fits(latest, item["rule"]):
            one.value = shapes.marked(latest.tier, latest.number, latest.counts)
        else:
            one.note = f"评定写的是『{_said(latest)}』，细则里没有这样评的，请重新录入"
        one.records = [Record(f"{mark.title}（{_said(mark)}）", mark.day, "activity_detail", mark.activity) for mark in mine]
        if len(mine) > 1 and not one.note:
            others = "、".join(f"{_said(mark)}（{mark.day and date_range(mark.day, mark.day) or '日期未定'}）" for mark in mine[1:])
            one.note = f"有 {len(mine)} 次评定，按最近一次；另有 {others}"
    return found


def _fits(row: Mark, rule: Mapping[str, Any]) -> bool:
    """Whether a mark is of the form the rule takes: one of its tiers, a number, or counts."""
    if row.tier == shapes.NOT_TAKEN_PART:
        return True
    if rule["kind"] == "tiers":
        return row.tier in rule["tiers"]
    return row.counts is not None if rule["kind"] == "count" else row.number is not None


def _said(row: Mark) -> str:
    if row.tier:
        return row.tier
    if row.number is not None:
        return f"{shapes.exact(row.number)} 分"
    return "、".join(f"{name} {number} 次" for name, number in row.counts.items())


def class_awards(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """class_awards: 先进班级 of the classes whose 班主任 one is."""
    found = setting.each()
    rows = ClassAward.objects.filter(term=setting.term).order_by("day", "id")
    for teacher, class_name, day in rows.values_list("teacher_id", "class_name", "day"):
        if teacher in found:
            found[teacher].records.append(Record(f"第 {setting.term.week_of(day)} 周先进班级，{class_name}", day, "award_list"))
    for one in found.values():
        one.value = shapes.amount(len(one.records), item["rule"])
    return found


def conduct(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """conduct: 师德考核记录 by severity, from the day the leadership group has decided; shown only to those who may read them."""
    found = setting.each()
    counted: dict[int, Counter[str]] = {pk: Counter() for pk in found}
    for teacher, severity, clause, day in _decided(setting).values_list("teacher_id", "severity", "clause", "day"):
        if teacher in found:
            counted[teacher][severity] += 1
            found[teacher].records.append(Record(f"{severity}：{clause}", day, "conduct_list"))
    for pk, one in found.items():
        one.value = shapes.by_name(counted[pk], item["rule"])
    return found


def _decided(setting: Setting) -> QuerySet[ConductRecord]:
    """What the leadership group decided to count (领导小组决定扣分的), in the order of the days."""
    rows = ConductRecord.objects.filter(term=setting.term).exclude(decision="").exclude(severity=ConductRecord.Severity.NONE)
    return rows.order_by("day", "id")


def incidents(setting: Setting) -> dict[int, dict[str, int]]:
    """师德 by severity, for conditions of the rubric (incident:严重)."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in setting.teachers}
    for teacher, severity in _decided(setting).values_list("teacher_id", "severity"):
        if teacher in found:
            found[teacher][severity] = found[teacher].get(severity, 0) + 1
    return found


def manual(setting: Setting, argument: str, item: Mapping[str, Any]) -> dict[int, Found]:
    """manual: what was entered by hand for this item, with a name."""
    found = setting.each()
    rows = ManualEntry.objects.filter(sheet_id=setting.sheet_id, code=item["code"]).select_related("by")
    for row in rows:
        if row.teacher_id in found:
            found[row.teacher_id] = Found(row.value, [Record(f"{row.by.name}录入", row.at.date())])
    return found
