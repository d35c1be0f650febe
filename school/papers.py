"""What the office prints about people: 个人卡, eight on an A4 sheet, to be cut along the lines; 教师基本情况表."""
from __future__ import annotations

from datetime import date
from html import escape

from documents import chinese
from documents.names import spaced
from documents.paper import Paper
from documents.qr import qr_svg
from school import honours
from school.clock import today
from school.models import School, Teacher, Term
from school.services.cards import Slip

A_PAGE = 8


def cards_paper(school: School, slips: list[tuple[Slip, str]]) -> Paper:
    """个人卡: name, school, code and how to get in, in three steps. `slips`: each with the address in its code."""
    cells = [_card(school, slip, address) for slip, address in slips]
    pages = [cells[at:at + A_PAGE] for at in range(0, len(cells), A_PAGE)]
    html = "".join(f"<table>{''.join(_row(page[at:at + 2]) for at in range(0, len(page), 2))}</table>" for page in pages)
    return Paper("校本研修个人卡", school.office_name, today(), html, body_class="cards")


def _row(pair: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{card}</td>' for card in pair)}{'<td></td>' * (2 - len(pair))}</tr>"


def _card(school: School, slip: Slip, address: str) -> str:
    return (
        f'<div class="qr">{qr_svg(address, "个人卡")}</div>'
        f'<p class="school">{escape(school.name)}</p><p class="who">{escape(spaced(slip.teacher.name))}</p>'
        f'<p class="no">工号 {escape(slip.teacher.user.username)}</p>'
        "<ol><li>用手机相机或微信扫这个码</li><li>设六位只有自己知道的数字</li><li>以后这部手机不用再登录</li></ol>"
        f'<p class="foot">只能用一次，{chinese.short_date(slip.expires)}前有效。丢了请告诉{escape(school.office_name)}重印，旧卡作废。</p>'
    )


def person_paper(teacher: Teacher, term: Term) -> Paper:
    """教师基本情况表: what the roster knows of one teacher, the first sheet of his own volume (教师个人专业发展档案)."""
    groups = "、".join(teacher.memberships.filter(term=term).values_list("group__name", flat=True))
    lines = (
        (("姓　名", spaced(teacher.name)), ("性　别", teacher.get_gender_display()), ("出生年月", _month(teacher.born))),
        (("工　号", teacher.staff_no), ("学　科", teacher.subject), ("任教班级", teacher.classes)),
        (("教研组", groups), ("职　务", teacher.position), ("校　点", str(teacher.campus or "本部"))),
        (("职　称", teacher.get_title_display()), ("用　工", teacher.get_employment_display()), ("参加工作", _month(teacher.started))),
        (("第一学历", teacher.first_degree), ("最高学历", teacher.degree), ("调入本校", _month(teacher.joined))),
    )
    rows = "".join(
        '<tr style="height:26pt">' + "".join(f"<th>{label}</th><td>{escape(value) or '—'}</td>" for label, value in line) + "</tr>" for line in lines
    )
    won = "<br>".join(escape(honours.line(one)) for one in teacher.honours) or "—"
    html = (
        f'<h1>教师基本情况表</h1><p class="line"><span class="to-r">{escape(term.name)}</span>{escape(teacher.school.name)}</p>'
        f'<table class="kv"><colgroup>{"<col style=width:20mm><col>" * 3}</colgroup>{rows}'
        f'<tr style="height:90pt"><th>称　号</th><td colspan="5">{won}</td></tr></table>'
        '<div class="signs"><p>本人核对：<u></u>日期：<u class="n"></u></p></div>'
    )
    return Paper("教师基本情况表", teacher.name, min(today(), term.ends), html, "form", f"{teacher.school.name}　教师基本情况表")


def _month(day: date | None) -> str:
    return f"{day.year}年{day.month}月" if day else ""
