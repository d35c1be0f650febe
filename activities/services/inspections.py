"""检查 and 巡课: making a round, writing findings down, mending what was found, and the walk past classrooms."""
from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Finding, Inspection, Walk
from activities.queries import inspections as queries
from activities.services.results import set_mark
from activities.states import FINDING_STEPS, INSPECTION_STEPS, FindingState, InspectionState
from documents.chinese import date_range
from instruments.answers import Answers
from instruments.services import answers as instruments
from school import audit, clock
from school.audience import Audience, resolve
from school.models import StoredFile, Teacher
from school.person import Person
from school.policy import Reach, reaches
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, advance, again, guarded


def create(person: Person, key: UUID, audience: Audience, *, drawn: int | None = None, **values: Any) -> Inspection:
    """建一轮检查: the list of teachers is made and kept; a random round keeps its seed and whom it was drawn from."""
    if known := Inspection.objects.filter(key=key).first():
        return again(known, audience=audience, drawn=drawn, **values)
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    people = {teacher.staff_no: teacher for teacher in resolve(audience, person.school, person.term, values["day"])}
    if not people:
        raise Refused("这样选没有一位老师。", "请看看『检查谁』。", label=values["title"])
    way, seed = Inspection.Way.ALL, ""
    if drawn:
        if drawn > len(people):
            raise Refused(f"只有 {len(people)} 人，抽不出 {drawn} 人。", "请改少，或者多选一些人。", label=values["title"])
        way, seed = Inspection.Way.RANDOM, secrets.token_hex(4)
    chosen = queries.draw(seed, people, drawn) if drawn else list(people)
    try:
        with transaction.atomic():
            row = Inspection.objects.create(
                school=person.school, term=person.term, key=key, audience=audience, way=way, drawn=drawn, seed=seed,
                pool=sorted(people) if drawn else [], by=person.user, at=clock.now(), **values,
            )
            Finding.objects.bulk_create(Finding(inspection=row, school=person.school, teacher=people[number]) for number in chosen)
            audit.record(person, "inspection.add", row, after={"seed": seed, "teachers": sorted(chosen)})
    except IntegrityError:
        return Inspection.objects.get(key=key)
    return row


def write(
    person: Person, row: Finding, version: int, state: str, *, number: Decimal | None = None, level: str = "", remark: str = "",
    due: date | None = None, done_on: date | None = None, proof: StoredFile | None = None, answers: Answers | None = None,
    hand_in: bool = False,
) -> Finding:
    """记一条检查结果; a problem needs a sentence, and its teacher is told at once. Never one's own."""
    inspection = row.inspection
    _refuse_own(person, row.teacher)
    if state == FindingState.PROBLEM and not remark.strip():
        raise Refused("有问题要写一句是什么问题。", "老师看得到这句话，照着整改。", label=row.teacher.name)
    if state not in (FindingState.PENDING, FindingState.OK, FindingState.PROBLEM):
        raise Refused("没有这种结果。", "请选『符合』或『有问题』。", label=row.teacher.name)
    with transaction.atomic():
        _open(inspection)
        now = Finding.objects.select_related("response__instrument").get(pk=row.pk)
        fields = {"state": state, "number": number, "level": level, "remark": remark.strip()[:200], "due": due, "done_on": done_on}
        fields |= {"proof": proof} if proof else {}
        unchanged = all(getattr(now, name) == value for name, value in fields.items())
        if unchanged and (answers is None or (now.response and now.response.answers == answers)):
            return now
        if now.state in (FindingState.ANSWERED, FindingState.MENDED):
            raise Refused(f"这一条已经是『{now.get_state_display()}』，不能再改。", label=row.teacher.name)
        if answers is not None:
            response = instruments.keep_answers(person, now.response, inspection.instrument, answers, about=row.teacher)
            if hand_in:
                instruments.hand_in(person, response)
            fields["response"] = response
        saved = guarded(Finding).filter(pk=row.pk, version=version).update(
            version=F("version") + 1, by=person.user, at=clock.now(), **fields
        )
        if not saved:
            raise StaleEdit(mine=_said(fields), theirs=_said(vars(now)), version=now.version,
                            by=now.by.name if now.by else "", label=row.teacher.name)
        row.refresh_from_db()
        audit.record(
            person, "finding.write", inspection, before=[row.teacher.staff_no, now.state, now.remark],
            after=[row.teacher.staff_no, row.state, row.remark],
        )
        if row.state == FindingState.PROBLEM and row.told_at is None:
            _tell(row, f"『{inspection}』有一处要整改：{row.remark}" + (f"，{date_range(due, due)}前回复" if due else ""))
    return row


def _said(fields: dict[str, Any]) -> str:
    number = fields.get("number")
    parts = (dict(FindingState.choices).get(fields["state"], ""), str(number) if number is not None else "", fields["level"], fields["remark"])
    return "　".join(filter(None, parts)) or "（未查）"


