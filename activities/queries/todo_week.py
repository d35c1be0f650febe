"""本周该写的: what the plan asks of this teacher this week and is not begun yet, for the home page."""
from __future__ import annotations

from django.urls import reverse

from activities.models import Work, WorkKind
from activities.queries.quotas import WORKING_DAYS, calendar_of, quota_progress
from plans.models import Quota
from school.clock import today
from school.person import Person
from school.todo import Todo


def todo_week(person: Person) -> list[Todo]:
    """第 12 周反思, due on the week's last working day; a draft stands among the drafts and is not said twice."""
    term = person.term
    if person.teacher is None or term is None or not term.starts <= today() <= term.ends:
        return []
    week = term.week_of(today())
    monday, sunday = term.week_span(week)
    worked = calendar_of(term.school).working_days(max(monday, term.starts), min(sunday, term.ends))
    if len(worked) < WORKING_DAYS:
        return []
    asked = [
        one for one in quota_progress(person, term)
        if one.period == Quota.Period.WEEK and one.source.startswith("works:") and not one.met
    ]
    if not asked:
        return []
    kinds = {kind.name: kind for kind in WorkKind.objects.filter(school=person.school)}
    begun = list(
        Work.objects.filter(author=person.teacher, term=term, event_day__range=(monday, sunday)).values_list("kind__name", "topic")
    )
    found = []
    for one in asked:
        name, _, topic = one.source.removeprefix("works:").partition("/")
        left = one.number - sum(kind == name and (not topic or topic == of) for kind, of in begun)
        if left > 0 and name in kinds:
            more = f"，{left} {one.unit}" if one.number > 1 else ""
            found.append(Todo(
                f"第 {week} 周{one.label}", reverse("work_new", args=[kinds[name].pk]), "写", f"约 {kinds[name].minutes} 分钟{more}",
                worked[-1], order=45,
            ))
    return found
