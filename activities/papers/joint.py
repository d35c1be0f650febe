"""校际活动情况表: which schools came together, who of ours took part how, and who came to us (A19 of the mission)."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from activities.models import Attendance, Joint
from activities.papers.activities import KV, days_words, head_row, spots
from activities.papers.number import number
from activities.queries.attendance import counts_of
from activities.states import Part
from documents.names import in_cell
from documents.paper import Paper, seal

ACTIVE = (Part.HOST, Part.PRESENT, Part.TEACH)


def joint_paper(joint: Joint) -> Paper:
    """One joint activity: the schools, the day, our part by name, the guests; room for the other school's seal."""
    activity = joint.activity
    sessions = [one for one in activity.sessions.all() if not one.cancelled]
    day = max((one.day for one in sessions if one.day), default=activity.term.starts)
    host = joint.host.school.name if joint.host else activity.school.name
    partners = "、".join(row.name for row in joint.partners.all()) or "—"
    html = (
        f'<h1>校际活动情况表</h1><p class="line"><span class="to-r">编号：{number(activity.term, activity.pk)}</span>'
        f"{escape(activity.term.name)}　第{activity.term.week_of(day)}周</p>"
        f'<table class="kv">{KV}{head_row("主　题", activity.title, wide=True)}'
        f'{head_row("形　式", joint.get_kind_display(), "主　办", host)}{head_row("结对学校", partners, wide=True)}'
        f'{head_row("时　间", days_words(sessions), "地　点", spots(sessions) or "—")}{head_row("本校参加", _ours(sessions), wide=True)}</table>'
        f'{_guests(joint)}<div class="signs"><p>填表人：<u></u>日期：<u class="n"></u></p></div>'
        f'<table class="two"><tr><td>{seal("主办学校（盖章）")}</td><td>{seal("结对学校（盖章）")}</td></tr></table>'
    )
    return Paper(
        title=f"校际活动情况表：{activity}", responsible=activity.group.name if activity.group else activity.school.office_name, date=day,
        html=html, run=f"{activity.school.name}　校际活动",
    )


def _ours(sessions: Sequence) -> str:
    """How many of ours came, and by name who led, spoke or taught."""
    parts = [f"{sum(count.present for count in counts_of(sessions).values())} 人次"]
    rows = Attendance.objects.filter(session__in=sessions, part__in=ACTIVE).select_related("teacher").order_by("pk")
    named: dict[str, list[str]] = {}
    for row in rows:
        names = named.setdefault(Part(row.part).label, [])
        if row.teacher.name not in names:
            names.append(row.teacher.name)
    return "；".join([*parts, *(f"{label}：{'、'.join(names)}" for label, names in named.items())])


def _guests(joint: Joint) -> str:
    rows = "".join(
        f'<tr><td>{no}</td><td class="l">{escape(guest.from_school)}</td><td>{in_cell(guest.name)}</td>'
        f'<td class="l">{escape(guest.part) or "—"}</td></tr>'
        for no, guest in enumerate(joint.guests.all(), 1)
    )
    return (
        '<table class="gap"><colgroup><col style="width:14mm"><col><col style="width:30mm"><col style="width:50mm"></colgroup>'
        f"<thead><tr><th>序号</th><th>来宾学校</th><th>姓　名</th><th>做了什么</th></tr></thead>"
        f"<tbody>{rows or '<tr><td>—</td><td>—</td><td>—</td><td>—</td></tr>'}</tbody></table>"
    )
