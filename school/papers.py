"""What the office prints about people: 个人卡, eight on an A4 sheet, to be cut along the lines."""
from __future__ import annotations

from html import escape

from documents import chinese
from documents.names import spaced
from documents.paper import Paper
from documents.qr import qr_svg
from school.clock import today
from school.models import School
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
