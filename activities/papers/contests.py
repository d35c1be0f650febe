"""评审汇总表 and the empty 评审表, as schools print and sign them (spec 09)."""
from __future__ import annotations

from datetime import date
from html import escape

from activities.models import Contest, Entry
from activities.queries.contests import Result
from documents.chinese import long_date
from documents.names import in_cell
from documents.paper import Paper, seal
from instruments import answers
from school import clock
from school.models import Teacher
from school.templatetags.words import points


def ways(contest: Contest) -> str:
    """How it was reckoned, in one line: so that anybody can do it again by hand."""
    item = next((one["name"] for one in contest.instrument.items if one["code"] == contest.tie_item), "")
    ties = {"same": "同分名次相同", "item": f"同分看『{item}』，高的在前", "jury": "同分由评委会议定"}[contest.ties]
    unit = {"share": "%", "number": " 名", "points": " 分以上"}[contest.tier_by]
    tiers = "、".join(f"{tier['name']} {tier['value']}{unit}" for tier in contest.tiers)
    trim = "四位评委以上去掉一个最高分和一个最低分，其余" if contest.trim else ""
    return f"{trim}取平均，保留两位小数；{ties}；{tiers}"


def result_paper(contest: Contest, result: Result) -> Paper:
    """评审汇总: every entry with its sheets, what was dropped, mean, place and tier."""
    day = contest.confirmed_at.astimezone().date() if contest.confirmed_at else clock.today()
    lines = []
    for place, entry in result.places:
        marks = "、".join(points(sheet.total) for sheet in place.sheets)
        dropped = f"（去掉 {'、'.join(points(total) for total in place.dropped)}）" if place.dropped else ""
        settled = f"；同分，议定：{escape(entry.jury_reason)}" if place.equal and contest.ties == "jury" and entry.jury_reason else ""
        lines.append(
            f'<tr><td>{place.rank or "—"}</td><td>{escape(entry.number)}</td><td>{in_cell(entry.teacher.name)}</td>'
            f'<td class="l">{escape(entry.title)}</td><td class="l">{marks}{dropped}{settled}</td>'
            f'<td class="b">{f"{place.mean:.2f}" if place.mean is not None else "—"}</td><td>{escape(place.tier) or "—"}</td></tr>'
        )
    state = "" if contest.confirmed_at else "　　（预览，尚未确认）"
    html = (
        f"<h1>{escape(contest.title)}评审汇总表</h1>"
        f'<p class="line"><span class="to-r">{long_date(day)}</span>{escape(contest.school.name)}　　评审表：{escape(contest.instrument.name)}{state}</p>'
        '<table><colgroup><col style="width:12mm"><col style="width:15mm"><col style="width:20mm"><col><col style="width:34mm">'
        '<col style="width:17mm"><col style="width:18mm"></colgroup><thead><tr><th>名次</th><th>编号</th><th>作者</th><th>题　目</th>'
        f'<th>各评委总分</th><th>平均分</th><th>档次</th></tr></thead><tbody>{"".join(lines)}</tbody></table>'
        f'<p class="line" style="padding-top:5pt">计算办法：{escape(ways(contest))}。共 {len(result.places)} 件，评审表 {result.sheets} 份。</p>'
        '<div class="signs"><p>评委签名：<u class="w"></u>审核：<u></u></p></div>'
    )
    return Paper(
        title=f"{contest.title}评审汇总表", responsible=contest.school.office_name, date=day, html=html,
        run=f"{contest.school.name}　评比",
    )


def praised_paper(contest: Contest, entries: list[Entry]) -> Paper:
    """公布名单: the tiers proposed for 表彰 and nobody below them (spec 02)."""
    day = contest.confirmed_at.astimezone().date()
    rows = "".join(
        f'<tr><td>{no}</td><td>{escape(entry.tier)}</td><td>{in_cell(entry.teacher.name)}</td><td class="l">{escape(entry.title)}</td></tr>'
        for no, entry in enumerate(entries, 1)
    )
    html = (
        f"<h1>{escape(contest.title)}公布名单</h1>"
        f'<p class="line"><span class="to-r">{long_date(day)}</span>{escape(contest.school.name)}</p>'
        '<table class="list"><colgroup><col style="width:14mm"><col style="width:26mm"><col style="width:28mm"><col></colgroup>'
        f"<thead><tr><th>序号</th><th>档次</th><th>作者</th><th>题　目</th></tr></thead>"
        f"<tbody>{rows or '<tr><td>—</td><td>—</td><td>—</td><td>—</td></tr>'}</tbody></table>"
        + seal(escape(contest.school.name), long_date(day))
    )
    return Paper(
        title=f"{contest.title}公布名单", responsible=contest.school.office_name, date=day, html=html, run=f"{contest.school.name}　评比",
    )


def own_paper(teacher: Teacher, entries: list[Entry], day: date) -> Paper:
    """参加评比结果 of one teacher, for his own booklet."""
    rows = "".join(
        f'<tr><td>{long_date(entry.contest.confirmed_at.astimezone().date())}</td><td class="l">{escape(entry.contest.title)}</td>'
        f'<td class="l">{escape(entry.title)}</td><td>{escape(entry.contest.level)}</td><td>{escape(entry.tier) or "—"}</td></tr>'
        for entry in entries
    )
    html = (
        f'<h1>参加评比结果</h1><p class="line">{escape(teacher.school.name)}　　{escape(teacher.name)}</p>'
        '<table><colgroup><col style="width:36mm"><col><col><col style="width:18mm"><col style="width:22mm"></colgroup>'
        f"<thead><tr><th>日　期</th><th>评　比</th><th>题　目</th><th>级　别</th><th>档　次</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    return Paper(title="参加评比结果", responsible=teacher.name, date=day, html=html, run=f"{teacher.school.name}　评比")


def sheet_paper(contest: Contest) -> Paper:
    """An empty 评审表 to fill in by hand while people speak (读书交流评分表): entries down, indicators across."""
    items = [item for item in contest.instrument.items if item["kind"] in answers.SCORED]
    heads = "".join(f"<th>{escape(item['name'])}<br>{points(answers.most(item))} 分</th>" for item in items)
    rows = "".join(
        f'<tr style="height:24pt"><td>{escape(entry.number)}</td>' + "<td></td>" * (len(items) + 2) + "</tr>"
        for entry in contest.entries.order_by("no", "pk")
    )
    hints = "；".join(f"{item['name']}：{item['hint']}" for item in items if item.get("hint"))
    html = (
        f"<h1>{escape(contest.instrument.name)}</h1>"
        f'<p class="line"><span class="to-r">{long_date(clock.today())}</span>{escape(contest.title)}'
        f"　　满分 {points(answers.full(contest.instrument.document))} 分</p>"
        f'<table><colgroup><col style="width:16mm">{"<col>" * len(items)}<col style="width:15mm"><col style="width:38mm"></colgroup>'
        f"<thead><tr><th>编号</th>{heads}<th>合计</th><th>评语</th></tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="line">{escape(hints)}</p><div class="signs"><p>评委：<u></u>日期：<u class="n"></u></p></div>'
    )
    return Paper(
        title=f"{contest.title}{contest.instrument.name}", responsible=contest.school.office_name, date=clock.today(), html=html,
        run=f"{contest.school.name}　评比",
    )
