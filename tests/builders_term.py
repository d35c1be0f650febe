"""A term with one of everything: each page that shows a thing finds one, in both schools of the cast.

The rows of the second school carry CANARY in every text; none of them may ever stand in a page of the first.
"""
from __future__ import annotations

from datetime import date, time
from types import SimpleNamespace
from uuid import uuid4

from django_scopes import scope

from activities.models import (
    Activity,
    ActivityFile,
    Attendance,
    ClassAward,
    ConductRecord,
    Leave,
    Observation,
    Session,
    Use,
    Work,
    WorkComment,
    WorkFile,
    WorkKind,
    WorkPhoto,
    WorkShare,
    WorkVersion,
)
from archives.models import Dossier, Edition
from evaluation import services as evaluation
from evaluation.models import Objection, Override, Reopening, TermReport
from instruments.library import seed_library
from plans.document import document
from plans.models import Plan, PlanComment, PlanEdition, PlannedSession, ScheduleEntry, Section, Stage
from rubrics.models import Rubric
from school import audit, clock, files
from school.models import Job, Notice, StoredFile, Tag, Teacher
from tests.activities.records import a_photo
from tests.builders import TODAY, Cast, a_pdf
from tests.builders_folder import a_folder
from tests.builders_judged import judged
from tests.builders_lessons import lessons_together
from tests.builders_people import fellowship
from tests.builders_signing import signing
from tests.builders_surveys import surveys
from tests.evaluation.builders import a_document, a_plan, a_rubric

CANARY = "CANARY"


def mark_names(cast: Cast, mark: str) -> None:
    """Puts the mark into the names of people, groups, tags and the school."""
    for teacher in cast.teachers.values():
        Teacher._base_manager.filter(pk=teacher.pk).update(name=f"{mark}{teacher.name}", subject=f"{mark}语文", classes=f"{mark}四班")
        teacher.refresh_from_db()
    for user in cast.users.values():
        user.first_name = f"{mark}{user.first_name}"
        user.save()
    for group in cast.groups.values():
        group.name = f"{mark}{group.name}"
        group.save()
    Tag._base_manager.filter(school=cast.school).update(name=f"{mark}标签")
    cast.school.name = cast.school.short_name = f"{mark}小学"
    cast.school.save()


def a_full_term(cast: Cast, mark: str = "") -> SimpleNamespace:
    """One row of every kind that has a page. 方静宜 (teacher) is the author, 郑国栋 (colleague) her counterpart, 语文组 the group."""
    with scope(school=[cast.school]):
        made = SimpleNamespace(cast=cast, school=cast.school, term=cast.term, group=cast.groups["chinese"])
        made.teacher, made.user, made.tag = cast.teachers["teacher"], cast.users["teacher"], Tag.objects.get(school=cast.school)
        _plan(made, mark)
        a_folder(made, mark)
        _activity(made, mark)
        _records(made, mark)
        fellowship(made, mark)
        lessons_together(made, mark)
        _scores(made, mark)
        _volume(made, mark)
        surveys(made, mark)
        signing(made, mark)
        judged(made, mark)
        Notice.objects.create(school=cast.school, user=made.user, text=f"{mark}通知", at=clock.now())
        audit.record(cast.person("office"), "school.edit", cast.school, reason=f"{mark}理由")
    return made


def _file(made: SimpleNamespace, mark: str, name: str, data: bytes, mime: str) -> StoredFile:
    return files.store(made.school, data, name=f"{mark}{name}", mime=mime, person=made.cast.person("office"))


