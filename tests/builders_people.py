"""Pairs, trips, topics, joint activities and lecturers for the tests: one of each, and thirty more of a kind."""
from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

from activities.models import (
    Activity,
    Guest,
    Help,
    Joint,
    Milestone,
    Offer,
    Outcome,
    Pair,
    Partner,
    Session,
    Topic,
    Trip,
)
from school import clock
from school.models import Teacher
from tests.builders import TODAY

SPAN = {"since": date(2026, 9, 1), "until": date(2027, 8, 31)}


def fellowship(made: SimpleNamespace, mark: str) -> None:
    """郑国栋 (colleague) helps 方静宜 (teacher), 吴敬堂 (leader) stands by 语文组; her trips, her topic, a joint activity."""
    people = made.cast.teachers
    Teacher._base_manager.filter(pk=made.teacher.pk).update(started=date(2025, 8, 20))
    Activity.objects.filter(pk=made.coming.activity_id).update(forms=["专题讲座"])
    made.pair = a_pair(made, people["colleague"], made.teacher, mark)
    made.help = Help.objects.create(
        pair=made.pair, day=TODAY, what="talk", line=f"{mark}谈板书", problem=f"{mark}提问太碎", follow_up=f"{mark}下周再听",
        due=TODAY + timedelta(days=7), by=made.cast.users["colleague"], at=clock.now(), key=uuid4(),
    )
    Pair.objects.create(school=made.school, kind="station", mentor=people["leader"], group=made.group, state="running", **SPAN)
    made.trip = a_trip(made, made.teacher, mark, TODAY + timedelta(days=3))
    a_trip(made, made.teacher, mark, TODAY - timedelta(days=30), state="approved")
    made.topic = a_topic(made, made.teacher, mark)
    made.topic.members.add(people["colleague"])
    made.milestone = made.topic.milestones.get()
    made.outcome = Outcome.objects.create(topic=made.topic, title=f"{mark}成果", work=made.work, at=clock.now())
    made.partner = Partner.objects.create(school=made.school, name=f"{mark}河口小学", note=f"{mark}每学期两次")
    made.joint = Joint.objects.create(school=made.school, activity=made.activity, kind="send", published=True)
    made.joint.partners.add(made.partner)
    made.guest = Guest.objects.create(joint=made.joint, name=f"{mark}客人", from_school=f"{mark}河口小学", part=f"{mark}听课")
    made.offer = Offer.objects.create(school=made.school, teacher=made.teacher, title=f"{mark}朗读教学", note=f"{mark}低段")


def a_pair(made: SimpleNamespace, mentor: Teacher, helped: Teacher, mark: str = "", **fields) -> Pair:
    values = {"kind": "mentor", "state": "running", "goals": f"{mark}会上一节完整的课", "signed_on": date(2026, 9, 10), **SPAN, **fields}
    return Pair.objects.create(school=made.school, mentor=mentor, helped=helped, skill=f"{mark}朗读", key=uuid4(), **values)


def a_trip(made: SimpleNamespace, teacher: Teacher, mark: str = "", first: date = TODAY, days: int = 2, **fields) -> Trip:
    values = {"state": "asked", "asked_at": clock.now(), **fields}
    return Trip.objects.create(
        school=made.school, term=made.term, teacher=teacher, topic=f"{mark}统编教材培训", place=f"{mark}县进修学校", first=first,
        last=first + timedelta(days=days - 1), cost=f"{mark}车费", key=uuid4(), **values,
    )


def a_topic(made: SimpleNamespace, leader: Teacher, mark: str = "", **fields) -> Topic:
    topic = Topic.objects.create(
        school=made.school, title=f"{mark}低段识字分散难点", problem=f"{mark}学了就忘", outside=f"{mark}县教研室", leader=leader, key=uuid4(),
        **{"state": "running", **SPAN, **fields},
    )
    Milestone.objects.create(topic=topic, title=f"{mark}列出易忘的字", due=TODAY, key=uuid4())
    return topic


def pairs(made: SimpleNamespace, teachers: list[Teacher]) -> None:
    for teacher in teachers:
        pair = a_pair(made, made.cast.teachers["colleague"], teacher)
        Help.objects.create(pair=pair, day=TODAY, what="talk", line="谈板书", by=made.user, at=clock.now())


def trips(made: SimpleNamespace, teachers: list[Teacher]) -> None:
    for number, teacher in enumerate(teachers):
        state = ("asked", "approved")[number % 2]
        a_trip(made, teacher, first=TODAY - timedelta(days=40), state=state, decided_by=made.user, report=made.work)


def topics(made: SimpleNamespace, teachers: list[Teacher]) -> None:
    for teacher in teachers:
        a_topic(made, teacher, state="proposed").members.add(made.cast.teachers["colleague"])


def joints(made: SimpleNamespace) -> None:
    for number in range(30):
        activity = Activity.objects.create(
            school=made.school, term=made.term, title=f"联谊{number}", forms=["专题讲座"], state="finished", key=uuid4()
        )
        Session.objects.create(activity=activity, day=TODAY).presenters.add(made.teacher)
        joint = Joint.objects.create(school=made.school, activity=activity)
        joint.partners.add(Partner.objects.create(school=made.school, name=f"学校{number}"))
        Guest.objects.create(joint=joint, name="客人", from_school=f"学校{number}")


def newcomers(made: SimpleNamespace, teachers: list[Teacher]) -> None:
    """They began to work this year, with a mentor, and each offers something."""
    Teacher._base_manager.filter(pk__in=[teacher.pk for teacher in teachers]).update(started=date(2026, 8, 20))
    pairs(made, teachers)
    Offer.objects.bulk_create(Offer(school=made.school, teacher=teacher, title="简笔画") for teacher in teachers)
