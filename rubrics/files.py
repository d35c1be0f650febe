"""Files named on the command line (命令行读取的文件): read whole, or refused with a sentence."""

import sys
from io import TextIOWrapper
from pathlib import Path

from rubrics.scoring import Refusal

LARGEST = 200 * 1024 * 1024  # bytes; a term of 60,000 teachers is about 60 MB


def speak_utf8() -> None:
    """Print Chinese whatever the terminal's locale says; JSON is UTF-8 by its standard."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def read_file(path: str, what: str) -> bytes:
    """The bytes of a file; raises Refusal when it cannot be read."""
    place = Path(path)
    try:
        if place.is_dir():
            raise Refusal([{"path": "$", "sentence": f"{what}“{place.name}”是一个文件夹，请给出文件"}])
        if place.stat().st_size > LARGEST:
            raise Refusal([{"path": "$", "sentence": f"{what}“{place.name}”太大，超过 200 MB"}])
        return place.read_bytes()
    except FileNotFoundError as error:
        raise Refusal([{"path": "$", "sentence": f"找不到{what}“{place.name}”，请检查路径"}]) from error
    except (OSError, ValueError) as error:
        raise Refusal([{"path": "$", "sentence": f"{what}“{place.name}”无法读取，请检查权限"}]) from error
