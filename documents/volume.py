"""What stands around the pieces of a volume (案卷): cover, catalogue, note of examination, slip, spine.

After GB/T 9705 (案卷式): 封面 → 卷内文件目录 → 文件 → 卷内备考表.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from html import escape

from .chinese import close_up, long_date, numeral
from .paper import MEDIA, Paper
from .qr import qr_svg


@dataclass(frozen=True)
class Piece:
    """One document of a volume (一件): a line of the catalogue, and the papers behind it.

    `reserve` > 0 keeps so many page numbers for a paper original bound elsewhere (原件另附): a slip is printed instead
    of papers, `where` says where the original lies and `why` why it is not here.
    """

    title: str
    responsible: str
    date: Day
    papers: tuple[Paper, ...] = ()
    number: str = ""  # 文号
    remark: str = ""
    reserve: int = 0
    where: str = "本卷卷末纸袋"
    why: str = "扫描后以同一页号替换本页。"


@dataclass(frozen=True)
class Front:
    """What the cover, the spine and the note of a volume say (封面、卷脊、备考表)."""

    school: str
    term: str  # 2026—2027学年第一学期
    first: Day
    last: Day
    kind: str = "校本研修档案"
    volume: str = ""  # 第1册　共3册
    keep: str = "30年"  # 保管期限
    archive_no: str = ""  # 档号
    fonds_no: str = ""  # 全宗号
    archived: Day | None = None  # 归档日期
    as_of: Day | None = None  # 截至: the term is not over
    address: str = ""  # where the volume can be verified; printed with its QR
    leads: tuple[tuple[str, str], ...] = ()  # 领导小组: role and names, as the plan has them
    notes: tuple[str, ...] = ()  # 备考表: what is missing and why

    @property
    def title(self) -> str:
        return close_up(f"{self.school}{self.term}{self.kind}")


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue (卷内文件目录的一行): a piece and its page numbers in the volume."""

    piece: Piece
    first: int
    last: int


def cover(front: Front, pieces: int, pages: int) -> Paper:
    """The cover (封面) with the volume's extent."""
    until = front.as_of or front.last
    as_of = f'<p class="vol">（截至{long_date(front.as_of)}，学期尚未结束）</p>' if front.as_of else ""
    archived = long_date(front.archived) if front.archived else "　"
    check = (
        f'<div class="check">{qr_svg(front.address)}<p>核验地址：<br>{escape(front.address)}</p></div>'
        if front.address
        else ""
    )
    leads = "".join(
        f'<tr><th>{_spread(role)}</th><td colspan="3">{escape(names)}</td></tr>' for role, names in front.leads
    )
    html = (
        '<table class="no"><colgroup><col style="width:20mm"><col></colgroup>'
        f"<tr><th>全宗号</th><td>{escape(front.fonds_no) or '　'}</td></tr>"
        f"<tr><th>档　号</th><td>{escape(front.archive_no) or '　'}</td></tr></table>"
        f'<p class="org">{escape(front.school)}</p>'
        f'<p class="name">{escape(close_up(front.term))}<br>{escape(front.kind)}</p>'
        f'<p class="vol">{escape(front.volume) or "　"}</p>{as_of}'
        '<table class="meta"><colgroup><col style="width:27mm"><col><col style="width:27mm"><col></colgroup>'
        f'<tr><th>起止日期</th><td colspan="3">{long_date(front.first)}至{long_date(until)}</td></tr>'
        f"{leads}<tr><th>件　　数</th><td>{pieces} 件</td><th>页　　数</th><td>{pages} 页</td></tr>"
        f"<tr><th>保管期限</th><td>{escape(front.keep)}</td><th>归档日期</th><td>{archived}</td></tr></table>{check}"
    )
    return Paper(front.title, front.school, front.archived or until, html, "cover")


def _spread(role: str) -> str:
    """组　　长, 副 组 长: as wide as the four characters beside them."""
    return escape({2: "　　", 3: "\u2002"}.get(len(role), "").join(role))


