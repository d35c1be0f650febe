"""集体备课: arranged in one form, a draft, questions and views, what was agreed, each member's own version."""
from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from activities.models import Activity, Preparation, Remark, Work, WorkKind
from activities.queries.activities import PREPARATION
from activities.queries.preparations import DESIGN, draft_of, own_version
from activities.services import activities, works
from activities.services.notices import tell_teachers
from activities.services.works import writer
from activities.states import WorkState
from school import audit, clock
from school.audience import resolve
from school.models import Teacher
from school.person import Person
from school.workflow import Refused, StaleEdit, again, guarded

_OF_A_PREPARATION = UUID("8b0c9d1e-1f0a-5f60-8a52-3a0f2f0c77d4")  # namespace of keys that name a member's version


def plan(person: Person, key: UUID, values: dict[str, Any], activity: dict[str, Any], session: dict[str, Any]) -> Preparation:
    """安排一次集体备课 with its 四定 (时间 地点 课题 主备人): an activity of the group, opened so that everybody is told.

    The same key gives the same preparation. While the 四定 are not whole it stays 已计划 and can be completed.
    """
    known = Preparation.objects.filter(activity__key=key).first()
    if known:
        return known
    try:
        with transaction.atomic():
            made = activities.create(person, key, {"forms": [PREPARATION], **activity}, session)
            row = Preparation.objects.create(activity=made, **values)
            audit.record(person, "preparation.plan", made, after=row.topic)
            if made.sessions.filter(day__isnull=False).exists():
                activities.take_step(person, made, "open")
    except IntegrityError:
        return Preparation.objects.get(activity__key=key)
    return row


@transaction.atomic
def take_up(person: Person, activity: Activity, values: dict[str, str]) -> Preparation:
    """给计划里的一次集体备课写上备什么; time, place and people are there already."""
    row, made = Preparation.objects.get_or_create(activity=activity, defaults=values)
    if made:
        audit.record(person, "preparation.plan", activity, after=row.topic)
    return row


@transaction.atomic
def edit(person: Person, row: Preparation, version: int, values: dict[str, str]) -> Preparation:
    """写目标、重难点、修改、课后反思. Raises StaleEdit with both texts from an old page."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    if not guarded(Preparation).filter(pk=row.pk, version=version).update(version=F("version") + 1, **values):
        row.refresh_from_db()
        raise StaleEdit(mine=_text(values), theirs=_text({name: getattr(row, name) for name in values}), version=row.version, label=str(row))
    row.refresh_from_db()
    audit.record(person, "preparation.edit", row, school=row.activity.school, after={name: len(text) for name, text in values.items()})
    return row


def _text(values: dict[str, str]) -> str:
    labels = {field.name: field.verbose_name for field in Preparation._meta.fields}
    return "\n\n".join(f"{labels[name]}\n{text}" for name, text in values.items() if text)


@transaction.atomic
def write_draft(person: Person, row: Preparation) -> Work:
    """写主备稿: the 主备人's design; begun once, written on later."""
    if row.draft:
        if row.draft.author_id != writer(person).pk:
            raise Refused(f"主备稿由{row.draft.author}写。", "你可以在下面提问题，或者做二次备课。", label=str(row))
        return row.draft
    if not row.activity.sessions.filter(presenters=writer(person)).exists():
        raise Refused("主备稿由主备人写。", "换人请在活动的『改这一场』里改主讲。", label=str(row))
    work = _begin(person, row, "draft", title=row.topic, body="")
    guarded(Preparation).filter(pk=row.pk, draft=None).update(draft=work)
    audit.record(person, "preparation.write", row, school=row.activity.school, after=str(work))
    return work


@transaction.atomic
def write_second(person: Person, row: Preparation) -> Work:
    """二次备课: a copy of the 主备稿 for one's own class, a work of one's own from the first word."""
    if known := own_version(person, row):
        return known
    draft = draft_of(person, row)
    if draft is None or draft.state == WorkState.DRAFT:
        raise Refused("主备稿还没有交。", "等主备人交了，再在它上面改成自己班的。", label=str(row))
    if draft.author_id == writer(person).pk:
        raise Refused("主备稿就是你写的。", "要改请撤回主备稿再交一次。", label=str(row))
    work = _begin(person, row, "second", title=f"{row.topic}（二次备课）", body=draft.body)
    audit.record(person, "preparation.write", row, school=row.activity.school, after=str(work))
    return work


def _begin(person: Person, row: Preparation, what: str, *, title: str, body: str) -> Work:
    kind = WorkKind.objects.filter(school=row.activity.school, name=DESIGN).first()
    if kind is None:
        raise Refused(f"学校的材料种类里没有『{DESIGN}』。", "请教导处在『设置』的『材料种类』里加上。", label=str(row))
    return works.keep(
        person, key=uuid.uuid5(_OF_A_PREPARATION, f"{row.pk}:{what}:{writer(person).pk}"), version=0, kind=kind, title=title[:100],
        body=body, topic="", event_day=min(clock.today(), row.activity.term.ends), privacy=kind.privacy, activity=row.activity,
    )


@transaction.atomic
def say(person: Person, row: Preparation, key: UUID, text: str, under: Remark | None = None) -> Remark:
    """提一个问题, or a view under one; sent twice it stands once. The 主备人 is told of a question."""
    author = writer(person)
    if not _belongs(person, row):
        raise Refused("这次备课没有请你参加。", "有想法可以直接告诉主备人。", label=str(row))
    remark, made = Remark.objects.get_or_create(
        key=key, defaults={"preparation": row, "under": under, "author": author, "text": text, "at": clock.now()}
    )
    if made:
        audit.record(person, "preparation.say", row, school=row.activity.school, after=remark.text[:200])
        if under is None:
            people = Teacher.objects.filter(presented__activity=row.activity).exclude(pk=author.pk).distinct()
            tell_teachers(people, f"{author}对《{row.topic.strip('《》')}》的备课提了一个问题。", reverse("preparation", args=[row.pk]))
    return again(remark, author=author, text=text, preparation=row)


def _belongs(person: Person, row: Preparation) -> bool:
    """Whoever stands on the list of the preparation, whom its audience means, or who runs it."""
    activity = row.activity
    on_list = activity.sessions.filter(attendances__teacher=person.teacher).exists()
    return on_list or activity.group_id in person.led_groups or resolve(
        activity.audience, activity.school, activity.term, clock.today()
    ).filter(pk=person.teacher.pk).exists()


@transaction.atomic
def agree(person: Person, row: Preparation, remark: Remark, text: str) -> None:
    """记共识 of a question, by whoever leads or records the preparation."""
    guarded(Remark).filter(pk=remark.pk, preparation=row, under=None).update(agreed=text)
    audit.record(person, "preparation.agree", row, school=row.activity.school, before=remark.agreed, after=text)
