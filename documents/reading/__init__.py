"""读别人的文件：Word、Excel、文本都变成同一种段落与表格，每个字记得自己的位置。

`read_document` gives one plain text and the blocks that point into it; whoever reads a plan or a rubric
out of the blocks can therefore show from which characters every number came.
"""

from pathlib import Path

from .blocks import Block, Cell, Document, Paragraph, Table
from .container import MOST_BYTES, Unreadable, kind_of, too_big
from .sheet import read_sheet
from .text import decode, read_text
from .word import read_word

__all__ = ["Block", "Cell", "Document", "Paragraph", "Table", "Unreadable", "read_document", "read_file"]


def read_document(name: str, data: bytes) -> Document:
    """把一份文件读成段落与表格；读不了的抛出 Unreadable，一句话说明原因和办法。"""
    kind = kind_of(name, data)
    if kind == "docx":
        return read_word(data)
    if kind == "xlsx":
        return read_sheet(data)
    return read_text(decode(data))


def read_file(path: str | Path) -> Document:
    """从磁盘读一份文件；先看大小，再读内容。"""
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_big(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"打不开文件“{path.name}”：请检查文件名和路径是否正确。") from error
    return read_document(path.name, data)
