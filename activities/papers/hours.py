"""学时登记表 of a teacher, 学时认定表 of the school: what a term's attendance comes to (spec 09)."""
from __future__ import annotations

from decimal import Decimal
from html import escape

from activities.queries.handed_in import Hours, hours_lines
from documents.chinese import close_up, date_range
from documents.names import in_cell, spaced
from documents.paper import Paper, seal
from school import clock
from school.models import School, Teacher, Term


def own_paper(teacher: Teacher, term: Term) -> Paper:
    """学时登记表: each activity once with what it is worth, lessons observed where the school counts them, the sum, room for the seal."""
    found = hours_lines(teacher, term)
    lines = "".join(
        f'<tr><td>{no}</td><td>{date_range(one.day, one.day) if one.day else "—"}</td><td class="l">{escape(one.title)}</td>'
        f"<td>{escape(one.forms) or '—'}</td><td>{one.hours.normalize():f}</td></tr>" for no, one in enumerate(found, 1)
    ) or f"<tr>{'<td>—</td>' * 5}</tr>"
    total = sum((one.hours for one in found), Decimal()).normalize()
    html = (
        f'<h1>学时登记表</h1><p class="line"><span class="to-r">{escape(close_up(term.name))}</span>{escape(teacher.school.name)}</p>'
        f'<table class="kv"><colgroup>{"<col style=width:20mm><col>" * 3}</colgroup><tr><th>姓　名</th><td>{escape(spaced(teacher.name))}</td>'
        f"<th>工　号</th><td>{escape(teacher.staff_no)}</td><th>学　科</th><td>{escape(teacher.subject) or '—'}</td></tr></table>"
        '<table class="rows gap"><colgroup><col style="width:12mm"><col style="width:22mm"><col><col style="width:44mm"><col style="width:14mm"></colgroup>'
        f"<thead><tr><th>序号</th><th>日　期</th><th>内　容</th><th>方　式</th><th>学时</th></tr></thead><tbody>{lines}"
        f'<tr><th colspan="4">合　计</th><td class="b">{total:f}</td></tr></tbody></table>'
        '<p class="note"><b>注：</b>学时按出勤记，同一项活动只记一次；请假、缺席的不计。</p>'
        '<div class="signs"><p>本人：<u></u>教研组长：<u></u></p></div>'
        + seal("学校认定（盖章）")
    )
    return Paper(f"学时登记表：{teacher.name}", teacher.school.office_name, clock.today(), html, "form", f"{teacher.school.name}　学时登记表")


def school_paper(rows: list[tuple[Teacher, Hours]], school: School, term: Term) -> Paper:
    """学时认定表: a line a teacher in roster order, each signs for his own sum."""
    each = school.lesson_hours
    lines = "".join(
        f'<tr style="height:8.6mm"><td>{no}</td><td>{in_cell(teacher.name)}</td><td>{escape(teacher.subject) or "—"}</td>'
        f"<td>{one.activities or '—'}</td>"
        + (f"<td>{one.lessons or '—'}</td>" if each else "") + f'<td class="b">{f"{one.hours.normalize():f}" if one.hours else "—"}</td><td></td><td></td></tr>'
        for no, (teacher, one) in enumerate(rows, 1)
    )
    lessons = "<th>听课节数</th>" if each else ""
    html = (
        f'<h1>学时认定表</h1><p class="line"><span class="to-r">{escape(close_up(term.name))}</span>{escape(school.name)}　　{len(rows)}人</p>'
        '<table class="rows tight"><colgroup><col style="width:13mm"><col style="width:32mm"><col style="width:22mm"><col style="width:20mm">'
        f'{"<col style=width:20mm>" if each else ""}<col style="width:18mm"><col><col style="width:22mm"></colgroup><thead><tr><th>序号</th><th>姓　名</th>'
        f"<th>学　科</th><th>活动次数</th>{lessons}<th>学时</th><th>本人签字</th><th>备　注</th></tr></thead><tbody>{lines}</tbody></table>"
        '<p class="note"><b>注：</b>学时按出勤记，同一项活动只记一次；“—”为没有记到，不是零分。</p>'
        '<div class="signs"><p>统计人：<u></u>审核：<u></u></p></div>'
        + seal("学校认定（盖章）")
    )
    return Paper("学时认定表", school.office_name, clock.today(), html, "form", f"{school.name}　学时认定表")
