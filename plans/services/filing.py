"""报送备案: one package sent, received or returned with a remark; and 交计划的期限."""
from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from plans.filing import Piece, pieces
from plans.models import Filing, Plan, PlanDue
from plans.states import FILING_STEPS, OUTSIDE_STEPS
from school import audit, clock, files
from school.models import Term, User
from school.person import Person
from school.services.notices import tell
from school.workflow import Refused, advance, again


def send(
    person: Person, term: Term, *, to: str, online: bool, note: str, key: UUID, summary: tuple[bytes, str] | None = None
) -> Filing:
    """报送: the package is made now and kept as it is; the same key again gives what was sent."""
    if there := Filing.objects.filter(key=key).first():
        return again(there, school=person.school, to=to, online=online, note=note)
    if online and person.school.district_id is None:
        raise Refused("学校没有设所属区县，不能在本系统里报送。", "选『在系统外报送』，下载材料包自己送去。")
    found = pieces(person.school, term)
    if not found:
        raise Refused("本学期的计划还没有发布，没有可报送的。", "先发布计划，再来报送。")
    if summary:
        found.append((f"总结{summary[1][summary[1].rfind('.'):]}", summary[0]))
    package = files.store(
        person.school, _zipped(found), name=f"{person.school}{term.name}报送材料.zip", mime="application/zip", person=person
    )
    with transaction.atomic():
        row = Filing.objects.create(
            school=person.school, term=term, to=to, online=online, note=note, package=package, inside=[name for name, _ in found],
            sent_by=person.user, sent_at=clock.now(), key=key,
        )
        audit.record(person, "filing.send", row, after=row.inside)
        if online:
            _tell(row, User.objects.filter(roles__district=person.school.district).distinct(), f"{person.school}报来材料，请收。")
    return row


def _zipped(found: list[Piece]) -> bytes:
    """The files in one .zip; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for number, (name, data) in enumerate(found, 1):
            made.writestr(zipfile.ZipInfo(f"{number} {name}", date_time=(2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def answer(person: Person, row: Filing, name: str, *, reason: str = "") -> None:
    """收下 or 退回 by the 区县; for what was handed in outside, the school notes the answer."""
    steps = FILING_STEPS if row.online else OUTSIDE_STEPS
    if name not in {step.name for step in steps}:
        raise Refused("没有这一步。", label=str(row))
    with transaction.atomic():
        advance(person, row, steps, name, reason=reason, remark=reason, answered_by=person.user, answered_at=clock.now())
        if row.online:
            said = "收下了" if name == "receive" else f"被退回：{reason}"
            _tell(row, User.objects.filter(pk=row.sent_by_id), f"报{row.to}的材料{said}")


def _tell(row: Filing, users: Any, text: str) -> None:
    tell(row.school, users, text, reverse("filing_list"))


def set_due(person: Person, term: Term, days: dict[str, date | None]) -> None:
    """定交计划的期限 by level; an empty day takes it away."""
    with transaction.atomic():
        for level, day in days.items():
            if day is None:
                PlanDue.objects.filter(term=term, level=level).delete()
            else:
                PlanDue.objects.update_or_create(term=term, level=level, defaults={"school": term.school, "day": day})
        said = {Plan.Level(level).label: day.isoformat() for level, day in days.items() if day}
        audit.record(person, "plan_due.set", term, school=term.school, after=said)
