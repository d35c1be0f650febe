"""照以前的计划起草: the same weekday of the same school week, holidays and days outside the term for decision."""
from __future__ import annotations

from datetime import date, time

from activities.models import FixedSlot, TimetableSlot
from plans.document import document
from plans.models import Plan
from school.models import Term
from tests.builders import a_teacher
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


def test_who_takes_part_the_group_and_the_levels_come_along(cast, login):
    """Rules are carried as rules: 「按各组名单」 or a namesake cannot be read back from the words."""
    old = last_term(cast)
    twin = a_teacher(cast.school, "郑国栋", staff_no="fd-777", term=cast.term)
    rules = [{"tags": ["班主任"], "plus": [twin.staff_no], "minus": ["fd-001"]}, {"roles": ["group_leader"]}, {"groups": ["语文组"]}]
    for row, rule, said in zip(old.schedule.all(), rules, ("按各组名单", "", "语文教师"), strict=True):
        row.audience, row.audience_text, row.group = rule, said, cast.groups["maths"]
        row.save()
    session = old.schedule.first().sessions.get()
    session.audience = {"roles": ["office"], "minus": [twin.staff_no]}
    session.save()
    session.presenters.add(twin)
    FixedSlot.objects.create(school=cast.school, term=old.term, group=cast.groups["maths"], weekday=3, starts=time(15), ends=time(16), reader=twin)
    for teacher in (twin, a_teacher(cast.school, "走了的老师", staff_no="fd-778", left=date(2026, 7, 1))):
        TimetableSlot.objects.create(school=cast.school, term=old.term, teacher=teacher, weekday=1, period=2, class_name="三（1）班", subject="数学")
    old.quotas.update(audience=rules[0])
    old.leadership.create(order=2, role="member", name="郑国栋", teacher=twin)
    old.network = ["校长室", "教导处", "组", ""]
    old.save()
    page = login("office").get("/plans/copy/").content.decode()
    assert 'value="fixed_slots" checked' in page and 'value="timetable">' in page, "a timetable is taken only when it is said"
    parts = ["contents", "schedule", "leadership", "quotas", "levels", "fixed_slots", "timetable"]
    login("office").post("/plans/copy/", {"from": old.pk, "parts": parts, "day-2-0": "move"})
    slot, lesson = FixedSlot.objects.get(term=cast.term), TimetableSlot.objects.get(term=cast.term)
    assert (slot.group, slot.weekday, slot.reader) == (cast.groups["maths"], 3, twin) and lesson.teacher == twin, "who has left is not taken along"
    plan = Plan.objects.get(term=cast.term)
    rows = list(plan.schedule.all())
    assert [(row.audience, row.audience_text, row.group) for row in rows] == [
        (rule, said, cast.groups["maths"]) for rule, said in zip(rules, ("按各组名单", "", "语文教师"), strict=True)
    ]
    made = rows[0].sessions.get()
    assert made.audience == session.audience and set(made.presenters.all()) == {twin, cast.teachers["colleague"]} and made.presenter_text == ""
    assert rows[1].sessions.get().audience == {}, "a session that is everybody's of its row stays so"
    assert plan.quotas.get().audience == rules[0] and plan.leadership.get(order=2).teacher == twin and plan.network == old.network
    was, now = document(old), document(plan)
    assert [row["rule"] for row in was["schedule"]] == [row["rule"] for row in now["schedule"]] == rules, "an edition keeps the rule too"
    assert [row["audience"] for row in was["schedule"]] == [row["audience"] for row in now["schedule"]]


def test_a_year_without_published_holidays_says_so(cast, login, settings):
    """5月1—5日 and 10月1—7日 are asked about before the year's notice is out, and nothing is moved into them."""
    settings.DEMO_DAY = date(2028, 3, 6)
    old = Term.objects.create(school=cast.school, code="2026-2027-2", starts=date(2027, 3, 1), ends=date(2027, 7, 10))
    Term.objects.create(school=cast.school, code="2027-2028-2", starts=date(2028, 2, 28), ends=date(2028, 7, 8))
    plan = a_draft(cast, rows=0, term=old, title="去年的计划", state="closed")
    for order, day in enumerate((date(2027, 5, 4), date(2027, 5, 6), date(2027, 5, 12)), 1):  # 2028-05-02, -04, -10
        plan.schedule.create(order=order, title=f"第 {order} 次", starts=day, audience={"all": True}, forms=["读书汇报"])
    page = login("office").get("/plans/copy/")
    assert [(one.day, one.why, one.move_to) for one in page.context["carried"].decisions] == [
        (date(2028, 5, 2), "劳动节", date(2028, 5, 8)), (date(2028, 5, 4), "多半在劳动节假期里", date(2028, 5, 8))]
    assert "2028年的放假安排还没有公布" in page.content.decode()
    assert "2028年的放假安排还没有公布" in login("office").get("/plans/pattern/").content.decode()


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
