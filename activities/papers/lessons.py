"""课堂教学评价汇总 of an open lesson: what each observer gave by indicator, the means, what was said, the reflection (spec 09)."""
from __future__ import annotations

from html import escape

from activities.models import Observation, OpenLesson
from activities.papers.number import number
from activities.queries.lessons import Mean, Together
from activities.states import RECOMMENDED
from documents import richtext
from documents.chinese import date_range, long_date
from documents.names import in_cell, spaced
from documents.paper import Paper
from instruments import answers
from school.templatetags.words import points

MOST_COLUMNS = 8  # observers beside each other on an upright page; more are summed up by their means


def lesson_paper(whole: Together) -> Paper:
    """One page or two: head, one table for each form, opinions by name, recommendation and signatures."""
    lesson = whole.lesson
    html = [_head(whole), *(_table(mean, whole.observations) for mean in whole.means), _opinions(whole)]
    if whole.reflection:
        html.append(f'<div class="frame"><h2>课后反思</h2>{richtext.from_plain(whole.reflection.body) or "<p>见手写稿</p>"}</div>')
    html += [
        f'<p class="remark">{escape(one["step"])}（{escape(one["by"])}，{long_date(one["at"])}）：{escape(one["reason"])}</p>' for one in lesson.recommendations
    ]
    html.append('<div class="signs"><p>授课教师：<u></u>教研组长：<u></u>教导处：<u class="n"></u></p></div>')
    return Paper(
        title=f"课堂教学评价汇总：{lesson}", responsible=lesson.teacher.name, date=lesson.day, html="".join(html), body_class="form",
        run=f"{lesson.school.name}　课堂教学评价汇总",
    )


def lesson_list(lessons: list[OpenLesson], whose: str) -> Paper:
    """公开课一览表 of a group: who gave which lesson when, how many wrote about it, how far it was recommended; nobody's points."""
    first = lessons[0]
    rows = "".join(
        f'<tr><td>{no}</td><td>{date_range(one.day, one.day)}</td><td>{in_cell(one.teacher.name)}</td><td>{one.get_kind_display()}</td>'
        f'<td>{escape(one.class_name)}</td><td class="l">{escape(one.topic)}</td><td>{one.heard}</td>'
        f'<td>{one.get_state_display() if one.state in RECOMMENDED else "—"}</td></tr>'
        for no, one in enumerate(lessons, 1)
    )
    html = (
        f'<h1>公开课一览表</h1><p class="line"><span class="to-r">{escape(first.term.name)}</span>{escape(whose)}</p>'
        '<table><colgroup><col style="width:12mm"><col style="width:20mm"><col style="width:20mm"><col style="width:22mm"><col style="width:22mm">'
        '<col><col style="width:18mm"><col style="width:24mm"></colgroup><thead><tr><th>序号</th><th>日　期</th><th>授课教师</th><th>种　类</th>'
        f"<th>班　级</th><th>课　题</th><th>听课记录</th><th>推　荐</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    return Paper(title="公开课一览表", responsible=whose, date=lessons[-1].day, html=html, run=f"{first.school.name}　公开课")


def _head(whole: Together) -> str:
    lesson = whole.lesson
    lines = (
        (("授课教师", spaced(lesson.teacher.name)), ("种　类", lesson.get_kind_display()), ("学　科", lesson.subject)),
        (("班　级", lesson.class_name), ("节　次", lesson.period), ("地　点", lesson.place)),
        (("日　期", long_date(lesson.day)), ("听　课", f"{len(whole.observations)} 人"), ("设　计", "有" if whole.design else "—")),
    )
    rows = "".join("<tr>" + "".join(f"<th>{name}</th><td>{escape(value)}</td>" for name, value in line) + "</tr>" for line in lines)
    return (
        f'<h1>课堂教学评价汇总</h1><p class="line"><span class="to-r">编号：{number(lesson.term, lesson.pk)}</span>{lesson.term.name}　'
        f'第{lesson.term.week_of(lesson.day)}周</p><table class="kv up"><colgroup><col style="width:20mm"><col><col style="width:18mm"><col>'
        f'<col style="width:18mm"><col></colgroup>{rows}<tr><th>课　题</th><td colspan="5">{escape(lesson.topic)}</td></tr></table>'
    )


def _table(mean: Mean, observations: list[Observation]) -> str:
    """指标 by observer; with many observers only the means stand there."""
    rows = [row for row in observations if row.response and row.response.instrument_id == mean.form.pk and row.response.total is not None]
    named = rows if len(rows) <= MOST_COLUMNS else []
    heads = "".join(f"<th>{escape(row.observer.name)}</th>" for row in named)
    lines = []
    scored = [item for item in mean.form.items if item["kind"] in answers.SCORED]
    for item, (name, most, average) in zip(scored, mean.items, strict=True):
        cells = "".join(f"<td>{_points(item, row)}</td>" for row in named)
        lines.append(f'<tr><td class="l">{escape(name)}</td><td>{points(most)}</td>{cells}<td class="b">{points(average)}</td></tr>')
    totals = "".join(f'<td class="b">{points(row.response.total)}</td>' for row in named)
    trimmed = f"；去掉一个最高分和一个最低分：<b>{points(mean.trimmed)}</b> 分" if mean.trimmed is not None else ""
    level = f"，{escape(mean.level)}" if mean.level else ""
    return (
        f'<p class="line" style="padding-top:6pt"><b>{escape(mean.form.name)}</b></p>'
        f'<table class="rows"><thead><tr><th>项　目</th><th style="width:14mm">分值</th>{heads}'
        f'<th style="width:16mm">平均</th></tr></thead><tbody>{"".join(lines)}<tr><th>合　计</th><td class="b">{points(mean.full)}</td>{totals}'
        f'<td class="b">{points(mean.mean)}</td></tr></tbody></table>'
        f'<p class="line">{mean.number} 人评分，平均：<b>{points(mean.mean)}</b> 分{level}{trimmed}。</p>'
    )


def _points(item: dict, row: Observation) -> str:
    reached = answers.points(item, row.response.answers.get(item["code"]))
    return points(reached) if reached is not None else "—"


def _opinions(whole: Together) -> str:
    said = [
        f'<p class="say"><b>{escape(row.observer.name)}</b>　{escape("　".join(filter(None, (row.strengths, row.advice and f"建议：{row.advice}"))))}'
        f'{f"（{escape(whole.lesson.teacher.name)}回应：{escape(row.answer)}）" if row.answer else ""}</p>'
        for row in whole.observations if row.strengths or row.advice
    ]
    return f'<div class="frame"><h2>优点和建议</h2>{"".join(said) or "<p>—</p>"}</div>'
