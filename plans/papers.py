"""The printed plan: a 公文 after GB/T 9704-2012 with 附件1 (活动日程表); 附件2 is printed by rubrics.papers."""
from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from documents import chinese, names, richtext
from documents.paper import Paper
from plans import papers_rows
from plans.document import Document
from plans.leadership import signed

TO = "各教研组、各校点："  # 主送
COLUMNS = "".join(f'<col{f" style=width:{width}" if width else ""}>' for width in ("8mm", "31mm", "", "18mm", "22mm", "20mm", "22mm"))


def plan_paper(document: Document, school_name: str, day: date, *, edition: int | None = None) -> Paper:
    """研修计划 with its sections, leadership, stages, months and quotas; 附件 follow as papers of their own."""
    head = f'<h1 class="two">{escape(school_name)}<br>{escape(_unnamed(document["title"], school_name))}</h1>'
    body = [head, f'<p class="to">{TO}</p>']
    rows = _rows(document)
    for number, (title, text, kinds) in enumerate(arranged(document), 1):
        body.append(f"<h2>{chinese.first_level(number)}{escape(title)}</h2>{richtext.clean(text)}{''.join(rows[kind] for kind in kinds)}")
    if annexed(document):
        body.append(
            '<p class="end">&nbsp;</p><p class="att end"><b>附件：</b><b class="x">1.</b>活动日程表</p>'
            '<p class="att end"><b class="x">2.</b>校本研修评价细则</p>'
        )
    under = filter(None, (signed(document["leadership"]), school_name, chinese.long_date(day)))
    body.append('<p class="end">&nbsp;</p>' + "".join(f'<p class="sign end">{escape(line)}</p>' for line in under))
    body.append(f'<p class="foot end">{version(edition, day)}</p>')
    html = chinese.close_up("".join(body))
    title = chinese.close_up(document["title"])
    return Paper(title, school_name, day, html, "gongwen", f"{school_name}　{title}")


def version(edition: int | None, day: date) -> str:
    """Which version lies on the desk, and of which day."""
    return f"第{edition}版，{chinese.long_date(day)}发布。" if edition else f"草稿，{chinese.long_date(day)}。"


# kind of row → the title it gets when no section of the plan's text is about it, and the words such a section is told by
KINDS = {
    "stages": ("阶段安排", ("阶段",)), "months": ("月度安排", ("月度", "月份", "逐月")), "quotas": ("任务量", ("任务",)),
    "leadership": ("领导小组与职责", ("领导小组", "组织领导")),
    "teams": ("研修指导、评审与学习支持", ("领导小组", "组织领导")),
    "network": ("管理网络", ("管理网络", "领导小组", "组织领导")),
    "goals": ("目标与达成", ("目标",)),
    "themes": ("研究的问题", ("问题", "重点")),
    "staff": ("师资现状", ("师资",)),
    "sources": ("依据文件", ("依据", "指导思想")),
}


def annexed(document: Document) -> bool:
    """Only a term's plan has 附件1 and 附件2."""
    return document.get("period", "term") == "term"


def arranged(document: Document) -> list[tuple[str, str, list[str]]]:
    """The plan's sections as they are printed: title, text, and the kinds of rows that stand below the text.

    Rows stand in the section that is about them, so that nothing is said twice; a text with its own table of 任务量
    speaks for itself.
    """
    parts: list[tuple[str, str, list[str]]] = [(section["title"], section["body"], []) for section in document["sections"]]
    written = list(parts)
    for kind, (title, words) in KINDS.items():
        if not document.get(kind):
            continue
        home = next((part for part in written if any(word in part[0] for word in words)), None)
        if home is None:
            parts.append((title, "", [kind]))
        elif not (kind == "quotas" and "<table" in home[1]):
            home[2].append(kind)
    return parts


def _unnamed(title: str, school_name: str) -> str:
    return title.removeprefix(school_name)


def _rows(document: Document) -> dict[str, str]:
    """What is kept in rows: stages, months, quotas, leadership, each as printed."""
    stages = "".join(
        f"<p>{chinese.second_level(i)}{escape(stage['name'])}阶段（{span(stage['start'], stage['end'])}）{escape(stage['text'])}</p>"
        for i, stage in enumerate(document["stages"], 1)
    )
    months = []
    for month in document["months"]:
        rows = "".join(
            f"<tr><td>{item['order']}</td><td class=l>{escape(item['content'])}</td><td class=l>{escape(item['requirement'])}</td>"
            f"<td class=l>{escape(item['assessed_by'])}</td><td>{escape(item['responsible'])}</td></tr>"
            for item in month["items"]
        )
        months.append(
            f"<h3>{escape(month_name(month['month']))}</h3><table class=annexed><colgroup><col style=width:9mm><col style=width:40mm>"
            "<col><col style=width:34mm><col style=width:20mm></colgroup><thead><tr><th>序</th><th>内容</th><th>要求</th>"
            f"<th>怎样考核</th><th>负责</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    quotas = "".join(
        f"<p>{i}.{escape(quota['name'])}：{escape(quota['audience'])}，{escape(quota['period'])} {quota['number']} {escape(quota['unit'])}。</p>"
        for i, quota in enumerate(document["quotas"], 1)
    )
    return {
        "stages": stages, "months": "".join(months), "quotas": quotas, **{kind: draw(document) for kind, draw in papers_rows.ROWS.items()},
    }


