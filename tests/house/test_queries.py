"""No list costs more queries for thirty rows than for one, and the 考核汇总表 none more for 600 teachers than for 60."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from activities.models import (
    Activity,
    Assessment,
    Attendance,
    ClassAward,
    ConductRecord,
    Leave,
    Observation,
    Session,
    Work,
)
from archives.models import Dossier, Edition
from evaluation.models import Objection, Override, Score, TermReport
from plans.models import PlanComment, PlannedSession, ScheduleEntry
from rubrics.models import Rubric
from school import audit, clock
from school.models import Group, Job, Membership, Notice, Role, Tag, Teacher, Term, User
from tests import builders_lessons as beside
from tests import builders_people as fellows
from tests import builders_surveys as asking
from tests.builders import TODAY, a_school
from tests.builders_judged import more_contests, more_entries, more_findings, more_rounds
from tests.house import folder
from tests.house.test_walk import world  # noqa: F401  the same two schools

pytestmark = pytest.mark.django_db
MANY = range(30)


def people(made, number: int) -> list[Teacher]:
    """So many more teachers of 语文组 with account, role and tag."""
    users = User.objects.bulk_create([User(username=f"u{no}-{uuid4().hex[:8]}", first_name=f"老师{no}") for no in range(number)])
    Role.objects.bulk_create([Role(user=user, school=made.school, name="teacher") for user in users])
    rows = Teacher.objects.bulk_create([
        Teacher(school=made.school, user=user, staff_no=user.username[-20:], name=user.first_name, order=50, joined=date(2020, 8, 20))
        for user in users
    ])
    Membership.objects.bulk_create([Membership(term=made.term, group=made.group, teacher=row) for row in rows])
    tag = Tag.objects.filter(school=made.school).first()
    Teacher.tags.through.objects.bulk_create([Teacher.tags.through(teacher_id=row.pk, tag_id=tag.pk) for row in rows])
    return rows


def activities(made) -> None:
    for no in MANY:
        row = Activity.objects.create(
            school=made.school, term=made.term, title=f"活动{no}", group=made.group, content_item=made.activity.content_item,
            state="finished", audience={"groups": [made.group.name]}, forms=["专题讲座"], key=uuid4(), recorder=made.teacher,
        )
        session = Session.objects.create(activity=row, day=TODAY)
        session.presenters.add(made.cast.teachers["colleague"])
        Attendance.objects.create(session=session, teacher=made.teacher, state="present")
        Assessment.objects.create(activity=row, teacher=made.teacher, tier="一档", by=made.cast.users["office"], at=clock.now())


def works(made) -> None:
    for teacher in people(made, 30):
        Work.objects.create(
            school=made.school, term=made.term, author=teacher, kind=made.kind, title="又一篇", body="写了一点。", event_day=TODAY,
            state="submitted", created_at=clock.now(), saved_at=clock.now(), submitted_at=clock.now(), key=uuid4(),
        )


def open_works(made) -> None:
    works(made)
    Work.objects.filter(title="又一篇").update(state="accepted", privacy="school")


def typed(made) -> None:
    works(made)
    Work.objects.filter(title="又一篇").update(typed_by=made.cast.users["clerk"])


def drafts(made) -> None:
    for no in MANY:
        Work.objects.create(
            school=made.school, term=made.term, author=made.teacher, kind=made.kind, title=f"草稿{no}", event_day=TODAY,
            created_at=clock.now(), saved_at=clock.now(), key=uuid4(),
        )


def lessons(made) -> None:
    for teacher in people(made, 30):
        Observation.objects.create(
            school=made.school, term=made.term, observer=made.teacher, observed=teacher, day=TODAY, graded=False, state="submitted",
            saved_at=clock.now(), key=uuid4(),
        )


def leaves(made) -> None:
    for teacher in people(made, 30):
        Leave.objects.create(
            school=made.school, session=made.coming, teacher=teacher, kind="sick", reason="发烧", asked_at=clock.now(), key=uuid4()
        )


def awards(made) -> None:
    for teacher in people(made, 30):
        ClassAward.objects.create(
            school=made.school, term=made.term, teacher=teacher, class_name=teacher.staff_no, day=TODAY, by=made.user, at=clock.now()
        )


def conduct(made) -> None:
    for teacher in people(made, 30):
        ConductRecord.objects.create(
            school=made.school, term=made.term, teacher=teacher, severity="较轻", clause="条款", day=TODAY, decision="谈话",
            by=made.cast.users["principal"], at=clock.now(), assigned=made.cast.users["leader"],
        )


def corrections(made) -> None:
    for teacher in people(made, 30):
        Objection.objects.create(
            sheet=made.sheet, school=made.school, teacher=teacher, code="4", text="少记一次", filed_at=clock.now(), answer_by=TODAY, key=uuid4()
        )
        Override.objects.create(
            sheet=made.sheet, school=made.school, teacher=teacher, code="4", points=5, was="4", reason="漏记",
            proposed_by=made.cast.users["office"], proposed_at=clock.now(),
        )


def reports(made) -> None:
    """Reports of thirty teachers, and what the school's own figures are made of: themes, problems, core problems."""
    teachers = people(made, 30)
    folder.problems(made, teachers)
    for teacher in teachers:
        TermReport.objects.create(
            school=made.school, term=made.term, level="teacher", teacher=teacher, title="学期报告", state="done", first=made.term.starts,
            last=made.term.ends, edited_by=made.user, edited_at=clock.now(),
        )


