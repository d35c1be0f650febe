"""评定录入: marks cell by cell, each with its version, so that two markers lose nothing."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from activities.models import Activity, Assessment
from activities.states import ActivityState
from evaluation.evidence.shapes import marked
from evaluation.models import ManualEntry, ScoreSheet
from evaluation.scales import EMPTY, Scale, Value
from evaluation.services.sheets import MOVING, compute
from school import audit, clock
from school.models import Membership, Role, Teacher
from school.person import Person
from school.policy import Reach, beyond, check, reaches
from school.workflow import Refused, StaleEdit, guarded

MARKABLE = (ActivityState.OPEN, ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE)


@dataclass(frozen=True)
class Cell:
    """One cell as it was sent: whom, what was typed, on which version (0: there was none)."""

    teacher: Teacher
    typed: str
    version: int


@dataclass(frozen=True)
class Saved:
    """What became of a cell."""

    teacher_id: int
    text: str
    version: int
    refused: Refused | None = None


def may_mark(person: Person, teachers: Iterable[Teacher], term_id: int) -> list[Teacher]:
    """Those this person may mark: of the school or the own group; never himself, nor those who mark his like."""
    check(person, "mark.enter")
    own = person.teacher.pk if person.teacher else None
    above = set(Role.objects.filter(school=person.school, name__in=beyond(person)).values_list("user_id", flat=True))
    rows = [teacher for teacher in teachers if teacher.pk != own and teacher.user_id not in above]
    if Reach.SCHOOL in reaches(person, "mark.enter"):
        return rows
    led = set(
        Membership.objects.filter(term_id=term_id, group__in=person.led_groups).values_list("teacher_id", flat=True)
    )
    return [teacher for teacher in rows if teacher.pk in led]


def preliminary(person: Person) -> bool:
    """A 教研组长's marks are first marks until the office confirms them."""
    return Reach.SCHOOL not in reaches(person, "mark.enter")


def mark(person: Person, sheet: ScoreSheet, activity: Activity, scale: Scale, cells: list[Cell]) -> list[Saved]:
    """Save cells of one activity; each stands for itself, a refused one holds up no other. One reckoning for all."""
    _refuse_over(sheet)
    if activity.school_id != sheet.school_id or activity.state not in MARKABLE:
        raise Refused(f"这个活动是『{activity.get_state_display()}』，还不能录入评定。", "活动开放以后再录。", label=str(activity))
    allowed = {teacher.pk for teacher in may_mark(person, [cell.teacher for cell in cells], sheet.term_id)}
    saved = [_cell(person, activity, scale, cell, cell.teacher.pk in allowed) for cell in cells]
    if any(one.refused is None for one in saved):
        compute(sheet, person)
    return saved


def _cell(person: Person, activity: Activity, scale: Scale, cell: Cell, allowed: bool) -> Saved:
    label = f"{cell.teacher.name} {activity.title}"
    try:
        if not allowed:
            raise Refused("不能给自己、本组以外或由上级评定的人录入。", "请由教导处或校领导录入。", label=label)
        value = scale.read(cell.typed, label)
        with transaction.atomic():
            version = _save_mark(person, activity, cell, value, label)
        return Saved(cell.teacher.pk, value.text, version)
    except Refused as refusal:
        return Saved(cell.teacher.pk, cell.typed, cell.version, refusal)


def _save_mark(person: Person, activity: Activity, cell: Cell, value: Value, label: str) -> int:
    rows = guarded(Assessment).filter(activity=activity, teacher=cell.teacher)
    old = rows.select_related("by").first()
    before = Value(old.tier, old.number) if old else EMPTY
    if before == value and old and old.preliminary == preliminary(person):
        return old.version
    if (old.version if old else 0) != cell.version:
        raise StaleEdit(
            mine=value.text or "（空）", theirs=before.text or "（空）", version=old.version if old else 0,
            by=old.by.name if old else "", label=label,
        )
    if old and not old.preliminary and preliminary(person):
        raise Refused("教导处已经确认这一格。", "要改请找教导处。", label=label)
    if value == EMPTY:
        if old and not rows.filter(version=cell.version).delete()[0]:
            raise _raced(rows, value, label)
        version = 0
    else:
        fields: dict[str, Any] = {
            "tier": value.tier, "number": value.number, "counts": None, "preliminary": preliminary(person),
            "by": person.user, "at": clock.now(),
        }
        if old is None:
            try:
                with transaction.atomic():
                    version = Assessment.objects.create(activity=activity, teacher=cell.teacher, **fields).version
            except IntegrityError as error:
                raise _raced(rows, value, label) from error
        else:
            if not rows.filter(version=cell.version).update(version=F("version") + 1, **fields):
                raise _raced(rows, value, label)
            version = cell.version + 1
    number = cell.teacher.staff_no
    audit.record(person, "mark", activity, before=[number, before.text], after=[number, value.text])
    return version


