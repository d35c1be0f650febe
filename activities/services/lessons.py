"""公开课: announced, places taken and given back, its texts put beside it, recommended upward."""
from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Observation, OpenLesson, Work, WorkKind
from activities.queries.lessons import GOING, mine
from activities.queries.observations import COMING
from activities.services import works
from activities.services.notices import tell_teachers
from activities.services.works import term_of, writer
from activities.states import OBSERVATION_STEPS, OPEN_LESSON_STEPS, ObservationState, OpenLessonState
from documents.chinese import date_range
from school import audit, clock
from school.models import Teacher
from school.person import Person
from school.workflow import Refused, StaleEdit, advance, again

S = ObservationState
KINDS = {OpenLesson.Kind.REPORT: Observation.Kind.REPORT, OpenLesson.Kind.FOLLOW: Observation.Kind.FOLLOW}
DESIGN, REFLECTION = "design", "reflection"
WRITTEN_AS = {DESIGN: "教学设计", REFLECTION: "反思"}
_FOR_A_LESSON = UUID("3d0f6a52-8d37-5b4e-9a5e-6f1f64b3a9c1")  # namespace of keys that name a lesson's text


def announce(person: Person, key: UUID, values: dict[str, Any]) -> OpenLesson:
    """公布一节公开课; the teacher's groups are told. The same key gives the same lesson."""
    if known := OpenLesson.objects.filter(key=key).first():
        return again(known, **values)
    try:
        with transaction.atomic():
            lesson = OpenLesson.objects.create(school=person.school, term=term_of(person), key=key, **values)
            audit.record(person, "lesson.announce", lesson, after=str(lesson.day))
            groups = lesson.teacher.memberships.filter(term=lesson.term).values("group")
            people = Teacher.objects.filter(memberships__group__in=groups, memberships__term=lesson.term).exclude(pk=lesson.teacher_id)
            tell_teachers(people, f"{lesson.teacher}的{lesson.get_kind_display()}{lesson.named_topic}，{when_words(lesson)}，可以约座位。", address(lesson))
    except IntegrityError:
        return OpenLesson.objects.get(key=key)
    return lesson


@transaction.atomic
def edit(person: Person, lesson: OpenLesson, version: int, values: dict[str, Any]) -> OpenLesson:
    """改时间、地点、课题 …; whoever goes is told when the day or the place moves. Raises StaleEdit from an old page."""
    _refuse_called_off(lesson)
    before = {name: getattr(lesson, name) for name in values}
    changed = [name for name in values if before[name] != values[name]]
    if not changed:
        return lesson
    if not OpenLesson.objects.filter(pk=lesson.pk, version=version).update(version=F("version") + 1, **values):
        lesson.refresh_from_db()
        raise StaleEdit(mine=_text(values), theirs=_text({name: getattr(lesson, name) for name in values}),
                        version=lesson.version, label=str(lesson))
    lesson.refresh_from_db()
    audit.record(person, "lesson.edit", lesson, before={n: str(before[n]) for n in changed}, after={n: str(values[n]) for n in changed})
    coming = lesson.observations.filter(state__in=COMING)
    coming.update(**_facts(lesson))
    if {"day", "starts", "period", "place"} & set(changed):
        people = Teacher.objects.filter(observations_made__in=lesson.observations.all())
        tell_teachers(people, f"{lesson}改了：现在是{when_words(lesson)}。", address(lesson))
    move_up(person, lesson)
    return lesson


def _text(values: dict[str, Any]) -> str:
    labels = {field.name: field.verbose_name for field in OpenLesson._meta.fields}
    return "\n".join(f"{labels[name]}：{'' if value is None else value}" for name, value in values.items())


@transaction.atomic
def call_off(person: Person, lesson: OpenLesson, reason: str) -> None:
    """取消: whoever took a place is told, and the places are gone. A lesson that was heard stays."""
    if lesson.observations.exclude(state__in=COMING).exists():
        raise Refused("已经有老师在写这节课的听课记录，不能取消。", "改了日子请『改安排』。", label=str(lesson))
    advance(person, lesson, OPEN_LESSON_STEPS, "call_off", reason=reason)
    coming = lesson.observations.filter(state__in=COMING)
    people = list(Teacher.objects.filter(observations_made__in=coming))
    coming.delete()
    tell_teachers(people, f"{lesson}（{when_words(lesson)}）取消了：{reason.strip()}", address(lesson))


@transaction.atomic
def book(person: Person, lesson: OpenLesson) -> Observation:
    """我要去听: a place while there is one, else a turn among those who wait. A second tap finds the first."""
    lesson = _locked(lesson)
    teacher = writer(person)
    _refuse_called_off(lesson)
    if teacher.pk == lesson.teacher_id:
        raise Refused("这是你自己的课。", "", label=str(lesson))
    if known := mine(person, lesson):
        return known
    if lesson.day < clock.today():
        raise Refused("这节课已经上过了。", "去听了的，直接『记听课』就行。", label=str(lesson))
    full = lesson.capacity is not None and _taken(lesson) >= lesson.capacity
    row = _place(person, teacher, lesson, S.WAITING if full else S.BOOKED)
    audit.record(person, "lesson.book", row, after=row.state)
    return row


@transaction.atomic
def give_back(person: Person, lesson: OpenLesson) -> None:
    """不去了: the place goes to the first who waits, and he is told."""
    lesson = _locked(lesson)
    row = mine(person, lesson)
    if row is None:
        return
    if row.state not in COMING:
        raise Refused("听课记录已经开始写了。", "不要了请打开它删掉草稿。", label=str(row))
    audit.record(person, "lesson.give_back", row, before=row.state)
    row.delete()
    move_up(person, lesson)


