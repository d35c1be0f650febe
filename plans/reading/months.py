"""逐月安排和研修内容：三月份下面的第 1、2、3 件事，和“研修内容”一节列出的各项。"""

import re

from documents.reading import Paragraph, Table

from .dates import Span, Term, find_span, plain
from .outline import ITEM, SECOND, Outline, heading
from .tables import ONLY_MONTH, column, columns_of, times_of

MONTH = re.compile(
    r"^\s*[-•●◆■★▲]*\s*[(（【\[]?(?:\d{4}年)?(?P<a>\d{1,2}|[一二三四五六七八九十]{1,2})月?份?(?:\s*[-~至到、]+\s*(?:次年)?(?P<b>\d{1,2}|[一二三四五六七八九十]{1,2}))?\s*月\s*(?:份|工作|安排|工作安排)*\s*"
    r"[)）】\]]?\s*(?:[(（].{3,30}[)）])?\s*[:：]?\s*(?P<rest>.*)$",
    re.S,
)


NUMBER = re.compile(r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．])\s*(?=[\d一二三四五六七八九十、]{1,6}月)")
COLUMNS = {"requirement": r".*(?:要求|标准|目标|措施).*", "assessed_by": r".*(?:考核|评价|检查).*", "responsible": r".*(?:负责|责任|主讲|主持|组织者).*"}
# 1.… 2.… in one cell or one line: several things of a month
PARTED = re.compile(r"(?:^|(?<=[\s。；;]))[(（]?(?:\d{1,2}[、.．)）](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩])\s*|[①②③④⑤⑥⑦⑧⑨⑩]\s*|\n")


def is_month_table(table: Table) -> bool:
    """一月一格的月度安排表：时间几栏只说到月和旬，也没有地点和参加人员。"""
    found = columns_of(table)
    if found is None or {"places", "audience"} & set(found.of):
        return False
    times = [plain(re.sub(r"[\s；]", "", time)) for time in times_of(table, found)]
    return any(times) and all(not text or ONLY_MONTH.fullmatch(text) for text in times)


def month_table(table: Table, term: Term, doubts: list[dict]) -> list[dict]:
    """月度安排表的各月各项；一格里写了几件的分开，同一行的要求和负责各件都有。"""
    found = columns_of(table)
    extra = {name: c for name, pattern in COLUMNS.items() if (c := column(table, found.row, pattern)) is not None}
    months: list[dict] = []
    for line, time in zip(table.rows[found.row + 1 :], times_of(table, found), strict=True):
        span = find_span(time)
        if span:
            name = _month(span, span.start[1], term)
            if not months or months[-1]["month"] != name:
                months.append({"month": name, "items": []})
            if span.start[1] != span.end[1]:
                doubts.append({"where": "月份安排", "text": time, "why": f"几个月写在一起（{time}），先记在 {span.start[1]} 月"})
        cell = line[found.of["content"]]
        if not months or not cell.text.strip() or cell.covered:
            continue
        pieces = parted(cell.text)
        asked = {name: parted(line[c].text) for name, c in extra.items()}
        for at, content in enumerate(pieces):
            more = {name: texts[at] if len(texts) == len(pieces) else "".join(texts) for name, texts in asked.items()}
            months[-1]["items"].append({"order": len(months[-1]["items"]) + 1, "content": content, "requirement": "", **more})
    return [month for month in months if month["items"]]


def takes(head: str) -> bool:
    """月度安排表里这一栏读得进去。"""
    return any(re.fullmatch(pattern, head) for pattern in COLUMNS.values())


def parted(text: str) -> list[str]:
    """一格或一行里编了号、分了行的几件事。"""
    marked = re.search(PARTED.pattern.removesuffix("|\\n"), text)
    pieces = PARTED.split(text) if marked else [text]
    return [piece.rstrip("；;。") for part in pieces if (piece := re.sub(r"\s+", "", part))]


def _month(span: Span, month: int, term: Term) -> str:
    year = span.start[0] or term.year_of(month)
    return f"{year:04d}-{month:02d}" if year else f"{month:02d}"


