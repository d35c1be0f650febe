import io
import resource
import time
import zipfile

import openpyxl
import pytest

from documents.tables import Unreadable, letters, read


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def altered(data: bytes, change) -> bytes:
    """The archive with its first sheet's XML changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info)
            new.writestr(info.filename, change(body) if info.filename == "xl/worksheets/sheet1.xml" else body)
    return target.getvalue()


def far(sheet) -> None:
    sheet["A1"] = "姓名"
    sheet["XFD1048576"] = "x"


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    return target.getvalue()


PLAIN = workbook(lambda sheet: sheet.append(["姓名", "工号"]))
HOSTILE = {
    "far cell": (workbook(far), "第1048576行XFD列"),
    "many rows": (workbook(lambda s: [s.append([n]) for n in range(5001)]), "5000行"),
    "wide": (workbook(lambda s: s.append(list(range(61)))), "60列"),
    "no places": (altered(PLAIN, lambda b: b.replace(b' r="A1"', b"").replace(b' r="B1"', b"")), "打不开"),
    "bomb": (bomb(), "太大"),
    "a text": ("姓名,工号\n".encode(), "不是可以导入的表格"),
    "empty": (b"", "不是可以导入的表格"),
    "half a file": (PLAIN[: len(PLAIN) // 2], "打不开"),
    "another zip": (b"PK\x05\x06" + b"\0" * 18, "不是可以导入的表格"),
    "large": (b"PK" + b"0" * (11 << 20), "MB"),
    "not well formed": (altered(PLAIN, lambda b: b[:-40]), "打不开"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_f11_what_is_no_table_is_refused_with_a_sentence(name):
    data, reason = HOSTILE[name]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Unreadable, match=reason) as caught:
        read(data)
    assert str(caught.value).endswith("。")
    assert time.monotonic() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


def test_the_limit_of_cells():
    data = workbook(lambda sheet: [sheet.append(["x"] * 10) for _ in range(20)])
    with pytest.raises(Unreadable, match="100 个有内容的单元格"):
        read(data, cells=100)


def test_odd_but_honest_tables_are_read():
    def fill(sheet) -> None:
        sheet["B3"] = "组名"
        sheet.merge_cells("B3:D3")
        sheet["C4"] = 3.0
        sheet["D4"] = "=1/0"
        sheet["A900"].font = openpyxl.styles.Font(bold=True)
        sheet.parent.create_sheet("藏").sheet_state = "hidden"

    (table,) = read(workbook(fill))
    assert [[box.text for box in row] for row in table.rows[2:4]] == [["", "组名", ""], ["", "", "3"]]
    assert table.rows[3][2].name == "C4"
    assert len(table.rows) == 4


def test_columns_have_their_letters():
    assert [letters(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
