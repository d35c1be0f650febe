from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Attendance, Session
from activities.queries.attendance import attendance_counts, counts_of, next_activity, today_sessions
from activities.services import activities as service
from activities.services import attendance, lists, records, sign_in
from activities.services.attendance import Mark
from activities.states import AttendanceState as A
from school.audience import includes, resolve, traits
from school.models import AuditEntry, Membership
from school.policy import opens
from school.workflow import Refused
from tests.activities.event import an_activity, opened, signing
from tests.builders import TODAY, a_teacher

How = Attendance.How


def row_of(cast, session: Session, who: str) -> Attendance:
    return session.attendances.get(teacher=cast.teachers[who])


def test_all_present_then_the_exceptions(cast, login):
    session = opened(cast)
    client = login("office")
    url = reverse("roll", args=[session.pk])
    page = client.get(url).content.decode()
    rows = re.findall(r'<fieldset class="pick att">(.*?)</fieldset>', page, re.S)
    assert len(rows) == 7 and all(row.count('type="radio"') == 5 and 'value="absent"' in row for row in rows), (
        "全部出席, one tap for each who is missing, 保存: 5 taps for three of them; the form is one request"
    )
    assert page.count('<form class="form" method="post" data-roll>') == 1
    client.post(url, {"do": "all"})
    assert row_of(cast, session, "office").state == A.PENDING  # nobody marks himself
    rest = session.attendances.exclude(teacher=cast.teachers["office"])
    assert set(rest.values_list("state", "how")) == {(A.PRESENT, How.HAND)}
    row = row_of(cast, session, "teacher")
    data = {f"s-{row.pk}": A.ON_DUTY, f"v-{row.pk}": row.version}
    assert client.post(url, data, headers={"accept": "application/json"}).json()["saved"] == {str(row.pk): row.version + 1}
    count = counts_of([session])[session.pk]
    assert (count.due, count.present, count.duty, count.pending) == (8, 7, 1, 1)


def test_every_state_can_be_marked(cast):
    session = opened(cast)
    row = row_of(cast, session, "teacher")
    for state in [*A.values[1:], A.PENDING]:
        row.refresh_from_db()
        attendance.mark(cast.person("office"), session, [Mark(row.pk, state, row.version)])
        row.refresh_from_db()
        assert row.state == state
    assert row.how == How.PENDING


def test_nobody_marks_himself_present_by_hand(cast):
    session = opened(cast)
    own = row_of(cast, session, "office")
    outcome = attendance.mark(cast.person("office"), session, [Mark(own.pk, A.PRESENT, own.version)])
    assert outcome.saved == [] and row_of(cast, session, "office").state == A.PENDING
    attendance.mark(cast.person("leader"), session, [Mark(own.pk, A.PRESENT, own.version)])
    assert row_of(cast, session, "office").state == A.PRESENT


def test_who_takes_the_roll_signs_in_himself_on_the_day_and_not_after_it(cast, login):
    session = opened(cast)
    client, url = login("office"), reverse("roll", args=[session.pk])
    assert "我到了，签到" in client.get(url).content.decode()
    client.post(url, {"do": "me"})
    row = row_of(cast, session, "office")
    assert (row.state, row.how, row.by) == (A.PRESENT, How.HAND, cast.users["office"])
    Session.objects.filter(pk=session.pk).update(day=TODAY - timedelta(days=1))
    session.attendances.update(state=A.PENDING)
    assert client.post(url, {"do": "me"}).status_code == 409 and row_of(cast, session, "office").state == A.PENDING


def test_a_stale_row_is_left_and_named(cast, login):
    session = signing(cast)
    row = row_of(cast, session, "teacher")
    sign_in.sign(cast.person("teacher"), session, How.QR)
    data = {f"s-{row.pk}": A.ABSENT, f"v-{row.pk}": row.version}
    answer = login("office").post(reverse("roll", args=[session.pk]), data, headers={"accept": "application/json"}).json()
    assert answer["stale"] == ["方静宜（出勤）"] and answer["saved"] == {}
    assert row_of(cast, session, "teacher").state == A.PRESENT


def test_s11_marking_after_the_end_needs_a_reason_and_says_so(cast):
    session = opened(cast)
    service.take_step(cast.person("office"), session.activity, "finish")
    row = row_of(cast, session, "teacher")
    mark = [Mark(row.pk, A.PRESENT, row.version)]
    with pytest.raises(Refused, match="补签，要写明原因"):
        attendance.mark(cast.person("office"), session, mark)
    attendance.mark(cast.person("office"), session, mark, reason="手机没电，唐建平在场")
    row.refresh_from_db()
    assert (row.how, row.note) == (How.LATER, "手机没电，唐建平在场")
    assert AuditEntry.objects.get(action="attendance.later").reason == "手机没电，唐建平在场"


