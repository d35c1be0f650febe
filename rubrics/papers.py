"""附件2: the rubric as the printed table that hangs on the plan and lies in the volume."""
from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from documents.paper import Paper
from rubrics.models import Rubric
from rubrics.queries import ROLES, rule_words, weights
from rubrics.ruleforms.elements import spell

OTHERWISE = {"exclude": "不适用的教师剔除该项后折算", "zero": "不适用的教师该项记 0 分", "full": "不适用的教师该项记满分",
             "average": "不适用的教师该项记平均分"}
TOTALS = {"cap": "总分按 {full} 分封顶", "rescale": "总分折算为 {full} 分", "plain": "总分照实相加"}


def rubric_paper(rubric: Rubric, school_name: str, day: date, *, annex: bool = True) -> Paper:
    """评价细则（附件2）: items with points, standard, method and for whom, and how the total is made."""
    document = rubric.document
    items = document["items"]
    title = document.get("title") or rubric.title
    rows = "".join(
        f"<tr><td>{escape(item['code'])}</td><td class=l>{escape(item.get('name', ''))}</td><td>{points(item)}</td>"
        f"<td class=l>{escape(item.get('text') or rule_words(item))}</td><td>{escape(item.get('method', ''))}</td>"
        f"<td>{escape(for_whom(item))}</td></tr>"
        for item in items
    )
    sum_of = weights(document)
    total = TOTALS[document.get("total", "cap")].format(full=spell(document.get("full_marks", 100)))
    note = f"<p class=foot><b>注：</b>各项分值合计 {sum_of} 分，{total}。{_for_the_others(items)}"
    head = '<p class="annex">附件2</p>' if annex else ""
    html = (
        f'{head}<h1 class="two">{escape(title)}</h1><table class="annexed"><colgroup><col style="width:9mm">'
        '<col style="width:32mm"><col style="width:11mm"><col><col style="width:21mm"><col style="width:20mm"></colgroup>'
        "<thead><tr><th>序<br>号</th><th>考核内容</th><th>分值</th><th>考核标准及要求</th><th>评价方式</th><th>适用教师</th></tr></thead>"
        f'<tbody>{rows}<tr><th colspan="2">合　计</th><td class="b">{sum_of}</td><td class="l" colspan="3">{total}</td></tr></tbody></table>{note}</p>'
    )
    return Paper(title, school_name, day, html, "gongwen", f"{school_name}　{title}")


def points(item: dict[str, Any]) -> str:
    """分值 as printed; what has no ceiling stands as a dash."""
    return "—" if item.get("max") is None else spell(item["max"])


def _for_the_others(items: list[dict[str, Any]]) -> str:
    """What becomes of those for whom an item is not, said once for all items that do alike."""
    by_way: dict[str, list[str]] = {}
    for item in items:
        if item.get("applies_to"):
            by_way.setdefault(item.get("otherwise", "zero"), []).append(item["code"])
    return "".join(f"第 {escape('、'.join(codes))} 项只适用于部分教师，{OTHERWISE[way]}。" for way, codes in by_way.items())


def for_whom(item: dict[str, Any]) -> str:
    """适用教师 in words."""
    rule = item.get("applies_to") or {}
    named = [*rule.get("tags", []), *rule.get("groups", []), *(ROLES.get(role, role) for role in rule.get("roles", []))]
    without = rule.get("not_tags", [])
    return ("、".join(named) or "全体教师") + (f"（不含{'、'.join(without)}）" if without else "")