def rubrics(made) -> None:
    for no in MANY:
        Rubric.objects.create(
            school=made.school, title="另一份", version=no + 1, document=made.rubric.document, edited_by=made.user, edited_at=clock.now()
        )


def schedule(made) -> None:
    for no in MANY:
        row = ScheduleEntry.objects.create(plan=made.plan, order=no + 5, title=f"日程{no}", starts=TODAY + timedelta(days=no), group=made.group)
        session = PlannedSession.objects.create(entry=row, order=1, day=row.starts)
        session.presenters.add(made.teacher)


def comments(made) -> None:
    for no in MANY:
        PlanComment.objects.create(
            plan=made.plan, section=made.section, author=made.user, author_name="方静宜", text=f"意见{no}", at=clock.now(), key=uuid4()
        )


def volumes(made) -> None:
    for teacher in people(made, 30):
        row = Dossier.objects.create(
            school=made.school, term=made.term, kind="teacher", teacher=teacher, title="个人档案", archive_no=teacher.staff_no
        )
        Edition.objects.create(dossier=row, school=made.school, no=1, state="sealed", as_of=TODAY, sealed_at=clock.now())


def jobs(made) -> None:
    for no in MANY:
        Job.objects.create(school=made.school, kind="archives.build", target=f"edition:{no + 900}", state="done", asked_by=made.user)


def log(made) -> None:
    for no in MANY:
        audit.record(made.cast.person("principal"), "school.edit", made.school, reason=f"第 {no} 次")


def groups(made) -> None:
    rows = people(made, 30)
    for no, teacher in enumerate(rows):
        group = Group.objects.create(school=made.school, name=f"组{no}", order=no + 5)
        Membership.objects.create(term=made.term, group=group, teacher=teacher, leads=True)


def schools(made) -> None:
    for no in MANY:
        Term.objects.create(school=a_school(f"s{no}", f"第 {no} 小学", made.school.district), code="2026-2027-1",
                            starts=made.term.starts, ends=made.term.ends)


def notices(made) -> None:
    for no in MANY:
        for who in ("office", "teacher"):
            Notice.objects.create(school=made.school, user=made.cast.users[who], text=f"通知{no}", at=clock.now())


