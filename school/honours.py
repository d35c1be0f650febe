"""称号 of a teacher (骨干教师、学科带头人 …) as one line: 「县级 骨干教师 县教育局 2023」; level, body and year may be missing."""
from __future__ import annotations

import re
from typing import Any

from documents import chinese

Honour = dict[str, Any]  # level, name, body, year
LEVEL = re.compile(r"(国家|省|市|州|县|区|旗|镇|乡镇|学区|校)级")
YEAR = re.compile(r"((?:19|20)\d\d)年?")
SHAPE = "级别 称号 单位 年份，如：县级 骨干教师 县教育局 2023"


def read(text: str) -> Honour:
    """One line as people type it. Raises ValueError with a sentence when it names no 称号."""
    made, rest = {"level": "", "name": "", "body": "", "year": None}, []
    for part in re.split(r"[\s，,]+", chinese.normal(chinese.half_width(text))):
        if LEVEL.fullmatch(part) and not made["level"]:
            made["level"] = part
        elif (year := YEAR.fullmatch(part)) and made["year"] is None:
            made["year"] = int(year[1])
        elif part:
            rest.append(part)
    if not rest:
        raise ValueError(f"『{text.strip()}』里没有称号，请写成 {SHAPE}。")
    made["name"], made["body"] = rest[0], " ".join(rest[1:])
    if len(made["name"]) > 30 or len(made["body"]) > 60:
        raise ValueError(f"『{text.strip()[:20]}……』太长：称号最多 30 字，单位最多 60 字。")
    return made


def read_all(text: str) -> list[Honour]:
    """Several: one a line, or apart by 分号 in a cell."""
    return [read(part) for part in re.split(r"[\n；;]+", text) if part.strip()]


def line(honour: Honour) -> str:
    """The line that `read` understands."""
    return " ".join(str(honour[key]) for key in ("level", "name", "body", "year") if honour.get(key))


def said(honour: Honour) -> str:
    """「县骨干教师」, also where the name already begins with its level; 「国家级骨干教师」."""
    level, name = honour.get("level", ""), honour.get("name", "")
    short = level.removesuffix("级")
    if name.startswith(short):
        return name
    return f"{short if len(short) == 1 else level}{name}"
