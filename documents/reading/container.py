"""先认文件再读：是什么、有多大、能不能放心打开。"""

import io
import re
import zipfile

from documents.unreadable import Unreadable
from documents.zipped import TooMuch, weighed

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_ENTRIES = 4000
MOST_CHARACTERS = 400_000

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def too_big(size: int) -> Unreadable:
    return Unreadable(
        f"这份文件有 {size / 1024 / 1024:.0f} MB，超过 {MOST_BYTES // 1024 // 1024} MB："
        "请去掉图片和视频，只留文字和表格后再试。"
    )


def too_long() -> Unreadable:
    return Unreadable(f"这份文件的文字超过 {MOST_CHARACTERS // 10000} 万字，不像一份计划或细则：请只留要读的部分再试。")


def kind_of(name: str, data: bytes) -> str:
    """docx、xlsx 或 text；按内容认，不看扩展名。"""
    if len(data) > MOST_BYTES:
        raise too_big(len(data))
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("这份文件是空的：请确认选对了文件。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("这份文件加了打开密码：请在 WPS 或 Word 里去掉密码，另存后再试。")
        raise Unreadable("这是旧格式的文件（.doc、.xls 或 .wps）：请用 WPS 或 Word 另存为 .docx 或 .xlsx 后再试。")
    if data.startswith(b"PK"):
        return _office_kind(data)
    if data.startswith(b"%PDF"):
        raise Unreadable("这是 PDF 文件，读不出表格：请用原来的 Word 文件，或者把文字粘贴进来。")
    if data.startswith(b"{\\rtf"):
        raise Unreadable("这是 RTF 文件：请用 WPS 或 Word 另存为 .docx 后再试。")
    if re.match(rb"\s*<(?:!doctype html|html|\?xml)", data[:200], re.I):
        raise Unreadable("这是网页或旧格式的文件：请打开它，全选、复制，把文字粘贴进来；或者另存为 .docx 后再试。")
    if data.startswith(PICTURES):
        raise Unreadable("这是一张图片：请用原来的 Word 文件，或者把文字粘贴进来。")
    if name.lower().endswith((".docx", ".xlsx", ".docm", ".xlsm")):
        raise broken()
    return "text"


def _office_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise Unreadable("这份文件加了密码：请去掉密码后再试。")
            names = weighed(data, entries=MOST_ENTRIES, unpacked=MOST_UNPACKED)
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except TooMuch as error:
        raise Unreadable("这份文件解开以后大得不正常：请只留文字和表格，另存为新文件后再试。") from error
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, zipfile.zlib.error) as error:
        raise broken() from error
    if b"macroEnabled" in types or any(entry.endswith("vbaProject.bin") for entry in names):
        raise Unreadable("这份文件带有宏：请另存为不带宏的 .docx 或 .xlsx 后再试。")
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("这不是 Word 或 Excel 文件：请用 .docx、.xlsx 或文本文件。")


def broken() -> Unreadable:
    return Unreadable("这份文件已经损坏，打不开：请在 WPS 或 Word 里打开并另存一次后再试。")
