"""评比: from the entries to the 评定结果, blind on the way and counted again by hand."""
from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import docx
import pikepdf
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import Activity, Assessment, Contest, Entry, Judging
from activities.queries import contests as queries
from activities.queries.contests_places import Order, Place, Sheet, settle
from activities.services import contests, judging
from documents.nameless import nameless
from instruments.library import seed_library
from school import files
from school.models import AuditEntry, Notice, Role
from school.person import person_of
from school.workflow import Refused, StaleEdit
from tests.activities.records import a_work
from tests.builders import TODAY, a_teacher, a_user

pytestmark = pytest.mark.django_db
POINTS = ("aim", "body", "use", "form")
TIERS = [{"name": "一档", "value": "20"}, {"name": "二档", "value": "30"}, {"name": "三档", "value": "50"}]


def a_contest(cast, **values) -> Contest:
    seed_library(cast.school)
    from instruments.models import Instrument
    form = Instrument.objects.get(name="作品评审表")
    activity = Activity.objects.create(
        school=cast.school, term=cast.term, title="教学设计评比", state="open", audience={"all": True}, key=uuid4()
    )
    values = {"title": "教学设计评比", "instrument": form, "tiers": TIERS, "own_group": True} | values
    return contests.create(cast.person("office"), activity, uuid4(), **values)


def enter(cast, contest: Contest, *names: str) -> list[Entry]:
    return [
        contests.enter(cast.person(name), contest, cast.teachers[name], f"{cast.teachers[name].name}的设计", uuid4()) for name in names
    ]


def hand_in(cast, row: Judging, *points: str, remark: str = "") -> Judging:
    row.refresh_from_db()
    person = person_of(row.judge.user)
    return judging.keep_sheet(person, row, dict(zip(POINTS, points, strict=True)), remark, row.version, hand_in=True)


def sheets(contest: Contest) -> dict[tuple[str, int], Judging]:
    rows = Judging.objects.filter(judge__contest=contest).select_related("judge__user", "judge__contest__instrument", "entry", "response")
    return {(row.judge.user.username, row.entry.teacher_id): row for row in rows}


def test_places_by_hand():
    """Extremes only from four sheets on; equals share a place and a tier; the border rounds half up; the jury decides where it must."""
    def of(entry: int, *totals: int, jury: int | None = None) -> Place:
        return Place(entry, [Sheet(Decimal(total), Decimal(total) / 4) for total in totals], jury)

    order = Order(True, "same", "share", TIERS)
    found = settle([of(1, 60, 90, 91, 100), of(2, 90, 91, 90), of(3, 70, 71, 70, 72), of(4)], order)
    assert [(place.entry, str(place.mean), place.rank, place.tier) for place in found] == [
        (1, "90.5", 1, "一档"), (2, "90.33", 2, "二档"), (3, "70.5", 3, "三档"), (4, "None", None, ""),
    ]
    assert found[0].dropped == [100, 60] and found[1].dropped == []
    equal = settle([of(1, 80), of(2, 80), of(3, 70)], order)
    assert [(place.rank, place.tier) for place in equal] == [(1, "一档"), (1, "一档"), (3, "三档")]
    jury = Order(False, "jury", "number", [{"name": "一等奖", "value": "1"}, {"name": "二等奖", "value": "2"}])
    assert [place.open for place in settle([of(1, 80), of(2, 80)], jury)] == [True, True]
    assert [(place.entry, place.rank, place.tier) for place in settle([of(1, 80, jury=2), of(2, 80, jury=1)], jury)] == [
        (2, 1, "一等奖"), (1, 2, "二等奖")
    ]
    item = Order(False, "item", "points", [{"name": "优", "value": "85"}, {"name": "良", "value": "60"}])
    mixed = [Place(1, [Sheet(Decimal(80), Decimal(20))]), Place(2, [Sheet(Decimal(80), Decimal(30))])]
    assert [(place.entry, place.rank, place.tier) for place in settle(mixed, item)] == [(2, 1, "良"), (1, 2, "良")]


