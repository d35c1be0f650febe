"""检查与巡课: a list for one thumb, problems that are mended, and what becomes of a round."""
from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import Activity, Assessment, ClassAward, Finding, Inspection, TimetableSlot, Walk
from activities.queries import inspections as queries
from activities.queries.todo_contests import todo_contests
from activities.services import inspections as services
from instruments.library import seed_library
from instruments.models import Instrument
from school import clock
from school.models import AuditEntry, Notice
from school.workflow import Refused, StaleEdit
from tests.builders import TODAY

pytestmark = pytest.mark.django_db


def a_round(cast, who: str = "office", **values) -> Inspection:
    values = {"kind": "备课", "title": "备课检查（第12周）", "day": TODAY, "unit": "课时"} | values
    return services.create(cast.person(who), uuid4(), values.pop("audience", {"all": True}), **values)


def row_of(cast, round_: Inspection, name: str) -> Finding:
    return Finding.objects.select_related("inspection__instrument", "teacher").get(inspection=round_, teacher=cast.teachers[name])


def test_a_random_round_can_be_drawn_again(cast, login):
    round_ = a_round(cast, drawn=3)
    assert round_.findings.count() == 3 and len(round_.pool) == 8
    chosen = sorted(round_.findings.values_list("teacher__staff_no", flat=True))
    assert sorted(queries.draw(round_.seed, round_.pool, 3)) == chosen
    assert sorted(queries.draw("another", round_.pool, 8)) == round_.pool
    assert AuditEntry.objects.get(action="inspection.add").after == {"seed": round_.seed, "teachers": chosen}
    page = login("office").get(reverse("inspection_round", args=[round_.pk])).content.decode()
    assert f"从 8 人中随机抽 3 人，种子 {round_.seed}" in page
    with pytest.raises(Refused, match="抽不出 9 人"):
        a_round(cast, drawn=9)


def test_sixty_taps_and_one_problem(cast, login):
    """The list as a thumb fills it in: one row by script, the rest at once; the problem goes its way to 复查合格."""
    round_ = a_round(cast)
    client, url = login("office"), reverse("inspection_round", args=[round_.pk])
    bad, good = row_of(cast, round_, "teacher"), row_of(cast, round_, "colleague")
    assert "何淑芬的课时数" not in client.get(url).content.decode(), "one's own is looked at by somebody else"
    answer = client.post(url, {f"v-{good.pk}": "0", f"s-{good.pk}": "ok", f"n-{good.pk}": "１２课时"}, HTTP_ACCEPT="application/json")
    assert answer.json()["saved"] == {str(good.pk): 1} and "还有 7 人" in answer.json()["count"]
    sent = {f"v-{bad.pk}": "0", f"s-{bad.pk}": "returned", f"r-{bad.pk}": "", f"n-{bad.pk}": ""}
    assert "写一句是什么问题" in client.post(url, sent, HTTP_ACCEPT="application/json").json()["error"]
    client.post(url, sent | {f"r-{bad.pk}": "三课时没有课后记", f"d-{bad.pk}": "2026-11-25"})
    assert "要整改：三课时没有课后记" in Notice.objects.get(user=cast.users["teacher"]).text
    with pytest.raises(StaleEdit):
        services.write(cast.person("leader"), row_of(cast, round_, "colleague"), 0, "ok")
    client.post(reverse("inspection_step", args=[round_.pk]), {"step": "rest_ok"})
    assert row_of(cast, round_, "other").state == "ok" and row_of(cast, round_, "office").state == ""
    assert [todo.title for todo in todo_contests(cast.person("teacher"))] == ["整改：备课检查（第12周）"]
    mine = reverse("finding", args=[bad.pk])
    assert "三课时没有课后记" in login("teacher").get(mine).content.decode()
    client.post(reverse("finding_answer", args=[bad.pk]), {"answer": "补上了"})
    assert [todo.title for todo in todo_contests(cast.person("office"))] == ["复查：方静宜的备课"]
    client = login("office")
    assert client.post(reverse("finding_check", args=[bad.pk]), {"step": "finding_again"}).status_code == 409, "a reason is asked for"
    client.post(reverse("finding_check", args=[bad.pk]), {"step": "finding_mended"})
    assert row_of(cast, round_, "teacher").state == "mended" and not todo_contests(cast.person("teacher"))
    assert login("colleague").get(mine).status_code == 404, "a colleague's finding does not exist for others"


