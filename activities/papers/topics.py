"""小课题登记表 and 小课题结题表 as printed papers (spec 09)."""
from __future__ import annotations

from html import escape

from django.utils.timezone import localtime

from activities.models import Milestone, Topic
from activities.states import TopicState
from documents import richtext
from documents.chinese import date_range, long_date
from documents.names import spaced
from documents.paper import Paper, seal

KV = '<colgroup><col style="width:24mm"><col style="width:40mm"><col style="width:24mm"><col></colgroup>'


def register(topic: Topic) -> Paper:
    """登记表: the problem, the people, the tasks with their days, the decision."""
    body = (
        f"<h1>小课题登记表</h1>{_head(topic)}"
        f'<div class="frame"><h2>要解决的问题</h2>{richtext.from_plain(topic.problem)}</div>{_tasks(topic)}{_decision(topic)}'
        f'<div class="signs"><p>主持人：<u></u>审核：<u></u></p></div>{seal()}'
    )
    return Paper(title=f"小课题登记表：{topic}", responsible=topic.leader.name, date=topic.since, html=body, run=f"{topic.school.name}　小课题")


def conclusion(topic: Topic) -> Paper:
    """结题表: what was done, what came of it, the outcomes by name."""
    outcomes = "".join(f"<p>{no}．{escape(row.title)}</p>" for no, row in enumerate(topic.outcomes.all(), 1))
    body = (
        f"<h1>小课题结题表</h1>{_head(topic)}"
        f'<div class="frame"><h2>要解决的问题</h2>{richtext.from_plain(topic.problem)}'
        f'<h2>结题小结</h2>{richtext.from_plain(topic.conclusion) or "<p>还没有写。</p>"}<h2>成果</h2>{outcomes or "<p>—</p>"}</div>'
        f"{_tasks(topic)}{_decision(topic)}"
        f'<div class="signs"><p>主持人：<u></u>审核：<u></u></p></div>{seal()}'
    )
    return Paper(title=f"小课题结题表：{topic}", responsible=topic.leader.name, date=topic.until, html=body, run=f"{topic.school.name}　小课题")


def _head(topic: Topic) -> str:
    members = "、".join(spaced(name) for name in topic.team) or "—"
    return (
        f'<table class="kv up">{KV}<tr><th>课题名称</th><td colspan="3">{escape(topic.title)}</td></tr>'
        f"<tr><th>级　别</th><td>{topic.get_level_display()}</td><th>立项编号</th><td>{escape(topic.number) or '—'}</td></tr>"
        f"<tr><th>主持人</th><td>{escape(spaced(topic.leader.name))}</td><th>起　止</th>"
        f"<td>{long_date(topic.since)}至{long_date(topic.until)}</td></tr>"
        f'<tr><th>成　员</th><td colspan="3">{escape(members)}</td></tr></table>'
    )


def _tasks(topic: Topic) -> str:
    rows = "".join(
        f'<tr><td>{date_range(row.due, row.due)}</td><td class="l">{escape(row.title)}</td>'
        f'<td class="l">{escape(_done(row))}</td></tr>' for row in topic.milestones.all()
    )
    return (
        '<table class="rows"><colgroup><col style="width:26mm"><col><col></colgroup>'
        "<thead><tr><th>什么时候</th><th>阶段任务</th><th>完成情况</th></tr></thead>"
        f'<tbody>{rows or "<tr><td>—</td><td>—</td><td>—</td></tr>"}</tbody></table>'
    )


def _done(row: Milestone) -> str:
    return f"{date_range(row.done_on, row.done_on)}　{row.note or '完成'}" if row.done_on else "—"


def _decision(topic: Topic) -> str:
    if topic.decided_by is None:
        return ""
    said = {TopicState.DECLINED: "不立项", TopicState.FINISHED: "同意结题", TopicState.UNFINISHED: "未结题"}.get(topic.state, "同意立项")
    words = (said, topic.remark, topic.decided_by.name, long_date(localtime(topic.decided_at).date()))
    return f'<p style="padding-top:8pt">学校意见：{escape("　".join(filter(None, words)))}</p>'
