"""The bindery (装订): pieces become one volume with a cover, a catalogue and numbers in the outer upper corners.

GB/T 9705 and DA/T 22: page numbers are Arabic, continuous over the documents, outer upper corner, not on blank sides.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Dictionary, Name, ObjectStreamMode, OutlineItem, Page, Pdf

from . import fonts
from .attachments import attach
from .chinese import close_up
from .paper import MEDIA, Media, Paper, gather
from .press import Part, Press, Sheet, Shelf
from .sharing import StampFont, dedupe, share_fonts
from .volume import Entry, Front, Piece, catalogue, cover, note, slip

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
STAMP_SIZE = 11
STAMP_TOP, STAMP_SIDE = 13 * MM, 15 * MM
PART = 18  # pages aimed at in a part; the estimate errs by a few
# done, total, what is being done; it may raise to cancel.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Bound:
    """A bound volume (装订好的一册): its PDF, sides, page numbers given, catalogue, and addresses left blank."""

    pdf: bytes
    sides: int
    pages: int
    entries: tuple[Entry, ...]
    refused: tuple[str, ...]
    remarks: tuple[str, ...]


def bind(
    front: Front,
    pieces: Sequence[Piece],
    progress: Progress = lambda done, total, message: None,
    *,
    media: Media | None = None,
    cache: Path | None = None,
    attachments: Mapping[str, tuple[bytes, str, str]] = {},
    running: bool = False,
    workers: int = 2,
) -> Bound:
    """Bind a volume (装订成册) as PDF/A-3u.

    `progress` is called after every part and step, and every second between (with no new words); it may raise to stop:
    nothing is left running then.
    `media` as in `typeset`. `cache` is a folder where set parts are kept: bound again after one change, only that
    change is set. `attachments`: name → (bytes, MIME type, description). `running` lets a piece begin on the back of
    the one before (不“每件另起一张”). `workers` child processes set the parts.
    Raises press.TooLarge, fonts.MissingFont, and what `progress` raises.
    """
    stretches = [(at, stretch) for at, piece in enumerate(pieces) for stretch in _stretches(piece)]
    steps = len(stretches) + 3
    with Press(workers, Shelf(cache)) as press:
        sheets, starts, lengths = _set(press, pieces, stretches, running, media, progress, steps)
        progress(len(stretches), steps, "正在排封面和目录")
        entries = _entries(pieces, lengths, stretches)
        pages = entries[-1].last if entries else 0
        before = press.set_one([cover(front, len(pieces), pages), catalogue(front, entries)])
        after = press.set_one([note(front, entries)])
        progress(len(stretches) + 1, steps, "正在装订")
        out = Pdf.open(before.file)
        marks, labels = _join(out, pieces, stretches, sheets, starts)
        marks.append(("卷内备考表", len(out.pages)))
        _add(out, after)
        progress(len(stretches) + 2, steps, "正在打页号")
        font = share_fonts(out, lambda papers: press.set_one(papers).file)
    _turn(out)
    for at, label in labels.items():
        _stamp(out.pages[at], label, at % 2 == 0, font)
    with out.open_outline() as outline:
        outline.root[:] = [OutlineItem(close_up(title), at) for title, at in marks]
    for name, (data, mime, description) in attachments.items():
        attach(out, name, data, mime, description)
    dedupe(out)
    target = io.BytesIO()
    out.save(target, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    progress(steps, steps, "装订完成")
    refused = tuple(dict.fromkeys(url for sheet in sheets for url in sheet.refused))
    remarks = tuple(filter(None, [fonts.remark()]))
    return Bound(target.getvalue(), len(out.pages), pages, tuple(entries), refused, remarks)


def _join(
    out: Pdf,
    pieces: Sequence[Piece],
    stretches: list[tuple[int, tuple[Paper, ...]]],
    sheets: list[Sheet],
    starts: list[str],
) -> tuple[list[tuple[str, int]], dict[int, str]]:
    """Lay the parts behind the front matter; gives the outline, and the number for each page that gets one."""
    _pad(out)
    marks, labels = [("封面", 0), ("卷内文件目录", 2)], {}
    number, begun = 1, -1
    for (at, _), sheet, start in zip(stretches, sheets, starts, strict=True):
        if (start == "right") != (len(out.pages) % 2 == 0):
            _pad(out)
        if at != begun:
            marks.append((pieces[at].title, len(out.pages)))
            begun = at
        begins = len(out.pages)
        added = _add(out, sheet)
        if reserve := pieces[at].reserve:
            labels[begins] = _span(number, number + reserve - 1)
        else:
            labels.update((begins + i, str(number + i)) for i in range(added))
        number += reserve or added
    _pad(out)
    return marks, labels


def _stretches(piece: Piece) -> Iterator[tuple[Paper, ...]]:
    """The papers of a piece in stretches of about PART pages, each set on its own; at least one."""
    stretch: list[Paper] = []
    size = 0.0
    for paper in piece.papers:
        pages = 1 + len(paper.html) / 3000 + len(MEDIA.findall(paper.html)) / 3
        if stretch and size + pages > PART:
            yield tuple(stretch)
            stretch, size = [], 0.0
        stretch.append(paper)
        size += pages
    yield tuple(stretch)


def _set(
    press: Press,
    pieces: Sequence[Piece],
    stretches: list[tuple[int, tuple[Paper, ...]]],
    running: bool,
    media: Media | None,
    progress: Progress,
    steps: int,
) -> tuple[list[Sheet], list[str], list[int]]:
    """Set every stretch on the side it falls on (正面或背面).

    Where a stretch begins follows from the lengths of those before it: a piece begins on a front, each next stretch of
    it is set once the one before is. Those that turn out to begin elsewhere (`running`), and the slips, which name their
    page numbers, are set at the end, until nothing changes. Gives for each stretch its sheet, the side it begins on and
    its number of pages.
    """
    slips = {at for at, (piece, _) in enumerate(stretches) if pieces[piece].reserve}
    papers = [stretch or (_empty(pieces[at]),) for at, stretch in stretches]
    starts = ["right"] * len(stretches)
    heads: dict[int, list[int]] = {}
    for at, (piece, _) in enumerate(stretches):
        heads.setdefault(piece, []).append(at)
    lengths = dict.fromkeys(slips, 1)
    finished: set[int] = set()

    def part(at: int) -> Part:
        return Part(papers[at], starts[at], tuple(sorted(gather(papers[at], media).items())))

    def then(at: int, sheet: Sheet) -> dict[int, Part]:
        lengths[at] = _length(sheet)
        chain = heads[stretches[at][0]]
        if at == chain[-1]:
            return {}
        starts[at + 1] = "left" if sum(lengths[n] for n in chain if n <= at) % 2 else "right"
        return {at + 1: part(at + 1)}

    def done(at: int) -> None:
        finished.add(at)
        progress(len(finished), steps, f"已排好：{pieces[stretches[at][0]].title}")

    def waiting() -> None:
        progress(len(finished), steps, "")

    # The longest pieces first, so that no process is left alone with one of them at the end.
    order = sorted((chain for chain in heads.values() if chain[0] not in slips), key=len, reverse=True)
    sheets = press.set({chain[0]: part(chain[0]) for chain in order}, done, waiting, then)
    todo = [-1]
    while todo:
        todo = []
        side, number, last = 0, 1, -1
        for at, (piece, _) in enumerate(stretches):
            reserve = pieces[piece].reserve
            side += piece != last and not running and side % 2
            now = ("left" if side % 2 else "right", (slip(pieces[piece], number),) if reserve else papers[at])
            if at not in sheets or now != (starts[at], papers[at]):
                starts[at], papers[at] = now
                todo.append(at)
            side += lengths[at]
            number += reserve or lengths[at]
            last = piece
        fresh = press.set({at: part(at) for at in todo}, done, waiting)
        sheets |= fresh
        lengths |= {at: _length(sheet) for at, sheet in fresh.items()}
    every = range(len(stretches))
    return [sheets[at] for at in every], starts, [lengths[at] for at in every]


def _add(out: Pdf, sheet: Sheet) -> int:
    """Add a part's pages, their number; it is closed at once, so that memory and open files stay few."""
    with Pdf.open(sheet.file) as pdf:
        out.add_pages_from(pdf)
        return len(pdf.pages)


