"""文本与粘贴来的文字：认出编码，认出其中的表格。

Tables come in four layouts: cells parted by tabs (pasted from Word or Excel), one indented cell a line with
a blank line between rows (text taken out of .doc files, as in the seeds), Markdown bars, and columns parted by
wide gaps under a known head row. The marks of Markdown (## and **) and the numbers of pages are no words of the text.
"""

import re

from .blocks import Block, Cell, Document, Paragraph, Table
from .container import MOST_CHARACTERS, Unreadable, too_long

HEADING = re.compile(
    r"\s*(附件|附表|附录|附[:：]|表\s*[一二三四五六七八九十\d]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])"
)
MOST_CELL_LINES = 12
TITLED = re.compile(r"\s*(#{1,6})\s+(?=\S)")
STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
NO_WORDS = re.compile(r"\s*(?:第\s*\d+\s*页\s*[,，/]?\s*共\s*\d+\s*页|[-—–]\s*\d{1,3}\s*[-—–]|[-*_=]{3,})\s*")


def decode(data: bytes) -> str:
    """UTF-8、UTF-16 或 GBK 的文字；都不是的不猜。"""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.count(0) > len(data) // 8:
        encodings = ["utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\n\r\f\v\x07\x1c\x1d\x1e\x1f" for c in text):
            return text
    raise Unreadable("这份文件不是文字，或者编码认不出来：请存成 .docx、.xlsx 或 UTF-8 文本后再试。")


def read_text(text: str) -> Document:
    """把文字读成段落与表格，位置就是文字本身的位置。"""
    text = STRONG.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MOST_CHARACTERS:
        raise too_long()
    return Document(text, tuple(_blocks(text)))


def _blocks(text: str) -> list[Block]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((line, at))
        at += len(line) + 1
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        for reader in (_indented, _barred, _tabbed, _spaced):
            found = reader(text, lines, i)
            if found:
                table, i = found
                blocks.append(table)
                break
        else:
            line, at = lines[i]
            if line.strip() and not NO_WORDS.fullmatch(line):
                titled = TITLED.match(line)
                cell = _cell(text, at + (titled.end() if titled else 0), at + len(line))
                blocks.append(Paragraph(cell.text, cell.start, cell.end, len(titled[1]) if titled else 0))
            i += 1
    return blocks


def _cell(text: str, start: int, end: int) -> Cell:
    raw = text[start:end]
    body = raw.strip()
    start += len(raw) - len(raw.lstrip()) if body else 0
    return Cell(body, start, start + len(body))


def _table(rows: list[list[Cell]]) -> Table:
    width = max(len(row) for row in rows)
    for row in rows:
        row.extend(Cell("", row[-1].end, row[-1].end) for _ in range(width - len(row)))
    return Table(tuple(tuple(row) for row in rows), rows[0][0].start, max(c.end for row in rows for c in row))


Lines = list[tuple[str, int]]


def _indented(text: str, lines: Lines, i: int) -> tuple[Table, int] | None:
    """一格一行、行首有制表符、行与行之间空一行的表。"""
    if not _opens_cell(lines[i][0]):
        return None
    rows: list[list[list[int]]] = [[]]  # a cell is its start and its end
    while i < len(lines):
        line, at = lines[i]
        if _opens_cell(line):
            if rows[-1] and lines[i - 1][0] == "":
                rows.append([])
            rows[-1].append([at + 1, at + len(line)])
        elif line.strip():
            if not _continues_cell(lines, i):
                break
            rows[-1][-1][1] = at + len(line)
        elif i + 1 < len(lines) and lines[i + 1][0] == "":
            break
        i += 1
    if max(len(row) for row in rows) < 2:
        return None
    return _table([[_cell(text, start, end) for start, end in row] for row in rows]), i


def _opens_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _continues_cell(lines: Lines, i: int) -> bool:
    """不缩进的一行是上一格的续行，还是表后面的段落？"""
    if lines[i - 1][0].strip():
        return True
    if HEADING.match(lines[i][0]):
        return False
    for line, _ in lines[i + 1 : i + 1 + MOST_CELL_LINES]:
        if line.startswith("\t"):
            return True
        if HEADING.match(line):
            return False
    return False


def _barred(text: str, lines: Lines, i: int) -> tuple[Table, int] | None:
    """用竖线分格的表。"""
    rows = []
    while i < len(lines) and lines[i][0].count("|") >= 2 and lines[i][0].strip().startswith("|"):
        line, at = lines[i]
        if not re.fullmatch(r"[|\s:-]+", line):
            bars = [m.start() for m in re.finditer(r"\|", line)]
            if line.strip()[-1] != "|":
                bars.append(len(line))
            rows.append([_cell(text, at + a + 1, at + b) for a, b in zip(bars, bars[1:], strict=False)])
        i += 1
    return (_table(rows), i) if len(rows) >= 2 else None


def _tabbed(text: str, lines: Lines, i: int) -> tuple[Table, int] | None:
    """用制表符分格的表；引号里的一格可以有几行。"""
    rows: list[list[Cell]] = []
    while i < len(lines) and ("\t" in lines[i][0].strip(" ") or (rows and lines[i][0].startswith('"'))):
        at = lines[i][1]
        row = []
        while True:
            quoted = re.compile(r'"((?:[^"]|"")*\n(?:[^"]|"")*)"(?=\t|\n|$)').match(text, at)
            if quoted:
                row.append(_cell(text, at + 1, quoted.end() - 1))
                at = quoted.end()
            else:
                end = min((x for x in (text.find("\t", at), text.find("\n", at)) if x >= 0), default=len(text))
                row.append(_cell(text, at, end))
                at = end
            if text[at : at + 1] != "\t":
                break
            at += 1
        rows.append(row)
        while i < len(lines) and lines[i][1] <= at:
            i += 1
        # one empty line between rows is how some programs paste a table
        if i + 1 < len(lines) and not lines[i][0].strip() and lines[i + 1][0].count("\t") == len(row) - 1 > 0:
            i += 1
    return (_table(rows), i) if len(rows) >= 2 and any(len(row) >= 2 for row in rows) else None


def _spaced(text: str, lines: Lines, i: int) -> tuple[Table, int] | None:
    """用两个以上空格对齐的表：表头至少三格，下面每行格数相同。"""
    rows: list[list[Cell]] = []
    while i < len(lines):
        line, at = lines[i]
        cells = [_cell(text, at + m.start(), at + m.end()) for m in re.finditer(r"\S+(?:[ \u3000]\S+)*", line)]
        if len(cells) < 3 or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        i += 1
    return (_table(rows), i) if len(rows) >= 3 else None
