"""起草: autosave, lists and rows, two editors at once, forms sent twice, and what the page says to bad input."""
from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import MonthItem, Plan, PlanComment, ScheduleEntry, Section
from plans.services import editing, publishing
from school.models import AuditEntry
from school.workflow import Refused
from tests.builders import a_teacher
from tests.plans.a_plan import a_draft, add_rows

JSON = {"headers": {"accept": "application/json"}}


def test_a_pause_saves_and_raises_the_version(cast, login):
    section = a_draft(cast).sections.first()
    answer = login("office").post(
        f"/plans/sections/{section.pk}/save/", {"title": "指导思想", "body": "<p>新的一句。</p><script>x</script>", "version": 0}, **JSON
    )
    section.refresh_from_db()
    assert answer.json()["version"] == section.version == 1 and answer.json()["saved"].startswith("已保存 ")
    assert section.body == "<p>新的一句。</p>"


def test_a_stale_save_is_answered_with_both_texts_and_overwrites_nothing(cast, login):
    section = a_draft(cast).sections.first()
    editing.save_section(cast.person("leader"), section, title="指导思想", body="<p>副校长写的。</p>", version=0)
    client, typed = login("office"), {"title": "指导思想", "body": "<p>教导处写的。</p>", "version": 0}
    answer = client.post(f"/plans/sections/{section.pk}/save/", typed, **JSON)
    assert answer.status_code == 409
    assert (answer.json()["mine"], answer.json()["theirs"], answer.json()["version"]) == ("教导处写的。", "副校长写的。", 1)
    page = client.post(f"/plans/sections/{section.pk}/save/", typed)  # without scripts
    assert page.status_code == 409 and "教导处写的。" in page.content.decode() and "副校长写的。" in page.content.decode()
    section.refresh_from_db()
    assert section.body == "<p>副校长写的。</p>"
    assert "吴敬堂正在改" in client.get(f"/plans/{section.plan_id}/edit/").content.decode()


def test_the_same_save_twice_is_no_conflict(cast, login):
    section = a_draft(cast).sections.first()
    for _ in range(2):
        answer = login("office").post(f"/plans/sections/{section.pk}/save/", {"title": "指导思想", "body": "<p>同一句。</p>", "version": 0}, **JSON)
        assert answer.status_code == 200 and answer.json()["version"] == 1


def rows_form(client, plan, kind: str, **changes) -> dict:
    """What the browser would send from the page of a list as it stands, with changes."""
    formset = client.get(f"/plans/{plan.pk}/rows/{kind}/").context["formset"]
    data = {f"rows-{name}": value for name, value in formset.management_form.initial.items()}
    for form in formset:
        data.update({form.add_prefix(name): "" if (value := form[name].value()) is None else value for name in form.fields})
        data = {key: value for key, value in data.items() if value is not False}
    data["seen"] = client.get(f"/plans/{plan.pk}/rows/{kind}/").context["seen"]
    return data | changes


def test_namesakes_in_the_leadership_are_told_apart(cast, login):
    plan, client = a_draft(cast), login("office")
    first = a_teacher(cast.school, "李娜", term=cast.term, subject="语文")
    second = a_teacher(cast.school, "李娜", term=cast.term, subject="数学")
    url = f"/plans/{plan.pk}/rows/leadership/"

    def typed(name: str, **more: str) -> dict:
        return rows_form(client, plan, "leadership", **{"rows-1-role": "member", "rows-1-name": name, **more})

    refused = client.post(url, typed("李娜")).content.decode()
    assert "有 2 位『李娜』，请写明是哪一位：李娜（语文）、李娜（数学）。" in refused and plan.leadership.count() == 1
    assert 'label="李娜（数学）"' in refused, "the choice offers both"
    assert client.post(url, typed("李娜（数学）", **{"rows-2-role": "member", "rows-2-name": first.staff_no})).status_code == 302
    assert [(row.name, row.teacher) for row in plan.leadership.all()][1:] == [("李娜（数学）", second), ("李娜（语文）", first)]
    plan.leadership.filter(teacher=second).update(name="李娜")
    plan.leadership.filter(teacher=first).delete()
    data = rows_form(client, plan, "leadership", **{"rows-1-duty": "管村小"})
    assert data["rows-1-name"] == "李娜（数学）", "one who is there already keeps his row"
    assert client.post(url, data).status_code == 302
    row = plan.leadership.get(duty="管村小")
    assert (row.name, row.teacher) == ("李娜（数学）", second)
    client.post(url, rows_form(client, plan, "leadership", **{"rows-1-name": "外请专家"}))
    assert plan.leadership.get(duty="管村小").teacher is None


