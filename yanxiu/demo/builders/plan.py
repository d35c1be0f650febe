"""The published plan of the demo: sections, stages, months, schedule, leadership, quotas and comments."""
from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from documents import richtext
from plans.models import (
    ContentItem,
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
from school.models import Teacher
from yanxiu.demo import plan as text
from yanxiu.demo import term
from yanxiu.demo.builders.places import Built

ROLES = {"组长": LeadershipMember.Role.HEAD, "副组长": LeadershipMember.Role.DEPUTY, "组员": LeadershipMember.Role.MEMBER}
SOURCES = {"听课": ("observations:made", "节"), "公开课": ("open_lessons", "节"), "学习笔记": ("works:学习笔记/政治", "次")}


def at(day, hour: int = 16, minute: int = 20) -> datetime:
    """A local time on a day of the demo."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def build_plan(built: Built) -> tuple[Plan, list[ScheduleEntry]]:
    """研修计划 as it stood when it was published, and its schedule rows in the order of the facts."""
    author = built.account("吴敬堂")
    plan = Plan.objects.create(
        school=built.school, term=built.term, title=text.PLAN_TITLE, edited_by=author, edited_at=at(text.PUBLISHED, 10, 32)
    )
    sections = Section.objects.bulk_create(
        Section(plan=plan, order=order, title=section.title, body=richtext.clean(section.html), edited_by=author,
                edited_at=at(text.PUBLISHED, 10, 32))
        for order, section in enumerate(text.SECTIONS, 1)
    )
    Stage.objects.bulk_create(
        Stage(plan=plan, order=order, name=name, starts=starts, ends=ends)
        for order, (name, starts, ends) in enumerate(term.STAGES, 1)
    )
    contents = {
        code: ContentItem.objects.create(plan=plan, order=int(code), title=title) for code, title in term.CONTENTS
    }
    MonthItem.objects.bulk_create(
        MonthItem(plan=plan, month=month, order=order, content=item.content, requirement=item.requirement,
                  assessed_by=item.assessed, responsible=item.responsible)
        for month, items in text.MONTHS.items() for order, item in enumerate(items, 1)
    )
    LeadershipMember.objects.bulk_create(
        LeadershipMember(plan=plan, order=order, role=ROLES[role], teacher=built.called(name), name=name, duty=duty)
        for order, (role, name, duty) in enumerate(text.LEADERSHIP, 1)
    )
    Quota.objects.bulk_create(_quotas(plan, built))
    number, title, day = text.NOTICE
    SourceDocument.objects.create(
        plan=plan, number=number, title=title, issuer="岚清县教育体育局", day=day, paper_pages=4
    )
    entries = _schedule(plan, built, contents)
    _remarks(plan, built, {section.title: section for section in sections})
    return plan, entries


def _quotas(plan: Plan, built: Built) -> list[Quota]:
    rows = []
    for order, quota in enumerate(text.QUOTAS, 1):
        source, unit = SOURCES.get(quota["kind"], (f"works:{quota['kind']}", "篇"))
        rows.append(Quota(plan=plan, order=order, name=quota["kind"], source=source, unit=unit, audience=quota["who"],
                          number=quota["number"], period=quota["per"]))
    alone = built.called("柯大勇").staff_no
    rows.append(Quota(plan=plan, order=len(rows) + 1, name="听课", source="observations:made", unit="节",
                      audience={"plus": [alone]}, number=10, period="term"))
    return rows


def _schedule(plan: Plan, built: Built, contents: dict[str, ContentItem]) -> list[ScheduleEntry]:
    rows = term.schedule()
    groups = built.groups
    entries = ScheduleEntry.objects.bulk_create(
        ScheduleEntry(
            plan=plan, order=row.no, content_item=contents.get(row.content), title=row.title,
            group=_only_group(row, groups),
            starts=row.start, ends=row.end if row.end != row.start else None, time_text=row.recurring,
            forms=list(row.forms), audience=row.sessions[0].audience if _one_audience(row) else _joined(row),
            audience_text=row.audience_text, hours=row.hours or None,
        )
        for row in rows
    )
    sessions, presenters = [], []
    for row, entry in zip(rows, entries, strict=True):
        for order, session in enumerate(row.sessions, 1):
            sessions.append(PlannedSession(
                entry=entry, order=order, day=session.day, starts=session.start, ends=session.end,
                place="、".join(session.places), audience={} if _one_audience(row) else session.audience,
            ))
            presenters.append(session.presenters)
        if not row.sessions:
            sessions.append(PlannedSession(entry=entry, order=1, place=""))
            presenters.append(())
    saved = PlannedSession.objects.bulk_create(sessions)
    Through = PlannedSession.presenters.through
    Through.objects.bulk_create(
        Through(plannedsession_id=session.pk, teacher_id=built.teachers[number].pk)
        for session, numbers in zip(saved, presenters, strict=True) for number in numbers
    )
    return entries


def _one_audience(row: term.Row) -> bool:
    return bool(row.sessions) and all(session.audience == row.sessions[0].audience for session in row.sessions)


def _joined(row: term.Row) -> dict:
    """The audience of the whole row when its sessions differ: everybody whom one of them addresses."""
    if not row.sessions:
        return {"all": True} if "全体" in row.audience_text else {"tags": ["录课教师"]}
    if "全体" in row.audience_text:
        return {"all": True}
    found: dict[str, list[str]] = {}
    for session in row.sessions:
        for key, values in session.audience.items():
            found.setdefault(key, []).extend(value for value in values if value not in found.get(key, []))
    return found


def _only_group(row: term.Row, groups: dict):
    named = {name for session in row.sessions for name in session.audience.get("groups", ())}
    shared = row.content in ("3", "5", "11") or len(named) != 1 or any(s.audience.get("plus") for s in row.sessions)
    return None if shared else groups.get(next(iter(named)))


def _remarks(plan: Plan, built: Built, sections: dict[str, Section]) -> None:
    def by(name: str) -> Teacher:
        return built.called(name)

    for remark in text.REMARKS:
        author = by(remark.author)
        comment = PlanComment.objects.create(
            plan=plan, section=sections.get(remark.section), author=author.user, author_name=author.name, text=remark.text, quote=remark.quote,
            kept_reason=remark.kept,
            at=at(remark.day, 12, 40), resolved_by=by(remark.resolved_by).user if remark.resolved_by else None,
            resolved_at=at(remark.answers[-1][1], 17, 5) if remark.resolved_by else None,
        )
        PlanComment.objects.bulk_create(
            PlanComment(plan=plan, section=comment.section, parent=comment, author=by(name).user, author_name=name,
                        text=answer, at=at(day, 16, index))
            for index, (name, day, answer) in enumerate(remark.answers)
        )
