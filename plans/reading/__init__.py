"""读学校自己的研修计划（X1）：Word、Excel 或粘贴的文字 → 计划文件（PlanDocument）和疑问。"""

import re

from documents.calendar import Calendar
from documents.reading import Document, Paragraph, Table, Unreadable
from plans.check import check_plan
from rubrics.reading import read_rubric

from .dates import Term, find_span, plain, term_of, written
from .lines import dated_lines, with_tables
from .months import contents_of, is_month_table, month_table, months_of
from .outline import Outline, outline_of
from .people import duties_in, leadership_of
from .schedule import columns_of, read_schedule

__all__ = ["read_plan"]

YEAR = re.compile(r"(20\d{2})\s*年")
STAGE = re.compile(r"(?P<name>[\u4e00-\u9fff、]{2,14}?阶段)\s*[:：]?\s*(?P<rest>.*)$", re.S)


def read_plan(document: Document) -> dict:
    """读成计划文件：题目、学期、各节、阶段、月份、日程、领导小组、内容、细则、疑问。

    The keys of the interface (`title` … `doubts`), and besides them `sections`, `attachments` (the names the document
    lists) and `duties`. Dates are `MM-DD` when the document names no year. Raises Unreadable when there is no plan in it.
    """
    document = with_tables(document)
    outline = outline_of(document)
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    tables = [b for b in document.blocks if isinstance(b, Table)]
    title = _title(document, outline)
    term = term_of([title, *(p.text for p in paragraphs[:12])])
    doubts: list[dict] = []
    plan: dict = {"title": title, "term": term.words}
    plan["stages"] = _stages(paragraphs, term, doubts)
    monthly = [table for table in tables if is_month_table(table)]
    plan["months"] = months_of(paragraphs, term, doubts) or [month for table in monthly for month in month_table(table, term)]
    rows = [table for table in tables if table not in monthly]
    plan["schedule"] = _schedule(rows, term, doubts) or _from_lines(paragraphs, term, doubts)
    members, duties, told = leadership_of(list(document.blocks))
    plan["leadership"] = members
    plan["contents"] = contents_of(outline, doubts)
    plan["rubric"] = _rubric(document, doubts)
    plan["sections"] = [
        {"level": s.level, "number": s.number, "title": s.title, "text": s.text} for s in outline.sections
    ]
    plan["attachments"] = outline.annexes
    plan["duties"] = duties + duties_in(paragraphs)
    if not plan["schedule"] and not plan["stages"] and not plan["months"] and not _looks_like_a_plan(title, outline):
        raise Unreadable("这份文件里没有读到研修计划：没有阶段、月份安排和日程表，请确认选对了文件。")
    plan["doubts"] = _of_whole(plan, outline, term) + doubts + told + _mistakes(plan, paragraphs)
    return plan


def _title(document: Document, outline: Outline) -> str:
    sheets = [t.rows[0] for t in document.blocks[:2] if isinstance(t, Table)]
    heads = [Paragraph(row[0].text, row[0].start, row[0].end) for row in sheets if len({c.start for c in row if c.text.strip()}) == 1]
    for paragraph in [*outline.opening[:8], *heads] or [b for b in document.blocks if isinstance(b, Paragraph)][:8]:
        text = re.sub(r"\s+", " ", paragraph.text).strip()
        if re.search(r"计划|方案|规划|制度|安排|日程", text) and 5 <= len(text) <= 60 and not re.search(r"[。；]$", text):
            return text
    return ""


def _looks_like_a_plan(title: str, outline: Outline) -> bool:
    return bool(re.search(r"研修|培训|教研|计划|方案", title)) and len(outline.sections) >= 2


def _stages(paragraphs: list[Paragraph], term: Term, doubts: list[dict]) -> list[dict]:
    stages = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        head = re.sub(
            r"^\s*(?:[(（]?[一二三四五六七八九十\d]+[)）]?\s*[、.．]?|第[一二三四五]阶段\s*[:：、]?)\s*", "", text
        )
        m = STAGE.match(head)
        numbered = re.match(r"^第[一二三四五]阶段", text)
        if numbered and not m:
            m = re.match(r"(?P<name>[^（(：:，,。\s]{2,14})(?P<rest>.*)$", head, re.S) or m
        if not m or len(text) > 400:
            continue
        brief = re.match(r"\s*[(（]?(.{3,40}?)(?:[)）]|$|[。，：:])", m["rest"], re.S)
        span = find_span(brief[1]) if brief else None
        if span is None:
            if (numbered or head != text) and len(text) <= 24 and all(stage["name"] != m["name"] for stage in stages):
                stages.append({"name": m["name"], "start": None, "end": None})
                doubts.append({"where": "研修阶段", "text": text, "why": f"{m['name']}没有写起止日期"})
            continue
        if any(stage["name"] == m["name"] and not stage["start"] for stage in stages):  # a heading of the same name
            stages = [stage for stage in stages if stage["start"] or stage["name"] != m["name"]]
            doubts[:] = [doubt for doubt in doubts if doubt["why"] != f"{m['name']}没有写起止日期"]
        stages.append({"name": m["name"], "start": written(span.start, term), "end": written(span.end, term)})
        if span.vague:
            doubts.append({"where": "研修阶段", "text": text[:60], "why": f"{m['name']}的日期只写到月"})
    return stages


def _schedule(tables: list[Table], term: Term, doubts: list[dict]) -> list[dict]:
    entries: list[dict] = []
    for table in tables:
        if columns_of(table) is None:
            continue
        for row in read_schedule(table, term):
            entries.append(row.entry)
            where = f"日程表第 {len(entries)} 行"
            doubts += [{"where": where, "text": text, "why": why} for text, why in row.doubts]
    return entries


def _from_lines(paragraphs: list[Paragraph], term: Term, doubts: list[dict]) -> list[dict]:
    entries = dated_lines(paragraphs, term)
    if entries:
        doubts.append({"where": "日程表", "text": "", "why": f"没有日程表，按 {len(entries)} 行写着日子的文字读成日程，请逐行核对"})
    return entries


def _rubric(document: Document, doubts: list[dict]) -> dict | None:
    """计划里附的评价细则；没有为 None。"""
    tables = tuple(b for b in document.blocks if not isinstance(b, Table) or columns_of(b) is None)
    if not any(isinstance(b, Table) for b in tables):
        return None
    try:
        found = read_rubric(Document(document.text, tables))
    except Unreadable:
        return None
    for doubt in found["doubts"]:
        where = f"评价细则第 {doubt['code']} 项" if doubt["code"] else "评价细则"
        doubts.append({"where": where, "text": doubt["text"], "why": doubt["why"]})
    return found["rubric"]


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
