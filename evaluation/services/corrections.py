"""How people correct a sheet: 核对无误, 异议 with its decision, 改分 through three pairs of hands."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from evaluation import conduct
from evaluation.evidence.shapes import exact
from evaluation.models import Confirmation, Objection, Override, Score, ScoreSheet
from evaluation.services.sheets import MOVING, compute
from evaluation.states import OBJECTION_STEPS, OVERRIDE_STEPS, ObjectionState, SheetState
from school import audit, clock
from school.models import Teacher
from school.person import Person
from school.policy import check
from school.workflow import Refused, advance, again

WORKING_DAYS_TO_ANSWER = 5
LEAST_REASON = 10


def _item(sheet: ScoreSheet, teacher: Teacher, code: str) -> dict[str, Any]:
    score = Score.objects.filter(sheet=sheet, teacher=teacher).first()
    item = next((item for item in score.items if item["code"] == code), None) if score else None
    if item is None:
        raise Refused("汇总表里没有这位教师的这一项。", "请刷新页面。", label=f"{teacher.name} 第 {code} 项")
    return item


def _name(sheet: ScoreSheet, code: str) -> str:
    return next((item.get("name", code) for item in sheet.document["items"] if item["code"] == code), code)


def confirm_own(person: Person, sheet: ScoreSheet) -> Confirmation:
    """核对无误: the teacher has read his own points and agrees with them as they stand."""
    check(person, "score.own")
    if sheet.state != SheetState.MEETING:
        raise Refused(f"现在是『{sheet.get_state_display()}』，不能核对。", "与教师见面时再核对。", label="我的得分")
    score = Score.objects.filter(sheet=sheet, teacher=person.teacher).first()
    if score is None:
        raise Refused("你不在这个学期的参评名单里。", "有疑问请找教导处。", label="我的得分")
    if Objection.objects.filter(sheet=sheet, teacher=person.teacher, state=ObjectionState.FILED).exists():
        raise Refused("你提出的异议还没有答复。", "等答复以后再核对，或者先撤回异议。", label="我的得分")
    with transaction.atomic():
        row, new = Confirmation.objects.update_or_create(
            sheet=sheet, teacher=person.teacher, defaults={"total": str(score.total), "at": clock.now()}
        )
        if new:
            audit.record(person, "score.confirm_own", sheet, after=str(score.total))
    return row


def file_objection(person: Person, sheet: ScoreSheet, code: str, text: str, key: UUID | None = None) -> Objection:
    """提出异议: one item, in the teacher's own words; answered within five working days. The text never changes."""
    check(person, "objection.file")
    label = f"第 {code} 项『{_name(sheet, code)}』"
    if known := key and Objection.objects.filter(key=key).first():
        return again(known, sheet=sheet, teacher=person.teacher, code=code, text=text.strip())
    if sheet.state not in (SheetState.OPEN, SheetState.MEETING):
        raise Refused(f"现在是『{sheet.get_state_display()}』，不再收异议。", "有疑问请直接找领导小组。", label=label)
    if not text.strip():
        raise Refused("异议要写清楚哪里不对。", "例如：漏记第 8 周一次。", label=label)
    item = _item(sheet, person.teacher, code)
    now = clock.now()
    try:
        with transaction.atomic():
            row = Objection.objects.create(
                sheet=sheet, school=sheet.school, teacher=person.teacher, code=code, text=text.strip(),
                points_then="待定" if item["state"] == "open" else item["points"], filed_at=now,
                answer_by=working_days_after(now.date(), WORKING_DAYS_TO_ANSWER), key=key,
            )
            Confirmation.objects.filter(sheet=sheet, teacher=person.teacher).delete()
            audit.record(person, "objection.file", row, after={"code": code, "points": row.points_then})
    except IntegrityError as error:
        if known := key and Objection.objects.filter(key=key).first():
            return known  # the other half of a double click
        raise Refused("这一项已经有一条异议在等答复。", "等答复以后还可以再提。", label=label) from error
    return row


