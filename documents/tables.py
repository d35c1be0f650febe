"""Reading uploaded tables (.xlsx, .xls) within limits; cells know their names, so an error can say where."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .unreadable import Unreadable

MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_CELLS = 100_000
MOST_BYTES = 10 << 20
MOST_UNPACKED = 60 << 20
# A cell that is not empty: <c …>, not <c …/>.
_FILLED = re.compile(rb"<(?:\w+:)?c((?:\s[^>]*[^/>])?)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TEXT = re.compile(rb">([^<]{100,})<")
TOO_LARGE = "文件解开后太大，不像一张普通的表格；请把需要的部分复制到新表再上传。"
NONE = "这不是可以导入的表格。请用 WPS 或 Excel 另存为 .xlsx 再上传。"
DAMAGED = "表格打不开：文件可能已损坏或加了密码。请用 WPS 或 Excel 另存为 .xlsx 再上传。"


@dataclass(frozen=True)
class Cell:
    """A cell with its place (单元格)."""

    value: str | int | float | bool | Day | datetime | None
    sheet: str
    row: int  # 1 as in Excel
    column: int  # 1 = A

    @property
    def name(self) -> str:
        """B3"""
        return f"{letters(self.column)}{self.row}"

    @property
    def where(self) -> str:
        """工作表“教师”第3行B列"""
        return f"工作表“{self.sheet}”第{self.row}行{letters(self.column)}列"

    @property
    def text(self) -> str:
        """The value as people read it: whole numbers without .0, days as 2026-09-01, blanks as nothing."""
        match self.value:
            case None:
                return ""
            case float() if self.value.is_integer():
                return str(int(self.value))
            case datetime() if self.value.time() == datetime.min.time():
                return self.value.date().isoformat()
            case datetime() | Day():
                return self.value.isoformat()
            case _:
                return str(self.value).strip()


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook (工作表): its rows as they stand, blank rows at the end left out."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)


def read(data: bytes, *, rows: int = MOST_ROWS, columns: int = MOST_COLUMNS, cells: int = MOST_CELLS) -> list[Table]:
    """The visible sheets of a workbook. Raises Unreadable with a sentence when it is none, damaged or beyond limits."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件有 {len(data) >> 20} MB，超过 {MOST_BYTES >> 20} MB；请删去图片和不用的工作表再上传。")
    if data[:2] == b"PK":
        _check_archive(data, rows, columns, cells)
    elif data[:4] != b"\xd0\xcf\x11\xe0":
        raise Unreadable(NONE)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        tables = [_table(book, name, rows, columns) for name in names]
    except (CalamineError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    if sum(len(row) for table in tables for row in table) > cells:
        raise Unreadable(f"表格超过 {cells} 个单元格；请只留下需要导入的部分。")
    return tables


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _table(book: CalamineWorkbook, name: str, rows: int, columns: int) -> Table:
    sheet = book.get_sheet_by_name(name)
    if sheet.end and (sheet.end[0] >= rows or sheet.end[1] >= columns):
        raise _too_far(f"“{name}”", sheet.end[0] + 1, sheet.end[1] + 1, rows, columns)
    grid = [
        tuple(Cell(None if value == "" else value, name, at, column) for column, value in enumerate(row, 1))
        for at, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
    ]
    while grid and all(cell.value is None for cell in grid[-1]):
        grid.pop()
    return Table(name, tuple(grid))


def _too_far(name: str, row: int, column: int, rows: int, columns: int) -> Unreadable:
    return Unreadable(
        f"表格{name}用到了第{row}行{letters(column)}列，超过{rows}行、{columns}列的限度；"
        "多半是远处留有一个看不见的内容。请把需要的部分复制到新表再上传。"
    )


def _check_archive(data: bytes, rows: int, columns: int, cells: int) -> None:
    """Refuse an archive that unpacks too large or holds a far cell, before the reader builds its grid of everything."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > 500 or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise Unreadable(TOO_LARGE)
            if "xl/workbook.xml" not in {info.filename for info in infos}:
                raise Unreadable(NONE)
            count = longest = 0
            for info in infos:
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    count += _check_sheet(archive, info, rows, columns)
                elif info.filename == "xl/sharedStrings.xml":
                    longest = max((len(text) for text in _TEXT.findall(_unpack(archive, info))), default=0)
            if count > cells:
                raise Unreadable(f"表格超过 {cells} 个有内容的单元格；请只留下需要导入的部分。")
            if count * longest > 1 << 30:  # one long text behind many cells
                raise Unreadable(TOO_LARGE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Unreadable(DAMAGED) from error


def _check_sheet(archive: zipfile.ZipFile, info: zipfile.ZipInfo, rows: int, columns: int) -> int:
    """The number of cells with content; refuses one outside the limits, or one that does not say where it is."""
    count = 0
    for attributes in _FILLED.findall(_unpack(archive, info)):
        place = _PLACE.search(attributes)
        if place is None:
            raise Unreadable(DAMAGED)
        row, column = int(place[2]), _number(place[1].decode())
        if row > rows or column > columns:
            raise _too_far(f"，{info.filename.rsplit('/', 1)[-1]}", row, column, rows, columns)
        count += 1
    return count


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as stream:
        data = stream.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED:  # the size an archive states may be a lie
        raise Unreadable(TOO_LARGE)
    return data


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
