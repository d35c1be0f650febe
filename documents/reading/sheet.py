"""Excel 表格：每张工作表是一个标题段落和一张表。"""

import datetime
import io
import re
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from .blocks import Document, Writer
from .container import Unreadable, broken, too_long

MOST_CELLS = 200_000
ANNEX = re.compile(r"\s*附[件表录]?\s*[:：\d一二三四五六七八九十]")
UNNAMED = re.compile(r"(?:Sheet|工作表)\s*\d*")
REFERENCE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def read_sheet(data: bytes) -> Document:
    """把 .xlsx 的每张可见工作表读成表格，合并的格子展开。"""
    _refuse_wide(data)
    writer = Writer()
    length = 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if "visible" not in str(meta.visible).lower() or "worksheet" not in str(meta.typ).lower():
                continue
            sheet = book.get_sheet_by_name(meta.name)
            values = sheet.to_python(skip_empty_area=False)
            grid = [[_words(value) for value in row] for row in values]
            length += sum(len(cell) for row in grid for cell in row)
            if length > 400_000:
                raise too_long()
            if any(cell for row in grid for cell in row):
                if not UNNAMED.fullmatch(meta.name):
                    writer.paragraph(meta.name)
                rows = _merged(grid, sheet.merged_cell_ranges or [])
                _write(writer, rows)
    except (CalamineError, ValueError, OSError) as error:
        raise broken() from error
    if not writer.blocks:
        raise Unreadable("这份表格里没有内容：请确认选对了文件。")
    return writer.document()


Rows = list[list[tuple[str, tuple[int, int] | None]]]


def _write(writer: Writer, rows: Rows) -> None:
    """表上面的标题、两张表之间的话写成段落，其余写成表。"""
    start = None
    for r, row in enumerate(rows):
        words = [text for text, _ in row if text]
        following = next((later for later in rows[r + 1 :] if any(text for text, _ in later)), [])
        apart = not words and sum(bool(text) for text, _ in following) == 1
        if start is not None and (apart or (len(words) == 1 and ANNEX.match(words[0]))):
            _table(writer, rows, start, r)
            start = None
        if start is None and len(words) == 1:
            writer.paragraph(words[0])
        elif start is None and words:
            start = r
    if start is not None:
        _table(writer, rows, start, len(rows))


def _table(writer: Writer, rows: Rows, start: int, end: int) -> None:
    # rows before the table stay as empty ones, so that merged cells still find their owner
    writer.table([[]] * start + rows[start:end])


def _refuse_wide(data: bytes) -> None:
    """有的文件在很远的角落有一个格子，会让表格大到读不完。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            try:
                cells = REFERENCE.findall(archive.read(name))
            except (zipfile.BadZipFile, zipfile.zlib.error, EOFError) as error:
                raise broken() from error
            if cells:
                columns = max(_column(letters) for letters, _ in cells)
                rows = max(int(row) for _, row in cells)
                if columns * rows > MOST_CELLS:
                    raise Unreadable(f"这份表格排到了第 {rows} 行、第 {columns} 列：请删去用不着的行和列，另存后再试。")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()


def _merged(grid: list[list[str]], ranges: list) -> Rows:
    owners = {}
    for (top, left), (bottom, right) in ranges:
        for r in range(top, min(bottom, len(grid) - 1) + 1):
            for c in range(left, min(right, len(grid[r]) - 1) + 1):
                if (r, c) != (top, left):
                    owners[r, c] = (top, left)
    return [[(cell, owners.get((r, c))) for c, cell in enumerate(row)] for r, row in enumerate(grid)]
