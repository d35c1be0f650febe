"""师资现状: head count, ages, degrees, titles and honours of the roster, each with its share (seed 000)."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

from school.audience import full_years, in_service
from school.honours import said
from school.models import School, Teacher

AGES = (("35 岁及以下", 0, 35), ("36—45 岁", 36, 45), ("46—55 岁", 46, 55), ("56 岁及以上", 56, 200))
DEGREES = ("研究生", "硕士", "本科", "专科", "大专", "中师", "中专", "高中")
TITLES = ("正高级", "高级", "一级", "二级", "三级")
UNKNOWN = "名册没有写"


@dataclass(frozen=True)
class Line:
    """One line of a table: what, how many, and the share in tenths of a per cent of all teachers."""

    name: str
    number: int
    share: str


@dataclass(frozen=True)
class Staff:
    """师资现状 of a school on a day."""

    day: date
    count: int
    women: int
    average_age: str
    tables: tuple[tuple[str, tuple[Line, ...]], ...]


def staff_of(school: School, day: date) -> Staff:
    """The figures of all teachers in service on a day, in two queries."""
    teachers = list(in_service(school, day).prefetch_related("tags"))
    ages = [full_years(teacher.born, day) for teacher in teachers if teacher.born]
    bands = [_band(full_years(teacher.born, day)) if teacher.born else UNKNOWN for teacher in teachers]
    tags = Counter(tag.name for teacher in teachers for tag in teacher.tags.all())
    tables = (
        ("年龄", _lines(bands, [name for name, _, _ in AGES], len(teachers))),
        ("学历", _lines([t.degree or UNKNOWN for t in teachers], DEGREES, len(teachers))),
        ("职称", _lines([t.title or "未评" for t in teachers], TITLES, len(teachers))),
        ("骨干与称号", _lines(_honours(teachers), (), len(teachers))),
        ("分层", tuple(_line(name, number, len(teachers)) for name, number in tags.most_common(8))),
    )
    return Staff(
        day, len(teachers), sum(t.gender == Teacher.Gender.FEMALE for t in teachers),
        f"{sum(ages) / len(ages):.1f}" if ages else "", tuple((title, lines) for title, lines in tables if lines),
    )


def _band(years: int) -> str:
    return next(name for name, low, high in AGES if low <= years <= high)


def _honours(teachers: Iterable[Teacher]) -> list[str]:
    """Each teacher's honours once by level and name; those without are not counted."""
    return [name for teacher in teachers for name in set(map(said, teacher.honours)) if name]


def _lines(values: list[str], order: Iterable[str], whole: int) -> tuple[Line, ...]:
    counts = Counter(values)
    named = [name for name in order if counts[name]]
    rest = sorted((name for name in counts if name not in named), key=lambda name: (name in (UNKNOWN, "未评"), -counts[name]))
    return tuple(_line(name, counts[name], whole) for name in [*named, *rest])


def _line(name: str, number: int, whole: int) -> Line:
    return Line(name, number, f"{number * 100 / whole:.1f}%" if whole else "")


def section(staff: Staff) -> str:
    """师资现状 as a section of the plan: two sentences and a table, rich text; empty while the roster is."""
    if not staff.count:
        return ""
    women = f"，其中女教师 {staff.women} 人" if staff.women else ""
    years = f"，平均年龄 {staff.average_age} 岁" if staff.average_age else ""
    said = "；".join(
        f"{title}：{'，'.join(f'{line.name} {line.number} 人' for line in lines)}" for title, lines in staff.tables[:3]
    )
    rows = "".join(
        f"<tr>{f'<td rowspan={chr(34)}{len(lines)}{chr(34)}>{escape(title)}</td>' if at == 0 else ''}"
        f"<td>{escape(line.name)}</td><td>{line.number}</td><td>{line.share}</td></tr>"
        for title, lines in staff.tables for at, line in enumerate(lines)
    )
    return (
        f"<p>全校在岗教师 {staff.count} 人{women}{years}。{escape(said)}。</p>"
        f"<table><tr><th>项目</th><th>类别</th><th>人数</th><th>占比</th></tr>{rows}</table>"
    )
