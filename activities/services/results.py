"""评定结果, 先进班级 and 师德考核记录: rows that the rubric reads, entered by few."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from activities.models import Activity, Assessment, ClassAward, ConductRecord
from school import audit, clock
from school.models import Notice, Teacher
from school.person import Person
from school.templatetags.words import points
from school.workflow import Refused, guarded


def set_mark(
    person: Person, activity: Activity, teacher: Teacher, *, tier: str = "", number: Decimal | None = None, remark: str = "",
    preliminary: bool = False, reason: str = "",
) -> bool:
    """记评定结果 that follows from something else (评比, 检查, 测试成绩); whether anything changed.

    The same value again is no change. Call it inside the act's transaction.
    """
    rows = guarded(Assessment).filter(activity=activity, teacher=teacher)
    old = rows.first()
    if old and (old.tier, old.number, old.preliminary, old.remark) == (tier, number, preliminary, remark[:100]):
        return False
    fields = {
        "tier": tier, "number": number, "counts": None, "remark": remark[:100], "preliminary": preliminary, "by": person.user,
        "at": clock.now(),
    }
    if old is None:
        Assessment.objects.create(activity=activity, teacher=teacher, **fields)
    else:
        rows.update(version=F("version") + 1, **fields)
    before = (old.tier or (points(old.number) if old.number is not None else "")) if old else ""
    audit.record(
        person, "mark", activity, before=[teacher.staff_no, before],
        after=[teacher.staff_no, tier or (points(number) if number is not None else "")], reason=reason,
    )
    return True


def add_award(person: Person, teacher: Teacher, class_name: str, day: date) -> ClassAward:
    """记先进班级 of a week, credited to the head teacher; one class once a day."""
    _refuse_own(person, teacher)
    term = person.term
    if term is None or not term.starts <= day <= term.ends:
        raise Refused("这一天不在本学期里。", "请看看日期。", label=class_name)
    try:
        with transaction.atomic():
            award = ClassAward.objects.create(
                school=person.school, term=term, teacher=teacher, class_name=class_name, day=day, by=person.user,
                at=clock.now(),
            )
            audit.record(person, "award.add", award, after=[class_name, str(day), teacher.name])
    except IntegrityError:
        raise Refused("这个班这一天已经记过了。", label=class_name) from None
    return award


def remove_award(person: Person, award: ClassAward) -> None:
    """去掉记错的先进班级."""
    _refuse_own(person, award.teacher)
    with transaction.atomic():
        audit.record(person, "award.remove", award, before=[award.class_name, str(award.day), award.teacher.name])
        award.delete()


def _refuse_own(person: Person, teacher: Teacher) -> None:
    """Nobody enters what counts for himself."""
    if person.teacher and teacher.pk == person.teacher.pk:
        raise Refused("这是你自己的先进班级，不能由你记。", "请教导处别的人或副校长来记。", label=teacher.name)


def add_conduct(person: Person, teacher: Teacher, values: dict[str, object]) -> ConductRecord:
    """记师德考核: clause, talk and decision; the teacher is told and may answer. One day and clause stand once."""
    if person.teacher and teacher.pk == person.teacher.pk:
        raise Refused("不能给自己记师德考核。", label=teacher.name)
    if person.term is None:
        raise Refused("还没有设学期。", "请先在『学校与学期』里建好本学期。")
    with transaction.atomic():
        record, made = ConductRecord.objects.get_or_create(
            school=person.school, term=person.term, teacher=teacher, day=values["day"], clause=values["clause"],
            defaults={"by": person.user, "at": clock.now(), **values},
        )
        if not made:
            return record
        audit.record(person, "conduct.add", record, after=record.severity)
        if teacher.user_id:
            Notice.objects.create(
                school=person.school, user_id=teacher.user_id, at=clock.now(), url="/conduct/",
                text="有一条师德考核记录与你有关，请看过以后写本人说明。",
            )
    return record


def answer_conduct(person: Person, record: ConductRecord, text: str) -> None:
    """本人说明 on one's own record."""
    with transaction.atomic():
        rows = ConductRecord.objects.filter(pk=record.pk, teacher=person.teacher)
        if not rows.update(answer=text.strip()):
            raise Refused("只有本人能写说明。", label=str(record))
        audit.record(person, "conduct.answer", record)
