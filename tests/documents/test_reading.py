"""读文件：Word、Excel、文本都成段落和表格，位置指着原文；读不了的给一句话。"""

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.reading import Paragraph, Table, Unreadable, read_document
from documents.reading.numbers import Plain, parse
from documents.zipped import MOST_MARKS


def word(build) -> bytes:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def book(build) -> bytes:
    workbook = openpyxl.Workbook()
    build(workbook.active)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def table_of(document) -> list[list[str]]:
    table = next(b for b in document.blocks if isinstance(b, Table))
    for row in table.rows:
        for cell in row:
            assert document.text[cell.start : cell.end] == cell.text
    return [[cell.text for cell in row] for row in table.rows]


def merged_schedule(document) -> None:
    document.add_heading("一、研修安排", 1)
    table = document.add_table(4, 3)
    for r, line in enumerate(
        [["时间", "内容", "地点"], ["9月3日", "开题会", "会议室"], ["", "", "三年级"], ["9月9日", "读书会", ""]]
    ):
        for c, text in enumerate(line):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(3, 1).merge(table.cell(3, 2))


def test_merged_cells_of_word_are_spread():
    document = read_document("表.docx", word(merged_schedule))
    assert table_of(document) == [
        ["时间", "内容", "地点"], ["9月3日", "开题会", "会议室"], ["9月3日", "开题会", "三年级"], ["9月9日", "读书会", "读书会"],
    ]  # fmt: skip
    table = document.blocks[1]
    assert table.rows[2][0].covered and not table.rows[2][2].covered
    assert document.blocks[0].level == 1


def test_numbers_that_word_counts_are_part_of_the_text():
    def build(document):
        for text in ("指导思想", "研修目标"):
            paragraph = document.add_paragraph(text)
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_numId().val = 1
            numbering.get_or_add_ilvl().val = 0
        part = document.part.numbering_part.element
        abstract = part.find(qn("w:num")).find(qn("w:abstractNumId")).get(qn("w:val"))
        for found in part.findall(qn("w:abstractNum")):
            if found.get(qn("w:abstractNumId")) == abstract:
                level = found.find(qn("w:lvl"))
                level.find(qn("w:numFmt")).set(qn("w:val"), "chineseCounting")
                level.find(qn("w:lvlText")).set(qn("w:val"), "%1、")

    assert [b.text for b in read_document("a.docx", word(build)).blocks] == ["一、指导思想", "二、研修目标"]


def test_deleted_words_are_gone_and_inserted_ones_stay():
    def build(document):
        paragraph = document.add_paragraph("每缺一次扣")
        for tag, text in (("w:ins", "1分"), ("w:del", "5分")):
            change, run = OxmlElement(tag), OxmlElement("w:r")
            words = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
            words.text = text
            run.append(words)
            change.append(run)
            paragraph._p.append(change)

    assert read_document("a.docx", word(build)).text.strip() == "每缺一次扣1分"


def test_merged_cells_of_excel_are_spread_and_numbers_are_plain():
    def build(sheet):
        for line in (
            ["细则"],
            [],
            ["内容", "分值", "标准"],
            ["学习", 10, "每少一次扣1分"],
            [None, None, "字迹潦草扣0.5分"],
        ):
            sheet.append(line)
        sheet.merge_cells("A4:A5")
        sheet.merge_cells("B4:B5")

    document = read_document("表.xlsx", book(build))
    assert table_of(document)[1:] == [["学习", "10", "每少一次扣1分"], ["学习", "10", "字迹潦草扣0.5分"]]


INDENTED = (
    "附件1\n\n\t时间\n\t内容\n\t地点\n\n\t3月4日\n—8日\n\t集体备课\n\n磨课\n\t会议室\n\n\t\n\t\n\t四年级\n\n\n附件2\n"
)


def test_a_table_of_one_cell_a_line_is_a_table():
    document = read_document("a.txt", INDENTED.encode())
    assert table_of(document) == [
        ["时间", "内容", "地点"], ["3月4日\n—8日", "集体备课\n\n磨课", "会议室"], ["", "", "四年级"],
    ]  # fmt: skip
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["附件1", "附件2"]
    assert document.text == INDENTED


@pytest.mark.parametrize("text", [
    "内容\t分值\n学习\t10分\n读书\t5分\n",
    '内容\t分值\n"学\n习"\t10分\n读书\t5分\n',
    "| 内容 | 分值 |\n| --- | --- |\n| 学习 | 10分 |\n| 读书 | 5分 |\n",
    "序号  内容  分值\n1  学习  10分\n2  读书  5分\n",
])  # fmt: skip
def test_pasted_tables_are_tables(text):
    rows = table_of(read_document("粘贴.txt", text.encode()))
    assert len(rows) == 3 and rows[-1][-2:] == ["读书", "5分"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
def test_encodings_of_chinese_texts(encoding):
    text = "一、研修目标\r\n每学期听课不少于20节，每少一节扣0.5分。"
    assert read_document("a.txt", text.encode(encoding)).text == text.replace("\r\n", "\n")


def corrupt(data: bytes) -> bytes:
    return data[: len(data) // 2]


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def far_cell() -> bytes:
    def build(sheet):
        sheet["A1"] = "内容"
        sheet["XFD1048576"] = "远"

    return book(build)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (130 * 1024 * 1024))
    return out.getvalue()


def marks() -> bytes:
    """Half a megabyte of empty paragraphs too many: small on the disk, and it would take minutes to read."""
    out = io.BytesIO(word(lambda document: document.add_paragraph("校本研修计划")))
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", b"<w:p/>" * (MOST_MARKS + 1) + b"<w:sectPr", 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


BAD = {
    "空文件": (lambda: b"", "空的"),
    "旧格式": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
    "密码": (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "损坏": (lambda: corrupt(word(merged_schedule)), "损坏"),
    "正文损坏": (lambda: word(merged_schedule).replace(b"word/document.xml", b"word/documenx.xml"), "不是 Word|损坏"),
    "宏": (lambda: with_part(word(merged_schedule), "word/vbaProject.bin", b"x"), "宏"),
    "PDF": (lambda: b"%PDF-1.7 ...", "PDF"),
    "图片": (lambda: b"\x89PNG\r\n\x1a\n" + b"\1" * 50, "图片"),
    "二进制": (lambda: bytes(range(256)) * 20, "不是文字"),
    "太大": (lambda: b"a" * (21 * 1024 * 1024), "MB"),
    "压缩炸弹": (bomb, "大得不正常"),
    "空段落成堆": (marks, "多得不正常"),
    "远处的格子": (far_cell, "第 1048576 行"),
    "太长": (lambda: ("讲故事。" * 150_000).encode(), "万字"),
    "空白的 Word": (lambda: word(lambda document: None), "没有文字"),
    "改名的文本": (lambda: "内容".encode(), "损坏"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read_gets_a_sentence(what):
    make, said = BAD[what]
    with pytest.raises(Unreadable, match=said) as refused:
        read_document("计划.docx" if what == "改名的文本" else "计划", make())
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十二", 12),
        ("两", 2),
        ("二十", 20),
        ("一百零五", 105),
        ("１０", 10),
        ("0．5", "0.5"),
        ("半", "0.5"),
        ("甲", None),
    ],
)
def test_numerals(words, value):
    assert parse(words) == (None if value is None else type(parse("1"))(value))


def test_places_survive_blanks_and_full_width_digits():
    source = "前言。每 少 １ 次，\n扣　２ 分"
    plain = Plain((source[3:], 3))
    at = plain.text.index("2分")
    start, end = plain.span(at, at + 1)
    assert source[start:end] == "２"
