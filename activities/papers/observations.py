"""听课记录 as schools print it: head, 教学过程 in rows, 优点 建议 总评, the 课堂教学评价表, signatures (spec 09)."""
from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from activities.models import Observation
from activities.papers.number import number
from activities.papers.works import handwritten
from documents import richtext
from documents.chinese import long_date
from documents.names import spaced
from documents.paper import Paper
from instruments import answers
from instruments.models import Response
from school.templatetags.words import points


def observation_paper(row: Observation) -> Paper:
    """一份听课记录 with its evaluation form, as it is bound into the dossier."""
    html = [_head(row), _process(row), _words(row)]
    if row.response:
        html.append(_form(row, row.response))
    if row.answer:
        day = f"，{row.answered_at.astimezone():%-m月%-d日}" if row.answered_at else ""
        html.append(f'<p class="remark">授课教师回应（{escape(row.observed.name)}{day}）：{escape(row.answer)}</p>')
    html.append('<div class="signs"><p>听课人：<u></u>授课教师：<u></u>日期：<u class="n"></u></p></div>')
    html.append(handwritten(row.photos.all(), "纸质听课记录"))
    return Paper(
        title=f"听课记录：{row.observed.name}{row.named_topic}", responsible=row.observer.name, date=row.day,
        html="".join(html), body_class="form", run=f"{row.school.name}　听课记录",
    )


def _head(row: Observation) -> str:
    cells = (
        (("授课教师", spaced(row.observed.name)), ("听课人", spaced(row.observer.name)), ("学　科", row.subject)),
        (("班　级", row.class_name), ("节　次", row.period), ("课　型", row.lesson_type)),
        (("日　期", long_date(row.day)), ("地　点", row.place), ("方　式", row.get_kind_display())),
    )
    lines = "".join(
        "<tr>" + "".join(f"<th>{name}</th><td>{escape(value)}</td>" for name, value in line) + "</tr>" for line in cells
    )
    return (
        f'<h1>听课记录</h1><p class="line"><span class="to-r">编号：{number(row.term, row.pk)}</span>{row.term.name}　第{row.term.week_of(row.day)}周</p>'
        '<table class="kv up"><colgroup><col style="width:20mm"><col><col style="width:18mm"><col><col style="width:18mm"><col>'
        f'</colgroup>{lines}<tr><th>课　题</th><td colspan="5">{escape(row.topic)}</td></tr></table>'
    )


def minute(row: Observation, at: int | None) -> str:
    """The time of a process row: the clock when the start is known, else the minute of the lesson."""
    if at is None:
        return ""
    if row.started is None:
        return f"{at}′"
    moment = datetime.combine(row.day, row.started) + timedelta(minutes=at)
    return f"{moment.hour}:{moment.minute:02}"


def _process(row: Observation) -> str:
    """教学过程 in rows; a column nobody filled gives its room to the others."""
    columns = [
        (head, width, name, [minute(row, part["at"]) if key == "at" else escape(part[key]) for part in row.process])
        for head, width, name, key in (
            ("环　节", 27, "", "phase"), ("时间", 14, "", "at"), ("师生活动", 0, "l", "text"), ("即时点评", 44, "l kai", "note")
        )
    ]
    columns = [column for column in columns if any(column[3]) or not row.process]
    cols = "".join(f'<col style="width:{width}mm">' if width else "<col>" for _, width, _, _ in columns)
    heads = "".join(f"<th>{head}</th>" for head, _, _, _ in columns)
    rows = zip(*([f'<td class="{name}">{cell}</td>' for cell in cells] for _, _, name, cells in columns), strict=True)
    lines = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return (
        f'<table class="rows down"><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead>'
        f'<tbody>{lines or "<tr>" + "<td>—</td>" * len(columns) + "</tr>"}</tbody></table>'
    )


def _words(row: Observation) -> str:
    response = row.response
    verdict = "不评分"
    if response and response.total is not None:
        document = response.instrument.document
        cuts = "，".join(f"{cut['at_least']}分以上{cut['name']}" for cut in document.get("cut_offs", []) if cut["at_least"])
        reached = answers.level(document, response.total)
        verdict = f"得分：<b>{points(response.total)}</b> 分"
        verdict += f"　　等级：{escape(reached)}（按评价表：{escape(cuts)}）" if reached else ""
    return (
        f'<div class="frame"><h2>优点</h2>{richtext.from_plain(row.strengths) or "<p>—</p>"}'
        f'<h2>建议</h2>{richtext.from_plain(row.advice) or "<p>—</p>"}<h2>总评</h2><p class="flat">{verdict}</p></div>'
    )


def _form(row: Observation, response: Response) -> str:
    document = response.instrument.document
    lines = "".join(
        f'<tr style="height:26pt"><td>{no}</td><td>{escape(item["name"])}</td><td class="l">{escape(item.get("hint", ""))}</td>'
        f"<td>{points(answers.most(item)) if item['kind'] in answers.SCORED else ''}</td><td>{_given(item, response)}</td></tr>"
        for no, item in enumerate(response.instrument.items, 1)
    )
    return (
        f'<h1 class="new">{escape(response.instrument.name)}</h1><p class="line"><span class="to-r">附于听课记录{number(row.term, row.pk)}</span>'
        f"授课教师：{escape(spaced(row.observed.name))}　　课题：{escape(row.topic)}　　评价人：{escape(spaced(row.observer.name))}</p>"
        '<table><colgroup><col style="width:11mm"><col style="width:27mm"><col><col style="width:16mm"><col style="width:22mm"></colgroup>'
        f"<thead><tr><th>序号</th><th>项　目</th><th>评价要点</th><th>分值</th><th>得分</th></tr></thead><tbody>{lines}"
        f'<tr><th colspan="3">合　计</th><td class="b">{points(answers.full(document))}</td>'
        f'<td class="b">{points(response.total) if response.total is not None else "—"}</td></tr></tbody></table>'
    )


def _given(item: dict, response: Response) -> str:
    answer = response.answers.get(item["code"])
    if answer is None:
        return "—"
    reached = answers.points(item, answer)
    if reached is None:
        return escape(answer)
    return f"{points(reached)}（{escape(answer)}）" if item["kind"] == "levels" else points(reached)