def _raced(rows: Any, value: Value, label: str) -> StaleEdit:
    """Somebody saved between our look and our writing."""
    now = rows.select_related("by").first()
    theirs = Value(now.tier, now.number).text if now else ""
    return StaleEdit(
        mine=value.text or "（空）", theirs=theirs or "（空）", version=now.version if now else 0,
        by=now.by.name if now else "", label=label,
    )


def confirm_preliminary(person: Person, sheet: ScoreSheet, activity: Activity) -> int:
    """确认组长初评: first marks of the 教研组长 become marks; never one's own. The number confirmed."""
    check(person, "mark.enter")
    if preliminary(person):
        raise Refused("组长初评由教导处确认。", label=str(activity))
    _refuse_over(sheet)
    with transaction.atomic():
        rows = Assessment.objects.filter(activity=activity, preliminary=True)
        if person.teacher:
            rows = rows.exclude(teacher=person.teacher)
        number = rows.update(preliminary=False, version=F("version") + 1)
        if number:
            audit.record(person, "mark.confirm", activity, after=number)
            compute(sheet, person)
    return number


def enter_by_hand(person: Person, sheet: ScoreSheet, code: str, scale: Scale, cells: list[Cell]) -> list[Saved]:
    """手工录入 for an item whose evidence is `manual`; the same cells, the same rules."""
    _refuse_over(sheet)
    allowed = {teacher.pk for teacher in may_mark(person, [cell.teacher for cell in cells], sheet.term_id)}
    saved = []
    for cell in cells:
        label = f"{cell.teacher.name} 第 {code} 项"
        try:
            if cell.teacher.pk not in allowed or preliminary(person):
                raise Refused("这一项由教导处录入，也不能录自己的。", label=label)
            value = scale.read(cell.typed, label)
            with transaction.atomic():
                saved.append(Saved(cell.teacher.pk, value.text, _save_entry(person, sheet, code, cell, value, label)))
        except Refused as refusal:
            saved.append(Saved(cell.teacher.pk, cell.typed, cell.version, refusal))
    if any(one.refused is None for one in saved):
        compute(sheet, person)
    return saved


def _save_entry(person: Person, sheet: ScoreSheet, code: str, cell: Cell, value: Value, label: str) -> int:
    rows = guarded(ManualEntry).filter(sheet=sheet, teacher=cell.teacher, code=code)
    old = rows.select_related("by").first()
    if (old.version if old else 0) != cell.version:
        raise _raced_entry(rows, value, label)
    if value == EMPTY:
        if old and not rows.filter(version=cell.version).delete()[0]:
            raise _raced_entry(rows, value, label)
        version = 0
    else:
        fields = {"value": marked(value.tier, value.number, None), "by": person.user, "at": clock.now()}
        if old is None:
            try:
                with transaction.atomic():
                    version = ManualEntry.objects.create(sheet=sheet, teacher=cell.teacher, code=code, **fields).version
            except IntegrityError as error:
                raise _raced_entry(rows, value, label) from error
        else:
            if not rows.filter(version=cell.version).update(version=F("version") + 1, **fields):
                raise _raced_entry(rows, value, label)
            version = cell.version + 1
    whom = [cell.teacher.staff_no, code]
    audit.record(
        person, "mark.by_hand", sheet, before=[*whom, entry_text(old.value) if old else ""], after=[*whom, value.text]
    )
    return version


def _raced_entry(rows: Any, value: Value, label: str) -> StaleEdit:
    """Somebody has saved since this page was read."""
    now = rows.select_related("by").first()
    return StaleEdit(
        mine=value.text or "（空）", theirs=entry_text(now.value) if now else "（空）", version=now.version if now else 0,
        by=now.by.name if now else "", label=label,
    )


def entry_text(value: Any) -> str:
    """An entry as it was typed."""
    if value == "none":
        return "未参加"
    return str(value.get("tier") or value.get("number") or "") if isinstance(value, dict) else ""


def _refuse_over(sheet: ScoreSheet) -> None:
    if sheet.state not in MOVING:
        raise Refused("领导小组已审定，不能再录入评定。", "确有错误请走更正手续。", label=str(sheet))
