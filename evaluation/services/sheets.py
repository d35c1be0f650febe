"""From opening a term's scoring to the final sheet."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from evaluation import evidence
from evaluation.evidence.shapes import exact
from evaluation.models import Override, Score, ScoreSheet, SheetMember
from evaluation.reckoning import effects, reckon
from evaluation.services.reopening import refuse_same_hand
from evaluation.states import SHEET_STEPS, OverrideState, SheetState
from plans.models import ContentItem, Plan
from rubrics.models import Rubric
from rubrics.scoring import CORE_VERSION, Refusal
from rubrics.states import RubricState
from school import audit, clock
from school.models import AuditHead, Teacher, Term
from school.person import Person
from school.policy import check
from school.workflow import Refused, advance

MOVING = (SheetState.OPEN, SheetState.MEETING, SheetState.REVIEWED)
# Reckoned again on reading when something has been recorded since; what leaves no 日志 shows within minutes. Never more
# often than every few seconds, so that many readers do not keep the database from those who sign in.
REST, STALE = timedelta(seconds=10), timedelta(minutes=5)


def open_scoring(person: Person | None, term: Term, rubric: Rubric) -> ScoreSheet:
    """开始计分: the rubric is copied into the sheet with the core's version; a later change is a new version.

    Raises Refused when the rubric is not in use or the term has a sheet already. `person` None: a command.
    """
    if person:
        check(person, "score.advance")
    if rubric.state != RubricState.IN_USE or rubric.school_id != term.school_id:
        raise Refused("这一版细则还没有启用。", "教职工大会通过并登记票数、启用以后再开始计分。", label=str(rubric))
    with transaction.atomic():
        sheet, new = ScoreSheet.objects.get_or_create(
            term=term,
            defaults={
                "school": term.school, "rubric": rubric, "document": rubric.document, "contents": contents_of(term),
                "core_version": CORE_VERSION, "opened_at": clock.now(),
            },
        )
        if not new:
            raise Refused("这个学期已经开始计分。", "请打开考核汇总表。", label=str(term))
        audit.record(person, "score.open", sheet, school=term.school, after={"rubric": str(rubric), "core": CORE_VERSION})
        return compute(sheet, person)


def contents_of(term: Term) -> dict[str, int]:
    """研修内容 of the school's plan by title; a sheet keeps the ids when a title changes later."""
    rows = ContentItem.objects.filter(plan__term=term, plan__level=Plan.Level.SCHOOL)
    return dict(rows.values_list("title", "pk"))


def participants(sheet: ScoreSheet) -> QuerySet[Teacher]:
    """参评教师: in service in the term less those the 参评名单 leaves out."""
    term = sheet.term
    return (
        Teacher.objects.filter(school=sheet.school)
        .filter(Q(joined=None) | Q(joined__lte=term.ends), Q(left=None) | Q(left__gte=term.starts))
        .exclude(pk__in=SheetMember.objects.filter(sheet=sheet).values("teacher"))
    )


def compute(sheet: ScoreSheet, person: Person | None = None) -> ScoreSheet:
    """算分: evidence of all teachers, the core, confirmed corrections; stored as rows that pages, .xlsx and PDF read.

    A sheet that the leadership group has decided never changes: Refused.
    """
    with transaction.atomic():
        rows = ScoreSheet.objects.select_related("term__school", "school").filter(pk=sheet.pk)
        locked = rows.select_for_update(of=("self",)) if _locks() else rows
        sheet = locked.get()
        if sheet.state not in MOVING:
            raise Refused("领导小组已审定，得分不再变。", "确有错误，由校长和另一名领导小组成员写明理由重新打开。", label=str(sheet))
        sheet.contents = {**contents_of(sheet.term), **sheet.contents}
        setting = evidence.Setting(sheet.term, list(participants(sheet)), sheet.contents, sheet.pk)
        found = evidence.gather(setting, sheet.document)
        given = evidence.people(setting, found)
        _add_beside(sheet, setting, found, given["teachers"])
        try:
            scored, sheet.findings = reckon(sheet.document, given["periods"], given["teachers"], closing_words(sheet))
            sheet.choices = effects(sheet.document, given["periods"], given["teachers"], closing_words(sheet))
        except Refusal as refusal:
            raise Refused(f"依据与细则对不上，算不出来：{refusal}。", "请按提示改正评定或细则。", label=str(sheet)) from refusal
        _store(sheet, setting, found, given["teachers"], scored, person)
        sheet.periods, sheet.computed_at, sheet.seen = given["periods"], clock.now(), _last_entry(sheet)
        sheet.save(update_fields=["contents", "findings", "choices", "periods", "computed_at", "seen"])
    return sheet


