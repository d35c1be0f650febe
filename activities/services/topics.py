"""课题: proposed by those who will do it, accepted, followed by its tasks, brought to its end."""
from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Milestone, Outcome, Topic, Work
from activities.states import TOPIC_STEPS, TopicState
from documents.chinese import normal
from school import audit, clock, uploads
from school.models import Teacher
from school.person import Person
from school.services.notices import tell
from school.workflow import Refused, StaleEdit, advance, again, guarded

OVER = (TopicState.FINISHED, TopicState.DECLINED)
MOST_OUTCOMES = 40


def propose(person: Person, key: uuid.UUID, values: dict[str, Any], members: list[Teacher]) -> Topic:
    """申报课题; who proposes leads it. The same key gives the same topic."""
    if known := Topic.objects.filter(key=key).first():
        return again(known, leader=person.teacher, **values)
    if person.teacher is None:
        raise Refused("你的账号不是本校教师，不能申报课题。", "请课题主持人自己申报。")
    try:
        with transaction.atomic():
            topic = Topic.objects.create(school=person.school, leader=person.teacher, key=key, **values)
            topic.members.set([teacher for teacher in members if teacher.pk != person.teacher.pk])
            audit.record(person, "topic.add", topic, after=[topic.level, str(topic.since), str(topic.until)])
    except IntegrityError:
        known = Topic.objects.filter(key=key).first()
        if known is None:
            raise
        return known
    return topic


def edit(person: Person, topic: Topic, version: int, values: dict[str, Any], members: list[Teacher]) -> None:
    """改课题 until it has ended; the 结题小结 is written here too."""
    _refuse_when_over(topic)
    if topic.state != TopicState.PROPOSED and values.get("level", topic.level) != topic.level:
        raise Refused("立项以后级别不能再改。", "升级了请另报一个课题，或者请教导处不立项后重报。", label=str(topic))
    with transaction.atomic():
        changed = [name for name in values if getattr(topic, name) != values[name]]
        before = {name: str(getattr(topic, name)) for name in changed}
        if not guarded(Topic).filter(pk=topic.pk, version=version).update(version=F("version") + 1, **values):
            topic.refresh_from_db()
            raise StaleEdit(
                mine=_as_text(values), theirs=_as_text({name: getattr(topic, name) for name in values}), version=topic.version,
                label=str(topic),
            )
        topic.members.set([teacher for teacher in members if teacher.pk != topic.leader_id])
        audit.record(person, "topic.edit", topic, before=before, after={name: str(values[name]) for name in changed})


def _as_text(values: dict[str, Any]) -> str:
    return "\n".join(str(values[name]) for name in ("title", "problem", "conclusion") if values.get(name))


def take_step(person: Person, topic: Topic, name: str, *, reason: str = "", number: str = "") -> None:
    """立项, 开始研究, 结题; the office and the leaders decide, never about their own topic."""
    step = next(step for step in TOPIC_STEPS if step.name == name)
    changes: dict[str, Any] = {}
    if step.action == "topic.decide" and person.teacher and topic.members.filter(pk=person.teacher.pk).exists():
        raise Refused("你是这个课题的成员，要由别人来定。", "请教导处别的人、副校长或校长来定。", label=str(topic))
    if step.action == "topic.decide":
        changes = {"decided_by": person.user, "decided_at": clock.now(), "remark": normal(reason)[:200]}
    if name == "set_up":
        changes["number"] = normal(number)[:30]
    if name == "conclude" and not (topic.conclusion.strip() and topic.outcomes.exists()):
        raise Refused("结题要有结题小结和至少一件成果。", "请主持人先补上；确实做不完的，写明理由按『未结题』。", label=str(topic))
    with transaction.atomic():
        advance(person, topic, TOPIC_STEPS, name, reason=reason, **changes)
        if step.action == "topic.decide":
            _tell(topic, f"课题『{topic}』：{topic.get_state_display()}。{normal(reason)}", but=person)


def _tell(topic: Topic, text: str, *, but: Person) -> None:
    users = {topic.leader.user_id, *topic.members.values_list("user", flat=True)} - {but.user.pk}
    tell(topic.school, users, text, reverse("topic", args=[topic.pk]))


def add_milestone(person: Person, topic: Topic, key: uuid.UUID, title: str, due: date) -> Milestone:
    """加一项阶段任务. The same key gives the same task."""
    _refuse_when_over(topic)
    if known := Milestone.objects.filter(key=key, topic=topic).first():
        return again(known, title=title, due=due)
    if not topic.since <= due <= topic.until:
        raise Refused("完成的日子不在课题的起止之间。", "请改日期，或者先改课题的起止。", label=title)
    with transaction.atomic():
        row = Milestone.objects.create(topic=topic, key=key, title=title, due=due)
        audit.record(person, "topic.task", topic, after=[title, str(due)])
    return row


def finish_milestone(person: Person, row: Milestone, note: str) -> None:
    """阶段任务完成, with what came of it; said once."""
    _refuse_when_over(row.topic)
    with transaction.atomic():
        if not guarded(Milestone).filter(pk=row.pk, done_on=None).update(done_on=clock.today(), note=normal(note)[:200]):
            raise Refused("这一项已经写过完成了。", "请刷新页面看。", label=row.title)
        audit.record(person, "topic.task_done", row.topic, after=[row.title, normal(note)[:200]])


def add_work(person: Person, topic: Topic, work: Work) -> Outcome:
    """一份研修材料 as an outcome; it stays where it is and keeps its own readers."""
    return _outcome(person, topic, str(work), work=work)


def add_file(person: Person, topic: Topic, data: bytes, name: str) -> Outcome:
    """一个文件 as an outcome: pictures, PDF, Word, PowerPoint, Excel, everybody's who may read the topic."""
    _refuse_when_over(topic)
    stored = uploads.keep(person, data, name)
    return _outcome(person, topic, stored.name, file=stored)


def _outcome(person: Person, topic: Topic, title: str, **what: Any) -> Outcome:
    _refuse_when_over(topic)
    if topic.outcomes.count() >= MOST_OUTCOMES:
        raise Refused(f"一个课题最多 {MOST_OUTCOMES} 件成果。", "请去掉不要的再加。", label=str(topic))
    with transaction.atomic():
        row, made = Outcome.objects.get_or_create(topic=topic, **what, defaults={"title": title[:100], "at": clock.now()})
        if made:
            audit.record(person, "topic.outcome", topic, after=row.title)
    return row


def remove_outcome(person: Person, row: Outcome) -> None:
    """去掉一件成果; the work or the bytes stay where they are."""
    _refuse_when_over(row.topic)
    with transaction.atomic():
        audit.record(person, "topic.outcome_off", row.topic, before=row.title)
        row.delete()


def _refuse_when_over(topic: Topic) -> None:
    if topic.state in OVER:
        raise Refused(f"课题现在是『{topic.get_state_display()}』，不能再改。", "", label=str(topic))
