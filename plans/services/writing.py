"""写入: a PlanDocument (read from a file, copied from last term, or a pattern) becomes the rows of a draft plan."""
from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from documents import chinese, richtext
from plans.carried import carried
from plans.document import Document
from plans.models import (
    ContentItem,
    Goal,
    LeadershipMember,
    MonthItem,
    Plan,
    PlanComment,
    PlannedSession,
    Quota,
    ScheduleEntry,
    Section,
    SourceDocument,
    Stage,
)
from plans.services.editing import must_be_open, touch
from plans.vocabulary import Unknown, Vocabulary
from rubrics import services as rubrics
from school import audit, clock
from school.audience import words
from school.models import Group, Teacher
from school.person import Person
from school.workflow import Refused

Names = dict[str, Teacher]
DOUBT = "读入时的疑问："


def write(
    person: Person, plan: Plan, value: Document, parts: Collection[str], *, how: str, rubric: dict | None = None,
    doubts: Collection[dict[str, Any]] = (),
) -> list[str]:
    """Replaces the chosen parts of a draft by those of the document; gives what was written, in words.

    parts: keys of WRITERS, "levels" of the 管理网络, and "rubric" for a new draft rubric. how: where it comes from, for the log.
    doubts: what the reader was not sure of; each stays with the plan as a 意见 with the words of the source until it is settled.
    """
    must_be_open(plan)
    vocabulary = Vocabulary(plan.school)
    with transaction.atomic():
        before = {part: getattr(plan, MANAGERS[part]).count() for part in WRITERS if part in parts}
        told = [WRITERS[part](person, plan, value, vocabulary) for part in WRITERS if part in parts]
        if "rubric" in parts and rubric:
            made = rubrics.take_in(person, rubric)
            told.append(f"细则 {len(made.document['items'])} 项（草稿）")
        if "levels" in parts:
            Plan.objects.filter(pk=plan.pk).update(network=value["levels"])
            told.append("管理网络各级的叫法")
        if "title" in parts and value["title"]:
            Plan.objects.filter(pk=plan.pk).update(title=value["title"][:100])
        if doubts:
            told.append(_doubts(person, plan, doubts))
        touch(person, plan)
        audit.record(person, "plan.write", plan, before=before, after=told, reason=how)
    plan.refresh_from_db()
    return told


def copy(person: Person, plan: Plan, source: Plan, value: Document, parts: Collection[str]) -> list[str]:
    """照以前的计划起草: the chosen parts of the plan, and what else is kept by the term where it was chosen too."""
    others = [one for one in carried() if one.key in parts]
    with transaction.atomic():
        told = write(person, plan, value, {*parts, "title"}, how=f"照{source.term.name}的计划起草")
        return told + [f"{one.label} {one.take(person, source.term, plan.term)} 项" for one in others]


def _sections(person: Person, plan: Plan, value: Document, _: Vocabulary) -> str:
    plan.sections.all().delete()
    rows = Section.objects.bulk_create(
        Section(plan=plan, order=order, title=section["title"][:60], body=richtext.clean(section["body"]), edited_by=person.user,
                edited_at=clock.now())
        for order, section in enumerate(value["sections"], 1)
    )
    return f"正文 {len(rows)} 节"


def _stages(_: Person, plan: Plan, value: Document, __: Vocabulary) -> str:
    plan.stages.all().delete()
    rows = Stage.objects.bulk_create(
        Stage(plan=plan, order=order, name=stage["name"], starts=_day(stage["start"]), ends=_day(stage["end"]), text=stage["text"])
        for order, stage in enumerate(value["stages"], 1)
    )
    return f"阶段 {len(rows)} 个"


def _months(_: Person, plan: Plan, value: Document, __: Vocabulary) -> str:
    plan.months.all().delete()
    rows = MonthItem.objects.bulk_create(
        MonthItem(plan=plan, month=month["month"], order=order, content=item["content"][:100], requirement=item["requirement"],
                  assessed_by=item["assessed_by"], responsible=item["responsible"])
        for month in value["months"] for order, item in enumerate(month["items"], 1)
    )
    return f"月度安排 {len(rows)} 条"


