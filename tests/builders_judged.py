"""Contests, inspections and walks for the tests: one of each, and thirty more of a kind."""
from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from activities.models import Activity, Contest, Entry, Finding, Inspection, Judge, Judging, Walk
from instruments.models import Instrument, Response
from school import clock, files
from school.models import Teacher
from tests.builders import TODAY, a_pdf

TIERS = [{"name": "一档", "value": "20"}, {"name": "二档", "value": "80"}]


def a_contest(made: SimpleNamespace, mark: str, state: str) -> Contest:
    """One of 语文组, judged by 郑国栋 (colleague) and, where there is one, the expert."""
    activity = Activity.objects.create(
        school=made.school, term=made.term, group=made.group, title=f"{mark}教学设计评比", state="open", audience={"all": True}, key=uuid4()
    )
    form = Instrument.objects.filter(school=made.school, purpose="judging").order_by("pk").first()
    row = Contest.objects.create(
        school=made.school, activity=activity, title=f"{mark}教学设计评比", instrument=form, state=state, level=f"{mark[:4]}校级",
        tiers=[{**tier, "name": f"{mark}{tier['name']}"} for tier in TIERS], key=uuid4(), entries_due=TODAY + timedelta(days=3),
    )
    for name in ("colleague", "expert"):
        if name in made.cast.users:
            Judge.objects.create(contest=row, user=made.cast.users[name])
    return row


def judge_all(made: SimpleNamespace, contest: Contest, entry: Entry, mark: str) -> None:
    """The first judge has handed his sheet in, the others have it before them."""
    for no, judge in enumerate(contest.judges.order_by("pk")):
        response = None if no else Response.objects.create(
            school=made.school, instrument=contest.instrument, respondent=judge.user, answers={}, total=Decimal(80), submitted_at=clock.now()
        )
        Judging.objects.create(judge=judge, entry=entry, response=response, remark=f"{mark}有例子")


def judged(made: SimpleNamespace, mark: str) -> None:
    """方静宜 has an entry in a contest under way and a finding to mend; a contest that still takes entries; a walk past her class."""
    made.contest, made.collecting = a_contest(made, mark, "judging"), a_contest(made, mark, "collecting")
    file = files.store(
        made.school, a_pdf(f"{mark}设计"), name=f"{mark}设计.pdf", mime="application/pdf", person=made.cast.person("teacher")
    )
    made.contest_entry = Entry.objects.create(
        contest=made.contest, teacher=made.teacher, title=f"{mark}一节课", file=file, no=1, by=made.user, at=clock.now(), key=uuid4()
    )
    judge_all(made, made.contest, made.contest_entry, mark)
    made.judging = Judging.objects.filter(entry=made.contest_entry).order_by("-pk").first()
    made.inspection = Inspection.objects.create(
        school=made.school, term=made.term, group=made.group, kind=f"{mark}备课", title=f"{mark}备课检查", unit="课时", rota=f"{mark}第12周",
        audience={"all": True}, day=TODAY, by=made.cast.users["office"], at=clock.now(), key=uuid4(),
    )
    made.finding = Finding.objects.create(
        inspection=made.inspection, school=made.school, teacher=made.teacher, state="returned", remark=f"{mark}没有课后记",
        number=3, by=made.cast.users["office"], at=clock.now(), version=1,
    )
    Walk.objects.create(
        school=made.school, term=made.term, teacher=made.teacher, class_name=f"{mark}四班", seen=[f"{mark}正常上课"], text=f"{mark}在讨论",
        day=TODAY, by=made.cast.users["leader"], at=clock.now(), key=uuid4(),
    )


def more_contests(made: SimpleNamespace) -> None:
    for _ in range(30):
        row = a_contest(made, "", "judging")
        entry = Entry.objects.create(contest=row, teacher=made.teacher, title="一节课", no=1, by=made.user, at=clock.now(), key=uuid4())
        judge_all(made, row, entry, "")


def more_entries(made: SimpleNamespace, people: list[Teacher]) -> None:
    for no, teacher in enumerate(people, 2):
        entry = Entry.objects.create(
            contest=made.contest, teacher=teacher, title=f"第 {no} 件", no=no, by=made.user, at=clock.now(), key=uuid4()
        )
        judge_all(made, made.contest, entry, "")


def more_findings(made: SimpleNamespace, people: list[Teacher]) -> None:
    for teacher in people:
        Finding.objects.create(inspection=made.inspection, school=made.school, teacher=teacher, state="ok", number=2, by=made.user, at=clock.now())


def more_rounds(made: SimpleNamespace) -> None:
    for no in range(30):
        row = Inspection.objects.create(
            school=made.school, term=made.term, kind="备课", title=f"第 {no} 轮", audience={"all": True}, day=TODAY, group=made.group,
            by=made.cast.users["office"], at=clock.now(), key=uuid4(),
        )
        Finding.objects.create(inspection=row, school=made.school, teacher=made.teacher, state="ok", by=made.user, at=clock.now())
        Walk.objects.create(
            school=made.school, term=made.term, teacher=made.teacher, seen=["正常上课"], day=TODAY, by=made.cast.users["leader"], at=clock.now(),
            key=uuid4(),
        )
