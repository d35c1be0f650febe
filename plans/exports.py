"""The plan as a Word file after GB/T 9704, with 附件1 and 附件2."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from documents import chinese, template
from documents.charts import bars_png
from documents.docx import Word
from plans import network, papers_rows
from plans.document import Document
from plans.leadership import signed
from plans.models import Plan
from plans.papers import TO, annexed, arranged, month_name, schedule_rows, span, version
from plans.papers_folder import team_parts


def word(
    value: Document, school_name: str, day: date, rubric: dict[str, Any] | None, own: bytes | None = None, *, edition: int | None = None
) -> bytes:
    """The .docx the school used to type, with 附件1 and 附件2 for a term's plan; `own`: the school's template, whose look is kept."""
    rules = rubric if annexed(value) else None
    if own:
        text = Word()
        _text(text, value)
        text.add(version(edition, day), "公文顶格")
        annexes = (_part(_schedule, value) if annexed(value) else None, _part(_rubric, rules) if rules else None)
        return template.fill(own, value["title"], chinese.long_date(day), text, annexes, signed(value["leadership"]))
    file = Word(value["title"], school_name)
    file.add(school_name, "公文标题")
    file.add(value["title"].removeprefix(school_name), "公文标题")
    file.add(TO, "公文顶格")
    _text(file, value)
    if annexed(value):
        file.add("附件：1.活动日程表")
        file.add("　　　2.校本研修评价细则")
    file.sign(*filter(None, (signed(value["leadership"]), school_name, chinese.long_date(day))))
    file.add(version(edition, day), "公文顶格")
    if annexed(value):
        file.annex(1)
        _schedule(file, value)
    if rules:
        file.annex(2)
        _rubric(file, rules)
    return file.bytes()


def team_word(plan: Plan, own: bytes | None = None) -> bytes:
    """教研组计划 or 个人研修计划 as .docx; `own`: the school's template, whose look is kept."""
    whose, day = str(plan.teacher or plan.group), chinese.long_date(plan.edited_at.astimezone().date())
    file = Word() if own else Word(plan.title, whose)
    if not own:
        file.add(plan.title, "公文标题")
    for number, (title, text) in enumerate(team_parts(plan), 1):
        file.add(f"{chinese.first_level(number)}{title}", "公文一级")
        file.rich(text)
    if own:
        return template.fill(own, plan.title, day, file, (None, None))
    file.sign(whose, day)
    return file.bytes()


def _part(write: Callable[[Word, Any], None], what: Any) -> Word:
    file = Word()
    write(file, what)
    return file


def _text(file: Word, value: Document) -> None:
    for number, (title, text, kinds) in enumerate(arranged(value), 1):
        file.add(f"{chinese.first_level(number)}{title}", "公文一级")
        file.rich(text)
        for kind in kinds:
            ROWS[kind](file, value)


def _schedule(file: Word, value: Document) -> None:
    file.add("校本研修活动日程表", "公文标题")
    once = (0, 2, 3)  # number, content and form stand once for all sessions of a row
    rows = [tuple(None if at in once and not row[0] else cell for at, cell in enumerate(row)) for row in schedule_rows(value)]
    file.table([("序号", "时间", "研修内容", "方式", "主讲", "参加人员", "地点"), *rows], (9, 31, 35, 18, 22, 20, 21))


def _rubric(file: Word, rubric: dict[str, Any]) -> None:
    file.add(rubric["title"], "公文标题")
    rows = [
        (item["code"], item["name"], str(item["max"] or ""), item.get("text", ""), item.get("method", ""))
        for item in rubric["items"]
    ]
    file.table([("序号", "考核内容", "分值", "考核标准及要求", "评价方式"), *rows], (12, 40, 14, 76, 26))


def _stages(file: Word, value: Document) -> None:
    for number, stage in enumerate(value["stages"], 1):
        said = f"{chinese.second_level(number)}{stage['name']}阶段（{span(stage['start'], stage['end'])}）{stage['text']}"
        file.add(said, "公文二级").paragraph_format.keep_with_next = False  # it is text, not a heading


def _months(file: Word, value: Document) -> None:
    for month in value["months"]:
        file.add(month_name(month["month"]), "公文二级")
        rows = [(str(i["order"]), i["content"], i["requirement"], i["assessed_by"], i["responsible"]) for i in month["items"]]
        file.table([("序", "内容", "要求", "怎样考核", "负责"), *rows], (10, 44, 58, 34, 20))


def _quotas(file: Word, value: Document) -> None:
    for number, quota in enumerate(value["quotas"], 1):
        file.add(f"{number}.{quota['name']}：{quota['audience']}，{quota['period']} {quota['number']} {quota['unit']}。")


def _leadership(file: Word, value: Document) -> None:
    for line in papers_rows.people(value["leadership"]):
        file.add(line)


def _teams(file: Word, value: Document) -> None:
    for team in value.get("teams", []):
        file.add(team["team"], "公文二级")
        for line in papers_rows.people(team["members"]):
            file.add(line)


def _network(file: Word, value: Document) -> None:
    """The network as a table: it is read aloud, copied and changed like any other."""
    file.table([("层级", "部门", "负责人或人数"), *network.rows(value["network"])], (40, 50, 66))


def _goals(file: Word, value: Document) -> None:
    file.table(papers_rows.goal_rows(value), (10, 56, 24, 44, 22))


def _themes(file: Word, value: Document) -> None:
    file.table(papers_rows.theme_rows(value), (10, 50, 18, 78))


def _sources(file: Word, value: Document) -> None:
    file.add(papers_rows.cited(value))


def _staff(file: Word, value: Document) -> None:
    for title, bars in value["staff"].items():
        file.add(title, "公文顶格").paragraph_format.keep_with_next = True
        file.picture(bars_png([tuple(bar) for bar in bars]), 130)


ROWS = {
    "stages": _stages, "months": _months, "quotas": _quotas, "leadership": _leadership, "teams": _teams, "network": _network, "goals": _goals,
    "themes": _themes, "staff": _staff, "sources": _sources,
}