def test_the_signed_sheet_counts_like_the_screen(cast):
    session = opened(cast)
    office = cast.person("office")
    service.take_step(office, session.activity, "finish")
    with pytest.raises(Refused, match="还没有交纸质签到表"):
        attendance.all_present(office, session, paper=True)
    records.set_paper_pages(office, session.activity, 2)
    assert attendance.all_present(office, session, paper=True) == 7
    assert row_of(cast, session, "teacher").how == How.PAPER


def test_the_whole_roll_works_as_one_form(cast, login):
    session = opened(cast)
    rows = list(session.attendances.exclude(teacher=cast.teachers["office"]))
    data = {f"v-{row.pk}": row.version for row in rows} | {f"s-{row.pk}": A.PRESENT for row in rows}
    data[f"s-{rows[0].pk}"] = A.SICK
    page = login("office").post(reverse("roll", args=[session.pk]), data, follow=True).content.decode()
    assert "改了 7 人" in page
    assert counts_of([session])[session.pk].excused == 1


def test_rights_on_the_roll(cast, login):
    """And no page offers the roll to whom it would be refused."""
    session = opened(cast, group="maths")
    url = reverse("roll", args=[session.pk])
    assert login("teacher").get(url).status_code == 403
    assert login("group_leader").post(url, {"do": "all"}).status_code == 404
    assert login("office").get(url).status_code == 200
    assert [opens(cast.person(who), url) for who in ("office", "archivist", "teacher")] == [True, False, False]


def test_the_roll_costs_the_same_queries_for_8_and_40_people(cast, login):
    session = opened(cast)
    client = login("office")
    pages = [reverse("roll", args=[session.pk]), reverse("activity_attendance", args=[session.activity_id]),
             reverse("activity_detail", args=[session.activity_id])]

    def cost() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    client.get(pages[0])
    few = cost()
    people = [a_teacher(cast.school, f"老师{n}", group=cast.groups["maths"], term=cast.term) for n in range(32)]
    assert sign_in.join(cast.person("office"), session, people) == 32
    assert cost() == few


def test_joining_and_visitors_by_the_page(cast, login):
    session = opened(cast, group="maths")
    client = login("office")
    url = reverse("session_join", args=[session.pk])
    assert "名册里没有『张三丰』" in client.post(url, {"names": "张三丰"}, follow=True).content.decode()
    page = client.post(url, {"names": "方静宜、郑国栋"}, follow=True).content.decode()
    assert "加进了 2 人" in page and "方静宜（名单后加入）" in page
    client.post(url, {"visitors": "县教研室 2 人"})
    assert Session.objects.get(pk=session.pk).visitors == "县教研室 2 人"


def test_next_and_todays_sessions(cast):
    assert next_activity(cast.person("teacher")) is None
    planned = an_activity(cast, day=TODAY.replace(day=25))
    assert next_activity(cast.person("teacher")).activity == planned
    session = opened(cast)
    found = next_activity(cast.person("teacher"))
    assert found == session and found.row.state == A.PENDING
    assert [one.count.due for one in today_sessions(cast.person("office"))] == [8]
    Activity.objects.update(state="cancelled")
    assert next_activity(cast.person("teacher")) is None and today_sessions(cast.person("office")) == []


def test_a_rule_asked_of_one_teacher_agrees_with_the_list(cast):
    numbers = {who: teacher.staff_no for who, teacher in cast.teachers.items()}
    rules = [
        {}, {"all": True}, {"groups": ["语文组"]}, {"tags": ["班主任"], "minus": [numbers["teacher"]]},
        {"roles": ["office", "leader"], "plus": [numbers["other"]]}, {"all": True, "minus": [numbers["colleague"]]},
    ]
    for rule in rules:
        meant = set(resolve(rule, cast.school, cast.term, TODAY))
        assert {t for t in cast.teachers.values() if includes(rule, traits(t, cast.term))} == meant, rule


def test_mine_shows_what_is_planned_for_me_too(cast, login):
    an_activity(cast, "语文活动", group="chinese")
    an_activity(cast, "数学活动", group="maths")
    page = login("teacher").get(reverse("activity_list"), {"mine": "1"}).content.decode()
    assert "语文活动" in page and "数学活动" not in page


def test_who_moves_groups_stays_in_the_reports_and_joins_the_next_list(cast, login):
    first = opened(cast, title="语文组教研", group="chinese")
    first.attendances.update(state=A.PRESENT, how="hand")
    service.take_step(cast.person("office"), first.activity, "start")
    maths = opened(cast, title="数学组教研", group="maths")
    teacher = cast.teachers["teacher"]
    Membership.objects.filter(teacher=teacher).update(group=cast.groups["maths"])
    assert attendance_counts(cast.term)[teacher.pk].present == 1
    assert "方静宜" in login("office").get(reverse("activity_attendance", args=[first.activity_id])).content.decode()
    assert lists.freeze(first.activity) == first.attendances.count() and first.attendances.filter(teacher=teacher).exists()
    sign_in.open_sign_in(cast.person("office"), maths)
    assert maths.attendances.get(teacher=teacher).joined_later
    page = login("office").get(reverse("activity_attendance", args=[maths.activity_id])).content.decode()
    assert "方静宜（名单后加入）" in page
