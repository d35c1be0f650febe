"""案卷目录 of a school year and 移交清单 in two copies: what the archive is given, volume by volume (spec 09; GB/T 9705)."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from archives.models import Dossier, Edition
from archives.states import EditionState
from documents.chinese import close_up, long_date
from documents.paper import Paper, seal
from school import clock
from school.models import Term

FEWEST = 10  # lines of a list; what is not filled can be written by hand
COPIES = ("第1份（移交人存）", "第2份（接收人存）")


def of_year(dossiers: Iterable[Dossier], term: Term) -> list[Dossier]:
    """The volumes of the school year of a term, by 档号."""
    return sorted((row for row in dossiers if row.term.school_year == term.school_year), key=lambda row: row.archive_no)


def catalogue_paper(dossiers: list[Dossier], term: Term) -> Paper:
    """案卷目录: every volume of the year with its days, pieces, pages and how long it is kept."""
    heads = (("序号", 10), ("档　号", 27), ("题　　名", 0), ("起止日期", 25), ("件数", 11), ("页数", 11), ("保管<br>期限", 13), ("备　注", 16))
    rows = []
    for row in dossiers:
        edition = _newest(row)
        days = f"{row.term.starts:%Y%m%d}—<br>{_until(row, edition):%Y%m%d}"
        noted = "" if edition and edition.state == EditionState.SEALED else "未归档"
        rows.append((escape(row.archive_no), escape(close_up(row.title)), days, *_extent(edition), row.retention, noted))
    return _list("案卷目录", term, heads, rows, "", '<div class="signs"><p>编制人：<u></u>检查人：<u></u>日期：<u class="n"></u></p></div>')


def handover_papers(dossiers: list[Dossier], term: Term) -> list[Paper]:
    """移交清单 of the sealed volumes, signed by who gives, who takes and who watches; one copy for each side."""
    heads = (("序号", 10), ("档　号", 27), ("题　　名", 0), ("保管期限", 18), ("件数", 12), ("页数", 12), ("备　注", 24))
    given = [(row, edition) for row in dossiers if (edition := _newest(row, EditionState.SEALED))]
    rows = [(escape(row.archive_no), escape(close_up(row.title)), row.retention, *_extent(edition), f"第{edition.no}版") for row, edition in given]
    pieces, pages = sum(len(one.pieces) for _, one in given), sum(one.pages for _, one in given)
    foot = f'<tr><th colspan="4">合　计（{len(given) or "　　"}卷）</th><td>{pieces or ""}</td><td>{pages or ""}</td><td></td></tr>'
    end = (
        '<p class="note"><b>注：</b>移交时逐卷核对页数，破损、缺页当面注明。电子文件与纸质核对无误，由接收人签字。</p>'
        '<table class="kv gap"><colgroup><col style="width:24mm"><col></colgroup><tr><th>移交情况</th><td>□ 相符　　□ 不符，说明：</td></tr></table>'
        '<div class="signs"><p>移交人：<u></u>日期：<u class="n"></u></p><p>接收人：<u></u>日期：<u class="n"></u></p>'
        '<p>监交人：<u></u>日期：<u class="n"></u></p></div>' + seal("（公章）")
    )
    return [_list("校本研修档案移交清单", term, heads, rows, foot, end, f"一式两份　{copy}") for copy in COPIES]


def _list(title: str, term: Term, heads: Iterable[tuple[str, int]], rows: list[tuple[str, ...]], foot: str, end: str, copy: str = "") -> Paper:
    heads, day, name = tuple(heads), clock.today(), escape(term.school.name)
    cols = "".join(f'<col style="width:{width}mm">' if width else "<col>" for _, width in heads)
    rows += [("",) * (len(heads) - 1)] * (FEWEST - len(rows))
    lines = "".join(
        f'<tr style="height:9mm"><td>{no if any(row) else ""}</td>'
        + "".join(f"<td{' class=l' if at == 1 else ''}>{cell}</td>" for at, cell in enumerate(row)) + "</tr>"
        for no, row in enumerate(rows, 1)
    )
    html = (
        f'<h1>{title}</h1><p class="line"><span class="to-r">{copy or long_date(day)}</span>{name}　　{escape(close_up(term.school_year))}</p>'
        f'<table class="rows tight"><colgroup>{cols}</colgroup><thead><tr>{"".join(f"<th>{head}</th>" for head, _ in heads)}</tr></thead>'
        f"<tbody>{lines}{foot}</tbody></table>{end}"
    )
    return Paper(title, term.school.office_name, day, html, "form", f"{term.school.name}　{title}")


def _newest(row: Dossier, *states: str) -> Edition | None:
    """The newest edition that was bound, of those states; what is being built for the first time has no pages yet."""
    return next((one for one in row.editions.all() if one.pdf_id and (not states or one.state in states)), None)


def _extent(edition: Edition | None) -> tuple[str, str]:
    return (str(len(edition.pieces)), str(edition.pages)) if edition else ("—", "—")


def _until(row: Dossier, edition: Edition | None) -> date:
    return min(row.term.ends, edition.as_of) if edition else row.term.ends
