"""照以前的计划起草: the same weekday of the same school week, holidays and days outside the term for decision."""
from __future__ import annotations

from datetime import date

from plans.models import Plan
from school.models import Term
from tests.plans.a_plan import a_draft


def last_term(cast) -> Plan:
    """A plan of last autumn; week 6 of this one lies in the national holidays."""
    old = Term.objects.create(school=cast.school, code="2025-2026-1", starts=date(2025, 9, 1), ends=date(2026, 1, 25))
    plan = a_draft(cast, rows=0, term=old, title=f"{old.name}校本研修计划", state="closed")
    plan.sections.filter(order=1).update(body=f"<p>{old.name}接着做听课。</p>")
    plan.months.update(month="2025-09")
    plan.stages.update(starts=date(2025, 9, 8), ends=date(2025, 12, 31))
    for order, (title, day) in enumerate((("平常的周三", date(2025, 9, 10)), ("第五周周四", date(2025, 10, 2)), ("期末", date(2026, 1, 23))), 1):
        entry = plan.schedule.create(order=order, title=title, starts=day, audience={"all": True}, forms=["读书汇报"])
        session = entry.sessions.create(order=1, day=day, place="多功能室")
        session.presenters.add(cast.teachers["colleague"])
    return plan


def test_a_row_keeps_its_week_and_weekday(cast, login):
    old = last_term(cast)
    client = login("office")
    page = client.get("/plans/copy/")
    assert [(d.title, d.day, d.why) for d in page.context["carried"].decisions] == [("第五周周四", date(2026, 10, 1), "国庆节")]
    parts = ["sections", "stages", "months", "contents", "schedule", "leadership", "quotas"]
    assert client.post("/plans/copy/", {"from": old.pk, "parts": parts, "day-2-0": "open"}).status_code == 302
    plan = Plan.objects.get(term=cast.term)
    rows = {row.title: row for row in plan.schedule.all()}
    was, now = old.schedule.get(title="平常的周三").starts, rows["平常的周三"].starts
    assert (old.term.week_of(was), was.weekday()) == (cast.term.week_of(now), now.weekday()) == (2, 2)
    assert rows["第五周周四"].starts is None and rows["期末"].starts == date(2027, 1, 22)
    session = rows["平常的周三"].sessions.get()
    assert (session.day, session.place, session.presenters.get().name) == (now, "多功能室", "郑国栋")
    assert plan.title == f"{cast.term.name}校本研修计划" and f"{cast.term.name}接着做听课。" in plan.sections.first().body
    assert (plan.stages.get().starts, plan.stages.get().ends) == (date(2026, 9, 7), date(2026, 12, 30))
    assert plan.quotas.get().source == "observations:made" and plan.leadership.get().teacher == cast.teachers["principal"]
    assert list(plan.months.values_list("month", flat=True)) == ["2026-09"] and old.schedule.count() == 3


def test_a_holiday_moves_to_a_working_day_when_told(cast, login):
    old, client = last_term(cast), login("office")
    client.post("/plans/copy/", {"from": old.pk, "parts": ["contents", "schedule"], "day-2-0": "move"})
    row = Plan.objects.get(term=cast.term).schedule.get(title="第五周周四")
    assert row.starts == date(2026, 9, 30) == row.sessions.get().day
    assert "新计划里已有 3 项" in client.get("/plans/copy/").content.decode()


def test_nothing_to_copy_and_strangers(cast, login):
    assert "还没有以前学期的计划" in login("office").get("/plans/copy/").content.decode()
    client, old = login("office"), last_term(cast)
    assert login("teacher").get("/plans/copy/").status_code == 403
    client.force_login(cast.stranger.users["office"], backend="django.contrib.auth.backends.ModelBackend")
    assert old.title not in client.get(f"/plans/copy/?from={old.pk}").content.decode()
