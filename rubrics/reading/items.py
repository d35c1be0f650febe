"""从表格或条文里找出考核项目：名称、分值、标准、评价方式，各在原文什么地方。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from documents.reading import Cell, Table
from documents.reading.numbers import Plain, parse

HEADS = {
    "number": r"序号|编号|号码",
    "method": r"评价方式|考核方式|考评方式|检查方式|评价方法|考核方法|考评方法|考核形式|检查办法"
    r"|检查方法|考核依据|评价依据|数据来源|考核部门|责任部门|考核办法与?依据|查证方式|佐证.*",
    "text": r".*(?:标准|细则|要求|办法|要点|说明|规则|描述|等级|评分|计分|赋分依据|加分|扣分|内容及分值|评估).*",
    "max": r"(?:.*(?:权重|分值|满分|标准分|配分|比重|总分|赋分|基准分).*|分数|分)",
    "name": r".*(?:内容|项目|指标|要素|名称|类别|条目|事项|方面|维度).*",
    "ignored": r"(?:.*(?:自评|校评|互评|考评分|得分|实得|备注|评分人|考核人|审核|复核|领导评|组评).*|扣分|加分)",
}
ORDER = ("number", "method", "ignored", "max", "name", "text")
NUMBERED = re.compile(
    r"^(?P<no>(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]|第[一二三四五六七八九十]+[项条]|[①②③④⑤⑥⑦⑧⑨⑩])+)\s*(?!\d)(?P<rest>.*)$",
    re.S,
)
WEIGHT = re.compile(
    r"[(（【\[]\s*(?:满分|共|计|分值|权重|占|最高)?[:：]?\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<u>分|%|％)(?:满分)?\s*[)）】\]]"
)
TOTAL = re.compile(r"^(?:合\s*计|总\s*计|总\s*分|小\s*计|得\s*分|备\s*注|说\s*明|考核人|签字|签名)")


MOST_COLUMNS = 60


@dataclass
class Item:
    """一个考核项目和它在原文的位置。"""

    name: str
    start: int
    places: list[tuple[str, int]] = field(default_factory=list)
    weight: Decimal | None = None
    weight_span: tuple[int, int] | None = None
    percent: bool = False
    method: str = ""
    section: str = ""
    doubt: str = ""
    levels: list[tuple[str, Decimal, tuple[int, int]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(tidy(text) for text, _ in self.places if text.strip())


def tidy(text: str) -> str:
    """去掉排版留下的空白和断行。"""
    lines = [re.sub(r"[ \t\u3000]+", " ", line).strip() for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        joined += ("\n" if joined and joined[-1] in "。；;！!" else "") + line
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", joined)


def _columns(row: tuple[Cell, ...]) -> dict[str, list[int]]:
    """表头每一栏是什么。"""
    columns: dict[str, list[int]] = {}
    for c, cell in enumerate(row):
        head = re.sub(r"\s", "", cell.text)
        if not head or len(head) > 16 or len({other.start for other in row}) < 2:
            continue
        for kind in ORDER:
            if re.fullmatch(HEADS[kind], re.sub(r"[(（].*?[)）]", "", head) or head):
                columns.setdefault(kind, []).append(c)
                break
    return columns


def _head(table: Table) -> tuple[int, dict[str, list[int]]] | None:
    for r, row in enumerate(table.rows[:6]):
        columns = _columns(row)
        if "text" not in columns and len(columns.get("name", [])) > 1 and "max" in columns:
            columns["text"] = [columns["name"].pop()]
        if "name" not in columns and len(columns.get("text", [])) > 1:
            columns["name"] = [columns["text"].pop(0)]
        if "text" in columns and ("name" in columns or "max" in columns):
            # 考核办法 beside 评分标准: the wider one says the rule, the other how it is looked at
            return r, columns
    return None


def items_of_table(table: Table) -> Iterator[Item]:
    """一张表里的考核项目；不是细则的表没有。"""
    head = _head(table) if table.width <= MOST_COLUMNS else None
    if head is None:
        columns = _guess(table)
        if columns is None:
            return
        first = 0
    else:
        first, columns = head[0] + 1, head[1]
    names = [c for c in columns.get("name", []) if c not in columns["text"]] or columns.get("number", [])
    weights, methods, texts = columns.get("max", []), columns.get("method", []), columns["text"]
    if len(texts) > 1:
        texts = _ruled(table, first, texts)
        rest = [c for c in columns["text"] if c not in texts]
        # 考核办法 beside 考核细则 says how it is looked at
        looked = [
            c for c in rest if c > min(texts) and re.search(r"办法|方法|方式|要求|说明", table.rows[first - 1][c].text)
        ]
        methods = methods + looked
        names = names + [c for c in rest if c not in looked]
        names.sort()
    levels = _level_columns(table.rows[first - 1]) if first else {}
    item: Item | None = None
    section = ""
    for row in table.rows[first:]:
        cells = [row[c] for c in names if row[c].text.strip()]
        if (
            not any(cell.text.strip() for cell in row)
            or TOTAL.match(row[0].text.strip())
            or any(TOTAL.match(cell.text.strip()) for cell in cells if cell is cells[0] or not cell.covered)
        ):
            continue
        if _columns(row).get("text") and _columns(row).get("max"):
            continue  # the head row printed again on the next page
        filled = {(cell.start, cell.end) for cell in row if cell.text.strip()}
        if (
            len(filled) == 1
            and len(row) > 2
            and not any(row[c].text.strip() and not row[c].covered for c in texts if c > 0)
        ):
            section = named(tidy(row[0].text))
            continue
        own = [cell for cell in cells if not cell.covered]
        body = [(row[c].text, row[c].start) for c in texts if row[c].text.strip() and not row[c].covered]
        weight = next((row[c] for c in weights if row[c].text.strip() and not row[c].covered), None)
        if item is not None and weight is None and body and not own:
            item.places += body
            continue
        if item is not None and body and own and weights and row[weights[0]].covered and cells[0].covered:
            # one weight over several rows is one item: 出勤 10 分 | 迟到 …, 早退 …
            item.places += [(own[-1].text, own[-1].start), *body]
            continue
        if not body and not own:
            continue
        label = (own or cells)[-1] if cells else None
        name = tidy(label.text) if label else ""
        if len(cells) > 1:
            section = named(tidy(cells[0].text))
        if not body and weight is None:
            continue
        item = Item(
            named(name),
            label.start if label else row[0].start,
            body,
            section="" if section == named(name) else section,
        )
        if weight is not None:
            _weigh(item, weight.text, weight.start)
        if item.weight is None and label is not None:
            weigh_by_name(item, label.text, label.start)
        item.method = "、".join(tidy(row[c].text) for c in methods if row[c].text.strip())
        item.levels = _levels(row, levels)
        if not item.name:
            item.name = tidy(body[0][0])[:20]
        yield item


def _level_columns(head: tuple[Cell, ...]) -> dict[int, str]:
    """表头里的“优、良、中、差”各是一栏时，哪一栏是哪一档。"""
    found = {}
    for c, cell in enumerate(head):
        word = re.sub(r"\s|[(（].*?[)）]", "", cell.text)
        if re.fullmatch(r"优秀?|良好?|中等?|一般|合格|不合格|较好|好|较差|差|[A-E]级?|[一二三四]等", word):
            found[c] = word
    return found if len(found) > 1 else {}


def _levels(row: tuple[Cell, ...], columns: dict[int, str]) -> list[tuple[str, Decimal, tuple[int, int]]]:
    """这一行各档的分；有一格不是数的不算。"""
    found = []
    for c, word in columns.items():
        number = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*分?\s*", row[c].text)
        if not number:
            return []
        found.append((word, Decimal(number[1]), (row[c].start + number.start(1), row[c].start + number.end(1))))
    return found


def _ruled(table: Table, first: int, texts: list[int]) -> list[int]:
    """几栏都像标准时，写着分数的那几栏才是规则。"""
    scored = [c for c in texts if sum("分" in row[c].text for row in table.rows[first:] if c < len(row)) >= 1]
    return scored or texts[-1:]


def _guess(table: Table) -> dict[str, list[int]] | None:
    """没有表头的表：有一栏全是分值，旁边最长的一栏是标准。"""
    if len(table.rows) < 2 or not 2 <= table.width <= 8:
        return None
    column = [[row[c].text.strip() for row in table.rows if row[c].text.strip()] for c in range(table.width)]
    weights = [c for c, cells in enumerate(column) if len(cells) > 1 and all(re.fullmatch(r"\d{1,3}\s*分?|\d{1,3}%", x) for x in cells)
               and any("分" in x or "%" in x for x in cells)]  # fmt: skip
    long = [sum(map(len, cells)) / max(len(cells), 1) for cells in column]
    if not weights:
        return None
    text = max((c for c in range(table.width) if c not in weights), key=lambda c: long[c], default=None)
    if text is None or not any("分" in x for x in column[text]):
        return None
    names = [c for c in range(table.width) if c not in weights and c < text]
    return {"name": names[-1:], "max": weights[:1], "text": [text]}


def named(text: str) -> str:
    """项目名称去掉序号和括号里的分值。"""
    text = WEIGHT.sub("", tidy(text).replace("\n", ""))
    found = NUMBERED.match(text)
    return (found["rest"] if found and found["rest"] else text).strip(" :：。")


def _weigh(item: Item, text: str, start: int) -> None:
    found = re.fullmatch(
        r"\s*[(（+＋]?\s*(?:满分|占|权重)?[:：]?(?P<n>[\d０-９]+(?:[.．][\d０-９]+)?|[一二三四五六七八九十]+)\s*(?P<u>分|%|％)?\s*[)）]?\s*",
        text,
    )
    number = parse(found["n"]) if found else None
    if number is None:
        if text.strip() and re.search(r"\d", text):
            item.doubt = f"分值写作“{tidy(text)}”，没有读懂"
        return
    item.percent = found["u"] in ("%", "％")
    item.weight = number
    item.weight_span = (start + found.start("n"), start + found.end("n"))


def weigh_by_name(item: Item, text: str, start: int) -> None:
    found = WEIGHT.search(text)
    if found and (found["u"] or int(Decimal(found["n"])) == Decimal(found["n"])):
        item.weight = Decimal(found["n"])
        item.weight_span = (start + found.start("n"), start + found.end("n"))
        item.percent = (found["u"] or "分") in ("%", "％")


def plain_of(item: Item) -> Plain:
    return Plain(*item.places)
