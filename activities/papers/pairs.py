"""师徒结对协议 and 结对情况小结 as printed papers; at a 蹲点 the visit slips (spec 09)."""
from __future__ import annotations

from html import escape

from activities.models import Pair
from activities.queries.pairs import Event, events
from documents import richtext
from documents.chinese import date_range, long_date
from documents.names import spaced
from documents.paper import Paper, seal
from school import clock
from school.models import Term

KV = '<colgroup><col style="width:24mm"><col><col style="width:24mm"><col></colgroup>'
SIDES = {"mentor": ("师　傅", "徒　弟"), "help": ("帮扶人", "帮扶对象"), "station": ("蹲点领导", "所蹲的组")}
TITLES = {"mentor": "师徒结对协议", "help": "一对一帮扶协议", "station": "蹲点包组责任书"}
DUTIES = {
    "mentor": ("师傅每月至少进一次徒弟的课堂，当面说清哪里好、哪里要改；自己的课随时可以听。",
               "徒弟上课前说得出这节课要解决什么，听师傅的课有记录，有疑问当天问。"),
    "help": ("帮扶人把要学的一项分成几步，一步一步带着做，直到对方能独自做。",
             "帮扶对象每学一步自己做一遍，做不成的地方说出来。"),
    "station": ("蹲点领导按时参加本组教研，进课堂，不只看材料；发现的问题写清楚，跟到有结果。",
                "本组把教研时间和难处提前告诉蹲点领导，问题解决了写上结果。"),
}


def agreement(pair: Pair) -> Paper:
    """协议 with both sides, period, goals, what each does, and lines for the signatures."""
    first, second = SIDES[pair.kind]
    other = spaced(pair.helped.name) if pair.helped else pair.group.name
    duties = "".join(f"<p>{no}．{escape(text)}</p>" for no, text in enumerate(DUTIES[pair.kind], 1))
    day = pair.signed_on or pair.since
    body = (
        f'<h1>{TITLES[pair.kind]}</h1><p class="line">{escape(pair.school.name)}</p>'
        f'<table class="kv up">{KV}'
        f"<tr><th>{first}</th><td>{escape(spaced(pair.mentor_name))}</td><th>{second}</th><td>{escape(other)}</td></tr>"
        f"<tr><th>期　限</th><td>{long_date(pair.since)}至{long_date(pair.until)}</td>"
        f"<th>帮带方面</th><td>{escape(pair.skill) or '全面'}</td></tr></table>"
        f'<div class="frame"><h2>目标与措施</h2>{richtext.from_plain(pair.goals) or "<p>—</p>"}<h2>双方约定</h2>{duties}</div>'
        f'<div class="signs"><p>{first}（签名）：<u></u>{second if pair.helped else "组　长"}（签名）：<u></u></p>'
        f"</div>{seal('学校（盖章）', long_date(pair.signed_on) if pair.signed_on else '')}"
    )
    return Paper(title=f"{TITLES[pair.kind]}：{pair}", responsible=pair.school.office_name, date=day, html=body, run=f"{pair.school.name}　{TITLES[pair.kind]}")


def summary_title(kind: str) -> str:
    return "蹲点（视导）记录" if kind == Pair.Kind.STATION else f"{Pair.Kind(kind).label}情况小结"


def summary(pair: Pair, term: Term) -> Paper:
    """学期小结: every time there was help or a lesson was seen, what was found and what came of it."""
    found = sorted(events(pair, term.starts, term.ends), key=lambda event: event.day)
    rows = "".join(
        f'<tr><td>{date_range(event.day, event.day)}</td><td>{escape(event.what)}</td><td class="l">{_line(event)}</td></tr>' for event in found
    )
    title = summary_title(pair.kind)
    problems = [event.help for event in found if event.help and event.help.problem]
    followed = f"发现问题 {len(problems)} 个，有结果 {sum(not row.is_open for row in problems)} 个。" if problems else ""
    body = (
        f"<h1>{title}</h1>"
        f'<p class="line"><span class="to-r">{escape(term.name)}</span>{escape(str(pair))}</p>'
        f'<p>本学期共 {len(found)} 次，其中听课记录 {sum(event.lesson is not None for event in found)} 份。{followed}</p>'
        '<table class="rows"><colgroup><col style="width:26mm"><col style="width:24mm"><col></colgroup>'
        "<thead><tr><th>日　期</th><th>做了什么</th><th>内　容</th></tr></thead>"
        f'<tbody>{rows or "<tr><td>—</td><td>—</td><td>本学期还没有记录</td></tr>"}</tbody></table>'
        + (f'<div class="frame"><h2>推荐优秀师徒的理由</h2>{richtext.from_plain(pair.praise)}</div>' if pair.praise else "")
        + f'<div class="signs"><p>{SIDES[pair.kind][0]}：<u></u>{"组　长" if pair.is_station else SIDES[pair.kind][1]}：<u></u></p></div>'
    )
    return Paper(
        title=f"{title}：{pair}", responsible=pair.mentor_name, date=min(clock.today(), term.ends), html=body, run=f"{pair.school.name}　{title}"
    )


def _line(event: Event) -> str:
    if event.help is None or not event.help.problem:
        return escape(event.line)
    row = event.help
    done = f"{date_range(row.done_on, row.done_on)}{row.outcome or '已解决'}" if row.done_on else "还没有结果"
    return f"{escape(row.line)}<br>问题：{escape(row.problem)}<br>跟进：{escape(row.follow_up or '—')}<br>结果：{escape(done)}"
