"""备课检查记录、作业批改检查记录 as schools print them: one line a teacher, problems with what became of them (spec 09)."""
from __future__ import annotations

from collections.abc import Iterable
from html import escape

from activities.models import Finding, Inspection, Walk
from activities.queries.inspections import drawn_in_words
from activities.states import FindingState
from documents.chinese import date_range, long_date
from documents.names import in_cell
from documents.paper import Paper
from school.templatetags.words import points

NEVER = (FindingState.PENDING, FindingState.OK)


def inspection_paper(row: Inspection) -> Paper:
    """检查记录 of a round: all teachers, also those nobody has looked at yet."""
    findings = list(row.findings.select_related("teacher", "by", "response"))
    counts, grades = bool(row.unit), bool(row.levels)
    scored = any(finding.response and finding.response.total is not None for finding in findings)
    heads = [("序号", 11), ("姓　名", 20), ("学　科", 20)]
    heads += [(row.unit if row.unit == "分" else f"{row.unit}数", 15)] if counts else []
    heads += [("等级", 20)] if grades else []
    heads += [("检查表得分", 18)] if scored else []
    heads += [("结　果", 20), ("评语或问题", 0), ("整改与复查", 40)]
    cols = "".join(f'<col style="width:{width}mm">' if width else "<col>" for _, width in heads)
    lines = "".join(_line(no, finding, counts, grades, scored) for no, finding in enumerate(findings, 1))
    done = sum(finding.state != FindingState.PENDING for finding in findings)
    problems = sum(finding.state not in NEVER for finding in findings)
    inspectors = list(dict.fromkeys(finding.by.name for finding in findings if finding.by)) or [row.by.name]
    note = drawn_in_words(row)
    html = (
        f"<h1>{escape(row.kind)}检查记录</h1>"
        f'<p class="line"><span class="to-r">{long_date(row.day)}　第{row.term.week_of(row.day)}周</span>{escape(row.title)}'
        f"　　检查人：{escape('、'.join(inspectors))}</p>"
        f'<table class="tight"><colgroup>{cols}</colgroup><thead><tr>{"".join(f"<th>{escape(head)}</th>" for head, _ in heads)}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
        f'<p class="line">应查 {len(findings)} 人，查了 {done} 人，有问题 {problems} 人。{escape(note)}</p>'
        '<div class="signs"><p>检查人签名：<u></u>审核：<u></u></p></div>'
    )
    return Paper(
        title=f"{row.title}记录", responsible="、".join(inspectors), date=row.day, html=html, run=f"{row.school.name}　{row.kind}检查",
    )


def _line(no: int, finding: Finding, counts: bool, grades: bool, scored: bool) -> str:
    teacher = finding.teacher
    cells = [str(no), in_cell(teacher.name), escape(teacher.subject)]
    cells += [points(finding.number) if finding.number is not None else ""] if counts else []
    cells += [escape(finding.level)] if grades else []
    cells += [points(finding.response.total) if finding.response and finding.response.total is not None else ""] if scored else []
    result = {FindingState.PENDING: "未查", FindingState.OK: "符合"}.get(finding.state, "有问题")
    until = f"{date_range(finding.due, finding.due)}前" if finding.due else ""
    parts = (until, finding.answer, finding.again, "复查合格" if finding.state == FindingState.MENDED else "")
    mended = "；".join(part.rstrip("。；") for part in parts if part)
    return (
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in [*cells, result])
        + f'<td class="l">{escape(finding.remark)}</td><td class="l">{escape(mended)}</td></tr>'
    )


def walks_paper(walks: Iterable[Walk]) -> Paper:
    """巡课记录: one line for each walk past a classroom, in the order of days."""
    walks = list(walks)
    first, last = walks[0], walks[-1]
    by = "、".join(dict.fromkeys(row.by.name for row in walks))
    lines = "".join(
        f"<tr><td>{date_range(row.day, row.day)}</td><td>{escape(row.period) or '—'}</td><td>{escape(row.class_name) or '—'}</td>"
        f'<td>{in_cell(row.teacher.name)}</td><td class="l">{escape("；".join(filter(None, ("、".join(row.seen), row.text)))) or "—"}</td>'
        f"<td>{in_cell(row.by.name)}</td></tr>"
        for row in walks
    )
    html = (
        f'<h1>巡课记录</h1><p class="line"><span class="to-r">{date_range(first.day, last.day)}</span>{escape(first.term.name)}　　共 {len(walks)} 次</p>'
        '<table class="tight"><colgroup><col style="width:22mm"><col style="width:16mm"><col style="width:30mm"><col style="width:20mm"><col>'
        '<col style="width:20mm"></colgroup><thead><tr><th>日　期</th><th>节　次</th><th>班　级</th><th>教　师</th><th>看到的</th><th>巡课人</th></tr></thead>'
        f'<tbody>{lines}</tbody></table><div class="signs"><p>巡课人签名：<u></u>审核：<u></u></p></div>'
    )
    return Paper(title="巡课记录", responsible=by, date=last.day, html=html, run=f"{first.school.name}　巡课")