def schedule_paper(document: Document, school_name: str, day: date) -> Paper:
    """附件1 活动日程表: time, content, form, presenter, participants, place; a row with several sessions keeps them together."""
    rows = []
    for number, entry in enumerate(document["schedule"], 1):
        sessions = _shown(entry)
        span = f' rowspan="{len(sessions)}"' if len(sessions) > 1 else ""
        lines = []
        for at, session in enumerate(sessions):
            first = (
                f"<td{span}>{number}</td><td>{session['time']}</td><td class=l{span}>{escape(entry['content'])}</td>"
                f"<td{span}>{'<br>'.join(map(escape, entry['forms']))}</td>"
                if at == 0 else f"<td>{session['time']}</td>"
            )
            lines.append(
                f"<tr>{first}<td>{session['presenters'] or '—'}</td><td>{escape(session['audience'] or entry['audience'])}</td>"
                f"<td>{escape(session['place']) or '待定'}</td></tr>"
            )
        rows.append(f'<tbody{" class=keep" if 1 < len(sessions) < 7 else ""}>{"".join(lines)}</tbody>')
    html = (
        f'<p class="annex">附件1</p><h1 class="two">{escape(chinese.close_up(document["term"]))}<br>校本研修活动日程表</h1>'
        f'<table class="annexed"><colgroup>{COLUMNS}</colgroup><thead><tr><th>序<br>号</th><th>时　间</th><th>研修内容</th>'
        f"<th>方式</th><th>主讲<br>（主持）</th><th>参加人员</th><th>地点</th></tr></thead>{''.join(rows)}</table>"
    )
    return Paper("校本研修活动日程表", school_name, day, html, "gongwen", f"{school_name}　活动日程表")


def leadership_paper(document: Document, school_name: str, day: date) -> Paper:
    """领导小组与职责 as a paper of its own for the volume, with the groups beside it and the terms of office."""
    groups = [("", document["leadership"]), *((f"{team['team']}<br>", team["members"]) for team in document.get("teams", []))]
    rows = "".join(
        f"<tr><td>{group}{escape(member['role'])}</td><td>{escape(names.spaced(member['name']))}</td>"
        f"<td class=l>{escape(member['duty'])}{escape(papers_rows.office(member))}</td></tr>"
        for group, members in groups for member in members
    )
    html = (
        "<h1>校本研修领导小组与职责</h1><table class=list><colgroup><col style=width:24mm><col style=width:28mm><col></colgroup>"
        f"<thead><tr><th>角色</th><th>姓名</th><th>职责</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    return Paper("校本研修领导小组与职责", school_name, day, html, "form")


def _shown(entry: dict[str, Any]) -> list[dict[str, str]]:
    """The sessions of a row as they are printed; a recurring row stands as one line in the school's own words."""
    sessions = entry["sessions"] or [{"day": None, "starts": "", "ends": "", "presenters": [], "audience": "", "places": []}]
    if entry["time_text"]:
        sessions = sessions[:1]
    shown = []
    for session in sessions:
        own_day = session["day"] and len(sessions) > 1
        time = chinese_day(session["day"]) if own_day else span(entry["start"], entry["end"])
        if entry["time_text"]:
            time = f"{span(entry['start'], entry['end'])}<br>{escape(entry['time_text'])}"
        if session["starts"]:
            time += f"<br>{session['starts']}—{session['ends']}"
        shown.append({
            "time": time or "待定", "presenters": "<br>".join(escape(names.spaced(name)) for name in session["presenters"]),
            "audience": session["audience"], "place": "、".join(session["places"]),
        })
    return shown


def schedule_rows(document: Document) -> list[tuple[str, ...]]:
    """附件1 as plain rows, one a session, for Word and .xlsx."""
    rows = []
    for number, entry in enumerate(document["schedule"], 1):
        for at, session in enumerate(_shown(entry)):
            first = at == 0
            rows.append((
                str(number) if first else "", session["time"].replace("<br>", " "), entry["content"] if first else "",
                "、".join(entry["forms"]) if first else "", session["presenters"].replace("<br>", "、").replace("\u3000", ""),
                session["audience"] or entry["audience"], session["place"] or "待定",
            ))
    return rows


def chinese_day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日"


def month_name(month: str) -> str:
    return f"{int(month[5:])}月"


def span(first: str | None, last: str | None) -> str:
    if not first:
        return ""
    start = date.fromisoformat(first)
    return chinese.date_range(start, date.fromisoformat(last) if last else start)
