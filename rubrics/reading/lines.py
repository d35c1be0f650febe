"""条文写的细则：“一、出勤（20分）”是项目，它下面没有分值的话是标准。"""

import re
from decimal import Decimal

from documents.reading import Paragraph

from .items import TOTAL, WEIGHT, Item, named, weigh_by_name

LEVELS = (
    re.compile(r"^第[一二三四五六七八九十]+[章部条]"),
    re.compile(r"^[一二三四五六七八九十]+\s*[、.．]"),
    re.compile(r"^[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d{1,2}\s*[、.．](?!\d)"),
    re.compile(r"^[(（]\d{1,2}[)）]|^\d{1,2}[)）]"),
    re.compile(r"^[①②③④⑤⑥⑦⑧⑨⑩]"),
)
PLAIN = len(LEVELS)
MOST_LINE = 3000  # a longer paragraph is no rule
RULED = re.compile(r"[扣加计得记奖减][^。；;]{0,12}?(?:\d|[一二两三四五六七八九十半])+\s*分|\d\s*分(?!钟)")
# 1.出勤20分，缺席一次扣2分: the points of an item without brackets, behind its name
BARE = re.compile(
    r"^[^\s]{1,5}?[、.．)）]\s*(?P<name>[^\d\s，,。；;：:扣加得每满缺少次]{2,14})(?<![计奖减])(?<!(?<!笔)记)\s*(?P<n>\d{1,3})\s*分(?=[，,。；;：:\s]|$)"
)
OUTSIDE = re.compile(
    r"^(?:说明|备注|注[:：]|本(?:办法|细则|方案|制度)|考核结果|评定|等次|考核等)|\d+\s*分[^。；]{0,8}(?:为|[:：])\s*(?:优秀|良好|合格|不合格)"
)


def items_of_lines(paragraphs: list[Paragraph]) -> list[Item]:
    """条文里的考核项目，按先后；下面还有带分值的标题的，是一部分而不是项目。"""
    lines = [(p.text, p.start, depth_of(p.text)) for p in paragraphs if len(p.text) <= MOST_LINE]
    weighted = any(depth < PLAIN and WEIGHT.search(_heading(text)) for text, _, depth in lines)
    items: list[Item] = []
    section, open_depth = "", -1  # an item is open for the lines that stand deeper than it
    for n, (text, start, depth) in enumerate(lines):
        heading = _heading(text)
        own = depth < PLAIN and WEIGHT.search(heading)
        if TOTAL.match(text) or (OUTSIDE.search(text) and not own):
            continue
        if own:
            if _has_parts(lines, n):
                section, open_depth = named(heading), -1
            else:
                items.append(_item(text, start, section))
                open_depth = depth
        elif open_depth >= 0 and depth > open_depth:
            items[-1].places.append((text, start))
        elif depth < PLAIN and not RULED.search(text):
            section, open_depth = (named(heading) if len(text) < 40 else section), -1
        elif not weighted and depth < PLAIN and RULED.search(text) and (m := BARE.match(text)):
            at = m.end() + len(text[m.end() :]) - len(text[m.end() :].lstrip("，,。；;：: "))
            items.append(Item(m["name"], start, [(text[at:], start + at)], section=section))
            items[-1].weight, items[-1].weight_span = Decimal(m["n"]), (start + m.start("n"), start + m.end("n"))
            open_depth = depth
        elif RULED.search(text) and (depth < PLAIN or not weighted):
            items.append(Item(_short(text), start, [(text, start)], section=section))
            weigh_by_name(items[-1], text, start)
            open_depth = depth if depth < PLAIN else -1
    return items


def depth_of(text: str) -> int:
    """这一行的序号是第几级；没有序号的最深。"""
    return next((d for d, pattern in enumerate(LEVELS) if pattern.match(text)), PLAIN)


def _has_parts(lines: list[tuple[str, int, int]], n: int) -> bool:
    depth = lines[n][2]
    for text, _, other in lines[n + 1 :]:
        if other <= depth:
            return False
        if other < PLAIN and WEIGHT.search(_heading(text)):
            return True
    return False


def _item(text: str, start: int, section: str) -> Item:
    cut = _cut(text)
    body = text[cut:]
    item = Item(named(text[:cut]).strip(":： ")[:40], start, section=section)
    if body.strip(" :：。"):
        item.places.append((body, start + cut))
    weigh_by_name(item, text[:cut], start)
    return item


def _short(text: str) -> str:
    return re.split(r"[:：，,。；;]", named(text), maxsplit=1)[0][:20] or text[:20]


def _heading(text: str) -> str:
    return text[: _cut(text)]


def _cut(text: str) -> int:
    """一行里标题到哪里为止：括号分值之后，或者第一个冒号、句号之前。"""
    weight = WEIGHT.search(text)
    stop = re.search(r"[:：。；;]", text)
    if weight and (not stop or weight.start() <= stop.start() or weight.start() < 24):
        return weight.end()
    return stop.end() if stop and stop.start() < 30 else len(text)
