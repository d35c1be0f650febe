"""A drafted plan of the cast: two sections, a stage, a content item, months, leadership and rows of the schedule."""
from __future__ import annotations

from datetime import date, time, timedelta

from plans.models import (
    ContentItem,
    LeadershipMember,
    MonthItem,
    Plan,
    PlannedSession,
    Quota,
    ScheduleEntry,
    Section,
    Stage,
)
from plans.services import publishing
from tests.builders import Cast


def a_draft(cast: Cast, rows: int = 2, **fields) -> Plan:
    plan = Plan.objects.create(school=cast.school, **{"term": cast.term, "title": "校本研修计划"} | fields)
    for order, (title, body) in enumerate((("指导思想", "<p>问题从课堂上来。</p>"), ("研修目标", "<p>听过的课有人说真话。</p>")), 1):
        Section.objects.create(plan=plan, order=order, title=title, body=body)
    Stage.objects.create(plan=plan, order=1, name="研修", starts=date(2026, 9, 7), ends=date(2026, 12, 31))
    content = ContentItem.objects.create(plan=plan, order=1, title="读书交流会")
    MonthItem.objects.create(plan=plan, month="2026-09", order=1, content="读书交流会", requirement="人人带一本书")
    Quota.objects.create(plan=plan, order=1, name="听课", source="observations:made", audience={"all": True}, number=10, unit="节")
    LeadershipMember.objects.create(plan=plan, order=1, role="head", name="周德厚", teacher=cast.teachers["principal"], duty="总负责")
    add_rows(cast, plan, rows, content)
    return plan


def add_rows(cast: Cast, plan: Plan, rows: int, content: ContentItem | None = None) -> None:
    start = plan.schedule.count()
    for at in range(start, start + rows):
        day = date(2026, 9, 9) + timedelta(days=7 * (at % 15))
        entry = ScheduleEntry.objects.create(
            plan=plan, order=at + 1, title=f"第 {at + 1} 次读书交流", content_item=content, starts=day, forms=["读书汇报"],
            audience={"all": True}, hours=2,
        )
        session = PlannedSession.objects.create(
            entry=entry, order=1, day=day, starts=time(15, 50), ends=time(17), place=f"第 {at + 1} 会议室"
        )
        session.presenters.add(cast.teachers["colleague"])


def published(cast: Cast, plan: Plan) -> Plan:
    publishing.step(cast.person("office"), plan, "submit")
    publishing.step(cast.person("principal"), plan, "publish")
    return plan
