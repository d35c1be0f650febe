import builtins
import io
import os
import re
import socket
import subprocess
from pathlib import Path

import pikepdf
import pytest

from documents import fonts
from documents.paper import Paper
from documents.typeset import typeset

from .conftest import DAY, picture, placed, words

RARE = "𬍛龑喆玥珺昇祎璟垚赟"


def test_rare_names_are_read_back_from_the_page(paper):
    pdf = typeset(paper(html="".join(f'<p style="font-family:{f}">{RARE}</p>' for f in ("var(--fang)", "var(--kai)"))))
    assert words(pdf).count(RARE) == 2


def test_a_paper_is_an_archive_file(paper):
    pdf = typeset(
        [paper(html=f"<p>{RARE}，□√ A1</p>"), paper(body_class="gongwen", html="<h1>通　知</h1><p>正文。</p>")]
    )
    assert_archivable(pdf)


def assert_archivable(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.open_metadata().pdfa_status == "3U"
        (intent,) = document.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.read_bytes()
        faces = 0
        for obj in document.objects:
            if isinstance(obj, pikepdf.Dictionary):
                assert obj.get("/S") != "/JavaScript" and "/JS" not in obj and "/AA" not in obj
                if obj.get("/Type") == "/FontDescriptor":
                    faces += 1
                    assert any(f"/FontFile{n}" in obj for n in ("", "2", "3")), obj.FontName
        assert faces
        text = words(pdf)
        assert "\ufffd" not in text and "\uffff" not in text


def test_lines_of_han_reach_both_edges(paper):
    """The justify patch works with the installed WeasyPrint: full lines end at one edge within half a point."""
    text = "他说：“今天讲分数。”1/2的意思，先折纸，再涂色，大家都做了一遍；" * 20
    pdf = typeset(paper(html=f"<p>{text}</p>", body_class="form prose"))
    run = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    ends = [float(x) for x in re.findall(r'<line [^>]*xMax="([\d.]+)"', run.decode())]
    full = [end for end in ends if end > 400]
    assert len(full) > 10
    edge = 210 / 25.4 * 72 - 17 / 25.4 * 72
    # what may be ragged is one sign wide at most, where a full stop hangs its blank half
    assert sum(abs(end - edge) < 0.6 for end in full) >= len(full) * 0.9


@pytest.fixture
def no_way_out(monkeypatch):
    """No connection may be made; files may be opened only where Python and the typesetter themselves live."""

    def refuse(*args, **kwargs):
        raise AssertionError(f"a connection was tried: {args}")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    opened = []
    real_open, real_os_open = builtins.open, os.open
    monkeypatch.setattr(builtins, "open", lambda file, *a, **k: (opened.append(str(file)), real_open(file, *a, **k))[1])
    monkeypatch.setattr(io, "open", builtins.open)
    monkeypatch.setattr(os, "open", lambda file, *a, **k: (opened.append(str(file)), real_os_open(file, *a, **k))[1])
    return opened


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:6379/">',
        '<img src="http://169.254.169.254/latest/meta-data">',
        '<img src="//example.invalid/x.png">',
        '<img src="file://{secret}">',
        '<img src="{secret}">',
        '<img src="../../{secret}">',
        '<base href="file:///etc/"><img src="passwd">',
        '<style>@import "file://{secret}";</style>',
        "<style>@import url(http://127.0.0.1/x.css);</style>",
        '<link rel="stylesheet" href="file://{secret}">',
        '<style>@font-face{{font-family:x;src:url("file://{secret}")}} p{{font-family:x}}</style><p>字</p>',
        '<style>@font-face{{font-family:x;src:local("x"),url(http://127.0.0.1/f)}} p{{font-family:x}}</style><p>字</p>',
        '<link rel="attachment" href="file://{secret}">',
        '<a rel="attachment" href="file://{secret}">x</a>',
        '<a rel="attachment" href="http://127.0.0.1/">x</a>',
        '<svg width="10" height="10"><use href="file://{secret}#a"/></svg>',
        '<svg width="10" height="10"><image href="file://{secret}" width="10" height="10"/></svg>',
        '<svg width="10" height="10"><style>@import "file://{secret}";</style></svg>',
        '<object data="file://{secret}"></object>',
        '<embed src="file://{secret}">',
        '<p style="background:url(file://{secret})">x</p>',
        '<p style="list-style:url(http://127.0.0.1/);display:list-item">x</p>',
        '<p style="content:url(file://{secret})">x</p>',
        '<iframe src="file://{secret}"></iframe>',
        '<img src="data:text/html,x">',
        '<img src="ftp://127.0.0.1/x">',
        '<img src="font:../../{secret}">',
    ],
)
def test_f20_f21_nothing_outside_is_read(html, paper, tmp_path, no_way_out):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text id="a">GEHEIM-4711</text></svg>')
    typeset(paper())  # fonts and style are read once
    no_way_out.clear()
    refused: list[str] = []
    pdf = typeset(paper(html=html.format(secret=secret)), refused=refused)
    assert not [file for file in no_way_out if "secret" in file or file.startswith("/etc/passwd")]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.attachments
        assert not any(b"4711" in o.read_bytes() for o in document.objects if isinstance(o, pikepdf.Stream))
    assert "4711" not in words(pdf)


