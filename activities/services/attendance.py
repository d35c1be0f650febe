"""点名: the roll taken by hand, all present first, then the exceptions; nobody marks himself."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from activities.models import Attendance, Session
from activities.states import ActivityState, AttendanceState
from documents.chinese import normal
from school import audit, clock
from school.person import Person
from school.policy import within
from school.workflow import Refused, guarded

How = Attendance.How


@dataclass(frozen=True)
class Mark:
    """One tap: which row, which state, and which version of the row was on the screen."""

    row: int
    state: str
    version: int


@dataclass
class Outcome:
    """What a roll-call changed: rows saved with their new version, and rows somebody else changed in between."""

    saved: list[Attendance] = field(default_factory=list)
    stale: list[Attendance] = field(default_factory=list)


def mark(person: Person, session: Session, marks: Iterable[Mark], *, reason: str = "", paper: bool = False) -> Outcome:
    """点名 of some rows. A row that changed in between is left as it is and named in `stale`.

    After the day it is 补签 and needs a reason; `paper`: copied from the signed sheet, which counts like the roll itself.
    """
    reason = normal(reason)
    how = _how(session, reason, paper)
    wanted = {mark.row: mark for mark in marks if mark.state in AttendanceState.values}
    action = "attendance.paper" if paper else "attendance.mark"
    rows = within(person, action, Attendance.objects.filter(session=session)).select_related("teacher")
    rows = rows.exclude(teacher=person.teacher) if person.teacher else rows  # nobody marks himself
    outcome, now = Outcome(), clock.now()
    with transaction.atomic():
        changes = []
        for row in rows.filter(pk__in=wanted):
            asked = wanted[row.pk]
            if row.state == asked.state:
                continue
            values = {
                "state": asked.state, "how": how if asked.state else How.PENDING, "at": now, "by": person.user,
                "version": asked.version + 1, "note": reason[:100] if how == How.LATER else row.note,
                "doubt": Attendance.Doubt.CLEARED if row.doubt else Attendance.Doubt.NONE,
            }
            if guarded(Attendance).filter(pk=row.pk, version=asked.version).update(**values):
                changes.append([row.teacher.name, row.state, asked.state])
                for name, value in values.items():
                    setattr(row, name, value)
                outcome.saved.append(row)
            else:
                outcome.stale.append(row)
        if changes:
            audit.record(
                person, f"attendance.{how}", session, school=session.activity.school, after=changes, reason=reason
            )
    return outcome


def all_present(person: Person, session: Session, *, reason: str = "", paper: bool = False) -> int:
    """全部出席: everybody not yet recorded is present; one UPDATE. How many rows were set."""
    reason = normal(reason)
    how = _how(session, reason, paper)
    with transaction.atomic():
        pending = within(
            person, "attendance.mark", Attendance.objects.filter(session=session, state=AttendanceState.PENDING)
        )
        names = list(pending.values_list("teacher__name", flat=True))
        count = guarded(Attendance).filter(pk__in=pending.values("pk"), state=AttendanceState.PENDING).update(
            state=AttendanceState.PRESENT, how=how, at=clock.now(), by=person.user, version=F("version") + 1,
            note=reason[:100] if how == How.LATER else "",
        )
        if count:
            audit.record(
                person, f"attendance.{how}", session, school=session.activity.school, after={"present": names},
                reason=reason,
            )
    return count


def is_later(session: Session) -> bool:
    """Whether marking now is 补签: the day is over or the activity has ended."""
    over = session.activity.state in (ActivityState.FINISHED, ActivityState.COMPLETE)
    return over or (session.last is not None and session.last < clock.today())


def has_paper(session: Session) -> bool:
    """Whether a signed sheet was handed in: its scan or its number of pages."""
    return bool(session.activity.paper_pages) or session.activity.files.filter(sign_in_sheet=True).exists()


def _how(session: Session, reason: str, paper: bool) -> How:
    label = str(session)
    if session.activity.state not in (
        ActivityState.OPEN, ActivityState.RUNNING, ActivityState.FINISHED, ActivityState.COMPLETE
    ):
        raise Refused(f"活动现在是『{session.activity.get_state_display()}』，不能点名。", "请先开放活动。", label=label)
    if session.day and session.day > clock.today():
        raise Refused("这一场还没有到日子，不能点名。", "请到那天再点；日子变了请先改期。", label=label)
    if paper:
        if not has_paper(session):
            raise Refused("还没有交纸质签到表。", "请先在记录页传上签到表的照片，或填上页数。", label=label)
        return How.PAPER
    if is_later(session):
        if not reason.strip():
            to_do = "请写一句原因再保存；照纸质签到表登记的，请勾上『照纸质签到表』。"
            raise Refused("活动已经过去，现在记的算补签，要写明原因。", to_do, label=label)
        return How.LATER
    return How.HAND
