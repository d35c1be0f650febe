"""附件2: the rubric as the printed table that hangs on the plan and lies in the volume."""
from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from documents.paper import Paper
from rubrics.models import Rubric

OTHERWISE = {"exclude": "不适用的教师剔除该项后折算", "zero": "不适用的教师该项记 0 分", "full": "不适用的教师该项记满分",
             "average": "不适用的教师该项记平均分"}
TOTALS = {"cap": "总分按 {full} 分封顶", "rescale": "总分折算为 {full} 分", "plain": "总分照实相加"}


def rubric_paper(rubric: Rubric, school_name: str, day: date, *, annex: bool = True) -> Paper:
    """评价细则（附件2）: items with points, standard, method and for whom, and how the total is made."""
    document = rubric.document
    items = document["items"]
    rows = "".join(
        f"<tr><td>{escape(item['code'])}</td><td class=l>{escape(item['name'])}</td><td>{item['max'] if item['max'] is not None else '—'}</td>"
        f"<td class=l>{escape(item.get('text', ''))}</td><td>{escape(item.get('method', ''))}</td><td>{escape(for_whom(item))}</td></tr>"
        for item in items
    )
    weights = sum(float(item["max"] or 0) for item in items if item.get("counts", "full") == "full")
    full = document.get("full_marks", 100)
    total = TOTALS[document.get("total", "cap")].format(full=full)
    some = [item["code"] for item in items if item.get("applies_to")]
    note = f"<p class=foot><b>注：</b>各项分值合计 {weights:g} 分，{total}。"
    if some:
        how = OTHERWISE[next(item for item in items if item.get("applies_to")).get("otherwise", "zero")]
        note += f"第 {'、'.join(some)} 项只适用于部分教师，{how}。"
    head = '<p class="annex">附件2</p>' if annex else ""
    html = (
        f'{head}<h1 class="two">{escape(document["title"])}</h1><table class="annexed"><colgroup><col style="width:9mm">'
        '<col style="width:32mm"><col style="width:11mm"><col><col style="width:21mm"><col style="width:20mm"></colgroup>'
        "<thead><tr><th>序<br>号</th><th>考核内容</th><th>分值</th><th>考核标准及要求</th><th>评价方式</th><th>适用教师</th></tr></thead>"
        f'<tbody>{rows}<tr><th colspan="2">合　计</th><td class="b">{weights:g}</td><td class="l" colspan="3">{total}</td></tr></tbody></table>{note}</p>'
    )
    return Paper(document["title"], school_name, day, html, "gongwen", f"{school_name}　{document['title']}")


def for_whom(item: dict[str, Any]) -> str:
    """适用教师 in words."""
    rule = item.get("applies_to") or {}
    named = [*rule.get("tags", []), *rule.get("groups", []), *rule.get("roles", [])]
    without = rule.get("not_tags", [])
    return ("、".join(named) or "全体教师") + (f"（不含{'、'.join(without)}）" if without else "")
