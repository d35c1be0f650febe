"""研修活动记录 and 签到表 as printed papers (forms that schools know, spec 09)."""
from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import localtime

from activities import codes
from activities.models import Activity, Attendance, Session
from activities.papers.number import number
from activities.queries.activities import presenters_of
from activities.queries.attendance import Count, counts_of
from activities.states import EXCUSED
from activities.states import AttendanceState as A
from documents import chinese
from documents.names import in_cell, spaced
from documents.paper import Media, Paper
from documents.qr import qr_svg
from school import clock
from school.audience import words
from school.models import Membership, Teacher

ON_FRONT, OVERLEAF = 17, 22  # rows of 10 mm that a sheet of 签到表 holds
KV = '<colgroup><col style="width:20mm"><col><col style="width:20mm"><col></colgroup>'


def record_paper(activity: Activity) -> Paper:
    """研修活动记录, 会议记录 where something was decided: head table, its parts, photos with captions, room for two signatures."""
    sessions = list(activity.sessions.prefetch_related("presenters"))
    counts = counts_of(sessions)
    files = list(activity.files.select_related("file"))
    photos = [row for row in files if row.file.mime.startswith("image/") and not row.sign_in_sheet]
    day = next((session.day for session in sessions if session.day), None) or activity.term.starts
    name = "会议记录" if "decisions" in activity.record_parts else "研修活动记录"
    body = [
        f"<h1>{name}</h1>",
        f'<p class="line"><span class="to-r">编号：{number(activity.term, activity.pk)}</span>{escape(activity.term.name)}　'
        f"第{activity.term.week_of(day)}周</p>",
        _head(activity, sessions, counts, files),
        '<div class="frame">', *_texts(activity), "</div>", photos_of(photos), _signed(activity),
    ]
    return Paper(
        title=f"{name}：{activity}", responsible=activity.group.name if activity.group else activity.school.office_name,
        date=day, html="".join(body), body_class="form", run=f"{activity.school.name}　{name}",
    )


def _head(activity: Activity, sessions: list[Session], counts: dict[int, Count], files: list) -> str:
    held = [session for session in sessions if not session.cancelled]
    when = days_words(held)
    when = f"{activity.time_text}：{when}" if activity.time_text and len(held) > 1 else when
    visitors = "；".join(session.visitors for session in sessions if session.visitors)
    rows = [
        head_row("主　题", activity.title, wide=True),
        *(
            [head_row("日　期", when, wide=True), head_row("类　型", "、".join(activity.forms) or "—", wide=True)]
            if len(sessions) > 2 else [head_row("类　型", "、".join(activity.forms) or "—", "日　期", when)]
        ),
        head_row("地　点", spots(sessions) or "—", "主　讲", presenters(sessions) or "—"),
        head_row("主　持", _name(activity.host), "记录人", _name(activity.recorder)),
        head_row("参　加", _attended(activity, sessions, counts), wide=True),
        *([head_row("来　宾", visitors, wide=True)] if visitors else []),
        head_row("学　时", f"{activity.hours.normalize():f}" if activity.hours is not None else "—", "附　件", _attached(activity, files)),
    ]
    return f'<table class="kv up">{KV}{"".join(rows)}</table>'


def spots(sessions: Iterable[Session]) -> str:
    """地点 of the sessions, each once."""
    return "、".join(dict.fromkeys(one.place for one in sessions if one.place))


def presenters(sessions: Iterable[Session]) -> str:
    """主讲 of the sessions, each once."""
    return "、".join(dict.fromkeys(filter(None, map(presenters_of, sessions))))


def head_row(label: str, text: str, other: str = "", more: str = "", *, wide: bool = False) -> str:
    if wide:
        return f'<tr><th>{label}</th><td colspan="3">{escape(text)}</td></tr>'
    return f"<tr><th>{label}</th><td>{escape(text)}</td><th>{other}</th><td>{escape(more)}</td></tr>"


def _name(teacher: Teacher | None) -> str:
    return spaced(teacher.name) if teacher else "—"


def _when(session: Session) -> str:
    if session.day is None:
        return "日期未定"
    at = f" {session.starts:%H:%M}" if session.starts else ""
    day = chinese.long_date(session.day)
    if session.until:  # 2026年11月18日—20日
        same = session.until.year == session.day.year
        day = f"{session.day.year}年{session.days}" if same else session.days
    return f"{day}{at}{f'—{session.ends:%H:%M}' if session.starts and session.ends else ''}"


def days_words(sessions: list[Session]) -> str:
    """日期 of all sessions; those at the same time of day tell it once: 2026年9月8日、9月22日 15:50—16:30."""
    if len(sessions) < 3 or len({(session.starts, session.ends) for session in sessions}) > 1 or not all(s.day and not s.until for s in sessions):
        return "；".join(_when(session) for session in sessions) or "—"
    days = [f"{one.day.month}月{one.day.day}日" for one in sessions]
    for at, one in enumerate(sessions):
        if at == 0 or one.day.year != sessions[at - 1].day.year:
            days[at] = chinese.long_date(one.day)
    return f"{'、'.join(days)}{_when(sessions[0]).removeprefix(chinese.long_date(sessions[0].day))}，共{len(sessions)}场"


