"""PlanDocument: the whole plan as one JSON value, the shape of `read_plan`.

It is what reading a Word file yields, publishing freezes, comparing compares, page, PDF and Word print, the check
examines and copying last term takes. Days are ISO dates; names are names as printed. What the school's own rows know beside
the words (rule, group, 工号, the network's levels) stands here too, or copying would have to guess it back from the words.
"""
from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from documents import chinese, richtext
from plans import problems
from plans.models import LeadershipMember, Plan, PlannedSession, ScheduleEntry
from plans.network import network_of
from plans.staff import staff_of
from school import audience
from school.clock import today
from school.models import Teacher

Document = dict[str, Any]


def document(plan: Plan) -> Document:
    """The live rows of a plan as a PlanDocument, in a fixed number of queries."""
    names = dict(Teacher.objects.filter(school=plan.school).values_list("staff_no", "name"))
    ranks = LeadershipMember.Role.values
    people = sorted(plan.leadership.select_related("teacher"), key=lambda member: ranks.index(member.role))  # 组长 first, whoever was typed first
    months: dict[str, list[dict[str, Any]]] = {}
    for item in plan.months.all():
        months.setdefault(item.month, []).append({
            "order": item.order, "content": item.content, "requirement": item.requirement,
            "assessed_by": item.assessed_by, "responsible": item.responsible,
        })
    return {
        "title": plan.title,
        "term": plan.period_name,
        "period": plan.period,
        "sections": [
            {"level": 1, "number": chinese.numeral(number), "title": section.title, "body": section.body,
             "text": richtext.plain(section.body)}
            for number, section in enumerate(plan.sections.all(), 1)
        ],
        "stages": [
            {"name": stage.name, "start": _day(stage.starts), "end": _day(stage.ends), "text": stage.text}
            for stage in plan.stages.all()
        ],
        "months": [{"month": month, "items": items} for month, items in months.items()],
        "contents": [item.title for item in plan.contents.all()],
        "schedule": [entry_value(entry, names) for entry in schedule(plan)],
        "leadership": [_member(member) for member in people if member.team == LeadershipMember.Team.LEAD],
        "teams": [
            {"team": label, "members": [_member(member) for member in people if member.team == team]}
            for team, label in LeadershipMember.Team.choices
            if team != LeadershipMember.Team.LEAD and any(member.team == team for member in people)
        ],
        "staff": _staff(plan),
        "levels": plan.network,
        "network": network_of(plan, plan.network) if any(plan.network) else [],
        "goals": [
            {"text": goal.text, "number": f"{goal.number.normalize():f}", "unit": goal.unit, "measure": goal.measure, "by": goal.by}
            for goal in plan.goals.all()
        ],
        "themes": problems.value(plan.term) if plan.level == Plan.Level.SCHOOL else [],
        "quotas": [
            {"name": quota.name, "source": quota.source, "number": quota.number, "unit": quota.unit, "period": quota.get_period_display(),
             "audience": audience.words(quota.audience, names), "rule": quota.audience}
            for quota in plan.quotas.all()
        ],
        "sources": [
            {"number": source.number, "title": source.title, "issuer": source.issuer, "day": _day(source.day)}
            for source in plan.source_documents.all()
        ],
    }


def _staff(plan: Plan) -> dict[str, list[list[Any]]]:
    """师资现状 in figures for the chart beside the section about it: age, degree, title; nothing where no section is about it."""
    if plan.level != Plan.Level.SCHOOL or not any("师资" in section.title for section in plan.sections.all()):
        return {}
    tables = staff_of(plan.school, today()).tables
    return {title: [[line.name, line.number, line.share] for line in lines] for title, lines in tables if title in ("年龄", "学历", "职称")}


def _member(member: LeadershipMember) -> dict[str, Any]:
    """One of the leadership group or of a group beside it; the term of office where there is one."""
    said = {"role": member.get_role_display(), "name": member.name, "duty": member.duty}
    if member.teacher:
        said["staff_no"] = member.teacher.staff_no
    return said | ({"since": _day(member.since), "until": _day(member.until)} if member.since or member.until else {})


def schedule(plan: Plan):
    """附件1: the rows of the plan with their sessions, presenters and content item."""
    sessions = PlannedSession.objects.prefetch_related("presenters")
    return plan.schedule.select_related("content_item", "group").prefetch_related(Prefetch("sessions", sessions))


def entry_value(entry: ScheduleEntry, names: dict[str, str]) -> dict[str, Any]:
    """One row of the schedule; `names` (工号 → 姓名) puts people into the words of the audience."""
    whole = entry.audience_text or audience.words(entry.audience, names)
    return {
        "start": _day(entry.starts), "end": _day(entry.ends), "time_text": entry.time_text, "content": entry.title,
        "item": entry.content_item.title if entry.content_item else "", "forms": entry.forms,
        "audience": whole, "rule": entry.audience, "group": entry.group.name if entry.group else "", "hours": str(entry.hours or ""),
        "sessions": [
            {
                "day": _day(session.day), "starts": f"{session.starts:%H:%M}" if session.starts else "",
                "ends": f"{session.ends:%H:%M}" if session.ends else "",
                "presenters": [teacher.name for teacher in session.presenters.all()]
                + ([session.presenter_text] if session.presenter_text else []),
                "staff_nos": [teacher.staff_no for teacher in session.presenters.all()], "rule": session.audience,
                "audience": session.audience_text or (audience.words(session.audience, names) if session.audience else whole),
                "places": [session.place] if session.place else [],
            }
            for session in entry.sessions.all()
        ],
    }


def _day(day) -> str | None:
    return day.isoformat() if day else None
