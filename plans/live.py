"""日程的现行各行: the live rows of 附件1 as lines, with the teachers each takes up; a fixed number of light queries.

300 rows are read as plain values, no model is made of any of them.
"""
from __future__ import annotations

from collections import defaultdict
from datetime import date

from plans.models import Plan, PlannedSession
from plans.timetable import Line, in_order
from school import audience
from school.models import School, Teacher, Term

SESSION = ("pk", "entry", "day", "starts", "ends", "place", "presenter_text", "audience", "audience_text")
NOTHING = (None, None, None, None, None, "", "", {}, "")


class Roster:
    """Who is meant by the rules of a schedule and how they are said; each rule is resolved once."""

    def __init__(self, school: School, term: Term, day: date) -> None:
        rows = list(Teacher.objects.filter(school=school).values_list("pk", "staff_no", "name"))
        self.names = {pk: name for pk, _, name in rows}
        self.called = {number: name for _, number, name in rows}
        self.traits = audience.all_traits(school, term, day)
        self._meant: dict[str, frozenset[int]] = {}
        self._said: dict[str, str] = {}

    def meant(self, rule: audience.Audience) -> frozenset[int]:
        key = repr(rule)
        if key not in self._meant:
            self._meant[key] = frozenset(pk for pk, who in self.traits.items() if audience.includes(rule, who))
        return self._meant[key]

    def said(self, rule: audience.Audience) -> str:
        if not rule:
            return ""
        key = repr(rule)
        if key not in self._said:
            self._said[key] = audience.words(rule, self.called)
        return self._said[key]


def live_lines(plan: Plan, roster: Roster) -> list[Line]:
    """Every session of the plan as it stands, by day and hour; what has no day stands last."""
    sessions: dict[int, list[tuple]] = defaultdict(list)
    for row in PlannedSession.objects.filter(entry__plan=plan).values_list(*SESSION):
        sessions[row[1]].append(row)
    presenters: dict[int, list[int]] = defaultdict(list)
    through = PlannedSession.presenters.through.objects.filter(plannedsession__entry__plan=plan)
    for session, teacher in through.order_by("teacher__order", "teacher__staff_no").values_list("plannedsession", "teacher"):
        presenters[session].append(teacher)
    entries = plan.schedule.values_list(
        "pk", "title", "time_text", "forms", "hours", "starts", "ends", "audience", "audience_text", "version", "content_item__title", "group"
    )
    made = []
    for row, (pk, title, time_text, forms, hours, first, last, rule, text, version, item, group) in enumerate(entries, 1):
        own = [one for one in sessions[pk] if one[2]] or sessions[pk] or [NOTHING]
        for at, (session, _, day, starts, ends, place, outside, own_rule, own_text) in enumerate(own):
            speakers = presenters[session] if session else []
            made.append(Line(
                row=row, title=title, time_text=time_text, forms=forms, hours=str(hours or ""), day=day or first,
                until=last if not day and last and last != first else None, starts=f"{starts:%H:%M}" if starts else "",
                ends=f"{ends:%H:%M}" if ends else "", place=place, first=at == 0, item=item or "", entry=pk, session=session,
                presenters=[roster.names[teacher] for teacher in speakers] + ([outside] if outside else []),
                audience=own_text or roster.said(own_rule) or text or roster.said(rule), version=version,
                who=roster.meant(own_rule or rule) | frozenset(speakers), speakers=frozenset(speakers), group=group,
            ))
    return in_order(made)