def _locks() -> bool:
    return connection.features.has_select_for_update


def fresh(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet as things stand: reckoned again when something was recorded since and it may still move.

    When it cannot be reckoned the last one stands, and `trouble` says why.
    """
    sheet.trouble = ""
    age = abs(clock.now() - sheet.computed_at) if sheet.computed_at else STALE
    if sheet.state not in MOVING or age < REST or (age < STALE and sheet.seen == _last_entry(sheet)):
        return sheet
    try:
        sheet = compute(sheet)
        sheet.trouble = ""
    except Refused as refusal:
        sheet.trouble = str(refusal)
    return sheet


def _last_entry(sheet: ScoreSheet) -> int:
    return AuditHead.objects.filter(school=sheet.school_id).values_list("seq", flat=True).first() or 0


def closing_words(sheet: ScoreSheet) -> str:
    closed = sheet.open_counts_as_none
    return f"{closed['by']} {closed['at']}确认：待定按未完成计" if closed else ""


def _add_beside(sheet: ScoreSheet, setting: evidence.Setting, found: Any, people: list[dict[str, Any]]) -> None:
    """What is frozen beside the evidence: how numbers came about, and corrections the 校长 has agreed to."""
    overrides: dict[int, dict[str, Any]] = {}
    confirmed = Override.objects.filter(sheet=sheet, state=OverrideState.CONFIRMED).order_by("confirmed_at", "pk")
    for row in confirmed.select_related("proposed_by", "agreed_by", "confirmed_by"):
        words = f"{row.reason.rstrip('。')}（{row.proposed_by.name}提出，{row.agreed_by.name}核对，{row.confirmed_by.name}同意）"
        overrides.setdefault(row.teacher_id, {})[row.code] = {"points": exact(row.points), "words": words}
    for pk, person in zip(setting.teachers, people, strict=True):
        person["notes"] = {code: one.note for code, one in found[pk].items() if one.note}
        person["overrides"] = overrides.get(pk, {})


def _store(
    sheet: ScoreSheet, setting: evidence.Setting, found: Any, people: list[dict[str, Any]], scored: list[dict[str, Any]],
    person: Person | None,
) -> None:
    before = dict(Score.objects.filter(sheet=sheet).values_list("teacher_id", "total"))
    rows = []
    for pk, given, result in zip(setting.teachers, people, scored, strict=True):
        for item in result["items"]:
            item["records"] = [record.as_json() for record in found[pk][item["code"]].records]
        rows.append(Score(sheet=sheet, teacher_id=pk, evidence=given, **result))
    Score.objects.filter(sheet=sheet).exclude(teacher_id__in=list(setting.teachers)).delete()
    fields = ["items", "evidence", "earned", "possible", "best_total", "bonus", "total", "grade", "rank", "open_items"]
    Score.objects.bulk_create(rows, update_conflicts=True, unique_fields=["sheet", "teacher"], update_fields=fields, batch_size=200)
    changed = {
        setting.teachers[row.teacher_id].staff_no: [str(before[row.teacher_id]), str(row.total)]
        for row in rows if row.teacher_id in before and f"{before[row.teacher_id]:.2f}" != f"{float(row.total):.2f}"
    }
    if changed or not before:
        audit.record(person, "score.compute", sheet, school=sheet.school, after={"totals": changed, "teachers": len(rows)})


def leave_out(person: Person, sheet: ScoreSheet, teacher: Teacher, reason: str) -> None:
    """不参评: a teacher leaves the 参评名单, with the reason (产假, 校级领导 …)."""
    check(person, "score.advance")
    if not reason.strip():
        raise Refused("不参评要写原因。", "例如：产假、借调在外。", label=teacher.name)
    _refuse_own(person, teacher)
    if teacher.school_id != sheet.school_id:
        raise Refused("这位教师不在本校名册。", label=teacher.name)
    with transaction.atomic():
        SheetMember.objects.update_or_create(
            sheet=sheet, teacher=teacher, defaults={"reason": reason.strip(), "by": person.user}
        )
        audit.record(person, "score.leave_out", sheet, after=teacher.staff_no, reason=reason)
        compute(sheet, person)


def take_back(person: Person, sheet: ScoreSheet, teacher: Teacher) -> None:
    """重新参评."""
    check(person, "score.advance")
    _refuse_own(person, teacher)
    with transaction.atomic():
        SheetMember.objects.filter(sheet=sheet, teacher=teacher).delete()
        audit.record(person, "score.take_back", sheet, after=teacher.staff_no)
        compute(sheet, person)


def _refuse_own(person: Person, teacher: Teacher) -> None:
    """Nobody decides whether he is assessed himself."""
    if person.teacher and teacher.pk == person.teacher.pk:
        raise Refused("自己参评不参评，不能由自己定。", "请教导处别的人或校领导来定。", label=teacher.name)


def advance_sheet(person: Person, sheet: ScoreSheet, step: str, *, reason: str = "", until: date | None = None) -> None:
    """One step of the sheet: 转入与教师见面 needs no 待定 or somebody's name for them; 复核完毕 no open 异议."""
    with transaction.atomic():
        sheet = ScoreSheet.objects.select_related("term__school", "school").get(pk=sheet.pk)
        if sheet.state in MOVING:
            compute(sheet, person)
        changes: dict[str, Any] = {}
        if step == "meet":
            changes["meeting_until"] = until or clock.today() + timedelta(days=7)
        if step in ("review_done", "decide"):
            _refuse_unsettled(sheet)
        if step in ("review_done", "decide", "finalise"):
            _refuse_open(sheet)
        if step == "decide":
            changes["decided_by"] = person.user
        if step == "finalise":
            refuse_same_hand(person, sheet)
        advance(person, sheet, SHEET_STEPS, step, reason=reason, **changes)


def _refuse_unsettled(sheet: ScoreSheet) -> None:
    waiting = sheet.objections.filter(state="filed").count()
    if waiting:
        raise Refused(f"还有 {waiting} 条异议没有答复。", "先答复，再进入下一步。", label=str(sheet))
    pending = sheet.overrides.filter(state__in=["proposed", "agreed"]).count()
    if pending:
        raise Refused(f"还有 {pending} 处更正没有走完。", "请副校长核对、校长同意或不同意以后再进入下一步。", label=str(sheet))


def _refuse_open(sheet: ScoreSheet) -> None:
    waiting = Score.objects.filter(sheet=sheet, open_items__gt=0).count()
    if waiting:
        raise Refused(
            f"{waiting} 位教师还有待定的项目。", "补上评定，或由有权的人署名『待定按未完成计』。", label=str(sheet)
        )


def close_open_items(person: Person, sheet: ScoreSheet) -> None:
    """批量按未完成计: what is still 待定 counts as not done, said by name and written into the reasons."""
    check(person, "score.advance")
    with transaction.atomic():
        words = {"by": person.name, "at": f"{clock.today():%Y-%m-%d}"}
        rows = ScoreSheet.objects.filter(pk=sheet.pk, state__in=MOVING, open_counts_as_none__isnull=True)
        if not rows.update(open_counts_as_none=words):
            raise Refused("现在不能批量按未完成计。", "可能已经做过，或者领导小组已审定；请刷新页面。", label=str(sheet))
        audit.record(person, "score.close_open", sheet, after=words)
        compute(sheet, person)