def test_rows_are_added_changed_deleted_and_numbered(cast, login):
    plan, client = a_draft(cast), login("office")
    data = rows_form(client, plan, "months", **{
        "rows-0-requirement": "每人带两本书", "rows-1-month": "２０２６-09", "rows-1-content": "听课周",
        "rows-2-month": "2026-10", "rows-2-content": "示范课",
    })
    assert client.post(f"/plans/{plan.pk}/rows/months/", data).status_code == 302
    kept = list(MonthItem.objects.values_list("month", "order", "content", "requirement"))
    assert kept == [("2026-09", 1, "读书交流会", "每人带两本书"), ("2026-09", 2, "听课周", ""), ("2026-10", 1, "示范课", "")]
    assert client.post(f"/plans/{plan.pk}/rows/months/", data).status_code == 302, "sent twice"
    assert MonthItem.objects.count() == 3
    client.post(f"/plans/{plan.pk}/rows/months/", rows_form(client, plan, "months", **{"rows-1-DELETE": "on"}))
    assert list(MonthItem.objects.values_list("content", flat=True)) == ["读书交流会", "示范课"]


def test_two_editors_of_one_list_lose_nothing(cast, login):
    plan = a_draft(cast)
    client = login("office")
    mine = rows_form(client, plan, "months", **{"rows-1-month": "2026-11", "rows-1-content": "我加的一行"})
    theirs = rows_form(client, plan, "months", **{"rows-0-content": "读书沙龙"})
    assert client.post(f"/plans/{plan.pk}/rows/months/", theirs).status_code == 302
    page = client.post(f"/plans/{plan.pk}/rows/months/", mine)
    assert page.status_code == 409
    assert "读书沙龙" in page.content.decode() and "我加的一行" in page.content.decode()
    assert list(MonthItem.objects.values_list("content", flat=True)) == ["读书沙龙"]
    again = mine | {"seen": page.context["seen"], "rows-0-content": "读书沙龙"}
    assert client.post(f"/plans/{plan.pk}/rows/months/", again).status_code == 302
    assert set(MonthItem.objects.values_list("content", flat=True)) == {"读书沙龙", "我加的一行"}


def test_a_bad_list_says_what_is_wrong_and_keeps_what_was_typed(cast, login):
    plan, client = a_draft(cast), login("office")
    page = client.post(f"/plans/{plan.pk}/rows/months/", rows_form(client, plan, "months", **{"rows-1-month": "九月", "rows-1-content": "听课周"}))
    assert "月份应写成 2026-09。" in page.content.decode() and "听课周" in page.content.decode()
    data = rows_form(client, plan, "stages", **{"rows-0-starts": "2026-12-31", "rows-0-ends": "2026-09-07"})
    assert "结束早于开始" in client.post(f"/plans/{plan.pk}/rows/stages/", data).content.decode()
    data = rows_form(client, plan, "quotas", **{"rows-0-audience": "语文组、火星人"})
    page = client.post(f"/plans/{plan.pk}/rows/quotas/", data).content.decode()
    assert "『火星人』不是本校的组、标签、学科、身份或教师姓名" in page and "语文组、火星人" in page


def entry_form(**changes) -> dict:
    return {
        "title": "教学技能培训", "starts": "2026-11-11", "ends": "", "audience": "语文组、班主任，不含 方静宜", "training_forms": "技能训练、专题讲座",
        "hours": "２", "version": "0", "key": str(uuid4()), "sessions-TOTAL_FORMS": "1", "sessions-INITIAL_FORMS": "0",
        "sessions-0-day": "2026-11-11", "sessions-0-starts": "15:50", "sessions-0-ends": "17:00", "sessions-0-place": "多功能室",
    } | changes


def test_a_row_of_the_schedule_with_its_session_once(cast, login):
    plan, client, data = a_draft(cast, rows=0), login("office"), entry_form()
    data["sessions-0-presenters"] = "郑国栋"
    for _ in range(2):
        assert client.post(f"/plans/{plan.pk}/schedule/new/", data).status_code == 302
    entry = ScheduleEntry.objects.get()
    teacher = cast.teachers["teacher"].staff_no
    assert entry.audience == {"groups": ["语文组"], "tags": ["班主任"], "minus": [teacher]} and entry.forms == ["技能训练", "专题讲座"]
    assert (entry.hours, entry.sessions.get().place, entry.sessions.get().presenters.get().name) == (2, "多功能室", "郑国栋")


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"starts": "2027-03-01"}, "2027年3月1日不在本学期里（2026年9月1日至2027年1月24日）"),
    ({"sessions-0-day": "2026-08-01"}, "2026年8月1日不在本学期里"),
    ({"ends": "2026-11-01"}, "结束的日子早于开始"),
    ({"sessions-0-ends": "15:00"}, "结束的时间不晚于开始"),
    ({"audience": "火星人"}, "『火星人』不是本校的组"),
    ({"title": ""}, "这个字段是必填项"),
])
def test_a_bad_row_is_a_sentence_and_nothing_typed_is_lost(cast, login, changes, sentence):
    plan = a_draft(cast, rows=0)
    page = login("office").post(f"/plans/{plan.pk}/schedule/new/", entry_form(**changes))
    text = page.content.decode()
    assert page.status_code == 200 and sentence in text and "没有保存" in text
    assert "技能训练、专题讲座" in text and "多功能室" in text
    assert not ScheduleEntry.objects.exists()