def _length(sheet: Sheet) -> int:
    with Pdf.open(sheet.file) as pdf:
        return len(pdf.pages)


def _empty(piece: Piece) -> Paper:
    """What stands for a piece without papers: said openly, never a missing page."""
    html = '<h1 class="long"></h1><p class="c">本件没有内容。</p>'
    return Paper(piece.title, piece.responsible, piece.date, html)


def _entries(
    pieces: Sequence[Piece], lengths: list[int], stretches: list[tuple[int, tuple[Paper, ...]]]
) -> list[Entry]:
    total = [0] * len(pieces)
    for (at, _), length in zip(stretches, lengths, strict=True):
        total[at] += pieces[at].reserve or length
    entries, number = [], 1
    for piece, length in zip(pieces, total, strict=True):
        entries.append(Entry(piece, number, number + length - 1))
        number += length
    return entries


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}—{last}"


def _pad(pdf: Pdf) -> None:
    """A blank back, so that what follows begins on a front."""
    if len(pdf.pages) % 2:
        pdf.add_blank_page(page_size=A4)


def _turn(pdf: Pdf) -> None:
    """Turn wide tables a quarter left: their head is at the binding edge on a front, the cutting edge on a back."""
    for page in pdf.pages:
        _, _, width, height = map(float, page.mediabox)
        if width > height:
            page.obj.Rotate = 270


def _stamp(page: Page, text: str, front: bool, stamp: StampFont) -> None:
    """Put the volume's page number into the outer upper corner of the upright sheet."""
    _, _, width, height = map(float, page.mediabox)
    turned = width > height
    if turned:
        width, height = height, width
    length = sum(stamp.widths[stamp.glyph[c]] for c in text) * STAMP_SIZE / 1000
    x = width - STAMP_SIDE - length if front else STAMP_SIDE
    y = height - STAMP_TOP
    matrix = f"0 -1 1 0 {y:.2f} {width - x:.2f}" if turned else f"1 0 0 1 {x:.2f} {y:.2f}"
    codes = "".join(f"{stamp.glyph[c]:04x}" for c in text)
    page.contents_add(b"q\n", prepend=True)  # WeasyPrint leaves its flipped coordinates on the page
    page.contents_add(f"\nQ q 0 g BT /YH {STAMP_SIZE} Tf {matrix} Tm <{codes}> Tj ET Q".encode())
    own = page.resources.get(Name.Font, Dictionary())
    page.resources.Font = Dictionary({**dict(own.items()), "/YH": stamp.font})