def _contents(_: Person, plan: Plan, value: Document, __: Vocabulary) -> str:
    """Titles keep their row: schedule, activities and rubric hang on it."""
    titles = [title[:60] for title in value["contents"]]
    try:
        plan.contents.exclude(title__in=titles).delete()
    except ProtectedError as error:
        raise Refused("有的研修内容已经办了活动，不能换掉。", "这一次不要选『研修内容』，读入以后再逐项改。", label=plan.title) from error
    for order, title in enumerate(titles, 1):
        ContentItem.objects.update_or_create(plan=plan, title=title, defaults={"order": order})
    return f"研修内容 {len(titles)} 项"


def _schedule(_: Person, plan: Plan, value: Document, vocabulary: Vocabulary) -> str:
    try:
        plan.schedule.all().delete()
    except ProtectedError as error:
        raise Refused("日程里有的行已经办了活动，不能整张换掉。", "这一次不要选『活动日程』，缺的行请在日程表里加。", label=plan.title) from error
    items = {item.title: item for item in plan.contents.all()}
    groups = {group.name: group for group in Group.objects.filter(school=plan.school).order_by("-order", "-pk")}
    names, numbers = _teachers(plan)
    entries = ScheduleEntry.objects.bulk_create(
        ScheduleEntry(
            plan=plan, order=order, title=entry["content"], starts=_day(entry["start"]), ends=_day(entry["end"]),
            content_item=items.get(entry["item"]), group=groups.get(entry.get("group")), time_text=entry["time_text"], forms=entry["forms"],
            hours=_hours(entry["hours"]), **_addressed(entry, vocabulary),
        )
        for order, entry in enumerate(value["schedule"], 1)
    )
    sessions, presenters = [], []
    for entry, row in zip(value["schedule"], entries, strict=True):
        for order, session in enumerate(entry["sessions"], 1):
            found = [numbers[number] for number in session.get("staff_nos", []) if number in numbers]
            known = {teacher.name for teacher in found}
            found += [names[name] for name in session["presenters"] if name in names and name not in known]
            others = [name for name in session["presenters"] if name not in names and name not in known]
            own = session.get("rule") or session["audience"] != entry["audience"]
            sessions.append(PlannedSession(
                entry=row, order=order, day=_day(session["day"]), starts=_time(session["starts"]), ends=_time(session["ends"]),
                place="、".join(session["places"])[:60], presenter_text="、".join(others)[:60],
                **(_addressed(session, vocabulary) if own else {}),
            ))
            presenters.append(found)
    saved = PlannedSession.objects.bulk_create(sessions)
    Through = PlannedSession.presenters.through
    Through.objects.bulk_create(
        Through(plannedsession_id=session.pk, teacher_id=teacher.pk)
        for session, teachers in zip(saved, presenters, strict=True) for teacher in dict.fromkeys(teachers)
    )
    return f"日程 {len(entries)} 行 {len(saved)} 场"


def _leadership(_: Person, plan: Plan, value: Document, __: Vocabulary) -> str:
    plan.leadership.all().delete()
    (names, numbers), roles = _teachers(plan), {label: value for value, label in LeadershipMember.Role.choices}
    teams = {label: value for value, label in LeadershipMember.Team.choices}
    people = [(LeadershipMember.Team.LEAD, member) for member in value["leadership"]]
    people += [(teams[team["team"]], member) for team in value.get("teams", []) for member in team["members"]]
    rows = LeadershipMember.objects.bulk_create(
        LeadershipMember(plan=plan, order=order, team=team, role=roles.get(member["role"], LeadershipMember.Role.MEMBER), name=member["name"],
                         teacher=numbers.get(member.get("staff_no")) or names.get(member["name"]), duty=member["duty"][:200], since=_day(member.get("since")),
                         until=_day(member.get("until")))
        for order, (team, member) in enumerate(people, 1)
    )
    return f"领导小组 {len(rows)} 人"


