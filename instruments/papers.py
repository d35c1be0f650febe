"""问卷结果 as a printed paper: how many answered each question how; no names, no written words, nobody's own result."""
from __future__ import annotations

from decimal import Decimal
from html import escape

from documents.chinese import date_range
from documents.paper import Paper
from instruments import results
from instruments.answers import KINDS
from instruments.models import Round
from school.audience import words
from school.models import Teacher
from school.templatetags.words import points

KV = '<colgroup><col style="width:22mm"><col><col style="width:22mm"><col></colgroup>'
WIDTHS = (11, 50, 0, 15, 34, 16)


def round_paper(round: Round) -> Paper:
    """一次发放的结果: question, options, how many, share and mean.

    Who reads a volume need not be who reads answers on the screen: here nothing stands of fewer than five sheets, named or not.
    """
    came = results.handed_in(round)
    rows = results.countable(round, came)
    html = (
        f"<h1>问卷结果<small>{escape(round.title)}</small></h1>"
        f'<p class="line"><span class="to-r">{round.opens.year}年{date_range(round.opens, round.closes)}</span>{escape(round.school.name)}</p>'
        f'<table class="kv">{KV}'
        f'<tr><th>用　表</th><td>{escape(str(round.instrument))}（第{round.instrument.version}版）</td><th>谁来填</th><td>{round.get_party_display()}</td></tr>'
        f'<tr><th>对　象</th><td>{_asked(round)}</td><th>署　名</th><td>{"不署名" if round.anonymous or round.on_paper else "署名"}</td></tr>'
        f'<tr><th>收　到</th><td colspan="3">{_came(round, results.sheets(came))}</td></tr></table>'
        + (_table(results.questions(round, rows)) if results.shown(round, rows) and results.sheets(rows) >= results.FEW else
           f'<p class="line" style="padding-top:8pt">收卷以后、满 {results.FEW} 份才列各题结果。</p>')
        + '<div class="signs"><p>统计人：<u></u>审核：<u></u></p></div>'
    )
    return Paper(
        title=f"问卷结果：{round}", responsible=round.school.office_name, date=round.closes, html=html, run=f"{round.school.name}　问卷结果",
    )


def _asked(round: Round) -> str:
    if round.on_paper:
        return "—"
    return escape(words(round.audience, dict(Teacher.objects.filter(school=round.school).values_list("staff_no", "name"))))


def _came(round: Round, sheets: int) -> str:
    if round.on_paper:
        return f"纸质 {sheets} 份，由教导处录入"
    asked = round.receipts.count()
    return f"应填 {asked} 份，收到 {sheets} 份" + (f"（{sheets * 100 // asked}%）" if asked else "")


def _table(questions: list[results.Question]) -> str:
    cols = "".join(f'<col style="width:{width}mm">' if width else "<col>" for width in WIDTHS)
    heads = "".join(f"<th>{head}</th>" for head in ("序号", "题　目", "选　项", "人数", "占　比", "平均"))
    body = "".join(f'<tbody class="keep">{_lines(no, question)}</tbody>' for no, question in enumerate(questions, 1))
    return f'<table class="rows tight gap"><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead>{body}</table>'


def _lines(no: int, question: results.Question) -> str:
    name = f'{escape(question.item["name"])}<br><span class="s">{KINDS[question.item["kind"]]}，{question.answered} 人答</span>'
    if not question.bars:
        said = "写的话不印在这里，在系统里按权限看" if question.item["kind"] == "text" else "—"
        return f'<tr><td>{no}</td><td class="l">{name}</td><td class="l s" colspan="3">{said}</td><td></td></tr>'
    high = len(question.bars)
    first, *rest = [
        f'<td class="l">{escape(bar.label)}</td><td>{bar.count}</td><td class="l">{_bar(bar.share)}</td>' for bar in question.bars
    ]
    head = f'<td rowspan="{high}">{no}</td><td class="l" rowspan="{high}">{name}</td>'
    mean = f'<td class="b" rowspan="{high}">{_mean(question.mean)}</td>'
    return f"<tr>{head}{first}{mean}</tr>" + "".join(f"<tr>{line}</tr>" for line in rest)


def _bar(share: int) -> str:
    width = round(share * 0.2, 1)
    drawn = f'<span style="display:inline-block;width:{width}mm;height:2.6mm;background:#777;margin-right:1.5mm"></span>' if width else ""
    return f"{drawn}{share}%"


def _mean(mean: Decimal | None) -> str:
    return "—" if mean is None else points(mean)
