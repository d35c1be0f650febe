"""公示 of the names proposed for the highest grade, and the register of 异议 with their answers (E9; spec 02 and 09)."""
from __future__ import annotations

from html import escape

from documents.chinese import close_up, long_date
from documents.names import in_cell, spaced, stroke_key
from documents.paper import Paper
from evaluation.conduct import Lens
from evaluation.models import Objection, ScoreSheet
from evaluation.states import ObjectionState, SheetState
from school import clock
from school.models import Teacher

ACROSS, LONG = 4, 5  # names beside each other; two where one is longer than so many characters
PUBLIC = (SheetState.DECIDED, SheetState.FINAL)


def praised(sheet: ScoreSheet) -> list[Teacher]:
    """拟评优秀的名单 by strokes, once the leadership group has decided; nobody below the highest grade is ever named."""
    grades = sheet.document.get("grades") or []
    if sheet.state not in PUBLIC or not grades:
        return []
    scores = sheet.scores.filter(grade=grades[0]["name"], open_items=0).select_related("teacher")
    return sorted((score.teacher for score in scores), key=lambda teacher: (stroke_key(teacher.name), teacher.staff_no))


def publicity(sheet: ScoreSheet, names: list[Teacher]) -> Paper:
    """公示: the names, the five working days to be filled in when it is put up, where to object."""
    school, day = sheet.school, clock.today()
    same = {one.name for one in names if sum(other.name == one.name for other in names) > 1}
    shown = [f"{spaced(one.name)}{f'（{one.subject or one.staff_no}）' if one.name in same else ''}" for one in names]
    plain = '<td style="border:none;text-align:left;padding-left:1em">'
    across = 2 if any(len(name) > LONG for name in shown) else ACROSS
    cells = [f"{plain}{escape(name)}</td>" for name in shown] + [f"{plain}</td>"] * (-len(shown) % across)
    rows = "".join(f"<tr>{''.join(cells[at:at + across])}</tr>" for at in range(0, len(cells), across))
    blank = '<span style="white-space:nowrap">　　月　　日</span>'
    html = (
        "<h1>公　　示</h1>"
        f"<p>根据《{escape(str(sheet.rubric))}》，经个人核对、考核小组复核、校本研修领导小组审定，{escape(close_up(sheet.term.name))}"
        f"校本研修考核评为{escape(sheet.document['grades'][0]['name'])}的教师共{len(names)}人，现予公示（按姓氏笔画排列）：</p>"
        f'<table class="annexed" style="border:none;font:inherit;font-size:15.75pt;line-height:28.95pt"><tbody>{rows}</tbody></table>'
        f"<p>公示时间：{day.year}年{blank}至{blank}，共五个工作日。</p>"
        "<p>公示期间如有异议，请以书面形式署真实姓名向考核小组反映，以便核实。受理地点：教导处。</p><p>&nbsp;</p>"
        f'<p class="sign end">{escape(school.name)}</p><p class="sign end">{day.year}年　　月　　日</p>'
    )
    return Paper("公示", school.name, day, html, "gongwen", f"{school.name}　公示")


def objections_of(sheet: ScoreSheet) -> list[Objection]:
    return list(Objection.objects.filter(sheet=sheet).select_related("teacher", "decided_by").order_by("filed_at", "pk"))


def objections_paper(sheet: ScoreSheet, rows: list[Objection]) -> Paper:
    """异议登记与答复表; of a 师德 item neither the objection nor the answer is printed, for nobody but its few readers knows why."""
    day, lens = clock.today(), Lens(sheet, None)
    items = {item["code"]: item.get("name", "") for item in sheet.document["items"]}
    lines = "".join(_line(no, row, items.get(row.code, ""), lens.hides(row.code, row.teacher_id)) for no, row in enumerate(rows, 1))
    html = (
        f'<h1>考核异议登记与答复表</h1><p class="line"><span class="to-r">截至{long_date(day)}</span>'
        f"{escape(sheet.school.name)}　　{escape(sheet.term.name)}</p>"
        '<table class="rows"><colgroup><col style="width:11mm"><col style="width:18mm"><col style="width:27mm"><col><col><col style="width:30mm"></colgroup>'
        "<thead><tr><th>序号</th><th>姓　名</th><th>考核内容</th><th>异　议</th><th>答　复</th><th>结　果</th></tr></thead>"
        f'<tbody>{lines}</tbody></table><div class="signs"><p>考核小组：<u></u><u></u>审核：<u></u></p></div>'
    )
    return Paper("考核异议登记与答复表", sheet.school.name, day, html, "form", f"{sheet.school.name}　考核异议")


def _line(no: int, row: Objection, name: str, hidden: bool) -> str:
    state = "未答复" if row.state == ObjectionState.FILED else row.get_state_display()
    decided = f"{row.decided_by.name}　{row.decided_at.astimezone():%-m月%-d日}" if row.decided_by and row.decided_at else ""
    said = f"{row.text}（{row.filed_at.astimezone():%-m月%-d日}提出，当时{row.points_then}{'' if row.points_then == '待定' else '分'}）"
    text, answer = ("按师德考核的规定另行答复", "—") if hidden else (said, row.decision or "—")
    return (
        f'<tr><td>{no}</td><td>{in_cell(row.teacher.name)}</td><td class="l">{escape(row.code)}　{escape(name)}</td>'
        f'<td class="l">{escape(text)}</td><td class="l">{escape(answer)}</td><td>{escape(state)}'
        f"{f'<br><span class=s>{escape(decided)}</span>' if decided else ''}</td></tr>"
    )
