"""读学校自己的研修计划（X1）：Word、Excel 或粘贴的文字 → 计划文件（PlanDocument）和疑问。"""

import re

from documents.calendar import Calendar
from documents.reading import Document, Paragraph, Table, Unreadable
from plans.check import check_plan
from rubrics.reading import read_rubric
from rubrics.reading.items import items_of_table

from .dates import Term, plain, term_of
from .left import lines_left, tables_left, unsaid
from .lines import dated_lines, labelled, with_tables
from .months import contents_of, is_month_table, month_table, months_of
from .outline import TITLE, Outline, outline_of, without_signs
from .people import duties_in, is_people_table, leadership_of
from .quotas import quota_table, quotas_of
from .schedule import read_schedule
from .stages import stage_columns, stages_of
from .tables import columns_of

__all__ = ["read_plan"]

YEAR = re.compile(r"(20\d{2})\s*年")
ISSUED = re.compile(r"(?:印发|下发|转发)《([^》]+)》")
TERM_ONLY = re.compile(r"\d{4}.*(?:学年|学期|春季|秋季)[^计划方案]{0,8}$")  # 东湖小学2024—2025学年第二学期, the line above 校本研修计划
OURS = re.compile(r"研修|培训|教研|校本|备课")
OF_TEACHERS = re.compile(r"研修|培训|教研|教师|老师|听课|评课|备课|磨课|课例|课题|讲座|教学")  # a novel has dates too
ARRANGING = r"安排|日程|行事|时间|进度|活动$"
JUDGING = r"考核|考评|评价|评分|细则|奖惩|量化"


def read_plan(document: Document) -> dict:
    """读成计划文件：题目、学期、各节、阶段、月份、日程、领导小组、内容、细则、疑问。

    The keys of the interface (`title` … `doubts`), and besides them `sections`, `attachments` (the names the document
    lists), `duties` and `quotas`. A row or stage that names school weeks has `weeks`, one that names no day is `vague`.
    Dates are `MM-DD` when the document names no year. Raises Unreadable when there is no plan in it.
    """
    document = with_tables(document)
    outline = outline_of(document)
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    tables = [b for b in document.blocks if isinstance(b, Table)]
    title = _title(document, outline)
    term = term_of([title, *(p.text for p in paragraphs[:12])])
    doubts: list[dict] = []
    plan: dict = {"title": title, "term": term.words}
    kinds = {table.start: _kind(table) for table in tables}
    of = {kind: [table for table in tables if kinds[table.start] == kind] for kind in kinds.values()}
    plan["stages"] = stages_of(paragraphs, of.get("stages", []), term, doubts)
    plan["months"], used = months_of(paragraphs, term, doubts)
    plan["months"] = plan["months"] or [month for table in of.get("months", []) for month in month_table(table, term, doubts)]
    plan["schedule"] = _schedule(of.get("schedule", []), term, doubts)
    if not plan["schedule"]:
        arranging = {block.start for section in outline.titled(ARRANGING) for block in section.blocks}
        left = [p for p in paragraphs if p.start not in used]
        plan["schedule"], rows = labelled(left, term)
        if not rows:
            plan["schedule"], rows = dated_lines(left, arranging, term)
        used |= rows
        if rows:
            why = f"没有日程表，按 {len(plan['schedule'])} 行写着日子的文字读成日程，请逐行核对"
            doubts.append({"where": "日程表", "text": "", "why": why})
    members, duties, told = leadership_of(list(document.blocks))
    plan["leadership"] = members
    plan["contents"] = contents_of(outline, doubts)
    plan["quotas"] = quotas_of(paragraphs, of.get("quotas", []))
    plan["rubric"], judging = _rubric(document, outline, of.get("", []), doubts)
    plan["sections"] = [
        {"level": s.level, "number": s.number, "title": s.title, "text": s.text} for s in outline.sections
    ]
    plan["attachments"] = outline.annexes
    plan["duties"] = duties + duties_in(paragraphs)
    doubts += tables_left([table for table in of.get("", []) if table.start not in judging], [*of.get("schedule", []), *of.get("months", [])])
    doubts += lines_left([p for p in paragraphs if p.start not in used], plan)
    doubts += unsaid(document.blocks, outline, plan, doubts, used)
    arranged = plan["schedule"] or plan["stages"] or plan["months"] or _looks_like_a_plan(title, outline, bool(tables))
    if not arranged or (not tables and not OURS.search(title) and len(OF_TEACHERS.findall(document.text)) < 2):
        raise Unreadable("这份文件里没有读到研修计划的阶段、月份安排或日程表：请确认选对了文件。")
    plan["doubts"] = _of_whole(plan, outline, term) + doubts + told + _mistakes(plan, paragraphs)
    return plan


