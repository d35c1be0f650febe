"""Word files (.docx) after GB/T 9704: the one walker from allowed rich text to Word, and the styles of 公文.

Typefaces are named as they are called on the readers' machines: 仿宋, 黑体, 楷体, 宋体.
"""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import html as lxml_html

from .chinese import close_up
from .richtext import clean

FANG, HEI, KAI, SONG, TITLE = "仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"
LINE = Pt(28.95)  # 22 lines on 225 mm
# style name → East Asian typeface, size, bold, first line two characters in, alignment
STYLES = {
    "公文标题": (TITLE, 22, False, False, WD_ALIGN_PARAGRAPH.CENTER),
    "公文正文": (FANG, 16, False, True, WD_ALIGN_PARAGRAPH.JUSTIFY),
    "公文一级": (HEI, 16, False, True, WD_ALIGN_PARAGRAPH.LEFT),
    "公文二级": (KAI, 16, False, True, WD_ALIGN_PARAGRAPH.LEFT),
    "公文顶格": (FANG, 16, False, False, WD_ALIGN_PARAGRAPH.LEFT),
    "公文落款": (FANG, 16, False, False, WD_ALIGN_PARAGRAPH.RIGHT),
    "公文附件": (HEI, 16, False, False, WD_ALIGN_PARAGRAPH.LEFT),
    "表格文字": (SONG, 10.5, False, False, WD_ALIGN_PARAGRAPH.LEFT),
}


class Word:
    """A Word document being written (公文)."""

    def __init__(self, title: str = "", author: str = ""):
        self.document: WordDocument = Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = author
        _page(self.document.sections[0])
        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:eastAsia"), "zh-CN")  # or Word breaks a line before 「，」
        dress(self.document)
        _page_number(self.document)

    def add(self, text: str, style: str = "公文正文") -> Paragraph:
        """A paragraph in one of the styles above."""
        return self.document.add_paragraph(close_up(text), style=style)

    def rich(self, text: str) -> None:
        """Rich text (已清洗的富文本) as paragraphs, lists and tables."""
        write_rich(self.document, text)

    def table(self, rows: Sequence[Sequence[str | None]], widths: Sequence[float] = (), head: bool = True) -> None:
        """A table with thin rules, never wider than the type area; `widths` in mm; the first row is repeated on every page.

        No row is cut by the end of a page; None is one cell with the one above.
        """
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        table.autofit = not widths
        here = self.document.sections[-1]
        room = (here.page_width - here.left_margin - here.right_margin) / Mm(1)
        widths = [width * min(1, room / sum(widths)) for width in widths]
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                cell = table.cell(at, place)
                if widths:
                    cell.width = Mm(widths[place])
                if text is None:
                    cell.merge(table.cell(at - 1, place))
                    continue
                _fill(cell, text, HEI if head and at == 0 else SONG)
        _over_pages(table, head)

    def picture(self, data: bytes, width: float) -> None:
        """A picture in the middle, `width` in mm."""
        paragraph = self.add("", "公文顶格")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(width))

    def sign(self, *lines: str) -> None:
        """Who signs and the day (落款), right, four characters from the edge."""
        for line in lines:
            self.add(line, "公文落款").paragraph_format.right_indent = Pt(64)

    def annex(self, number: int) -> None:
        """附件N on a new page, top left."""
        self.add(f"附件{number}", "公文附件").paragraph_format.page_break_before = True

    def landscape(self) -> None:
        """What follows stands on wide pages (横排)."""
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)

    def bytes(self) -> bytes:
        """The file."""
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()


def write_rich(target: WordDocument | _Cell, text: str) -> None:
    """Walk allowed rich text into a Word document or a table cell; what is not allowed is cleaned away first."""
    text = close_up(clean(text))
    if not text:
        return
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    _blocks(target, tree)


def _blocks(target: WordDocument | _Cell, parent: lxml_html.HtmlElement) -> None:
    loose = None  # words that stand outside any paragraph
    if (parent.text or "").strip():
        loose = _paragraph(target)
        loose.add_run(parent.text.strip())
    for element in parent:
        match element.tag:
            case "p":
                _runs(_paragraph(target), element)
                loose = None
            case "h3":
                _runs(_paragraph(target, "公文二级"), element)  # 一级 is the section it stands in
                loose = None
            case "ul" | "ol":
                _list(target, element)
                loose = None
            case "table":
                _table(target, element)
                loose = None
            case _:
                loose = loose or _paragraph(target)
                _run(loose, element, set())
        if (element.tail or "").strip():
            loose = loose or _paragraph(target)
            loose.add_run(element.tail.strip("\n"))


def _paragraph(target: WordDocument | _Cell, style: str = "公文正文") -> Paragraph:
    if isinstance(target, _Cell):
        first = target.paragraphs[0]
        if len(target.paragraphs) == 1 and not first.text:
            first.style = "表格文字"
            return first
        return target.add_paragraph(style="表格文字")
    return target.add_paragraph(style=style)