def test_two_editors_of_one_row(cast, login):
    plan = a_draft(cast, rows=1)
    entry = plan.schedule.get()
    sessions = {"sessions-INITIAL_FORMS": "1", "sessions-0-id": entry.sessions.get().pk}
    client = login("office")
    assert client.post(f"/plans/{plan.pk}/schedule/{entry.pk}/", entry_form(title="先存的", **sessions)).status_code == 302
    page = client.post(f"/plans/{plan.pk}/schedule/{entry.pk}/", entry_form(title="后存的", **sessions | {"sessions-0-place": "操场"}))
    text = page.content.decode()
    assert page.status_code == 409 and "先存的" in text and "后存的" in text and "操场" in text
    entry.refresh_from_db()
    assert entry.title == "先存的" and entry.sessions.get().place == "多功能室"
    again = entry_form(title="后存的", version=page.context["form"]["version"].value(), **sessions)
    assert client.post(f"/plans/{plan.pk}/schedule/{entry.pk}/", again).status_code == 302
    entry.refresh_from_db()
    assert entry.title == "后存的"


def test_sections_are_added_once_moved_and_removed_with_their_text_kept(cast, login):
    plan, client, key = a_draft(cast), login("office"), str(uuid4())
    for _ in range(2):
        client.post(f"/plans/{plan.pk}/sections/", {"title": "保障措施", "key": key})
    assert list(plan.sections.values_list("title", flat=True)) == ["指导思想", "研修目标", "保障措施"]
    last = Section.objects.get(title="保障措施")
    client.post(f"/plans/sections/{last.pk}/step/", {"step": "up"})
    assert list(plan.sections.values_list("title", flat=True)) == ["指导思想", "保障措施", "研修目标"]
    first = Section.objects.get(title="指导思想")
    client.post(f"/plans/sections/{first.pk}/step/", {"step": "remove"})
    assert AuditEntry.objects.get(action="plan.section.remove").before["body"] == "<p>问题从课堂上来。</p>"


def test_comments_replies_and_resolving(cast, login):
    plan = a_draft(cast, state="consulting")
    section, key = plan.sections.first(), str(uuid4())
    for _ in range(2):
        login("teacher").post(f"/plans/{plan.pk}/comments/", {"text": "下湾没有班车。", "section": section.pk, "key": key})
    comment = PlanComment.objects.get()
    assert comment.section == section and comment.author_name == "方静宜"
    login("office").post(f"/plans/{plan.pk}/comments/", {"text": "改到上午。", "parent": comment.pk, "key": str(uuid4()), "at": section.pk})
    assert comment.replies.get().section == section
    assert login("teacher").post(f"/plans/comments/{comment.pk}/resolve/", {"done": "1"}).status_code == 403
    login("office").post(f"/plans/comments/{comment.pk}/resolve/", {"done": "1"})
    page = login("teacher").get(f"/plans/{plan.pk}/").content.decode()
    assert "改到上午。" in page and "已采纳，何淑芬" in page
    assert login("office").post(f"/plans/{plan.pk}/comments/", {"text": "  "}).status_code == 409


def test_lists_cost_the_same_for_one_row_and_thirty(cast, login):
    plan, client = a_draft(cast, rows=1), login("office")
    entry = plan.schedule.first()
    addresses = ["/plans/", "/plans/schedule/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/edit/", f"/plans/{plan.pk}/schedule/{entry.pk}/",
                 f"/plans/{plan.pk}/check/", f"/plans/{plan.pk}/rows/quotas/", f"/plans/{plan.pk}/rows/months/"]
    editing.comment(cast.person("office"), plan, "第一条")
    before = {address: _queries(client, address) for address in addresses}
    add_rows(cast, plan, 29)
    for at in range(29):
        plan.quotas.create(order=at + 2, name="反思", source="works:反思", audience={"tags": ["班主任"]}, number=1)
        plan.months.create(month="2026-10", order=at, content=f"第 {at} 件")
        plan.sections.create(order=at + 9, title=f"第 {at} 节")
        entry.sessions.create(order=at + 2).presenters.add(cast.teachers["teacher"])
        editing.comment(cast.person("office"), plan, f"第 {at} 条")
    assert {address: _queries(client, address) for address in addresses} == before


def _queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_save_that_was_on_its_way_while_the_plan_was_submitted_is_refused(cast):
    """The page was read as a draft; what the 校长 is asked to publish no longer moves."""
    plan = a_draft(cast)
    section = plan.sections.select_related("plan").first()
    publishing.step(cast.person("leader"), Plan.objects.get(pk=plan.pk), "submit")
    with pytest.raises(Refused, match="不能改"):
        editing.save_section(cast.person("office"), section, title=section.title, body="<p>晚到的字。</p>", version=section.version)
    section.refresh_from_db()
    assert "晚到的字" not in section.body
