"""计划与落实: planned, done, moved, slipping and the reason, on any day, five ways, with what was not planned."""
from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from activities.models import Activity, Session
from activities.queries.against_plan import against_plan, tallies
from plans.models import ScheduleEntry
from school import audit
from tests.plans.a_plan import a_draft, published

ON = date(2026, 11, 18)


@pytest.fixture
def term(cast):
    """Rows of 9, 16, 23, 30 September and 7 October: held, moved, cancelled, without activity, moved without a day."""
    plan = published(cast, a_draft(cast, rows=5))
    rows = list(plan.schedule.all())

    def activity(row: ScheduleEntry, state: str, day: date | None, **fields) -> Activity:
        made = Activity.objects.create(school=cast.school, term=cast.term, entry=row, content_item=row.content_item, title=row.title, state=state,
                                       audience={"all": True}, **fields)
        Session.objects.create(activity=made, day=day)
        return made

    move = {"from": "2026-09-16", "to": "2026-12-02", "reason": "县里检查", "by": "何淑芬"}
    activity(rows[0], "complete", date(2026, 9, 9))
    activity(rows[1], "planned", date(2026, 12, 2), moves=[move])
    activity(rows[2], "cancelled", date(2026, 9, 23))
    activity(rows[4], "postponed", None, moves=[{"from": "2026-10-07", "to": None, "reason": "专家有事", "by": "何淑芬"}])
    extra = Activity.objects.create(school=cast.school, term=cast.term, title="临时教研", state="finished", audience={"all": True})
    Session.objects.create(activity=extra, day=date(2026, 10, 14))
    return plan


def standings(cast, on: date) -> list[str]:
    return [row.standing for row in against_plan(cast.person("office"), cast.term, on)]


def test_every_row_stands_where_it_stands_on_the_day(cast, term):
    assert standings(cast, ON) == ["done", "moved", "cancelled", "late", "undated", "extra"]
    assert standings(cast, date(2026, 9, 8)) == ["coming", "moved", "cancelled", "coming", "undated"], "what was held outside the plan lies ahead"
    assert standings(cast, date(2026, 12, 3))[1] == "late", "the new day has passed too"


def test_the_reason_and_where_it_stood_first(cast, term):
    moved = against_plan(cast.person("office"), cast.term, ON)[1]
    assert moved.planned == "9月16日" and moved.held == "定在12月2日" and "县里检查" in moved.reason


def test_a_look_back_shows_what_was_known_then(cast, term, settings):
    """On 1 October a row had not moved yet, another was not cancelled; both happened in November."""
    person = cast.person("office")
    rows = list(term.schedule.all())
    moved, gone = rows[1].activities.get(), rows[2].activities.get()
    moved.moves = [moved.moves[0] | {"session": moved.sessions.get().pk, "at": "2026-11-03T09:00+08:00"}]
    moved.save(update_fields=["moves"])
    settings.DEMO_DAY = date(2026, 11, 4)
    audit.record(person, "cancel", gone, reason="撤并")
    settings.DEMO_DAY = ON
    assert standings(cast, date(2026, 10, 1))[1:4] == ["late", "late", "late"], "16, 23 and 30 September had passed without a word"
    before = against_plan(person, cast.term, date(2026, 9, 15))[1]
    assert (before.standing, before.planned, before.held, before.reason) == ("coming", "9月16日", "定在9月16日", "")
    assert standings(cast, ON)[1:3] == ["moved", "cancelled"]


def test_five_ways_of_cutting_hold_the_same_rows(cast, term):
    rows = against_plan(cast.person("office"), cast.term, ON)
    for by in ("stage", "month", "group", "item", "problem"):
        assert sum(len(tally.rows) for tally in tallies(rows, by)) == len(rows), by
    september = next(tally for tally in tallies(rows, "month") if tally.name == "2026年9月")
    assert (september.planned, september.done, september.moved, september.slipping, september.cancelled) == (4, 1, 1, 1, 1)
    homeless = rows[[row.standing for row in rows].index("undated")]
    assert homeless.names["month"] == ("2026年10月",), "what lost its day counts where it was planned"


def test_the_page_the_note_and_the_sheet(cast, login, term):
    client = login("office")
    late = term.schedule.all()[3]
    client.post(f"/plans/against/{late.pk}/note/", {"note": "会议室在修，十二月补"})
    page = client.get("/plans/against/?by=item&only=late").content.decode()
    assert "会议室在修，十二月补" in page and "第 4 次读书交流" in page and "第 1 次读书交流" not in page
    assert login("teacher").post(f"/plans/against/{late.pk}/note/", {"note": "x"}).status_code == 403
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/plans/against/against.xlsx?on=2026-11-18").content))["逐行"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(row[1] == "第 4 次读书交流" and row[7:] == ["逾期未办", "会议室在修，十二月补"] for row in cells), cells


def test_without_a_plan_there_is_a_page(cast, login):
    assert "还没有日程" in login("teacher").get("/plans/against/?on=nonsense&by=nothing").content.decode()