def _attended(activity: Activity, sessions: list[Session], counts: dict[int, Count]) -> str:
    names = dict(Teacher.objects.filter(school=activity.school).values_list("staff_no", "name"))
    lines = []
    for order, session in enumerate(sessions, start=1):
        count = counts.get(session.pk)
        if count is None or (len(sessions) > 1 and count.pending == count.due):  # not held yet
            continue
        if count.pending == count.due:
            lines.append(f"应到{count.due}人，{'实到见纸质签到表' if activity.paper_pages else '实到未记'}")
            continue
        parts = [f"应到{count.due}人，实到{count.present}人"]
        parts += [f"{label}{n}人" for label, n in (
            ("其中公出", count.duty), ("迟到", count.late), ("早退", count.early), ("请假", count.excused),
            ("未到", count.absent), ("未记", count.pending),
        ) if n]
        if count.maternity:
            parts.append(f"产假{count.maternity}人不计应到")
        lines.append((f"第{order}场" if len(sessions) > 1 else "") + "，".join(parts))
    return "；".join([words(activity.audience, names), *lines])


def _attached(activity: Activity, files: list) -> str:
    photos = sum(row.file.mime.startswith("image/") and not row.sign_in_sheet for row in files)
    handouts = sum(not row.file.mime.startswith("image/") for row in files)
    parts = [f"讲稿等{handouts}份" if handouts else "", f"照片{photos}张" if photos else ""]
    sheets = sum(row.sign_in_sheet for row in files)
    parts.append(f"纸质签到表{activity.paper_pages or sheets}页" if activity.paper_pages or sheets else "签到表")
    return "、".join(filter(None, parts))


def _texts(activity: Activity) -> list[str]:
    parts = []
    for order, (name, label) in enumerate(activity.record_parts.items(), start=1):
        text = getattr(activity, name).strip()
        lines = [f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip()] or ['<p class="none">—</p>']
        parts.append(f"<h2>{chinese.first_level(order)}{label}</h2>{''.join(lines)}")
    return parts


def photos_of(photos: list) -> str:
    """照片 with their captions, two beside each other."""
    if not photos:
        return ""
    cells = [
        f'<td><img src="media:{row.file_id}" alt="活动照片"><p class="cap">照片{order}　{escape(row.caption)}</p></td>'
        for order, row in enumerate(photos, start=1)
    ]
    cells += ["<td></td>"] * (len(cells) % 2)
    rows = "".join(f"<tr>{cells[n]}{cells[n + 1]}</tr>" for n in range(0, len(cells), 2))
    return f'<table class="photos"><colgroup><col style="width:50%"><col style="width:50%"></colgroup>{rows}</table>'


def _signed(activity: Activity) -> str:
    confirmed = ""
    if activity.record_confirmed_at and activity.record_confirmed_by:
        confirmed = (
            f'<p class="s">{escape(activity.record_confirmed_by.name)}'
            f"于{chinese.long_date(localtime(activity.record_confirmed_at))}确认</p>"
        )
    return f'<div class="signs"><p>记录人：<u></u>主持人：<u></u></p>{confirmed}</div>'


def sheets_paper(activity: Activity) -> Paper | None:
    """纸质签到表 as photographed, one a page; None when no photo was handed in."""
    photos = [row for row in activity.files.all() if row.sign_in_sheet and row.file.mime.startswith("image/")]
    if not photos:
        return None
    days = [session.day for session in activity.sessions.all() if session.day]
    html = "".join(
        f'<p class="hand"><img src="media:{row.file_id}" alt="纸质签到表第{no}页"></p>'
        f'<p class="cap">{escape(activity.title)}　纸质签到表第{no}页，共{len(photos)}页</p>'
        for no, row in enumerate(photos, 1)
    )
    return Paper(
        title=f"纸质签到表：{activity}", responsible=activity.group.name if activity.group else activity.school.office_name,
        date=max(days, default=activity.term.starts), html=html, body_class="form", run=f"{activity.school.name}　纸质签到表",
    )


def media_for(activity: Activity) -> Media:
    """The bytes of this activity's own photos, by id; nothing else is ever given."""
    files = {str(row.file_id): row.file for row in activity.files.select_related("file")}

    def read(name: str) -> bytes | None:
        stored = files.get(name)
        if stored is None:
            return None
        with stored.blob.open("rb") as blob:
            return blob.read()

    return read