def _title(document: Document, outline: Outline) -> str:
    """计划的标题；写成两行的接起来，印发通知的是所印发的那一份。"""
    sheets = [t.rows[0] for t in document.blocks[:2] if isinstance(t, Table)]
    heads = [Paragraph(row[0].text, row[0].start, row[0].end) for row in sheets if len({c.start for c in row if c.text.strip()}) == 1]
    lines = [without_signs(p.text) for p in [*outline.opening[:8], *heads] or [b for b in document.blocks if isinstance(b, Paragraph)][:8]]
    for at, text in enumerate(lines):
        if TITLE.search(text) and 5 <= len(text) <= 60 and not re.search(r"[。；：:]$|，", text):
            issued = ISSUED.search(text)
            if issued and any(without_signs(p.text) == issued[1] for p in outline.opening):
                return issued[1]
            before = lines[at - 1] if at else ""
            return before + text if before and TERM_ONLY.search(before) and not TERM_ONLY.search(text) and len(before) <= 30 else text
    return ""


def _looks_like_a_plan(title: str, outline: Outline, tabled: bool) -> bool:
    return bool(OURS.search(title) or re.search("计划|方案", title)) and (len(outline.sections) >= 2 or tabled)


def _kind(table: Table) -> str:
    """这张表是什么；别的表（评价细则、预算）为空。"""
    if stage_columns(table):
        return "stages"
    if quota_table(table):
        return "quotas"
    if is_people_table(table):
        return "people"
    if is_month_table(table):
        return "months"
    return "schedule" if columns_of(table) else ""


def _schedule(tables: list[Table], term: Term, doubts: list[dict]) -> list[dict]:
    entries: list[dict] = []
    for table in tables:
        for row in read_schedule(table, term):
            entries += [row.entry] if row.entry else []
            where = f"日程表第 {len(entries)} 行" if row.entry else "日程表"
            doubts += [{"where": where, "text": text, "why": why} for text, why in row.doubts]
    return entries


def _rubric(document: Document, outline: Outline, tables: list[Table], doubts: list[dict]) -> tuple[dict | None, set[int]]:
    """计划里附的评价细则和读了的那些表：表格里的，没有就看“考核办法”一节的条文；没有为 None。"""
    judging = {table.start for table in tables if any(True for _ in items_of_table(table))}
    blocks = tuple(b for b in document.blocks if isinstance(b, Paragraph) or b.start in judging)
    if not judging:
        chapter = {block.start for section in outline.titled(JUDGING) for block in section.blocks}
        blocks = tuple(b for b in blocks if b.start in chapter)
    try:
        found = read_rubric(Document(document.text, blocks))
    except Unreadable:
        return None, set()
    if not judging and (len(found["rubric"]["items"]) < 2 or any(item["max"] is None for item in found["rubric"]["items"])):
        return None, set()
    for doubt in found["doubts"]:
        where = f"评价细则第 {doubt['code']} 项" if doubt["code"] else "评价细则"
        doubts.append({"where": where, "text": doubt["text"], "why": doubt["why"]})
    return found["rubric"], judging


def _mistakes(plan: dict, paragraphs: list[Paragraph]) -> list[dict]:
    """体检发现的毛病也是疑问；文件没有写年、正文只提到一个年份时，节假日按那一年看。"""
    years = {int(y) for p in paragraphs for y in YEAR.findall(plain(p.text))}
    findings = check_plan(plan, year=years.pop() if len(years) == 1 else None, holiday=Calendar().holiday)
    return [{"where": f["place"], "text": "", "why": f["sentence"]} for f in findings]


def _of_whole(plan: dict, outline: Outline, term: Term) -> list[dict]:
    """整份文件的疑问：拼了几篇、没有学期、没有日程。"""
    doubts = []
    if outline.parts > 1:
        doubts.append(
            {
                "where": "全文",
                "text": plan["title"],
                "why": f"这份文件像是拼了 {outline.parts} 篇计划，请只留自己要的一篇",
            }
        )
    if not plan["title"]:
        doubts.append({"where": "标题", "text": "", "why": "没有读到计划的标题"})
    if not term.words:
        years = sorted(set(YEAR.findall(plain(" ".join(p.text for p in outline.opening)))))
        named = f"，文中提到{'、'.join(years)}年" if years else ""
        doubts.append({"where": "学期", "text": "", "why": f"没有写是哪个学期{named}，请选定"})
    if not plan["schedule"]:
        doubts.append({"where": "日程表", "text": "", "why": "没有读到活动日程表"})
    if not plan["leadership"]:
        doubts.append({"where": "领导小组", "text": "", "why": "没有读到领导小组的名单"})
    return doubts
