"""听课记录: written while the lesson goes on, handed in once, read and answered by whom it is about."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse

from activities.models import Attendance, Observation, Session
from activities.queries.lessons import matching
from activities.queries.observations import COMING, HANDED_IN
from activities.services import photos
from activities.services.lessons import move_up
from activities.services.notices import tell_teachers
from activities.services.works import term_of, writer
from activities.states import OBSERVATION_STEPS, TYPE_IN, AttendanceState, ObservationState
from documents.chinese import date_range
from instruments import services as instruments
from instruments.answers import Answers
from instruments.models import Instrument
from school import audit, clock
from school.models import Teacher
from school.person import Person
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, Step, advance, again, guarded

How = Attendance.How


@transaction.atomic
def keep(
    person: Person, *, key: UUID, version: int, form: Instrument | None, answers: Answers, **fields: Any
) -> Observation:
    """Save the notes in place (存草稿); the first save with a key makes the row, however often it is sent.

    fields: observed, day, started, period, class_name, subject, topic, lesson_type, kind, place, process, strengths,
    advice, graded, activity. Raises StaleEdit when another page has saved in between.
    """
    observer = writer(person)
    row = _with_key(key)
    if row is None:
        try:
            with transaction.atomic():
                row = Observation.objects.create(
                    school=person.school, term=term_of(person), observer=observer, key=key, version=1,
                    saved_at=clock.now(), **fields,
                )
                return _keep_answers(person, row, form, answers)
        except IntegrityError:
            row = _with_key(key)
    if row is None or row.observer_id != observer.pk:
        raise Refused("这一页的编号已经用过了。", "请复制文字，重新打开『听课』再贴进去。")
    before = row.response.answers if row.response else {}
    if all(getattr(row, name) == value for name, value in fields.items()) and (not row.graded or before == answers):
        return row
    if row.state != ObservationState.DRAFT:
        raise Refused(f"这份记录现在是『{row.get_state_display()}』，不能再改。", "授课教师回应以前可以撤回再改。", label=str(row))
    saved = Observation.objects.filter(pk=row.pk, version=version, state=ObservationState.DRAFT).update(
        version=F("version") + 1, saved_at=clock.now(), **fields
    )
    if not saved:
        row.refresh_from_db()
        raise StaleEdit(
            mine=as_text(fields["process"], fields["strengths"], fields["advice"]),
            theirs=as_text(row.process, row.strengths, row.advice), version=row.version, by="你在另一个页面上", label=str(row),
        )
    row.refresh_from_db()
    return _keep_answers(person, row, form, answers)


def _with_key(key: UUID) -> Observation | None:
    return Observation.objects.select_related("response__instrument", "observed").filter(key=key).first()


def _keep_answers(person: Person, row: Observation, form: Instrument | None, answers: Answers) -> Observation:
    if row.graded and form:
        row.response = instruments.keep_answers(person, row.response, form, answers, about=row.observed)
        row.save(update_fields=["response"])
    return row


def as_text(process: list[dict[str, Any]], strengths: str, advice: str) -> str:
    """The notes as one text, for two versions side by side."""
    cells = ([row["at"], row["phase"], row["text"], row["note"]] for row in process)
    rows = [" ".join(str(cell) for cell in line if cell not in (None, "")) for line in cells]
    return "\n".join([*rows, *filter(None, (strengths and f"优点：{strengths}", advice and f"建议：{advice}"))])


@transaction.atomic
def submit(person: Person, row: Observation) -> Observation:
    """Hand the record in (提交): the one act that counts everywhere.

    It counts once for the observer and the observed teacher, stands beside the open lesson, in the log of a 师徒 pair and
    in the attendance of the activity whose lesson it is; the observed teacher is told. No second form asks for any of it.
    """
    if row.state in HANDED_IN:
        return row
    checked = {"confirmed_at": clock.now()} if row.unchecked else {}  # 代录: handing it in oneself is checking it
    return _hand_in(person, row, OBSERVATION_STEPS, "submit", checked)


@transaction.atomic
def type_in(
    person: Person, observer: Teacher, observed: Teacher, *, key: UUID, pages: Iterable[UploadedFile] = (), **fields: Any
) -> Observation:
    """代录听课记录 in somebody's name, handed in at once and told to both; the same key again is the same record.

    fields: day, period, class_name, subject, topic, kind, process, strengths, advice. It is not graded.
    """
    if known := Observation.objects.filter(key=key, typed_by=person.user).first():
        return again(known, observer=observer, observed=observed, **fields)
    if person.teacher and observer.pk == person.teacher.pk:
        raise Refused("这是你自己听的课，不用代录。", "请从『听课记录』里自己记。", label=observer.name)
    if observer.pk == observed.pk:
        raise Refused("听课人和授课教师是同一个人。", "请改一个。", label=observer.name)
    row = Observation.objects.create(
        school=person.school, term=term_of(person), observer=observer, observed=observed, key=key, version=1, graded=False,
        saved_at=clock.now(), typed_by=person.user, **fields,
    )
    for page in pages:
        photos.upload(person, row, page)
    _hand_in(person, row, TYPE_IN, "work.type_in", {})
    words = f"{person.name}替你录入了听课记录{row.named_topic}，请核对；有出入可以撤回改正。"
    tell(row.school, [observer.user_id], words, reverse("observation", args=[row.pk]))
    return row


def _hand_in(person: Person, row: Observation, steps: Iterable[Step], step: str, changes: dict[str, Any]) -> Observation:
    if not row.topic:
        raise Refused("还没有写课题。", "请补上课题再交。", label=str(row))
    paper = row.photos.exists()
    if not row.process and not row.advice and not paper:
        raise Refused("过程和建议都还空着。", "请至少记一行过程，写一条建议，或者拍下纸质听课记录。", label=str(row))
    if _handed_in_before(row):
        raise Refused("这节课已经交过一份听课记录，只算一次。", "要改请打开那一份撤回；这一份可以删掉。同一天听了两节的，两份都写上第几节。", label=str(row))
    if paper and row.graded and not (row.response and row.response.answers):  # the marks, if any, stand on the paper
        row.graded = False
        row.save(update_fields=["graded"])
    if row.graded:
        if row.response is None:
            raise Refused("评价表还没有填。", "请逐项评一下，或者选『不评分』。", label=str(row))
        instruments.hand_in(person, row.response)
    elif row.response:
        unused, row.response = row.response, None
        row.save(update_fields=["response"])
        unused.delete()
    _put_beside_its_lesson(row)
    advance(person, row, steps, step, submitted_at=clock.now(), **changes)
    _mark_attendance(person, row, AttendanceState.PENDING, How.PENDING, AttendanceState.PRESENT, How.LESSON)
    tell_teachers(
        [row.observed], f"{row.observer}听了你{date_range(row.day, row.day)}的课{row.named_topic}，写好了，等你看过回应。",
        reverse("observation", args=[row.pk]),
    )
    return row


def _put_beside_its_lesson(row: Observation) -> None:
    """An open lesson visited without a place, or through 『记一节课』 although one was taken, is that lesson all the same."""
    if row.lesson_id is not None:
        return
    lesson = matching(row.observed, row.day, row.period)
    if lesson is None:
        return
    mine = Observation.objects.filter(lesson=lesson, observer=row.observer)
    mine.filter(state__in=COMING).delete()
    if not mine.exists():
        row.lesson, row.activity_id = lesson, row.activity_id or lesson.activity_id
        row.save(update_fields=["lesson", "activity"])


def _mark_attendance(
    person: Person, row: Observation, state: str, how: str, new_state: str, new_how: str
) -> None:
    """考勤 of the activity whose lesson was observed: who wrote it down was there; nothing else recorded is touched."""
    if row.activity_id is None:
        return
    waiting = Attendance.objects.filter(
        session__in=Session.objects.filter(Session.held_on(row.day), activity=row.activity_id), teacher=row.observer, state=state, how=how
    )
    for pk in list(waiting.values_list("pk", flat=True)):
        if guarded(Attendance).filter(pk=pk, state=state, how=how).update(
            state=new_state, how=new_how, at=clock.now(), by=person.user, version=F("version") + 1
        ):
            audit.record(person, "attendance.lesson", row, before=state, after=new_state)


def _handed_in_before(row: Observation) -> bool:
    """The same lesson again: the same period of the day, or where one of the two names none the same topic."""
    same_day = Observation.objects.filter(observer=row.observer, observed=row.observed, day=row.day, state__in=HANDED_IN)
    unnamed = Q(topic=row.topic) & (Q(period="") if row.period else Q())
    return same_day.filter(unnamed | (Q(period=row.period) if row.period else Q(pk__in=[]))).exists()


def withdraw(person: Person, row: Observation) -> None:
    """撤回 by the observer, until the observed teacher has answered; what it counted for is taken back with it."""
    with transaction.atomic():
        advance(person, row, OBSERVATION_STEPS, "withdraw")
        _mark_attendance(person, row, AttendanceState.PRESENT, How.LESSON, AttendanceState.PENDING, How.PENDING)


def answer(person: Person, row: Observation, text: str) -> None:
    """授课教师回应: 看过了 or a few words; the observer is told."""
    if row.observed_id != getattr(person.teacher, "pk", None):
        raise Refused("只有授课教师本人能回应。", "", label=str(row))
    with transaction.atomic():
        advance(person, row, OBSERVATION_STEPS, "answer", answer=text, answered_at=clock.now())
        tell_teachers([row.observer], f"{row.observed}回应了你的听课记录{row.named_topic}。", reverse("observation", args=[row.pk]))


@transaction.atomic
def discard(person: Person, row: Observation) -> None:
    """Throw a draft away (删草稿); what was handed in must be taken back first."""
    if row.state != ObservationState.DRAFT:
        raise Refused("交过的听课记录不能删。", "先撤回，再删草稿。", label=str(row))
    response, lesson = row.response, row.lesson
    row.delete()
    if response:
        response.delete()
    if lesson:
        move_up(person, lesson)
