"""逐月安排和研修内容：三月份下面的第 1、2、3 件事，和“研修内容”一节列出的各项。"""

import re

from documents.reading import Paragraph, Table

from .dates import Term, find_span, plain
from .outline import ITEM, Outline, heading
from .schedule import columns_of

MONTH = re.compile(
    r"^\s*[(（]?(?:\d{4}年)?(?P<a>\d{1,2}|[一二三四五六七八九十]{1,2})(?:\s*[-~至、]+\s*(?P<b>\d{1,2}|[一二三四五六七八九十]{1,2}))?\s*月\s*(?:份|工作|安排|工作安排)*\s*"
    r"[)）]?\s*(?:[(（].{3,30}[)）])?\s*[:：]?\s*(?P<rest>.*)$",
    re.S,
)


NUMBER = re.compile(r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．])\s*(?=[\d一二三四五六七八九十、]{1,6}月)")
ONLY_MONTH = re.compile(r"(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月份?")
COLUMNS = {"requirement": r"要求|标准|目标|措施", "assessed_by": r"考核|评价|检查", "responsible": r"负责|责任|主讲|主持"}


def is_month_table(table: Table) -> bool:
    """一月一格的月度安排表：时间一栏只有月份，也没有地点和参加人员。"""
    found = columns_of(table)
    if found is None or {"places", "audience"} & set(found[1]):
        return False
    times = [re.sub(r"\s", "", line[found[1]["time"]].text) for line in table.rows[found[0] + 1 :]]
    return any(times) and all(not text or ONLY_MONTH.fullmatch(plain(text)) for text in times)


def month_table(table: Table, term: Term) -> list[dict]:
    """月度安排表的各月各项。"""
    first, columns = columns_of(table)
    heads = [re.sub(r"\s", "", cell.text) for cell in table.rows[first]]
    extra = {name: c for name, pattern in COLUMNS.items() for c, head in enumerate(heads) if re.search(pattern, head)}
    months: list[dict] = []
    for line in table.rows[first + 1 :]:
        span = find_span(line[columns["time"]].text)
        if span:
            year = span.start[0] or term.year_of(span.start[1])
            name = f"{year:04d}-{span.start[1]:02d}" if year else f"{span.start[1]:02d}"
            if not months or months[-1]["month"] != name:
                months.append({"month": name, "items": []})
        content = re.sub(r"\s+", "", line[columns["content"]].text)
        if not months or not content or line[columns["content"]].covered:
            continue
        more = {name: re.sub(r"\s+", "", line[c].text) for name, c in extra.items()}
        months[-1]["items"].append({"order": len(months[-1]["items"]) + 1, "content": content, "requirement": "", **more})
    return [month for month in months if month["items"]]


def months_of(paragraphs: list[Paragraph], term: Term, doubts: list[dict]) -> list[dict]:
    """各月的安排，一月一组，组内按次序。"""
    months: list[dict] = []
    open_month = False
    for paragraph in paragraphs:
        text = NUMBER.sub("", paragraph.text.strip())
        m = MONTH.match(plain(text))
        if (
            m
            and len(text) <= 40
            and not re.search(r"\d日|[。，]", text[m.end("a") : m.start("rest")].split("（")[0])
            and not m["rest"]
        ):
            span = find_span(m.group()[: m.start("rest")])
            if span is None:
                continue
            month = span.start[1] if not m["b"] else find_span(f"{m['a']}月").start[1]
            year = span.start[0] or term.year_of(month)
            months.append({"month": f"{year:04d}-{month:02d}" if year else f"{month:02d}", "items": []})
            open_month = True
            if m["b"]:
                doubts.append(
                    {"where": "月份安排", "text": text, "why": f"几个月写在一起（{text}），先记在 {month} 月"}
                )
            continue
        if not open_month:
            continue
        item = ITEM.match(text)
        found = heading(paragraph)
        if found and not item:
            open_month = False
        elif item:
            order = int(item["no"])
            items = months[-1]["items"]
            if items and order != items[-1]["order"] + 1:
                doubts.append(
                    {
                        "where": f"{int(months[-1]['month'][-2:])} 月安排",
                        "text": text[:40],
                        "why": f"序号从 {items[-1]['order']} 到 {order}，中间缺号或重号",
                    }
                )
            if items and order < items[-1]["order"]:
                open_month = False
                continue
            items.append({"order": order, **_content(item["rest"])})
        elif months[-1]["items"] and len(text) > 60 or re.search(r"篇[一二三四五六七八九]$", text):
            open_month = False
        elif months[-1]["items"]:
            last = months[-1]["items"][-1]
            if len(last["content"]) >= 100 or not last["requirement"]:
                last["content"] += text
            else:
                last["requirement"] += text
    return [month for month in months if month["items"]]


def _content(text: str) -> dict:
    """一件事的名称和要求：第一个句号以前是名称；太长的到逗号为止，要求照录全文。"""
    text = re.sub(r"\s+", "", text)
    first, stop, rest = re.match(r"([^。；;：:]*)([。；;：:]?)(.*)$", text, re.S).groups()
    if len(first) <= 30:
        return {"content": first, "requirement": rest}
    short = re.split(r"[，,（(]", first)[0]
    return {"content": short[:60], "requirement": text}


def contents_of(outline: Outline, doubts: list[dict]) -> list[str]:
    """“研修内容”一节列出的各项。"""
    for section in outline.titled(r"(?:研修|培训|学习|教研|活动)的?(?:主要)?内容|主要内容|内容$"):
        names = []
        for block in section.blocks:
            if not isinstance(block, Paragraph):
                continue
            item = ITEM.match(block.text)
            if item:
                name = re.split(r"[。：:；;]", re.sub(r"\s+", "", item["rest"]))[0]
                names.append(re.split(r"[，,]", name)[0] if len(name) > 30 else name)
        if len(names) >= 2:
            long = [name for name in names if len(name) > 30]
            if long:
                doubts.append({"where": "研修内容", "text": long[0][:40], "why": "内容写成了一段话，名称请人工确定"})
            return names
    return []
