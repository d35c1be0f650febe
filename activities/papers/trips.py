"""外出学习审批及汇报 as one printed paper: the application, the decision, the report and the retraining (spec 09)."""
from __future__ import annotations

from html import escape

from django.utils.timezone import localtime

from activities.models import Trip
from activities.queries.trips import owed
from activities.states import TripState
from documents import richtext
from documents.chinese import date_range, long_date
from documents.names import spaced
from documents.paper import Paper

KV = '<colgroup><col style="width:24mm"><col><col style="width:24mm"><col></colgroup>'


def trip_paper(trip: Trip) -> Paper:
    """审批表 with 心得 and 二次培训 below it; lines for the signatures."""
    days = (trip.last - trip.first).days + 1
    decided = "—"
    if trip.decided_by:
        decided = "　".join(filter(None, (
            trip.get_state_display(), trip.remark, trip.decided_by.name, long_date(localtime(trip.decided_at).date()))))
    body = (
        "<h1>外出学习审批及汇报表</h1>"
        f'<p class="line"><span class="to-r">申请：{long_date(localtime(trip.asked_at).date())}</span>{escape(trip.term.name)}</p>'
        f'<table class="kv up">{KV}'
        f"<tr><th>姓　名</th><td>{escape(spaced(trip.teacher.name))}</td><th>学　科</th><td>{escape(trip.teacher.subject) or '—'}</td></tr>"
        f'<tr><th>学习内容</th><td colspan="3">{escape(trip.topic)}</td></tr>'
        f"<tr><th>地　点</th><td>{escape(trip.place)}</td><th>时　间</th><td>{date_range(trip.first, trip.last)}（{days} 天）</td></tr>"
        f'<tr><th>费　用</th><td colspan="3">{escape(trip.cost) or "—"}</td></tr>'
        f'<tr><th>审批意见</th><td colspan="3">{escape(decided)}</td></tr></table>'
        f'<div class="frame"><h2>学习心得</h2>{_report(trip)}<h2>二次培训</h2><p>{escape(_retraining(trip))}</p></div>'
        '<div class="signs"><p>本人：<u></u>审批人：<u></u></p></div>'
    )
    return Paper(
        title=f"外出学习审批及汇报表：{trip.teacher}", responsible=trip.teacher.name, date=trip.first, html=body,
        run=f"{trip.school.name}　外出学习",
    )


def _report(trip: Trip) -> str:
    if trip.report is None or trip.report.state in ("draft", "returned"):
        return "<p>还没有交。</p>"
    return f"<p>《{escape(str(trip.report))}》</p>{richtext.from_plain(trip.report.body)}"


def _retraining(trip: Trip) -> str:
    if trip.waiver:
        return f"不做：{trip.waiver}（{trip.waived_by.name}定）"
    if trip.retraining is None:
        return "还没有安排。" if trip.state == TripState.APPROVED else "—"
    session = trip.retraining.sessions.first()
    when = f"{long_date(session.day)} {session.place}" if session and session.day else "日期另定"
    return f"{trip.retraining}，{when}，{'还没有办' if '二次培训' in owed(trip) else trip.retraining.get_state_display()}。"
