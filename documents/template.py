"""A school's own Word file as a template (样板): its look is kept, the places marked {{…}} are filled."""

import io
import zipfile
from copy import deepcopy
from xml.etree.ElementTree import ParseError

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from .docx import STYLES, Word, dress
from .unreadable import Unreadable
from .zipped import TooMuch, few_marks, weighed

TITLE, TEXT, ANNEX1, ANNEX2, DAY, HEADS = PLACES = ("{{标题}}", "{{正文}}", "{{附件1}}", "{{附件2}}", "{{日期}}", "{{组长}}")
MOST_BYTES, MOST_UNPACKED, MOST_ENTRIES = 5 << 20, 60 << 20, 1000


def opened(data: bytes) -> WordDocument:
    """The template. Raises Unreadable with a sentence when it is none, or lacks {{正文}}."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"样板有 {len(data) >> 20} MB，超过 {MOST_BYTES >> 20} MB；请删去图片再上传。")
    try:
        if any(name.endswith("vbaProject.bin") for name in weighed(data, entries=MOST_ENTRIES, unpacked=MOST_UNPACKED)):
            raise Unreadable("样板里带有宏。请另存为不带宏的 .docx 再上传。")
        few_marks(data)
        document = Document(io.BytesIO(data))
    except TooMuch as error:
        raise Unreadable("样板解开以后太大，打不开；请另存一份再上传。") from error
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, ParseError) as error:
        raise Unreadable("这不是能打开的 .docx 文件（旧的 .doc、加了密码的都不行）。请在 Word 或 WPS 里另存为 .docx。") from error
    found = [place for place in PLACES for paragraph in document.paragraphs if place in _joined(paragraph)]
    if found.count(TEXT) != 1:
        raise Unreadable(f"样板里要有一处、也只要一处单独成段的 {TEXT}，现在有 {found.count(TEXT)} 处。")
    for place in (TEXT, ANNEX1, ANNEX2):
        for paragraph in document.paragraphs:
            if place in _joined(paragraph) and _joined(paragraph).strip() != place:
                raise Unreadable(f"{place} 要单独占一段，现在它和别的字在一起：『{_joined(paragraph).strip()[:30]}』。")
    return document


def fill(data: bytes, title: str, day: str, text: Word, annexes: tuple[Word | None, Word | None], heads: str = "") -> bytes:
    """The template filled. A paragraph of the text takes the look of the place where {{正文}} stood; headings keep their own typeface."""
    document = opened(data)
    for elsewhere in document.settings.element.findall(qn("w:attachedTemplate")):
        document.settings.element.remove(elsewhere)  # Word would fetch it from wherever it says
    dress(document)
    for holder in _holders(document):
        for place, words in ((TITLE, title), (DAY, day), (HEADS, heads)):
            _replace(holder, place, words)
    parts = {TEXT: text, ANNEX1: annexes[0], ANNEX2: annexes[1]}
    standing = {place: next((one for one in document.paragraphs if _joined(one).strip() == place), None) for place in parts}
    for place, part in parts.items():
        if standing[place] is not None:
            _insert(standing[place], part, look=place == TEXT)
        elif part is not None and place != TEXT:  # the school's template has no place for it: it follows at the end
            end = document.add_paragraph()
            end.paragraph_format.page_break_before = True
            _insert(end, part, look=False)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _holders(document: WordDocument) -> list[Paragraph]:
    """Every paragraph there is: text, tables, heads and feet."""
    found = list(document.paragraphs)
    found += [paragraph for table in document.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    for section in document.sections:
        found += [*section.header.paragraphs, *section.footer.paragraphs]
    return found


def _joined(paragraph: Paragraph) -> str:
    """Word cuts what was typed into pieces at will; the place is looked for in the whole."""
    return "".join(run.text for run in paragraph.runs)


def _replace(paragraph: Paragraph, place: str, words: str) -> None:
    if place not in _joined(paragraph):
        return
    first, *rest = paragraph.runs
    first.text = _joined(paragraph).replace(place, words)
    for run in rest:
        run.text = ""


def _insert(place: Paragraph, part: Word | None, *, look: bool) -> None:
    """Puts the paragraphs and tables of a part where the placeholder stood, which goes away."""
    layout = place._p.pPr
    face = place.runs[0]._r.rPr if place.runs else None
    if part is not None:
        for element in list(part.document.element.body):
            if element.tag == qn("w:sectPr"):
                continue
            copied = deepcopy(element)
            _carry_pictures(copied, part.document, place)
            if copied.tag == qn("w:tbl"):
                _ruled(copied)
            if look and copied.tag == qn("w:p") and _style(copied) == "公文正文":
                _wear(copied, layout, face)
            place._p.addprevious(copied)
    place._p.getparent().remove(place._p)


def _carry_pictures(element, source: WordDocument, place: Paragraph) -> None:
    """A picture lies beside the text in its file; it is laid beside the new text too."""
    for picture in element.iter(qn("a:blip")):
        data = source.part.related_parts[picture.get(qn("r:embed"))].blob
        picture.set(qn("r:embed"), place.part.get_or_add_image(io.BytesIO(data))[0])


def _ruled(table) -> None:
    """Thin rules of its own: the school's file may not know the style the table was made with."""
    rules = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        rules.append(rule)
    properties = table.tblPr
    after = properties.find(qn("w:tblLayout"))
    if after is not None:
        after.addprevious(rules)
    else:
        properties.append(rules)


def _style(paragraph) -> str:
    """The style's name of a paragraph that this program wrote."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return {name: name for name in STYLES}.get(style.get(qn("w:val")), "") if style is not None else ""


def _wear(paragraph, layout, face) -> None:
    """The layout of the place, and its typeface on every run."""
    if (old := paragraph.find(qn("w:pPr"))) is not None:
        paragraph.remove(old)
    if layout is not None:
        paragraph.insert(0, deepcopy(layout))
    if face is None:
        return
    for run in paragraph.iter(qn("w:r")):
        own = run.find(qn("w:rPr"))
        made = deepcopy(face)
        if own is not None:
            for mark in own:
                if made.find(mark.tag) is None:
                    made.append(deepcopy(mark))
            run.remove(own)
        run.insert(0, made)