def test_a_refused_address_is_listed(paper):
    refused: list[str] = []
    typeset(paper(html='<img src="http://127.0.0.1:6379/"><img src="x.png"><p>字</p>'), refused=refused)
    assert refused == ["http://127.0.0.1:6379/", "x.png"]


def test_f22_a_picture_one_may_not_see_is_a_frame_and_listed(paper):
    shown = {"1": picture()}
    refused: list[str] = []
    html = '<p><img src="media:1" width="60"></p><p><img src="media:2" width="60"></p>'
    pdf = typeset(paper(html=html), media=shown.get, refused=refused)
    assert refused == ["media:2"]
    assert "图" in words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert sum(o.get("/Subtype") == "/Image" for o in document.objects if isinstance(o, pikepdf.Stream)) == 1


def test_a_back_side_has_its_margins_and_no_blank_page_before_it(paper):
    front, back = (placed(typeset(paper(html="<p>左</p>", body_class="form"), start=s)) for s in ("right", "left"))
    assert len(front) == len(back) == 1
    x = {start: next(x for x, _, word in page[0] if word == "左") for start, page in (("f", front), ("b", back))}
    assert x["f"] - x["b"] == pytest.approx(10 / 25.4 * 72, abs=0.5)


def test_papers_in_one_flow_keep_their_own_numbers(paper):
    two = '<h1>记录</h1><p>一</p><p class="new">二</p>'
    pdf = typeset([paper(html=two, body_class="form"), paper(html=two, body_class="form")])
    feet = [words(pdf, n, n).replace(" ", "").strip().splitlines()[-1] for n in (1, 2, 3, 4)]
    assert feet == ["第1页", "第2页", "第1页", "第2页"]


def test_words_of_people_never_become_marks():
    pdf = typeset(Paper('"><script>x', "<b>甲", DAY, "<p>文</p>", run="<i>眉&"))
    assert "<i>眉&" in words(pdf)


def test_a_missing_font_is_a_sentence(monkeypatch, paper):
    monkeypatch.setitem(fonts.REQUIRED, "No Such Face", ("宋体", "fonts-noto-cjk"))
    fonts.missing.cache_clear()
    with pytest.raises(fonts.MissingFont, match="没有安装宋体字体.*fonts-noto-cjk"):
        typeset(paper())
    monkeypatch.undo()
    fonts.missing.cache_clear()


def test_the_typesetter_needs_no_django():
    source = "".join(file.read_text(encoding="utf-8") for file in Path(fonts.__file__).parent.glob("*.py"))
    assert "django" not in source