def catalogue(front: Front, entries: Iterable[Entry]) -> Paper:
    """The catalogue (卷内文件目录, GB/T 9705): first page of each piece, of the last one first—last."""
    entries = list(entries)
    rows = []
    for at, entry in enumerate(entries, 1):
        piece, pages = entry.piece, str(entry.first)
        if at == len(entries) and entry.last > entry.first:
            pages = f"{entry.first}—{entry.last}"
        rows.append(
            f"<tr><td>{at}</td><td class=l>{escape(piece.number)}</td><td>{escape(piece.responsible)}</td>"
            f"<td class=l>{escape(close_up(piece.title))}</td><td>{piece.date:%Y%m%d}</td><td class=nw>{pages}</td>"
            f"<td>{escape(close_up(piece.remark))}</td></tr>"
        )
    html = (
        '<h1>卷内文件目录</h1><table class="cat"><colgroup><col style="width:11mm"><col style="width:24mm">'
        '<col style="width:23mm"><col><col style="width:19mm"><col style="width:18mm"><col style="width:20mm">'
        "</colgroup><thead><tr><th class=nw>序号</th><th>文　号</th><th>责任者</th><th>题　　名</th><th>日　期</th><th>页号</th>"
        f"<th>备注</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
    return Paper("卷内文件目录", front.school, front.archived or front.last, html, "toc")


def note(front: Front, entries: Sequence[Entry]) -> Paper:
    """The note of examination at the volume's end (卷内备考表): extent, originals kept elsewhere, gaps; signed by hand."""
    pages = entries[-1].last if entries else 0
    photos = sum(len(MEDIA.findall(paper.html)) for entry in entries for paper in entry.piece.papers)
    extent = f"本卷共{len(entries)}件{pages}页" + (f"，其中照片{photos}张。" if photos else "。")
    kept = [
        f"第{at}件《{entry.piece.title}》原件另附{entry.piece.reserve}页（{entry.piece.where}），"
        f"占页号{entry.first}{f'—{entry.last}' if entry.last > entry.first else ''}。"
        for at, entry in enumerate(entries, 1)
        if entry.piece.reserve
    ]
    lines = "".join(f'<p class="i">{escape(close_up(line))}</p>' for line in (extent, *kept, *front.notes))
    html = (
        f'<h1>卷内备考表</h1><div class="sheet"><p>档号：{escape(front.archive_no)}</p><p>本卷情况说明：</p>'
        f'<div class="gap-list">{lines}</div>'
        '<div class="who"><p>立卷人　<u></u></p><p>检查人　<u></u></p><p>立卷时间　　　　年　　月　　日</p></div></div>'
    )
    return Paper("卷内备考表", front.school, front.archived or front.last, html, "notepage")


def slip(piece: Piece, first: int) -> Paper:
    """The slip that keeps the place of a paper original (纸质原件占位单)."""
    last = first + piece.reserve - 1
    pages = str(first) if first == last else f"{first}—{last}"
    rows = [
        ("题　名", close_up(piece.title)),
        ("责任者", piece.responsible),
        ("日　期", long_date(piece.date)),
        ("占用页号", pages),
        ("存放位置", piece.where),
        ("说　明", piece.why),
    ]
    table = "".join(f"<tr><th>{head}</th><td>{escape(text)}</td></tr>" for head, text in rows)
    html = (
        f'<div class="card"><h1>纸质原件占位</h1><p class="big">原件另附{piece.reserve}页</p>'
        f'<table class="kv"><colgroup><col style="width:24mm"><col></colgroup>{table}</table>'
        '<div class="signs" style="padding-top:6pt"><p>经手人：<u></u>日期：<u class="n"></u></p></div></div>'
    )
    return Paper(f"{close_up(piece.title)}（纸质原件占位）", piece.responsible, piece.date, html, "slip")


def spine(front: Front) -> Paper:
    """Three strips to cut out for the back of a file, 10, 15 and 20 mm (卷脊); one character a line."""
    years, _, term = close_up(front.term).partition("学年")
    years = "<br>｜<br>".join(escape(part) for part in years.split("—"))
    number = "<br>".join(escape(part) for part in front.archive_no.replace("·", "-").split("-"))
    strips = []
    for left, width, size in ((40, 10, 15.0), (90, 15, 18.0), (145, 20, 19.5)):
        volume = f'<p style="font-size:{size * 0.8}pt">{_upright(_book(front.volume))}</p><hr>' if front.volume else ""
        strips.append(
            f'<div class="strip" style="left:{left}mm;width:{width}mm">'
            f'<p class="h" style="font-size:{size * 0.62:.1f}pt;padding-top:3mm">{escape(front.keep)}</p><hr>'
            f'<p class="org" style="font-size:{size}pt">{_upright(front.school)}</p><hr>'
            f'<p class="t" style="font-size:{size}pt">{_upright(front.kind)}</p>'
            f'<p class="h" style="font-size:{size * 0.66:.1f}pt;padding:3mm 0 0">{years}</p>'
            f'<p style="font-size:{size * 0.8}pt;padding-top:2mm">{_upright("学年" + term)}</p><hr>{volume}'
            f'<p class="h" style="font-size:{size * 0.55:.1f}pt">{number}</p></div>'
        )
    foot = "沿线裁下，贴于卷脊：左 10 mm　中 15 mm　右 20 mm。按卷的厚度选一条。"
    html = "".join(strips) + f'<p class="s" style="position:absolute;left:40mm;bottom:1mm;width:140mm">{foot}</p>'
    return Paper("卷脊", front.school, front.archived or front.last, html, "spine")


def _upright(text: str) -> str:
    return "".join(f"{escape(c)}<br>" for c in text)


def _book(volume: str) -> str:
    """第1册　共3册 → 第一册."""
    digits = "".join(c for c in volume.split("册")[0] if c.isdigit())
    return f"第{numeral(int(digits))}册" if digits else volume