def test_the_whole_contest_and_its_result_again(cast, login):
    contest = a_contest(cast)
    enter(cast, contest, "teacher", "colleague", "other")
    contests.set_judges(cast.person("office"), contest, [cast.users["leader"], cast.users["principal"], cast.users["teacher"]])
    contests.begin(cast.person("office"), contest)
    found = sheets(contest)
    assert len(found) == 8 and ("teacher", cast.teachers["teacher"].pk) not in found, "nobody judges himself"
    assert sorted(Entry.objects.values_list("no", flat=True)) == [1, 2, 3]
    scores = {"teacher": ("18", "36", "23", "13"), "colleague": ("15", "30", "20", "10"), "other": ("12", "25", "15", "8")}
    for (_, author), row in found.items():
        name = next(key for key, teacher in cast.teachers.items() if teacher.pk == author)
        hand_in(cast, row, *scores[name], remark="例子是真的")
    page = login("office").get(reverse("contest_result", args=[contest.pk])).content.decode()
    assert "还差" not in page and "方静宜" in page
    seen = queries.result(contest).print
    with pytest.raises(Refused, match="结果变了"):
        judging.confirm(cast.person("office"), contest, "0" * 16)
    assert judging.confirm(cast.person("office"), contest, seen) == 3
    marks = {row.teacher_id: row for row in Assessment.objects.filter(activity=contest.activity)}
    mark = marks[cast.teachers["teacher"].pk]
    assert (mark.tier, mark.remark, mark.preliminary) == ("一档", "『教学设计评比』第 1 名，90 分", False)
    stored = [(row.pk, row.mean, row.rank, row.tier) for row in contest.entries.order_by("rank")]
    assert stored == [(entry.pk, place.mean, place.rank, place.tier) for place, entry in queries.result(contest).places]
    assert AuditEntry.objects.filter(action="mark", reason__contains="第 1 名").count() == 1
    with pytest.raises(Refused, match="评审表不能再动"):
        hand_in(cast, next(iter(found.values())), "1", "1", "1", "1")
    other = login("other").get(reverse("contest", args=[contest.pk])).content.decode()
    assert "例子是真的" in other and "第 3 名" in other and "拟表彰" in other
    assert "方静宜" in other and "郑国栋" not in other, "only the first tier is public"
    assert "周德厚" not in other and "吴敬堂" not in other, "remarks without judges' names"
    book = load_workbook(io.BytesIO(login("office").get(reverse("contest_xlsx", args=[contest.pk])).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert any(row[:1] == [1] and "方静宜" in row and 90 in row for row in cells)


def test_blind_means_blind(cast, client):
    """The expert finds numbers only: no name in pages, addresses, file names or file properties, and nothing else in the house."""
    expert = a_user("expert", "省外专家")
    Role.objects.create(user=expert, school=cast.school, name="expert")
    contest = a_contest(cast)
    work = a_work(cast, state="submitted", title="方静宜的分数课", body="我是方静宜，他把本子举得很高。")
    contests.enter(cast.person("teacher"), contest, cast.teachers["teacher"], "方静宜的分数课", uuid4(), work=work)
    word, target = docx.Document(), io.BytesIO()
    word.core_properties.author = word.core_properties.last_modified_by = "郑国栋"
    word.add_paragraph("教学设计")
    word.save(target)
    from school.uploads import keep
    kept = keep(cast.person("colleague"), target.getvalue(), "郑国栋教学设计.docx")
    contests.enter(cast.person("colleague"), contest, cast.teachers["colleague"], "平行四边形", uuid4(), file=kept)
    contests.set_judges(cast.person("office"), contest, [expert])
    client.force_login(expert, backend="django.contrib.auth.backends.ModelBackend")
    assert reverse("contest", args=[contest.pk]) in client.get(reverse("contest_list")).content.decode()
    contests.begin(cast.person("office"), contest)
    pages = [reverse("home"), reverse("contest_list"), reverse("contest", args=[contest.pk]), reverse("contest_judge", args=[contest.pk])]
    pages += [reverse("judging", args=[row.pk]) for row in Judging.objects.all()]
    for url in pages:
        answer = client.get(url)
        text = answer.content.decode()
        assert answer.status_code == 200, url
        assert not [name for name in ("方静宜", "郑国栋", "语文组", f"/works/{work.pk}", "files/") if name in text], url
    row = Judging.objects.get(entry__file=kept)
    answer = client.get(reverse("judging_file", args=[row.pk, 0]))
    assert row.entry.number.replace(" ", "") in answer["Content-Disposition"].replace("%E5%8F%B7", "号")
    data = b"".join(answer) if answer.streaming else answer.content
    again = docx.Document(io.BytesIO(data)).core_properties
    assert (again.author, again.last_modified_by) == ("", "") and "郑国栋".encode() not in data
    for url in (reverse("work", args=[work.pk]), reverse("activity_detail", args=[contest.activity_id])):
        assert client.get(url).status_code in (403, 404), url
    assert "方静宜" not in client.get(reverse("work_list")).content.decode()
    assert client.get(reverse("file", args=[kept.pk])).status_code == 404
    other = a_user("expert2", "没请的专家")
    Role.objects.create(user=other, school=cast.school, name="expert")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("judging", args=[row.pk])).status_code == 404
    assert client.get(reverse("contest", args=[contest.pk])).status_code == 404


def test_no_name_in_remarks_nor_in_files_that_cannot_be_cleaned(cast):
    """The author of a tracked change, of a remark in a PDF and of an old .doc; what cannot be cleaned is not taken."""
    def office(**parts: str) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as made:
            for name, text in parts.items():
                made.writestr(name.replace("__", "/") + ".xml", text)
        return target.getvalue()

    word = office(word__document='<w:ins w:id="1" w:author="郑国栋" w:initials=\'郑\'/>', word__people='<w15:person w15:author="郑国栋"/>',
                  docProps__core="<creator>郑国栋</creator>", docProps__custom="<vt:lpwstr>郑国栋</vt:lpwstr>",
                  ppt__commentAuthors='<p:cmAuthor id="0" name="郑国栋"/>', xl__table='<table displayName="成绩"/>')
    with zipfile.ZipFile(io.BytesIO(nameless(word, "application/vnd.openxmlformats-x"))) as clean:
        text = "".join(clean.read(name).decode() for name in clean.namelist())
    assert "郑" not in text and 'displayName="成绩"' in text
    made, target = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page()
    page.Annots = made.make_indirect([{"/Subtype": pikepdf.Name.Text, "/T": "Zheng", "/Contents": "x"}])
    made.docinfo["/Author"] = "Zheng"
    made.save(target)
    assert b"Zheng" not in nameless(target.getvalue(), "application/pdf")
    contest = a_contest(cast)
    old = files.store(cast.school, b"\xd0\xcf\x11\xe0", name="教案.doc", mime="application/msword")
    with pytest.raises(Refused, match="作者信息去不掉"):
        contests.enter(cast.person("teacher"), contest, cast.teachers["teacher"], "分数", uuid4(), file=old)
    open_one = a_contest(cast, blind=False)
    assert contests.enter(cast.person("teacher"), open_one, cast.teachers["teacher"], "分数", uuid4(), file=old).file == old


def test_who_enters_a_contest_he_runs_changes_no_rule_once_points_come_in(cast):
    contest = a_contest(cast)
    enter(cast, contest, "office", "teacher")
    contests.set_judges(cast.person("office"), contest, [cast.users["colleague"]])
    contests.begin(cast.person("office"), contest)
    with pytest.raises(Refused, match="要由别人改"):
        contests.arrange(cast.person("office"), contest, contest.version, tiers=[{"name": "一档", "value": "100"}])
    with pytest.raises(Refused, match="要由别人改"):
        contests.set_judges(cast.person("office"), contest, [cast.users["colleague"], cast.users["leader"]])
    contests.arrange(cast.person("leader"), contest, contest.version, trim=True)


def test_own_group_declining_and_a_late_judge(cast):
    contest = a_contest(cast, own_group=False)
    enter(cast, contest, "teacher", "other")
    office = cast.person("office")
    contests.set_judges(office, contest, [cast.users["colleague"]])
    with pytest.raises(Refused, match="没有评委可评"):
        contests.begin(office, contest)
    contest.refresh_from_db()
    contests.set_judges(office, contest, [cast.users["colleague"], a_teacher(cast.school, "汪一平", user=a_user("w", "汪一平")).user])
    contests.begin(office, contest)
    assert set(sheets(contest)) == {
        ("colleague", cast.teachers["other"].pk), ("w", cast.teachers["other"].pk), ("w", cast.teachers["teacher"].pk)
    }
    row = sheets(contest)["w", cast.teachers["other"].pk]
    judging.decline(person_of(row.judge.user), row, "是亲属")
    contests.set_judges(office, contest, [*(one.user for one in contest.judges.all()), cast.users["principal"]])
    assert ("principal", cast.teachers["other"].pk) in sheets(contest) and Notice.objects.filter(user=cast.users["principal"]).exists()
    assert queries.waiting(cast.person("principal"))[0].owed == 1, "方静宜 is of his group"
    hand_in(cast, sheets(contest)["colleague", cast.teachers["other"].pk], "1", "2", "3", "4")
    with pytest.raises(Refused, match="已经交过"):
        contests.set_judges(office, contest, [cast.users["principal"]])


def test_the_form_says_what_is_wrong(cast, login):
    contest = a_contest(cast, entries_due=TODAY - timedelta(days=1))
    contest.activity.forms = ["教学竞赛"]
    contest.activity.save()
    enter(cast, contest, "teacher")
    owing = login("office").get(reverse("contest", args=[contest.pk])).content.decode()
    assert "还没有交的 7 人" in owing and "每人一件" in login("other").get("/").content.decode()
    assert "每人一件" not in login("teacher").get("/").content.decode()
    client = login("office")
    first = {"title": "评比", "instrument": contest.instrument_id, "level": "校级", "ties": "item", "tie_item": "", "tier_by": "share",
             "tiers": "一档 60、二档 70、三", "praised": "1", "gives": "tier", "version": "1"}
    url = reverse("contest_edit", args=[contest.pk])
    text = client.post(url, first).content.decode()
    assert "『三』看不懂" in text and "有分的指标" in text
    assert "超过 100%" in client.post(url, first | {"tiers": "一档 60，二档７０"}).content.decode()
    good = first | {"tiers": "一等奖２０%；二等奖30", "ties": "same", "title": "改过的名称"}
    assert client.post(url, good).status_code == 302
    made = client.post(reverse("contest_new"), good | {"title": "说课", "key": str(uuid4())})
    assert made.status_code == 302 and Contest.objects.get(title="说课").activity.title == "说课", "its activity comes with it"
    contest.refresh_from_db()
    assert contest.tiers == [{"name": "一等奖", "value": "20"}, {"name": "二等奖", "value": "30"}]
    stale = client.post(url, good | {"title": "另一个名称"})
    assert stale.status_code == 409 and "改过的名称" in stale.content.decode() and "另一个名称" in stale.content.decode()


def test_a_judge_in_two_windows_loses_nothing(cast):
    contest = a_contest(cast)
    enter(cast, contest, "teacher")
    contests.set_judges(cast.person("office"), contest, [cast.users["leader"]])
    contests.begin(cast.person("office"), contest)
    row = Judging.objects.get()
    hand_in(cast, row, "18", "36", "23", "13")
    with pytest.raises(StaleEdit) as stale:
        judging.keep_sheet(cast.person("leader"), row, {"aim": "1"}, "", 0)
    assert "18" in stale.value.theirs
