"""表格是什么、哪一栏是什么：日程表、月度安排、阶段表、任务量；横着排的先转过来。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.reading import Cell, Table
from documents.reading.numbers import parse

from .dates import find_span, plain, weeks_of

# Columns that tell a time, coarse before fine; a table may have several: 月份 周次 日期 星期 起止时间.
TIMES = {
    "month": r"月份?",
    "weeks": r".*(?:周次|教学周|周数|学周|第几周|周别)|周",
    "weekday": r".*(?:星期|周几|礼拜).*",
    "third": r"旬",
    "clock": r".*(?:起止时间|具体时间|时段|节次|钟点)",
    "time": r".*(?:时间|日期|月份|日子).*",
}
HEADS = {
    **TIMES,
    "forms": r".*(?:形式|方式|方法).*",
    "presenters": r".*(?:主讲|主持|授课|执教|讲课|上课|主备|承担人|中心发言|实施者|培训者|讲师|专家).*",
    "office": r".*(?:部门|单位|科室|处室).*",
    "responsible": r".*(?:责任|负责|组织者|承办|牵头|带队|主管|主办).*",
    "places": r".*(?:地点|场所|场地|位置|教室).*",
    "audience": r".*(?:参加|参与|对象|参训|参培|范围|人员|受众).*",
    "hours": r".*(?:学时|课时).*",
    "number": r"序号|编号|序|号|次数|次序|№|No\.?",
    "content": r".*(?:内容|主题|活动|项目|专题|课题|安排|名称|任务|工作|要点|事项).*",
}
MOST_COLUMNS = 60
BARE = r"(?:第)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
ONLY_DAY = re.compile(r"\d{1,2}[日号]?(?:\([^)]*\))?(?:(?:-+|~|至|到|、|,)\d{1,2}[日号]?(?:\([^)]*\))?)*")
MONTH = r"(?:\d{4}年|次年|翌年|来年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月?份?"
ONLY_MONTH = re.compile(rf"(?:{MONTH}(?:-+|~|至|到|、))?{MONTH}(?<=[月份])(?:上旬|中旬|下旬)?")
CLOCK = re.compile(r"上午|下午|晚上|中午|全天|[一二两半]天|第?[一二三四五六七八\d]节|\d{1,2}[:点]")
BRIEF = 30  # letters of what a row is called: a longer 内容 beside a 主题 is its text


@dataclass(frozen=True)
class Columns:
    """认出来的表头：在第几行，各栏是什么（of），说时间的各栏（times），没有认出来的栏（others）。"""

    row: int
    of: dict[str, int]
    times: tuple[tuple[str, int], ...]
    others: tuple[int, ...]


def bare(cell: Cell) -> str:
    return re.sub(r"\s+", "", cell.text)


def own(cell: Cell) -> bool:
    return bool(cell.text.strip()) and not cell.covered


def kind_of(head: str) -> str | None:
    """一栏的题目说的是什么；太长的不是题目。"""
    head = re.sub(r"\s|[（(].*?[)）]$", "", head)
    return next((kind for kind, pattern in HEADS.items() if head and len(head) <= 12 and re.fullmatch(pattern, head)), None)


def columns_of(table: Table) -> Columns | None:
    """日程表的表头；不是日程表为 None。"""
    if table.width > MOST_COLUMNS:
        return None
    found: Columns | None = None
    for r, row in enumerate(table.rows[:4]):
        of: dict[str, int] = {}
        times: list[tuple[str, int]] = []
        others: list[int] = []
        for c, cell in enumerate(row):
            if cell.covered and c and row[c - 1].start == cell.start:
                continue
            kind = kind_of(cell.text)
            if kind in TIMES:
                times.append((kind, c))
                if re.search("地点|场所", cell.text):  # 活动时间及地点
                    of["places"] = c
            elif kind and kind not in of:
                of[kind] = c
            elif kind == "content" and _names_better(table, r, of[kind], c):
                others.append(of[kind])
                of[kind] = c
            elif cell.text.strip():
                others.append(c)
        for second in ("responsible", "office"):  # who holds it, where nobody is said to speak
            if second in of:
                named = of.pop(second)
                others += [named] if "presenters" in of else []
                of.setdefault("presenters", named)
        of.pop("number", None)
        # a head of two lines says more in its second: 时间 above, 周次 and 日期 below
        if times and "content" in of and (found is None or len(times) > len(found.times)):
            found = Columns(r, of, tuple(times), tuple(sorted(others)))
    return found


def _names_better(table: Table, row: int, first: int, second: int) -> bool:
    """主题、内容两栏都有：内容短的取内容，内容写成几句话的取主题。"""
    if "内容" in bare(table.rows[row][first]) or "内容" not in bare(table.rows[row][second]):
        return False
    texts = [bare(line[second]) for line in table.rows[row + 1 :] if own(line[second])]
    return bool(texts) and sum(map(len, texts)) <= BRIEF * len(texts)


def upright(table: Table) -> Table:
    """横着排的日程（时间、内容写在最左一列）转过来；别的照旧。"""
    kinds = {kind_of(row[0].text) for row in table.rows[:8]}
    if len(table.rows) > 8 or columns_of(table) or not kinds & set(TIMES) or "content" not in kinds:
        return table
    rows = tuple(zip(*(row + (Cell("", row[-1].end, row[-1].end),) * (table.width - len(row)) for row in table.rows), strict=True))
    return Table(rows, table.start, table.end)


def column(table: Table, row: int, pattern: str) -> int | None:
    """表头里第一个叫这个名称的栏。"""
    return next((c for c, cell in enumerate(table.rows[row]) if re.fullmatch(pattern, bare(cell))), None)


def times_of(table: Table, columns: Columns) -> Iterator[str]:
    """表头下面每一行的时间，几栏合成一句：九月、第2周、9月9日、周三；空着的月份照上一行。"""
    last: dict[int, str] = {}
    day = ""
    weeks = {number for line in table.rows[columns.row + 1 :] for kind, c in columns.times if kind == "weeks" and (number := weeks_of(_named(kind, line[c])))}
    by_month = bool(weeks) and max(last_week for _, last_week in weeks) <= 5 and any(kind == "month" for kind, _ in columns.times)
    for line in table.rows[columns.row + 1 :]:
        said: list[str] = []
        month = ""
        fine = any(own(line[c]) for kind, c in columns.times if kind not in ("month", "clock"))
        exact = any((span := find_span(line[c].text)) and not span.vague for _, c in columns.times)
        for kind, c in columns.times:
            text = _named(kind, line[c])
            if kind == "month" or (kind == "time" and len(columns.times) > 1 and ONLY_MONTH.fullmatch(plain(text))):
                text = last[c] = text or (last.get(c, "") if fine else "")
                month = "" if exact else text.replace("份", "")
                said += [text.replace("份", "")] if not exact else []
            elif month and (kind == "third" or (kind == "weeks" and by_month) or ONLY_DAY.fullmatch(plain(text))):
                said[-1:] = [month + text]
            elif text:
                said.append(text)
        time = "；".join(said)
        if day and said and not find_span(time) and not weeks_of(time) and all(CLOCK.match(plain(text)) for text in said):
            time = f"{day}；{time}"  # the afternoon of the day above
        else:
            day = next((text[span.at[0] : span.at[1]] for text in said if (span := find_span(text)) and not span.vague), day)
        yield time


def _named(kind: str, cell: Cell) -> str:
    """一格时间写全：周次栏的 2 是第2周，星期栏的 三 是周三。"""
    text = cell.text.strip()
    tight = re.sub(r"\s", "", plain(text))
    if kind == "month" and parse(tight):
        return f"{tight}月"
    if kind == "weeks" and re.fullmatch(rf"{BARE}(?:(?:-+|~|至|到|、|,){BARE})*", tight):
        return f"{'' if tight.startswith('第') else '第'}{tight}周"
    if kind == "weekday" and re.fullmatch(r"[一二三四五六日天1-7]", tight):
        return "周" + ("一二三四五六日"[int(tight) - 1] if tight.isdigit() else tight)
    if kind == "third" and tight in ("上", "中", "下"):
        return f"{tight}旬"
    return text
