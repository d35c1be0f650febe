"""A printed document (文书) before it is set: words and marks, no pages yet."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date as Day
from html import escape

# A picture's bytes by its id, or None when there is none or the reader may not see it (the caller's policy decides).
Media = Callable[[str], bytes | None]
DRAWING = '<svg font-family="YX Hei, Noto Sans CJK SC" '  # a drawing takes no typeface from its page
YEAR = re.compile(r"(?<=\d{4}—\d{4}) 学年")  # on paper numbers stand close to their words, on the screen apart
MEDIA = re.compile(r"media:([\w.-]+)")


@dataclass(frozen=True)
class Paper:
    """One printed document (一份文书): plan, record, sign-in sheet, score table …

    `html` is a fragment using the classes of styles/print.css; pictures are `<img src="media:ID">`, nothing else
    is ever fetched. `body_class` chooses the page: "gongwen", "form", "form prose", "form signin", "sheetpage" (横表), "cover", "toc",
    "notepage", "spine", "slip", "cert".
    `run` is the running head (天头的眉), by default the title.
    """

    title: str
    responsible: str
    date: Day
    html: str
    body_class: str = "form"
    run: str = ""

    def section(self) -> str:
        """The paper as one section of a page flow."""
        run = escape(self.run or self.title)
        html = YEAR.sub("学年", self.html).replace("<svg ", DRAWING)
        return f'<section class="paper {escape(self.body_class)}" data-run="{YEAR.sub("学年", run)}">{html}</section>'


def seal(whose: str = "学校（盖章）", day: str = "") -> str:
    """Room of 42 mm for a round seal over whose it is and the day (盖章处), to be written by hand when no day is given."""
    return f'<div class="seal"><p>{whose}</p><p>{day or "　　　　年　　月　　日"}</p></div>'


def gather(papers: Iterable[Paper], media: Media | None) -> dict[str, bytes]:
    """The bytes of all pictures the papers name, asked of `media` once each."""
    names = sorted({name for paper in papers for name in MEDIA.findall(paper.html)})
    found = ((name, media(name)) for name in names) if media else ()
    return {name: data for name, data in found if data is not None}