def test_a_confirmed_round_becomes_marks_and_is_frozen(cast):
    """Marks once, never one's own nor those of who marks one's like: the 校长 writes the rest."""
    activity = Activity.objects.create(school=cast.school, term=cast.term, title="常规", state="finished", audience={"all": True}, key=uuid4())
    round_ = a_round(cast, activity=activity, gives="number", unit="分")
    for number, name in enumerate(("teacher", "colleague", "leader"), 80):
        services.write(cast.person("office"), row_of(cast, round_, name), 0, "ok", number=number)
    services.write(cast.person("leader"), row_of(cast, round_, "office"), 0, "ok", number=90)
    assert services.confirm(cast.person("office"), round_) == 2
    with pytest.raises(Refused):
        services.confirm(cast.person("leader"), round_)
    with pytest.raises(Refused, match="不能再改"):
        services.write(cast.person("office"), row_of(cast, round_, "teacher"), 1, "ok", number=99)
    round_.refresh_from_db()
    assert services.write_marks(cast.person("principal"), round_) == 2
    assert services.write_marks(cast.person("principal"), round_) == 0, "written once"
    marks = {row.teacher_id: row.number for row in Assessment.objects.filter(activity=activity)}
    assert marks == {cast.teachers[name].pk: number for name, number in (("teacher", 80), ("colleague", 81), ("leader", 82), ("office", 90))}


def test_a_form_a_level_and_a_group(cast, login):
    seed_library(cast.school)
    form = Instrument.objects.get(name="备课检查表")
    client = login("group_leader")
    first = {"key": str(uuid4()), "kind": "备课", "day": "2026-11-18", "group": cast.groups["chinese"].pk, "groups": ["数学组"],
             "instrument": form.pk, "unit": "", "levels": "优、良"}
    assert "只能查本组" in client.post(reverse("inspection_new"), first).content.decode()
    answer = client.post(reverse("inspection_new"), first | {"groups": ["语文组"], "rota": "第12周 语文"})
    round_ = Inspection.objects.get()
    assert answer.url == reverse("inspection_round", args=[round_.pk]) and round_.findings.count() == 6 and round_.title == "备课检查（第12周）"
    row = row_of(cast, round_, "teacher")
    sent = {"version": "0", "state": "ok", "level": "优", "a-count": "41", "remark": ""}
    assert "最高 40 分" in client.post(reverse("finding", args=[row.pk]), sent).content.decode()
    client.post(reverse("finding", args=[row.pk]), sent | {"a-count": "38", "a-plan": "40", "a-after": "15"})
    row.refresh_from_db()
    assert (row.state, row.level, row.response.total, row.response.about) == ("ok", "优", 93, cast.teachers["teacher"])
    whole = a_round(cast)
    assert client.get(reverse("inspection_round", args=[whole.pk])).status_code == 404, "the school's rounds are the school's"


def test_a_walk_is_told_the_same_day(cast, login):
    client = login("leader")
    sent = {"key": str(uuid4()), "teacher": cast.teachers["teacher"].pk, "seen": ["学生参与好"], "text": "小组真的在讨论"}
    client.post(reverse("walk"), sent)
    client.post(reverse("walk"), sent)
    assert Walk.objects.count() == 1 and "小组真的在讨论" in Notice.objects.get().text
    TimetableSlot.objects.create(
        school=cast.school, term=cast.term, teacher=cast.teachers["colleague"], weekday=3, period=2, class_name="四（2）班", subject="数学"
    )
    page = client.get(reverse("walk"), {"period": 2}).content.decode()
    assert "四（2）班　郑国栋　数学" in page and "方静宜" not in page.split("</select>")[0].split("<select")[-1], "only who teaches then"
    client.post(f"{reverse('walk')}?period=2", {"key": str(uuid4()), "teacher": cast.teachers["colleague"].pk, "seen": ["正常上课"]})
    row = Walk.objects.get(teacher=cast.teachers["colleague"])
    assert (row.class_name, row.period) == ("四（2）班", "第2节")
    row.delete()
    assert "小组真的在讨论" in login("teacher").get(reverse("inspection_list")).content.decode()
    own = login("leader").post(reverse("walk"), sent | {"teacher": cast.teachers["leader"].pk, "key": str(uuid4())})
    assert own.status_code == 200 and Walk.objects.count() == 1 and clock.today() == TODAY


def test_a_week_of_class_awards_in_one_go(cast, login):
    """先进班级: ticked days are added, unticked ones go, one's own class is left to others; the same again changes nothing."""
    for name, classes in (("teacher", "四（1）班、五（2）班"), ("colleague", "四（2）班")):
        cast.teachers[name].classes = classes
        cast.teachers[name].save()
    client, url = login("office"), reverse("award_week")
    page = client.get(url).content.decode()
    assert "四（1）班" in page and "五（2）班" not in page and "11月19日" not in page, "only days that have come"
    one, two = (cast.teachers[name].pk for name in ("teacher", "colleague"))
    sent = {f"w-{one}-2026-11-16": "1", f"w-{one}-2026-11-18": "1", f"w-{two}-2026-11-17": "1", f"w-{two}-2026-11-19": "1"}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert sorted(ClassAward.objects.values_list("class_name", "day__day")) == [("四（1）班", 16), ("四（1）班", 18), ("四（2）班", 17)]
    client.post(url, {f"w-{one}-2026-11-18": "1"})
    assert list(ClassAward.objects.values_list("class_name", "day__day")) == [("四（1）班", 18)]
    assert AuditEntry.objects.filter(action="award.remove").count() == 2
