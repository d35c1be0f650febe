"""What an Office file weighs once unpacked (压缩炸弹): weighed in a stream, so that nothing large is ever in memory."""

import copy
import io
import zipfile
import zlib

PIECE = 1 << 16
# Marks (<…>) in all parts of a Word file: a plan of a whole school has some 100 000. A small file can hold many millions,
# and each costs memory and time once it is parsed: 59 MB of empty paragraphs, 126 KB zipped, took 170 s and 1.3 GB.
MOST_MARKS = 600_000


class TooMuch(ValueError):
    """An archive holds more than anybody writes by hand (解开以后大得不正常)."""


def weighed(data: bytes, *, entries: int, unpacked: int) -> frozenset[str]:
    """The names of the parts of a zipped file that holds no more than this, as stated and in truth.

    Raises TooMuch, or BadZipFile when it is damaged, locked or states a size that is not true.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > entries or sum(part.file_size for part in parts) > unpacked:
                raise TooMuch
            left = unpacked
            for part in parts:
                left -= _weigh(archive, part, left)
            return frozenset(part.filename for part in parts)
    except (NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise zipfile.BadZipFile(str(error)) from error


def _weigh(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The true size of a part: zipfile would stop at the stated one, after unpacking what a later reader has to bear."""
    endless = copy.copy(part)
    endless.file_size, size = most + 1, 0
    with archive.open(endless) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
    if size > most:
        raise TooMuch
    if size != part.file_size:
        raise zipfile.BadZipFile("a size that is not true")
    return size


def few_marks(data: bytes) -> None:
    """Raises TooMuch when a Word file holds more marks than anybody makes by hand; counted in a stream, before it is parsed."""
    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    while piece := stream.read(PIECE):
                        found += piece.count(b"<")
                        if found > MOST_MARKS:
                            raise TooMuch
