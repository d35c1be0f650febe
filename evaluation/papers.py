"""考核汇总表 and 个人考核得分表 on paper (forms of spec 09); the 师德 reason stays closed but for the teacher himself."""
from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

from documents.chinese import long_date
from documents.names import in_cell
from documents.paper import Paper, seal
from evaluation import queries
from evaluation.cells import short
from evaluation.conduct import Lens
from evaluation.models import Score, ScoreSheet
from rubrics.scoring.numbers import plain, read_number
from school import clock
from school.person import Person

WIDTH = 267  # mm between the margins of an A4 page laid across


def summary(sheet: ScoreSheet) -> Paper:
    """考核汇总表 for signing: all teachers, averages, what the signs mean, the signatures."""
    matrix = queries.matrix(sheet, None)
    title = f"{sheet.term.name}校本研修考核汇总表"
    day = clock.today()
    wide = min(11.5, (WIDTH - 100) / max(1, len(matrix.columns)))
    widths = [9, 18.5, 15.5, *([wide] * len(matrix.columns)), 12, 13, 12]
    cols = "".join(f'<col style="width:{width:g}mm">' for width in widths)
    heads = "".join(f"<th>{escape(c.code)}<br>{'<br>'.join(map(escape, c.folded))}</th>" for c in matrix.columns)
    weights = "".join(f"<th>（{c.max}）</th>" if c.max else "<th></th>" for c in matrix.columns)
    number, body = 0, []
    for group, rows in matrix.groups:
        for row in rows:
            number += 1
            body.append(_summary_row(number, group, row, sheet))
    html = (
        f'<h1 class="c b" style="font-size:18pt;line-height:26pt">{escape(title)}</h1>'
        f'<p class="line"><span class="to-r">制表日期：{long_date(day)}</span>单位：{escape(sheet.school.name)}'
        f"　　考核人数：{number}人　　{sheet.get_state_display()}</p>"
        f'<table class="sum"><colgroup>{cols}<col></colgroup><thead><tr><th rowspan="2">序号</th><th rowspan="2">姓　名</th>'
        f'<th rowspan="2">组　别</th>{heads}<th rowspan="2">实得分</th><th rowspan="2">总　分</th><th rowspan="2">等次</th>'
        f'<th rowspan="2">本人签字</th></tr><tr>{weights}</tr></thead><tbody>{"".join(body)}{_averages(matrix)}</tbody></table>'
        f'<div style="break-inside:avoid"><p class="note"><b>注：</b>{_note(sheet)}</p>'
        '<table class="two"><tr><td class="l"><div class="signs"><p>考核小组：<u></u><u></u><u></u><u></u></p><p>组长（签字）：<u></u></p></div></td>'
        f'<td style="width:70mm">{seal("（公章）")}</td></tr></table></div>'
    )
    return Paper(title, sheet.school.name, day, html, "sheetpage")


def _summary_row(number: int, group: str, row: queries.Row, sheet: ScoreSheet) -> str:
    cells = "".join(_cell(item) for item in row.items)
    total = f"{row.score.total:.{sheet.document.get('places', 1)}f}"
    grade = "待定" if row.score.open_items else row.score.grade
    return (
        f'<tr><td>{number}</td><td class="n">{in_cell(row.teacher.name)}</td><td>{escape(group.removesuffix("组"))}</td>'
        f'{cells}<td class="n">{short(row.score.earned)}</td><td class="n tot">{total}</td><td>{escape(grade)}</td><td></td></tr>'
    )


def _cell(item: dict[str, Any]) -> str:
    if item["state"] == "excluded":
        return '<td class="n none">／</td>'
    if item["state"] == "open" and item["points"] == "0":
        return '<td class="n">—</td>'
    return f'<td class="n">{short(item["points"])}</td>'


def _averages(matrix: queries.Matrix) -> str:
    cells = []
    for at in range(len(matrix.columns)):
        items = [row.items[at] for row in matrix.rows]
        known = [Decimal(item["points"]) for item in items if item["state"] not in ("excluded", "open")]
        cells.append(_mean(known))
    cells += [_mean([Decimal(row.score.earned) for row in matrix.rows]), _mean([row.score.total for row in matrix.rows])]
    middle = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="avg"><td colspan="3">平均（不计“／”“—”）</td>{middle}<td></td><td></td></tr>'


def _mean(numbers: list[Decimal]) -> str:
    return f"{sum(numbers, Decimal()) / len(numbers):.1f}" if numbers else ""


