"""活动日程: one data as table, month, .xlsx, .ics and feed; clashes and gaps said at once; readers see the edition's."""
from __future__ import annotations

import io
from datetime import date, time

import openpyxl
import pytest

from activities.models import FixedSlot
from plans.models import PlannedSession
from plans.services import publishing
from school.models import Teacher
from tests.plans.a_plan import a_draft, published
from tests.plans.test_drafting import entry_form


def test_a_clash_and_a_gap_are_said_when_the_row_is_saved(cast, login):
    plan = a_draft(cast, rows=1)
    gone = cast.teachers["colleague"]
    data = entry_form(title="另一件事", starts="2026-09-09", **{
        "sessions-0-day": "2026-09-09", "sessions-0-starts": "16:30", "sessions-0-ends": "17:30", "sessions-0-place": "第 1 会议室",
        "sessions-0-presenters": gone.name, "audience": "",
    })
    page = login("office").post(f"/plans/{plan.pk}/schedule/new/", data, follow=True).content.decode()
    assert "和『第 1 次读书交流』同一时间占用第 1 会议室；郑国栋两边都要主讲。" in page and "缺参加人员。" in page
    only = login("office").get("/plans/schedule/?only=1").content.decode()
    assert "只看要看一看的 2 行" in only
    Teacher.objects.filter(pk=gone.pk).update(left=date(2026, 10, 1))
    entry = plan.schedule.get(order=1)
    session = entry.sessions.get()
    page = f"/plans/{plan.pk}/schedule/{entry.pk}/"
    assert f'value="{gone.name}"' in login("office").get(page).content.decode(), "whoever stands there stays, though he has left since"
    again = entry_form(title=entry.title, starts="2026-09-09", version=entry.version, **{
        "sessions-INITIAL_FORMS": 1, "sessions-0-id": session.pk, "sessions-0-day": "2026-09-09", "sessions-0-presenters": f"{gone.name}、不在名册的人",
    })
    assert "名册里没有『不在名册的人』" in login("office").post(page, again).content.decode()
    assert login("office").post(page, again | {"sessions-0-presenters": gone.name}).status_code == 302 and session.presenters.get() == gone


def test_a_groups_fixed_time_is_kept_free_of_other_use(cast, login):
    """The row says it, its free days keep off it, the check says it; the group's own meeting then is no clash."""
    FixedSlot.objects.create(
        school=cast.school, term=cast.term, group=cast.groups["chinese"], weekday=3, starts=time(16, 30), ends=time(17, 10), period="第7节"
    )
    plan = a_draft(cast, rows=1)
    own = plan.schedule.create(order=2, title="语文组教研", audience={"groups": ["语文组"]}, starts=date(2026, 12, 9), forms=["集体备课"])
    own.sessions.create(order=1, day=date(2026, 12, 9), starts=time(16, 30), ends=time(17, 10), place="办公室").presenters.add(cast.teachers["other"])
    plan.schedule.filter(order=1).update(starts=date(2026, 12, 2))
    PlannedSession.objects.filter(entry__plan=plan, entry__order=1).update(day=date(2026, 12, 2))
    page = login("office").get("/plans/schedule/").content.decode()
    said = "12月2日（周三） 15:50 是语文组的教研固定时间（周三第7节 16:30—17:10），这一场要叫走其中 6 人"
    assert said in page and page.count("教研固定时间") == 1
    assert "可以改到 12月1日（周二）" in page or "可以改到 12月3日（周四）" in page, "not a Wednesday, where it would meet the same"
    check = login("office").get(f"/plans/{plan.pk}/check/").content.decode()
    assert said in check and check.count("教研固定时间") == 1


def test_a_holiday_is_said(cast, login):
    plan = a_draft(cast, rows=0)
    entry = plan.schedule.create(order=1, title="国庆里的活动", starts=date(2026, 10, 1), audience={"all": True})
    entry.sessions.create(order=1, day=date(2026, 10, 1), starts=time(15), ends=time(16), place="多功能室")
    page = login("office").get("/plans/schedule/").content.decode()
    assert "缺主讲、这一天是国庆节。" in page


def test_the_month_holds_the_same_lines(cast, login):
    a_draft(cast, rows=3)
    page = login("office").get("/plans/schedule/?month=2026-09").content.decode()
    assert all(f"第 {n} 次读书交流" in page for n in (1, 2, 3)) and "中秋节" in page and "第 1 会议室" in page
    assert "第 1 次读书交流" not in login("office").get("/plans/schedule/?month=2026-11").content.decode()
    assert login("office").get("/plans/schedule/?month=nonsense").status_code == 200


def test_the_workbook_opens(cast, login):
    a_draft(cast, rows=2)
    answer = login("office").get("/plans/schedule/schedule.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(row[3:] == ["第 1 次读书交流", "读书汇报", "郑国栋", "全体教师", "第 1 会议室", 2] for row in cells), cells


def events(data: bytes) -> list[dict[str, str]]:
    text = data.decode().replace("\r\n ", "")
    return [dict(line.split(":", 1) for line in part.split("\r\n") if ":" in line) for part in text.split("BEGIN:VEVENT")[1:]]


def test_the_calendar_file(cast, login):
    plan = a_draft(cast, rows=1)
    plan.schedule.create(order=2, title="一周的事，分号；逗号, 都在", starts=date(2026, 9, 14), ends=date(2026, 9, 18), audience={"all": True})
    answer = login("office").get("/plans/schedule/schedule.ics")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    timed, whole = events(answer.content)
    assert (timed["DTSTART"], timed["DTEND"], timed["LOCATION"]) == ("20260909T075000Z", "20260909T090000Z", "第 1 会议室")
    assert (whole["DTSTART;VALUE=DATE"], whole["DTEND;VALUE=DATE"]) == ("20260914", "20260919")
    assert whole["SUMMARY"] == "一周的事，分号；逗号\\, 都在"
    assert events(login("office").get("/plans/schedule/schedule.ics").content)[0]["UID"] == timed["UID"]


def test_the_feed_needs_no_login_and_dies_with_the_password(cast, login, client):
    published(cast, a_draft(cast, rows=1))
    address = login("teacher").get("/plans/schedule/").context["feed"].removeprefix("http://testserver")
    client.logout()
    assert len(events(client.get(address).content)) == 1
    assert client.get("/plans/calendar/nobody.ics").status_code == 404
    user = cast.users["teacher"]
    user.set_password("一句新的密码")
    user.save()
    assert client.get(address).status_code == 404


def test_readers_see_the_schedule_of_the_edition_while_the_next_is_drafted(cast, login):
    plan = published(cast, a_draft(cast, rows=1))
    publishing.step(cast.person("office"), plan, "revise")
    plan.schedule.update(title="还没定的活动")
    assert "还没定的活动" in login("office").get("/plans/schedule/").content.decode()
    for address in ("/plans/schedule/", "/plans/schedule/?month=2026-09", "/plans/schedule/schedule.ics"):
        page = login("teacher").get(address).content.decode()
        assert "第 1 次读书交流" in page and "还没定的活动" not in page, address


@pytest.mark.parametrize("address", ["/plans/schedule/", "/plans/schedule/?month=2026-11", "/plans/schedule/schedule.xlsx"])
def test_without_a_plan(cast, login, address):
    assert login("teacher").get(address).status_code == (404 if "xlsx" in address else 200)
