"""Reads about 课题: the register, what is due in it, and what waits for whom."""
from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from activities.models import Milestone, Topic, Work
from activities.queries.works import readable
from activities.states import TopicState
from school import clock
from school.person import Person
from school.policy import has, within
from school.todo import Todo

LIVE = (TopicState.PROPOSED, TopicState.AGREED, TopicState.RUNNING)


def listed(person: Person) -> QuerySet[Topic]:
    """课题登记: all topics of the school, with how many tasks are done."""
    return (
        within(person, "topic.read", Topic.objects.all()).select_related("leader").prefetch_related("members")
        .annotate(tasks=Count("milestones", distinct=True),
                  done=Count("milestones", filter=Q(milestones__done_on__isnull=False), distinct=True))
    )


def own(person: Person) -> QuerySet[Topic]:
    """我的课题: led or shared."""
    return Topic.objects.filter(Q(leader=person.teacher) | Q(members=person.teacher)).select_related("leader").distinct()


def overdue(topic: Topic) -> list[Milestone]:
    """阶段任务 whose day has passed."""
    today = clock.today()
    return [row for row in topic.milestones.all() if row.done_on is None and row.due < today]


def works_for(topic: Topic, person: Person) -> QuerySet[Work]:
    """材料 of the topic's people since it began that this person may name as outcomes."""
    people = [topic.leader_id, *topic.members.values_list("pk", flat=True)]
    named = topic.outcomes.exclude(work=None).values("work")
    rows = readable(person).filter(author__in=people, event_day__gte=topic.since).exclude(pk__in=named).exclude(state="draft")
    return rows.select_related("kind", "author").order_by("-event_day")


def todo_topics(person: Person) -> list[Todo]:
    """待立项 to decide; tasks of one's own topics whose day has come."""
    found = []
    if has(person, "topic.decide"):
        waiting = within(person, "topic.decide", Topic.objects.filter(state=TopicState.PROPOSED)).count()
        if waiting:
            found.append(Todo(f"{waiting} 个课题等着立项", reverse("topic_list"), "去看", count=waiting, order=32))
    if person.teacher:
        due = Milestone.objects.filter(
            topic__in=own(person).values("pk"), topic__state=TopicState.RUNNING, done_on=None, due__lte=clock.today()
        ).select_related("topic")
        for row in due[:5]:
            found.append(Todo(row.title, reverse("topic", args=[row.topic_id]), "写完成情况", f"课题『{row.topic}』", row.due, order=42))
    return found
