"""导入教师名册: every bad cell is named, nothing is half-imported."""
import io

import pytest
from openpyxl import Workbook

from school.models import AuditEntry, Tag, Teacher
from school.services import roster
from school.workflow import Refused


def a_workbook(*rows: tuple, title: str = "教师") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HEADS = ("姓名", "工号", "性别", "职称", "出生年月", "教研组", "标签")


def test_good_rows_arrive_with_group_tags_and_pinyin(cast):
    data = a_workbook(HEADS, ("单于飞", "９０１", "男", "一级", "1985-09", "语文组", "骨干、班主任"), ("曾小玥", "902", "女", "未评", "", "", ""))
    draft = roster.read(data, cast.school, cast.term)
    assert not draft.errors
    assert roster.apply(cast.person("office"), cast.school, cast.term, draft) == (2, 0)
    teacher = Teacher.objects.get(staff_no="901")
    assert teacher.title == "一级" and str(teacher.born) == "1985-09-01"
    assert {tag.name for tag in teacher.tags.all()} == {"骨干", "班主任"}
    assert teacher.memberships.get().group == cast.groups["chinese"]
    assert Teacher.objects.get(staff_no="902").pinyin.startswith("zeng")


def test_the_same_workbook_again_changes_nothing(cast):
    data = a_workbook(HEADS, ("林知远", "901", "男", "一级", "1985-09", "语文组", ""))
    for expected in ((1, 0), (0, 0)):
        assert roster.apply(cast.person("office"), cast.school, cast.term, roster.read(data, cast.school, cast.term)) == expected


def test_one_bad_row_stores_nothing_and_names_sheet_row_and_column(cast):
    before = Teacher.objects.count()
    data = a_workbook(
        HEADS, ("林知远", "901", "男", "一级", "1985-09", "语文组", ""), ("", "902", "男", "特级", "1985-13", "体育组", ""),
        ("林知远", "901", "男", "", "", "", ""),
    )
    draft = roster.read(data, cast.school, cast.term)
    found = {(error.row, error.column) for error in draft.errors}
    assert found == {(3, "A"), (3, "D"), (3, "E"), (3, "F"), (4, "B")}
    assert all(error.sheet == "教师" and error.sentence.endswith("。") for error in draft.errors)
    with pytest.raises(Refused, match="一行也没有导入"):
        roster.apply(cast.person("office"), cast.school, cast.term, draft)
    assert Teacher.objects.count() == before


def test_a_file_that_is_no_workbook_gets_a_sentence(cast):
    with pytest.raises(Refused, match="不是可以导入的表格"):
        roster.read(b"%PDF-1.7 not a workbook", cast.school, cast.term)


def test_upload_page_shows_the_bad_cell_and_then_imports(login, cast):
    client = login("office")
    bad = io.BytesIO(a_workbook(HEADS, ("林知远", "901", "男", "特级", "", "", "")))
    bad.name = "名册.xlsx"
    page = client.post("/settings/roster/import/", {"file": bad}).content.decode()
    assert "特级" in page and "职称里没有" in page
    good = io.BytesIO(a_workbook(HEADS, ("林知远", "901", "男", "高级", "", "", "")))
    good.name = "名册.xlsx"
    assert client.post("/settings/roster/import/", {"file": good}).status_code == 302
    assert Teacher.objects.filter(staff_no="901").exists()


def test_leaders_and_tags_of_an_import_are_on_the_record_and_the_role_follows(cast):
    """A row that changes only who leads or which tags somebody has moves rights and points: the 日志 says whose."""
    leader, office = cast.teachers["group_leader"], cast.person("office")

    def bring(heads: tuple, *row: str) -> None:
        roster.apply(office, cast.school, cast.term, roster.read(a_workbook(heads, row), cast.school, cast.term))

    bring(("姓名", "工号", "教研组", "标签"), leader.name, leader.staff_no, "语文组", "骨干")
    assert AuditEntry.objects.first().after["rows"] == {leader.staff_no: ["骨干"]}
    assert leader.memberships.get().leads, "a workbook without the column leaves the leaders alone"
    bring(("姓名", "工号", "教研组", "组长"), leader.name, leader.staff_no, "语文组", "")
    assert AuditEntry.objects.first().after["rows"] == {leader.staff_no: ["语文组不再是组长"]}
    assert not leader.user.roles.filter(name="group_leader").exists()


def test_nobody_sets_his_own_tags(cast, login):
    own = cast.teachers["office"]
    data = a_workbook(("姓名", "工号", "标签"), (own.name, own.staff_no, "骨干"))
    with pytest.raises(Refused, match="不能由自己改"):
        roster.apply(cast.person("office"), cast.school, cast.term, roster.read(data, cast.school, cast.term))
    tag = Tag.objects.create(school=cast.school, name="骨干")
    sent = {"name": own.name, "staff_no": own.staff_no, "employment": own.employment, "tags": [tag.pk]}
    address = f"/settings/roster/{own.pk}/"
    assert login("office").post(address, sent).status_code == 409
    assert not own.tags.exists()
    assert login("principal").post(address, sent).status_code == 302
    assert own.tags.get() == tag