def sign_in_paper(session: Session, *, whole: bool = True) -> Paper:
    """校本研修活动签到表: two name columns, 10 mm rows, room for visitors; a code leads back to this activity.

    What was recorded on the screen is printed in the place of the signature (扫码 15:46), the rest is signed by hand.
    `whole`: say 病假 and 事假 apart; who does not run the activity reads 请假.
    """
    activity = session.activity
    membership = Prefetch(
        "teacher__memberships", Membership.objects.filter(term=activity.term).select_related("group"), to_attr="in_groups"
    )
    rows = list(session.attendances.select_related("teacher").prefetch_related(membership))
    count = counts_of([session]).get(session.pk, Count(due=len(rows)))
    address = f"{settings.BASE_URL}{reverse('sheet_scan', args=[codes.sheet(session.pk, settings.SECRET_KEY)])}"
    past = session.last is not None and session.last < clock.today()
    over = count.due > count.pending and (past or not count.pending)  # before that the figures are written by hand
    code = f'{qr_svg(address, "活动码")}活动编号 {activity.pk}'
    numbers = (("应到", f"{count.due} 人"), *(
        (label, f"{n} 人" if over else "") for label, n in (("实到", count.present), ("请假", count.excused), ("缺席", count.absent))
    ))
    cells = "".join(f'<th>{label}</th><td class="c">{text}</td>' for label, text in numbers)
    eight = '<col style="width:20mm"><col>' * 4
    html = (
        f'<h1>校本研修活动签到表</h1><div class="qr">{code}</div><div class="qr again">{code}</div>'
        f'<p class="line">学校：{escape(activity.school.name)}　　学期：{escape(activity.term.name)}</p>'
        f'<table class="kv">{KV}{head_row("主　题", activity.title, wide=True)}{head_row("时　间", _when(session), "地　点", session.place)}'
        f'{head_row("主　持", _name(activity.host), "主　讲", presenters_of(session) or "—")}</table>'
        f'<table class="kv gap"><colgroup>{eight}</colgroup><tr>{cells}</tr></table>'
        f'{_columns(rows, whole, 3 if over and past else 7)}<div style="break-inside:avoid;break-before:avoid">{_visitors(session, over and past)}'
        '<p class="note"><b>注：</b>请本人签名，不代签；迟到的写到会时间。'
        f"{'公出、病假、事假' if whole else '公出、请假'}由主持人在“签名”栏注明。"
        "签完每张拍一张照片，连同角上的码，上传后自己归入本次活动。</p>"
        '<div class="signs"><p>主持人：<u></u>记录人：<u></u></p></div></div>'
    )
    return Paper(
        title=f"校本研修活动签到表：{activity}", responsible=activity.group.name if activity.group else activity.school.office_name,
        date=session.day or activity.term.starts, html=html, body_class="form signin",
        run=f"{activity.school.name}　校本研修活动签到表",
    )


def _columns(rows: list[Attendance], whole: bool, end: int) -> str:
    """The list in two columns that end with their sheet: who comes next stands at the head of the next sheet's left column.

    end: rows that what stands below the list takes; the list leaves it room, so that signatures never have a sheet of their own.
    """
    pages, left = [], rows
    while left or not pages:
        room = 2 * (OVERLEAF if pages else ON_FRONT)
        room -= 2 * end if room - 2 * end < len(left) <= room else 0
        pages.append(left[:room])
        left = left[room:]
    starts = [sum(map(len, pages[:at])) for at in range(len(pages))]
    return "".join(_page(page, first, whole) for page, first in zip(pages, starts, strict=True))


def _page(page: list[Attendance], first: int, whole: bool) -> str:
    half = (len(page) + 1) // 2
    one = '<col style="width:9mm"><col style="width:20mm"><col style="width:15mm"><col><col style="width:11mm">'
    head = "<th>序号</th><th>姓　名</th><th>组</th><th>签　名</th><th>时间</th>"
    lines = "".join(
        f"<tr>{_cell(first + n + 1, page[n], whole)}"
        f"{_cell(first + half + n + 1, page[half + n], whole) if half + n < len(page) else '<td></td>' * 5}</tr>"
        for n in range(half)
    )
    return (
        f'<table class="ten {"new" if first else "gap"}"><colgroup>{one}{one}</colgroup><thead><tr>{head}{head}</tr></thead><tbody>{lines}</tbody></table>'
    )


def _cell(no: int, row: Attendance, whole: bool) -> str:
    group = row.teacher.in_groups[0].group.name.removesuffix("组") if row.teacher.in_groups else ""
    mark = "" if row.state == A.PENDING else row.get_how_display() if row.state == A.PRESENT else row.get_state_display()
    mark = "请假" if row.state in EXCUSED and not whole else mark
    at = f"{localtime(row.at):%H:%M}" if row.at and row.how in (Attendance.How.QR, Attendance.How.CODE) else ""
    return (
        f'<td>{no}</td><td>{in_cell(row.teacher.name)}</td><td class="s">{escape(group)}</td>'
        f'<td class="s">{mark}</td><td class="s">{at}</td>'
    )


def _visitors(session: Session, over: bool) -> str:
    """来宾 by name when they were recorded; rows to sign in while people may still come."""
    named = f'<p class="line" style="padding-top:6pt">来宾：{escape(session.visitors)}</p>'
    if over:
        return named if session.visitors else ""
    widths = '<col style="width:24mm"><col><col style="width:36mm">'
    blank = "<tr><td></td><td></td><td></td></tr>" * 3
    return (
        f'{named}<table class="ten"><colgroup>{widths}</colgroup><thead><tr><th>来宾姓名</th><th>学校或单位</th><th>签　名</th></tr></thead>'
        f"<tbody>{blank}</tbody></table>"
    )