LISTS: dict[str, tuple[str, str, Callable]] = {
    "activity_list": ("office", "?when=all", activities),
    "activities_from_plan": ("office", "", schedule),
    "work_list": ("office", "?whose=others", works),
    "library": ("colleague", "", open_works),
    "write_new": ("teacher", "", drafts),
    "review_queue": ("office", "", works),
    "observation_list": ("office", "?which=all", lessons),
    "lesson_list": ("teacher", "", beside.open_lessons),
    "preparation_list": ("office", "", beside.preparations),
    "leave_list": ("office", "", leaves),
    "award_list": ("office", "", awards),
    "conduct_list": ("principal", "", conduct),
    "mark_list": ("office", "", activities),
    "report_list": ("office", "", reports),
    "correction_list": ("principal", "", corrections),
    "sheet_members": ("office", "", lambda made: people(made, 30)),
    "rubric_list": ("office", "", rubrics),
    "plan_list": ("teacher", "", schedule),
    "schedule": ("office", "", schedule),
    "problem_list": ("office", "", lambda made: folder.problems(made, people(made, 30))),
    "rule_list": ("office", "", folder.rules),
    "filing_list": ("office", "", folder.filings),
    "long_plans": ("office", "", folder.longer),
    "inspection": ("office", "", schedule),
    "dossier_list": ("archivist", "", volumes),
    "job_list": ("office", "", jobs),
    "audit_log": ("principal", "", log),
    "roster": ("office", "", lambda made: people(made, 30)),
    "accounts": ("admin", "", lambda made: people(made, 30)),
    "groups": ("office", "", groups),
    "district": ("district", "", schools),
    "contest_list": ("colleague", "", more_contests),
    "inspection_list": ("office", "", more_rounds),
    "walk": ("leader", "", more_rounds),
    "home": ("office", "", notices),
    "notices": ("teacher", "", notices),
    "lacking": ("office", "", lambda made: people(made, 30)),
    "card_list": ("office", "", lambda made: people(made, 30)),
    "typed_list": ("clerk", "", typed),
    "survey_list": ("office", "", asking.more_rounds),
    "my_surveys": ("teacher", "", asking.more_rounds),
    "instrument_list": ("office", "", asking.more_forms),
    "pair_list": ("office", "", lambda made: fellows.pairs(made, people(made, 30))),
    "trip_list": ("office", "", lambda made: fellows.trips(made, people(made, 30))),
    "topic_list": ("office", "", lambda made: fellows.topics(made, people(made, 30))),
    "joint_list": ("office", "", fellows.joints),
    "lecture_list": ("office", "", fellows.joints),
    "six_things": ("office", "", fellows.joints),
    "growth_list": ("office", "", lambda made: fellows.newcomers(made, people(made, 30))),
    "lecturers": ("office", "", lambda made: fellows.newcomers(made, people(made, 30))),
    "fellowship": ("colleague", "", lambda made: fellows.newcomers(made, people(made, 30))),
}
DETAILS: dict[str, tuple[str, str, Callable]] = {
    "report": ("office", "school_report", reports),
    "budget": ("office", "plan", folder.money),
    "goal_list": ("office", "plan", folder.goals),
    "theme": ("office", "theme", lambda made: folder.problems(made, people(made, 30))),
    "plan": ("teacher", "plan", comments),
    "plan_edit": ("office", "plan", comments),
    "dossier": ("archivist", "dossier", works),
    "activity_materials": ("office", "activity", works),
    "lesson_compare": ("office", "open_lesson", beside.same_course),
    "preparation": ("office", "preparation", beside.remarks),
    "survey": ("office", "survey", lambda made: asking.more_answers(made, people(made, 30))),
    "group_members": ("office", "group", lambda made: people(made, 30)),
    "mark_grid": ("office", "activity", lambda made: people(made, 30)),
    "contest": ("office", "contest", lambda made: more_entries(made, people(made, 30))),
    "contest_judge": ("colleague", "contest", lambda made: more_entries(made, people(made, 30))),
    "contest_result": ("office", "contest", lambda made: more_entries(made, people(made, 30))),
    "inspection_round": ("office", "inspection", lambda made: more_findings(made, people(made, 30))),
}


def cost(client, url: str) -> int:
    """Queries of a page that is asked for the second time; what it writes is undone."""
    with transaction.atomic():
        client.get(url)
        with CaptureQueriesContext(connection) as spent:
            assert client.get(url).status_code == 200
        transaction.set_rollback(True)
    return len(spent)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_thirty(world, name):  # noqa: F811
    who, asked, add = LISTS[name]
    compare(world, who, reverse(name) + asked, add)


@pytest.mark.parametrize("name", DETAILS)
def test_a_page_with_a_list_costs_the_same_for_thirty(world, name):  # noqa: F811
    who, thing, add = DETAILS[name]
    compare(world, who, reverse(name, args=[getattr(world.ours, thing).pk]), add)


def compare(world, who: str, url: str, add: Callable) -> None:  # noqa: F811
    client = world.clients[who]
    one = cost(client, url)
    with scope(school=[world.ours.school]):
        add(world.ours)
    assert cost(client, url) == one


def test_the_sheet_costs_the_same_for_600_teachers(world):  # noqa: F811
    made, client, url = world.ours, world.clients["office"], reverse("score_sheet")
    pattern = Score._base_manager.filter(sheet=made.sheet, teacher=made.teacher).get()
    spent = []
    for number in (52, 540):  # with the eight of the cast 60, then 600
        with scope(school=[made.school]):
            Score.objects.bulk_create([
                Score(sheet=made.sheet, teacher=teacher, items=pattern.items, evidence=pattern.evidence, earned=pattern.earned,
                      possible=pattern.possible, best_total=pattern.best_total, total=pattern.total)
                for teacher in people(made, number)
            ])
        spent.append(cost(client, url))
    assert spent[0] == spent[1]