def _goals(_: Person, plan: Plan, value: Document, __: Vocabulary) -> str:
    """Goals with their number; the results of another term stay with it."""
    plan.goals.all().delete()
    rows = Goal.objects.bulk_create(
        Goal(plan=plan, order=order, text=goal["text"], number=Decimal(goal["number"]), unit=goal["unit"], measure=goal["measure"], by=goal["by"])
        for order, goal in enumerate(value.get("goals", []), 1)
    )
    return f"目标 {len(rows)} 个"


def _quotas(_: Person, plan: Plan, value: Document, vocabulary: Vocabulary) -> str:
    plan.quotas.all().delete()
    periods = {label: value for value, label in Quota.Period.choices}
    rows = Quota.objects.bulk_create(
        Quota(plan=plan, order=order, name=quota["name"], source=quota["source"], unit=quota["unit"], number=quota["number"],
              period=periods[quota["period"]], audience=_addressed(quota, vocabulary)["audience"])
        for order, quota in enumerate(value["quotas"], 1) if quota.get("source")
    )
    return f"任务量 {len(rows)} 条"


def _sources(_: Person, plan: Plan, value: Document, __: Vocabulary) -> str:
    plan.source_documents.all().delete()
    rows = SourceDocument.objects.bulk_create(
        SourceDocument(plan=plan, number=source["number"], title=source["title"], issuer=source["issuer"], day=_day(source["day"]))
        for source in value["sources"]
    )
    return f"依据文件 {len(rows)} 份"


def _doubts(person: Person, plan: Plan, doubts: Collection[dict[str, Any]]) -> str:
    """意见 on the chapter that has the words, else on the whole plan; those of an earlier reading that nobody touched make room."""
    plan.comments.filter(text__startswith=DOUBT, author=person.user, resolved_at=None, replies=None).delete()
    bodies = [(section, re.sub(r"\W", "", richtext.plain(section.body))) for section in plan.sections.all()]
    rows = []
    for doubt in doubts:
        words = re.sub(r"\W", "", doubt["text"])[:20]
        section = next((section for section, body in bodies if words in body), None)
        text = f"{DOUBT}{doubt['where']}：{doubt['why']}\n原文：{doubt['text'].strip()}"
        rows.append(PlanComment(
            plan=plan, section=section, author=person.user, author_name=person.name, text=text, at=clock.now(),
            quote=doubt["text"].strip().split("\n")[0][:100] if section else "",
        ))
    PlanComment.objects.bulk_create(rows)
    return f"没有看过的疑问 {len(rows)} 处（留成意见）"


# In this order: the schedule hangs on the contents.
WRITERS = {
    "sections": _sections, "stages": _stages, "months": _months, "contents": _contents, "schedule": _schedule,
    "leadership": _leadership, "goals": _goals, "quotas": _quotas, "sources": _sources,
}
MANAGERS = {part: part for part in WRITERS} | {"sources": "source_documents"}


def _teachers(plan: Plan) -> tuple[Names, Names]:
    """Teachers by name, those with a name of their own only; and all of them by 工号."""
    found: dict[str, list[Teacher]] = {}
    for teacher in Teacher.objects.filter(school=plan.school, left=None):
        found.setdefault(teacher.name, []).append(teacher)
    return (
        {name: teachers[0] for name, teachers in found.items() if len(teachers) == 1},
        {teacher.staff_no: teacher for teachers in found.values() for teacher in teachers},
    )


def _addressed(row: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The rule a row carries, else what its words mean; the school's own words are kept beside it when they say it otherwise."""
    text, rule = row["audience"], row.get("rule")
    if rule is None:
        try:
            rule = vocabulary.rule(text)
        except Unknown:
            rule = {}
    return {"audience": rule, "audience_text": "" if text == words(rule, vocabulary.names) else text[:100]}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _hours(text: str) -> Decimal | None:
    try:
        return Decimal(chinese.half_width(text)) if text else None
    except InvalidOperation:
        return None
