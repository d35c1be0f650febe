"""段落与表格：各种文件读进来以后的同一种样子。"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """一个段落；level 是文件自己标的标题级别，没有标的为 0，只是整段加粗的为 9。"""

    text: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True)
class Cell:
    """一个单元格；合并过的格子在它占的每一格都出现，covered 表示内容属于左边或上边那一格。"""

    text: str
    start: int
    end: int
    covered: bool = False


@dataclass(frozen=True)
class Table:
    """一张表，合并单元格已经展开。"""

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """一份读好的文件：全文，和指向全文的段落与表格。"""

    text: str
    blocks: tuple[Block, ...]


class Writer:
    """一段一段、一格一格地写出全文，并记下每一处的位置。"""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    def _put(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def paragraph(self, text: str, level: int = 0) -> None:
        start, end = self._put(text)
        self._put("\n")
        self.blocks.append(Paragraph(text, start, end, level))

    def table(self, grid: list[list[tuple[str, tuple[int, int] | None]]]) -> None:
        """grid 的每一格是（文字，它属于哪一格）；属于自己的写 None。空行不写。"""
        first = self._length
        written: dict[tuple[int, int], Cell] = {}
        rows = []
        for r, line in enumerate(grid):
            if not any(text or owner for text, owner in line):
                continue
            row = []
            for c, (text, owner) in enumerate(line):
                self._put("\t" if c else "")
                if owner is not None and owner in written:
                    origin = written[owner]
                    row.append(Cell(origin.text, origin.start, origin.end, covered=True))
                    continue
                start, end = self._put(text)
                written[r, c] = Cell(text, start, end)
                row.append(written[r, c])
            rows.append(tuple(row))
            self._put("\n")
        self.blocks.append(Table(tuple(rows), first, self._length - 1))

    def document(self) -> Document:
        return Document("".join(self._parts), tuple(self.blocks))