def _plan(made: SimpleNamespace, mark: str) -> None:
    made.rubric = a_rubric(made.cast, title=f"{mark}校本研修评价细则")
    made.rubric_draft = Rubric.objects.create(
        school=made.school, title=f"{mark}校本研修评价细则", version=2, document=a_document(), state="draft"
    )
    made.plan = a_plan(made.cast, made.rubric.document)
    made.plan.title = f"{mark}研修计划"
    made.plan.save()
    made.section = Section.objects.create(plan=made.plan, order=1, title=f"{mark}指导思想", body=f"<p>{mark}教研</p>")
    made.stage = Stage.objects.create(plan=made.plan, order=1, name=f"{mark}启动", starts=made.term.starts, ends=date(2026, 9, 13))
    made.entry = ScheduleEntry.objects.create(
        plan=made.plan, order=1, title=f"{mark}读书交流会", starts=TODAY, audience={"all": True}, forms=["专题讲座"]
    )
    PlannedSession.objects.create(entry=made.entry, order=1, day=TODAY, starts=time(15), place=f"{mark}多功能室")
    waiting = ScheduleEntry.objects.create(
        plan=made.plan, order=2, title=f"{mark}经验交流会", starts=date(2026, 12, 2), audience={"all": True}
    )
    PlannedSession.objects.create(entry=waiting, order=1, day=date(2026, 12, 2)).presenters.add(made.teacher)
    made.comment = PlanComment.objects.create(
        plan=made.plan, section=made.section, author=made.user, author_name=made.teacher.name, text=f"{mark}意见", at=clock.now(), key=uuid4()
    )
    made.edition = PlanEdition.objects.create(
        plan=made.plan, no=1, at=clock.now(), by=made.cast.users["principal"], by_name=made.cast.teachers["principal"].name,
        document=document(made.plan), rubric=made.rubric.document, pdf=_file(made, mark, "计划.pdf", a_pdf("计划"), "application/pdf"),
    )


    for kind, owner in (("group_plan", {"level": "group", "group": made.group}), ("personal_plan", {"level": "teacher", "teacher": made.teacher})):
        row = Plan.objects.create(
            school=made.school, term=made.term, title=f"{mark}小计划", state="submitted", edited_by=made.user, edited_at=clock.now(), **owner
        )
        Section.objects.create(plan=row, order=1, title=f"{mark}目标", body=f"<p>{mark}读一本书</p>")
        setattr(made, kind, row)


def _activity(made: SimpleNamespace, mark: str) -> None:
    """Finished, with a content that the rubric asks marks for; recorder 方静宜, presenter 郑国栋, in 语文组."""
    cast = made.cast
    content = made.plan.contents.get(title="教学技能培训")
    made.activity = Activity.objects.create(
        school=made.school, term=made.term, entry=made.entry, content_item=content, group=made.group, title=f"{mark}教学技能比赛",
        state="finished", audience={"all": True}, forms=["技能训练"], hours=2, recorder=made.teacher, process=f"{mark}过程",
        recorded_by=made.user, recorded_at=clock.now(), record_version=1, key=uuid4(),
    )
    made.session = Session.objects.create(
        activity=made.activity, day=TODAY, starts=time(0), ends=time(23, 59), place=f"{mark}书法室", secret="s" * 43,
        visitors=f"{mark}来宾",
    )
    made.session.presenters.add(cast.teachers["colleague"])
    for key, teacher in cast.teachers.items():
        state = "" if key == "other" else "present"
        Attendance.objects.create(session=made.session, teacher=teacher, state=state, how="hand" if state else "", at=clock.now())
    photo = _file(made, mark, "照片.jpg", a_photo(7), "image/jpeg")
    made.activity_file = ActivityFile.objects.create(activity=made.activity, file=photo, caption=f"{mark}说明")
    made.file = photo
    upcoming = Activity.objects.create(
        school=made.school, term=made.term, title=f"{mark}听评课", state="open", audience={"all": True}, key=uuid4()
    )
    made.coming = Session.objects.create(activity=upcoming, day=date(2026, 11, 25), starts=time(15, 50), place=f"{mark}教室")
    for teacher in cast.teachers.values():
        Attendance.objects.create(session=made.coming, teacher=teacher)
    made.leave = Leave.objects.create(
        school=made.school, session=made.coming, teacher=made.teacher, kind="personal", reason=f"{mark}家里有事", asked_at=clock.now(),
        key=uuid4(),
    )
    made.award = ClassAward.objects.create(
        school=made.school, term=made.term, teacher=made.teacher, class_name=f"{mark}四（1）班", day=TODAY, by=cast.users["office"],
        at=clock.now(),
    )
    made.conduct = ConductRecord.objects.create(
        school=made.school, term=made.term, teacher=made.teacher, severity="较轻", clause=f"{mark}条款", day=date(2026, 10, 8),
        decision=f"{mark}谈话", by=cast.users["principal"], at=clock.now(),
    )


