"""Printed papers of 计划资料: 经费使用明细表, 目标达成表, 问题研究表, 制度 (公文), 迎检清单."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from documents import chinese, richtext
from documents.paper import Paper
from plans.budget import Table, yuan
from plans.filing import Kept
from plans.models import Goal, Plan, RuleVersion, SourceDocument
from plans.models.team import COUNTED
from plans.problems import Studied, going
from plans.states import RuleState, SpendingState
from school.models import School, Term


def _table(heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], *, left: Iterable[int] = (), size: str = "12pt") -> str:
    """heads: title and width (empty: what is left); rows: cells as HTML; size: of the type."""
    wide = set(left)
    columns = "".join(f"<col style=width:{width}>" if width else "<col>" for _, width in heads)
    titles = "".join(f"<th>{title}</th>" for title, _ in heads)
    body = "".join(
        "<tr>" + "".join(f"<td class=l>{cell}</td>" if at in wide else f"<td>{cell}</td>" for at, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table class=list style=font-size:{size}><colgroup>{columns}</colgroup><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def budget_paper(table: Table, plan: Plan, day: date) -> Paper:
    """经费使用明细表: each line, its approved spendings with voucher, what is left; signed by three."""
    rows: list[Sequence[str]] = []
    for number, line in enumerate(table.lines, 1):
        spent = [one for one in line.spendings if one.state == SpendingState.APPROVED]
        over = "（超支）" if line.remaining < 0 else ""
        rows.append((str(number), f"<b>{escape(line.row.get_category_display())}　{escape(line.row.purpose)}</b>", "", "",
                     f"<b>{yuan(line.row.amount)}</b>", f"<b>{yuan(line.spent)}</b>", f"<b>{yuan(line.remaining)}{over}</b>"))
        rows += [
            ("", f"{chinese.date_range(one.day, one.day)}　{escape(one.purpose)}", escape(one.payee), escape(one.voucher_no), "",
             yuan(one.amount), f"{escape(one.entered_by.name)}／{escape(one.decided_by.name)}")
            for one in spent
        ]
    rows.append(("", "<b>合　计</b>", "", "", f"<b>{yuan(table.amount)}</b>", f"<b>{yuan(table.spent)}</b>", f"<b>{yuan(table.remaining)}</b>"))
    html = (
        f"<h1>校本研修经费使用明细表<small>{escape(chinese.close_up(plan.period_name))}　单位：元</small></h1>"
        + _table((("序", "8mm"), ("用途／支出", ""), ("收款方", "22mm"), ("凭证号", "24mm"), ("预算", "21mm"), ("支出", "21mm"),
                  ("结余<br>（经手／核准）", "28mm")), rows, left=(1, 2), size="9.5pt")
        + '<div class="signs"><p>校长：<u class="n"></u>分管领导：<u class="n"></u>经手人：<u class="n"></u></p></div>'
    )
    return Paper("校本研修经费使用明细表", plan.school.name, day, html, "form", f"{plan.school.name}　校本研修经费使用明细表")


def goal_paper(goals: Iterable[Goal], plan: Plan, day: date) -> Paper:
    """目标达成表: goal, number, how it is measured and by whom, what came out."""
    rows = [
        (str(number), escape(goal.text), f"{_plain(goal.number)} {escape(goal.unit)}", f"{escape(goal.measure)}（{escape(goal.by)}）",
         f"{_plain(goal.actual)} {escape(goal.unit)}" if goal.actual is not None else "—",
         escape(goal.get_result_display()) + (f"<br>{escape(goal.note)}" if goal.note else ""))
        for number, goal in enumerate(goals, 1)
    ]
    html = f"<h1>研修目标达成表<small>{escape(chinese.close_up(plan.period_name))}</small></h1>" + _table(
        (("序", "8mm"), ("目标", ""), ("要达到", "20mm"), ("怎样量（谁来量）", "44mm"), ("实际", "20mm"), ("结果", "34mm")), rows, left=(1, 3, 5)
    )
    return Paper("研修目标达成表", plan.school.name, day, html, "form", f"{plan.school.name}　研修目标达成表")


def problem_paper(studied: Iterable[Studied], term: Term, day: date, readable: Collection[int] | None) -> Paper:
    """问题研究表: each theme with its problems, what was held for it, who studied it and how it ended; last chapter of the report.

    readable: the teachers whose core problems stand with their names, the others are counted; None: everybody's.
    """
    rows = []
    for number, one in enumerate(studied, 1):
        ended = [
            f"{core.teacher.name}：{core.text}——{core.get_state_display()}{'，' + core.outcome if core.outcome else ''}"
            for core in one.cores if readable is None or core.teacher_id in readable
        ]
        rest = going(core.state for core in one.cores if readable is not None and core.teacher_id not in readable)
        ended += [f"{'另有 ' if ended else ''}{rest}"] if rest else []
        rows.append((
            str(number), f"<b>{escape(one.theme.title)}</b><br>{_counted(problem.text for problem in one.problems)}",
            _counted(entry.title for entry in one.entries), _counted(ended),
            escape(one.theme.get_state_display()) + (f"<br>{escape(one.theme.outcome)}" if one.theme.outcome else ""),
        ))
    html = f"<h1>问题研究表<small>{escape(chinese.close_up(term.name))}　问题—计划—行动—反思</small></h1>" + _table(
        (("序", "8mm"), ("主题和问题", "42mm"), ("为它办的活动", "46mm"), ("教师的核心问题和结果", ""), ("主题结果", "22mm")), rows, left=(1, 2, 3, 4),
        size="10.5pt",
    )
    return Paper("问题研究表", term.school.name, day, html, "form", f"{term.school.name}　问题研究表")


def _counted(texts: Iterable[str]) -> str:
    """Each on its own line, with its number where there are several."""
    found = [escape(text) for text in texts]
    return "<br>".join(f"{no}．{text}" for no, text in enumerate(found, 1)) if len(found) > 1 else (found or ["—"])[0]


def rule_paper(row: RuleVersion, day: date) -> Paper:
    """制度 as 公文: the school's name, the rule, its words, from which day it holds."""
    name, since = row.school.name, row.effective or day
    state = "" if row.state == RuleState.IN_FORCE else f"（{row.get_state_display()}）"
    html = chinese.close_up(
        f'<h1 class="two">{escape(name)}<br>{escape(row.rule.title)}{state}</h1>{richtext.clean(row.body)}'
        f'<p class="end">本制度自{chinese.long_date(since)}起施行。</p><p class="end">&nbsp;</p>'
        f'<p class="sign end">{escape(name)}</p><p class="sign end">{chinese.long_date(since)}</p><p class="foot end">第{row.no}稿。</p>'
    )
    return Paper(row.rule.title, name, since, html, "gongwen", f"{name}　{row.rule.title}")


