"""The typesetter (排版): papers in, PDF/A-3u out. No network, no files but its own style and fonts."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import fonts, justify  # noqa: F401  justify patches on import
from .paper import Media, Paper, gather

# Several papers in one flow: each keeps its own page numbers at the bottom; the total is the volume's business.
MANY = """
@page form { @bottom-center { content: "第 " counter(page) " 页" } }
@page signin { @bottom-center { content: "第 " counter(page) " 页" } }
@page sheet { @bottom-center { content: "第 " counter(page) " 页" } }
@page :nth(1 of form) { counter-reset: page 1 }
@page :nth(1 of signin) { counter-reset: page 1 }
@page :nth(1 of sheet) { counter-reset: page 1 }
@page :nth(1 of gongwen) { counter-reset: page 1 }
"""
ABSENT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect x="1" y="1" width="318" height="198" '
    'fill="none" stroke="#000" stroke-dasharray="6 4"/><text x="160" y="110" font-size="26" text-anchor="middle" '
    'font-family="Noto Serif CJK SC">缺　图</text></svg>'
)


class Pictures(URLFetcher):
    """Gives the typesetter pictures and fonts it was handed, and refuses every other address (只认交来的图片和字体)."""

    def __init__(self, media: dict[str, bytes], refused: list[str]):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.media, self.refused = media, refused

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "media" and name in self.media:
            return URLFetcherResponse(url, self.media[name], {"Content-Type": "application/octet-stream"})
        if scheme == "font" and name in fonts.files():
            return URLFetcherResponse(url, fonts.files()[name].read_bytes(), {"Content-Type": "font/otf"})
        if url not in self.refused:
            self.refused.append(url)
        if scheme == "media":
            return URLFetcherResponse(url, ABSENT.encode(), {"Content-Type": "image/svg+xml"})
        raise ValueError(f"refused: {url}")


def typeset(
    papers: Paper | Sequence[Paper],
    *,
    start: str = "right",
    media: Media | None = None,
    refused: list[str] | None = None,
) -> bytes:
    """Set one paper, or several in one flow, as PDF/A-3u (排成 PDF).

    `start="left"` gives the first page the margins of a back side (背面) without a blank page before it.
    `media` gives a picture's bytes by id, None when the reader may not see it: a frame 缺图 stands there and
    `media:ID` goes into `refused`. Any other address is left blank and goes into `refused` too.
    Raises MissingFont when a required typeface is not installed.
    """
    papers = [papers] if isinstance(papers, Paper) else list(papers)
    return set_gathered(papers, start, gather(papers, media), [] if refused is None else refused, len(papers) > 1)


def set_gathered(
    papers: Sequence[Paper], start: str, media: dict[str, bytes], refused: list[str], part: bool = True
) -> bytes:
    """The same with the pictures already in hand; a part of a volume has no total of pages to tell."""
    fonts.require()
    first = papers[0]
    many = MANY if part else ""
    html = (
        f'<!doctype html><html lang="zh-CN"><head><title>{escape(first.title)}</title>'
        f'<meta name="author" content="{escape(first.responsible)}">'
        f'<meta name="dcterms.created" content="{first.date.isoformat()}">'
        f"<style>html{{break-before:{start}}}{many}</style></head><body>"
        + "".join(paper.section() for paper in papers)
        + "</body></html>"
    )
    style, config = shared_style()
    with calm():
        # With a base a relative address reaches the fetcher too, which refuses and lists it.
        page = HTML(string=html, base_url="paper:///", url_fetcher=Pictures(media, refused))
        return page.write_pdf(stylesheets=[style], font_config=config, pdf_variant="pdf/a-3u", cache={})


@cache
def shared_style() -> tuple[CSS, FontConfiguration]:
    """The one style sheet and the one font configuration of this process: reading them again costs more than a page."""
    fonts.prepare()
    config = FontConfiguration()
    text = fonts.faces() + fonts.STYLE.read_text(encoding="utf-8")
    return CSS(string=text, font_config=config, url_fetcher=Pictures({}, [])), config


@contextmanager
def calm() -> Iterator[None]:
    """Collect garbage seldom while a box tree grows: the collector's walks are the only superlinear cost."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect()
