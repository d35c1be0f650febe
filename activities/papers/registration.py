"""报名名单、选课名单: who has a place in which course, who waits; to hang up before the first lesson."""
from __future__ import annotations

from html import escape

from activities.models import Activity
from activities.papers.activities import days_words
from activities.queries.activities import presenters_of
from activities.queries.registration import Course, courses
from activities.states import SignUp
from documents.names import spaced
from documents.paper import Paper

ACROSS = 5


def registration_paper(activity: Activity) -> Paper:
    """名单 of every course of an activity, in the order of places; those on the waiting list beneath, by turn."""
    found = courses(activity, None)
    choice = activity.sign_up == SignUp.CHOICE
    title = "选课名单" if choice else "报名名单"
    days = [one.session.day for one in found if one.session.day]
    html = (
        f"<h1>{title}<small>{escape(activity.title)}</small></h1>"
        f'<p class="line"><span class="to-r">{escape(activity.term.name)}</span>{escape(activity.school.name)}'
        f"　　{activity.get_sign_up_display()}</p>" + "".join(_course(one, choice) for one in found)
        + '<div class="signs"><p>组织者：<u></u>日期：<u class="n"></u></p></div>'
    )
    return Paper(
        title=f"{title}：{activity}", responsible=activity.group.name if activity.group else activity.school.office_name,
        date=min(days, default=activity.term.starts), html=html, run=f"{activity.school.name}　{title}",
    )


def _course(one: Course, choice: bool) -> str:
    session = one.session
    places = f"名额 {session.places}，" if session.places else ""
    head = "　".join(filter(None, (presenters_of(session), days_words([session]), session.place)))
    names = [f"{spaced(row.teacher.name)}{f'（{row.wish}）' if choice and row.wish > 1 else ''}" for row in one.placed]
    cells = [f"<td>{no}．{escape(name)}</td>" for no, name in enumerate(names, 1)] or ["<td>还没有人</td>"]
    cells += ["<td></td>"] * (-len(cells) % ACROSS)
    rows = "".join(f"<tr>{''.join(cells[at:at + ACROSS])}</tr>" for at in range(0, len(cells), ACROSS))
    waiting = "、".join(row.teacher.name for row in one.waiting)
    return (
        f'<div style="break-inside:avoid"><p class="line" style="padding-top:8pt"><b>{escape(head)}</b>　　{places}已报上 {len(one.placed)} 人</p>'
        f'<table><tbody>{rows}</tbody></table>{f"<p class=line>候补（按先后）：{escape(waiting)}</p>" if waiting else ""}</div>'
    )