def source_paper(row: SourceDocument, school: School) -> Paper:
    """依据文件 in the volume: its photo, or a sheet that says under which name the file lies inside the volume's PDF."""
    head = f'<h1>{escape(row.title)}</h1><p class="by">{escape("　".join(filter(None, (row.number, row.issuer, chinese.long_date(row.day)))))}</p>'
    if row.file.width:
        body = f'<p class="hand"><img src="media:{row.file_id}" alt="{escape(row.title, quote=True)}"></p>'
    else:
        body = f"<p>原件是电子文件《{escape(row.file.name)}》，附在本卷的 PDF 里，用能显示附件的阅读器打开本卷就能取出。</p>"
    return Paper(row.title, row.issuer, row.day, chinese.close_up(head + body), "form prose", f"{school.name}　依据文件")


def team_parts(plan: Plan) -> list[tuple[str, str]]:
    """The headings and texts of 教研组计划 or 个人研修计划 as they are printed, with 期末回顾 where it was written."""
    parts = [(section.title, richtext.clean(section.body)) for section in plan.sections.all() if section.body]
    if counted := [f"{label} {plan.numbers[key]} {unit}" for key, label, unit in COUNTED if plan.numbers.get(key)]:
        parts.append(("打算做多少", f"<p>{'，'.join(counted)}。</p>"))
    if plan.review:
        parts.append(("期末回顾", richtext.from_plain(plan.review)))
    return parts


def team_plan_paper(plan: Plan, whose: str, school: School) -> Paper:
    """教研组计划 or 个人研修计划 as it stands, to be signed by who wrote it and who accepted it."""
    texts = "".join(f"<h2>{chinese.first_level(number)}{escape(title)}</h2>{text}" for number, (title, text) in enumerate(team_parts(plan), 1))
    day = plan.edited_at.astimezone().date()
    signs = '<div class="signs"><p>计划人：<u class="n"></u>教研组长：<u class="n"></u>教导处：<u class="n"></u></p></div>'
    html = (
        f'<h1>{escape(plan.title)}</h1><p class="by">{escape(whose)}　　{chinese.long_date(day)}</p>{chinese.close_up(texts)}{signs}'
    )
    return Paper(plan.title, whose, day, html, "form prose", f"{school.name}　{plan.title}")


def inspection_paper(kept: Iterable[Kept], school: School, term: Term, day: date) -> Paper:
    """迎检清单: what an inspection asks for, whether it is there, how much and where."""
    rows = [(str(number), escape(one.title), "有" if one.number else "缺", f"{one.number} {one.unit}", escape(one.where)) for number, one in enumerate(kept, 1)]
    html = f"<h1>迎检材料清单<small>{escape(chinese.close_up(term.name))}　截至{chinese.long_date(day)}</small></h1>" + _table(
        (("序", "10mm"), ("材料", ""), ("有无", "16mm"), ("数量", "24mm"), ("在哪里", "60mm")), rows, left=(1, 4)
    )
    return Paper("迎检材料清单", school.name, day, html, "form")