def _records(made: SimpleNamespace, mark: str) -> None:
    cast = made.cast
    seed_library(made.school)
    made.kind = WorkKind.objects.get_or_create(school=made.school, name=f"{mark}反思", defaults={"privacy": "self"})[0]

    def work(state: str, number: int) -> Work:
        row = Work.objects.create(
            school=made.school, term=made.term, author=made.teacher, kind=made.kind, title=f"{mark}第 {number} 篇",
            body=f"{mark}他把本子举得很高。", event_day=TODAY, state=state, version=1, created_at=clock.now(), saved_at=clock.now(),
            submitted_at=None if state == "draft" else clock.now(), key=uuid4(), level=f"{mark}县级", prize=f"{mark}一等奖",
            awarded_by=f"{mark}教育学会",
        )
        if state != "draft":
            WorkVersion.objects.create(work=row, no=1, title=row.title, body=row.body, at=clock.now())
        return row

    made.work, made.draft = work("submitted", 1), work("draft", 2)
    made.work.typed_by = cast.users.get("clerk")  # 代录, waiting to be checked
    made.work.save(update_fields=["typed_by"])
    page = _file(made, mark, "手写.jpg", a_photo(9), "image/jpeg")
    made.photo = WorkPhoto.objects.create(work=made.draft, file=page)

    made.work_file = WorkFile.objects.create(work=made.draft, file=_file(made, mark, "教案.pdf", a_pdf("教案"), "application/pdf"))
    WorkComment.objects.create(
        school=made.school, work=made.work, author=made.user, author_name=made.teacher.name, text=f"{mark}说几句", at=clock.now(),
        key=uuid4(),
    )
    opened = work("accepted", 3)
    Work.objects.filter(pk=opened.pk).update(privacy="school", tags=f"{mark}标签")
    made.work_share = WorkShare.objects.create(school=made.school, work=opened, user=cast.users["colleague"], at=clock.now())
    Use.objects.create(work=opened, teacher=cast.teachers["colleague"], note=f"{mark}四班", at=clock.now())

    def lesson(state: str) -> Observation:
        return Observation.objects.create(
            school=made.school, term=made.term, observer=made.teacher, observed=cast.teachers["colleague"], day=TODAY,
            class_name=f"{mark}四班", topic=f"{mark}平行与垂直", process=[{"at": 1, "phase": "导入", "text": f"{mark}画线", "note": ""}],
            strengths=f"{mark}优点", advice=f"{mark}建议", graded=False, state=state, saved_at=clock.now(), version=1, key=uuid4(),
        )

    made.lesson, made.lesson_draft = lesson("submitted"), lesson("draft")


def _scores(made: SimpleNamespace, mark: str) -> None:
    cast = made.cast
    made.sheet = evaluation.open_scoring(None, made.term, made.rubric)
    evaluation.compute(made.sheet)
    made.sheet.refresh_from_db()
    made.objection = Objection.objects.create(
        sheet=made.sheet, school=made.school, teacher=made.teacher, code="1", text=f"{mark}异议", filed_at=clock.now(),
        answer_by=date(2026, 11, 25), key=uuid4(),
    )
    made.override = Override.objects.create(
        sheet=made.sheet, school=made.school, teacher=made.teacher, code="4", points=5, was="4", reason=f"{mark}漏记一次",
        proposed_by=cast.users["office"], proposed_at=clock.now(),
    )
    made.reopening = Reopening.objects.create(
        sheet=made.sheet, school=made.school, reason=f"{mark}第 4 项少算了一次", proposed_by=cast.users["principal"], proposed_at=clock.now()
    )
    days = {"first": made.term.starts, "last": made.term.ends}
    made.report = TermReport.objects.create(
        school=made.school, term=made.term, level="teacher", teacher=made.teacher, title=f"{mark}我的学期报告", state="done", as_of=TODAY,
        chapters={"ahead": f"{mark}再慢一点"}, figures={"ahead": [{"kind": "say", "text": f"{mark}没有逾期的"}]}, edited_by=made.user,
        edited_at=clock.now(), **days,
    )
    made.school_report = TermReport.objects.create(
        school=made.school, term=made.term, level="school", title=f"{mark}学校学期报告", chapters={"plan": f"{mark}办得不多"},
        edited_by=cast.users["office"], edited_at=clock.now(), **days,
    )


def _volume(made: SimpleNamespace, mark: str) -> None:
    made.dossier = Dossier.objects.create(
        school=made.school, term=made.term, title=f"{mark}学期研修档案", archive_no=f"{mark}2026·YX·01",
    )
    made.volume = Edition.objects.create(
        dossier=made.dossier, school=made.school, no=1, state="ready", as_of=TODAY, pages=3, sides=4,
        pdf=_file(made, mark, "案卷.pdf", a_pdf("案卷"), "application/pdf"), built_at=clock.now(),
        pieces=[{"no": 1, "title": f"{mark}计划", "page": 1, "pages": 2, "by": "", "day": "2026-09-01", "doc_no": "", "remark": ""}],
    )
    made.job = Job.objects.create(
        school=made.school, kind="archives.build", target=f"edition:{made.volume.pk}", params={"label": f"{mark}案卷"}, state="failed",
        message=f"{mark}没做完", asked_by=made.cast.users["archivist"],
    )