@transaction.atomic
def begin(person: Person, lesson: OpenLesson) -> Observation:
    """记听课: the place becomes a draft with everything filled in; who came without one begins a draft as well."""
    lesson = _locked(lesson)
    _refuse_called_off(lesson)
    if lesson.day > clock.today():
        raise Refused(f"这节课在{date_range(lesson.day, lesson.day)}，还没有到。", "到那天再点一下就能记。", label=str(lesson))
    teacher = writer(person)
    if teacher.pk == lesson.teacher_id:
        raise Refused("这是你自己的课。", "", label=str(lesson))
    row = mine(person, lesson)
    if row is None:
        return _place(person, teacher, lesson, S.DRAFT)
    if row.state in COMING:
        advance(person, row, OBSERVATION_STEPS, "begin", saved_at=clock.now(), **_facts(lesson))
    return row


def _place(person: Person, teacher: Teacher, lesson: OpenLesson, state: str) -> Observation:
    return Observation.objects.create(
        school=lesson.school, term=lesson.term, observer=teacher, observed=lesson.teacher, lesson=lesson, state=state, version=1,
        saved_at=clock.now(), key=uuid.uuid4(), **_facts(lesson),
    )


def _facts(lesson: OpenLesson) -> dict[str, Any]:
    """What an observation takes over from the lesson it is about."""
    return {
        "day": lesson.day, "started": lesson.starts, "period": lesson.period, "class_name": lesson.class_name,
        "subject": lesson.subject, "topic": lesson.topic, "place": lesson.place, "activity_id": lesson.activity_id,
        "kind": KINDS.get(lesson.kind, Observation.Kind.OPEN),
    }


def _taken(lesson: OpenLesson) -> int:
    return lesson.observations.filter(state__in=GOING).count()


def move_up(person: Person, lesson: OpenLesson) -> None:
    """候补转正 in the order in which they came, while there is room."""
    waiting = list(lesson.observations.filter(state=S.WAITING).select_related("observer", "school").order_by("pk"))
    room = len(waiting) if lesson.capacity is None else lesson.capacity - _taken(lesson)
    for row in waiting[: max(room, 0)]:
        advance(person, row, OBSERVATION_STEPS, "move_up")
        tell_teachers([row.observer], f"{lesson}有座位了，{when_words(lesson)}，等你去听。", address(lesson))


def _locked(lesson: OpenLesson) -> OpenLesson:
    """One after the other where seats are counted."""
    return OpenLesson.objects.select_for_update().get(pk=lesson.pk)


def _refuse_called_off(lesson: OpenLesson) -> None:
    if lesson.state == OpenLessonState.CANCELLED:
        raise Refused("这节课已经取消了。", "", label=str(lesson))


@transaction.atomic
def recommend(person: Person, lesson: OpenLesson, step: str, reason: str) -> None:
    """教研组 → 学校 → 县: who recommended it and why stays beside the lesson; the teacher is told."""
    if lesson.day > clock.today():
        raise Refused("课还没有上，不能推荐。", "上过、听过以后再推荐。", label=str(lesson))
    found = next(one for one in OPEN_LESSON_STEPS if one.name == step)
    if step == "unrecommend":
        history = []
    else:
        history = [*lesson.recommended, {
            "step": found.label, "by": person.name, "at": clock.today().isoformat(), "reason": reason.strip()[:200],
        }]
    advance(person, lesson, OPEN_LESSON_STEPS, step, reason=reason, recommended=history)
    tell_teachers([lesson.teacher], f"你的{lesson.get_kind_display()}{lesson.named_topic}：{found.label}，{reason.strip()[:100]}", address(lesson))


@transaction.atomic
def write(person: Person, lesson: OpenLesson, which: str) -> Work:
    """写教学设计、写课后反思: a work of one's own that stands beside the lesson; begun once, written on later."""
    if writer(person).pk != lesson.teacher_id:
        raise Refused("只有授课教师本人能写。", "", label=str(lesson))
    if known := getattr(lesson, which):
        return known
    name = WRITTEN_AS[which]
    kind = WorkKind.objects.filter(school=lesson.school, name=name).first()
    if kind is None:
        raise Refused(f"学校的材料种类里没有『{name}』。", "请教导处在『设置』的『材料种类』里加上。", label=str(lesson))
    work = works.keep(
        person, key=uuid.uuid5(_FOR_A_LESSON, f"{lesson.pk}:{which}"), version=0, kind=kind, title=f"{lesson.named_topic}{name}"[:100],
        body="", topic="", event_day=min(lesson.day, clock.today()), privacy=WorkKind.Privacy.SCHOOL, activity=lesson.activity,
    )
    return put_beside(person, lesson, which, work)


@transaction.atomic
def put_beside(person: Person, lesson: OpenLesson, which: str, work: Work) -> Work:
    """A work the teacher has written already becomes the lesson's design or reflection."""
    OpenLesson.objects.filter(pk=lesson.pk).update(**{which: work})
    audit.record(person, "lesson.write", lesson, after=[which, str(work)])
    return work


def when_words(lesson: OpenLesson) -> str:
    """11月25日 第 2 节 四（1）班教室."""
    at = lesson.period or (f"{lesson.starts:%H:%M}" if lesson.starts else "")
    return "　".join(filter(None, (date_range(lesson.day, lesson.day) + at, lesson.place or lesson.class_name)))


def address(lesson: OpenLesson) -> str:
    return reverse("lesson", args=[lesson.pk])
