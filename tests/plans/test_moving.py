"""移动日程: by form and by script, spans and sessions, two at once, undo, the tray; what a day would meet; stages."""
from __future__ import annotations

from datetime import date, time

import pytest

from plans.services import moving
from school.workflow import Refused
from tests.plans.a_plan import a_draft, add_rows

JSON = {"headers": {"accept": "application/json"}}


def days(entry) -> tuple:
    entry.refresh_from_db()
    return entry.starts, entry.ends, [session.day for session in entry.sessions.all()]


def test_a_row_and_its_session_move_together_and_back(cast, login):
    plan = a_draft(cast, rows=1)
    entry, client = plan.schedule.get(), login("office")
    session = entry.sessions.get().pk
    answer = client.post(f"/plans/schedule/{entry.pk}/move/", {"day": "2026-09-16", "session": session, "version": 0}, **JSON).json()
    assert answer["said"] == "『第 1 次读书交流』移到9月16日（周三）。" and answer["says"] == []
    assert days(entry) == (date(2026, 9, 16), None, [date(2026, 9, 16)])
    client.post(f"/plans/schedule/{entry.pk}/move/", {"undo": answer["undo"], "version": answer["version"]}, **JSON)
    assert days(entry) == (date(2026, 9, 9), None, [date(2026, 9, 9)])


def test_the_plain_form_moves_says_clashes_and_offers_undo(cast, login):
    plan, client = a_draft(cast, rows=2), login("office")
    first, second = plan.schedule.all()
    page = client.get(f"/plans/schedule/{second.pk}/move/?session={second.sessions.get().pk}").content.decode()
    assert "空着的日子" in page and "都没有别的安排" in page
    page = client.post(f"/plans/schedule/{second.pk}/move/", {"day": "2026-09-09", "version": 0}, follow=True).content.decode()
    assert "移到9月9日（周三）" in page and "郑国栋两边都要主讲" in page and "两边都要参加" in page and "撤销" in page
    assert "2027年3月1日不在本学期里" in client.post(f"/plans/schedule/{first.pk}/move/", {"day": "2027-03-01", "version": 0}).content.decode()


def test_who_moved_it_meanwhile_is_said_and_nothing_is_overwritten(cast, login):
    plan = a_draft(cast, rows=1)
    entry = plan.schedule.get()
    moving.move(cast.person("leader"), plan, entry, date(2026, 9, 17), version=0)
    answer = login("office").post(f"/plans/schedule/{entry.pk}/move/", {"day": "2026-09-16", "version": 0}, **JSON)
    assert answer.status_code == 409 and "吴敬堂刚刚改过这一行（现在是9月17日）" in answer.json()["error"]
    assert days(entry)[0] == date(2026, 9, 17)


def test_a_span_keeps_its_length_and_one_of_several_days_moves_alone(cast):
    plan = a_draft(cast, rows=0)
    span = plan.schedule.create(order=1, title="一周", starts=date(2026, 9, 14), ends=date(2026, 9, 18), audience={"all": True})
    moving.move(cast.person("office"), plan, span, date(2026, 9, 21), version=0)
    assert days(span)[:2] == (date(2026, 9, 21), date(2026, 9, 25))
    several = plan.schedule.create(order=2, title="两次", starts=date(2026, 9, 9), audience={"all": True})
    one, other = (several.sessions.create(order=n, day=date(2026, 9, day)) for n, day in ((1, 9), (2, 23)))
    moving.move(cast.person("office"), plan, several, date(2026, 9, 7), session=other, version=0)
    assert days(several) == (date(2026, 9, 7), None, [date(2026, 9, 9), date(2026, 9, 7)])
    with pytest.raises(Refused, match="其中一场不能没有日期"):
        moving.move(cast.person("office"), plan, several, None, session=one, version=1)


def test_into_the_tray_and_out(cast, login):
    plan = a_draft(cast, rows=1)
    entry = plan.schedule.get()
    days_were = moving.move(cast.person("office"), plan, entry, None, version=0)
    assert days(entry) == (None, None, [None])
    assert "还没排期" in login("office").get("/plans/schedule/?view=weeks").content.decode()
    moving.put_back(cast.person("office"), plan, entry, days_were, version=1)
    assert days(entry)[0] == date(2026, 9, 9)


def test_what_each_day_would_meet_is_told_at_once(cast, login):
    plan = a_draft(cast, rows=2)
    entry = plan.schedule.first()
    told = login("office").get(f"/plans/schedule/{entry.pk}/days/?session={entry.sessions.get().pk}").json()
    assert "两边都要参加" in told["days"]["2026-09-16"] and told["days"]["2026-10-01"] == "这一天是国庆节。" and "2026-09-15" not in told["days"]
    assert told["free"][0]["said"].endswith("人都没有别的安排") and told["free"][0]["day"] > "2026-11-18"


def test_only_those_who_are_meant_clash(cast, login):
    plan = a_draft(cast, rows=1)
    office = cast.teachers["office"]
    entry = plan.schedule.create(order=2, title="另一组的事", starts=date(2026, 9, 9), audience={"plus": [office.staff_no]})
    session = entry.sessions.create(order=1, day=date(2026, 9, 9), starts=time(16), ends=time(17), place="别的地方")
    session.presenters.add(office)
    page = login("office").get("/plans/schedule/").content.decode()
    assert f"和『第 1 次读书交流』{office.name}两边都要参加。" in page
    plan.schedule.filter(order=1).update(audience={"groups": ["没有的组"]})
    assert "两边都要参加" not in login("office").get("/plans/schedule/").content.decode()


def test_a_published_schedule_does_not_move(cast, login):
    plan = a_draft(cast, rows=1, state="published")
    entry = plan.schedule.get()
    answer = login("office").post(f"/plans/schedule/{entry.pk}/move/", {"day": "2026-09-16", "version": 0}, **JSON)
    assert answer.status_code == 409 and "起草新一版" in answer.json()["error"]
    assert "data-move" not in login("office").get("/plans/schedule/").content.decode()


def test_the_border_of_a_stage_takes_its_neighbour_along(cast, login):
    plan = a_draft(cast, rows=0)
    first = plan.stages.get()
    last = plan.stages.create(order=2, name="总结", starts=date(2027, 1, 1), ends=date(2027, 1, 20))
    client = login("office")
    client.post(f"/plans/stages/{first.pk}/move/", {"edge": "end", "day": "2027-01-03", "was": "2026-12-31"}, **JSON)
    last.refresh_from_db()
    assert last.starts == date(2027, 1, 4)
    stale = client.post(f"/plans/stages/{first.pk}/move/", {"edge": "end", "day": "2026-12-20", "was": "2026-12-31"}, **JSON)
    assert stale.status_code == 409 and "刚刚改过『研修』" in stale.json()["error"]
    gone = client.post(f"/plans/stages/{last.pk}/move/", {"edge": "end", "day": "2027-01-01", "was": "2027-01-20"}, **JSON)
    assert "一天也没有了" in gone.json()["error"]


def test_a_long_schedule_is_folded_into_weeks(cast, login):
    plan = a_draft(cast, rows=0)
    add_rows(cast, plan, 90)
    page = login("office").get("/plans/schedule/").content.decode()
    assert "前面还有第 2—" in page and page.count('class="grip"') <= 66
    everything = "".join(login("office").get(f"/plans/schedule/?from={week}").content.decode() for week in (0, 6, 12))
    assert all(f"第 {n} 次读书交流" in everything for n in range(1, 91))