def _note(sheet: ScoreSheet) -> str:
    document = sheet.document
    weights = plain(sum((read_number(str(item["max"])) for item in document["items"] if item.get("max")), 0))
    full, places = document.get("full_marks", 100), document.get("places", 1)
    ends = {"cap": f"满{full}分为止", "rescale": f"再÷{weights}×{full}", "plain": "超过部分照计"}[document.get("total", "cap")]
    excludes = any(item.get("otherwise") == "exclude" for item in document["items"])
    formula = f"实得分÷适用分值×{weights}" if excludes else "实得分"
    digits = "一二"[places - 1] + "位小数" if places else "整数"
    return (
        f"括号内为分值，合计{weights}分。“／”为不适用，从应得分值中剔除；“—”为尚未评定，不是零分，该行总分暂计、等次待定。"
        f"总分＝{formula}，{ends}，四舍五入保留{digits}。细则：{escape(str(sheet.rubric))}。"
    )


def personal(score: Score, reader: Person | None = None) -> Paper:
    """个人考核得分表: every item with a reason one can reckon again, the teacher's own word and signature.

    reader: who will hold the paper; None (a volume) closes the 师德 reason.
    """
    sheet, teacher = score.sheet, score.teacher
    group = queries.group_names(sheet).get(teacher.pk, "")
    rows, weights = [], 0
    for stored in Lens(sheet, reader).items(score.items, score.teacher_id):
        item = queries.of_rubric(sheet, stored)
        most = "" if item["max"] is None else plain(read_number(str(item["max"])))
        weights += read_number(str(item["max"])) if item["max"] is not None else 0
        points = "／" if item["state"] == "excluded" else "—" if item["state"] == "open" else short(item["points"])
        rows.append(
            f'<tr><td>{escape(item["code"])}</td><td class="l">{escape(item["name"])}</td><td>{most}</td>'
            f'<td class="b">{points}</td><td class="l">{escape(item["reason"].rstrip("。"))}。</td></tr>'
        )
    total = f"{score.total:.{sheet.document.get('places', 1)}f}"
    until = long_date(sheet.meeting_until) + "止" if sheet.meeting_until else "见面时另告"
    grade = "待定" if score.open_items or not score.grade else score.grade
    html = (
        f'<h1>个人考核得分表</h1><p class="line"><span class="to-r">{escape(sheet.term.name)}</span>{escape(sheet.school.name)}</p>'
        '<table class="kv up"><colgroup><col style="width:18mm"><col><col style="width:18mm"><col>'
        '<col style="width:20mm"><col></colgroup>'
        f"<tr><th>姓　名</th><td>{escape(teacher.name)}</td><th>工　号</th><td>{escape(teacher.staff_no)}</td>"
        f"<th>组　别</th><td>{escape(group)}</td></tr><tr><th>任　课</th><td>{escape(teacher.grade + teacher.subject)}</td>"
        f"<th>职　称</th><td>{teacher.get_title_display()}</td><th>核对期限</th><td>{until}</td></tr></table>"
        '<table class="rows tight"><colgroup><col style="width:11mm"><col style="width:35mm"><col style="width:12mm">'
        '<col style="width:12mm"><col></colgroup><thead><tr><th>序号</th><th>考核内容</th><th>分值</th><th>得分</th>'
        f'<th>得分依据（可照此自己算一遍）</th></tr></thead><tbody>{"".join(rows)}'
        f'<tr><th colspan="2">合　计</th><td>{plain(weights)}</td><td class="b">{short(score.earned)}</td>'
        f'<td class="l">{_applying(score, weights)}</td></tr><tr><th colspan="2">总　分</th>'
        f'<td colspan="2" class="b" style="font-size:13pt">{total}</td><td class="l">等次：<b>{escape(grade)}</b></td></tr></tbody></table>'
        '<div class="frame" style="border-top:none;break-inside:avoid"><h2>本人意见（在□内打√）</h2>'
        '<p class="flat" style="line-height:26pt">□　已逐项核对，无异议。　　　　　　□　对第<u style="text-decoration:none;'
        'border-bottom:.5pt solid #000;display:inline-block;width:22mm;height:12pt"></u>项有异议，理由：</p>'
        '<p class="flat" style="border-bottom:.5pt solid #000;height:19pt"></p>'
        '<p class="flat" style="border-bottom:.5pt solid #000;height:19pt"></p>'
        '<p class="flat s" style="padding-top:5pt">异议请在核对期限内交教导处，由考核小组复核，复核人不是原评定人，'
        "结果书面答复本人。</p></div>"
        '<div class="signs tight-signs"><p>本人签字：<u></u>日期：<u class="n"></u></p>'
        '<p>核 对 人：<u></u>日期：<u class="n"></u></p></div>'
    )
    return Paper("个人考核得分表", sheet.school.name, clock.today(), html, "form", f"{sheet.school.name}　个人考核得分表")


def _applying(score: Score, weights: Any) -> str:
    """适用分值 where something does not apply: 103 − 5 − 7 = 91 分."""
    out = [item["weight"] for item in score.items if item["state"] == "excluded"]
    if not out:
        return ""
    left = plain(weights - sum(read_number(weight) for weight in out))
    return f"适用分值：{plain(weights)} − {' − '.join(out)} = {left}分；{score.earned} ÷ {left} × {plain(weights)}，再按细则取总分"