def working_days_after(day: date, number: int) -> date:
    """The last day for an answer, counted in weekdays."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def withdraw_objection(person: Person, row: Objection) -> None:
    """撤回异议, by the teacher himself."""
    if person.teacher is None or row.teacher_id != person.teacher.pk:
        raise Refused("只有本人能撤回异议。", label=str(row))
    advance(person, row, OBJECTION_STEPS, "withdraw", decided_at=clock.now())


def decide_objection(person: Person, row: Objection, step: str, reason: str) -> None:
    """答复异议: 成立 or 维持原分, with a reason the teacher reads; a change of points follows by records or 改分."""
    if conduct.Lens(row.sheet, person).hides(row.code, row.teacher_id):
        raise Refused("师德项的异议由校长或分管领导答复。", label=str(row))
    advance(
        person, row, OBJECTION_STEPS, step, reason=reason, decision=reason.strip(), decided_by=person.user,
        decided_at=clock.now(),
    )


def propose_override(
    person: Person, sheet: ScoreSheet, teacher: Teacher, code: str, points: Decimal, reason: str
) -> Override:
    """提出改分 with a reason of at least ten characters; a second person agrees, the 校长 confirms."""
    check(person, "override.propose")
    label = f"{teacher.name} 第 {code} 项『{_name(sheet, code)}』"
    if person.teacher and teacher.pk == person.teacher.pk:
        raise Refused("不能改自己的分。", "请由别人提出。", label=label)
    if teacher.school_id != sheet.school_id:
        raise Refused("这位教师不在本校名册。", label=label)
    _refuse_decided(sheet, label)
    if code in conduct.codes(sheet.document):
        raise Refused("师德项不在这里改分。", "由校长更正师德考核记录，分数随记录变。", label=label)
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(f"改分的理由至少 {LEAST_REASON} 个字。", "写明哪条记录错在哪里。", label=label)
    item = _item(sheet, teacher, code)
    if item["state"] in ("excluded", "exempt"):
        raise Refused("这一项对他不适用，没有分可改。", "请先改分层标签或参评名单。", label=label)
    most = next((one.get("max") for one in sheet.document["items"] if one["code"] == code), None)
    if points < 0 or (most is not None and points > Decimal(str(most))):
        raise Refused(f"这一项是 0 到 {most if most is not None else '上不封顶'} 分，{exact(points)} 分不行。", label=label)
    if exact(points) == item["points"] and item["state"] != "open":
        raise Refused(f"现在就是 {item['points']} 分，不用改。", label=label)
    try:
        with transaction.atomic():
            row = Override.objects.create(
                sheet=sheet, school=sheet.school, teacher=teacher, code=code, points=points, reason=reason.strip(),
                was="待定" if item["state"] == "open" else item["points"], proposed_by=person.user, proposed_at=clock.now(),
            )
            audit.record(person, "override.propose", row, before=row.was, after=exact(points), reason=reason)
    except IntegrityError as error:
        raise Refused("这一项已经有一处更正在走手续。", "等它有结果再提。", label=label) from error
    return row


def agree_override(person: Person, row: Override) -> None:
    """核对改分: a second person, never the one who proposed it."""
    with transaction.atomic():
        row = _held(row)
        _refuse_decided(row.sheet, str(row))
        _refuse_same(person, row, [row.proposed_by_id])
        advance(person, row, OVERRIDE_STEPS, "agree", agreed_by=person.user, agreed_at=clock.now())


def confirm_override(person: Person, row: Override) -> None:
    """同意改分: the 校长; the points and the reason change in the same transaction."""
    with transaction.atomic():
        row = _held(row)
        _refuse_decided(row.sheet, str(row))
        _refuse_same(person, row, [row.proposed_by_id, row.agreed_by_id])
        advance(person, row, OVERRIDE_STEPS, "confirm", confirmed_by=person.user, confirmed_at=clock.now())
        Confirmation.objects.filter(sheet=row.sheet, teacher=row.teacher).delete()
        compute(row.sheet, person)


def decline_override(person: Person, row: Override, reason: str) -> None:
    """不同意改分, with a reason."""
    advance(
        person, row, OVERRIDE_STEPS, "decline", reason=reason, confirmed_by=person.user, confirmed_at=clock.now()
    )


def _held(row: Override) -> Override:
    """The row as it stands now, held until the step is taken: two steps pressed at once may be one person's."""
    return Override.objects.select_for_update(of=("self",)).select_related("sheet", "school", "teacher").get(pk=row.pk)


def _refuse_same(person: Person, row: Override, hands: list[int | None]) -> None:
    if person.user.pk in hands:
        raise Refused("改分要由不同的人提出、核对和同意。", "请换一位。", label=str(row))


def _refuse_decided(sheet: ScoreSheet, label: str) -> None:
    if ScoreSheet.objects.get(pk=sheet.pk).state not in MOVING:
        raise Refused("领导小组已审定，得分不再变。", "请校长和另一名领导小组成员写明理由重新打开。", label=label)
