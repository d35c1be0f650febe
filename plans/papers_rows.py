"""What a plan keeps in rows beside stages and months, as it is printed: people, network, goals, problems, 师资."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape
from typing import Any

from documents import chinese, names
from documents.charts import bars_svg
from plans import network
from plans.document import Document

Member = dict[str, Any]


def office(member: Member) -> str:
    """（任期2026年9月至2029年8月）, as far as it is known."""
    since, until = (_month(member.get(key)) for key in ("since", "until"))
    if not since and not until:
        return ""
    return f"（任期{since}至{until}）" if since and until else f"（任期自{since}起）" if since else f"（任期至{until}）"


def _month(text: str | None) -> str:
    day = date.fromisoformat(text) if text else None
    return f"{day.year}年{day.month}月" if day else ""


def people(members: list[Member]) -> list[str]:
    """组长：某 某。主持研修工作。 A term of office that all share is said once, at the end."""
    terms = {office(member) for member in members}
    shared = len(members) > 1 and len(terms) == 1
    lines = []
    for member in members:
        said = "。".join(filter(None, (names.spaced(member["name"]), member["duty"].rstrip("。"))))
        lines.append(f"{member['role']}：{said}{'' if shared else office(member)}。")
    return [*lines, f"{next(iter(terms)).strip('（）')}。"] if shared and terms != {""} else lines


def cited(document: Document) -> str:
    """「依据文件：《…》（文号，发文机关，日期）；…」 the notices of superiors that the plan follows."""
    said = "；".join(
        f"《{source['title'].translate(QUOTES)}》（{'，'.join(filter(None, (source['number'], source['issuer'], _day(source['day']))))}）"
        for source in document.get("sources", [])
    )
    return said and f"依据文件：{said}。"


def _day(text: str | None) -> str:
    return chinese.long_date(date.fromisoformat(text)) if text else ""


def _sources(document: Document) -> str:
    return _paragraphs([cited(document)])


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _leadership(document: Document) -> str:
    return _paragraphs(people(document["leadership"]))


def _teams(document: Document) -> str:
    return "".join(f"<h3>{escape(team['team'])}</h3>{_paragraphs(people(team['members']))}" for team in document.get("teams", []))


def _network(document: Document) -> str:
    levels = document.get("network")
    return f'<div class="chart">{network.svg(levels)}</div>' if levels else ""


def goal_rows(document: Document) -> list[tuple[str, ...]]:
    """目标 as plain rows with a head, for paper and Word."""
    return [("序", "目标", "要达到", "怎样量", "谁来量"), *(
        (str(number), goal["text"], f"{goal['number']} {goal['unit']}", goal["measure"], goal["by"])
        for number, goal in enumerate(document.get("goals", []), 1)
    )]


def theme_rows(document: Document) -> list[tuple[str, ...]]:
    """研究的问题 as plain rows with a head: the theme, how many asked, what is held for it."""
    return [("序", "主题", "提出", "为它办的活动"), *(
        (str(number), theme["title"], f"{theme['problems']} 条", "、".join(theme["entries"]) or "—")
        for number, theme in enumerate(document.get("themes", []), 1)
    )]


def _table(rows: list[tuple[str, ...]], widths: tuple[str, ...], left: frozenset[int]) -> str:
    head, *body = rows
    columns = "".join(f"<col style=width:{width}>" if width else "<col>" for width in widths)
    lines = "".join(
        "<tr>" + "".join(f"<td{' class=l' if at in left else ''}>{escape(cell)}</td>" for at, cell in enumerate(row)) + "</tr>" for row in body
    )
    titles = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    return f"<table class=annexed><colgroup>{columns}</colgroup><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"


def _goals(document: Document) -> str:
    return _table(goal_rows(document), ("9mm", "", "22mm", "50mm", "22mm"), frozenset({1, 3}))


def _themes(document: Document) -> str:
    return _table(theme_rows(document), ("9mm", "50mm", "16mm", ""), frozenset({1, 3}))


def _staff(document: Document) -> str:
    return "".join(
        f'<div class="chart"><p class="caption">{escape(title)}</p>{bars_svg(title, [tuple(bar) for bar in bars])}</div>'
        for title, bars in (document.get("staff") or {}).items()
    )


QUOTES = str.maketrans("《》", "〈〉")  # inside 《》 (GB/T 15834)
ROWS: dict[str, Callable[[Document], str]] = {
    "leadership": _leadership, "teams": _teams, "network": _network, "goals": _goals, "themes": _themes, "staff": _staff, "sources": _sources,
}