def months_of(paragraphs: list[Paragraph], term: Term, doubts: list[dict]) -> tuple[list[dict], set[int]]:
    """各月的安排，一月一组，组内按次序；一行一件、写在月份后面的也算。另说各月从哪里写起。"""
    months: list[dict] = []
    places: set[int] = set()
    open_month = numbered = False
    listed = 0  # the month is itself the 2. of a list: its 3. is no work of this month
    for paragraph in paragraphs:
        text = NUMBER.sub("", paragraph.text.strip())
        m = _opens_month(text)
        if m:
            span = find_span(m.group()[: m.start("rest")])
            if span is None:
                continue
            month = span.start[1] if not m["b"] else find_span(f"{m['a']}月").start[1]
            months.append({"month": _month(span, month, term), "items": []})
            places.add(paragraph.start)
            open_month, numbered = True, False
            own = ITEM.match(paragraph.text.strip())
            listed = int(own["no"]) if own else 0
            if m["b"]:
                doubts.append(
                    {"where": "月份安排", "text": text, "why": f"几个月写在一起（{text[: m.start('rest')].rstrip('：: ') or text}），先记在 {month} 月"}
                )
            for piece in parted(text[m.start("rest") :]):
                for content in filter(None, re.split(r"[；;]", piece)):
                    months[-1]["items"].append({"order": len(months[-1]["items"]) + 1, **_content(content)})
            continue
        if not open_month:
            continue
        items = months[-1]["items"]
        item = ITEM.match(text)
        if (listed and item and int(item["no"]) == listed + 1) or _of_another_month(item["rest"] if item else text, months[-1]["month"]):
            open_month = False
            continue
        if heading(paragraph) and not (item and int(item["no"]) == (items[-1]["order"] if items else 0) + 1):
            open_month = False
        elif item:
            order = int(item["no"])
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
            numbered = True
            items.append({"order": order, **_content(item["rest"])})
        elif len(text) > 60 and (items or not numbered) or re.search(r"篇[一二三四五六七八九]$", text):
            open_month = False
        elif not numbered:
            items.append({"order": len(items) + 1, **_content(text.lstrip("-—–•●◆①②③④⑤⑥⑦⑧⑨⑩ "))})
        elif len(items[-1]["content"]) >= 100 or not items[-1]["requirement"]:
            items[-1]["content"] += text
        else:
            items[-1]["requirement"] += text
    return [month for month in months if month["items"]], places


def _of_another_month(text: str, month: str) -> bool:
    """4月10日 赛课 below 三月份."""
    span = find_span(text)
    return bool(span and not span.vague and span.at[0] == 0 and span.start[1] != int(month[-2:]))


def _opens_month(text: str) -> re.Match | None:
    """这一行是不是一个月的标题，或者“九月：……”这样一个月一行。"""
    m = MONTH.match(plain(text))
    if not m:
        return None
    if m["rest"]:
        return m if len(text) <= 200 and re.search(r"[:：]\s*$", text[: m.start("rest")]) else None
    return m if len(text) <= 40 and not re.search(r"\d日|[。，]", text[m.end("a") : m.start("rest")].split("（")[0]) else None


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
            for piece in parted(block.text) if item else ():
                name = re.split(r"[。：:；;]", piece)[0]
                names.append(re.split(r"[，,]", name)[0] if len(name) > 30 else name)
        if not names:  # （一）师德修养。…… one heading for each
            second = [m["title"] for block in section.blocks if isinstance(block, Paragraph) and (m := SECOND.match(block.text))]
            names = [name for title in second if 2 <= len(name := re.split(r"[。：:；;，,]", re.sub(r"\s+", "", title))[0]) <= 30]
        if len(names) >= 2:
            long = [name for name in names if len(name) > 30]
            if long:
                doubts.append({"where": "研修内容", "text": long[0][:40], "why": "内容写成了一段话，名称请人工确定"})
            return names
    return []