def _open(inspection: Inspection) -> None:
    """Holds the round's row while a finding is written, so that the confirmation does not pass it."""
    if not guarded(Inspection).filter(pk=inspection.pk, state=InspectionState.OPEN).update(state=InspectionState.OPEN):
        raise Refused("这一轮检查已经确认，结果不能再改。", "整改和复查还可以继续。", label=str(inspection))


def _refuse_own(person: Person, teacher: Teacher) -> None:
    if person.teacher and teacher.pk == person.teacher.pk:
        raise Refused("自己的由别人查。", label=teacher.name)


def _tell(row: Finding, text: str) -> None:
    tell(row.school, [row.teacher.user_id], text, reverse("finding", args=[row.pk]))
    guarded(Finding).filter(pk=row.pk).update(told_at=clock.now())


def rest_ok(person: Person, inspection: Inspection) -> int:
    """其余都符合: every finding that nobody has written yet, one's own left out; how many."""
    with transaction.atomic():
        _open(inspection)
        rows = guarded(Finding).filter(inspection=inspection, state=FindingState.PENDING)
        if person.teacher:
            rows = rows.exclude(teacher=person.teacher)
        number = rows.update(state=FindingState.OK, by=person.user, at=clock.now(), version=F("version") + 1)
        if number:
            audit.record(person, "finding.rest_ok", inspection, after=number)
    return number


def answer(person: Person, row: Finding, text: str) -> None:
    """本人回复: what was mended; on a finding without a problem a few words, once."""
    if person.teacher is None or row.teacher_id != person.teacher.pk:
        raise Refused("只有本人能回复。", label=str(row))
    if not text.strip():
        raise Refused("还没有写。", "写一句怎样整改的，例如：三课时的课后记已经补上。", label=str(row))
    fields = {"answer": text.strip()[:300], "answered_at": clock.now()}
    with transaction.atomic():
        if row.state == FindingState.OK:
            if not guarded(Finding).filter(pk=row.pk, state=FindingState.OK).update(**fields):
                raise Refused("检查结果刚才改过。", "请刷新再回复。", label=str(row))
            audit.record(person, "finding.words", row)
            return
        advance(person, row, FINDING_STEPS, "finding_answer", version=F("version") + 1, **fields)
        tell(row.school, [row.by_id], f"{row.teacher}回复了『{row.inspection}』的整改，等你复查。", reverse("finding", args=[row.pk]))


def check_again(person: Person, row: Finding, step: str, words: str) -> None:
    """复查: 合格, or 再整改 with a reason."""
    with transaction.atomic():
        advance(
            person, row, FINDING_STEPS, step, reason=words, again=words.strip()[:200], version=F("version") + 1
        )
        _tell(row, f"『{row.inspection}』复查：{'合格' if step == 'finding_mended' else '请再整改，' + words.strip()}")


def confirm(person: Person, inspection: Inspection) -> int:
    """确认检查结果, once; results become 评定结果 of its activity where the round says so. How many were written."""
    if not inspection.findings.exclude(state=FindingState.PENDING).exists():
        raise Refused("还一个人都没有查。", "先查几位，再确认。", label=str(inspection))
    with transaction.atomic():
        advance(person, inspection, INSPECTION_STEPS, "inspection_confirm", confirmed_by=person.user, confirmed_at=clock.now())
        return write_marks(person, inspection)


def write_marks(person: Person, inspection: Inspection) -> int:
    """记入评定 what this person may mark; what is his own or of those above him is left to the next."""
    if inspection.state != InspectionState.CONFIRMED:
        raise Refused("检查还没有确认。", "先确认，再记入评定。", label=str(inspection))
    with transaction.atomic():
        first = Reach.SCHOOL not in reaches(person, "inspection.run")
        written = 0
        for row in queries.to_mark(person, inspection):
            tier, number = queries.value(row)
            remark = f"『{inspection}』{row.remark}"
            written += set_mark(
                person, inspection.activity, row.teacher, tier=tier, number=number, remark=remark, preliminary=first, reason=remark
            )
    return written


def walk(person: Person, key: UUID, teacher: Teacher, seen: list[str], text: str, class_name: str = "", period: str = "") -> Walk:
    """记巡课: noted in ten seconds, and the teacher reads it the same day."""
    _refuse_own(person, teacher)
    if known := Walk.objects.filter(key=key).first():
        return again(known, by=person.user, teacher=teacher, seen=seen, text=text.strip()[:100])
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    if not seen and not text.strip():
        raise Refused("还没有选看到什么。", "点一个，或者写一句。", label=teacher.name)
    try:
        with transaction.atomic():
            row = Walk.objects.create(
                school=person.school, term=person.term, teacher=teacher, class_name=class_name, period=period, seen=seen,
                text=text.strip()[:100], day=clock.today(), by=person.user, at=clock.now(), key=key,
            )
            audit.record(person, "walk.note", row, after=seen)
            words = "，".join([*seen, *([row.text] if row.text else [])])
            tell(person.school, [teacher.user_id], f"{person.name}巡课路过{class_name or '你的课堂'}：{words}。", reverse("inspection_list"))
    except IntegrityError:
        return Walk.objects.get(key=key)
    return row
