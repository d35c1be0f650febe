"""A term with a rubric in use, content items, finished activities: what scores are made from."""
from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from activities.models import Activity, Assessment, Attendance, ClassAward, ConductRecord, Session, Work, WorkKind
from evaluation import services
from evaluation.models import ScoreSheet
from plans.models import ContentItem, Plan, Quota
from rubrics import reference
from rubrics.models import Rubric
from school import clock
from school.models import Tag
from tests.builders import Cast

REFERENCE = Path(reference.__path__[0]) / "yanxiu-2026.json"


def a_document(otherwise: str = "exclude", **changes: Any) -> dict[str, Any]:
    """The reference rubric as the demo school uses it."""
    document = json.loads(REFERENCE.read_text(encoding="utf-8")) | changes
    for item in document["items"]:
        if item.get("applies_to"):
            item["otherwise"] = otherwise
    return document


def a_rubric(cast: Cast, document: dict[str, Any] | None = None, **fields: Any) -> Rubric:
    return Rubric.objects.create(
        school=cast.school, document=document or a_document(),
        **{"title": "校本研修评价细则", "state": "in_use", "vote": {"date": "2026-09-04", "due": 60, "present": 53, "agreed": 51}} | fields,
    )


def a_plan(cast: Cast, document: dict[str, Any], notes: int | None = 10) -> Plan:
    plan = Plan.objects.create(school=cast.school, term=cast.term, title="研修计划", state="published")
    for order, item in enumerate(document["items"]):
        _, _, content = item["evidence"].partition(":")
        if item["evidence"].startswith(("assessment:", "part:")):
            ContentItem.objects.create(plan=plan, order=order, title=content)
    if notes:
        Quota.objects.create(
            plan=plan, order=1, name="政治学习笔记", source="works:学习笔记/政治", audience={"all": True}, number=notes
        )
    return plan


def an_activity(cast: Cast, content: str, day: date = date(2026, 10, 14), state: str = "finished") -> Activity:
    activity = Activity.objects.create(
        school=cast.school, term=cast.term, title=content, state=state,
        content_item=ContentItem.objects.get(plan__term=cast.term, title=content),
    )
    Session.objects.create(activity=activity, day=day)
    return activity


def tier(cast: Cast, who: str, content: str, name: str, day: date = date(2026, 10, 14), **fields: Any) -> Assessment:
    activity = an_activity(cast, content, day)
    return Assessment.objects.create(
        activity=activity, teacher=cast.teachers[who], by=cast.users["office"], at=clock.now(), tier=name, **fields
    )


def notes(cast: Cast, who: str, number: int, state: str = "accepted") -> None:
    kind = WorkKind.objects.get_or_create(school=cast.school, name="学习笔记", defaults={"topics": ["政治"]})[0]
    for index in range(number):
        Work.objects.create(
            school=cast.school, term=cast.term, author=cast.teachers[who], kind=kind, topic="政治", title=f"笔记 {index + 1}",
            event_day=date(2026, 9, 8) + timedelta(days=index), state=state, created_at=clock.now(), saved_at=clock.now(),
        )


def awards(cast: Cast, who: str, number: int) -> None:
    for index in range(number):
        ClassAward.objects.create(
            school=cast.school, term=cast.term, teacher=cast.teachers[who], class_name="四（3）班",
            day=date(2026, 9, 4) + timedelta(weeks=index), by=cast.users["office"], at=clock.now(),
        )


def took_part(cast: Cast, who: str, content: str, *parts: str) -> None:
    for index, part in enumerate(parts):
        activity = an_activity(cast, content, date(2026, 9, 16) + timedelta(weeks=index))
        Attendance.objects.create(session=activity.sessions.get(), teacher=cast.teachers[who], state="present", part=part)


def conduct(cast: Cast, who: str, *severities: str) -> None:
    for index, severity in enumerate(severities):
        ConductRecord.objects.create(
            school=cast.school, term=cast.term, teacher=cast.teachers[who], severity=severity,
            clause="条款甲乙丙", day=date(2026, 10, 8 + index), decision="谈话", by=cast.users["principal"], at=clock.now(),
        )


def tags(cast: Cast, who: str, *names: str) -> None:
    cast.teachers[who].tags.set([Tag.objects.get_or_create(school=cast.school, name=name)[0] for name in names])


def a_sheet(cast: Cast, document: dict[str, Any] | None = None) -> ScoreSheet:
    rubric = a_rubric(cast, document)
    if not Plan.objects.filter(term=cast.term).exists():
        a_plan(cast, rubric.document)
    return services.open_scoring(None, cast.term, rubric)


CONTENT = {item["code"]: item["evidence"].partition(":")[2] for item in a_document()["items"]}


def case_a(cast: Cast) -> None:
    """Worked case A of the rubric: 80 of 91 points that apply."""
    tags(cast, "teacher", "骨干", "晒课教师")
    notes(cast, "teacher", 8)
    for code, name in {
        "4": "一档", "5": "一档", "6": "二级指标", "7": "一档", "8": "一档", "10": "二档", "12": "一档", "13": "二档", "14": "一档",
    }.items():
        tier(cast, "teacher", CONTENT[code], name)
    took_part(cast, "teacher", CONTENT["11"], "attend")
