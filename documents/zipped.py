"""What an Office file weighs once unpacked (压缩炸弹): weighed in a stream, so that nothing large is ever in memory."""

import copy
import io
import zipfile
import zlib

PIECE = 1 << 16


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
