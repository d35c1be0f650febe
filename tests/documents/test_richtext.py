import io
import time

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from documents.docx import Word
from documents.richtext import ATTRIBUTES, TAGS, clean, from_plain, plain

WORD = """<html xmlns:o="urn:x"><head><style>p.MsoNormal{font-size:10pt}</style></head><body><!--StartFragment-->
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<p class=MsoNormal style='text-indent:21.0pt'><b><span style='font-family:宋体'>一、目标<o:p></o:p></span></b></p>
<p class=MsoNormal><span lang=EN-US style='mso-list:Ignore'>1.</span>读书<u>两本</u>&nbsp;</p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p><!--EndFragment--></body></html>"""
WECHAT = """<section style="x"><section powered-by="y"><span style="font-weight: bold;color:red">要点</span></section>
<p><br></p><p style="a">
<img data-src="http://x/1" src="http://x/1">说明<em style="font-style:italic">一</em></p></section>"""
WPS = """<h2>标题</h2><p><span style="font-weight:700">粗</span><span style="text-decoration:underline;">线</span></p>
<table border=1><tbody><tr><td width=90 colspan=2 style="b">格</td></tr></tbody></table>"""


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (WORD, "<p><strong>一、目标</strong></p><p>1.读书<u>两本</u> </p>"),
        (WECHAT, "<p><strong>要点</strong></p><p>说明<em>一</em></p>"),
        (WPS, '<h3>标题</h3><p><strong>粗</strong><u>线</u></p><table><tr><td colspan="2">格</td></tr></table>'),
        ("纯文字 1 < 2 & 3", "纯文字 1 &lt; 2 &amp; 3"),
        ("", ""),
    ],
)
def test_what_is_pasted_keeps_its_meaning_and_nothing_else(pasted, kept):
    assert clean(pasted).replace("\n", "") == kept


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<p onclick=x>a</p>",
        '<a href="javascript:1">a</a>',
        "<style>@import 'x'</style>", "<svg><use href=x></svg>", '<p style="background:url(x)">a</p>', "<iframe src=x>",
        '<object data="x">', "<form><input></form>", '<td colspan="9" onload=x>', "<math><mi xlink:href=x>", "<!--x-->",
        "<noscript><p title='</noscript><img src=x onerror=1>'>", "<p>a\x00</p>", "<base href=x>", "<b><script>x</b>",
    ],
)  # fmt: skip
def test_nothing_active_stays(nasty):
    """B04: neither scripts nor styles, frames, forms, drawings or addresses."""
    kept = clean(nasty)
    for word in (
        "script",
        "onerror",
        "onclick",
        "onload",
        "href",
        "src",
        "style",
        "url",
        "svg",
        "iframe",
        "form",
        "math",
    ):
        assert word not in kept


@pytest.mark.parametrize("piece", ["<ul><li>", "<div>", " ", "\u3000", "<b>x</i>"])
def test_nothing_pasted_holds_everybody_up(piece):
    """A hundred thousand marks within marks took ten minutes, a long blank one; the words stay."""
    began = time.process_time()
    assert "甲乙" in clean("丙" + piece * (60_000 // len(piece)) + "甲乙")
    assert time.process_time() - began < 1.5


@given(st.text(alphabet=st.sampled_from("<>/=\"' abptdiou&;!-[]甲"), max_size=80))
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once


def test_words_alone():
    assert plain("<h3>题</h3><p>一<br>二</p><table><tr><td>甲</td><td>乙</td></tr></table>") == "题\n一\n二\n甲\t乙"
    assert from_plain("一<b\n\n二") == "<p>一&lt;b</p><p>二</p>"


def test_word_knows_every_mark_of_the_list():
    """The allow-list and the walker to Word agree: each mark's words arrive, with its look."""
    text = {
        "p": "<p>X</p>", "h3": "<h3>X</h3>", "strong": "<p><strong>X</strong></p>", "em": "<p><em>X</em></p>",
        "u": "<p><u>X</u></p>", "ul": "<ul><li>X</li></ul>", "ol": "<ol><li><p>X</p></li></ol>",
        "li": "<ol><li>X</li></ol>",
        "table": "<table><tr><td>X</td></tr></table>", "tr": "<table><tr><td>a</td></tr><tr><td>X</td></tr></table>",
        "th": "<table><tr><th>X</th></tr></table>", "td": '<table><tr><td colspan="2"><p>X</p></td></tr></table>',
        "br": "<p>a<br>X</p>",
    }  # fmt: skip
    assert text.keys() == TAGS
    for mark, html in text.items():
        word = Word()
        word.rich(html)
        document = docx.Document(io.BytesIO(word.bytes()))
        paragraphs = [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]
        runs = {run._r: run for p in paragraphs for run in p.runs if run.text.endswith("X")}  # a wide cell comes twice
        (run,) = runs.values()
        assert (run.bold, run.italic, run.underline) == (
            True if mark in ("strong", "th") else None,
            True if mark == "em" else None,
            True if mark == "u" else None,
        )
        assert bool(document.tables) == (mark in ("table", "tr", "td", "th"))
    assert set(ATTRIBUTES) == {"td", "th"}


def test_word_is_laid_out_as_an_official_document():
    word = Word("计划", "某校")
    word.add("某校校本研修计划", "公文标题")
    word.rich("<p>正文</p>")
    word.table([["时间", "内容"], ["9月", "学习"]], [40, 100])
    word.sign("某校", "2026年9月1日")
    document = docx.Document(io.BytesIO(word.bytes()))
    section = document.sections[0]
    assert [round(x.mm) for x in (section.top_margin, section.left_margin, section.page_width)] == [37, 28, 210]
    style = document.styles["公文正文"]
    assert style.font.size.pt == 16 and style.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    assert style.element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia")) == "仿宋"
    assert document.core_properties.title == "计划"
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT), "right on the front, left on the back"
    assert document.settings.odd_and_even_pages_header_footer and "mirrorMargins" in document.settings.element.xml
    assert odd._p.find(qn("w:fldSimple")).find(f".//{qn('w:sz')}").get(qn("w:val")) == "28"
    assert all("cantSplit" in row._tr.xml for row in document.tables[0].rows)
