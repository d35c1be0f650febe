"""Word 文件：段落（连同自动编号）和表格（合并单元格展开）。"""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from documents.zipped import TooMuch, few_marks

from .blocks import Document, Writer
from .container import MOST_CHARACTERS, Unreadable, broken, too_long
from .numbering import Numbering

MOST_SPAN = 200
LEAST_ROWS, LEAST_COLUMNS = 2, 3  # of a table inside a cell that is one of its own
BOLD = 9  # the level of a paragraph that is a heading only by being bold
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTES = {"footnotes": "w:footnote", "endnotes": "w:endnote"}


def read_word(data: bytes) -> Document:
    """把 .docx 的正文、文本框和脚注读成段落与表格；修订中删去的字不读，插入的字读。"""
    try:
        few_marks(data)
        package = docx.Document(io.BytesIO(data))
    except TooMuch as error:
        raise Unreadable("这份文件里的段落和格式多得不正常：请把要读的文字和表格复制到一份新文件里再试。") from error
    except (
        PackageNotFoundError, KeyError, ValueError, AttributeError, OSError, EOFError,
        zipfile.BadZipFile, zipfile.zlib.error, etree.XMLSyntaxError,
    ) as error:  # fmt: skip
        raise broken() from error
    reader = _Reader(Numbering(package), _notes(package))
    reader.read(package.element.body)
    document = reader.writer.document()
    if not document.text.strip():
        raise Unreadable("这份文件里没有文字，可能只有图片：请用有文字的文件，或者把文字粘贴进来。")
    return document


class _Reader:
    def __init__(self, numbering: Numbering, notes: dict[tuple[str, str], str]) -> None:
        self.numbering, self.notes = numbering, notes
        self.writer = Writer()
        self.length = 0

    def read(self, body: etree._Element) -> None:
        for element in _children(body):
            if element.tag == qn("w:p"):
                level = self.numbering.level(element) or (BOLD if _bold(element) else 0)
                for line in self.paragraph(element).split("\n"):
                    if line.strip():
                        self.writer.paragraph(line.strip(), level)
                for box in _boxes(element):
                    self.read(box)
            else:
                self.table(element)
            for note in self.noted(element):
                self.writer.paragraph(note)

    def paragraph(self, element: etree._Element) -> str:
        text = self.numbering.label(element) + _text(element)
        self.length += len(text)
        if self.length > MOST_CHARACTERS:
            raise too_long()
        return text

    def noted(self, element: etree._Element) -> Iterator[str]:
        """这一段或这张表的脚注，写在它后面。"""
        if not self.notes:
            return
        for kind, tag in NOTES.items():
            for mark in element.iter(qn(f"{tag}Reference")):
                note = self.notes.get((kind, mark.get(qn("w:id"), "")), "")
                if note:
                    yield f"注：{note}"

    def table(self, element: etree._Element) -> None:
        """展开合并：横着占几格写几格，竖着接上面的写作属于上面那一格；格子里的表写在后面。"""
        rows = list(_children(element, "w:tr"))
        if all(len(list(_children(row, "w:tc"))) == 1 for row in rows):  # a frame around text
            for row in rows:
                for cell in _children(row, "w:tc"):
                    self.read(cell)
            return
        inside: list[etree._Element] = []
        grid: list[list[tuple[str, tuple[int, int] | None]]] = []
        for r, row in enumerate(rows):
            line: list[tuple[str, tuple[int, int] | None]] = [("", None)] * _skipped(row)
            for cell in _children(row, "w:tc"):
                c = len(line)
                above = _owner(grid, r - 1, c) if _continues(cell) else None
                text = "" if above else "\n".join(filter(None, (t.strip() for t in self.cell(cell, inside))))
                line.append((text, above))
                line.extend((text, above or (r, c)) for _ in range(_span(cell) - 1))
            grid.append(line)
        if any(text for line in grid for text, _ in line):
            self.writer.table([line for line in grid if line])
        for table in inside:
            self.table(table)

    def cell(self, cell: etree._Element, inside: list[etree._Element]) -> Iterator[str]:
        for element in _children(cell):
            if element.tag == qn("w:p"):
                yield self.paragraph(element)
                for box in _boxes(element):
                    yield from self.cell(box, inside)
            elif _apart(element):
                inside.append(element)
            else:  # a small table inside a cell is read as its lines
                for row in _children(element, "w:tr"):
                    yield " ".join(" ".join(self.cell(inner, inside)) for inner in _children(row, "w:tc"))


def _notes(package: docx.document.Document) -> dict[tuple[str, str], str]:
    """脚注和尾注的文字，按种类和编号。"""
    found = {}
    for relation in package.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in NOTES and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root.findall(qn(NOTES[kind])):
                found[kind, note.get(qn("w:id"), "")] = re.sub(r"\s+", " ", _text(note)).strip()
    return found


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """段落上的文本框；老版本看的那一份重复的不算。"""
    for box in element.iter(qn("w:txbxContent")):
        over = {ancestor.tag for ancestor in box.iterancestors()}
        if FALLBACK not in over and qn("w:txbxContent") not in over:
            yield box


def _bold(element: etree._Element) -> bool:
    """整段都加粗。"""
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in element.findall(qn("w:r")) if _text(run).strip()]
    return bool(marks) and all(mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false") for mark in marks)


def _apart(table: etree._Element) -> bool:
    rows = [list(_children(row, "w:tc")) for row in _children(table, "w:tr")]
    return len(rows) >= LEAST_ROWS and max(map(len, rows)) >= LEAST_COLUMNS


def _children(element: etree._Element, only: str | None = None) -> Iterator[etree._Element]:
    """段落与表格（或行、格），穿过内容控件和修订的外壳。"""
    wanted = {qn(only)} if only else {qn("w:p"), qn("w:tbl")}
    shells = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in shells:
            yield from _children(child, only)


def _text(element: etree._Element) -> str:
    parts = []
    skipped = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), FALLBACK}
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag in skipped and node is not element:
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:tab") and node.getparent().tag == qn("w:r"):
            parts.append(" ")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        stack.extend(reversed(node))
    return "".join(parts)


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = found.get(qn("w:val"), "1") if found is not None else "1"
    return min(max(int(value), 1), MOST_SPAN) if value.isdigit() else 1


def _skipped(row: etree._Element) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    value = found.get(qn("w:val"), "0") if found is not None else "0"
    return min(int(value), MOST_SPAN) if value.isdigit() else 0


def _continues(cell: etree._Element) -> bool:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found is not None and found.get(qn("w:val"), "continue") != "restart"


def _owner(grid: list, r: int, c: int) -> tuple[int, int] | None:
    if r < 0 or c >= len(grid[r]):
        return None
    return grid[r][c][1] or (r, c)
