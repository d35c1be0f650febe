"""A form to fill in by hand (空白表): 课堂教学评价表, 检查表, 互评表, and the questionnaire that parents and pupils get on paper."""
from __future__ import annotations

from html import escape
from typing import Any

from documents.paper import Paper
from instruments.answers import SCORED, full, most, options
from instruments.models import Instrument
from school import clock
from school.templatetags.words import points

P = Instrument.Purpose
LESSON = (("授课教师", "学　科", "班　级"), ("课　题", "日　期", "节　次"))
HEADS = {
    P.LESSON: LESSON, P.SKILL: (("教　师", "项　目", "日　期"),), P.INSPECTION: (("教　师", "学　科", "日　期"),),
    P.RATING: (("评　谁", "组　别", "日　期"),),
}
SIGNS = {P.LESSON: "评价人", P.JUDGING: "评委", P.RATING: "评价人", P.INSPECTION: "检查人", P.SKILL: "考核人"}
LINE = '<p class="flat" style="border-bottom:.5pt solid #000;height:22pt"></p>'


def blank_paper(form: Instrument) -> Paper:
    """Indicators with points in one table; questions with boxes and lines below it."""
    name = form.school.name
    mark = full(form.document)
    hint = f"满分 {points(mark)} 分" if mark else "请在□里打√"
    parts = "".join(_section(section["name"], section["items"]) for section in form.document["sections"])
    sign = SIGNS.get(form.purpose)
    html = (
        f'<h1>{escape(form.name)}</h1><p class="line"><span class="to-r">{hint}</span>{escape(name)}</p>{_head(form.purpose)}{parts}'
        + _sum(form, bool(mark)) + _said(form.purpose) + (f'<div class="signs"><p>{sign}：<u></u>日期：<u class="n"></u></p></div>' if sign else "")
    )
    return Paper(form.name, form.school.office_name, clock.today(), html, "form", f"{name}　{form.name}")


def _head(purpose: str) -> str:
    rows = HEADS.get(purpose, ())
    cells = "".join("<tr>" + "".join(f"<th>{label}</th><td></td>" for label in line) + "</tr>" for line in rows)
    return f'<table class="kv"><colgroup>{"<col style=width:20mm><col>" * 3}</colgroup>{cells}</table>' if cells else ""


def _section(name: str, items: list[dict[str, Any]]) -> str:
    scored = [item for item in items if item["kind"] in SCORED]
    asked = [item for item in items if item["kind"] not in SCORED]
    title = f'<p class="line" style="padding-top:8pt;break-after:avoid"><b>{escape(name)}</b></p>' if name else ""
    table = ""
    if scored:
        lines = "".join(
            f'<tr style="height:26pt"><td>{no}</td><td class="l">{escape(item["name"])}</td><td class="l s">{escape(item.get("hint", ""))}</td>'
            f'<td>{points(most(item))}</td><td class="l s">{_levels(item)}</td></tr>' for no, item in enumerate(scored, 1)
        )
        table = (
            '<table class="gap"><colgroup><col style="width:11mm"><col style="width:30mm"><col><col style="width:13mm"><col style="width:44mm"></colgroup>'
            f"<thead><tr><th>序号</th><th>项　目</th><th>要　点</th><th>分值</th><th>得　分</th></tr></thead><tbody>{lines}</tbody></table>"
        )
    return title + table + "".join(_question(no, item) for no, item in enumerate(asked, len(scored) + 1))


def _levels(item: dict[str, Any]) -> str:
    return "　 ".join(f'<span class="nw">□{escape(level["name"])} {points(level["points"])}</span>' for level in item.get("levels", []))


def _question(no: int, item: dict[str, Any]) -> str:
    more = "（可选几项）" if item["kind"] == "several" else ""
    hint = f'　<span class="s">{escape(item["hint"])}</span>' if item.get("hint") else ""
    low, high = escape(item.get("low", "")), escape(item.get("high", ""))
    boxes = "　　".join(f'<span class="nw">□ {escape(one)}</span>' for one in options(item))
    answer = LINE * 3 if item["kind"] == "text" else f'<p class="l" style="padding-left:2em;line-height:22pt">{low}　{boxes}　{high}</p>'
    return f'<div style="break-inside:avoid;padding-top:6pt"><p><b>{no}．{escape(item["name"])}</b>{more}{hint}</p>{answer}</div>'


def _said(purpose: str) -> str:
    """Room for what is said about a lesson; numbers alone help nobody."""
    if purpose != P.LESSON:
        return ""
    return "".join(f'<p style="padding-top:6pt"><b>{label}</b></p>{LINE * 3}' for label in ("优点", "建议"))


def _sum(form: Instrument, scored: bool) -> str:
    if not scored:
        return ""
    levels = "　".join(f"□{escape(cut['name'])}" for cut in form.document.get("cut_offs", []))
    begin = f"（另有基础分 {points(form.document['base'])} 分）" if form.document.get("base") else ""
    return f'<p class="line" style="padding-top:8pt">合　计：<u>　　　　　</u>分{begin}　　等级：{levels or "<u>　　　　　</u>"}</p>'
