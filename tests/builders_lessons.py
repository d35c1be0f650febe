"""An open lesson with an observation, the timetable and a group preparation for the tests, and thirty more of a kind."""
from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

from activities.models import (
    Activity,
    Observation,
    OpenLesson,
    Preparation,
    Remark,
    Session,
    TimetableSlot,
    Work,
    WorkKind,
)
from school import clock
from school.models import Teacher
from tests.builders import TODAY


def lessons_together(made: SimpleNamespace, mark: str) -> None:
    """郑国栋 (colleague) gave an open lesson that 方静宜 (teacher) watched; she prepares a draft for 语文组."""
    people = made.cast.teachers
    design = WorkKind.objects.get_or_create(school=made.school, name="教学设计", defaults={"privacy": "school"})[0]
    made.open_lesson = OpenLesson.objects.create(
        school=made.school, term=made.term, teacher=people["colleague"], kind="same_topic", topic=f"{mark}落花生", subject=f"{mark}语文",
        class_name=f"{mark}四班", day=TODAY, period="第 2 节", place=f"{mark}录播室", purpose=f"{mark}看追问", key=uuid4(),
        design=_design(made, people["colleague"], design, f"{mark}设计"), reflection=_design(made, people["colleague"], design, f"{mark}反思"),
        recommended=[{"step": "教研组推荐", "by": f"{mark}组长", "at": "2026-11-18", "reason": f"{mark}说得多"}],
    )
    Observation.objects.create(
        school=made.school, term=made.term, observer=made.teacher, observed=people["colleague"], lesson=made.open_lesson, day=TODAY,
        topic=f"{mark}落花生", strengths=f"{mark}追问好", advice=f"{mark}慢些", graded=False, state="submitted", saved_at=clock.now(), key=uuid4(),
    )
    TimetableSlot.objects.create(
        school=made.school, term=made.term, teacher=people["colleague"], weekday=3, period=2, class_name=f"{mark}四班", subject=f"{mark}语文"
    )
    made.preparation = a_preparation(made, mark)
    made.preparation.draft = _design(made, made.teacher, design, f"{mark}主备稿", activity=made.preparation.activity)
    made.preparation.save()
    _design(made, people["colleague"], design, f"{mark}二稿", activity=made.preparation.activity)
    made.question = Remark.objects.create(
        preparation=made.preparation, author=people["colleague"], text=f"{mark}太快", agreed=f"{mark}慢些", at=clock.now(), key=uuid4()
    )
    Remark.objects.create(
        preparation=made.preparation, under=made.question, author=made.teacher, text=f"{mark}三分钟", at=clock.now(), key=uuid4()
    )


def a_preparation(made: SimpleNamespace, mark: str = "") -> Preparation:
    activity = Activity.objects.create(
        school=made.school, term=made.term, group=made.group, title=f"{mark}集体备课", forms=["集体备课"], state="open",
        audience={"groups": [made.group.name]}, recorder=made.teacher, key=uuid4(),
    )
    session = Session.objects.create(activity=activity, day=TODAY, place=f"{mark}备课室")
    session.presenters.add(made.teacher)
    return Preparation.objects.create(
        activity=activity, topic=f"{mark}落花生", subject=f"{mark}五年级", goals=f"{mark}读懂", key_points=f"{mark}品格", changes=f"{mark}改",
        afterwards=f"{mark}后",
    )


def _design(made: SimpleNamespace, author: Teacher, kind: WorkKind, text: str, **fields) -> Work:
    return Work.objects.create(
        school=made.school, term=made.term, author=author, kind=kind, title=text, body=f"{text}。", event_day=TODAY, state="submitted",
        created_at=clock.now(), saved_at=clock.now(), submitted_at=clock.now(), version=1, key=uuid4(), **fields,
    )


def open_lessons(made: SimpleNamespace) -> None:
    for no in range(30):
        lesson = OpenLesson.objects.create(
            school=made.school, term=made.term, teacher=made.teacher, topic=f"课题{no}", class_name="四班", day=TODAY, key=uuid4()
        )
        Observation.objects.create(
            school=made.school, term=made.term, observer=made.cast.teachers["office"], observed=made.teacher, lesson=lesson, day=TODAY,
            graded=False, state="booked", saved_at=clock.now(), key=uuid4(),
        )


def same_course(made: SimpleNamespace) -> None:
    """Four more lessons on the same topic, each with an observation; more than six do not stand side by side."""
    for no in range(4):
        lesson = OpenLesson.objects.create(
            school=made.school, term=made.term, teacher=made.teacher, topic=made.open_lesson.topic, subject=made.open_lesson.subject,
            class_name=f"四（{no}）班", day=TODAY, key=uuid4(),
        )
        Observation.objects.create(
            school=made.school, term=made.term, observer=made.cast.teachers["office"], observed=made.teacher, lesson=lesson, day=TODAY,
            graded=False, state="submitted", saved_at=clock.now(), key=uuid4(),
        )


def preparations(made: SimpleNamespace) -> None:
    for _ in range(30):
        a_preparation(made)


def remarks(made: SimpleNamespace) -> None:
    for no in range(30):
        question = Remark.objects.create(preparation=made.preparation, author=made.teacher, text=f"问题{no}", at=clock.now(), key=uuid4())
        Remark.objects.create(
            preparation=made.preparation, under=question, author=made.cast.teachers["office"], text="看法", at=clock.now(), key=uuid4()
        )
