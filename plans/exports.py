"""The plan as a Word file after GB/T 9704, with 附件1 and 附件2."""
from __future__ import annotations

from datetime import date
from typing import Any

from documents import chinese
from documents.docx import Word
from plans.document import Document
from plans.papers import arranged, month_name, schedule_rows, span


def word(value: Document, school_name: str, day: date, rubric: dict[str, Any] | None) -> bytes:
    """The .docx the school used to type: 正文 with its sections, stages, months and leadership; tables as 附件."""
    file = Word(value["title"], school_name)
    file.add(school_name, "公文标题")
    file.add(value["title"].removeprefix(school_name), "公文标题")
    for number, (title, text, kinds) in enumerate(arranged(value), 1):
        file.add(f"{chinese.first_level(number)}{title}", "公文一级")
        file.rich(text)
        for kind in kinds:
            ROWS[kind](file, value)
    file.add("附件：1.活动日程表　2.校本研修评价细则")
    file.sign(school_name, chinese.long_date(day))
    file.annex(1)
    file.add("校本研修活动日程表", "公文标题")
    file.table([("序号", "时间", "研修内容", "方式", "主讲", "参加人员", "地点"), *schedule_rows(value)], (10, 28, 46, 22, 20, 24, 22))
    if rubric:
        file.annex(2)
        file.add(rubric["title"], "公文标题")
        rows = [
            (item["code"], item["name"], str(item["max"] or ""), item.get("text", ""), item.get("method", ""))
            for item in rubric["items"]
        ]
        file.table([("序号", "考核内容", "分值", "考核标准及要求", "评价方式"), *rows], (12, 40, 14, 76, 26))
    return file.bytes()


def _stages(file: Word, value: Document) -> None:
    for number, stage in enumerate(value["stages"], 1):
        file.add(f"{chinese.second_level(number)}{stage['name']}阶段（{span(stage['start'], stage['end'])}）{stage['text']}", "公文二级")


def _months(file: Word, value: Document) -> None:
    for month in value["months"]:
        file.add(month_name(month["month"]), "公文二级")
        rows = [(str(i["order"]), i["content"], i["requirement"], i["assessed_by"], i["responsible"]) for i in month["items"]]
        file.table([("序", "内容", "要求", "怎样考核", "负责"), *rows], (10, 44, 58, 34, 20))


def _quotas(file: Word, value: Document) -> None:
    for number, quota in enumerate(value["quotas"], 1):
        file.add(f"{number}.{quota['name']}：{quota['audience']}，{quota['period']} {quota['number']} {quota['unit']}。")


def _leadership(file: Word, value: Document) -> None:
    for member in value["leadership"]:
        duty = member["duty"].rstrip("。")
        file.add(f"{member['role']}：{member['name']}。{duty}{'。' if duty else ''}")


ROWS = {"stages": _stages, "months": _months, "quotas": _quotas, "leadership": _leadership}
