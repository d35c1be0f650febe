"""学期报告 on paper (公文) and in Word: chapter by chapter the figures, below them the words; the last chapter is the table of problems."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from documents import chinese, richtext
from documents.charts import bars_png, bars_svg
from documents.docx import Word
from documents.paper import Paper
from evaluation.models import TermReport
from evaluation.report import Figures
from evaluation.report.blocks import Block, spans

MOST_KEPT = 7  # rows; more would leave half a page empty
Chapters = Mapping[str, str]  # key → heading, as far as the reader may see them


def report_paper(report: TermReport, chapters: Chapters, figures: Figures, day: date) -> Paper:
    """The report as one 公文, signed by whom it speaks for; a draft says so."""
    head, signed = heading(report)
    parts = [f'<h1 class="two">{"<br>".join(map(escape, head))}</h1>']
    for number, (key, title) in enumerate(chapters.items(), 1):
        drawn = "".join(PRINTED[block["kind"]](block) for block in figures.get(key, []))
        parts.append(f"<h2>{chinese.first_level(number)}{escape(title)}</h2>{drawn}{richtext.from_plain(report.chapters.get(key, ''))}")
    parts.append(
        f'<p class="end">&nbsp;</p><p class="sign end">{escape(signed)}</p><p class="sign end">{chinese.long_date(day)}</p>'
        + ("" if report.figures is not None else f'<p class="foot end">草稿，数字截至{chinese.long_date(day)}。</p>')
    )
    title = chinese.close_up(report.title)
    return Paper(title, signed, day, chinese.close_up("".join(parts)), "gongwen", f"{report.school.name}　{title}")


def heading(report: TermReport) -> tuple[tuple[str, str], str]:
    """The two lines above the report, and who signs it."""
    owner = report.teacher.name if report.teacher else report.group.name if report.group else report.school.name
    return (report.school.name, chinese.close_up(report.title)), owner


def _say(block: Block) -> str:
    return f"<p>{escape(block['text'])}</p>"


def _table(block: Block) -> str:
    columns = "".join(f"<col style=width:{width}mm>" for _, width in block["columns"])
    heads = "".join(f"<th>{escape(head)}</th>" for head, _ in block["columns"])
    bodies: list[list[str]] = []  # what one cell over several rows holds together stays on one page
    for row in spans(block):
        if len(row) == len(block["columns"]):
            bodies.append([])
        bodies[-1].append("".join(
            f"<td{f' rowspan={height}' if height > 1 else ''}{' class=l' if words else ''}>{escape(text).replace(chr(10), '<br>')}</td>"
            for text, height, words in row
        ))
    rows = "".join(
        f"<tbody{' class=keep' if 1 < len(body) < MOST_KEPT else ''}>{''.join(f'<tr>{row}</tr>' for row in body)}</tbody>" for body in bodies
    )
    return (
        f'<p class="tabled">{escape(block["caption"])}</p><table class=annexed><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
        f"{rows}</table>"
    )


def _bars(block: Block) -> str:
    drawn = bars_svg(block["caption"], [tuple(line) for line in block["bars"]], block["unit"])
    return f'<figure class="chart">{drawn}<figcaption>{escape(block["caption"])}</figcaption></figure>'


def _head(block: Block) -> str:
    return f"<h3>{escape(block['text'])}</h3>"


PRINTED = {"say": _say, "head": _head, "table": _table, "bars": _bars}


def word(report: TermReport, chapters: Chapters, figures: Figures, day: date) -> bytes:
    """The report as a Word file that can be carried on writing in."""
    head, signed = heading(report)
    file = Word(report.title, signed)
    for line in head:
        file.add(line, "公文标题")
    for number, (key, title) in enumerate(chapters.items(), 1):
        file.add(f"{chinese.first_level(number)}{title}", "公文一级")
        for block in figures.get(key, []):
            _written(file, block)
        file.rich(richtext.from_plain(report.chapters.get(key, "")))
    file.sign(signed, chinese.long_date(day))
    return file.bytes()


def _written(file: Word, block: Block) -> None:
    if block["kind"] in ("say", "head"):
        file.add(chinese.close_up(block["text"]), *(("公文二级",) if block["kind"] == "head" else ()))
        return
    file.add(block["caption"], "公文顶格")
    if block["kind"] == "bars":
        file.picture(bars_png([tuple(line) for line in block["bars"]], block["unit"]), 130)
    else:
        heads, widths = zip(*block["columns"], strict=True)
        file.table([heads, *([cell and chinese.close_up(cell) for cell in row] for row in block["rows"])], widths)
