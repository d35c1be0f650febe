"""评定结果, 先进班级 and 师德考核记录: rows that the rubric reads, entered by few."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Activity, Assessment, ClassAward, ConductRecord
from documents.chinese import normal
from plans import leadership
from school import audit, clock
from school.models import Teacher
from school.person import Person
from school.services.notices import tell
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


def set_week(person: Person, days: list[date], rows: list[tuple[Teacher, str]], ticked: set[tuple[int, date]]) -> tuple[int, int]:
    """一周的先进班级 in one go: what is ticked is added, what is no longer ticked goes; how many of each. Never one's own."""
    term, own = person.term, person.teacher and person.teacher.pk
    names = {teacher.pk: (teacher, class_name) for teacher, class_name in rows if teacher.pk != own}
    with transaction.atomic():
        known = {
            (award.teacher_id, award.day): award
            for award in ClassAward.objects.filter(term=term, teacher__in=list(names), day__in=days).select_related("teacher")
            if award.class_name == names[award.teacher_id][1]
        }
        wanted = {(pk, day) for pk, day in ticked if pk in names and day in days}
        for pk, day in sorted(wanted - set(known)):
            add_award(person, *names[pk], day)
        gone = [award for key, award in known.items() if key not in wanted]
        for award in gone:
            remove_award(person, award)
    return len(wanted - set(known)), len(gone)


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
    """记师德考核: clause and talk; the teacher is told and may answer before anything is decided. One day and clause stand once."""
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
        _tell(record, teacher.user_id, "有一条只给你看的记录，请看过以后写本人说明。")
        _tell(record, record.assigned_id, "有一条记录请你看。")
    return record


def _tell(record: ConductRecord, user: int | None, text: str) -> None:
    """A notice that says nothing of the matter: who stands beside the phone reads it too."""
    tell(record.school, [user], text, reverse("conduct_list"))


def take_back_conduct(person: Person, record: ConductRecord) -> None:
    """撤掉记错的: a record that nobody has decided on goes; who was told of it is told that too."""
    with transaction.atomic():
        rows = guarded(ConductRecord).filter(pk=record.pk, decision="")
        if not rows.update(at=clock.now()):
            raise Refused("领导小组已经决定，不能再撤。", "要改的话改决定，选『不扣分』。", label=str(record))
        audit.record(person, "conduct.take_back", record, before=[str(record.day), record.clause])
        _tell(record, record.teacher.user_id, "那条只给你看的记录记错了，已经撤掉。")
        _tell(record, record.assigned_id, "请你看的那条记录记错了，已经撤掉。")
        record.delete()


def decide_conduct(person: Person, record: ConductRecord, decision: str, day: date, deciders: list[Teacher], severity: str = "") -> None:
    """领导小组决定: what was decided, on which day and by whom; only from now on the record takes points away, or none (不扣分).

    At least two of the leadership group, none of them the teacher himself; a later decision replaces the former.
    """
    if record.teacher_id == getattr(person.teacher, "pk", None):
        raise Refused("不能决定自己的师德考核。", label=str(record))
    if day < record.day:
        raise Refused("决定的日子在事情的前面。", "请看看日期。", label=str(record))
    if record.teacher_id in {teacher.pk for teacher in deciders}:
        raise Refused("本人不参加对自己的决定。", "请去掉他的名字。", label=str(record))
    if len(deciders) < 2:
        raise Refused("要领导小组两人以上一起决定。", "请写上参加的人。", label=str(record))
    strangers = [teacher for teacher in deciders if not leadership.sits(teacher, record.term)]
    if strangers:
        names = "、".join(teacher.name for teacher in strangers)
        raise Refused(f"{names}不在领导小组里。", "请写计划里领导小组的人，或者校长、副校长。", label=str(record))
    with transaction.atomic():
        before, severity = [record.decision, str(record.decided_on or ""), record.severity], severity or record.severity
        guarded(ConductRecord).filter(pk=record.pk).update(decision=normal(decision), decided_on=day, severity=severity)
        record.deciders.set(deciders)
        audit.record(person, "conduct.decide", record, before=before, after=[normal(decision), str(day), severity, [row.name for row in deciders]])
        _tell(record, record.teacher.user_id, "你的那条记录有了决定，请看一看；还可以写说明。")


def answer_conduct(person: Person, record: ConductRecord, text: str) -> None:
    """本人说明 on one's own record."""
    with transaction.atomic():
        rows = ConductRecord.objects.filter(pk=record.pk, teacher=person.teacher)
        if not rows.update(answer=text.strip()):
            raise Refused("只有本人能写说明。", label=str(record))
        audit.record(person, "conduct.answer", record)
