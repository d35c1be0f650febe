"""One line of a volume in the making (卷内的一件), and what is missing of it (缺件) with whom to ask."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from documents.paper import Paper
from documents.volume import Piece

PLAN, HELD, WRITTEN, TOGETHER, SCORES, CLOSING = GROUPS = (
    "一、计划与依据", "二、活动", "三、材料", "四、结对、外出与课题", "五、考核", "六、总结与经费",
)


@dataclass(frozen=True)
class Missing:
    """缺件: what is not there, whom to ask, and where it is put right; a noted one is a normal end."""

    key: str
    what: str
    whom: str
    url: tuple[str, int] | None = None
    short: str = ""


@dataclass(frozen=True)
class Collected:
    """One line of the volume in the making (卷内的一件); what is absent is shown, but neither bound nor numbered."""

    key: str
    group: str
    piece: Piece
    missing: tuple[Missing, ...] = ()
    absent: bool = False


def piece(title: str, by: str, day: date, papers: Callable[[], Iterable[Paper]], typeset: bool) -> Piece:
    """A piece with its papers; on the screen the papers are left out."""
    return Piece(title, by, day, tuple(papers()) if typeset else ())


def absent(group: str, day: date, gap: Missing) -> Collected:
    """A line that shows only what is missing."""
    return Collected(gap.key, group, Piece(gap.what, gap.whom, day), (gap,), absent=True)


def quoted(title: str) -> str:
    """《》 around a title, 〈〉 inside (GB/T 15834)."""
    return f"《{title.translate(str.maketrans('《》', '〈〉'))}》"
