"""集体备课记录 as schools print it: 四定, 目标与重难点, 主备发言, 讨论 (问题—观点—共识), 修改, 分工与成果, 课后反思 (spec 09)."""
from __future__ import annotations

from collections.abc import Iterable
from html import escape

from activities.models import Preparation, Remark
from activities.papers.activities import KV, days_words, head_row, photos_of, spots
from activities.papers.number import number
from activities.queries.preparations import discussion, second_versions, speakers
from activities.states import COUNTS_PRESENT, EXCUSED
from documents import richtext
from documents.names import spaced
from documents.paper import Paper


def preparation_paper(row: Preparation) -> Paper:
    """一次集体备课 as one record; an empty part is left out, but for the draft and the discussion."""
    activity = row.activity
    sessions = list(activity.sessions.prefetch_related("presenters", "attendances__teacher"))
    day = next((session.day for session in sessions if session.day), None) or activity.term.starts
    named = "、".join(speakers(row))
    parts = (
        ("目标与重难点", _plain(row.goals) + _plain(row.key_points and f"重难点：{row.key_points}")),
        (f"主备人发言（{named}）" if named else "主备人发言", _plain(activity.process) or "<p>—</p>"),
        ("讨论", _discussed(discussion(row)) + _plain(activity.interaction) or "<p>—</p>"),
        ("修改", _plain(row.changes)),
        ("分工与成果", _plain(activity.follow_up) + _plain(activity.gains) + _versions(row)),
        ("课后反思", _plain(row.afterwards)),
    )
    photos = [row for row in activity.files.select_related("file") if row.file.mime.startswith("image/") and not row.sign_in_sheet]
    filled = [(title, html) for title, html in parts if html]
    texts = "".join(f"<h2>{numeral}、{escape(title)}</h2>{html}" for numeral, (title, html) in zip("一二三四五六", filled, strict=False))
    return Paper(
        title=f"集体备课记录：{row.topic}", responsible=activity.group.name if activity.group else activity.school.office_name, date=day,
        html=(
            f'<h1>集体备课记录</h1><p class="line"><span class="to-r">编号：{number(activity.term, activity.pk)}</span>'
            f"{escape(activity.term.name)}　第{activity.term.week_of(day)}周</p>{_head(row, sessions, named)}"
            f'<div class="frame">{texts}</div>{photos_of(photos)}<div class="signs"><p>主备人：<u></u>组长：<u></u>教导处：<u class="n"></u></p></div>'
        ),
        body_class="form", run=f"{activity.school.name}　集体备课记录",
    )


def _head(row: Preparation, sessions: list, named: str) -> str:
    activity = row.activity
    came, away = [], []
    for session in sessions:
        for one in session.attendances.all():
            if one.state in COUNTS_PRESENT:
                came.append(one.teacher.name)
            elif one.state:
                why = "请假" if one.state in EXCUSED else one.get_state_display()  # whether he was ill is not for all who prepare
                away.append(f"{one.teacher.name}（{why}）")
    host = activity.host or next((t for session in sessions for t in session.presenters.all()), None)
    rows = (
        head_row("教研组", activity.group.name if activity.group else "—", "时　间", days_words(sessions)),
        head_row("地　点", spots(sessions) or "—", "主　持", spaced(host.name) if host else "—"),
        head_row("主备人", named or "—", "记录人", spaced(activity.recorder.name) if activity.recorder else "—"),
        head_row("参　加", _names(came), wide=True), head_row("缺　席", _names(away), wide=True),
        head_row("课　题", "　".join(filter(None, (row.subject, row.topic))), wide=True),
    )
    return f'<table class="kv up">{KV}{"".join(rows)}</table>'


def _names(names: Iterable[str]) -> str:
    return "　".join(spaced(name) for name in dict.fromkeys(names)) or "—"


def _plain(text: str) -> str:
    return richtext.from_plain(text) if text else ""


def _discussed(questions: list[Remark]) -> str:
    lines = []
    for no, question in enumerate(questions, 1):
        lines.append(f'<p class="say"><b>问题{no}</b>　{escape(question.text)}（{escape(question.author.name)}）</p>')
        views = "；".join(f"{view.author.name}：{view.text.rstrip('。；')}" for view in question.views.all())
        if views:
            lines.append(f'<p class="say"><b>观点</b>　{escape(views)}。</p>')
        if question.agreed:
            lines.append(f'<p class="say"><b>共识</b>　{escape(question.agreed)}</p>')
    return "".join(lines)


def _versions(row: Preparation) -> str:
    names = [work.author.name for work in second_versions(row)]
    return f"<p>二次备课：{escape('、'.join(names))}，共{len(names)}份。</p>" if names else ""
