"""通知 of an activity as 公文 (GB/T 9704), and 请假条: what is written before it takes place (spec 09)."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from django.utils.timezone import localtime

from activities.models import Activity, Leave, Session
from activities.papers.activities import days_words, presenters, spots
from activities.queries.activities import presenters_of
from activities.states import LeaveState
from documents import chinese
from documents.names import spaced
from documents.paper import Paper
from school import clock
from school.audience import words
from school.models import School, Teacher
from school.templatetags.words import points


def notice_paper(activity: Activity, told: date | None = None) -> Paper:
    """关于…的通知: when, where, who, what to see to. told: the day on which people were told of it.

    Nobody told yet: it is of today; when the day of the activity has come, its own date is left to the hand.
    """
    sessions = [one for one in activity.sessions.prefetch_related("presenters") if not one.cancelled]
    days, today = sorted(one.day for one in sessions if one.day), clock.today()
    written = chinese.long_date(told or today) if told or not days or today <= days[0] else f"{days[0].year}年　　月　　日"
    by = activity.school.name + (activity.group.name if activity.group else "")
    meeting = "decisions" in activity.record_parts
    subject = f"{'召开' if meeting else '开展'}“{activity.title}”{'' if meeting or activity.title.endswith('活动') else '活动'}"
    on = f"定于{chinese.date_range(days[0], days[-1])}" if days else "拟"
    points = "".join(
        f'<p><span class="hei">{chinese.first_level(no)}{label}：</span>{escape(text)}</p>' for no, (label, text) in enumerate(_points(activity, sessions), 1)
    )
    html = chinese.close_up(
        f'<h1 class="two">{escape(by)}<br>关于{escape(subject)}的通知</h1>'
        f'<p class="to">{escape(f"{activity.group.name}各位教师" if activity.group else "各教研组、各校点")}：</p>'
        f"<p>{'根据本学期校本研修计划，' if activity.entry_id else ''}{on}{escape(subject)}，现将有关事项通知如下。</p>{points}"
        + (_sessions(sessions) if tabled(sessions) else "")
        + f'<p class="end">&nbsp;</p><p class="sign end">{escape(by)}</p><p class="sign end">{written}</p>'
    )
    return Paper(f"关于{subject}的通知", by, told or min(today, *days[:1] or [today]), html, "gongwen", f"{activity.school.name}　通知")


def tabled(sessions: list[Session]) -> bool:
    """Several sessions that differ in more than their day stand in a table; else a sentence tells them."""
    return len(sessions) > 2 and len({(one.place, one.starts, one.ends, presenters_of(one)) for one in sessions}) > 1


def _points(activity: Activity, sessions: list[Session]) -> Iterator[tuple[str, str]]:
    many = tabled(sessions)
    yield "时间", activity.time_text or "见下表" if many else days_words(sessions) if sessions else "另行通知"
    if not many:
        yield "地点", spots(sessions) or "另行通知"
    yield "参加人员", words(activity.audience, dict(Teacher.objects.filter(school=activity.school).values_list("staff_no", "name")))
    if activity.content_item or activity.forms:
        yield "内容与方式", "，".join(filter(None, (str(activity.content_item or ""), "、".join(activity.forms))))
    if not many and (speakers := presenters(sessions)):
        yield "主讲", speakers
    if activity.host:
        yield "主持", activity.host.name
    if activity.hours is not None:
        yield "学时", f"{points(activity.hours)}学时，按出勤认定"
    until = localtime(activity.sign_up_until) if activity.sign_up_until else None
    asked = (
        f"请带{activity.bring}" if activity.bring else "",
        f"{until.month}月{until.day}日 {until:%H:%M}前报名" if activity.sign_up and until else "先报名" if activity.sign_up else "",
        "按时到会签到" + ("，散会签退" if activity.check_out else ""), "不能参加的事先请假",
    )
    yield "有关要求", "；".join(filter(None, asked)) + "。"


def _sessions(sessions: list[Session]) -> str:
    rows = "".join(
        f"<tr><td>{no}</td><td>{escape(days_words([one]))}</td><td>{escape(one.place) or '待定'}</td><td>{escape(presenters_of(one)) or '—'}</td></tr>"
        for no, one in enumerate(sessions, 1)
    )
    return (
        '<table class="annexed"><colgroup><col style="width:14mm"><col><col style="width:40mm"><col style="width:36mm"></colgroup>'
        f"<thead><tr><th>场次</th><th>时　间</th><th>地　点</th><th>主　讲</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def leave_paper(leave: Leave | None, school: School) -> Paper:
    """请假条 as it was decided; without one two empty slips on a sheet, to be cut apart."""
    slips = [_slip(leave)] if leave else [_slip(None)] * 2
    html = "".join(f'<div class="half">{slip}</div>' for slip in slips)
    title = f"请假条：{leave.teacher.name}" if leave else "请假条（空白）"
    day = localtime(leave.asked_at).date() if leave else clock.today()
    return Paper(title, leave.teacher.name if leave else school.office_name, day, html, "form", f"{school.name}　请假条")


def _slip(leave: Leave | None) -> str:
    kinds = "　　".join(f"{'■' if leave and leave.kind == value else '□'}{label}" for value, label in Leave.Kind.choices)
    blank = "　　　　年　　月　　日"
    asked = chinese.long_date(localtime(leave.asked_at).date()) if leave else blank
    decided = "　".join(filter(None, (leave.get_state_display(), leave.remark))) if leave and leave.state != LeaveState.ASKED else ""
    at = chinese.long_date(localtime(leave.decided_at).date()) if leave and leave.decided_at else blank
    name = escape(spaced(leave.teacher.name)) if leave else ""
    by = f"{escape(leave.decided_by.name)}　　" if leave and leave.decided_by else "<u></u>"
    line = '<tr style="height:26pt">'
    return (
        '<h1>请　假　条</h1><table class="kv"><colgroup><col style="width:24mm"><col><col style="width:24mm"><col></colgroup>'
        f"{line}<th>姓　名</th><td>{name}</td><th>学　科</th><td>{escape(leave.teacher.subject) if leave else ''}</td></tr>"
        f'{line}<th>类　别</th><td colspan="3">{kinds}</td></tr>'
        f'{line}<th>请哪一场</th><td colspan="3">{escape(leave.session.activity.title) if leave else ""}</td></tr>'
        f'{line}<th>时　间</th><td colspan="3">{escape(days_words([leave.session])) if leave else ""}</td></tr>'
        f'<tr style="height:44pt"><th>事　由</th><td colspan="3">{escape(leave.reason) if leave else ""}</td></tr>'
        f'<tr style="height:34pt"><th>批准意见</th><td colspan="3">{escape(decided)}</td></tr></table>'
        '<p class="note"><b>注：</b>公出计出勤；病假可在三天内补；都不用交证明。</p>'
        f'<div class="signs tight-signs"><p>请假人：<u></u>{asked}</p><p>批准人：{by}{at}</p></div>'
    )
