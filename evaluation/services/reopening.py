"""重新打开 a decided sheet: the 校长 and one more member of the leadership group, with a reason, told to every teacher on it."""
from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.chinese import normal
from evaluation.models import Confirmation, Reopening, ScoreSheet
from evaluation.states import REOPEN, REOPENING_STEPS, ReopeningState, SheetState
from school import audit, clock
from school.models import Role, User
from school.person import Person
from school.policy import check
from school.services.notices import tell
from school.workflow import Refused, advance

LEAST_REASON = 10
TO_CHECK = timedelta(days=7)


def propose_reopening(person: Person, sheet: ScoreSheet, reason: str) -> Reopening:
    """提出重新打开, by the 校长 or another member of the leadership group; nothing moves yet."""
    check(person, "score.reopen")
    reason = normal(reason)
    if sheet.state not in (SheetState.DECIDED, SheetState.FINAL):
        raise Refused("得分还没有审定，不用重新打开。", "直接更正就行。", label=str(sheet))
    if len(reason) < LEAST_REASON:
        raise Refused(f"理由要写清楚，至少 {LEAST_REASON} 个字。", "写明哪里错了、依据是什么，每位教师都会看到。", label=str(sheet))
    try:
        with transaction.atomic():
            row = Reopening.objects.create(
                sheet=sheet, school=sheet.school, reason=reason, proposed_by=person.user, proposed_at=clock.now()
            )
            audit.record(person, "reopen.propose", sheet, reason=reason)
            others = leading(sheet).exclude(pk=person.user.pk)
            others = others if "principal" in person.roles else others.filter(roles__name=Role.Name.PRINCIPAL, roles__school=sheet.school)
            _tell(sheet, others.distinct(), f"{person.name}提出重新打开{sheet}，请你同意或不同意。", reverse("correction_list"))
    except IntegrityError as error:
        raise Refused("已经有人提出重新打开，等另一人答复。", "请到『异议与更正』里看。", label=str(sheet)) from error
    return row


def may_answer(person: Person, row: Reopening) -> bool:
    """The second person: not who proposed it, and one of the two is the 校长."""
    if row.state != ReopeningState.PROPOSED or row.proposed_by_id == person.user.pk:
        return False
    return "principal" in person.roles or Role.objects.filter(
        user=row.proposed_by_id, school=row.school_id, name=Role.Name.PRINCIPAL
    ).exists()


def answer_reopening(person: Person, row: Reopening, step: str, reason: str = "") -> None:
    """同意 opens the sheet again at 与教师见面 and tells everybody on it why; 不同意 leaves it as it is."""
    check(person, "score.reopen")
    if row.state == ReopeningState.PROPOSED and not may_answer(person, row):
        raise Refused(
            "重新打开要校长和另一名领导小组成员两个人。", "提出的人不能自己同意；两人中要有一位是校长。", label=str(row)
        )
    with transaction.atomic():
        advance(person, row, REOPENING_STEPS, step, reason=reason, agreed_by=person.user, agreed_at=clock.now())
        if step == "reopen.decline":
            _tell(row.sheet, User.objects.filter(pk=row.proposed_by_id), f"{person.name}不同意重新打开：{reason}", reverse("correction_list"))
            return
        sheet = row.sheet
        advance(person, sheet, REOPEN, "reopen", reason=row.reason, decided_by=None, meeting_until=clock.today() + TO_CHECK)
        Confirmation.objects.filter(sheet=sheet).delete()  # what was found right may change: everybody looks again
        named = f"{row.proposed_by.name}提出，{person.name}同意"
        on_it = User.objects.filter(teacher__scores__sheet=sheet)
        _tell(sheet, on_it.distinct(), f"{sheet}重新打开（{named}）：{row.reason}", reverse("my_score"))


def leading(sheet: ScoreSheet):
    """领导小组 with a say over the sheet: active accounts of 校长 and 副校长 of this school."""
    return User.objects.filter(
        is_active=True, roles__school=sheet.school_id, roles__name__in=[Role.Name.PRINCIPAL, Role.Name.LEADER]
    ).distinct()


def refuse_same_hand(person: Person, sheet: ScoreSheet) -> None:
    """确定 is another person's act than 审定, unless the school has only one who may do either."""
    if sheet.decided_by_id == person.user.pk and leading(sheet).exclude(pk=person.user.pk).exists():
        raise Refused("领导小组审定是你记下的，『确定』要由另一名领导小组成员来做。", "请校长或另一位副校长打开这张表确定。", label=str(sheet))


def _tell(sheet: ScoreSheet, users, text: str, url: str) -> None:
    tell(sheet.school, users, text, url)