def _runs(paragraph: Paragraph, element: lxml_html.HtmlElement, marks: set[str] = frozenset()) -> None:
    if element.text:
        _write(paragraph, element.text, marks)
    for child in element:
        _run(paragraph, child, marks)
        if child.tail:
            _write(paragraph, child.tail, marks)


def _run(paragraph: Paragraph, element: lxml_html.HtmlElement, marks: set[str]) -> None:
    if element.tag == "br":
        paragraph.add_run().add_break()
    else:
        _runs(paragraph, element, {*marks, element.tag})


def _write(paragraph: Paragraph, text: str, marks: set[str]) -> None:
    run = paragraph.add_run(text.replace("\n", ""))
    run.bold = True if "strong" in marks else None
    run.italic = True if "em" in marks else None
    run.underline = True if "u" in marks else None


def _list(target: WordDocument | _Cell, element: lxml_html.HtmlElement, level: int = 0) -> None:
    """Items with their number written out, as official documents do: it survives every copy and paste."""
    for at, item in enumerate((child for child in element if child.tag == "li"), 1):
        paragraph = _paragraph(target)
        if level:
            paragraph.paragraph_format.left_indent = Pt(32 * level)
        paragraph.add_run(("（%d）" if level else "%d.") % at if element.tag == "ol" else "· ")
        nested = [child for child in item if child.tag in ("ul", "ol")]
        for child in nested:
            item.remove(child)
        for block in item:
            if block.tag == "p":  # editors wrap an item's words in a paragraph
                block.drop_tag()
        _runs(paragraph, item)
        for child in nested:
            _list(target, child, level + 1)


def _table(target: WordDocument | _Cell, element: lxml_html.HtmlElement) -> None:
    """Rows and cells with their spans, laid on a grid."""
    taken: dict[tuple[int, int], bool] = {}
    placed = []
    for y, row in enumerate(element.iter("tr")):
        x = 0
        for cell in (child for child in row if child.tag in ("td", "th")):
            while (y, x) in taken:
                x += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            taken |= {(y + dy, x + dx): True for dy in range(high) for dx in range(wide)}
            placed.append((y, x, high, wide, cell))
    if not placed:
        return
    rows, columns = max(y for y, _ in taken) + 1, max(x for _, x in taken) + 1
    table = target.add_table(rows, columns)
    if isinstance(target, _Cell):
        target.add_paragraph(style="表格文字")  # Word wants a paragraph after a table in a cell
    table.style = "Table Grid"
    for y, x, high, wide, cell in placed:
        box = table.cell(y, x).merge(table.cell(y + high - 1, x + wide - 1))
        _blocks(box, cell)
        if cell.tag == "th":
            for run in box.paragraphs[0].runs:
                run.bold = True
    _over_pages(table, all(cell.tag == "th" for y, _, _, _, cell in placed if y == 0))


def _over_pages(table: Table, head: bool) -> None:
    """No row is cut by the end of a page; the head is repeated and never stands alone at the end of one."""
    for at, row in enumerate(table.rows):
        for mark in ("w:cantSplit", *(["w:tblHeader"] if head and at == 0 else [])):
            row._tr.get_or_add_trPr().append(OxmlElement(mark))
    for cell in table.rows[0].cells if head and len(table.rows) > 1 else ():
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1")
    return max(1, min(int(text), 60)) if text.isdigit() else 1


def _fill(cell: _Cell, text: str, face: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "表格文字"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if face == HEI else WD_ALIGN_PARAGRAPH.LEFT
    _face(paragraph.add_run(close_up(text))._r.get_or_add_rPr(), face)


def _page(section) -> None:
    """A4, 37 mm above, 28 mm at the binding, type area 156 × 225 mm."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def dress(document: WordDocument) -> None:
    """The styles above for a document that lacks them; what it calls the same keeps its own look."""
    there = {style.name for style in document.styles}
    for name, (face, size, bold, indent, alignment) in STYLES.items():
        if name in there:
            continue
        style = document.styles.add_style(name, 1)
        style.font.size, style.font.bold = Pt(size), bold
        _face(style.element.get_or_add_rPr(), face)
        layout = style.paragraph_format
        layout.alignment = alignment
        layout.space_before = layout.space_after = Pt(0)
        if size > 12:
            layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        layout.keep_with_next = name in ("公文标题", "公文一级", "公文二级")
        if name == "公文标题":
            layout.line_spacing = Pt(36)
        if indent:
            layout.first_line_indent = Pt(2 * size)


def _face(properties, face: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)


def _page_number(document: WordDocument) -> None:
    """— 1 — in the foot, 四号宋体, one character in: right on odd pages, left on even ones, whose margins are mirrored (GB/T 9704)."""
    document.settings.odd_and_even_pages_header_footer = True
    document.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))
    section = document.sections[0]
    for foot, side, indent in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right_indent"), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left_indent"),
    ):
        paragraph = foot.paragraphs[0]
        paragraph.alignment = side
        setattr(paragraph.paragraph_format, indent, Pt(14))
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            run.font.size = Pt(14)
            _face(run._r.get_or_add_rPr(), SONG)
            if text is None:
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), "PAGE")
                run._r.addprevious(field)
                field.append(run._r)
                run.text = "1"
